/** `inSegment` and `notInSegment` of a filter: rows in any, and in none, of the segments of their entity. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { rfm } from './rfm.ts'

/*
 * customer  state  in                              orders: number (amount, day)
 * 1         NY     VIP, BUSY, LETTERED_BEST, ...   1 (100, 2024-06-20)  2 (100, 2024-05-20)  3 (100, 2024-01-20)
 * 2         NY     -                               4 (10, 2024-06-10)
 * 3         CA     LAPSED, LETTERED_FM_BEST        5 (500, 2024-02-01)  6 (500, 2023-02-01)
 * 4         CA     BUSY                            7 (20, 2024-05-31)   8 (20, 2024-05-01)
 * 5         CA     LAPSED                          9 (30, 2023-06-30)
 * 6         NY     LETTERED_NEVER                  -
 * nobody                                           11 (7, 2024-06-01)
 */
const segments = `    segments:
      - { name: big, when: "\${amount} >= 100" }
      - { name: small, when: "\${amount} < 20" }
`
const story: Story = { ...rfm, model: rfm.model.replace('    relationships:', `${segments}    relationships:`) }

describe('segments in conditions', () => {
  onBothEngines(story, (ask) => {
    const count = async (measure: string, where: string, variables?: Readonly<Record<string, unknown>>) => {
      const [entity, name] = measure.split('.')
      const declared = variables === undefined ? '' : 'query ($segments: [CustomerSegment!])'
      const slice = (await ask(`${declared}{ slice(by: {}, where: ${where}) { rows { ${entity} { value: ${name} } } } }`, variables)) as {
        readonly rows: readonly Readonly<Record<string, { readonly value: number }>>[]
      }
      return slice.rows[0]?.[entity ?? '']?.value
    }
    const customers = (where: string) => count('customer.customers', where)
    const orders = (where: string, variables?: Readonly<Record<string, unknown>>) => count('purchase.orders', where, variables)

    test('customers in any of the segments, and in none of them', async () => {
      expect(await customers('{ customer: { inSegment: [VIP] } }')).toBe(1)
      expect(await customers('{ customer: { inSegment: [VIP, LAPSED] } }')).toBe(3)
      expect(await customers('{ customer: { inSegment: [VIP, BUSY] } }')).toBe(2)
      expect(await customers('{ customer: { notInSegment: [VIP] } }')).toBe(5)
      expect(await customers('{ customer: { notInSegment: [VIP, LAPSED] } }')).toBe(3)
    })

    test('a single segment needs no list', async () => {
      expect(await customers('{ customer: { inSegment: BUSY } }')).toBe(2)
    })

    test('a group of a segmentation with several labels is a segment too', async () => {
      expect(await customers('{ customer: { inSegment: [LETTERED_FM_BEST] } }')).toBe(2)
      expect(await customers('{ customer: { inSegment: [LETTERED_BEST, LETTERED_NEVER] } }')).toBe(2)
    })

    test('an empty list: everybody is in none of no segments, nobody in any of them', async () => {
      expect(await customers('{ customer: { inSegment: [] } }')).toBe(0)
      expect(await customers('{ customer: { notInSegment: [] } }')).toBe(6)
      expect(await customers('{ purchase: { inSegment: [] } }')).toBe(0)
      expect(await customers('{ purchase: { notInSegment: [] } }')).toBe(6)
      expect(await customers('{ customer: { not: { inSegment: [] } } }')).toBe(6)
    })

    test('beside other conditions all must hold', async () => {
      expect(await customers('{ customer: { inSegment: [BUSY], notInSegment: [VIP] } }')).toBe(1)
      expect(await customers('{ customer: { inSegment: [BUSY], state: { eq: "NY" } } }')).toBe(1)
      expect(await customers('{ customer: { or: [{ inSegment: [VIP] }, { state: { eq: "CA" } }] } }')).toBe(4)
      expect(await customers('{ customer: { and: [{ inSegment: [VIP] }, { inSegment: [BUSY] }] } }')).toBe(1)
      expect(await customers('{ customer: { not: { inSegment: [BUSY] } } }')).toBe(4)
      expect(await customers('{ customer: { not: { notInSegment: [BUSY] } } }')).toBe(2)
    })

    test('orders of customers in a segment; an order of nobody is in none', async () => {
      expect(await orders('{ customer: { inSegment: [VIP] } }')).toBe(3)
      expect(await orders('{ purchase: { customer: { inSegment: [VIP, LAPSED] } } }')).toBe(6)
      expect(await orders('{ purchase: { customer: { notInSegment: [VIP, LAPSED] } } }')).toBe(4)
      expect(await orders('{ customer: { notInSegment: [] } }')).toBe(10)
    })

    test('customers with some order in a segment, with none, with such orders only', async () => {
      expect(await customers('{ customer: { purchases: { some: { inSegment: [BIG] } } } }')).toBe(2)
      expect(await customers('{ customer: { purchases: { some: { inSegment: [BIG, SMALL] } } } }')).toBe(3)
      expect(await customers('{ customer: { purchases: { some: { notInSegment: [BIG, SMALL] } } } }')).toBe(2)
      expect(await customers('{ customer: { purchases: { none: { inSegment: [BIG] } } } }')).toBe(4)
      expect(await customers('{ customer: { purchases: { every: { inSegment: [BIG] } } } }')).toBe(3)
      expect(await customers('{ purchase: { inSegment: [BIG] } }')).toBe(2)
      expect(await customers('{ purchase: { notInSegment: [BIG] } }')).toBe(3)
    })

    test('segments and other conditions of one object are about the same order', async () => {
      const june = 'boughtOn: { gte: "2024-06-01" }'
      expect(await customers(`{ customer: { purchases: { some: { inSegment: [BIG], ${june} } } } }`)).toBe(1)
      expect(await customers(`{ purchase: { inSegment: [BIG, SMALL], ${june} } }`)).toBe(2)
      expect(await customers(`{ purchase: { notInSegment: [SMALL], ${june} } }`)).toBe(1)
    })

    test('segments are counted off over all customers, whatever else the question asks for', async () => {
      expect(await customers('{ customer: { state: { eq: "CA" }, inSegment: [VIP] } }')).toBe(0)
      expect(await orders('{ customer: { inSegment: [VIP] }, purchase: { amount: { lt: "20" } } }')).toBe(0)
    })

    test('a variable', async () => {
      const where = '{ customer: { inSegment: $segments } }'
      expect(await orders(where, { segments: ['VIP'] })).toBe(3)
      expect(await orders(where, { segments: ['VIP', 'LAPSED'] })).toBe(6)
      expect(await orders(where, { segments: [] })).toBe(0)
      expect(await orders(where, {})).toBe(10)
    })

    test('null is refused', async () => {
      const rows = '{ rows { customer { customers } } }'
      expect(await ask.errors(`{ slice(by: {}, where: { customer: { inSegment: null } }) ${rows} }`)).toEqual([
        'BAD_USER_INPUT: `where.customer.inSegment` is null; it takes a list of segments. To not restrict, it is left out.',
      ])
      const within = 'customer: { or: [{ purchases: { some: { notInSegment: null } } }] }'
      expect(await ask.errors(`{ slice(by: {}, where: { ${within} }) ${rows} }`)).toEqual([
        'BAD_USER_INPUT: `where.customer.or[0].purchases.some.notInSegment` is null; it takes a list of segments. To not restrict, it is left out.',
      ])
      expect(await messages(`{ slice(by: {}, where: { customer: { inSegment: [null] } }) ${rows} }`)).toEqual([
        'Expected value of type "CustomerSegment!", found null.',
      ])
    })

    test('a segment that there is not, with the nearest there is', async () => {
      const slice = (list: string) => `slice(by: {}, where: { customer: { inSegment: ${list} } }) { rows { customer { customers } } }`
      expect(await messages(`{ ${slice('[VPI]')} }`)).toEqual([
        'Value "VPI" does not exist in "CustomerSegment" enum. Did you mean the enum value "VIP"?',
      ])
      expect(await messages(`query ($of: [CustomerSegment!]) { ${slice('$of')} }`, { of: ['LAPSE'] })).toEqual([
        'Variable "$of" got invalid value "LAPSE" at "of[0]"; Value "LAPSE" does not exist in "CustomerSegment" enum. Did you mean the enum value "LAPSED"?',
      ])
    })

    const messages = async (query: string, variables?: Readonly<Record<string, unknown>>) =>
      ((await ask.raw(query, variables)).errors ?? []).map((error) => (error as { readonly message: string }).message)
  })
})
