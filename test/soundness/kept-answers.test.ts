/** An answer that was kept is the answer the question would get anew: whatever rows came in between, whichever entity they are of, whatever differs. */
import fc from 'fast-check'
import { graphql } from 'graphql'
import { CompiledQuery } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine, type Engine } from '../../src/semantic/engine.ts'
import { createAnswerCache } from '../../src/semantic/run/answer-cache.ts'
import { RowVersions } from '../../src/semantic/run/row-versions.ts'
import { counting } from '../support/counting.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'
import { catalogOf } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

const freshness = 'freshness: { version: [max(updated_at), count(*)] }'

const model = (said: string) => `version: 1
model: shop
time_zone: Europe/Berlin
entities:
  - name: customer
    table: customers
    primary_key: customer_id
    ${said}
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: revenue, type: integer, measure: order.amount }
    measures:
      - { name: customers, type: count }
  - name: order
    table: orders
    primary_key: order_id
    time: ordered_at
    ${said}
    dimensions:
      - { name: order_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: ordered_at, type: timestamp }
      - { name: price, column: amount, type: integer }
    measures:
      - { name: amount, type: sum, sql: "\${price}", returns: integer }
      - { name: orders, type: count }
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - cast(\${ordered_at} as date)" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

const tables = {
  customers: {
    columns: { customer_id: 'integer', state: 'string', updated_at: 'integer' },
    rows: [
      [1, 'NY', 1],
      [2, 'CA', 2],
    ],
  },
  orders: {
    columns: { order_id: 'integer', customer_id: 'integer', ordered_at: 'timestamp', amount: 'integer', updated_at: 'integer' },
    rows: [
      [1, 1, '2024-01-01 10:00:00', 10, 1],
      [2, 2, '2024-02-01 10:00:00', 20, 2],
    ],
  },
} as const

async function worldOf(engine: EngineName, said = freshness) {
  const database = counting(await openTestDatabase(engine, tables))
  const catalog = await catalogOf(model(said))
  const { kysely, engine: dialect } = database
  const now = () => 0
  const cache = createAnswerCache({ maxBytes: 1_000_000, now, versions: new RowVersions({ catalog, kysely, dialect, now }) })
  const clock = { now: '2024-06-30T12:00:00Z' }
  const schema = buildSchema(catalog)
  const askOf = (engine: Engine) => async (source: string) => {
    const contextValue: Context = { engine, now: clock.now, requestId: 'kept', access: { key: 'test', showSql: false }, seal: testSeal }
    const { data, errors } = await graphql({ schema, source, contextValue })
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return Object.values(JSON.parse(JSON.stringify(data)))[0]
  }
  const kept = askOf(createEngine({ catalog, kysely, dialect, cache }))
  const anew = askOf(createEngine({ catalog, kysely, dialect }))
  const run = async (text: string) => void (await database.kysely.executeQuery(CompiledQuery.raw(text)))
  // Statements of questions, not looks at versions and at the latest time.
  const computed = () => database.statements.filter((text) => /^(select|with)/.test(text) && !/"version_1"|"latest"/.test(text)).length
  return { database, cache, clock, kept, anew, run, computed, close: () => database.close() }
}

const byState = '{ slice(by: { customer: [STATE] }) { rows { customer { state } order { amount orders } } } }'

describe.each(engines)('kept answers on %s', (engine) => {
  test('change with a row of any entity they are made of', async () => {
    const { kept, anew, run, close } = await worldOf(engine)
    onTestFinished(close)
    const questions = [
      byState,
      '{ slice(by: {}, where: { order: { price: { gt: 15 } } }) { rows { customer { customers } } } }',
      '{ slice(by: {}, where: { customer: { revenue: { gt: 15 } } }) { rows { customer { customers } } totals { customer { customers } } } }',
      '{ slice(by: { customer: [REVENUE] }) { rows { customer { revenue customers } } rowCount } }',
    ]
    const both = async () => {
      for (const question of questions) expect(await kept(question)).toEqual(await anew(question))
    }
    await both()
    await both()
    await run("insert into orders values (3, 1, '2024-03-01 10:00:00', 100, 3)")
    await both()
    await run("update customers set state = 'TX', updated_at = 9 where customer_id = 1")
    await both()
    await run('delete from orders where order_id = 2')
    await both()
    expect(await kept(byState)).toEqual({ rows: [{ customer: { state: 'TX' }, order: { amount: 110, orders: 2 } }] })
  })

  test('are not shared by questions that differ in a value, a limit, an offset, a zone or an order', async () => {
    const { kept, anew, computed, close } = await worldOf(engine)
    onTestFinished(close)
    const questions = [
      byState,
      byState.replace('STATE] }', 'STATE] }, limit: 1'),
      byState.replace('STATE] }', 'STATE] }, limit: 2'),
      byState.replace('STATE] }', 'STATE] }, offset: 1'),
      byState.replace('STATE] }', 'STATE] }, offset: 2'),
      byState.replace('STATE] }', 'STATE] }, orderBy: [{ customer: { state: DESC } }]'),
      byState.replace('STATE] }', 'STATE] }, where: { order: { price: { gt: 10 } } }'),
      byState.replace('STATE] }', 'STATE] }, where: { order: { price: { gt: 20 } } }'),
      ...['Europe/Berlin', 'UTC', 'Asia/Tokyo'].map(
        (zone) => `{ slice(by: { order: [ORDERED_AT] }, timeZone: "${zone}") { rows { order { orderedAt orders } } } }`,
      ),
      ...['Europe/Berlin', 'Asia/Tokyo'].map(
        (zone) => `{ slice(by: { time: [DAY] }, timeZone: "${zone}") { rows { time { day } order { orders } } } }`,
      ),
    ]
    const first: unknown[] = []
    for (const question of questions) first.push(await kept(question))
    const before = computed()
    expect(before).toBe(questions.length)
    for (const [index, question] of questions.entries()) expect(await kept(question)).toEqual(first[index])
    expect(computed()).toBe(before)
    for (const [index, question] of questions.entries()) expect(first[index]).toEqual(await anew(question))
  })

  test('live on while the clock goes on, as long as no row is later than the question', async () => {
    const { kept, clock, computed, run, database, close } = await worldOf(engine)
    onTestFinished(close)
    const question = '{ slice(by: {}) { rows { order { amount } } asOf } }'
    expect(await kept(question)).toEqual({ rows: [{ order: { amount: 30 } }], asOf: '2024-06-30T14:00:00+02:00' })
    await expect.poll(() => database.count('"latest"')).toBe(1)
    clock.now = '2024-07-01T09:00:00Z'
    expect(await kept(question)).toEqual({ rows: [{ order: { amount: 30 } }], asOf: '2024-07-01T11:00:00+02:00' })
    expect(computed()).toBe(1)
    await run("insert into orders values (3, 1, '2024-07-02 00:00:00', 100, 3)")
    for (const [now, amount] of [
      ['2024-07-01T10:00:00Z', 30],
      ['2024-07-01T23:59:59.999Z', 30],
      ['2024-07-02T00:00:00Z', 130],
      ['2024-07-02T00:00:01Z', 130],
      ['2024-07-01T10:00:00Z', 30],
    ] as const) {
      clock.now = now
      expect(await kept(question)).toMatchObject({ rows: [{ order: { amount } }] })
    }
  })

  test('that count days from the question are those of its day', async () => {
    const { kept, clock, computed, database, close } = await worldOf(engine)
    onTestFinished(close)
    const question = '{ slice(by: {}) { rows { order { recency } } } }'
    const recency = async (now: string) => {
      clock.now = now
      return kept(question)
    }
    // 2024-02-01 to 2024-06-30 are 150 days; in Berlin the day begins at 22:00 UTC in summer.
    expect(await recency('2024-06-30T12:00:00Z')).toEqual({ rows: [{ order: { recency: 150 } }] })
    await expect.poll(() => database.count('"latest"')).toBe(1)
    expect(await recency('2024-06-30T21:59:59Z')).toEqual({ rows: [{ order: { recency: 150 } }] })
    expect(computed()).toBe(1)
    expect(await recency('2024-06-30T22:00:00Z')).toEqual({ rows: [{ order: { recency: 151 } }] })
    expect(computed()).toBe(2)
  })

  test('are not there where one of the entities does not say when its rows change', async () => {
    const { kept, database, computed, close, cache } = await worldOf(engine, '')
    onTestFinished(close)
    for (let time = 0; time < 3; time += 1) await kept(byState)
    expect([computed(), database.statements.length, cache.bytes]).toEqual([3, 3, 0])
  })

  test('are those of the rows, after whatever happened to them', async () => {
    const questions = [
      byState,
      '{ slice(by: { time: [MONTH] }) { rows { time { month } order { amount } } totals { order { orders } } } }',
      '{ slice(by: {}, where: { customer: { revenue: { gte: 20 } } }) { rows { customer { customers } order { recency } } } }',
      '{ slice(by: { customer: [STATE] }, asOf: "2024-03-15") { rows { customer { state customers } order { amount } } } }',
      '{ slice(by: {}, where: { time: { inTheLast: { n: 60, unit: DAY } } }) { rows { order { orders } } } }',
    ]
    const day = fc.integer({ min: 0, max: 400 }).map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10))
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('ask' as const), question: fc.integer({ min: 0, max: questions.length - 1 }) }),
      },
      fc.record({
        kind: fc.constant('insert' as const),
        customer: fc.integer({ min: 1, max: 3 }),
        day,
        amount: fc.integer({ min: 0, max: 50 }),
      }),
      fc.record({ kind: fc.constant('move' as const), customer: fc.integer({ min: 1, max: 2 }), state: fc.constantFrom('NY', 'CA', 'TX') }),
      fc.record({ kind: fc.constant('delete' as const), amount: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ kind: fc.constant('clock' as const), day }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const { kept, anew, run, clock, close } = await worldOf(engine)
        try {
          for (const [index, done] of steps.entries()) {
            const version = 1000 + index
            if (done.kind === 'clock') clock.now = `${done.day}T12:00:00Z`
            else if (done.kind === 'insert')
              await run(`insert into orders values (${version}, ${done.customer}, '${done.day} 10:00:00', ${done.amount}, ${version})`)
            else if (done.kind === 'move')
              await run(`update customers set state = '${done.state}', updated_at = ${version} where customer_id = ${done.customer}`)
            else if (done.kind === 'delete') await run(`delete from orders where amount = ${done.amount}`)
            else {
              const question = questions[done.question] ?? byState
              // Twice: what is kept is read again.
              expect([await kept(question), await kept(question)]).toEqual([await anew(question), await anew(question)])
            }
          }
        } finally {
          await close()
        }
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})
