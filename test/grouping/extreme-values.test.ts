/** Scores of values at the ends of their types, on both engines: right, or refused as too large; never wrong, and never the database's own words. */
import { describe, expect, test } from 'vitest'
import { toDatabaseIssue } from '../../src/database/to-database-issue.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf, storyNow } from '../support/story.ts'

const rules = {
  fourth: 'buckets: 4, best: highest, best_score: 4',
  left: 'buckets: 4, cut: left, best: highest, best_score: 4',
  moved: 'buckets: 100, cut: plus_one, best: highest, best_score: 100',
  tile: 'method: ntile, buckets: 4, best: highest, best_score: 4',
  pareto: 'method: cumulative_share, shares: [0.5, 0.875], best: highest, best_score: 3',
  fine: 'method: cumulative_share, shares: [0.0000001, 0.999999], best: highest, best_score: 3',
  band: 'method: bands, bands: [{ below: 10, score: 1 }, { from: 10, below: 20.5, score: 2 }, { from: 20.5, score: 3 }]',
} as const
type Rule = keyof typeof rules

const modelOf = (type: ValueType) => `
version: 1
model: extremes
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: worth, type: ${type} }
    measures:
      - { name: customers, type: count }
    scores:
${Object.entries(rules)
  .map(([name, rule]) => `      - { name: ${name}, of: worth, ${rule} }`)
  .join('\n')}
    segmentations:
      - name: sorted
        groups: [{ name: some, when: "\${fourth} + \${moved} > 3" }]
        otherwise: none_of_them
`

type Scores = readonly (number | null)[] | 'NUMBER_TOO_LARGE'
type Expected = Readonly<Record<Rule, Scores | Readonly<Record<EngineName, Scores>>>>

const tooLarge = 'NUMBER_TOO_LARGE'

const bases: readonly {
  readonly name: string
  readonly type: ValueType
  readonly values: readonly unknown[]
  readonly expected: Expected
}[] = [
  {
    // 1, 2, 4, 30: cut points of 4 are 1.75, 3, 10.5; of 100 at every 0.03 up to 2, 0.06 up to 4, 0.78 up to 30.
    name: 'floats that are no numbers, and infinite ones, have no score and move no cut point',
    type: 'float',
    values: [1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 30],
    expected: {
      fourth: [1, 2, null, 3, null, null, 4],
      left: [1, 2, null, 3, null, null, 4],
      // 1 has passed none, 2 none (1.03 + 1 is more); 4 all up to 3: the 50 up to 3; 30 all up to 29: the last below is 28.44.
      moved: [1, 1, null, 51, null, null, 99],
      tile: [1, 2, null, 3, null, null, 4],
      // Total 37; worth more: 36, 34, 30, 0; shares at 18.5 and 32.375.
      pareto: [1, 1, null, 2, null, null, 3],
      fine: [2, 2, null, 2, null, null, 3],
      band: [1, 1, null, 1, null, null, 3],
    },
  },
  {
    name: 'whole numbers at the ends of 32 bits, times the number of buckets',
    type: 'integer',
    values: [2_147_483_647, -2_147_483_648, 2_147_483_646, 0, 5],
    // The 24 cut points of 100 below 0 are passed by 0, and those up to 4 of the 25 from 0 to 5, which are a fifth apart: 24 + 1 + 20.
    expected: {
      fourth: [4, 1, 3, 1, 2],
      left: [4, 1, 4, 2, 3],
      moved: [76, 1, 75, 25, 46],
      tile: [4, 1, 3, 1, 2],
      // Total 2147483650: what is better than the second, 2147483647, makes up all but a billionth of it.
      pareto: [3, 1, 1, 1, 1],
      fine: [3, 1, 1, 1, 1],
      band: [3, 1, 3, 1, 1],
    },
  },
  {
    name: 'whole numbers at the ends of 64 bits, and neighbours beyond 2^53',
    type: 'bigint',
    values: [
      9_223_372_036_854_775_807n,
      9_223_372_036_854_775_806n,
      -9_223_372_036_854_775_808n,
      9_007_199_254_740_993n,
      9_007_199_254_740_992n,
    ],
    expected: {
      fourth: [4, 3, 1, 2, 1],
      left: [4, 4, 1, 3, 2],
      moved: [76, 75, 1, 26, 25],
      tile: [4, 3, 1, 2, 1],
      // Total 9241386435364257790, less than twice the highest.
      pareto: [3, 1, 1, 1, 1],
      fine: [3, 2, 1, 1, 1],
      band: [3, 3, 1, 3, 3],
    },
  },
  {
    name: 'decimals of 28 digits',
    type: 'decimal',
    values: ['9999999999999999999999999999', '1', '2', '9999999999999999999999999998', '5'],
    expected: {
      fourth: [4, 1, 1, 3, 2],
      left: [4, 1, 2, 4, 3],
      moved: [76, 1, 1, 75, 42],
      tile: [4, 1, 1, 3, 2],
      // The second is before half of the total, as the five others make the total more than twice the first.
      pareto: [3, 1, 1, 3, 1],
      fine: [3, 1, 1, 2, 1],
      band: [3, 1, 1, 3, 1],
    },
  },
  {
    // PostgreSQL's numbers have no end; 38 digits are all that DuckDB has.
    name: 'decimals of 38 digits',
    type: 'decimal',
    values: ['99999999999999999999999999999999999999', '1', '2', '99999999999999999999999999999999999998', '5'],
    expected: {
      fourth: [4, 1, 1, 3, 2],
      left: [4, 1, 2, 4, 3],
      moved: { duckdb: tooLarge, postgres: [76, 1, 1, 75, 42] },
      tile: [4, 1, 1, 3, 2],
      pareto: { duckdb: tooLarge, postgres: [3, 1, 1, 3, 1] },
      fine: { duckdb: tooLarge, postgres: [3, 1, 1, 2, 1] },
      band: { duckdb: tooLarge, postgres: [3, 1, 1, 3, 1] },
    },
  },
  {
    name: 'decimals of 38 places',
    type: 'decimal',
    values: [
      `0.${'12345678901234567890'.repeat(2).slice(0, 37)}8`,
      `0.${'0'.repeat(37)}1`,
      '0.5',
      '-0.1',
      `0.${'12345678901234567890'.repeat(2).slice(0, 37)}7`,
    ],
    expected: {
      fourth: [3, 1, 4, 1, 2],
      left: [4, 2, 4, 1, 3],
      moved: { duckdb: tooLarge, postgres: [1, 1, 1, 1, 1] },
      tile: [3, 1, 4, 1, 2],
      // Total 0.6469; worth more than the first: 0.5, than the last: 0.6235.
      pareto: { duckdb: tooLarge, postgres: [2, 1, 3, 1, 1] },
      fine: { duckdb: tooLarge, postgres: [2, 1, 3, 1, 2] },
      band: { duckdb: tooLarge, postgres: [1, 1, 1, 1, 1] },
    },
  },
]

describe.each(engines)('scores of extreme values on %s', (engine) => {
  test.each(bases)('$name', async ({ type, values, expected }) => {
    const rows = values.map((value, index) => [index + 1, value])
    const database = await openTestDatabase(engine, { customer: { columns: { customer_id: 'integer', worth: type }, rows } })
    try {
      const ask = askOf(await catalogOf(modelOf(type)), database)
      const found = await Promise.all(Object.keys(rules).map(async (rule) => [rule, await scoresOf(ask, rule)] as const))
      const wanted = Object.entries(expected).map(([rule, scores]) => [
        rule,
        typeof scores === 'object' && engine in scores ? (scores as Record<EngineName, Scores>)[engine] : scores,
      ])
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted))
    } finally {
      await database.close()
    }
  })

  test('cut points between floats as far apart as floats can be are too large', async () => {
    const rows = [1.7e308, -1.7e308, 4].map((value, index) => [index + 1, value])
    const database = await openTestDatabase(engine, { customer: { columns: { customer_id: 'integer', worth: 'float' }, rows } })
    try {
      const engineAsked = askOf(await catalogOf(modelOf('float')), database).engine()
      const reading = engineAsked.cutPoints({ entity: 'customer', dimension: 'fourth', asOf: storyNow, timeZone: 'UTC' })
      if (!reading.ok) throw new Error('The score has cut points')
      expect(await codeOf(() => engineAsked.read(reading.value))).toBe(tooLarge)
    } finally {
      await database.close()
    }
  })
})

async function scoresOf(ask: Ask, rule: string): Promise<Scores> {
  const { data, errors } = await ask.raw(
    `{ slice(by: { customer: [CUSTOMER_ID, ${rule.toUpperCase()}] }) { rows { customer { customerId ${rule} } } } }`,
  )
  if (errors === undefined) {
    const { slice } = data as {
      readonly slice: { readonly rows: readonly { readonly customer: Readonly<Record<string, number | null>> }[] }
    }
    return slice.rows.map(({ customer }) => customer[rule] ?? null)
  }
  const [{ message } = { message: '' }] = errors as readonly { readonly message: string }[]
  return (await codeOf(() => Promise.reject(new Error(message)))) as Scores
}

/** As a server answers it. */
async function codeOf(
  asked: () => Promise<{ readonly ok: boolean; readonly issues?: readonly { readonly code: string }[] }>,
): Promise<string | undefined> {
  try {
    const result = await asked()
    return result.issues?.[0]?.code
  } catch (error) {
    return toDatabaseIssue(error)?.code
  }
}
