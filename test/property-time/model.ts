/** The model of a world as YAML, and what each of its measures is made of. */
import type { Period, PeriodUnit, World } from './world.ts'

const basesOfSales = ['sales', 'web_sales', 'revenue', 'highest', 'buyers', 'middle'] as const
/** Plain measures: of sales, and the number of visits. */
export type Base = (typeof basesOfSales)[number] | 'visits'

export type Window =
  | { readonly kind: 'all' }
  | ({ readonly kind: 'last' } & Period)
  | { readonly kind: 'to_date'; readonly unit: PeriodUnit }

/** Which rows an aggregate reads, and where they stand in time: moved forward, or in the window that ends with each bucket. */
export interface Placement {
  readonly of: 'sale' | 'visit'
  readonly shift?: Period
  readonly window?: Window
}

/** Dimensions of the other rows in a group. */
export type Level = 'state' | 'channel' | 'month'

export type Recipe =
  | { readonly kind: 'aggregate'; readonly base: Base; readonly placement: Placement }
  | { readonly kind: 'balance'; readonly keep: 'first' | 'last'; readonly per?: 'channel' }
  | { readonly kind: 'difference' | 'growth'; readonly now: string; readonly before: string }
  | { readonly kind: 'ratio'; readonly part: string; readonly whole: string }
  | { readonly kind: 'share' | 'rank'; readonly of: string; readonly within: readonly Level[] }

/** Whose measure it is. */
export function entityOf(name: string): 'sale' | 'visit' {
  return name.startsWith('visits') ? 'visit' : 'sale'
}

/** By name; of a world, as windows and periods are its own. */
export function recipesOf({ rolling, toDate, before }: World): Readonly<Record<string, Recipe>> {
  const windows = { so_far: { kind: 'all' }, rolling: { kind: 'last', ...rolling }, to_date: { kind: 'to_date', unit: toDate } } as const
  const aggregate = (base: Base, placement: Omit<Placement, 'of'>): Recipe => ({
    kind: 'aggregate',
    base,
    placement: { of: base === 'visits' ? 'visit' : 'sale', ...placement },
  })
  return Object.fromEntries([
    ...[...basesOfSales, 'visits' as const].flatMap((base) => [
      [base, aggregate(base, {})] as const,
      ...Object.entries(windows).map(([name, window]) => [`${base}_${name}`, aggregate(base, { window })] as const),
      [`${base}_before`, aggregate(base, { shift: before })] as const,
    ]),
    ...Object.entries(windows).map(
      ([name, window]) => [`revenue_${name}_before`, aggregate('revenue', { window, shift: before })] as const,
    ),
    ...['', ...Object.keys(windows).map((name) => `_${name}`), '_before'].map(
      (name) => [`sales_per_visit${name}`, { kind: 'ratio', part: `sales${name}`, whole: `visits${name}` }] as const,
    ),
    ['revenue_change', { kind: 'difference', now: 'revenue', before: 'revenue_before' }],
    ['sales_change', { kind: 'difference', now: 'sales', before: 'sales_before' }],
    ['revenue_growth', { kind: 'growth', now: 'revenue', before: 'revenue_before' }],
    ['revenue_rolling_change', { kind: 'difference', now: 'revenue_rolling', before: 'revenue_rolling_before' }],
    ['share_of_all', { kind: 'share', of: 'sales', within: [] }],
    ['share_of_state', { kind: 'share', of: 'revenue', within: ['state'] }],
    ['share_of_month', { kind: 'share', of: 'sales', within: ['month'] }],
    ['share_of_buyers', { kind: 'share', of: 'buyers', within: ['channel'] }],
    ['place', { kind: 'rank', of: 'revenue', within: [] }],
    ['place_in_state', { kind: 'rank', of: 'sales', within: ['state'] }],
    ['last_balance', { kind: 'balance', keep: 'last' }],
    ['first_balance', { kind: 'balance', keep: 'first' }],
    ['balance_of_channels', { kind: 'balance', keep: 'last', per: 'channel' }],
  ] satisfies (readonly [string, Recipe])[])
}

/** `suffix` keeps the tables of worlds apart. */
export function modelText(world: World, suffix: string): string {
  const { clock, timeZone, weekStart, fiscalYearStart, before } = world
  const by = `by: ${periodText(before)}`
  return `
version: 1
model: world
time_zone: ${timeZone}
week_start: ${weekStart}
fiscal_year_start: ${fiscalYearStart}
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
  - name: sale
    table: sale${suffix}
    primary_key: sale_id
    time: sold_at
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: channel, type: string }
      - { name: sold_at, type: ${clock} }
      - { name: amount, type: decimal }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
    measures:
      - { name: sales, type: count }
      - { name: web_sales, type: count, where: "\${channel} = 'web'" }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: highest, type: max, sql: "\${amount}" }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: middle, type: median, sql: "\${amount}" }
      - { name: sales_per_visit, type: number, sql: "\${sales} / \${visit.visits}" }
${overTime([...basesOfSales, 'sales_per_visit'], world)}
      - { name: revenue_so_far_before, type: offset, of: revenue_so_far, ${by} }
      - { name: revenue_rolling_before, type: offset, of: revenue_rolling, ${by} }
      - { name: revenue_to_date_before, type: offset, of: revenue_to_date, ${by} }
      - { name: revenue_change, type: difference, of: revenue, ${by} }
      - { name: sales_change, type: difference, of: sales, ${by} }
      - { name: revenue_growth, type: growth, of: revenue, ${by} }
      - { name: revenue_rolling_change, type: difference, of: revenue_rolling, ${by} }
      - { name: share_of_all, type: share, of: sales }
      - { name: share_of_state, type: share, of: revenue, within: [customer.state] }
      - { name: share_of_month, type: share, of: sales, within: [time.month] }
      - { name: share_of_buyers, type: share, of: buyers, within: [channel] }
      - { name: place, type: rank, of: revenue }
      - { name: place_in_state, type: rank, of: sales, within: [customer.state] }
      - { name: last_balance, type: sum, sql: "\${amount}", semi_additive: { keep: last } }
      - { name: first_balance, type: sum, sql: "\${amount}", semi_additive: { keep: first } }
      - { name: balance_of_channels, type: sum, sql: "\${amount}", semi_additive: { keep: last, per: [channel] } }
  - name: visit
    table: visit${suffix}
    primary_key: visit_id
    time: visited_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: visited_at, type: ${clock} }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
    measures:
      - { name: visits, type: count }
${overTime(['visits'], world)}
`
}

function overTime(names: readonly string[], { rolling, toDate, before }: World): string {
  const lines = names.flatMap((name) => [
    `{ name: ${name}_so_far, type: cumulative, of: ${name} }`,
    `{ name: ${name}_rolling, type: cumulative, of: ${name}, window: ${periodText(rolling)} }`,
    `{ name: ${name}_to_date, type: cumulative, of: ${name}, window: { to_date: ${toDate} } }`,
    `{ name: ${name}_before, type: offset, of: ${name}, by: ${periodText(before)} }`,
  ])
  return lines.map((line) => `      - ${line}`).join('\n')
}

function periodText({ n, unit }: Period): string {
  return `{ n: ${n}, unit: ${unit} }`
}
