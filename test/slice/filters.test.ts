/** Conditions on rows: two-valued, every operator, over to-one paths, times as half-open ranges. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

/** where -> ids of the purchases it lets pass. */
const purchases: readonly (readonly [string, readonly number[]])[] = [
  ['{}', [1, 2, 3, 4, 5, 6]],
  ['{ purchase: {} }', [1, 2, 3, 4, 5, 6]],
  ['{ purchase: { category: { eq: "Beer" } } }', [1, 3, 4]],
  ['{ purchase: { category: { ne: "Beer" } } }', [2, 5, 6]],
  ['{ purchase: { category: { in: ["Beer", null] } } }', [1, 3, 4, 5]],
  ['{ purchase: { category: { notIn: ["Beer", null] } } }', [2, 6]],
  ['{ purchase: { category: { notIn: ["Beer"] } } }', [2, 5, 6]],
  ['{ purchase: { category: { in: [] } } }', []],
  ['{ purchase: { category: { notIn: [] } } }', [1, 2, 3, 4, 5, 6]],
  ['{ purchase: { category: { isNull: true } } }', [5]],
  ['{ purchase: { category: { isNull: false } } }', [1, 2, 3, 4, 6]],
  ['{ purchase: { not: { category: { eq: "Beer" } } } }', [2, 5, 6]],
  ['{ purchase: { not: { not: { category: { eq: "Beer" } } } } }', [1, 3, 4]],
  ['{ purchase: { not: { category: { gt: "Beer" } } } }', [1, 3, 4, 5]],
  ['{ purchase: { category: { gt: "Beer" } } }', [2, 6]],
  ['{ purchase: { category: { contains: ["EE", "wi"] } } }', [1, 2, 3, 4, 6]],
  ['{ purchase: { category: { startsWith: ["w"] } } }', [2, 6]],
  ['{ purchase: { category: { endsWith: ["R"] } } }', [1, 3, 4]],
  ['{ purchase: { category: { contains: ["%"] } } }', []],
  ['{ purchase: { not: { category: { contains: ["ee"] } } } }', [2, 5, 6]],
  ['{ purchase: { amount: { between: { from: "7.00", to: "20.5" } } } }', [1, 3, 6]],
  ['{ purchase: { not: { amount: { between: { from: "7.00", to: "20.5" } } } } }', [2, 4, 5]],
  ['{ purchase: { amount: { gte: "20.50" }, category: { eq: "Beer" } } }', [3, 4]],
  ['{ purchase: { quantity: { lt: 3 } } }', [1, 2, 5, 6]],
  ['{ purchase: { not: { quantity: { lt: 3 } } } }', [3, 4]],
  ['{ purchase: { quantity: { ne: 1 } } }', [2, 3, 4]],
  ['{ purchase: { boughtOn: { gte: "2024-01-31", lt: "2024-02-29" } } }', [2, 3]],
  ['{ purchase: { boughtOn: { eq: "2024-02-29" } } }', [4]],
  ['{ purchase: { boughtOn: { in: ["2024-02-29", "2024-01-10"] } } }', [1, 4]],
  ['{ purchase: { boughtOn: { inTheLast: { n: 4, unit: MONTH } } } }', [5, 6]],
  ['{ purchase: { boughtOn: { inTheLast: { n: 122, unit: DAY } } } }', [5, 6]],
  ['{ purchase: { boughtOn: { inTheLast: { n: 123, unit: DAY } } } }', [4, 5, 6]],
  ['{ purchase: { boughtOn: { inThePrevious: { n: 1, unit: QUARTER } } } }', [1, 2, 3, 4, 5, 6]],
  ['{ purchase: { boughtOn: { inThePrevious: { n: 4, unit: MONTH } } } }', [4, 3, 5, 6]],
  ['{ purchase: { boughtOn: { toDate: YEAR } } }', [1, 2, 3, 4, 5, 6]],
  ['{ purchase: { boughtOn: { toDate: QUARTER } } }', []],
  ['{ time: { gte: "2024-02-01" } }', [3, 4, 5, 6]],
  ['{ time: { lt: "2024-02-01" } }', [1, 2]],
  ['{ customer: { state: { eq: "NY" } } }', [1, 2, 3]],
  ['{ customer: { state: { ne: "NY" } } }', [4, 5, 6]],
  ['{ purchase: { customer: { state: { isNull: true } } } }', [5, 6]],
  ['{ customer: { isMember: { eq: true } } }', [1, 2, 4]],
  ['{ customer: { isMember: { ne: true } } }', [3, 5, 6]],
  ['{ customer: { stateOrUnknown: { eq: "unknown" } } }', [5]],
  ['{ customer: { score: { gt: 1.5 } } }', [3]],
  ['{ customer: { since: { gte: "2024-02-29" } } }', [4]],
  ['{ customer: { lifetimeRevenue: { gt: "50.00" } } }', [1, 2]],
  ['{ customer: { numberOfPurchases: { eq: 1 } } }', [3, 4, 5]],
  ['{ customer: { largePurchases: { eq: 0 } } }', [3, 5]],
  ['{ or: [{ customer: { state: { eq: "CA" } } }, { purchase: { category: { eq: "Wine" } } }] }', [2, 4, 6]],
  ['{ or: [] }', []],
  ['{ and: [] }', [1, 2, 3, 4, 5, 6]],
  ['{ not: { or: [{ customer: { state: { eq: "CA" } } }, { purchase: { category: { eq: "Wine" } } }] } }', [1, 3, 5]],
  ['{ not: { customer: { state: { eq: "NY" }, isMember: { eq: true } } } }', [3, 4, 5, 6]],
]

describe('where', () => {
  onBothEngines(shop, (ask) => {
    test.each(purchases)('%s', async (where, ids) => {
      const slice = (await ask(
        `{ slice(by: { purchase: [PURCHASE_ID] }, where: ${where}) { rows { purchase { purchaseId purchases } } } }`,
      )) as {
        rows: { purchase: { purchaseId: number } }[]
      }
      expect(slice.rows.map((row) => row.purchase.purchaseId)).toEqual([...ids].sort())
    })

    test('instants: a bare date is the whole local day', async () => {
      const count = async (where: string, timeZone = 'UTC') =>
        (
          (await ask(
            `{ slice(by: {}, where: { complaint: { raisedAt: ${where} } }, timeZone: "${timeZone}") { rows { complaint { complaints } } } }`,
          )) as { rows: { complaint: { complaints: number } }[] }
        ).rows[0]?.complaint.complaints
      expect(await count('{ eq: "2024-01-31" }')).toBe(1)
      expect(await count('{ eq: "2024-01-31" }', 'Asia/Kathmandu')).toBe(0)
      expect(await count('{ gt: "2024-01-31" }')).toBe(2)
      expect(await count('{ lte: "2024-03-01T00:00:00Z" }')).toBe(2)
      expect(await count('{ lt: "2024-03-01T00:00:00Z" }')).toBe(1)
      expect(await count('{ lt: "2024-03-01T05:45:00", gte: "2024-02-01" }', 'Asia/Kathmandu')).toBe(1)
    })
  })
})
