/** Makes the sample's tables in a database and fills them, all or nothing; memory stays bounded whatever the size. */
import { sql } from 'kysely'
import { type BulkColumn, insertRows } from '../database/bulk.ts'
import type { AnyKysely, Database } from '../database/database.ts'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { fixedRows, generateSample } from './generate.ts'
import { checkSampleOptions, engagementsOf, type SampleOptions, withDefaults } from './options.ts'
import { type SampleColumn, sampleTableNames, sampleTables } from './tables.ts'

export interface SampleProgress {
  /** Rows written so far, of all tables together. */
  readonly rows: number
  readonly of: number
}

export interface SampleSize {
  readonly customers: number
  readonly activities: number
  readonly engagements: number
}

const sqlTypes: Readonly<Record<SampleColumn['type'], string>> = { string: 'text', integer: 'integer', timestamp: 'timestamp' }

/**
 * What the questions of a customer base look for. DuckDB gets none: its scans are as fast, and keeping an index makes loading slow.
 * `feature1` is the order line, `feature9` its value.
 */
const postgresIndexes = [
  'alter table "customer" add primary key ("customer_id")',
  'create index on "customer" ("state")',
  'alter table "activity_stream" add primary key ("activity_uuid")',
  'create index on "activity_stream" ("entity_id", "activity", "activity_ts")',
  'create index on "activity_stream" ("activity", "activity_ts") include ("entity_id", "feature9")',
  'create index on "activity_stream" ("feature1")',
  'alter table "engagement_stream" add primary key ("activity_uuid")',
  'create index on "engagement_stream" ("entity_id", "activity", "activity_ts")',
  'alter table "product" add primary key ("product_id")',
  'alter table "store" add primary key ("store_no")',
]

/** `database` is open for writing. A table of the sample that exists already is left alone: that is an issue. */
export async function writeSample(
  database: Database,
  options: SampleOptions,
  onProgress: (progress: SampleProgress) => void = () => {},
): Promise<Result<SampleSize>> {
  const issues = [...checkSampleOptions(options), ...(await existingTables(database))]
  if (issues.length > 0) return failure(...issues)
  const { customers, activities } = withDefaults(options)
  const engagements = engagementsOf(options)
  await database.kysely.transaction().execute(async (kysely) => {
    await createTables(kysely)
    let rows = 0
    for (const batch of generateSample(options)) {
      const columns = sampleTables[batch.table].columns.map(toBulkColumn)
      await insertRows({ engine: database.engine, kysely }, { table: batch.table, columns, rows: batch.rows })
      rows += batch.rows.length
      onProgress({ rows, of: customers + activities + engagements + fixedRows })
    }
    if (database.engine === 'postgres') for (const statement of postgresIndexes) await sql.raw(statement).execute(kysely)
  })
  // Not inside the transaction, where PostgreSQL refuses it: statistics for the planner, and index-only scans.
  if (database.engine === 'postgres') {
    await sql`vacuum (analyze) ${sql.join(sampleTableNames.map((table) => sql.table(table)))}`.execute(database.kysely)
  }
  return success({ customers, activities, engagements })
}

async function existingTables(database: Database): Promise<Issue[]> {
  const found = await Promise.all(sampleTableNames.map((table) => database.describe({ table })))
  return sampleTableNames.filter((_, index) => found[index] !== undefined).map((table) => issue('SAMPLE_TABLE_EXISTS', { table }))
}

async function createTables(kysely: AnyKysely): Promise<void> {
  for (const table of sampleTableNames) {
    const columns = sampleTables[table].columns.map(toBulkColumn)
    const definitions = columns.map(({ name, sqlType }) => sql`${sql.ref(name)} ${sql.raw(sqlType)}`)
    await sql`create table ${sql.table(table)} (${sql.join(definitions)})`.execute(kysely)
  }
}

function toBulkColumn({ name, type }: SampleColumn): BulkColumn {
  return { name, sqlType: sqlTypes[type] }
}
