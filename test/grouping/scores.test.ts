/** Scores on a base one can check by head: eleven customers worth 0, 10, 20 ... 90 and nothing, two of them alike. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const scores = `
      - { name: quintile, of: worth, buckets: 5, best: highest, best_score: 5 }
      - { name: quintile_worst_first, of: worth, buckets: 5, best: highest, best_score: 1 }
      - { name: low_is_best, of: worth, buckets: 5, best: lowest, best_score: 5 }
      - { name: low_is_first, of: worth, buckets: 5, best: lowest, best_score: 1 }
      - { name: half, of: worth, buckets: 2, best: highest, best_score: 2 }
      - { name: left_half, of: worth, buckets: 2, cut: left, best: highest, best_score: 2 }
      - { name: shifted_half, of: worth, buckets: 2, cut: plus_one, best: highest, best_score: 2 }
      - { name: tile, of: worth, method: ntile, buckets: 3, best: highest, best_score: 3 }
      - { name: tile_of_lowest, of: worth, method: ntile, buckets: 3, best: lowest, best_score: 3 }
      - { name: decile, of: worth, buckets: 10, best: highest, best_score: 10 }
      - { name: among_even, of: worth, where: "\${customer_id} % 2 = 0", buckets: 2, best: highest, best_score: 2 }
      - { name: pareto, of: worth, method: cumulative_share, shares: [0.5, 0.9], best: highest, best_score: 3 }
      - name: band
        of: worth
        method: bands
        bands: [{ from: 20, below: 60, score: 2 }, { from: 60, score: 3 }, { from: 0, below: 20, score: 1 }]`

const model = (more = scores) => `
version: 1
model: worth
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: worth, type: decimal }
    measures:
      - { name: customers, type: count }
      - { name: total, type: sum, sql: "\${worth}" }
    scores:${more}
`

type Row = readonly [id: number, state: string, worth: string | null]

const base = (rows: readonly Row[]) => ({
  customer: { columns: { customer_id: 'integer', state: 'string', worth: 'decimal' } as const, rows },
})

const eleven: readonly Row[] = [
  [1, 'NY', '10'],
  [2, 'NY', '20'],
  [3, 'NY', '30'],
  [4, 'NY', '40'],
  [5, 'NY', '50'],
  [6, 'CA', '50'],
  [7, 'CA', '60'],
  [8, 'CA', '70'],
  [9, 'CA', '80'],
  [10, 'CA', '90'],
  [11, 'CA', null],
]

const scoresOf = (data: unknown, name: string): readonly unknown[] =>
  (data as { rows: { customer: Record<string, unknown> }[] }).rows.map(({ customer }) => customer[name])

function questionFor(names: readonly string[], where = ''): string {
  const enums = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join(', ')
  return `{ slice(by: { customer: [CUSTOMER_ID, ${enums}] } ${where}) { rows { customer { customerId ${names.join(' ')} } } } }`
}

describe('scores', () => {
  // Ten values: 10 20 30 40 50 50 60 70 80 90. Cut points of 5 lie at places 1.8, 3.6, 5.4, 7.2 from 0: 28, 46, 54, 72.
  const expected: readonly (readonly [name: string, scores: readonly (number | null)[], why: string])[] = [
    ['quintile', [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, null], 'cut points 28, 46, 54, 72'],
    ['quintileWorstFirst', [5, 5, 4, 4, 3, 3, 2, 2, 1, 1, null], 'the same buckets, the best called 1'],
    ['lowIsBest', [5, 5, 4, 4, 3, 3, 2, 2, 1, 1, null], 'the lowest are best'],
    ['lowIsFirst', [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, null], 'the lowest are best and called 1'],
    ['half', [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, null], 'a value equal to the cut point 50 has not passed it'],
    ['leftHalf', [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, null], 'a value equal to the cut point 50 has passed it'],
    ['shiftedHalf', [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, null], '51 is the first to pass'],
    ['tile', [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, null], 'four, three, three'],
    ['tileOfLowest', [3, 3, 3, 3, 2, 2, 2, 1, 1, 1, null], 'four, three, three, the lowest best'],
    // Places 0.9, 1.8 ... 8.1: cut points 19, 28, 37, 46, 50, 54, 63, 72, 81.
    ['decile', [1, 2, 3, 4, 5, 5, 7, 8, 9, 10, null], 'nobody has 6: both 50 stay together'],
    ['amongEven', [null, 1, null, 1, null, 1, null, 2, null, 2, null], '20 40 50 70 90: cut point 50'],
    // Total 500; worth more: 0, 90, 170, 240, 300 (both 50), 400, 440, 470, 490; shares at 250 and 450.
    ['pareto', [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, null], 'whoever crosses a share is on its near side'],
    ['band', [1, 2, 2, 2, 2, 2, 3, 3, 3, 3, null], 'half-open: 20 is 2, 60 is 3'],
  ]

  onBothEngines({ model: model(), tables: base(eleven) }, (ask) => {
    test.each(expected)('%s: %j, %s', async (name, values) => {
      const data = await ask(questionFor([name]))
      expect(scoresOf(data, name)).toEqual(values)
    })

    test('are counted among all customers, whatever a question filters, and as measures of groups', async () => {
      const data = await ask(questionFor(['quintile', 'tile'], 'where: { customer: { state: { eq: "CA" } } }'))
      expect(scoresOf(data, 'quintile')).toEqual([3, 4, 4, 5, 5, null])
      expect(scoresOf(data, 'tile')).toEqual([2, 2, 3, 3, 3, null])
      const groups = await ask(
        '{ slice(by: { customer: [QUINTILE] }, where: { customer: { state: { eq: "CA" } } }) { rows { customer { quintile customers total } } totals { customer { customers } } } }',
      )
      expect(groups).toEqual({
        rows: [
          { customer: { quintile: 3, customers: 1, total: '50' } },
          { customer: { quintile: 4, customers: 2, total: '130' } },
          { customer: { quintile: 5, customers: 2, total: '170' } },
          { customer: { quintile: null, customers: 1, total: null } },
        ],
        totals: { customer: { customers: 6 } },
      })
    })

    test('restrict rows', async () => {
      const data = await ask('{ slice(by: {}, where: { customer: { quintile: { gte: 4 } } }) { rows { customer { customers total } } } }')
      expect(data).toEqual({ rows: [{ customer: { customers: 4, total: '300' } }] })
    })
  })
})

describe('scores of few or equal values', () => {
  const names = ['quintile', 'lowIsBest', 'leftHalf', 'shiftedHalf', 'tile', 'pareto', 'band']
  const one = async (ask: (question: string) => Promise<unknown>) =>
    ((await ask(questionFor(names))) as { rows: { customer: Record<string, unknown> }[] }).rows.map(({ customer }) =>
      names.map((name) => customer[name]),
    )

  onBothEngines({ model: model(), tables: base([]) }, (ask) => {
    test('nobody', async () => expect(await one(ask)).toEqual([]))
  })
  onBothEngines({ model: model(), tables: base([[1, 'NY', '50']]) }, (ask) => {
    // Every cut point is 50: no value is greater, each is at least as great.
    test('one customer', async () => expect(await one(ask)).toEqual([[1, 5, 2, 1, 1, 3, 2]]))
  })
  onBothEngines(
    {
      model: model(),
      tables: base([
        [1, 'NY', '50'],
        [2, 'NY', '50'],
        [3, 'NY', '50'],
      ]),
    },
    (ask) => {
      test('all values equal: all score alike, but for ntile, which goes by the key', async () =>
        expect(await one(ask)).toEqual([
          [1, 5, 2, 1, 1, 3, 2],
          [1, 5, 2, 1, 2, 3, 2],
          [1, 5, 2, 1, 3, 3, 2],
        ]))
    },
  )
  onBothEngines(
    {
      model: model(),
      tables: base([
        [1, 'NY', null],
        [2, 'NY', null],
      ]),
    },
    (ask) => {
      test('no value at all', async () => expect(await one(ask)).toEqual(Array.from({ length: 2 }, () => names.map(() => null))))
    },
  )
  onBothEngines(
    {
      model: model(),
      tables: base([
        [1, 'NY', '-50'],
        [2, 'NY', '-10'],
        [3, 'NY', '60'],
      ]),
    },
    (ask) => {
      // Cut points of 5 at places 0.4, 0.8, 1.2, 1.6: -34, -18, 4, 32. The total is 0: nothing has a share of it.
      test('negative money', async () =>
        expect(await one(ask)).toEqual([
          [1, 5, 1, 1, 1, null, null],
          [3, 3, 2, 1, 2, null, null],
          [5, 1, 2, 2, 3, null, 3],
        ]))
    },
  )
  // Total 100, shares at 50 and 90; worth more: 0, 50, 80, 80. Who follows exactly half is of the next.
  onBothEngines(
    {
      model: model(),
      tables: base([
        [1, 'NY', '50'],
        [2, 'NY', '30'],
        [3, 'NY', '10'],
        [4, 'NY', '10'],
      ]),
    },
    (ask) => {
      test('shares that are met exactly are passed', async () =>
        expect(scoresOf(await ask(questionFor(['pareto'])), 'pareto')).toEqual([3, 2, 2, 2]))
    },
  )
  // Of 0.1 + 0.2 + 0.7 the 0.7 and the 0.2 are exactly 90 %, which floats would miss.
  onBothEngines(
    {
      model: model(),
      tables: base([
        [1, 'NY', '0.1'],
        [2, 'NY', '0.2'],
        [3, 'NY', '0.7'],
      ]),
    },
    (ask) => {
      test('shares of decimals, too', async () => expect(scoresOf(await ask(questionFor(['pareto'])), 'pareto')).toEqual([1, 2, 3]))
    },
  )
})
