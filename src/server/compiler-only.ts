/** What the engine needs to write SQL for the configured database without one: for `tessera sql`, and while a database is still down. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { EngineOptions } from '../semantic/engine.ts'
import type { Config } from './config.ts'

/** DuckDB reads PostgreSQL's placeholders and quotes: one compiler serves both. */
export function compilerOnly({ databaseUrl }: Pick<Config, 'databaseUrl'>): Pick<EngineOptions, 'kysely' | 'dialect'> {
  const kysely = new Kysely<Record<string, never>>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return { kysely, dialect: databaseUrl.startsWith('duckdb:') ? 'duckdb' : 'postgres' }
}
