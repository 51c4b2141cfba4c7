/** A table on its way to an entity: what it is called, which of its columns are kept, what is known of its rows. */
import type { TypedColumn } from '../database/tables/column-type.ts'
import type { Sample } from '../database/tables/probe.ts'
import type { SourceTable, TableColumn } from '../database/tables/table.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { EntityName, MemberNames } from './names.ts'

/** A table of a database, or what a file was read as. */
export interface DraftSource {
  readonly table: SourceTable
  readonly file?: {
    /** As the model writes it: relative to its folder. */
    readonly path: string
    /** As people called it. */
    readonly name: string
    readonly rows: number
    readonly textColumns: readonly TypedColumn[]
  }
}

/** A column with a type that models have. */
export interface KeptColumn extends TableColumn {
  /** Of its dimension. */
  readonly type: ValueType
  /** Where the dimension is not the column as it is. */
  readonly sql?: string
  /** Why it is of that type. */
  readonly comment?: string
}

export interface EntityPlan extends EntityName {
  readonly source: DraftSource
  readonly columns: readonly KeptColumn[]
  /** Absent where the rows cannot be read. */
  readonly sample?: Sample
  readonly names: MemberNames
  /** Of columns. */
  readonly dimensions: ReadonlyMap<string, string>
}

export function dimensionOf(entity: EntityPlan, column: string): string {
  return entity.dimensions.get(column) ?? column
}

export function columnNamed(entity: EntityPlan, name: string): KeptColumn | undefined {
  return entity.columns.find((column) => column.name === name)
}

/** What a database says of a table or a column, on one line. */
export function describedAs({ description = '' }: { readonly description?: string }): { readonly description?: string } {
  const text = description.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return text === '' ? {} : { description: text }
}
