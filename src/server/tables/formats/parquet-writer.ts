/** Apache Parquet: a file with its index at the end, so that all of it is written before any of it is sent. */
import { createReadStream } from 'node:fs'
import { ParquetFile, type ParquetValue } from '../../../database/duckdb/parquet-file.ts'
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { TableRow } from '../../../resolvers/table/table-rows.ts'
import type { AnswerScalar } from '../../../semantic/query/answer.ts'
import type { Bytes, TableWriter } from './format.ts'
import { daysOf, decimalPrecision, decimalScale, decimalUnits, instantOf } from './typed-cells.ts'

export class ParquetWriter implements TableWriter {
  readonly #columns: readonly TableColumn[]
  readonly #file: ParquetFile

  static async open(columns: readonly TableColumn[]): Promise<ParquetWriter> {
    const named = columns.map(({ path, type }) => ({ name: path, type }))
    return new ParquetWriter(columns, await ParquetFile.open(named, { decimals: { precision: decimalPrecision, scale: decimalScale } }))
  }

  private constructor(columns: readonly TableColumn[], file: ParquetFile) {
    this.#columns = columns
    this.#file = file
  }

  add(rows: readonly TableRow[]): readonly Bytes[] {
    this.#file.add(rows.map((row) => this.#columns.map((column, index) => stored(row[index] ?? null, column))))
    return []
  }

  async *end(): AsyncIterable<Bytes> {
    yield* createReadStream(await this.#file.finish())
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function stored(cell: AnswerScalar, column: TableColumn): ParquetValue {
  if (cell === null) return null
  switch (column.type) {
    case 'decimal':
      return decimalUnits(cell, column)
    case 'bigint':
      return BigInt(cell)
    case 'date':
      return daysOf(cell)
    case 'timestamp':
      return instantOf(cell)
    default:
      return cell
  }
}
