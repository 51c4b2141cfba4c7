/**
 * The database behind a server or a command, and the engine on it: opened and held against the model before anything is asked,
 * pinged for readiness, waited for where it is down, refreshed when files of the model change.
 */
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { createEngine, type Engine, type InTurn } from '../semantic/engine.ts'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { issueMessage, placeText } from '../semantic/issues/print.ts'
import { runInBackground } from './background.ts'
import { compilerOnly } from './compiler-only.ts'
import type { Config } from './config.ts'
import type { Readiness } from './http/health.ts'
import { keptAnswers } from './kept-answers.ts'
import type { Logger } from './log.ts'
import { type EngineParts, isTemporary, type OnPreparing, type OpenedDatabase, openChecked } from './open-database.ts'
import { createPing, type Ping } from './ping.ts'
import { createQueue, turnedAway } from './queue.ts'
import { statementsAtOnce } from './statements-at-once.ts'

export interface DataSource {
  readonly engine: Engine
  readonly readiness: () => Promise<Readiness>
  close(): Promise<void>
}

export interface DataSourceOptions {
  readonly onPreparing?: OnPreparing
}

/** For one command: the database is there now, or that is the answer. */
export async function openDataSource(config: Config, catalog: Catalog, options: DataSourceOptions = {}): Promise<Result<DataSource>> {
  const inTurn = turnsOf(config)
  const opened = await openChecked(config, catalog, options.onPreparing, () => ({ inTurn }))
  if (!opened.ok) return opened
  const { database } = opened.value
  return success({
    engine: engineOn(config, catalog, () => opened.value),
    readiness: createPing(database),
    close: () => database.close(),
  })
}

const refreshEveryMs = 5_000
const firstRetryMs = 500
const longestRetryMs = 15_000

/** For a server: a database that is down is waited for, and files that change are loaded again. */
export async function serveDataSource(
  config: Config,
  catalog: Catalog,
  { logger, onPreparing }: DataSourceOptions & { readonly logger: Logger },
): Promise<Result<DataSource>> {
  const inTurn = turnsOf(config)
  const partsFor: EngineParts = (database, stored) => {
    const cache = keptAnswers(config, catalog, { ...database, stored })
    return { inTurn, ...(cache !== undefined && { cache }) }
  }
  const first = await openChecked(config, catalog, onPreparing, partsFor)
  if (!first.ok && !isTemporary(config, first.issues)) return first
  const logIssues = createIssueLog(logger)
  if (!first.ok) logIssues(first.issues)
  let opened = first.ok ? withPing(first.value) : undefined
  let retryMs = firstRetryMs

  const keepUp = async (): Promise<number> => {
    if (opened !== undefined) {
      const refreshed = await opened.refresh()
      logIssues(refreshed.ok ? [] : refreshed.issues)
      if (refreshed.ok && refreshed.value === 'reloaded') logger.info('Files of the model have changed: their data is loaded anew')
      return refreshEveryMs
    }
    const again = await openChecked(config, catalog, onPreparing, partsFor)
    logIssues(again.ok ? [] : again.issues)
    if (!again.ok) {
      retryMs = Math.min(retryMs * 2, longestRetryMs)
      return withJitter(retryMs)
    }
    opened = withPing(again.value)
    logger.info('The database answers')
    return refreshEveryMs
  }
  const background = runInBackground(keepUp, {
    firstMs: first.ok ? refreshEveryMs : withJitter(firstRetryMs),
    afterErrorMs: longestRetryMs,
    onError: (error) => logger.error({ err: error }, 'Unexpected error'),
  })
  return success({
    engine: engineOn(config, catalog, () => opened),
    readiness: async () => (opened === undefined ? { ready: false, reason: 'The database is not there yet.' } : opened.ping()),
    close: async () => {
      await background.close()
      await opened?.database.close()
    },
  })
}

/** Says what is wrong once, not at every try. */
function createIssueLog(logger: Logger): (issues: readonly Issue[]) => void {
  let said = ''
  return (issues) => {
    const saying = issues.map(issueMessage).join('\n')
    if (saying !== said) for (const each of issues) logger.warn({ code: each.code, place: placeOf(each) }, issueMessage(each))
    said = saying
  }
}

function placeOf({ span }: Issue): string | undefined {
  return span === undefined ? undefined : placeText(span)
}

/** Several servers that lost the same database do not come back in the same instant. */
function withJitter(delayMs: number): number {
  return delayMs * (0.5 + Math.random() / 2)
}

function withPing(opened: OpenedDatabase): OpenedDatabase & { readonly ping: Ping } {
  return { ...opened, ping: createPing(opened.database) }
}

/**
 * Statements wait their turn outside the database: so many at once, and so many more in the queue. Those whose rows go as slowly as a client reads them
 * are half of them at most.
 */
function turnsOf(config: Config): InTurn {
  const running = statementsAtOnce(config)
  const waiting = config.maxConcurrency * 25
  const enqueue = createQueue({ running, waiting })
  const enqueueSlow = createQueue({ running: Math.max(1, Math.floor(running / 2)), waiting })
  return async (run, { caller = '', signal, ownPace }) => {
    const turn = { caller, signal }
    const inTurn = () => enqueue(run, turn)
    const answer = await (ownPace ? enqueueSlow(inTurn, turn) : inTurn())
    return answer === turnedAway ? failure(issue('UNAVAILABLE', { what: 'A free connection of the database' })) : answer
  }
}

function engineOn(config: Config, catalog: Catalog, current: () => OpenedDatabase | undefined): Engine {
  const compiler = createEngine({ catalog, ...compilerOnly(config) })
  const ask = async <T>(question: (engine: Engine) => Promise<Result<T>>): Promise<Result<T>> => {
    const opened = current()
    return opened === undefined ? failure(issue('UNAVAILABLE', {})) : question(opened.engine)
  }
  return {
    catalog,
    // As it would run; while the database is down, as if it stored every text as text.
    explain: (query) => (current()?.engine ?? compiler).explain(query),
    prepare: (query) => (current()?.engine ?? compiler).prepare(query),
    explainValues: (query) => (current()?.engine ?? compiler).explainValues(query),
    together: (queries) => (current()?.engine ?? compiler).together(queries),
    moves: (query) => (current()?.engine ?? compiler).moves(query),
    cutPoints: (query) => (current()?.engine ?? compiler).cutPoints(query),
    explainReading: (reading) => compiler.explainReading(reading),
    read: (reading, options) => ask((engine) => engine.read(reading, options)),
    run: (query, options) => ask((engine) => engine.run(query, options)),
    values: (query, options) => ask((engine) => engine.values(query, options)),
  }
}
