/** Where the rows of an entity or stream come from: keys shared by both. */
import type { Fields, Key } from '../mapping.ts'
import type { SourceDeclaration } from '../model.ts'
import type { Rule } from '../rules.ts'
import { text, trueOrFalse } from '../shape.ts'

const keys = {
  table: {
    name: 'table',
    shape: text(),
    description: 'A table or view of the database, with its schema where needed.',
    example: 'analytics.orders',
  },
  sql: {
    name: 'sql',
    shape: text(),
    description: 'One SELECT whose rows are the rows.',
    example: "select * from orders where status <> 'test'",
  },
  file: {
    name: 'file',
    shape: text(),
    description: 'A CSV, Parquet or JSON file, relative to the folder of the model; loaded as a table of this name.',
    example: 'orders.csv',
  },
  trusted: {
    name: 'trusted',
    shape: trueOrFalse(),
    description: 'Lifts the list of allowed functions for this `sql`; `tessera check` lists where.',
    default: 'false',
  },
} satisfies Record<string, Key<unknown>>

export const sourceKeys: readonly Key<unknown>[] = Object.values(keys)
export const trustedWithSql: Rule = { kind: 'only-with', key: 'trusted', others: ['sql'] }

export function readSource(fields: Fields): Exclude<SourceDeclaration, { kind: 'activity' }> | undefined {
  const table = fields.read(keys.table)
  const sql = fields.read(keys.sql)
  const file = fields.read(keys.file)
  const trusted = fields.read(keys.trusted) ?? false
  if (table !== undefined) return { kind: 'table', table }
  if (sql !== undefined) return { kind: 'sql', sql, trusted }
  return file === undefined ? undefined : { kind: 'file', file }
}
