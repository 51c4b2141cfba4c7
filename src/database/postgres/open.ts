/** A pool of PostgreSQL connections behind the Database interface. Every session runs in UTC and returns text and numbers only. */
import { CompiledQuery, Kysely } from 'kysely'
import pg from 'pg'
import type { Database } from '../database.ts'
import { type OpenOptions, statementTimeoutMs } from '../options.ts'
import { describePostgres } from './describe.ts'
import { CancellablePostgresDialect } from './dialect.ts'
import { RowStream } from './row-stream.ts'
import { typeParsers } from './types.ts'

/**
 * Makes the server notice that a client is gone in the middle of a statement. Asked for by query, not at connecting:
 * servers that lack the setting (before 14, or on Windows) would refuse the connection.
 */
const noticeLostClients = `select set_config(name, '10s', false) from pg_settings
  where name = 'client_connection_check_interval' and version() !~* 'windows|mingw|visual c'`

/** Connects once to see that it works: the driver's error is thrown. */
export async function openPostgres(url: URL, options: OpenOptions): Promise<Database> {
  const pool = new pg.Pool({ ...clientConfig(url, options), max: options.connections ?? 10 })
  // An idle connection that the server ends is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that is in use: its statement fails by itself, and the pool has no listener on it then.
  pool.on('connect', (client) => void client.on('error', () => {}))
  const kysely = new Kysely<Record<string, never>>({
    dialect: new CancellablePostgresDialect(
      {
        pool,
        cursor: RowStream,
        onCreateConnection: async (connection) => void (await connection.executeQuery(CompiledQuery.raw(noticeLostClients))),
      },
      statementTimeoutMs(options),
    ),
  })
  try {
    await kysely.executeQuery(CompiledQuery.raw('select 1'))
  } catch (error) {
    await kysely.destroy()
    throw error
  }
  return {
    engine: 'postgres',
    kysely,
    describe: (source) => describePostgres(pool, source),
    close: () => kysely.destroy(),
  }
}

const hourMs = 3_600_000

/**
 * The server counts the time in which a client reads, too, so the limit is kept on our side (see statement-clock.ts); the server ends what is left when
 * nobody is there to do so.
 */
function longestStatementMs(options: OpenOptions): number {
  const limit = statementTimeoutMs(options)
  return limit === 0 ? 0 : Math.max(limit, hourMs)
}

/** Settings of the session, after those the URL asks for. */
export function clientConfig(url: URL, options: OpenOptions): pg.ClientConfig {
  const connection = new URL(url)
  const settings = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'postgres',
    jit: 'off',
    statement_timeout: String(longestStatementMs(options)),
    ...(options.mode === 'write' ? {} : { default_transaction_read_only: 'on' }),
  }
  const given = connection.searchParams.get('options')
  connection.searchParams.delete('options')
  return {
    connectionString: connection.href,
    options: [...(given === null ? [] : [given]), ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)].join(' '),
    application_name: connection.searchParams.get('application_name') ?? 'tessera',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    types: typeParsers,
  }
}
