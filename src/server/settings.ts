/**
 * Every setting of the program: its name in the environment, how its text is read, its default and its meaning.
 * The one table: validation (config.ts), docs/configuration.md and the messages about wrong values come from here.
 */
import { isIP } from 'node:net'
import { z } from 'zod'
import { readAccessTokens } from './access-tokens.ts'

export interface Setting<T> {
  /** Reads the text of the variable; a failure says only that it failed, `expected` says why. */
  readonly read: z.ZodType<T, string>
  /** What a right value is: ends the message "`PORT` is `abc`; expected: ...". */
  readonly expected: string
  /** As text; none: the setting may stay unset. */
  readonly default?: string
  /** The default as documented, where it depends on other settings. */
  readonly defaultText?: string
  /** One sentence for the documentation. */
  readonly meaning: string
  /** What is wrong with a text that cannot be read, where `expected` alone would leave people searching. Quotes nothing secret. */
  readonly problem?: (text: string) => string
  /** Never printed, not even when it is wrong. */
  readonly secret?: true
}

function setting<T, S extends Omit<Setting<T>, 'read'>>(read: z.ZodType<T, string>, rest: S): { readonly read: z.ZodType<T, string> } & S {
  return { read, ...rest }
}

function wholeNumber(from: number, to: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to))
}

/** As DuckDB reads it. */
const size = z.string().regex(/^\d{1,6}(\.\d+)?\s?([KMGT]i?B)$/)

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on')

const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }
/** `500ms`, `30s`, `2m` in milliseconds; at most an hour. */
const duration = z
  .string()
  .regex(/^\d{1,7}(ms|s|m)$/)
  .transform((text) => Number.parseInt(text, 10) * (millisecondsPer[text.replace(/^\d+/, '')] ?? Number.NaN))
  .pipe(z.number().min(1).max(3_600_000))

const bytesPer: Readonly<Record<string, number>> = { MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 }
/** `64MB` in bytes. */
const sizeInMemory = z
  .string()
  .regex(/^\d{1,6}\s?[MG]i?B$/)
  .transform((text) => Number.parseInt(text, 10) * (bytesPer[text.replace(/^\d+\s?/, '')] ?? Number.NaN))
  .pipe(z.number().min(1e6).max(100e9))
const sizeOrOff = z.union([z.literal('off'), sizeInMemory])

const hostOrAddress = z.string().refine((text) => isIP(text) !== 0 || /^[A-Za-z0-9._-]+$/.test(text))

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const accessTokens = z
  .string()
  .transform(readAccessTokens)
  .refine(({ problems }) => problems.length === 0)
  .transform(({ tokens }) => tokens)

export const settings = {
  DATABASE_URL: setting(z.string(), {
    expected: '`duckdb:<file>`, `duckdb::memory:` or `postgres://user:password@host:port/database`',
    defaultText: '`duckdb:.tessera/<model>.duckdb`',
    meaning:
      'The database that holds the rows: an embedded DuckDB file (made where the model has files to load, or by `tessera sample`), DuckDB in memory, or PostgreSQL. Relative files are relative to the working directory; `<model>` is the name of the model’s folder.',
    secret: true,
  }),
  TESSERA_MODEL: setting(z.string(), {
    expected: 'the folder of a model',
    defaultText: 'the shipped `semantic-models/customer-360`',
    meaning: 'The folder of the model (`*.yml`). `--model` on the command line wins over it.',
  }),
  HOST: setting(hostOrAddress, {
    expected: 'a host name or an IP address, without a port',
    default: '127.0.0.1',
    meaning: 'The address the server binds to. Anything but a loopback address needs `TESSERA_TOKENS`.',
  }),
  PORT: setting(wholeNumber(0, 65_535), {
    expected: 'a whole number from 0 to 65535',
    default: '4000',
    meaning: 'The port the server listens on; 0 takes any free one.',
  }),
  TESSERA_TOKENS: setting(accessTokens, {
    expected:
      'entries separated by commas, each `<name>:sha256:<64 hexadecimal digits>` as `tessera token <name>` prints it, or a token of at least 16 printable ASCII characters without spaces and colons',
    problem: (text: string) => readAccessTokens(text).problems.join('; '),
    defaultText: 'none: no authentication, and only a loopback `HOST`',
    meaning:
      'Access tokens, see [access](access.md). With them, every path but `/livez` and `/readyz` needs one: `Authorization: Bearer <token>`, or Basic authentication with the token as password.',
    secret: true,
  }),
  TESSERA_SECRET: setting(z.string().min(16), {
    expected: 'at least 16 characters',
    defaultText: 'made of `DATABASE_URL` and the name of the model’s folder',
    meaning:
      'What global ids and cursors are encrypted and authenticated with, see [below](#ids-and-cursors). Equal on every instance of a service; with another secret, ids and cursors that clients have kept are refused.',
    secret: true,
  }),
  LOG_LEVEL: setting(z.enum(logLevels), {
    expected: `one of ${logLevels.join(', ')}`,
    default: 'info',
    meaning: 'The least severe log lines written. Logs are JSON lines on standard output, without variables and without SQL.',
  }),
  TESSERA_MAX_LIMIT: setting(wholeNumber(1, 1_000_000), {
    expected: 'a whole number from 1 to 1000000',
    default: '50000',
    meaning: 'The largest `limit` a question may ask for; also the most rows of pages within pages together.',
  }),
  TESSERA_MAX_TABLE_ROWS: setting(wholeNumber(1, 1_000_000_000), {
    expected: 'a whole number from 1 to 1000000000',
    default: '10000000',
    meaning:
      'The most rows of an answer that is a table (CSV, NDJSON, Arrow, Parquet, `/q`), also of one that names no `limit`; a larger one is refused.',
  }),
  TESSERA_EXPLORE: setting(onOff, {
    expected: '`on` or `off`',
    default: 'on',
    meaning: 'Whether the schema has `explore`, where the selected dimensions are the grain.',
  }),
  TESSERA_DOCUMENTS: setting(z.string(), {
    expected: 'a folder of `*.graphql` files, or a JSON file of relay-compiler or GraphQL Code Generator with SHA-256 ids',
    defaultText: 'none: only the saved queries of the model',
    meaning:
      'Documents that clients may name by `documentId` in place of their text, see [trusted documents](graphql.md#trusted-documents). They are held against the schema at start.',
  }),
  TESSERA_TRUSTED_ONLY: setting(onOff, {
    expected: '`on` or `off`',
    default: 'off',
    meaning: 'Whether `/graphql` answers nothing but the saved queries and the documents of `TESSERA_DOCUMENTS`.',
  }),
  TESSERA_SHOW_SQL: setting(onOff, {
    expected: '`on` or `off`',
    defaultText: '`on` for a loopback `HOST`, otherwise `off`',
    meaning: 'Whether `sql` in an answer shows the statement.',
  }),
  TESSERA_STATEMENT_TIMEOUT: setting(duration, {
    expected: 'a duration such as `500ms`, `30s` or `2m`, at most 60m',
    default: '30s',
    meaning:
      'How long one statement may keep its answer waiting; then it is cancelled in the database and the field answers `TIMEOUT`. Time in which a client reads what it has, as of a large table, does not count.',
  }),
  TESSERA_MAX_CONCURRENCY: setting(wholeNumber(1, 1000), {
    expected: 'a whole number from 1 to 1000',
    default: '8',
    meaning:
      'How many statements run at once; there is one connection more, for `/readyz`, and on PostgreSQL two to see whether rows have changed. Others wait their turn; when too many wait, the answer is `UNAVAILABLE`. On DuckDB also at most two fewer than Node’s `UV_THREADPOOL_SIZE`.',
  }),
  TESSERA_DUCKDB_THREADS: setting(wholeNumber(1, 1024), {
    expected: 'a whole number from 1 to 1024',
    defaultText: 'the number of processors',
    meaning: 'Threads of the embedded DuckDB.',
  }),
  TESSERA_DUCKDB_MEMORY: setting(size, {
    expected: 'a size such as `512MB` or `4GB`',
    defaultText: '80 % of the machine’s memory (DuckDB’s own)',
    meaning: 'The memory DuckDB may use before it writes intermediate results to disk.',
  }),
  TESSERA_DUCKDB_TEMP: setting(z.string(), {
    expected: 'a folder that can be written to; it is made where it is missing',
    defaultText: 'the folder of the database file, or the system’s temporary folder where that cannot be written to',
    meaning: 'Where DuckDB writes intermediate results that do not fit into its memory. They are removed when the database is closed.',
  }),
  TESSERA_DUCKDB_TEMP_SIZE: setting(size, {
    expected: 'a size such as `512MB` or `4GB`',
    defaultText: '90 % of the free disk (DuckDB’s own)',
    meaning: 'The most DuckDB may write there; a question that needs more answers `UNAVAILABLE`.',
  }),
  TESSERA_RESULT_CACHE: setting(sizeOrOff, {
    expected: 'a size such as `64MB` or `1GB`, from 1MB to 100GB, or `off`',
    default: '64MB',
    meaning:
      'The memory for answers that are kept until their rows change: always on DuckDB, on PostgreSQL where the model says `freshness` of everything an answer reads. One answer takes an eighth of it at most.',
  }),
  TESSERA_SHUTDOWN_GRACE: setting(duration, {
    expected: 'a duration such as `500ms`, `30s` or `2m`, at most 60m',
    default: '10s',
    meaning: 'How long running requests may take to finish after SIGTERM or SIGINT. A second signal ends the process at once.',
  }),
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings
export const settingNames: readonly string[] = Object.keys(settings)

/** The table in docs/configuration.md. */
export function settingsTable(): string {
  const rows = Object.entries<Setting<unknown>>(settings).map(([name, { expected, meaning, ...rest }]) => {
    const byDefault = rest.defaultText ?? (rest.default === undefined ? '' : `\`${rest.default}\``)
    return `| \`${name}\` | ${byDefault} | ${meaning} Expected: ${expected}. |`
  })
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n')
}
