/** The values of a dimension: how many rows have each, most first, null being one of them. */
import { describe, expect, test } from 'vitest'
import { shop } from '../slice/shop.ts'
import { onBothEngines, type Story } from '../support/story.ts'

interface Answer {
  readonly dimensionValues: { readonly values: readonly { readonly value: unknown; readonly count: number }[]; readonly hasMore: boolean }
}

function question(args: string): string {
  return `{ catalog { dimensionValues(${args}) { values { value count } hasMore } } }`
}

const empty: Story = { ...shop, tables: { ...shop.tables, customer: { columns: shop.tables.customer?.columns ?? {}, rows: [] } } }

describe('values of a dimension', () => {
  onBothEngines(shop, (ask) => {
    const values = async (args: string) => {
      const { dimensionValues } = (await ask(question(args))) as Answer
      return dimensionValues.values.map(({ value, count }) => [value, count])
    }

    test('stand by the number of rows, then in their own order; rows without a value are counted, and come last among equals', async () => {
      expect(await values('of: { purchase: CATEGORY }')).toEqual([
        ['Beer', 3],
        ['Wine', 2],
        [null, 1],
      ])
      expect(await values('of: { customer: STATE }')).toEqual([
        ['NY', 2],
        ['CA', 1],
        [null, 1],
      ])
    })

    test('come as rows of a slice have them, whatever their type', async () => {
      expect(await values('of: { purchase: QUANTITY }')).toEqual([
        [1, 3],
        [2, 1],
        [3, 1],
        [null, 1],
      ])
      expect(await values('of: { customer: IS_MEMBER }')).toEqual([
        [true, 2],
        [false, 1],
        [null, 1],
      ])
      expect(await values('of: { customer: SCORE }')).toEqual([
        [null, 2],
        [1.5, 1],
        [2.5, 1],
      ])
      expect(await values('of: { purchase: AMOUNT }, first: 3')).toEqual([
        ['5.00', 1],
        ['7.00', 1],
        ['10.00', 1],
      ])
      expect(await values('of: { complaint: RAISED_AT }, timeZone: "Europe/Berlin", first: 1')).toEqual([['2024-02-01T00:30:00+01:00', 1]])
    })

    test('of a bucket are buckets, whose edges the time zone moves', async () => {
      expect(await values('of: { purchase: BOUGHT_ON_MONTH }')).toEqual([
        ['2024-01-01', 2],
        ['2024-02-01', 2],
        ['2024-03-01', 2],
      ])
      // One complaint was raised in the last half hour of January.
      expect(await values('of: { complaint: RAISED_AT_MONTH }')).toEqual([
        ['2024-03-01', 2],
        ['2024-01-01', 1],
      ])
      expect(await values('of: { complaint: RAISED_AT_MONTH }, timeZone: "Europe/Berlin"')).toEqual([
        ['2024-03-01', 2],
        ['2024-02-01', 1],
      ])
    })

    test('of an aggregate seen from the entity count its rows', async () => {
      expect(await values('of: { customer: LARGE_PURCHASES }')).toEqual([
        [0, 2],
        [1, 2],
      ])
    })

    test('rows later than asOf are not counted', async () => {
      expect(await values('of: { purchase: CATEGORY }, asOf: "2024-12-31"')).toEqual([
        ['Beer', 3],
        ['Wine', 3],
        [null, 1],
      ])
      expect(await values('of: { purchase: CATEGORY }, asOf: "2024-01-10"')).toEqual([['Beer', 1]])
      expect(await values('of: { purchase: CATEGORY }, asOf: "2023-12-31"')).toEqual([])
    })

    test('search looks into text ignoring case, knows no wildcards, and finds no null', async () => {
      expect(await values('of: { purchase: CATEGORY }, search: "E"')).toEqual([
        ['Beer', 3],
        ['Wine', 2],
      ])
      expect(await values('of: { purchase: CATEGORY }, search: "win"')).toEqual([['Wine', 2]])
      expect(await values('of: { purchase: CATEGORY }, search: "%"')).toEqual([])
      expect(await values(`of: { purchase: CATEGORY }, search: "' or 1 = 1 --"`)).toEqual([])
    })

    test('search looks into numbers, booleans and days as they are printed', async () => {
      expect(await values('of: { purchase: PURCHASE_ID }, search: "3"')).toEqual([[3, 1]])
      expect(await values('of: { customer: IS_MEMBER }, search: "TRU"')).toEqual([[true, 2]])
      expect(await values('of: { purchase: BOUGHT_ON }, search: "-02-"')).toEqual([
        ['2024-02-01', 1],
        ['2024-02-29', 1],
      ])
      expect(await values('of: { complaint: RAISED_AT_DAY }, search: "2024-02", timeZone: "Europe/Berlin"')).toEqual([['2024-02-01', 1]])
    })

    test('an empty search, and arguments that are null, are as good as none', async () => {
      const all = await values('of: { purchase: CATEGORY }')
      expect(all).toHaveLength(3)
      expect(await values('of: { purchase: CATEGORY }, search: ""')).toEqual(all)
      expect(await values('of: { purchase: CATEGORY }, search: null, first: null, asOf: null, timeZone: null')).toEqual(all)
    })

    test('first cuts the list, and hasMore says so', async () => {
      const cut = async (first: number) => {
        const { dimensionValues } = (await ask(question(`of: { purchase: CATEGORY }, first: ${first}`))) as Answer
        return [dimensionValues.values.map(({ value }) => value), dimensionValues.hasMore]
      }
      expect(await cut(1)).toEqual([['Beer'], true])
      expect(await cut(2)).toEqual([['Beer', 'Wine'], true])
      expect(await cut(3)).toEqual([['Beer', 'Wine', null], false])
    })

    test('a value is a variable of a condition', async () => {
      const found = await values('of: { purchase: QUANTITY }, first: 1')
      const answer = await ask(
        'query Q($q: [Int]) { slice(by: {}, where: { purchase: { quantity: { in: $q } } }) { rows { purchase { purchases } } } }',
        {
          q: found.map(([value]) => value),
        },
      )
      expect(answer).toEqual({ rows: [{ purchase: { purchases: 3 } }] })
    })

    test.each([
      ['first: 0', '`first` is 0; it counts values, from 1 to 1000. `search` finds the others.'],
      ['first: -1', '`first` is -1; it counts values, from 1 to 1000. `search` finds the others.'],
      ['first: 1001', '`first` is 1001; it counts values, from 1 to 1000. `search` finds the others.'],
      ['timeZone: "Europe/Berln"', '`Europe/Berln` is not a time zone. Closest: `Europe/Berlin`.'],
      ['search: "a\\u0000"', '`search` has the character U+0000, which no text has.'],
    ])('%s is refused', async (argument, problem) => {
      expect(await ask.errors(question(`of: { purchase: CATEGORY }, ${argument}`))).toEqual([`BAD_USER_INPUT: ${problem}`])
    })

    test.each([
      ['{ purchase: AMOUNT }', '`purchase.amount` is of type decimal.'],
      ['{ customer: SCORE }', '`customer.score` is of type float.'],
      ['{ complaint: RAISED_AT }', '`complaint.raised_at` is of type timestamp. Its buckets from day upwards are dates.'],
      ['{ complaint: RAISED_AT_HOUR }', '`complaint.raised_at_hour` is of type timestamp. Its buckets from day upwards are dates.'],
    ])('search in %s is refused: its text is not the same everywhere', async (of, reason) => {
      expect(await ask.errors(question(`of: ${of}, search: "1"`))).toEqual([
        `BAD_USER_INPUT: \`search\` looks into text, whole numbers, booleans and dates; ${reason}`,
      ])
    })

    test('what is refused leaves the rest of the catalog as it is', async () => {
      const { data } = await ask.raw('{ catalog { name dimensionValues(of: { purchase: CATEGORY }, first: 0) { hasMore } } }')
      expect(data).toEqual({ catalog: { name: 'shop', dimensionValues: null } })
    })

    test('a dimension there is not cannot be written, nor two at once', async () => {
      expect((await ask.raw(question('of: { purchase: CATGORY }'))).errors).toEqual([
        expect.objectContaining({
          message: 'Value "CATGORY" does not exist in "PurchaseDimension" enum. Did you mean the enum value "CATEGORY"?',
        }),
      ])
      expect((await ask.raw(question('of: { purchase: CATEGORY, customer: STATE }'))).errors).toEqual([
        expect.objectContaining({ message: 'OneOf Input Object "DimensionRef" must specify exactly one key.' }),
      ])
      expect((await ask.raw(question('of: {}'))).errors).toHaveLength(1)
    })

    test('the statement has what is searched for as a parameter', () => {
      const explained = ask.engine().explainValues({
        dimension: { kind: 'dimension', entity: 'purchase', dimension: 'category' },
        search: "x'y",
        first: 2,
        asOf: '2024-06-30',
        timeZone: 'UTC',
      })
      if (!explained.ok) throw new Error(JSON.stringify(explained.issues))
      expect(explained.value.sql).not.toContain("x'y")
      expect(explained.value.parameters).toContain("%x'y%")
    })
  })
})

describe('values of a dimension of no rows', () => {
  onBothEngines(empty, (ask) => {
    test('are none', async () => {
      expect(await ask(question('of: { customer: STATE }'))).toEqual({ dimensionValues: { values: [], hasMore: false } })
    })
  })
})
