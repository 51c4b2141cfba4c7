/** The base in PostgreSQL: a schema of its own, made when it is not there yet. Other schemas of the database are left alone. */
import pg from 'pg'
import { baseName } from './folder.ts'
import type { Made, OnProgress } from './made.ts'
import type { BaseSize } from './rows.ts'
import { fillSteps, fingerprintQuery, tableStatements } from './tables.ts'

/** The index that answers most of the questions holds the customer and the value, so that they need not be read from the table. */
const indexStatements = [
  'alter table customer add primary key (customer_id)',
  'create index on customer (state)',
  'alter table activity add primary key (activity_id)',
  'create index on activity (entity_id, activity, activity_ts)',
  'create index on activity (activity, activity_ts) include (entity_id, order_value)',
  'create index on activity (order_id)',
] as const

/** Pages of customers come in the order of their keys by code point, which the primary key is not sorted by as far as PostgreSQL knows. */
const pageIndex = 'create index if not exists customer_by_code_point on customer (customer_id collate "C")'

/** Sessions of the URL returned see the tables of this base under their plain names. */
export async function ensurePostgresBase(url: string, size: BaseSize, onProgress: OnProgress): Promise<Made> {
  const schema = baseName(size)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tessera bench load',
    options: `-c search_path=${schema} -c TimeZone=UTC`,
  })
  await client.connect()
  try {
    // Two runs that start together make it once.
    await client.query('select pg_advisory_lock(hashtext($1))', [schema])
    const { rows } = await client.query('select to_regclass($1) is not null as found', [`${schema}.complete`])
    const isNew = rows[0]?.found !== true
    if (isNew) await load(client, schema, { size, onProgress })
    // Bases that were made before it have it from now on, too.
    await client.query(pageIndex)
    return { url: inSchema(url, schema), isNew }
  } finally {
    await client.end()
  }
}

async function load(client: pg.Client, schema: string, { size, onProgress }: { size: BaseSize; onProgress: OnProgress }): Promise<void> {
  await client.query('begin')
  await client.query(`drop schema if exists ${schema} cascade`)
  await client.query(`create schema ${schema}`)
  for (const statement of tableStatements) await client.query(statement)
  for (const { sql, done } of fillSteps(size)) {
    await client.query(sql)
    onProgress(done * 0.6)
  }
  for (const [index, statement] of indexStatements.entries()) {
    await client.query(statement)
    onProgress(0.6 + (0.35 * (index + 1)) / indexStatements.length)
  }
  await client.query('commit')
  await client.query('vacuum (analyze) customer')
  await client.query('vacuum (analyze) activity')
  // The last thing of a load: without it the next run begins again.
  await client.query('create table complete ()')
  onProgress(1)
}

function inSchema(url: string, schema: string): string {
  const within = new URL(url)
  const given = within.searchParams.get('options')
  within.searchParams.set('options', [...(given === null ? [] : [given]), `-c search_path=${schema}`].join(' '))
  return within.href
}

export async function postgresFingerprint(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: fingerprintQuery, rowMode: 'array' })
    return (rows[0] ?? []).map((value) => String(value).replace(/\.0+$/, ''))
  } finally {
    await client.end()
  }
}
