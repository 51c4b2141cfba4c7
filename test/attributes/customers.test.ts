/** Attributes of customers out of what they did: first, last, n-th and most frequent values. */
import { describe, expect, test } from 'vitest'
import { toEnumValue } from '../../src/semantic/catalog/names.ts'
import { type Ask, onBothEngines } from '../support/story.ts'
import { tickets } from './tickets.ts'

/** Their values, for customers 1, 2 and 3. */
async function attributes(ask: Ask, fields: readonly string[], args = ''): Promise<readonly unknown[]> {
  const { rows } = (await ask(
    `{ slice(by: { customer: [CUSTOMER_ID, ${fields.map(toEnumValue).join(', ')}] } ${args}) { rows { customer { ${fields.join(' ')} } } } }`,
  )) as { readonly rows: readonly { readonly customer: Readonly<Record<string, unknown>> }[] }
  return rows.map(({ customer }) => fields.map((field) => customer[field]))
}

describe('attributes of customers', () => {
  onBothEngines(tickets, (ask) => {
    test('the first, the last and the n-th row in the order of time, then key by code point; rows without a time are none of them', async () => {
      expect(await attributes(ask, ['firstCategory', 'lastCategory', 'secondCategory', 'thirdAmount', 'lastBoughtOn'])).toEqual([
        ['beer', 'beer', 'wine', '5.00', '2024-03-01'],
        // The first row has no category: null is its value.
        [null, 'wine', 'wine', null, '2024-02-02'],
        [null, null, null, null, null],
      ])
    })
  })
})
