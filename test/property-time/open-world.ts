/** Worlds in databases: one database per engine for all of them, sales and visits in tables of their own, dropped after use. */
import { CompiledQuery } from 'kysely'
import type { Database } from '../../src/database/database.ts'
import { type EngineName, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { modelText } from './model.ts'
import { customers, type World } from './world.ts'

export interface OpenWorld {
  readonly asks: readonly Ask[]
  close(): Promise<void>
}

let worlds = 0

/** A database with the customers that all worlds share. */
export function openCustomers(engine: EngineName): Promise<Database> {
  return openTestDatabase(engine, { customer: { columns: { customer_id: 'integer', state: 'string' }, rows: [...customers] } })
}

/** The same world on each of the databases. */
export async function openWorld(world: World, databases: readonly Database[]): Promise<OpenWorld> {
  const suffix = `_${worlds++}`
  const catalog = await catalogOf(modelText(world, suffix))
  await Promise.all(databases.map((database) => createTables(world, suffix, database)))
  return {
    asks: databases.map((database) => askOf(catalog, database)),
    close: async () => {
      await Promise.all(databases.flatMap((database) => ['sale', 'visit'].map((name) => run(database, `drop table ${name}${suffix}`))))
    },
  }
}

async function createTables({ clock, sales, visits }: World, suffix: string, database: Database): Promise<void> {
  await createTable(
    `sale${suffix}`,
    `sale_id integer, customer_id integer, channel text, sold_at ${clock}, amount numeric(18, 2)`,
    sales.map(({ customer, channel, at, cents }, index) => [index, customer, channel, at, cents === null ? null : cents / 100]),
    database,
  )
  await createTable(
    `visit${suffix}`,
    `visit_id integer, customer_id integer, visited_at ${clock}`,
    visits.map(({ customer, at }, index) => [index, customer, at]),
    database,
  )
}

type Cells = readonly (string | number | null)[]

async function createTable(name: string, columns: string, rows: readonly Cells[], database: Database): Promise<void> {
  await run(database, `create ${database.engine === 'postgres' ? 'unlogged table' : 'table'} ${name} (${columns})`)
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`)
  if (values.length > 0) await run(database, `insert into ${name} values ${values.join(', ')}`)
}

function literal(cell: string | number | null): string {
  return typeof cell === 'string' ? `'${cell}'` : String(cell)
}

async function run(database: Database, statement: string): Promise<void> {
  await database.kysely.executeQuery(CompiledQuery.raw(statement))
}
