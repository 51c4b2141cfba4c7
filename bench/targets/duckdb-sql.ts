/** Hand-written SQL through `@duckdb/node-api`, with connections of one instance. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Target } from './target.ts'

export interface DuckDBSqlOptions {
  readonly connections: number
}

export async function openDuckDBSql(file: string, { connections }: DuckDBSqlOptions): Promise<Target> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const all = await Promise.all(Array.from({ length: connections }, () => instance.connect()))
  const idle = [...all]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  const take = async () => idle.pop() ?? new Promise<DuckDBConnection>((resolve) => waiting.push(resolve))
  const giveBack = (connection: DuckDBConnection) => {
    const next = waiting.shift()
    if (next === undefined) idle.push(connection)
    else next(connection)
  }
  return {
    engine: 'duckdb',
    path: 'sql',
    ask: async (question, call) => {
      const { text, parameters } = question.sql.duckdb(call)
      const connection = await take()
      try {
        return (await connection.runAndReadAll(text, [...parameters])).getRows()
      } finally {
        giveBack(connection)
      }
    },
    read: (_question, raw) => raw as readonly unknown[][],
    close: async () => {
      for (const connection of all) connection.disconnectSync()
      instance.closeSync()
    },
  }
}
