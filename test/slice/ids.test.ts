/** `id` of a slice: what caches may take for one thing, and what they may not. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

const idIn = (answer: unknown): unknown => (typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined)

onBothEngines(shop, (ask) => {
  const id = async (field: string) => {
    const found = idIn(await ask(`{ s: ${field} }`))
    expect(found).toMatch(/^[\w-]{22}$/)
    return found
  }

  test('is the same whatever is selected of the same groups', async () => {
    const states = await id('slice(by: { customer: [STATE] }) { id rows { purchase { revenue } } }')
    expect(
      await id(
        'slice(by: { customer: [STATE] }) { rows { customer { state } purchase { purchases } } rowCount totals { purchase { items } } id }',
      ),
    ).toBe(states)
    const named = 'slice(by: { customer: [STATE] }, of: [PURCHASE])'
    expect(await id(`${named} { id rows { purchase { revenue } } }`)).toBe(await id(`${named} { id rows { complaint { complaints } } }`))
  })

  test('differs where the groups may differ', async () => {
    const rows = '{ id rows { purchase { revenue } } }'
    const slices = [
      `slice(by: { customer: [STATE] }) ${rows}`,
      'slice(by: { customer: [STATE] }) { id rows { complaint { complaints } } }',
      'slice(by: { customer: [STATE] }) { id rows { purchase { revenue } } totals { complaint { complaints } } }',
      `slice(by: { customer: [CUSTOMER_ID] }) ${rows}`,
      `slice(by: { customer: [STATE] }, limit: 1) ${rows}`,
      `slice(by: { customer: [STATE] }, where: { purchase: { category: { eq: "Beer" } } }) ${rows}`,
      `slice(by: { customer: [STATE] }, where: { purchase: { category: { eq: "Wine" } } }) ${rows}`,
      `slice(by: { customer: [STATE] }, having: { purchase: { revenue: { gt: "1" } } }) ${rows}`,
      `slice(by: { customer: [STATE] }, orderBy: [{ purchase: { revenue: DESC } }]) ${rows}`,
      `slice(by: { customer: [STATE] }, asOf: "2024-06-30") ${rows}`,
      `slice(by: { customer: [STATE] }, timeZone: "Asia/Kolkata") ${rows}`,
      'explore { id rows { customer { state customerId } purchase { revenue } } }',
      'explore { id rows { customer { isMember } purchase { revenue } } }',
      `customer(customerId: "ann") { slice(by: { purchase: [CATEGORY] }) ${rows} }`,
    ]
    const ids: unknown[] = []
    for (const slice of slices) {
      const answer = await ask(`{ s: ${slice} }`)
      ids.push(idIn(answer) ?? idIn((answer as { readonly slice: unknown }).slice))
    }
    expect(new Set(ids).size).toBe(slices.length)
    expect(ids).not.toContain(undefined)
  })

  test('is of one row, as of the date the row was asked for', async () => {
    const slices = '{ nodes { slice(by: { purchase: [CATEGORY] }) { id } } }'
    const ids = (answer: unknown) =>
      (answer as { readonly nodes: readonly { readonly slice: unknown }[] }).nodes.map(({ slice }) => idIn(slice))
    const now = ids(await ask(`{ customers ${slices} }`))
    const then = ids(await ask(`{ customers(asOf: "2024-06-30") ${slices} }`))
    expect(now).toHaveLength(4)
    expect(new Set([...now, ...then]).size).toBe(8)
    expect(ids(await ask(`{ customers ${slices} }`))).toEqual(now)
  })
})
