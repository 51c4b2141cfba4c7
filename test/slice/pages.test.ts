/** Order, limit, offset, counting, asOf, columns. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

describe('pages', () => {
  onBothEngines(shop, (ask) => {
    const page = (args: string) =>
      ask(`{ slice(by: { purchase: [CATEGORY] } ${args}) { rows { purchase { category revenue } } hasMore rowCount } }`) as Promise<{
        rows: { purchase: { category: string | null } }[]
        hasMore: boolean
        rowCount: number
      }>
    const categories = async (args: string) => {
      const { rows, hasMore, rowCount } = await page(args)
      return [rows.map((row) => row.purchase.category), hasMore, rowCount]
    }

    test('by the grain ascending, nulls last, in both directions', async () => {
      expect(await categories('')).toEqual([['Beer', 'Wine', null], false, 3])
      expect(await categories(', orderBy: [{ purchase: { category: DESC } }]')).toEqual([['Wine', 'Beer', null], false, 3])
      expect(await categories(', orderBy: [{ purchase: { revenue: ASC } }]')).toEqual([[null, 'Beer', 'Wine'], false, 3])
    })

    test('limit and offset; hasMore and rowCount stay right beyond the end', async () => {
      expect(await categories(', limit: 1')).toEqual([['Beer'], true, 3])
      expect(await categories(', limit: 1, offset: 2')).toEqual([[null], false, 3])
      expect(await categories(', limit: 2, offset: 5')).toEqual([[], false, 3])
      expect(await categories(', limit: 0')).toEqual([[], true, 3])
    })

    test('totals of a page without rows', async () => {
      expect(
        await ask(
          '{ slice(by: { purchase: [CATEGORY] }, offset: 9) { rows { purchase { category } } totals { purchase { revenue } } rowCount } }',
        ),
      ).toEqual({
        rows: [],
        totals: { purchase: { revenue: '182.50' } },
        rowCount: 3,
      })
    })

    test('as of an earlier day later purchases do not exist; two dates in one operation', async () => {
      const slice = 'slice(by: {}, asOf: $asOf) { asOf rows { purchase { purchases recency } } }'
      const { data } = await ask.raw(
        `query { early: ${slice.replace('$asOf', '"2024-02-01"')} late: ${slice.replace('$asOf', '"2024-12-24"')} before: ${slice.replace('$asOf', '"2024-01-10T00:00:00Z"')} }`,
      )
      expect(data).toEqual({
        early: { asOf: '2024-02-01T23:59:59.999999Z', rows: [{ purchase: { purchases: 3, recency: 0 } }] },
        late: { asOf: '2024-12-24T23:59:59.999999Z', rows: [{ purchase: { purchases: 7, recency: 0 } }] },
        before: { asOf: '2024-01-10T00:00:00Z', rows: [{ purchase: { purchases: 1, recency: 0 } }] },
      })
    })

    test('an instant of a complaint exists from that instant on', async () => {
      const complaints = async (asOf: string) =>
        (
          (await ask(`{ slice(by: {}, asOf: "${asOf}") { rows { complaint { complaints } } } }`)) as {
            rows: { complaint: { complaints: number } }[]
          }
        ).rows[0]?.complaint
      expect(await complaints('2024-01-31T23:29:59Z')).toEqual({ complaints: 0 })
      expect(await complaints('2024-01-31T23:30:00Z')).toEqual({ complaints: 1 })
      expect(await complaints('2024-01-31')).toEqual({ complaints: 1 })
      expect(await complaints('2024-01-30')).toEqual({ complaints: 0 })
    })

    test('explore: the dimensions selected are the grain', async () => {
      expect(await ask('{ explore { rows { purchase { boughtOnYear category revenue } } rowCount } }')).toEqual({
        rows: [
          { purchase: { boughtOnYear: '2024-01-01', category: 'Beer', revenue: '80.50' } },
          { purchase: { boughtOnYear: '2024-01-01', category: 'Wine', revenue: '97.00' } },
          { purchase: { boughtOnYear: '2024-01-01', category: null, revenue: '5.00' } },
        ],
        rowCount: 3,
      })
    })

    test('without measures: the combinations of the nearest entity', async () => {
      expect(await ask('{ slice(by: { customer: [STATE] }) { rows { customer { state } } rowCount } }')).toEqual({
        rows: [{ customer: { state: 'CA' } }, { customer: { state: 'NY' } }, { customer: { state: null } }],
        rowCount: 3,
      })
    })

    test('hours keep the offset of their zone, also the hour repeated in autumn', async () => {
      expect(
        await ask(
          '{ slice(by: { complaint: [RAISED_AT_HOUR] }, timeZone: "Europe/Berlin") { rows { complaint { raisedAtHour complaints } } } }',
        ),
      ).toEqual({
        rows: [
          { complaint: { raisedAtHour: '2024-02-01T00:00:00+01:00', complaints: 1 } },
          { complaint: { raisedAtHour: '2024-03-01T01:00:00+01:00', complaints: 1 } },
          { complaint: { raisedAtHour: '2024-03-31T03:00:00+02:00', complaints: 1 } },
        ],
      })
    })
  })
})
