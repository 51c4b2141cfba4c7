/**
 * The environment, read and checked once at start: everything the process can be told, typed. All problems are reported together.
 *
 *   { PORT: '4000', ... } -> Config
 */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { parseDatabaseUrl } from '../database/database-url.ts'
import type { OpenOptions } from '../database/options.ts'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { closest } from '../semantic/issues/suggest.ts'
import type { AccessToken } from './access-tokens.ts'
import { isLoopbackHost } from './http/loopback.ts'
import { packageRoot } from './package-root.ts'
import { type LogLevel, type Setting, type SettingName, settingNames, settings } from './settings.ts'

export interface Config {
  /** `duckdb:<absolute file>`, `duckdb::memory:` or `postgres://...`. May hold a password: never printed. */
  readonly databaseUrl: string
  /** False: nobody named a database, so the embedded file is ours to fill. */
  readonly databaseNamed: boolean
  /** Absolute folder of the model. */
  readonly modelFolder: string
  readonly host: string
  readonly port: number
  /** What global ids and cursors are sealed with: never printed. */
  readonly secret: string
  /** Empty: no authentication. */
  readonly tokens: readonly AccessToken[]
  readonly logLevel: LogLevel
  readonly maxLimit: number
  readonly maxTableRows: number
  readonly explore: boolean
  /** Absolute; a file or a folder. */
  readonly documents?: string
  readonly trustedOnly: boolean
  readonly showSql: boolean
  readonly statementTimeoutMs: number
  readonly maxConcurrency: number
  /** Threads of Node's own pool, which statements of DuckDB share with files and host names. */
  readonly poolThreads: number
  readonly duckdb: Pick<OpenOptions, 'threads' | 'memoryLimit' | 'tempFolder' | 'tempLimit'>
  readonly resultCache: 'off' | { readonly maxBytes: number }
  readonly shutdownGraceMs: number
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What the command line says; it wins over the environment. */
export interface ConfigOverrides {
  readonly model?: string
  readonly cwd: string
}

export function readConfig(environment: Environment, overrides: ConfigOverrides): Result<Config> {
  const { optional, withDefault, issues } = settingsReader(environment)
  const host = withDefault('HOST', settings.HOST)
  const tokens = optional('TESSERA_TOKENS', settings.TESSERA_TOKENS)
  const databaseUrl = optional('DATABASE_URL', settings.DATABASE_URL)
  const target = databaseUrl === undefined ? success(undefined) : parseDatabaseUrl(databaseUrl)
  const memoryLimit = optional('TESSERA_DUCKDB_MEMORY', settings.TESSERA_DUCKDB_MEMORY)
  const tempFolder = optional('TESSERA_DUCKDB_TEMP', settings.TESSERA_DUCKDB_TEMP)
  const tempLimit = optional('TESSERA_DUCKDB_TEMP_SIZE', settings.TESSERA_DUCKDB_TEMP_SIZE)
  const modelFolder = folderOfModel(overrides, optional('TESSERA_MODEL', settings.TESSERA_MODEL))
  const documents = optional('TESSERA_DOCUMENTS', settings.TESSERA_DOCUMENTS)
  const resultCache = withDefault('TESSERA_RESULT_CACHE', settings.TESSERA_RESULT_CACHE)
  const absoluteDatabaseUrl = absoluteUrl(databaseUrl ?? `duckdb:.tessera/${basename(modelFolder)}.duckdb`, overrides.cwd)
  const config: Config = {
    databaseUrl: absoluteDatabaseUrl,
    databaseNamed: databaseUrl !== undefined,
    modelFolder,
    host,
    port: withDefault('PORT', settings.PORT),
    secret: optional('TESSERA_SECRET', settings.TESSERA_SECRET) ?? derivedSecret(absoluteDatabaseUrl, modelFolder),
    tokens: tokens ?? [],
    logLevel: withDefault('LOG_LEVEL', settings.LOG_LEVEL),
    maxLimit: withDefault('TESSERA_MAX_LIMIT', settings.TESSERA_MAX_LIMIT),
    maxTableRows: withDefault('TESSERA_MAX_TABLE_ROWS', settings.TESSERA_MAX_TABLE_ROWS),
    explore: withDefault('TESSERA_EXPLORE', settings.TESSERA_EXPLORE),
    ...(documents === undefined ? {} : { documents: resolve(overrides.cwd, documents) }),
    trustedOnly: withDefault('TESSERA_TRUSTED_ONLY', settings.TESSERA_TRUSTED_ONLY),
    showSql: optional('TESSERA_SHOW_SQL', settings.TESSERA_SHOW_SQL) ?? isLoopbackHost(host),
    statementTimeoutMs: withDefault('TESSERA_STATEMENT_TIMEOUT', settings.TESSERA_STATEMENT_TIMEOUT),
    maxConcurrency: withDefault('TESSERA_MAX_CONCURRENCY', settings.TESSERA_MAX_CONCURRENCY),
    poolThreads: poolThreads(environment),
    duckdb: {
      threads: optional('TESSERA_DUCKDB_THREADS', settings.TESSERA_DUCKDB_THREADS) ?? availableParallelism(),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
      ...(tempFolder === undefined ? {} : { tempFolder: resolve(overrides.cwd, tempFolder) }),
      ...(tempLimit === undefined ? {} : { tempLimit }),
    },
    resultCache: resultCache === 'off' ? 'off' : { maxBytes: resultCache },
    shutdownGraceMs: withDefault('TESSERA_SHUTDOWN_GRACE', settings.TESSERA_SHUTDOWN_GRACE),
  }
  const all = [...unknownSettings(environment), ...(target.ok ? [] : target.issues), ...issues]
  return all.length === 0 ? success(config) : failure(...all)
}

/** Not ours to refuse: Node reads it, and takes 4 for whatever it cannot read. */
function poolThreads({ UV_THREADPOOL_SIZE }: Environment): number {
  return Math.min(Number.parseInt(UV_THREADPOOL_SIZE ?? '', 10) || 4, 1024)
}

/** Refuses to show an unprotected server to a network. Separate from reading: only a command that listens cares. */
export function checkExposure(config: Config): readonly Issue[] {
  return isLoopbackHost(config.host) || config.tokens.length > 0 ? [] : [issue('UNPROTECTED_ADDRESS', { host: config.host })]
}

/** Reads settings one by one and remembers what was wrong; a wrong one reads as if it were not set. */
function settingsReader(environment: Environment) {
  const issues: Issue[] = []
  function optional<T>(name: SettingName, setting: Setting<T>): T | undefined {
    const text = environment[name]?.trim()
    if (text === undefined || text === '') return undefined
    const read = setting.read.safeParse(text)
    if (read.success) return read.data
    const { expected, problem, secret } = setting
    const facts = { setting: name, expected, ...(secret ? {} : { value: text }), ...(problem && { problem: problem(text) }) }
    issues.push(issue('INVALID_SETTING', facts))
    return undefined
  }
  function withDefault<T>(name: SettingName, setting: Setting<T> & { readonly default: string }): T {
    return optional(name, setting) ?? setting.read.parse(setting.default)
  }
  return { optional, withDefault, issues }
}

/** A misspelt TESSERA_TOKENS must not leave a server open. */
function unknownSettings(environment: Environment): readonly Issue[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('TESSERA_') && !settingNames.includes(name))
    .map((name) => {
      const nearest = closest(name, settingNames)
      return issue('UNKNOWN_SETTING', { setting: name, ...(nearest === undefined ? {} : { closest: nearest }) })
    })
}

function folderOfModel(overrides: ConfigOverrides, fromEnvironment: string | undefined): string {
  const given = overrides.model ?? fromEnvironment
  return given === undefined ? resolve(packageRoot, 'semantic-models', 'customer-360') : resolve(overrides.cwd, given)
}

/** The same wherever the same database answers under the same model: ids and cursors outlive a restart and hold on every instance. */
function derivedSecret(databaseUrl: string, modelFolder: string): string {
  return createHash('sha256')
    .update(JSON.stringify([databaseUrl, basename(modelFolder)]))
    .digest('base64url')
}

function absoluteUrl(url: string, cwd: string): string {
  const file = /^duckdb:(?!:memory:)(.+)$/s.exec(url)?.[1]
  return file === undefined ? url : `duckdb:${resolve(cwd, file)}`
}
