/** Tables as a first model is made of them: columns, and what the database knows of their keys. */
import type { PhysicalColumn } from '../database.ts'

export interface TableName {
  /** Where the name alone would not find it. */
  readonly schema?: string
  readonly name: string
}

export interface TableColumn extends PhysicalColumn {
  /** What the database says of it to people. */
  readonly description?: string
}

export interface ForeignKey {
  readonly columns: readonly string[]
  readonly target: TableName
  readonly targetColumns: readonly string[]
}

export interface SourceTable extends TableName {
  readonly kind: 'table' | 'view'
  readonly description?: string
  readonly columns: readonly TableColumn[]
  /** Empty where there is none. */
  readonly primaryKey: readonly string[]
  /** Other keys that no two rows share; a row may lack one. */
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly foreignKeys: readonly ForeignKey[]
}

export interface TableList {
  readonly tables: readonly SourceTable[]
  /** Those that are there and may not be read. */
  readonly unreadable: readonly string[]
  /** Those of the tables above: `orders.margin`. */
  readonly unreadableColumns: readonly string[]
  /** Schemas with tables that were not looked at, because names without a schema do not lead there. */
  readonly otherSchemas: readonly string[]
}

/** As the model writes it: `analytics.orders`. */
export function writtenName({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`
}

export function isSameTable(a: TableName, b: TableName): boolean {
  return a.name === b.name && a.schema === b.schema
}
