/** What docs/semantics.md says of scores and groups, rule by rule, on bases of a few rows. */
import { describe, expect, test } from 'vitest'
import { type Ask, onBothEngines } from '../support/story.ts'

/** Worth by customer: 1 is the first. Purchases of customer 1: June 20 and January 20, of 2: June 10, of 3: none. */
const model = `
version: 1
model: worth
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: worth, type: decimal }
      - { name: bought, type: integer, measure: purchase.purchases }
    scores:
      - { name: right, of: worth, buckets: 4, best: highest, best_score: 4 }
      - { name: left, of: worth, buckets: 4, cut: left, best: highest, best_score: 4 }
      - { name: plus_one, of: worth, buckets: 4, cut: plus_one, best: highest, best_score: 4 }
      - { name: tile, of: worth, method: ntile, buckets: 4, best: highest, best_score: 4 }
      - { name: best_first, of: worth, buckets: 4, best: highest, best_score: 1 }
      - { name: class, of: worth, method: cumulative_share, shares: [0.5], best: highest, best_score: 2 }
      - { name: band, of: worth, method: bands, bands: [{ from: 10, below: 20, score: 1 }, { from: 20, below: 30, score: 2 }] }
      - { name: among_rich, of: worth, where: "\${worth} > 10", buckets: 2, best: highest, best_score: 2 }
      - { name: often, of: bought, buckets: 2, best: highest, best_score: 2 }
      - { name: often_lately, of: bought, window: { last: 30, unit: day }, buckets: 2, best: highest, best_score: 2 }
    segments:
      - { name: rich, when: "\${worth} > 20" }
      - { name: not_rich, when: "not \${rich}" }
    segmentations:
      - name: pattern
        scores: [right]
        multi_label: true
        groups:
          - { name: any, pattern: X }
          - { name: fourth, pattern: "4" }
        otherwise: rest
      - name: letters
        scores: { R: right, L: left }
        groups:
          - { name: any_left, pattern: R1-4 }
        otherwise: rest
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: bought_on, type: date }
    measures:
      - { name: purchases, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

const story = (worth: readonly (string | null)[]) => ({
  model,
  tables: {
    customer: { columns: { customer_id: 'integer', worth: 'decimal' } as const, rows: worth.map((each, index) => [index + 1, each]) },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date' } as const,
      rows: [
        [1, 1, '2024-06-20'],
        [2, 1, '2024-01-20'],
        [3, 2, '2024-06-10'],
        [4, 3, '2024-07-01'],
      ],
    },
  },
})

/** Of each customer in turn. */
async function valuesOf(ask: Ask, name: string, more = ''): Promise<readonly unknown[]> {
  const asEnum = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
  const data = await ask(`{ slice(by: { customer: [CUSTOMER_ID, ${asEnum}] } ${more}) { rows { customer { ${name} } } } }`)
  return (data as { rows: { customer: Record<string, unknown> }[] }).rows.map(({ customer }) => customer[name])
}

// Cut points of 4 buckets lie at places 1, 2, 3 from 0: they are the second, third and fourth value.
describe('five values', () => {
  onBothEngines(story(['10', '20', '30', '40', '50', null]), (ask) => {
    test('right: a value equal to a cut point has not passed it', async () => {
      expect(await valuesOf(ask, 'right')).toEqual([1, 1, 2, 3, 4, null])
    })
    test('left: a value equal to a cut point has passed it', async () => {
      expect(await valuesOf(ask, 'left')).toEqual([1, 2, 3, 4, 4, null])
    })
    test('direction names the buckets that ascending values make', async () => {
      expect(await valuesOf(ask, 'bestFirst')).toEqual([4, 4, 3, 2, 1, null])
    })
    test('ntile fills the first buckets first', async () => {
      expect(await valuesOf(ask, 'tile')).toEqual([1, 1, 2, 3, 4, null])
    })
    test('shares are of what strictly better ones are worth together', async () => {
      // Of 150 in all, half is 75; better ones are worth 140, 120, 90, 50, 0.
      expect(await valuesOf(ask, 'class')).toEqual([1, 1, 1, 2, 2, null])
    })
    test('bands are half-open, and score nothing below the first and above the last', async () => {
      expect(await valuesOf(ask, 'band')).toEqual([1, 2, null, null, null, null])
    })
    test('a population is scored by itself: the others have no score and move no cut point', async () => {
      // 20 30 40 50: the cut point is 35.
      expect(await valuesOf(ask, 'amongRich')).toEqual([null, 1, 1, 2, 2, null])
    })
    test('a filter of the question moves no cut point', async () => {
      expect(await valuesOf(ask, 'right', 'where: { customer: { customerId: { in: [2, 5, 6] } } }')).toEqual([1, 4, null])
    })
    test('a count of nothing has no score, in a window as without', async () => {
      expect(await valuesOf(ask, 'often')).toEqual([2, 1, null, null, null, null])
      expect(await valuesOf(ask, 'oftenLately')).toEqual([1, 1, null, null, null, null])
    })
    test('scores are of the question date: what is later does not exist', async () => {
      expect(await valuesOf(ask, 'often', 'asOf: "2024-07-01"')).toEqual([2, 1, 1, null, null, null])
      expect(await valuesOf(ask, 'often', 'asOf: "2024-01-31"')).toEqual([1, null, null, null, null, null])
    })
    test('an unknown condition is not met, and its not is', async () => {
      expect(await valuesOf(ask, 'rich')).toEqual([false, false, true, true, true, false])
      expect(await valuesOf(ask, 'notRich')).toEqual([true, true, false, false, false, true])
    })
    test('the first group that fits has the row; as segments, each that fits', async () => {
      expect(await valuesOf(ask, 'pattern')).toEqual(['ANY', 'ANY', 'ANY', 'ANY', 'ANY', 'REST'])
      expect(await valuesOf(ask, 'patternFourth')).toEqual([false, false, false, false, true, false])
    })
  })
})

describe('values beside cut points', () => {
  onBothEngines(story(['10', '20', '20.5', '21', '50']), (ask) => {
    test('plus_one: a value passes a cut point from one more on', async () => {
      // Cut points 20, 20.5, 21, moved to 21, 21.5, 22.
      expect(await valuesOf(ask, 'plusOne')).toEqual([1, 1, 1, 2, 4])
    })
  })
})

describe('fewer values than buckets', () => {
  onBothEngines(story(['10', '10', '10', '10', '30']), (ask) => {
    test('equal values score alike, and numbers between may be left out', async () => {
      expect(await valuesOf(ask, 'right')).toEqual([1, 1, 1, 1, 4])
    })
    test('ntile parts equal values by their key', async () => {
      expect(await valuesOf(ask, 'tile')).toEqual([1, 1, 2, 3, 4])
    })
  })
})

describe('all values equal', () => {
  onBothEngines(story(['10', '10', '10']), (ask) => {
    test('all values equal are in the first bucket, in the last with left', async () => {
      expect([await valuesOf(ask, 'right'), await valuesOf(ask, 'plusOne'), await valuesOf(ask, 'left')]).toEqual([
        [1, 1, 1],
        [1, 1, 1],
        [4, 4, 4],
      ])
      expect(await valuesOf(ask, 'class')).toEqual([2, 2, 2])
    })
  })
})

describe('one customer', () => {
  onBothEngines(story(['10']), (ask) => {
    test('one value alone is in the first bucket, in the last with left', async () => {
      expect([await valuesOf(ask, 'right'), await valuesOf(ask, 'left'), await valuesOf(ask, 'tile')]).toEqual([[1], [4], [1]])
    })
  })
})

describe('a total that is not positive', () => {
  onBothEngines(story(['10', '-10']), (ask) => {
    test('of nothing, or less, there are no shares', async () => {
      expect(await valuesOf(ask, 'class')).toEqual([null, null])
    })
  })
})
