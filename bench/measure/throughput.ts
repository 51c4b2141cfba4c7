/**
 * How many answers a second with 20 requests in flight, beside a bare pool of the driver that runs the hand-written SQL.
 *
 * Sources take turns of a second and a half, several times, so that what else the machine does falls on both. The uncached server never
 * hears the same question twice; the cached one hears nothing else.
 */
import { note } from '../../src/cli/terminal.ts'
import type { Base } from '../data/bases.ts'
import type { Call, EngineName, Question } from '../questions/question.ts'
import type { Figure } from '../report/figure.ts'
import { openDuckDBSql } from '../targets/duckdb-sql.ts'
import { openHttp } from '../targets/http.ts'
import { fileOf, modelFolder, withoutResultCache } from '../targets/open.ts'
import { openPostgresSql } from '../targets/postgres-sql.ts'
import { startServerProcess } from '../targets/server-process.ts'
import type { Target } from '../targets/target.ts'
import type { Measurement } from './measurement.ts'
import { median, quantile } from './statistics.ts'

const inFlight = 20
/** As many as the server has by default. */
const poolConnections = 8
const turnMs = 1_500
const usualTurns = 4

interface Source {
  readonly target: Target
  /** What this source asks next. */
  next(): Call
}

interface Counted {
  readonly perSecond: number[]
  readonly times: number[]
}

export async function measureThroughput(measurement: Measurement): Promise<void> {
  const asked = measurement.questions.filter(({ weight, name }) => weight === 'small' || name === 'q4-total')
  for (const [engine, url] of measurement.base.urls) {
    const pool =
      engine === 'postgres'
        ? openPostgresSql(url, { connections: poolConnections })
        : await openDuckDBSql(fileOf(url), { connections: poolConnections })
    try {
      await withServer({ engine, url, environment: withoutResultCache }, async (server) => {
        for (const question of asked) {
          const sources = [pool, server].map((target) => ({ target, next: differentCalls(measurement.base) }))
          measurement.report(figuresOf(question.name, await inTurns(question, sources, measurement)))
        }
      })
      const known = asked.find(({ name }) => name === 'q4-total')
      if (known !== undefined) await withServer({ engine, url, environment: {} }, (server) => measureKnown(known, server, measurement))
    } finally {
      await pool.close()
    }
  }
}

/** The same question again and again: how quick is an answer that is known already. */
async function measureKnown(question: Question, server: Target, measurement: Measurement): Promise<void> {
  const call: Call = { number: 0, base: measurement.base.size }
  const name = `${question.name} again`
  const counted = await inTurns(question, [{ target: server, next: () => call }], measurement)
  const times: number[] = []
  for (let sample = 0; sample < 40; sample++) {
    const begun = performance.now()
    await server.ask(question, call)
    times.push(performance.now() - begun)
  }
  const { engine, path } = server
  const latency: Figure = {
    ...{ kind: 'latency', question: name, engine, path },
    ...{ value: median(times), unit: 'ms', p95: quantile(times, 0.95), ratio: null, ratio_to: null },
  }
  measurement.report([...figuresOf(name, counted), latency])
}

async function withServer(
  {
    engine,
    url,
    environment,
  }: { readonly engine: EngineName; readonly url: string; readonly environment: Readonly<Record<string, string>> },
  use: (server: Target) => Promise<void>,
): Promise<void> {
  const server = await startServerProcess({ databaseUrl: url, modelFolder, environment })
  const target = openHttp({ engine, url: server.url, connections: inFlight })
  try {
    await use(target)
  } finally {
    await target.close()
    await server.close()
  }
}

function differentCalls({ size }: Base): () => Call {
  let number = 0
  return () => ({ number: number++, base: size })
}

async function inTurns(
  question: Question,
  sources: readonly Source[],
  { samples, terminal }: Measurement,
): Promise<readonly (Counted & Source)[]> {
  const counted = sources.map((source) => ({ ...source, perSecond: [] as number[], times: [] as number[] }))
  // The first turn of each fills caches and lets V8 compile, and is not counted.
  for (const source of counted) await oneTurn(question, source, turnMs)
  for (let turn = 0; turn < (samples ?? usualTurns); turn++) {
    for (const source of turn % 2 === 0 ? counted : [...counted].reverse()) {
      const { times, seconds } = await oneTurn(question, source, turnMs)
      source.perSecond.push(times.length / seconds)
      source.times.push(...times)
    }
  }
  note(terminal, `${question.name}: ${counted.map(({ target, times }) => `${target.path} ${times.length} answers`).join(', ')}`)
  return counted
}

/** Keeps 20 under way until the time is over, and waits for the last ones: all of them count, and so does the time they took. */
async function oneTurn(
  question: Question,
  { target, next }: Source,
  ms: number,
): Promise<{ readonly times: readonly number[]; readonly seconds: number }> {
  const begun = performance.now()
  const times: number[] = []
  const askUntilOver = async (): Promise<void> => {
    while (performance.now() - begun < ms) {
      const asked = performance.now()
      const raw = await target.ask(question, next())
      times.push(performance.now() - asked)
      if (times.length === 1) target.read(question, raw)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, askUntilOver))
  return { times, seconds: (performance.now() - begun) / 1000 }
}

function figuresOf(question: string, counted: readonly (Counted & Source)[]): readonly Figure[] {
  const bare = counted.find(({ target }) => target.path === 'sql')
  return counted.map(({ target: { engine, path }, perSecond, times }): Figure => {
    const value = median(perSecond)
    const isOver = path !== 'sql' && bare !== undefined
    return {
      ...{ kind: 'throughput', question, engine, path, value, unit: '1/s', p95: quantile(times, 0.95) },
      ...(isOver ? { ratio: value / median(bare.perSecond), ratio_to: `${engine}/sql` } : { ratio: null, ratio_to: null }),
    }
  })
}
