/** A table to standard output, as the server would send it. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { TableColumn } from '../resolvers/table/find-table.ts'
import type { TableRow, TableSink } from '../resolvers/table/table-rows.ts'
import type { Bytes, TableFormat, TableWriter } from '../server/tables/formats/format.ts'

export class TableOutput implements TableSink {
  readonly #format: TableFormat
  readonly #output: Writable
  #columns: readonly TableColumn[] = []
  #writer: TableWriter | undefined

  constructor(format: TableFormat, output: Writable) {
    this.#format = format
    this.#output = output
  }

  begin(columns: readonly TableColumn[]): void {
    this.#columns = columns
  }

  async take(rows: readonly TableRow[]): Promise<void> {
    this.#writer ??= await this.#format.open(this.#columns)
    for (const bytes of await this.#writer.add(rows)) await this.#write(bytes)
  }

  async end(): Promise<void> {
    this.#writer ??= await this.#format.open(this.#columns)
    for await (const bytes of this.#writer.end()) await this.#write(bytes)
  }

  async close(): Promise<void> {
    await this.#writer?.close()
  }

  async #write(bytes: Bytes): Promise<void> {
    if (!this.#output.write(bytes)) await once(this.#output, 'drain')
  }
}
