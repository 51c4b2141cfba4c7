/** Looker Studio: fields and rows of saved queries, on a live server. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Script } from '../apps-script/run-script.ts'
import { impatient, openShop, type Shop, sql } from '../shop.ts'
import { configOf, connected } from './script.ts'

let shop: Shop
let script: Script
beforeAll(async () => {
  shop = await openShop()
  script = await connected(shop)
})
afterAll(async () => {
  await script.close()
  await shop.close()
})

interface Data {
  readonly schema: readonly { readonly id: string }[]
  readonly rows: readonly { readonly values: readonly unknown[] }[]
  readonly filtersApplied: boolean
}

const schema = async (query: string) =>
  ((await script.call('getSchema', { configParams: configOf(query) })).value as { readonly schema: unknown }).schema
const request = (query: string, fields: readonly string[], more: object = {}) => ({
  configParams: configOf(query),
  fields: fields.map((name) => ({ name })),
  ...more,
})
const rows = async (...asking: Parameters<typeof request>) => {
  const { value, problem } = await script.call('getData', request(...asking))
  if (problem !== undefined) throw new Error(problem)
  return (value as Data).rows.map(({ values }) => values)
}
const problem = async (...asking: Parameters<typeof request>) => (await script.call('getData', request(...asking))).problem

describe('fields', () => {
  test('are dimensions, and metrics that add up where the model says so', async () => {
    expect(await schema('revenue-by-state')).toEqual([
      { kind: 'dimension', id: 'customer_state', name: 'State', description: 'State of the billing address', type: 'TEXT' },
      { kind: 'dimension', id: 'customer_isMember', name: 'Is member', description: '', type: 'BOOLEAN' },
      ...[
        { id: 'purchase_purchases', name: 'Purchases', description: '', type: 'NUMBER', isReaggregatable: true, aggregation: 'SUM' },
        {
          id: 'purchase_revenue',
          name: 'Revenue',
          description: 'What was paid',
          type: 'CURRENCY_EUR',
          isReaggregatable: true,
          aggregation: 'SUM',
        },
        { id: 'purchase_items', name: 'Items', description: '', type: 'NUMBER', isReaggregatable: true, aggregation: 'SUM' },
        {
          id: 'purchase_averageAmount',
          name: 'Average amount',
          description: '',
          type: 'NUMBER',
          isReaggregatable: false,
          aggregation: 'AUTO',
        },
        { id: 'purchase_largest', name: 'Largest', description: '', type: 'CURRENCY_EUR', isReaggregatable: true, aggregation: 'MAX' },
        {
          id: 'purchase_shareOfBeer',
          name: 'Share of beer',
          description: '',
          type: 'PERCENT',
          isReaggregatable: false,
          aggregation: 'AUTO',
        },
        {
          id: 'purchase_rateOfBeer',
          name: 'Rate of beer',
          description: '',
          type: 'PERCENT',
          isReaggregatable: false,
          aggregation: 'AUTO',
        },
      ].map((field) => ({ kind: 'metric', ...field })),
    ])
  })

  test('do not add up where a customer stands in several groups; the largest of them is the largest', async () => {
    expect(await schema('revenue-by-tag')).toMatchObject([
      { id: 'tag_tag', kind: 'dimension' },
      { id: 'purchase_revenue', isReaggregatable: false, aggregation: 'AUTO' },
      { id: 'purchase_largest', isReaggregatable: true, aggregation: 'MAX' },
    ])
  })

  test('of measures that are no numbers are dimensions, and no group of rows', async () => {
    expect(await schema('visits-by-state')).toMatchObject([
      { kind: 'dimension' },
      { kind: 'dimension' },
      { id: 'visit_visits', kind: 'metric', isReaggregatable: true, aggregation: 'SUM' },
      { id: 'visit_latest', kind: 'dimension', type: 'YEAR_MONTH_DAY_SECOND' },
    ])
    const found = await rows('visits-by-state', ['customer_state', 'customer_isMember', 'visit_visits'])
    expect(found).toEqual([
      ['CA', true, 2],
      ['NY', true, 1],
    ])
  })

  test('are months, where the query is by month', async () => {
    expect(await schema('revenue-by-month')).toMatchObject([
      { id: 'time_month', kind: 'dimension', type: 'YEAR_MONTH' },
      { id: 'purchase_revenue', isReaggregatable: true, aggregation: 'SUM' },
      { id: 'purchase_purchases' },
    ])
  })

  test('of rows of an entity have their types', async () => {
    expect(await schema('visits')).toMatchObject([
      { id: 'visitId', kind: 'metric', type: 'NUMBER', isReaggregatable: false },
      { id: 'seenAt', kind: 'dimension', type: 'YEAR_MONTH_DAY_SECOND' },
      { id: 'session', kind: 'metric', type: 'NUMBER', isReaggregatable: false },
      { id: 'customer_state', kind: 'dimension', type: 'TEXT' },
    ])
  })
})

describe('rows', () => {
  test('have the fields asked for, in that order, with the numbers that SQL says', async () => {
    const expected = await sql(`select is_member, state, sum(amount) as revenue from purchases join customers using (customer_id)
      group by state, is_member order by state, is_member`)
    const found = await rows('revenue-by-state', ['customer_isMember', 'customer_state', 'purchase_revenue'])
    expect(found.map((values) => values.map((value) => (value === null ? null : String(value))))).toEqual(
      expected.map(({ is_member, state, revenue }) => [is_member, state, revenue]),
    )
    expect(found).toHaveLength(4)
  })

  test('are filtered by Looker Studio', async () => {
    const dimensionsFilters = [[{ fieldName: 'customer_state', values: ['NY'], type: 'INCLUDE', operator: 'EQUALS' }]]
    const { value } = await script.call(
      'getData',
      request('revenue-by-state', ['customer_state', 'purchase_revenue'], { dimensionsFilters }),
    )
    expect(value).toMatchObject({ filtersApplied: false })
    expect((value as Data).rows).toHaveLength(4)
  })

  test('are of the date range of the report, with dates as Looker Studio writes them', async () => {
    const dateRange = { startDate: '2024-01-15', endDate: '2024-02-29' }
    const found = await rows('revenue-by-month', ['time_month', 'purchase_revenue', 'purchase_purchases'], { dateRange })
    // Of January only what was bought after the 15th.
    expect(found).toEqual([
      ['202401', '90.00', 1],
      ['202402', '70.50', 2],
    ])
  })

  test('have instants to the second, and nulls', async () => {
    expect(await rows('visits', ['seenAt', 'customer_state', 'session'])).toEqual([
      ['20240131233000', 'NY', '9007199254740993'],
      ['20240301000000', 'CA', 9007199254740991],
      ['20240331013000', 'CA', null],
    ])
  })

  test('have percentages of 1, whatever the model counts them of', async () => {
    // Half of what members in New York bought is beer: 50 where the unit says percent, 0.5 where the format does.
    const config = configOf('revenue-by-state', { states: 'NY', members: 'true' })
    const fields = [{ name: 'purchase_shareOfBeer' }, { name: 'purchase_rateOfBeer' }]
    const { value } = await script.call('getData', { configParams: config, fields })
    expect((value as Data).rows).toEqual([{ values: [0.5, 0.5] }])
  })

  test('are of the variables of the connection; a list is separated by commas', async () => {
    const config = configOf('revenue-by-state', { states: 'NY, CA', members: 'true', asOf: '' })
    const { value } = await script.call('getData', {
      configParams: config,
      fields: [{ name: 'customer_state' }, { name: 'purchase_revenue' }],
    })
    expect((value as Data).rows.map(({ values }) => values)).toEqual([
      ['CA', '50.00'],
      ['NY', '100.00'],
    ])
  })
})

describe('groups that a chart leaves out', () => {
  test('are put together by Looker Studio where that is right', async () => {
    const found = await rows('revenue-by-state', ['customer_state', 'purchase_revenue', 'purchase_largest'])
    const sums = new Map<unknown, number>()
    for (const [state, revenue] of found) sums.set(state, (sums.get(state) ?? 0) + Number(revenue))
    const expected = await sql('select state, sum(amount) as revenue from purchases join customers using (customer_id) group by state')
    expect(sums).toEqual(new Map(expected.map(({ state, revenue }) => [state, Number(revenue)])))
  })

  test('are refused where it would be wrong', async () => {
    expect(await problem('revenue-by-state', ['customer_state', 'purchase_averageAmount'])).toBe(
      'Shown to the user: Average amount cannot be added up over Is member. Put that field in the chart, or connect a query without it.',
    )
    expect(await problem('revenue-by-state', ['purchase_averageAmount', 'purchase_revenue'])).toContain('over State, Is member')
    expect(await problem('revenue-by-tag', ['purchase_revenue'])).toContain('Revenue cannot be added up over Tag')
  })

  test('do not matter where a filter leaves one of them', async () => {
    const filter = (values: readonly string[]) => ({
      dimensionsFilters: [[{ fieldName: 'customer_isMember', values, type: 'INCLUDE', operator: 'IN_LIST' }]],
    })
    const fields = ['customer_state', 'purchase_averageAmount']
    expect(await rows('revenue-by-state', fields, filter(['true']))).toHaveLength(4)
    expect(await problem('revenue-by-state', fields, filter(['true', 'false']))).toContain('cannot be added up')
  })

  test('count where a field is there for a filter alone', async () => {
    const fields = [{ name: 'customer_state' }, { name: 'purchase_averageAmount' }, { name: 'customer_isMember', forFilterOnly: true }]
    const asked = await script.call('getData', { configParams: configOf('revenue-by-state'), fields })
    expect(asked.problem).toContain('cannot be added up over Is member')
  })

  test('do not matter where there is one row', async () => {
    const config = configOf('revenue-by-state', { states: 'CA' })
    const { value } = await script.call('getData', { configParams: config, fields: [{ name: 'purchase_averageAmount' }] })
    expect((value as Data).rows).toEqual([{ values: [50] }])
  })
})

describe('a mistake is shown to the user', () => {
  test('a query that is gone', async () => {
    expect(await problem('revenue-by-stat', ['customer_state'])).toBe(
      'Shown to the user: There is no saved query revenue-by-stat any more. Edit the connection and choose another.',
    )
  })

  test('a variable that is wrong, and a field that is gone', async () => {
    const config = configOf('revenue-by-state', { members: 'maybe' })
    expect((await script.call('getData', { configParams: config, fields: [] })).problem).toMatch(
      /^Shown to the user: .*`members`.*\(BAD_USER_INPUT\)/,
    )
    expect(await problem('revenue-by-state', ['customer_country'])).toContain('Refresh the fields')
  })

  test('a token that is not right any more', async () => {
    const before = await connected(shop)
    onTestFinished(before.close)
    await before.call('() => PropertiesService.getUserProperties().setProperties({ TESSERA_TOKEN: "not-the-right-token" })')
    const refused = await before.call('getData', request('visits', ['seenAt']))
    expect(refused.problem).toMatch(/\(UNAUTHENTICATED\) Edit the connection of the data source and give a new token\.$/)
  })

  test('a question that takes too long', async () => {
    const hasty = await openShop(impatient)
    onTestFinished(hasty.close)
    const asking = await connected(hasty)
    onTestFinished(asking.close)
    const { problem: shown } = await asking.call('getData', request('endless', ['endless_rows']))
    expect(shown).toMatch(/\(TIMEOUT\) Choose a shorter date range, or ask for fewer groups\.$/)
  })
})

test('where only known documents are answered, columns are known by their types alone', async () => {
  const trusting = await openShop({ TESSERA_TRUSTED_ONLY: 'on' })
  onTestFinished(trusting.close)
  const asking = await connected(trusting)
  onTestFinished(asking.close)
  const { value } = await asking.call('getSchema', { configParams: configOf('revenue-by-month') })
  expect(value).toMatchObject({
    schema: [
      { id: 'time_month', name: 'time.month', kind: 'dimension', type: 'YEAR_MONTH_DAY' },
      { id: 'purchase_revenue', kind: 'metric', type: 'NUMBER', isReaggregatable: false, aggregation: 'AUTO' },
      { id: 'purchase_purchases', isReaggregatable: false },
    ],
  })
})
