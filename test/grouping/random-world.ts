/** Random customers, purchases and score rules; and what each rule scores, worked out from the rows. */
import fc from 'fast-check'
import { add, compareExact, type Exact, exact, parseExact, toText } from '../property/exact.ts'
import { type Rule, type Scored, scoresBy } from './definition.ts'

export interface Customer {
  readonly id: number
  readonly state: string | null
  /** Days of 2024, from 0. */
  readonly since: number | null
  /** So small that sums meet shares of the total exactly. */
  readonly small: number | null
  readonly whole: number | null
  readonly large: bigint | null
  readonly precise: string | null
  /** A multiple of 1/8: every sum and product of a few is exact. */
  readonly eighths: number | null
}

export interface Purchase {
  readonly id: number
  readonly customer: number
  readonly day: number
  readonly cents: number | null
}

const values = ['small', 'whole', 'large', 'precise', 'eighths', 'orders', 'revenue', 'recency', 'recent_revenue', 'recent_orders'] as const
export type Value = (typeof values)[number]

const populations = {
  all: undefined,
  even: '${customer_id} % 2 = 0',
  state: "${state} = 'NY'",
  buyers: '${orders} > 1',
} as const
export type Population = keyof typeof populations

export interface Score {
  readonly of: Value
  readonly rule: Rule
  readonly population: Population
}

export interface World {
  readonly customers: readonly Customer[]
  readonly purchases: readonly Purchase[]
  readonly scores: readonly Score[]
}

const few = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 6 })
const wholes = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 2, 1000))
const larges = fc.oneof(
  fc.bigInt({ min: -3n, max: 3n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.constantFrom(2n ** 63n - 1n, 2n ** 63n - 2n, -(2n ** 63n), 1n - 2n ** 63n),
)
const decimals = fc.oneof(
  fc.integer({ min: -300, max: 900 }).map((cents) => (cents / 100).toFixed(2)),
  fc.constantFrom('0.000001', '0.000002', '-0.000001', '12345678901234567890.123456', '12345678901234567890.123457', '2.5', '10'),
)

const days = fc.integer({ min: 0, max: 220 })

const rules: fc.Arbitrary<Rule> = fc
  .record({
    buckets: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 2, max: 6 }) }, { weight: 1, arbitrary: fc.constantFrom(10, 33, 100) }),
    cut: fc.constantFrom('right' as const, 'left' as const, 'plus_one' as const),
    method: fc.constantFrom('quantile' as const, 'quantile' as const, 'ntile' as const, 'cumulative_share' as const, 'bands' as const),
    scale: fc.record({
      best: fc.constantFrom('lowest' as const, 'highest' as const),
      scores: fc.constantFrom('best_first' as const, 'best_last' as const),
    }),
    shares: fc.constantFrom(['0.8', '0.95'], ['0.5'], ['0.5', '0.75'], ['0.25', '0.5', '0.75'], ['0.333', '0.9999'], ['0.1', '0.2', '0.7']),
    edges: fc.uniqueArray(fc.constantFrom('-1', '0', '1', '2.5', '3', '100', '9007199254740992'), { minLength: 1, maxLength: 4 }),
    ends: fc.constantFrom('open' as const, 'closed' as const),
  })
  .map(({ buckets, cut, method, scale, shares, edges, ends }): Rule => {
    if (method === 'quantile') return { method, buckets, cut, scale }
    if (method === 'ntile') return { method, buckets, scale }
    if (method === 'cumulative_share') return { method, shares: shares.map(parseExact), scale }
    const sorted = edges.map(parseExact).sort(compareExact)
    const inner = sorted.slice(1).map((below, index) => ({ score: index + 2, from: sorted[index] ?? exact(0n), below }))
    const [first, last] = [sorted[0] ?? exact(0n), sorted.at(-1) ?? exact(0n)]
    const outer = [{ score: 1, below: first }, ...inner, { score: sorted.length + 1, from: last }]
    return { method, bands: ends === 'open' || inner.length === 0 ? outer : inner }
  })

const customers = fc
  .array(
    fc.record({
      state: fc.constantFrom('NY', 'CA', null),
      since: few(days),
      small: few(fc.integer({ min: 0, max: 4 })),
      whole: few(wholes),
      large: few(larges),
      precise: few(decimals),
      eighths: few(fc.integer({ min: -40, max: 80 })),
    }),
    { maxLength: 14 },
  )
  .map((rows) => rows.map((row, index) => ({ id: index + 1, ...row })))

export const worlds: fc.Arbitrary<World> = fc.record({
  customers,
  purchases: fc
    .array(
      fc.record({ customer: fc.integer({ min: 1, max: 15 }), day: days, cents: few(fc.constantFrom(-500, 0, 100, 250, 999, 100_000)) }),
      { maxLength: 30 },
    )
    .map((rows) => rows.map((row, index) => ({ id: index + 1, ...row }))),
  scores: fc.array(
    fc.record({
      of: fc.constantFrom('small' as const, ...values),
      rule: rules,
      population: fc.constantFrom(...(Object.keys(populations) as Population[])),
    }),
    { minLength: 3, maxLength: 6 },
  ),
})

/** The i-th score's name. */
const scoreName = (index: number): string => `s${index}`

/** Of all scores; the last is made of two others, among the rows of some groups. */
export function scoreNames({ scores }: World): readonly string[] {
  return [...scores.map((_, index) => scoreName(index)), 'chained']
}

const chained: Rule = { method: 'quantile', buckets: 3, cut: 'left', scale: { best: 'highest', scores: 'best_last' } }

export function modelOf({ scores }: World): string {
  const written = scores.map((score, index) => `      - { name: ${scoreName(index)}, ${scoreText(score)} }`)
  return `
version: 1
model: random
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: since, type: date }
      - { name: small, type: integer }
      - { name: whole, type: integer }
      - { name: large, type: bigint }
      - { name: precise, type: decimal }
      - { name: eighths, type: float }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: revenue, type: decimal, measure: purchase.revenue }
      - { name: recency, type: integer, measure: purchase.recency }
      - { name: sum_of_two, type: integer, sql: "\${s0} * 2 + \${s1}" }
    measures:
      - { name: customers, type: count }
    scores:
${written.join('\n')}
      - { name: chained, of: sum_of_two, where: "\${sorted} <> 'REST'", buckets: 3, cut: left, best: highest, best_score: 3 }
    segmentations:
      - name: sorted
        groups:
          - { name: first, when: "\${s0} >= 2 and \${s1} = 1" }
          - { name: second, when: "\${s0} >= 2 or \${s2} = 2" }
        otherwise: rest
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - \${bought_on}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`
}

/** Days a window reaches back, asOf's included. */
const windowDays = 60

function scoreText({ of, rule, population }: Score): string {
  const windowed = of === 'recent_revenue' ? 'revenue' : of === 'recent_orders' ? 'orders' : undefined
  const condition = populations[population]
  const parts = [
    `of: ${windowed ?? of}`,
    ...(windowed === undefined ? [] : [`window: { last: ${windowDays}, unit: day }`]),
    ...(condition === undefined ? [] : [`where: "${condition}"`]),
    `method: ${rule.method}`,
  ]
  if (rule.method === 'bands') return [...parts, `bands: [${rule.bands.map(bandText).join(', ')}]`].join(', ')
  const buckets = rule.method === 'cumulative_share' ? rule.shares.length + 1 : rule.buckets
  const own = rule.method === 'cumulative_share' ? [`shares: [${rule.shares.map(toText).join(', ')}]`] : [`buckets: ${buckets}`]
  const cut = rule.method === 'quantile' ? [`cut: ${rule.cut}`] : []
  const best = [`best: ${rule.scale.best}`, `best_score: ${rule.scale.scores === 'best_first' ? 1 : buckets}`]
  return [...parts, ...own, ...cut, ...best].join(', ')
}

function bandText({ score, from, below }: { readonly score: number; readonly from?: Exact; readonly below?: Exact }): string {
  const edges = [from === undefined ? [] : [`from: ${toText(from)}`], below === undefined ? [] : [`below: ${toText(below)}`]]
  return `{ ${[...edges.flat(), `score: ${score}`].join(', ')} }`
}

/** Day n of 2024. */
export function dateOf(day: number): string {
  return new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
}

export function tablesOf({ customers, purchases }: World) {
  const date = (day: number | null) => (day === null ? null : dateOf(day))
  return {
    customer: {
      columns: {
        customer_id: 'integer',
        state: 'string',
        since: 'date',
        small: 'integer',
        whole: 'integer',
        large: 'bigint',
        precise: 'decimal',
        eighths: 'float',
      },
      rows: customers.map(({ id, state, since, small, whole, large, precise, eighths }) => [
        id,
        state,
        date(since),
        small,
        whole,
        large,
        precise,
        eighths === null ? null : eighths / 8,
      ]),
    },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date', amount: 'decimal' },
      rows: purchases.map(({ id, customer, day, cents }) => [id, customer, dateOf(day), cents === null ? null : (cents / 100).toFixed(2)]),
    },
  } as const
}

/** All scores of each customer there is at the end of a day, by id. */
export function scoresAt({ customers, purchases, scores }: World, day: number): ReadonlyMap<number, readonly (number | null)[]> {
  const there = customers.filter(({ since }) => since === null || since <= day)
  const of = (id: number) => purchases.filter((purchase) => purchase.customer === id && purchase.day <= day)
  const columns = scores.map(({ of: value, rule, population }) => {
    const isOf = (customer: Customer) => {
      if (population === 'even') return customer.id % 2 === 0
      if (population === 'state') return customer.state === 'NY'
      return population === 'all' || of(customer.id).length > 1
    }
    const scored = there.filter(isOf).flatMap((customer): readonly Scored[] => {
      const found = valueFor(customer, of(customer.id), value, day)
      return found === null ? [] : [{ key: customer.id, value: found }]
    })
    return scoresBy(rule, scored)
  })
  const rows = new Map(there.map(({ id }) => [id, columns.map((column) => column.get(id) ?? null)]))
  const sums = [...rows].flatMap(([key, row]): readonly Scored[] => {
    const [s0 = null, s1 = null] = row
    return s0 === null || s1 === null || groupOf(row) === 'REST' ? [] : [{ key, value: exact(BigInt(s0 * 2 + s1)) }]
  })
  const last = scoresBy(chained, sums)
  return new Map([...rows].map(([id, row]) => [id, [...row, last.get(id) ?? null]]))
}

function valueFor(customer: Customer, purchases: readonly Purchase[], value: Value, day: number): Exact | null {
  const recent = purchases.filter((purchase) => purchase.day > day - windowDays)
  switch (value) {
    case 'small':
      return customer.small === null ? null : exact(BigInt(customer.small))
    case 'whole':
      return customer.whole === null ? null : exact(BigInt(customer.whole))
    case 'large':
      return customer.large === null ? null : exact(customer.large)
    case 'precise':
      return customer.precise === null ? null : parseExact(customer.precise)
    case 'eighths':
      return customer.eighths === null ? null : exact(BigInt(customer.eighths), 8n)
    // Without any there is nothing to count.
    case 'orders':
      return purchases.length === 0 ? null : exact(BigInt(purchases.length))
    case 'recent_orders':
      return recent.length === 0 ? null : exact(BigInt(recent.length))
    case 'revenue':
      return revenueOf(purchases)
    case 'recent_revenue':
      return revenueOf(recent)
    case 'recency':
      return purchases.length === 0 ? null : exact(BigInt(day - Math.max(...purchases.map((purchase) => purchase.day))))
  }
}

function revenueOf(purchases: readonly Purchase[]): Exact | null {
  const amounts = purchases.flatMap(({ cents }) => (cents === null ? [] : [exact(BigInt(cents), 100n)]))
  return amounts.length === 0 ? null : amounts.reduce(add)
}

/** The groups of `sorted`. */
export function groupOf([s0 = null, s1 = null, s2 = null]: readonly (number | null)[]): 'FIRST' | 'SECOND' | 'REST' {
  const isTwo = s0 !== null && s0 >= 2
  if (isTwo && s1 === 1) return 'FIRST'
  return isTwo || s2 === 2 ? 'SECOND' : 'REST'
}
