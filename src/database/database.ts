/**
 * One open database, whichever engine: a Kysely to compile and run with, and what Kysely does not do.
 *
 * Driver values are primitives the rest can rely on: whole numbers as number, bigint or text; decimals as text; floats as number;
 * booleans; dates as 'YYYY-MM-DD'; timestamps as 'YYYY-MM-DD HH:MM:SS[.ffffff]' in UTC (with or without '+00'). Never a JS Date.
 */
import type { AnyKysely } from '../semantic/dialect/kysely.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'

export type { AnyKysely }

export interface PhysicalColumn {
  readonly name: string
  /** The value type it holds, or `other` for what the model has no word for (json, arrays ...). */
  readonly type: ValueType | 'other'
  /** As the database names it, for messages: `numeric(12,2)`. */
  readonly sqlType: string
}

export interface Database {
  readonly engine: 'postgres' | 'duckdb'
  readonly kysely: AnyKysely
  /** Columns of a table (optionally `schema.table`) or of one SELECT; undefined when the table does not exist. */
  describe(
    source: { readonly table: string; readonly schema?: string } | { readonly sql: string },
  ): Promise<readonly PhysicalColumn[] | undefined>
  /**
   * What the rows are told from those of another time by: as long as it stays, equal statements have equal answers. Absent or undefined where
   * rows can change at any time.
   */
  dataVersion?(): string | undefined
  close(): Promise<void>
}
