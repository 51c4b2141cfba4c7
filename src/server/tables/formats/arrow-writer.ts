/** The streaming format of Apache Arrow (IPC): types of their own for decimals, dates and instants, texts by dictionaries. */
import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow'
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { TableRow } from '../../../resolvers/table/table-rows.ts'
import { type ArrowColumn, arrowColumn } from './arrow-column.ts'
import type { Bytes, TableWriter } from './format.ts'

const rowsOfBatch = 16_384

export class ArrowWriter implements TableWriter {
  readonly #columns: readonly ArrowColumn[]
  readonly #schema: Schema
  readonly #stream = new ByteWriter()
  #rows: TableRow[] = []

  constructor(columns: readonly TableColumn[]) {
    this.#columns = columns.map(arrowColumn)
    this.#schema = new Schema(this.#columns.map(({ name, type }) => new Field(name, type, true)))
    this.#stream.reset(undefined, this.#schema)
  }

  add(rows: readonly TableRow[]): readonly Bytes[] {
    const parts: Bytes[] = []
    for (const row of rows) {
      // Not a row more: as large as batches of the database happen to be, the same table would be other bytes each time.
      if (this.#rows.push(row) === rowsOfBatch) parts.push(...this.#flush())
    }
    return parts
  }

  end(): Iterable<Bytes> {
    const last = this.#rows.length === 0 ? [] : this.#flush()
    this.#stream.finish()
    return [...last, ...this.#stream.taken()]
  }

  close(): void {}

  #flush(): readonly Bytes[] {
    const rows = this.#rows
    this.#rows = []
    const children = this.#columns.map((column, index) => column.data(rows.map((row) => row[index] ?? null)))
    const data = makeData({ type: new Struct(this.#schema.fields), length: rows.length, nullCount: 0, children })
    this.#stream.write(new RecordBatch(this.#schema, data))
    return this.#stream.taken()
  }
}

/** What is written is there at once; the library's own queue can only be waited at. */
class ByteWriter extends RecordBatchStreamWriter {
  #bytes: Bytes[] = []

  taken(): readonly Bytes[] {
    const bytes = this.#bytes
    this.#bytes = []
    return bytes
  }

  protected override _write(chunk: Parameters<RecordBatchStreamWriter['_write']>[0]): this {
    const bytes = bytesOf(chunk)
    if (this._started && bytes.byteLength > 0) {
      // The buffers of a batch are its own and not written to again.
      this.#bytes.push(bytes)
      this._position += bytes.byteLength
    }
    return this
  }
}

function bytesOf(chunk: unknown): Bytes {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  throw new TypeError('Arrow writes buffers')
}
