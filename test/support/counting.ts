/** A database that writes down what it is asked: the statements that really reached it, in order. */
import type { CompiledQuery, QueryExecutor } from 'kysely'
import type { AnyKysely, Database } from '../../src/database/database.ts'

export interface CountingDatabase extends Database {
  readonly statements: string[]
  /** How many of them hold this text. */
  count(text: string): number
}

export function counting(database: Database): CountingDatabase {
  const statements: string[] = []
  const recording = <T extends object>(target: T, names: readonly string[], others: Readonly<Record<string, () => unknown>> = {}): T =>
    new Proxy(target, {
      get(inner, name) {
        const other = others[String(name)]
        if (other !== undefined) return other
        const value: unknown = Reflect.get(inner, name, inner)
        if (typeof value !== 'function') return value
        if (!names.includes(String(name))) return value.bind(inner)
        return (query: CompiledQuery, ...rest: unknown[]) => {
          statements.push(query.sql)
          return value.call(inner, query, ...rest)
        }
      },
    })
  const executor = (): QueryExecutor => recording(database.kysely.getExecutor(), ['stream', 'executeQuery'])
  const kysely: AnyKysely = recording(database.kysely, ['executeQuery'], { getExecutor: executor })
  return { ...database, kysely, statements, count: (text) => statements.filter((statement) => statement.includes(text)).length }
}
