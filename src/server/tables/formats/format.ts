/** How a table is written. */
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { TableRow } from '../../../resolvers/table/table-rows.ts'

export type Bytes = Uint8Array

export interface TableFormat {
  /** The ending of `/q/<name>.<ending>`. */
  readonly ending: string
  /** As clients ask for it by `Accept`. */
  readonly mediaType: string
  readonly contentType: string
  /** By itself, so that compressing it again is in vain. */
  readonly isCompressed?: true
  open(columns: readonly TableColumn[]): TableWriter | Promise<TableWriter>
}

/** Bytes may be held back until there are enough of them; together, in their order, they are the table. */
export interface TableWriter {
  /** Throws CELL_UNREPRESENTABLE. */
  add(rows: readonly TableRow[]): readonly Bytes[] | Promise<readonly Bytes[]>
  /** What comes after the last row; also of a table without rows. */
  end(): AsyncIterable<Bytes> | Iterable<Bytes>
  /** Lets go of what is held where no end comes; after an end, too. */
  close(): void | Promise<void>
}
