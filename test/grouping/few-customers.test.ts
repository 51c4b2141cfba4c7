/** Scores and segmentations of nobody, of one customer, and of customers whose activities all lie in the future. */
import { describe, expect, test } from 'vitest'
import { groupingQuestions } from '../support/grouping-questions.ts'
import { type Ask, onBothEngines } from '../support/story.ts'
import { scored } from './scored.ts'

type Rows = readonly (readonly unknown[])[]

/** The customers and purchases of a base; nobody visits. */
function storyOf(customers: Rows, purchases: Rows) {
  const { customer, purchase, visit } = scored.tables
  if (customer === undefined || purchase === undefined || visit === undefined) throw new Error('The story has three tables')
  return { model: scored.model, tables: { customer: { ...customer, rows: customers }, purchase: { ...purchase, rows: purchases }, visit } }
}

const about = `{ customerSegmentation(name: LETTERED, asOf: "2024-06-30") {
  groups { name count percentage averages { revenue } } coverage { rest never groups { name alone won overlap } }
  scores { name cutPoints sizes { score count } } history(from: "2024-04-30", every: MONTH) { groups { count percentage } } } }`

const all = '[CUSTOMER_ID, R, F, M, TILE, LEFT_F, MOVED_M, PARETO, BAND, RECENT_F, OF_OLD_ONES, MIXED, VIP]'

async function scoresOf(ask: Ask): Promise<readonly unknown[]> {
  const { rows } = (await ask(
    `{ slice(by: { customer: ${all} }, asOf: "2024-06-30") { rows { customer { r f m tile leftF movedM pareto band recentF ofOldOnes mixed vip } } } }`,
  )) as { readonly rows: readonly { readonly customer: unknown }[] }
  return rows.map(({ customer }) => customer)
}

const unscored = {
  r: null,
  f: null,
  m: null,
  tile: null,
  leftF: null,
  movedM: null,
  pareto: null,
  band: null,
  recentF: null,
  ofOldOnes: null,
  mixed: 'REST',
  vip: false,
}

describe('nobody', () => {
  onBothEngines(scored, (ask) => {
    test('has no scores and no cut points; groups are empty, and no part of nothing', async () => {
      const empty = { count: 0, percentage: null }
      const noScore = { cutPoints: [], sizes: [] }
      expect(await ask(about)).toEqual({
        groups: ['BEST', 'BOUGHT_OFTEN', 'REST'].map((name) => ({ name, ...empty, averages: { revenue: null } })),
        coverage: {
          rest: 0,
          never: ['BEST', 'BOUGHT_OFTEN'],
          groups: ['BEST', 'BOUGHT_OFTEN'].map((name) => ({ name, alone: 0, won: 0, overlap: 0 })),
        },
        scores: ['R', 'F', 'M'].map((name) => ({ name, ...noScore })),
        history: Array.from({ length: 3 }, () => ({ groups: [empty, empty, empty] })),
      })
      expect(await scoresOf(ask)).toEqual([])
      expect(await ask('{ customerMigration(name: MIXED, from: "2024-01-01", to: "2024-06-30") { cells { count } } }')).toEqual({
        cells: [],
      })
      expect(await ask('{ customerCount(where: { inSegment: [VIP] }) }')).toBe(0)
    })

    test.each(groupingQuestions.filter(({ story }) => story === scored))('is no error: $name', async ({ query, variables }) => {
      expect((await ask.raw(query, variables)).errors).toBeUndefined()
    })
  })
})

describe('one customer', () => {
  onBothEngines(storyOf([[1, 'NY', '2022-01-01']], [[1, 1, '2024-06-20', '50']]), (ask) => {
    test('every cut point is the value: it has passed none, or where it need not be greater, all', async () => {
      expect(await scoresOf(ask)).toEqual([
        {
          r: 5,
          f: 1,
          m: 1,
          tile: 10,
          leftF: 1,
          movedM: 1,
          pareto: 3,
          band: 3,
          recentF: 1,
          ofOldOnes: 1,
          // Ordered ten days ago.
          mixed: 'FRESH',
          vip: false,
        },
      ])
      expect(await ask(about)).toMatchObject({
        scores: [
          { name: 'R', cutPoints: [10, 10, 10, 10], sizes: [{ score: 5, count: 1 }] },
          { name: 'F', cutPoints: [1, 1, 1, 1], sizes: [{ score: 1, count: 1 }] },
          { name: 'M', cutPoints: [50, 50, 50, 50], sizes: [{ score: 1, count: 1 }] },
        ],
      })
    })
  })
})

describe('customers whose purchases are all later', () => {
  const customers = [
    [1, 'NY', '2022-01-01'],
    [2, 'CA', '2024-07-01'],
  ]
  const purchases = [
    [1, 1, '2024-07-01', '50'],
    [2, 2, '2024-07-02', '70'],
  ]
  onBothEngines(storyOf(customers, purchases), (ask) => {
    test('have no scores yet; and who comes later is not counted', async () => {
      expect(await scoresOf(ask)).toEqual([unscored])
      expect(await ask('{ customerSegmentation(name: MIXED, asOf: "2024-06-30") { groups { name count } } }')).toEqual({
        groups: [
          { name: 'LARGE', count: 0 },
          { name: 'FRESH', count: 0 },
          { name: 'OLD', count: 0 },
          { name: 'REST', count: 1 },
        ],
      })
    })

    test('who was not there before moves from nowhere', async () => {
      // A week later 1 is worth 50 and 2 is worth 70, and both bought within 60 days. Of 120 the 50 cross 80 %, so that both have the best share;
      // but of the cut points of 3, 56.67 and 63.33, 50 passes none.
      expect(await ask('{ customerMigration(name: MIXED, from: "2024-06-30", to: "2024-07-07") { cells { from to count } } }')).toEqual({
        cells: [
          { from: 'REST', to: 'FRESH', count: 1 },
          { from: null, to: 'LARGE', count: 1 },
        ],
      })
    })
  })
})

describe('negative money', () => {
  const customers = [1, 2, 3, 4].map((id) => [id, 'NY', '2022-01-01'])
  const purchases = [-100, -50, 0, 150.5].map((amount, index) => [index + 1, index + 1, '2024-06-20', String(amount)])
  onBothEngines(storyOf(customers, purchases), (ask) => {
    test('scores below nothing; shares are of a total that it makes smaller', async () => {
      const { rows } = (await ask(
        '{ slice(by: { customer: [CUSTOMER_ID, M, MOVED_M, TILE, PARETO] }, asOf: "2024-06-30") { rows { customer { m movedM tile pareto } } } }',
      )) as { readonly rows: readonly { readonly customer: unknown }[] }
      // Cut points of 5 at places 0.6, 1.2, 1.8, 2.4: -70, -40, -10, 60.2; of 3 at 1 and 2: -50 and 0. Total 0.5, all of it the best one's.
      expect(rows.map(({ customer }) => customer)).toEqual([
        { m: 1, movedM: 1, tile: 10, pareto: 1 },
        { m: 2, movedM: 1, tile: 9, pareto: 1 },
        { m: 4, movedM: 2, tile: 8, pareto: 1 },
        { m: 5, movedM: 3, tile: 7, pareto: 3 },
      ])
    })
  })
})
