/**
 * A statement is compiled once for all questions of a shape: what another question gets is what compiling it anew would give.
 */
import { expect, test } from 'vitest'
import { createEngine, type Engine } from '../../../src/semantic/engine.ts'
import type { SemanticQuery, Test } from '../../../src/semantic/query/semantic-query.ts'
import type { Statement } from '../../../src/semantic/run/compile.ts'
import { compilerOnly } from '../../../src/server/compiler-only.ts'
import { type EngineName, engines } from '../../support/databases.ts'
import { otherOfItsShape } from '../../support/reused.ts'
import { catalogOf } from '../../support/story.ts'

const catalog = await catalogOf(`
version: 1
model: reuse
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: age, type: bigint }
      - { name: balance, type: decimal }
      - { name: recent_orders, type: bigint, measure: purchase.orders, window: { last: 30, unit: day } }
    measures: [{ name: customers, type: count }]
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_at
    dimensions:
      - { name: purchase_id, type: string }
      - { name: customer_id, type: string }
      - { name: bought_at, type: timestamp }
      - { name: due, type: date }
      - { name: price, type: decimal }
      - { name: days_ago, type: integer, sql: "cast(\${as_of} as date) - \${due}" }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${price}" }
      - { name: so_far, type: cumulative, of: revenue }
      - { name: last_week, type: cumulative, of: revenue, window: { n: 7, unit: day } }
      - { name: year_to_date, type: cumulative, of: revenue, window: { to_date: year } }
      - { name: before, type: offset, of: revenue, by: { n: 1, unit: month } }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`)

const base: SemanticQuery = {
  by: [],
  measures: [{ entity: 'purchase', measure: 'revenue' }],
  totals: [],
  orderBy: [],
  limit: 10,
  offset: 0,
  rowCount: false,
  asOf: '2024-06-30T12:00:00Z',
  timeZone: 'Europe/Berlin',
}
const month = { kind: 'time', granularity: 'month' } as const
const time = (test: Test) => ({ kind: 'time', test }) as const
const row = (entity: string, dimension: string, test: Test) =>
  ({ kind: 'entity', entity, condition: { kind: 'test', dimension, test } }) as const
const measure = (name: string) => ({ entity: 'purchase', measure: name })

const questions: Readonly<Record<string, SemanticQuery>> = {
  'one number': base,
  'a page': { ...base, by: [{ kind: 'dimension', entity: 'customer', dimension: 'customer_id' }], offset: 20, rowCount: true },
  'a range and totals': {
    ...base,
    by: [month],
    totals: base.measures,
    where: time({ operator: 'between', from: '2024-01-01', to: '2024-03-31' }),
  },
  'the last days': { ...base, where: time({ operator: 'inTheLast', n: 30, unit: 'day' }) },
  'the last hours': { ...base, where: time({ operator: 'inTheLast', n: 5, unit: 'hour' }) },
  'the year to date': { ...base, where: time({ operator: 'toDate', unit: 'year' }) },
  'members and nulls': { ...base, where: row('customer', 'customer_id', { operator: 'in', values: ['a', null, 'b'] }) },
  'whole numbers': { ...base, where: row('customer', 'age', { operator: 'gt', value: 40 }) },
  decimals: { ...base, where: row('customer', 'balance', { operator: 'between', from: '1.5', to: '20.25' }) },
  text: { ...base, where: row('customer', 'customer_id', { operator: 'contains', values: ['a%', 'b'] }) },
  'some or not': {
    ...base,
    where: {
      kind: 'or',
      conditions: [
        row('customer', 'age', { operator: 'lte', value: 3 }),
        { kind: 'not', condition: time({ operator: 'gte', value: '2024-05-01' }) },
      ],
    },
  },
  'groups with a condition': {
    ...base,
    by: [month],
    having: { kind: 'measure', measure: measure('orders'), test: { operator: 'gte', value: 2 } },
  },
  'a lookup of the last 30 days': { ...base, by: [{ kind: 'dimension', entity: 'customer', dimension: 'recent_orders' }] },
  'the date itself': { ...base, by: [{ kind: 'dimension', entity: 'purchase', dimension: 'days_ago' }] },
  'running, in a span': {
    ...base,
    by: [month],
    measures: [measure('so_far'), measure('year_to_date'), measure('last_week')],
    where: time({ operator: 'gte', value: '2024-02-10' }),
  },
  'running, without buckets': { ...base, measures: [measure('last_week'), measure('so_far')] },
  'running by hour': {
    ...base,
    by: [{ kind: 'time', granularity: 'hour' }],
    measures: [measure('so_far')],
    where: time({ operator: 'inTheLast', n: 12, unit: 'hour' }),
  },
  'moved forward': { ...base, by: [month], measures: [measure('before')], where: time({ operator: 'lt', value: '2024-06-15' }) },
  filled: { ...base, by: [month], fill: true, where: time({ operator: 'between', from: '2024-01-01', to: '2024-12-31' }) },
  'filled to the end of the data': { ...base, by: [month], fill: true },
}

function engineOn(dialect: EngineName): Engine {
  return createEngine({ catalog, kysely: compilerOnly({ databaseUrl: '' }).kysely, dialect })
}

function statementOf(engine: Engine, query: SemanticQuery): Statement {
  const prepared = engine.prepare(query)
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues))
  if (prepared.value.source.kind === 'nothing') throw new Error('Nothing is read')
  return prepared.value.source.statement
}

test.each(engines)('%s: a question that differs in values only takes the statement of the first', (dialect) => {
  for (const [name, query] of Object.entries(questions)) {
    const engine = engineOn(dialect)
    const first = statementOf(engine, otherOfItsShape(query))
    const second = statementOf(engine, query)
    const anew = statementOf(engineOn(dialect), query)
    expect(second.reader, name).toBe(first.reader)
    expect({ ...second, reader: anew.reader }, name).toEqual(anew)
    expect(second.parameters, name).not.toEqual(first.parameters)
  }
})

const variants: Readonly<Record<string, readonly [SemanticQuery, SemanticQuery]>> = {
  'a range that ends before and after asOf': [
    { ...base, where: time({ operator: 'lt', value: '2024-06-01' }) },
    { ...base, where: time({ operator: 'lt', value: '2024-07-15' }) },
  ],
  'numbers of 64 bits and beyond': [
    { ...base, where: row('customer', 'age', { operator: 'gt', value: 7 }) },
    { ...base, where: row('customer', 'age', { operator: 'gt', value: '99999999999999999999' }) },
  ],
}

test.each(engines)('%s: what values decide has statements of its own, both kept', (dialect) => {
  for (const [name, [one, other]] of Object.entries(variants)) {
    const engine = engineOn(dialect)
    const [first, second] = [statementOf(engine, one), statementOf(engine, other)]
    expect(second.text, name).not.toBe(first.text)
    expect(statementOf(engine, one).reader, name).toBe(first.reader)
    expect(statementOf(engine, other).reader, name).toBe(second.reader)
  }
})

test('a refusal that depends on values is not overlooked', () => {
  const engine = engineOn('postgres')
  const dated = (from: string, to: string) => engine.prepare({ ...base, where: time({ operator: 'between', from, to }) })
  expect(dated('2024-01-01', '2024-02-01').ok).toBe(true)
  expect(dated('2024-02-02', '2024-02-01')).toMatchObject({ ok: false, issues: [{ code: 'BAD_USER_INPUT' }] })
  const hourly = (timeZone: string, from: string) =>
    engine.prepare({
      ...base,
      by: [{ kind: 'time', granularity: 'hour' }],
      fill: true,
      timeZone,
      where: time({ operator: 'gte', value: from }),
    })
  expect(hourly('Australia/Lord_Howe', '2024-06-01').ok).toBe(true)
  expect(hourly('Australia/Lord_Howe', '2024-03-01')).toMatchObject({ ok: false, issues: [{ code: 'BAD_USER_INPUT' }] })
})

test('rows after asOf: the parameter that only says so is known', () => {
  const boundsOf = (query: SemanticQuery) => {
    const { parameters, asOfBounds } = statementOf(engineOn('postgres'), query)
    return asOfBounds.map(({ position, entity }) => [entity, parameters[position]])
  }
  expect(boundsOf(base)).toEqual([['purchase', '2024-06-30T12:00:00.000001Z']])
  expect(boundsOf(questions['the last days'] ?? base)).toEqual([['purchase', '2024-06-30T12:00:00.000001Z']])
  expect(boundsOf({ ...base, where: time({ operator: 'lt', value: '2024-06-01' }) })).toEqual([])
})

test('one test object in two places is not taken for two tests that agree by chance', () => {
  const engine = engineOn('postgres')
  const older = { operator: 'gt', value: 40 } as const
  const either = (one: Test, other: Test): SemanticQuery => ({
    ...base,
    where: { kind: 'and', conditions: [row('customer', 'age', one), row('customer', 'age', other)] },
  })
  const agesOf = (query: SemanticQuery) => statementOf(engine, query).parameters.filter((value) => /^\d0$/.test(String(value)))
  expect(agesOf(either(older, older))).toEqual(['40', '40'])
  expect(agesOf(either({ ...older }, { ...older, value: 50 }))).toEqual(['40', '50'])
  expect(agesOf(either({ ...older, value: 60 }, { ...older, value: 70 }))).toEqual(['60', '70'])
})
