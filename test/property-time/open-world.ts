/** Worlds in databases: one database per engine for all of them, sales in a table of their own, dropped after use. */
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
  const table = `sale_${worlds++}`
  const catalog = await catalogOf(modelText(world, table))
  await Promise.all(databases.map((database) => createSales(world, table, database)))
  return {
    asks: databases.map((database) => askOf(catalog, database)),
    close: async () => {
      await Promise.all(databases.map((database) => run(database, `drop table ${table}`)))
    },
  }
}

async function createSales({ clock, sales }: World, table: string, database: Database): Promise<void> {
  const kind = database.engine === 'postgres' ? 'unlogged table' : 'table'
  const columns = `sale_id integer, customer_id integer, channel text, sold_at ${clock}, amount numeric(18, 2)`
  await run(database, `create ${kind} ${table} (${columns})`)
  const rows = sales.map(({ customer, channel, at, cents }, index) => {
    const amount = cents === null ? null : cents / 100
    return `(${[index, customer, channel, at, amount].map(literal).join(', ')})`
  })
  if (rows.length > 0) await run(database, `insert into ${table} values ${rows.join(', ')}`)
}

function literal(cell: string | number | null): string {
  return typeof cell === 'string' ? `'${cell}'` : String(cell)
}

async function run(database: Database, statement: string): Promise<void> {
  await database.kysely.executeQuery(CompiledQuery.raw(statement))
}
