/** Grafana: the queries of the dashboard are answered by a live server with the sample base, and its columns are in the answers. */
import { readFileSync } from 'node:fs'
import jsonata from 'jsonata'
import { JSONPath } from 'jsonpath-plus'
import { uql } from 'uql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSample, type Sample } from '../sample.ts'
import { token } from '../shop.ts'
import { type Frame, frameOf, type Query, urlOf } from './infinity.ts'

interface Panel {
  readonly type: string
  readonly title: string
  readonly targets: readonly Query[]
  readonly transformations?: readonly { readonly options: { readonly indexByName: Readonly<Record<string, number>> } }[]
  readonly options: { readonly reduceOptions?: { readonly fields: string } }
}

const dashboard: { readonly panels: readonly Panel[]; readonly timezone: string } = JSON.parse(
  readFileSync('connectors/grafana/dashboard.json', 'utf8'),
)
const page = readFileSync('connectors/grafana/README.md', 'utf8')
const range = { from: new Date('2025-03-10T00:00:00Z'), to: new Date('2025-09-15T12:00:00Z') }
type Rows = readonly Readonly<Record<string, unknown>>[]
let sample: Sample<{ readonly months: Rows; readonly states: Rows }>

beforeAll(async () => {
  sample = await openSample(async (run) => {
    // What happened from March 10 to September 15, the day included.
    const inRange = `cast(activity_ts as date) between date '2025-03-10' and date '2025-09-15'`
    const sumOf = (activity: string) => `sum(cast(feature9 as numeric(18, 2))) filter (where activity = '${activity}')`
    const months = await run(`select cast(date_trunc('month', activity_ts) as date) as month, ${sumOf('order_placed')} as ordered,
      ${sumOf('order_rejected')} as rejected, ${sumOf('order_invoiced')} as invoiced from activity_stream where ${inRange} group by 1
      having count(*) filter (where activity in ('order_placed', 'order_rejected', 'order_invoiced')) > 0 order by 1`)
    const states = await run(`select state, count(distinct customer_id) as customers, sum(cast(feature9 as numeric(18, 2))) as ordered
      from customer left join activity_stream on entity_id = customer_id and activity = 'order_placed' and cast(activity_ts as date) <= date '2025-09-15'
      group by state order by ordered desc nulls last, state`)
    return { months, states }
  })
})
afterAll(() => sample.close())

/** As Infinity asks, with the token as a bearer token. */
function ask(path: string): Promise<Response> {
  const accept = 'application/json;q=0.9,text/plain'
  return fetch(`${sample.url}${path}`, { headers: { accept, authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' } })
}

function targetOf(type: string): Query {
  const [target] = dashboard.panels.find((panel) => panel.type === type)?.targets ?? []
  if (target === undefined) throw new Error(`No ${type}`)
  return target
}

async function frame(type: string): Promise<Frame> {
  return frameOf(targetOf(type), await ask(urlOf(targetOf(type), range)))
}

const numbers = (values: readonly unknown[]) => values.map((value) => (value === null ? null : Number(value)))

describe('the dashboard', () => {
  test('has months as SQL says, each at its first instant in UTC', async () => {
    const { Month, Ordered, Rejected, Invoiced } = await frame('timeseries')
    const { months } = sample.found
    expect(months.length).toBe(7)
    expect(Month).toEqual(months.map(({ month }) => new Date(`${month}T00:00:00Z`)))
    expect(Ordered).toEqual(numbers(months.map(({ ordered }) => ordered)))
    expect(Rejected).toEqual(numbers(months.map(({ rejected }) => rejected)))
    expect(Invoiced).toEqual(numbers(months.map(({ invoiced }) => invoiced)))
    expect(dashboard.timezone).toBe('utc')
  })

  test('has the sum of the months as its figure', async () => {
    const { Invoiced = [] } = await frame('stat')
    const expected = numbers(sample.found.months.map(({ invoiced }) => invoiced))
    expect(Invoiced).toEqual(expected)
    expect(dashboard.panels[0]?.options.reduceOptions).toMatchObject({ fields: '/^Invoiced$/', calcs: ['sum'] })
  })

  test('has the customers of each state', async () => {
    const { State, Customers, Ordered } = await frame('table')
    const { states } = sample.found
    expect(states.length).toBeGreaterThan(5)
    expect(State).toEqual(states.map(({ state }) => state))
    expect(Customers).toEqual(numbers(states.map(({ customers }) => customers)))
    expect(Ordered).toEqual(numbers(states.map(({ ordered }) => ordered)))
  })

  test('puts every column of the table in its place', async () => {
    const [order] = dashboard.panels[2]?.transformations ?? []
    expect(Object.keys(order?.options.indexByName ?? {}).sort()).toEqual(Object.keys(await frame('table')))
  })

  test.each(dashboard.panels)('types every column of "$title": a first row without a value makes no text of numbers', ({ targets }) => {
    for (const { columns } of targets) for (const { type } of columns) expect(['string', 'number', 'timestamp']).toContain(type)
  })

  test('says so when nothing can be answered: a mistake is never an empty panel', async () => {
    for (const { targets } of dashboard.panels) {
      for (const query of targets) {
        const params = [...query.url_options.params, { key: 'untl', value: '1' }]
        const wrong = { ...query, url_options: { ...query.url_options, params } }
        await expect(frameOf(wrong, await ask(urlOf(wrong, range)))).rejects.toThrow('unsuccessful HTTP response. 400')
      }
    }
    const empty = await frameOf(
      targetOf('timeseries'),
      await ask(urlOf(targetOf('timeseries'), { from: new Date('2001-01-01'), to: new Date('2001-02-01') })),
    )
    expect(empty).toEqual({ Invoiced: [], Month: [], Ordered: [], Rejected: [] })
  })
})

describe('other parsers of Infinity, with the expressions of the page', () => {
  const expression = (language: string) => {
    const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1]
    if (found === undefined) throw new Error(`The page has no ${language}`)
    return found.trim()
  }
  const answer = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    JSON.parse(await (await ask(urlOf(targetOf('timeseries'), range))).text())

  test('JSONata', async () => {
    const expected = sample.found.months.map(({ month, rejected }) => ({
      Month: month,
      Rejected: rejected === null ? null : Number(rejected),
    }))
    const found = await jsonata(expression('jsonata')).evaluate(await answer())
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected)
    const withoutValue = await jsonata(expression('jsonata')).evaluate([
      { 'time.month': '2025-01-01', 'orderRejected.monetary': null },
      { 'time.month': '2025-02-01', 'orderRejected.monetary': '2.50' },
    ])
    expect(JSON.parse(JSON.stringify(withoutValue))).toEqual([
      { Month: '2025-01-01', Rejected: null },
      { Month: '2025-02-01', Rejected: 2.5 },
    ])
  })

  test('UQL, where an empty number is 0', async () => {
    const found = await uql(expression('uql'), { data: await answer() })
    expect(found).toEqual(sample.found.months.map(({ ordered }) => ({ Ordered: Number(ordered) })))
    expect(await uql(expression('uql'), { data: [{ 'orderPlaced.monetary': null }] })).toEqual([{ Ordered: 0 }])
  })

  test('JSONPath', async () => {
    const json = [...(await answer())]
    expect(JSONPath({ path: expression('jsonpath'), json, eval: false })).toEqual(json)
  })
})
