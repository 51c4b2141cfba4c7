/** What happened to a customer, whichever activity it was, read from the stream once. */
import { printSchema } from 'graphql'
import { CompiledQuery } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { figureNames } from '../../src/semantic/catalog/figures.ts'
import { createEngine, type Engine } from '../../src/semantic/engine.ts'
import type { Comparison, RowCondition, SemanticQuery } from '../../src/semantic/query/semantic-query.ts'
import { createAnswerCache } from '../../src/semantic/run/answer-cache.ts'
import { checkColumns } from '../../src/semantic/run/check-columns.ts'
import { RowVersions } from '../../src/semantic/run/row-versions.ts'
import { counting } from '../support/counting.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { catalogOf, onBothEngines } from '../support/story.ts'

const name = 'rows of events'

const model = `
version: 1
model: shop
time_zone: UTC
streams:
  - name: events
    table: events
    customer: customer
    freshness: { version: count(*) }
    columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: string }]
  - { name: buy, extends: events, activity: Buy }
  # Names of its own for what it inherits, and a relationship under a name of its own.
  - name: call
    extends: events
    activity: Call
    dimensions: [{ name: call_id, column: event_id, type: string }, { name: caller, column: customer_id, type: string }]
    relationships: [{ type: N:1, field: caller, target: { entity: customer, field: customer_id }, name: who, inverse: calls }]
  - { name: chat, extends: events, activity: Chat }
`

const tables = {
  customer: { columns: { customer_id: 'string' }, rows: [['a'], ['b']] },
  events: {
    columns: { event_id: 'string', customer_id: 'string', activity: 'string', ts: 'timestamp' },
    rows: [
      ['1', 'a', 'Buy', '2024-01-01 10:00:00'],
      // At one instant: the key says which is first.
      ['3', 'a', 'Call', '2024-01-02 10:00:00'],
      ['2', 'a', 'Buy', '2024-01-02 10:00:00'],
      ['4', 'a', 'Chat', '2024-01-03 10:00:00'],
      // An activity that no entity is of.
      ['5', 'a', 'Visit', '2024-01-03 11:00:00'],
      ['6', 'b', 'Call', '2024-01-04 10:00:00'],
      ['7', 'a', 'Call', '2024-03-01 10:00:00'],
      // Nobody knows when.
      ['8', 'a', 'Call', null],
    ],
  },
} as const

const role = (dimension: string) => ({ kind: 'dimension' as const, entity: name, dimension })
const isOneOf = (dimension: string, values: readonly string[]): RowCondition => ({
  kind: 'test',
  dimension,
  test: { operator: 'in', values },
})
const happened = (operator: Comparison, value: string): RowCondition => ({ kind: 'test', dimension: 'ts', test: { operator, value } })

function asked(conditions: readonly RowCondition[], rest: Partial<SemanticQuery> = {}): SemanticQuery {
  return {
    by: ['id', 'ts', 'customer', 'activity'].map(role),
    of: [name],
    each: true,
    measures: [],
    totals: [],
    where: { kind: 'entity', entity: name, condition: { kind: 'and', conditions } },
    orderBy: [
      { kind: 'grain', member: role('ts'), direction: 'desc' },
      { kind: 'grain', member: role('id'), direction: 'asc' },
    ],
    limit: 3,
    offset: 0,
    rowCount: false,
    asOf: '2024-02-01',
    timeZone: 'UTC',
    ...rest,
  }
}

async function answerOf(engine: Engine, query: SemanticQuery) {
  const answer = await engine.run(query)
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
  return answer.value
}

describe('of a customer', () => {
  onBothEngines({ model, tables }, (ask) => {
    test('the newest come first, of the activities asked for, none later than the date of the question', async () => {
      const newest = [isOneOf('customer', ['a']), isOneOf('activity', ['Buy', 'Call']), happened('lt', '2024-12-31')]
      expect(await answerOf(ask.engine(), asked(newest))).toMatchObject({
        rows: [
          ['2', '2024-01-02T10:00:00Z', 'a', 'Buy'],
          ['3', '2024-01-02T10:00:00Z', 'a', 'Call'],
          ['1', '2024-01-01T10:00:00Z', 'a', 'Buy'],
        ],
        hasMore: false,
      })
      expect(await answerOf(ask.engine(), asked(newest, { asOf: '2024-06-30', limit: 2 }))).toMatchObject({
        rows: [
          ['7', '2024-03-01T10:00:00Z', 'a', 'Call'],
          ['2', '2024-01-02T10:00:00Z', 'a', 'Buy'],
        ],
        hasMore: true,
      })
    })

    test('those of unknown time are there as they are in their activity', async () => {
      const calls = asked([isOneOf('customer', ['a']), isOneOf('activity', ['Call'])])
      expect((await answerOf(ask.engine(), calls)).rows.map(([key]) => key)).toEqual(['3', '8'])
      expect(
        await ask(
          '{ slice(by: { call: [CALL_ID] }, asOf: "2024-02-01", where: { call: { caller: { eq: "a" } } }) { rows { call { callId } } } }',
        ),
      ).toEqual({ rows: [{ call: { callId: '3' } }, { call: { callId: '8' } }] })
    })

    test('of several customers, each has a page of their own', async () => {
      const page = asked([isOneOf('customer', ['a', 'b']), isOneOf('activity', ['Buy', 'Call']), happened('lte', '2024-06-30')], {
        apart: [role('customer')],
        orderBy: [{ kind: 'grain', member: role('ts'), direction: 'desc', nulls: 'first' }],
        limit: 2,
        asOf: '2024-06-30',
      })
      const { parts = [] } = await answerOf(ask.engine(), page)
      const pages = parts.map(({ key, rows, hasMore }) => [key[0], rows.map(([event]) => event), hasMore] as const)
      expect(Object.fromEntries(pages.map(([who, ...rest]) => [who, rest]))).toEqual({ a: [['7', '2'], true], b: [['6'], false] })
    })

    test('they can be counted, for each customer', async () => {
      const { each: _, ...groups } = asked([isOneOf('activity', ['Buy', 'Call'])], {
        by: [role('customer')],
        orderBy: [],
        measures: [{ entity: name, measure: figureNames.count }],
      })
      expect((await answerOf(ask.engine(), groups)).rows).toEqual([
        ['a', 4],
        ['b', 1],
      ])
    })
  })
})

test('no schema shows a stream, and no other question knows of it', async () => {
  const catalog = await catalogOf(model)
  expect([...catalog.activityStreams.keys()]).toEqual([name])
  expect([...catalog.entities.keys()]).toEqual(['customer', 'buy', 'call', 'chat'])
  expect(printSchema(buildSchema(catalog))).toBe(printSchema(buildSchema({ ...catalog, activityStreams: new Map() })))
})

describe('an activity is read with others', () => {
  const inStream = async (...entities: readonly string[]) => {
    const { activityStreams } = await catalogOf(`
version: 1
model: shop
time_zone: UTC
streams:
  - { name: events, table: events, customer: customer, columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts } }
entities:
  - { name: customer, table: customer, primary_key: customer_id, dimensions: [{ name: customer_id, type: string }, { name: other, type: string }] }
${entities.map((entity) => `  - ${entity}`).join('\n')}
`)
    return [...activityStreams.values()].map(({ activities }) => Object.fromEntries(activities))
  }
  const buy = '{ name: buy, extends: events, activity: Buy }'
  const call = '{ name: call, extends: events, activity: Call }'

  test('where there are several', async () => {
    expect(await inStream()).toEqual([])
    expect(await inStream(buy)).toEqual([])
    expect(await inStream(buy, call)).toEqual([{ buy: 'Buy', call: 'Call' }])
  })

  test('and not when its key, its time or what tells its freshness is its own, or another is of the same name', async () => {
    const activity = (rest: string) => `{ name: chat, extends: events, activity: Chat, ${rest} }`
    const both = [{ buy: 'Buy', call: 'Call' }]
    expect(await inStream(buy, call, activity('primary_key: no, dimensions: [{ name: no, type: string }]'))).toEqual(both)
    expect(await inStream(buy, call, activity('time: at, dimensions: [{ name: at, type: timestamp }]'))).toEqual(both)
    expect(await inStream(buy, call, activity('freshness: { version: count(*) }'))).toEqual(both)
    expect(await inStream(buy, call, '{ name: purchase, extends: events, activity: Buy }')).toEqual(both)
    expect(await inStream(buy, call, '{ name: chat, extends: events, activity: Chat }')).toEqual([{ ...both[0], chat: 'Chat' }])
  })

  test('but only with those whose keys are of its type, and who may be late as it may', async () => {
    const numbered = (name: string, rest: string) => `{ name: ${name}, extends: events, activity: ${name}, ${rest} }`
    const dimensions = 'dimensions: [{ name: no, column: event_id, type: integer }]'
    expect(await inStream(buy, numbered('chat', dimensions), call, numbered('plan', 'future: true'))).toEqual([
      { buy: 'Buy', call: 'Call' },
    ])
    expect(await inStream(buy, numbered('chat', dimensions), call, numbered('visit', dimensions))).toEqual([
      { buy: 'Buy', call: 'Call' },
      { chat: 'chat', visit: 'visit' },
    ])
  })
})

describe.each(engines)('a stream on %s', (engine) => {
  test('is asked anew when a row of it is new, or was late and is there now', async () => {
    const database = counting(await openTestDatabase(engine, tables))
    onTestFinished(() => database.close())
    const catalog = await catalogOf(model)
    const { kysely, engine: dialect } = database
    const now = () => 0
    const cache = createAnswerCache({ maxBytes: 1_000_000, now, versions: new RowVersions({ catalog, kysely, dialect, now }) })
    const keeping = createEngine({ catalog, kysely, dialect, cache })
    const ids = async (asOf: string) => {
      const question = asked([isOneOf('customer', ['a']), isOneOf('activity', ['Buy', 'Call'])], { limit: 9, asOf })
      return (await answerOf(keeping, question)).rows.map(([key]) => key).join('')
    }
    const computed = () => database.statements.filter((text) => /^(select|with)/.test(text) && !/"version_1"|"latest"/.test(text)).length
    expect([await ids('2024-02-01'), await ids('2024-02-01')]).toEqual(['2318', '2318'])
    expect(computed()).toBe(1)
    expect(await ids('2024-06-30')).toBe('72318')
    // No row is later than any of these dates.
    expect(await ids('2024-07-30')).toBe('72318')
    expect(computed()).toBe(2)
    await kysely.executeQuery(CompiledQuery.raw("insert into events values ('9', 'a', 'Buy', '2024-01-05 10:00:00')"))
    expect([await ids('2024-02-01'), await ids('2024-06-30')]).toEqual(['92318', '792318'])
  })

  test('is read as text where it is stored as another type', async () => {
    const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`
    const database = await openTestDatabase(engine, {
      customer: { columns: { customer_id: 'string' }, rows: [[uuid('a')]] },
      events: {
        columns: tables.events.columns,
        rows: [
          [uuid('1'), uuid('a'), 'Buy', '2024-01-01 10:00:00'],
          [uuid('2'), uuid('a'), 'Call', '2024-01-02 10:00:00'],
          [uuid('3'), uuid('b'), 'Call', '2024-01-03 10:00:00'],
        ],
      },
    })
    onTestFinished(() => database.close())
    const run = (text: string) => database.kysely.executeQuery(CompiledQuery.raw(text))
    await run("create type kind as enum ('Call', 'Buy', 'Chat')")
    const types = [
      ['event_id', 'uuid'],
      ['customer_id', 'uuid'],
      ['activity', 'kind'],
    ] as const
    for (const [column, type] of types) await run(`alter table events alter column ${column} type ${type} using cast(${column} as ${type})`)
    const catalog = await catalogOf(model)
    const stored = await checkColumns(catalog, (source) => database.describe(source))
    if (!stored.ok) throw new Error(JSON.stringify(stored.issues))
    const typed = createEngine({ catalog, kysely: database.kysely, dialect: database.engine, stored: stored.value })
    const found = await answerOf(
      typed,
      asked([isOneOf('customer', [uuid('a'), 'nobody']), isOneOf('activity', ['Buy', 'Call', 'none']), happened('lt', '2024-12-31')]),
    )
    expect(found.rows).toEqual([
      [uuid('2'), '2024-01-02T10:00:00Z', uuid('a'), 'Call'],
      [uuid('1'), '2024-01-01T10:00:00Z', uuid('a'), 'Buy'],
    ])
  })
})
