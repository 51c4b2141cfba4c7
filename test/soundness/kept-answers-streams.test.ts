/** An answer that may be kept goes on to whoever asked while its rows come: what is held beside the response is bounded, and equal questions share one statement. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine, type Engine, type InTurn } from '../../src/semantic/engine.ts'
import { failure, issue, type Result } from '../../src/semantic/issues/issue.ts'
import type { SliceAnswer } from '../../src/semantic/query/answer.ts'
import type { SemanticQuery } from '../../src/semantic/query/semantic-query.ts'
import { createAnswerCache } from '../../src/semantic/run/answer-cache.ts'
import type { RunOptions } from '../../src/semantic/run/execute.ts'
import { RowVersions } from '../../src/semantic/run/row-versions.ts'
import { createQueue, turnedAway } from '../../src/server/queue.ts'
import { deferred } from '../server/deferred.ts'
import { counting } from '../support/counting.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'
import { responseText } from '../support/response-text.ts'
import { catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

/** Nothing is asked about versions: whoever asks while an answer is computed has joined when the call returns. */
const model = `version: 1
model: shop
entities:
  - name: thing
    sql: select n as no, case when n = 20000 then 3000000000 else n end as size from generate_series(1, 20000) as s(n)
    trusted: true
    primary_key: no
    freshness: { keep_for: { n: 1, unit: day } }
    dimensions:
      - { name: no, type: integer }
      - { name: size, type: integer, description: One value is larger than Int holds }
    measures:
      - { name: things, type: count }
`

/** One answer takes 200 kB at most. A row of two numbers is 40 + 2 * 8 bytes: 3571 rows fit. */
const maxBytes = 1_600_000
const bytesOfRow = 56

interface Asking extends RunOptions {
  readonly limit: number
  readonly offset?: number
  readonly by?: 'no' | 'size'
}

interface Asked {
  readonly result: Promise<Result<SliceAnswer>>
  /** The first column of what was taken. */
  readonly taken: unknown[]
}

async function worldOf(engine: EngineName, inTurn?: InTurn) {
  const database = counting(await openTestDatabase(engine, {}))
  onTestFinished(() => database.close())
  const catalog = await catalogOf(model)
  const { kysely, engine: dialect } = database
  const now = () => 0
  const cache = createAnswerCache({ maxBytes, now, versions: new RowVersions({ catalog, kysely, dialect, now }) })
  const inner = createEngine({ catalog, kysely, dialect, cache, ...(inTurn && { inTurn }) })
  /** Bytes held beside the response after each batch, and how many rows have gone on by then. */
  const held: { readonly rows: number; readonly bytes: number }[] = []
  const ask = ({ limit, offset = 0, by = 'no', onRows, ...options }: Asking): Asked => {
    const taken: unknown[] = []
    const take: NonNullable<RunOptions['onRows']> = async (rows) => {
      for (const [value] of rows) taken.push(value)
      await onRows?.(rows)
    }
    return { taken, result: inner.run(queryOf(limit, by, offset), { ...options, onRows: take }) }
  }
  const watched: Engine = {
    ...inner,
    run: (query, options) => {
      let rows = 0
      const onRows: NonNullable<RunOptions['onRows']> = async (batch) => {
        await options?.onRows?.(batch)
        rows += batch.length
        held.push({ rows, bytes: cache.arrivingBytes })
      }
      return inner.run(query, { ...options, onRows })
    },
  }
  const schema = buildSchema(catalog)
  const textOf = (engine: Engine) => (source: string) => {
    const contextValue: Context = { engine, now: storyNow, requestId: 'streams', access: { key: 'test', showSql: false }, seal: testSeal }
    return responseText(schema, { source, contextValue })
  }
  const anew = createEngine({ catalog, kysely, dialect })
  return { database, cache, held, ask, engine: inner, text: textOf(watched), anew: textOf(anew) }
}

function queryOf(limit: number, dimension: string, offset = 0): SemanticQuery {
  return {
    by: [{ kind: 'dimension', entity: 'thing', dimension }],
    measures: [{ entity: 'thing', measure: 'things' }],
    totals: [],
    orderBy: [],
    limit,
    offset,
    rowCount: false,
    asOf: storyNow,
    timeZone: 'UTC',
  }
}

/** Takes rows, and once `from` of them are there holds the stream up until it is let go. */
function holdingFrom(from: number) {
  const [reached, going] = [deferred<void>(), deferred<void>()]
  let rows = 0
  const onRows = (batch: readonly unknown[]): Promise<void> | undefined => {
    rows += batch.length
    if (rows < from) return undefined
    reached.resolve()
    return going.promise
  }
  return { onRows, reached: reached.promise, letGo: () => going.resolve() }
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
const slice = (limit: number) => `{ slice(by: { thing: [NO] }, limit: ${limit}) { rows { thing { no things } } hasMore } }`
const codesOf = (result: Result<unknown>) => (result.ok ? [] : result.issues.map(({ code }) => code))

describe.each(engines)('rows of an answer that may be kept, on %s,', (engine) => {
  test('are held beside the response up to an eighth of the cache; from then on none is', async () => {
    const { text, anew, held, cache, database } = await worldOf(engine)
    const answer = await text(slice(20_000))
    expect(answer === (await anew(slice(20_000)))).toBe(true)
    expect(held.at(-1)?.rows).toBe(20_000)
    expect(held.length).toBeGreaterThan(5)
    expect(held[0]?.bytes).toBeGreaterThan(0)
    expect(held).toEqual(held.map(({ rows }) => ({ rows, bytes: rows * bytesOfRow > 200_000 ? 0 : rows * bytesOfRow })))
    expect([cache.bytes, cache.arrivingBytes]).toEqual([0, 0])
    // Not kept: asked again, and answered again.
    expect((await text(slice(20_000))) === answer).toBe(true)
    expect(database.statements).toHaveLength(3)
  })

  test('are kept where they are few enough, and go on while they come all the same', async () => {
    const { text, anew, held, cache, database } = await worldOf(engine)
    const answer = await text(slice(3_000))
    expect(held.length).toBeGreaterThan(1)
    expect(held).toEqual(held.map(({ rows }) => ({ rows, bytes: rows * bytesOfRow })))
    expect(cache.bytes).toBeGreaterThan(3_000 * bytesOfRow)
    expect(cache.bytes).toBeLessThan(200_000)
    expect(cache.arrivingBytes).toBe(0)
    expect((await text(slice(3_000))) === answer).toBe(true)
    expect(database.statements).toHaveLength(1)
    expect((await anew(slice(3_000))) === answer).toBe(true)
  })

  test('are all there for a caller who takes none as they come, kept or not', async () => {
    const { engine: asked, cache } = await worldOf(engine)
    for (const limit of [3_000, 20_000, 3_000]) {
      const answer = await asked.run(queryOf(limit, 'no'))
      expect(answer.ok && answer.value.rows).toEqual(upTo(limit).map((no) => [no, 1]))
    }
    expect(cache.bytes).toBeLessThan(200_000)
  })

  test('are those of one statement for all who ask while a copy is held; who asks later has a statement of their own, and waits for nobody', async () => {
    const { ask, database, cache } = await worldOf(engine)
    const [early, late] = [holdingFrom(1), holdingFrom(10_000)]
    const first = ask({
      limit: 20_000,
      onRows: async (rows) => {
        await early.onRows(rows)
        await late.onRows(rows)
      },
    })
    await Promise.race([early.reached, first.result])
    const second = ask({ limit: 20_000 })
    early.letGo()
    await Promise.race([late.reached, first.result])
    expect(cache.arrivingBytes).toBe(0)
    const third = ask({ limit: 20_000 })
    expect(await third.result).toMatchObject({ ok: true, value: { rows: [], hasMore: false } })
    expect(first.taken.length).toBeLessThan(20_000)
    late.letGo()
    expect([await first.result, await second.result]).toMatchObject([{ ok: true }, { ok: true }])
    for (const { taken } of [first, second, third]) expect(taken).toEqual(upTo(20_000))
    expect(database.statements).toHaveLength(2)
  })

  test('reach all others when the first caller goes away, before they come and in their midst', async () => {
    for (const from of [0, 1]) {
      const { ask, database, cache } = await worldOf(engine)
      const client = new AbortController()
      const held = holdingFrom(1)
      const first = ask({ limit: 3_000, signal: client.signal, onRows: held.onRows })
      if (from > 0) await Promise.race([held.reached, first.result])
      const second = ask({ limit: 3_000 })
      client.abort(new Error('gone'))
      await expect(first.result).rejects.toThrow('gone')
      expect(await second.result).toMatchObject({ ok: true })
      expect(second.taken).toEqual(upTo(3_000))
      expect(database.statements).toHaveLength(1)
      await expect.poll(() => cache.bytes).toBeGreaterThan(0)
    }
  })

  test('reach all others when one cannot take them', async () => {
    const { ask, database } = await worldOf(engine)
    const broken = ask({
      limit: 20_000,
      onRows: () => {
        throw new Error('no room')
      },
    })
    const whole = ask({ limit: 20_000 })
    await expect(broken.result).rejects.toThrow('no room')
    expect(await whole.result).toMatchObject({ ok: true })
    expect(whole.taken).toEqual(upTo(20_000))
    expect(database.statements).toHaveLength(1)
  })

  test('wait for a slow caller until it has gone', async () => {
    const { ask } = await worldOf(engine)
    const client = new AbortController()
    const stuck = holdingFrom(1)
    const slow = ask({ limit: 20_000, signal: client.signal, onRows: stuck.onRows })
    const quick = ask({ limit: 20_000 })
    await Promise.race([stuck.reached, slow.result])
    client.abort(new Error('gone'))
    await expect(slow.result).rejects.toThrow('gone')
    expect(await quick.result).toMatchObject({ ok: true })
    expect(quick.taken).toEqual(upTo(20_000))
  })

  test('are taken by each caller before the caller has its answer', async () => {
    const { ask, database } = await worldOf(engine)
    const last = holdingFrom(3_000)
    const first = ask({ limit: 3_000, onRows: last.onRows })
    await Promise.race([last.reached, first.result])
    let isTaken = false
    // Joins when all rows have come, and is still at them when the first caller is done.
    const second = ask({
      limit: 3_000,
      onRows: async () => {
        await first.result
        await new Promise((resolve) => setImmediate(resolve))
        isTaken = true
      },
    })
    last.letGo()
    expect(await second.result).toMatchObject({ ok: true })
    expect([isTaken, second.taken.length, database.statements.length]).toEqual([true, 3_000, 1])
  })

  test('are an error for all when the last of them is wrong, and are not kept', async () => {
    const { ask, cache, database } = await worldOf(engine)
    const held = holdingFrom(1)
    const first = ask({ limit: 20_000, by: 'size', onRows: held.onRows })
    await Promise.race([held.reached, first.result])
    const second = ask({ limit: 20_000, by: 'size' })
    held.letGo()
    expect([await first.result, await second.result].map(codesOf)).toEqual([['NUMBER_TOO_LARGE'], ['NUMBER_TOO_LARGE']])
    expect(first.taken.length).toBeGreaterThan(10_000)
    expect([cache.bytes, cache.arrivingBytes, database.statements.length]).toEqual([0, 0, 1])
  })

  test('are an error for all when the last of few is wrong, and are not kept', async () => {
    const { ask, cache, database } = await worldOf(engine)
    const few = { limit: 3_000, by: 'size', offset: 17_000 } as const
    const held = holdingFrom(1)
    const first = ask({ ...few, onRows: held.onRows })
    await Promise.race([held.reached, first.result])
    expect(cache.arrivingBytes).toBe(first.taken.length * bytesOfRow)
    const second = ask(few)
    held.letGo()
    expect([await first.result, await second.result].map(codesOf)).toEqual([['NUMBER_TOO_LARGE'], ['NUMBER_TOO_LARGE']])
    expect([cache.bytes, cache.arrivingBytes, database.statements.length]).toEqual([0, 0, 1])
    expect(codesOf(await ask(few).result)).toEqual(['NUMBER_TOO_LARGE'])
    expect(database.statements).toHaveLength(2)
    expect(await ask({ ...few, limit: 2_999 }).result).toMatchObject({ ok: true, value: { hasMore: true } })
  })
})

/** One statement at a time, three wait: as a server lets them. */
function threeWait(): { readonly inTurn: InTurn; readonly occupy: () => () => void } {
  const enqueue = createQueue({ running: 1, waiting: 3 })
  return {
    inTurn: async (run, { caller = '', signal }) => {
      const answer = await enqueue(run, { caller, signal })
      return answer === turnedAway ? failure(issue('UNAVAILABLE', { what: 'A free connection of the database' })) : answer
    },
    occupy: () => {
      const going = deferred<void>()
      void enqueue(() => going.promise, { caller: 'occupant' })
      return () => going.resolve()
    },
  }
}

describe.each(engines)('who waits for the question of another, on %s,', (engine) => {
  test('asks it in their own turn when the other is turned away', async () => {
    const { inTurn, occupy } = threeWait()
    const { ask, database } = await worldOf(engine, inTurn)
    const letGo = occupy()
    // All three places are one caller's; its last makes room for another caller's, and so does the one before.
    const many = [1, 2, 3].map((limit) => ask({ limit, caller: 'many' }))
    const others = ['one', 'two'].map((caller) => ask({ limit: 3, caller }))
    const pushing = ask({ limit: 4, caller: 'pushing' })
    expect(codesOf((await many[2]?.result) ?? failure())).toEqual(['UNAVAILABLE'])
    expect(codesOf((await many[1]?.result) ?? failure())).toEqual(['UNAVAILABLE'])
    letGo()
    for (const { result } of [...others, pushing]) expect(await result).toMatchObject({ ok: true })
    expect(others.map(({ taken }) => taken)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(pushing.taken).toEqual([1, 2, 3, 4])
    // Of 1, 3 and 4 rows: the two others shared theirs.
    expect(database.statements).toHaveLength(3)
  })

  test('is turned away too, each for themselves, where there is no room for any', async () => {
    const { inTurn, occupy } = threeWait()
    const { ask, database } = await worldOf(engine, inTurn)
    const letGo = occupy()
    const waiting = ['a', 'b', 'c'].map((caller, index) => ask({ limit: index + 1, caller }))
    const more = Array.from({ length: 50 }, (_, index) => ask({ limit: 9, caller: `late ${index}` }))
    for (const { result } of more) expect(codesOf(await result)).toEqual(['UNAVAILABLE'])
    letGo()
    for (const { result } of waiting) expect(await result).toMatchObject({ ok: true })
    expect(database.statements).toHaveLength(3)
  })

  test('is answered when the other goes away in the queue, and turned away by nobody', async () => {
    const { inTurn, occupy } = threeWait()
    const { ask, database } = await worldOf(engine, inTurn)
    const letGo = occupy()
    const client = new AbortController()
    const first = ask({ limit: 3, caller: 'first', signal: client.signal })
    const second = ask({ limit: 3, caller: 'second' })
    client.abort(new Error('gone'))
    await expect(first.result).rejects.toThrow('gone')
    letGo()
    expect(await second.result).toMatchObject({ ok: true })
    expect(second.taken).toEqual([1, 2, 3])
    expect(database.statements).toHaveLength(1)
  })

  test('asks it in their own turn when the other has gone away and its place is given to somebody else', async () => {
    const { inTurn, occupy } = threeWait()
    const { ask, database } = await worldOf(engine, inTurn)
    const letGo = occupy()
    const client = new AbortController()
    const many = [1, 2].map((limit) => ask({ limit, caller: 'many' }))
    const gone = ask({ limit: 3, caller: 'many', signal: client.signal })
    const other = ask({ limit: 3, caller: 'other' })
    client.abort(new Error('gone'))
    await expect(gone.result).rejects.toThrow('gone')
    const pushing = ask({ limit: 4, caller: 'pushing' })
    expect(codesOf((await many[1]?.result) ?? failure())).toEqual(['UNAVAILABLE'])
    letGo()
    for (const { result } of [other, pushing]) expect(await result).toMatchObject({ ok: true })
    expect(other.taken).toEqual([1, 2, 3])
    expect(database.statements).toHaveLength(3)
  })
})
