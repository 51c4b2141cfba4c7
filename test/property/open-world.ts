/** Worlds in databases: one database per engine for all of them, tables with a prefix of their own, dropped after use. */
import { CompiledQuery } from 'kysely'
import type { Database } from '../../src/database/database.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import type { Cell, World } from './case.ts'
import { modelText, type Table, tablesOf } from './write-model.ts'

let worlds = 0

export interface OpenWorld {
  readonly ask: Ask
  close(): Promise<void>
}

/** The same model on each of the databases. */
export async function openWorld(world: World, databases: readonly Database[]): Promise<readonly OpenWorld[]> {
  const prefix = `w${worlds++}_`
  const catalog = await catalogOf(modelText(world, prefix))
  const tables = Object.entries(tablesOf(world, prefix))
  return Promise.all(
    databases.map(async (database) => {
      await Promise.all(tables.map(([name, table]) => createTable(database, name, table)))
      const close = async () => {
        await Promise.all(tables.map(([name]) => run(database, `drop table ${name}`)))
      }
      return { ask: askOf(catalog, database), close }
    }),
  )
}

const sqlTypes = { string: 'text', integer: 'integer', decimal: 'numeric(18, 2)', boolean: 'boolean', date: 'date' } as const

async function createTable(database: Database, name: string, { columns, rows }: Table): Promise<void> {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${sqlTypes[type]}`)
  await run(database, `create ${database.engine === 'postgres' ? 'unlogged table' : 'table'} ${name} (${definitions.join(', ')})`)
  if (rows.length > 0) await run(database, `insert into ${name} values ${rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')}`)
}

function literal(cell: Cell): string {
  return typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell)
}

async function run(database: Database, statement: string): Promise<void> {
  await database.kysely.executeQuery(CompiledQuery.raw(statement))
}
