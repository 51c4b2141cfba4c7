/** Answers that are kept: until the rows change, as long as said, as many as fit, and for the same question only. */
import { CompiledQuery } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { success } from '../../../src/semantic/issues/issue.ts'
import type { AnswerValue, SliceAnswer } from '../../../src/semantic/query/answer.ts'
import { type AnswerCache, createAnswerCache } from '../../../src/semantic/run/answer-cache.ts'
import { RowVersions } from '../../../src/semantic/run/row-versions.ts'
import { deferred } from '../../server/deferred.ts'
import { type CountingDatabase, counting } from '../../support/counting.ts'
import { type EngineName, engines, openTestDatabase } from '../../support/databases.ts'
import { catalogOf } from '../../support/story.ts'

const byVersion = 'freshness: { version: [max(updated_at), count(*)] }'

const model = (freshness: string) => `version: 1
model: shop
entities:
  - name: order
    table: orders
    primary_key: order_id
    time: ordered_at
    ${freshness}
    dimensions:
      - { name: order_id, type: integer }
      - { name: ordered_at, type: timestamp }
  - name: visit
    table: visits
    dimensions:
      - { name: visit_id, type: integer }
`

interface Asking {
  readonly parameters?: readonly unknown[]
  readonly entities?: readonly string[]
  /** The first parameter is only an upper bound on the time of orders. */
  readonly isBounded?: boolean
  readonly asOf?: string
  readonly signal?: AbortSignal
  /** Rows that are there are handed over only then. */
  readonly until?: () => Promise<void>
}

interface World {
  readonly database: CountingDatabase
  readonly cache: AnswerCache
  readonly clock: { now: number }
  /** The first column of the rows. */
  ask(text: string, asking?: Asking): Promise<readonly (AnswerValue | undefined)[]>
  whole(text: string, asking?: Asking): Promise<SliceAnswer>
  insert(id: number, orderedAt: string, updatedAt?: string): Promise<void>
}

async function worldOf(engine: EngineName, { freshness = byVersion, maxBytes = 1_000_000 } = {}): Promise<World> {
  const columns = { order_id: 'integer', ordered_at: 'timestamp', updated_at: 'timestamp' } as const
  const database = counting(
    await openTestDatabase(engine, {
      orders: {
        columns,
        rows: [
          [1, '2024-01-01 10:00:00', '2024-01-01 10:00:00'],
          [2, '2024-01-05 10:00:00', '2024-01-05 10:00:00'],
        ],
      },
      visits: { columns: { visit_id: 'integer' }, rows: [[1]] },
    }),
  )
  onTestFinished(() => database.close())
  const clock = { now: 0 }
  const { kysely, engine: dialect } = database
  const now = () => clock.now
  const versions = new RowVersions({ catalog: await catalogOf(model(freshness)), kysely, dialect, now })
  const cache = createAnswerCache({ maxBytes, versions, now })
  const readers = new Map<string, object>()
  const whole: World['whole'] = async (
    text,
    { parameters = [], entities = ['order'], isBounded = false, asOf = 'now', signal, until } = {},
  ) => {
    const reader = readers.get(text) ?? {}
    readers.set(text, reader)
    const asOfBounds = isBounded ? [{ position: 0, entity: 'order' }] : []
    const answer = await cache.answer(
      { statement: { text, parameters, entities, asOfBounds, reader }, limit: 10, asOf },
      async ({ signal: stop, onRows }) => {
        const options = stop && { signal: stop, inflightQueryAbortStrategy: 'cancel query' as const }
        const { rows } = await kysely.executeQuery<Record<string, AnswerValue>>(CompiledQuery.raw(text, [...parameters]), options)
        await until?.()
        const read = rows.map((row) => Object.values(row).map(plain))
        await onRows?.(read)
        const result = success({ columns: [], rows: onRows === undefined ? read : [], totals: [], hasMore: false, asOf })
        return { result, hasBegun: true }
      },
      signal === undefined ? {} : { signal },
    )
    if (!answer.ok) throw new Error('An issue')
    return answer.value
  }
  return {
    database,
    cache,
    clock,
    whole,
    ask: async (text, asking) => (await whole(text, asking)).rows.map(([value]) => value),
    insert: async (id, orderedAt, updatedAt = orderedAt) => {
      await kysely.executeQuery(CompiledQuery.raw(`insert into orders values (${id}, '${orderedAt}', '${updatedAt}')`))
    },
  }
}

/** Holds rows back once they are there. */
function held() {
  const [arrived, coming] = [deferred<void>(), deferred<void>()]
  const until = (): Promise<void> => {
    arrived.resolve()
    return coming.promise
  }
  return { until, arrived: arrived.promise, come: coming.resolve }
}

/** Counts are 64-bit on both engines, each in its own form. */
function plain(value: unknown): AnswerValue {
  return typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : (value as AnswerValue)
}

const counted = 'select count(*) as n from orders'

describe.each(engines)('answers on %s', (engine) => {
  test('are computed once, until a row comes', async () => {
    const { ask, insert, database } = await worldOf(engine)
    expect([await ask(counted), await ask(counted), await ask(counted)]).toEqual([[2], [2], [2]])
    expect(database.statements.filter((text) => text === counted)).toHaveLength(1)
    await insert(3, '2024-01-06 10:00:00')
    expect(await ask(counted)).toEqual([3])
    expect(await ask(counted)).toEqual([3])
    expect(database.statements.filter((text) => text === counted)).toHaveLength(2)
  })

  test('see a row that is changed, and one that is gone', async () => {
    const { ask, database } = await worldOf(engine)
    const latest = 'select max(order_id) as n from orders'
    const change = (text: string) => database.kysely.executeQuery(CompiledQuery.raw(text))
    expect(await ask(latest)).toEqual([2])
    await change("update orders set order_id = 7, updated_at = '2024-02-01 10:00:00' where order_id = 1")
    expect(await ask(latest)).toEqual([7])
    await change('delete from orders where order_id = 7')
    expect(await ask(latest)).toEqual([2])
  })

  test('are not those of an earlier version whose values come back after others have been seen', async () => {
    const { ask, insert, database } = await worldOf(engine, { freshness: 'freshness: { version: count(*) }' })
    const smallest = 'select min(order_id) as n from orders'
    expect([await ask(smallest), await ask(counted)]).toEqual([[1], [2]])
    await insert(0, '2024-01-06 10:00:00')
    expect(await ask(counted)).toEqual([3])
    await database.kysely.executeQuery(CompiledQuery.raw('delete from orders where order_id = 1'))
    expect(await ask(smallest)).toEqual([0])
  })

  test('are not kept where an entity says nothing, and nothing else is asked', async () => {
    const { ask, database, cache } = await worldOf(engine)
    const both = 'select (select count(*) from orders) + (select count(*) from visits) as n'
    for (let time = 0; time < 3; time += 1) expect(await ask(both, { entities: ['order', 'visit'] })).toEqual([3])
    expect(database.statements).toEqual([both, both, both])
    expect(cache.bytes).toBe(0)
  })

  test('are kept for a time where that is all that is said', async () => {
    const { ask, insert, clock, database } = await worldOf(engine, { freshness: 'freshness: { keep_for: { n: 5, unit: second } }' })
    clock.now = 100
    expect(await ask(counted)).toEqual([2])
    await insert(3, '2024-01-06 10:00:00')
    clock.now = 5099
    expect(await ask(counted)).toEqual([2])
    clock.now = 5100
    expect(await ask(counted)).toEqual([3])
    expect(database.count('max(')).toBe(0)
  })

  test('that read the clock or throw dice are not kept', async () => {
    const { ask, database } = await worldOf(engine)
    const clock = 'select count(*) as n from orders where ordered_at < current_timestamp'
    await ask(clock)
    await ask(clock)
    expect(database.statements).toEqual([clock, clock])
  })

  test('have the asOf of each who asks, and cannot be changed', async () => {
    const { whole } = await worldOf(engine)
    const first = await whole(counted, { asOf: 'noon' })
    const second = await whole(counted, { asOf: 'one' })
    expect([first.asOf, second.asOf]).toEqual(['noon', 'one'])
    expect(second.rows).toBe(first.rows)
    expect(Object.isFrozen(second.rows) && second.rows.every(Object.isFrozen)).toBe(true)
  })
})

describe.each(engines)('questions of one moment on %s', (engine) => {
  test('that are the same are one statement', async () => {
    const { ask, database } = await worldOf(engine)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(counted)))
    expect(answers).toEqual(Array.from({ length: 20 }, () => [2]))
    expect(database.statements.filter((text) => text === counted)).toHaveLength(1)
  })

  test('that differ in a value are not', async () => {
    const { ask } = await worldOf(engine)
    const above = 'select count(*) as n from orders where order_id > $1'
    const answers = await Promise.all([0, 1, 2].map((id) => ask(above, { parameters: [id] })))
    expect(answers).toEqual([[2], [1], [0]])
    expect(await Promise.all([2, 1, 0].map((id) => ask(above, { parameters: [id] })))).toEqual([[0], [1], [2]])
  })

  test('one who leaves hurts nobody else, whether the versions or the rows are on their way', async () => {
    const { ask, database } = await worldOf(engine)
    const [early, late] = [new AbortController(), new AbortController()]
    const { until, come, arrived } = held()
    const asked = Promise.allSettled(
      [early, late, undefined].map((leaving) => ask(counted, { until, ...(leaving && { signal: leaving.signal }) })),
    )
    early.abort(new Error('gone'))
    await arrived
    late.abort(new Error('gone later'))
    come()
    expect(await asked).toMatchObject([
      { status: 'rejected', reason: { message: 'gone' } },
      { status: 'rejected', reason: { message: 'gone later' } },
      { status: 'fulfilled', value: [2] },
    ])
    expect(await ask(counted)).toEqual([2])
    expect(database.statements.filter((text) => text === counted)).toHaveLength(1)
  })

  test('a row that comes while an answer is computed is in the answer of who asks after it', async () => {
    const { ask, insert } = await worldOf(engine)
    const { until, come, arrived } = held()
    const before = ask(counted, { until })
    await arrived
    await insert(3, '2024-01-06 10:00:00')
    expect(await ask(counted)).toEqual([3])
    come()
    expect(await before).toEqual([2])
    expect(await ask(counted)).toEqual([3])
  })

  test('rows that come when all have left are not kept: they may be a part', async () => {
    const { ask, database } = await worldOf(engine)
    const { until, come, arrived } = held()
    const leaving = new AbortController()
    const gone = ask(counted, { until, signal: leaving.signal }).catch(() => 'gone')
    await arrived
    leaving.abort()
    come()
    expect(await gone).toBe('gone')
    await ask('select 1 as n')
    expect(await ask(counted)).toEqual([2])
    expect(database.statements.filter((text) => text === counted)).toHaveLength(2)
  })

  test('when all have left the statement is stopped in the database, and the next who asks begins anew', async () => {
    const { ask, database } = await worldOf(engine)
    const endless = 'select sum(a.x * b.x) as n from generate_series(1, 1000000) a(x), generate_series(1, 1000000) b(x)'
    const leaving = [new AbortController(), new AbortController()]
    const asked = Promise.allSettled(leaving.map(({ signal }) => ask(endless, { signal })))
    await expect.poll(() => database.statements.includes(endless)).toBe(true)
    for (const each of leaving) each.abort(new Error('gone'))
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    if (engine === 'postgres') {
      const running = "select count(*)::int as n from pg_stat_activity where state = 'active' and query like 'select sum(a.x * b.x)%'"
      const count = async () => (await database.kysely.executeQuery<{ n: number }>(CompiledQuery.raw(running))).rows[0]?.n
      await expect.poll(count).toBe(0)
    }
    const again = new AbortController()
    const next = ask(endless, { signal: again.signal }).catch((error: Error) => error.message)
    await expect.poll(() => database.statements.filter((text) => text === endless).length).toBe(2)
    again.abort(new Error('gone too'))
    expect(await next).toBe('gone too')
    expect(await ask(counted)).toEqual([2])
  })

  test('an error is for all who waited, and is not kept', async () => {
    const { ask, database, insert } = await worldOf(engine)
    const wrong = 'select 10 % (count(*) - 2) as n from orders where 1 / (order_id - 1) > -1'
    const failing = engine === 'postgres' ? wrong : "select error('no') as n from orders"
    const answers = await Promise.allSettled([ask(failing), ask(failing), ask(failing)])
    expect(new Set(answers.map((answer) => (answer.status === 'rejected' ? answer.reason : 'none'))).size).toBe(1)
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true)
    await insert(3, '2024-01-06 10:00:00')
    await expect(ask(failing)).rejects.toThrow()
    expect(database.statements.filter((text) => text === failing)).toHaveLength(2)
  })

  test('where versions cannot be read the question is asked all the same', async () => {
    const { ask, database } = await worldOf(engine, { freshness: 'freshness: { version: max(no_such_column) }' })
    expect([await ask(counted), await ask(counted)]).toEqual([[2], [2]])
    expect(database.statements.filter((text) => text === counted)).toHaveLength(2)
  })
})

describe.each(engines)('memory on %s', (engine) => {
  const text = "select repeat('x', cast($1 as integer)) as n"

  test('is bounded; what was not asked for longest goes first', async () => {
    // 100 kB: an answer of 3000 letters takes about 6.7 kB, so fourteen fit.
    const { ask, cache, database } = await worldOf(engine, { maxBytes: 100_000 })
    const computed = () => database.statements.filter((statement) => statement === text).length
    for (let size = 3000; size < 3014; size += 1) await ask(text, { parameters: [size] })
    await ask(text, { parameters: [3000] })
    expect(computed()).toBe(14)
    await ask(text, { parameters: [3014] })
    expect(cache.bytes).toBeLessThanOrEqual(100_000)
    expect(cache.bytes).toBeGreaterThan(80_000)
    await ask(text, { parameters: [3000] })
    expect(computed()).toBe(15)
    await ask(text, { parameters: [3001] })
    expect(computed()).toBe(16)
  })

  test('an answer of more than an eighth is not kept', async () => {
    const { ask, cache } = await worldOf(engine, { maxBytes: 100_000 })
    await ask(text, { parameters: [7000] })
    expect(cache.bytes).toBe(0)
  })
})

describe.each(engines)("the question's date on %s", (engine) => {
  const until = 'select count(*) as n from orders where ordered_at < cast($1 as timestamp)'
  const at = (date: string) => ({ parameters: [`${date}T00:00:00.000000Z`], isBounded: true })
  const settled = async (database: CountingDatabase) => expect.poll(() => database.count('"latest"')).toBeGreaterThan(0)

  test('tells questions apart only where a row is later', async () => {
    const { ask, database } = await worldOf(engine)
    const computed = () => database.statements.filter((statement) => statement === until).length
    expect(await ask(until, at('2024-06-01'))).toEqual([2])
    await settled(database)
    expect([await ask(until, at('2024-06-02')), await ask(until, at('2024-07-01'))]).toEqual([[2], [2]])
    expect(computed()).toBe(1)
    // Before the latest row, the date leaves rows out: every day is another question.
    expect([await ask(until, at('2024-01-02')), await ask(until, at('2024-01-03')), await ask(until, at('2024-01-01'))]).toEqual([
      [1],
      [1],
      [0],
    ])
    expect(computed()).toBe(4)
    expect([await ask(until, at('2024-01-03')), await ask(until, at('2024-06-03'))]).toEqual([[1], [2]])
    expect(computed()).toBe(4)
    expect(database.count('"latest"')).toBe(1)
  })

  test('a row of the future makes every moment another question', async () => {
    const { ask, database, insert } = await worldOf(engine)
    expect(await ask(until, at('2024-06-01'))).toEqual([2])
    await settled(database)
    await insert(3, '2024-08-01 10:00:00')
    const days = ['2024-06-01', '2024-06-02', '2024-08-01', '2024-08-02', '2024-06-02']
    const answers: unknown[] = []
    for (const day of days) answers.push(await ask(until, at(day)))
    expect(answers).toEqual([[2], [2], [2], [3], [2]])
    expect(database.statements.filter((statement) => statement === until)).toHaveLength(5)
  })

  test('moments that differ by less than it takes to answer are one statement', async () => {
    const { ask, database } = await worldOf(engine)
    const moments = Array.from({ length: 20 }, (_, index) => ask(until, at(`2024-06-${String(index + 1).padStart(2, '0')}`)))
    expect(await Promise.all(moments)).toEqual(moments.map(() => [2]))
    expect(database.statements.filter((statement) => statement === until)).toHaveLength(1)
  })
})
