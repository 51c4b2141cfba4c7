/** A table written and read back, in each of its formats, by a reader that is not ours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type Table as ArrowTable, DataType, tableFromIPC } from 'apache-arrow'
import { parse as parseCsv } from 'csv-parse/sync'
import type { TableColumn } from '../../src/resolvers/table/find-table.ts'
import type { TableRow } from '../../src/resolvers/table/table-rows.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { arrow } from '../../src/server/tables/formats/arrow.ts'
import type { TableFormat } from '../../src/server/tables/formats/format.ts'
import { parquet } from '../../src/server/tables/formats/parquet.ts'

/** Columns by name: `{ 'customer.state': 'string' }`. */
export function columnsOf(types: Readonly<Record<string, ValueType>>): readonly TableColumn[] {
  return Object.entries(types).map(([path, type]) => ({ path, keys: path.split('.'), type }))
}

/** `batches`: the rows as they come. */
export async function written(format: TableFormat, columns: readonly TableColumn[], ...batches: readonly TableRow[][]): Promise<Buffer> {
  const writer = await format.open(columns)
  try {
    const parts: Uint8Array[] = []
    for (const rows of batches) parts.push(...(await writer.add(rows)))
    for await (const bytes of writer.end()) parts.push(bytes)
    return Buffer.concat(parts)
  } finally {
    await writer.close()
  }
}

/** Rows with the header first; no cell is anything but text. */
export function readCsv(bytes: Buffer): readonly (readonly string[])[] {
  return parseCsv(bytes, { record_delimiter: '\r\n' })
}

export async function readArrow(columns: readonly TableColumn[], ...batches: readonly TableRow[][]): Promise<ArrowTable> {
  return tableFromIPC(await written(arrow, columns, ...batches))
}

/** Days, microseconds and units of the last place as whole numbers. */
export function stored(table: ArrowTable, name: string): readonly unknown[] {
  const column = table.getChild(name)
  if (column === null) throw new Error(`No column ${name}`)
  return Array.from({ length: table.numRows }, (_, index) => {
    const value: unknown = column.get(index)
    if (value === null) return null
    if (DataType.isDecimal(column.type)) return wholeNumber(value)
    if (DataType.isTimestamp(column.type) || DataType.isDate(column.type)) {
      const { chunk, at } = placeOf(column.data, index)
      return chunk.values[at]
    }
    return value
  })
}

function placeOf<Chunk extends { readonly length: number }>(chunks: readonly Chunk[], index: number) {
  let at = index
  for (const chunk of chunks) {
    if (at < chunk.length) return { chunk, at }
    at -= chunk.length
  }
  throw new Error('Beyond the end')
}

/** 128 bits in words of 32, the lowest first. */
function wholeNumber(value: unknown): bigint {
  if (!(value instanceof Uint32Array)) throw new Error('A decimal is words')
  return BigInt.asIntN(
    128,
    [...value].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n),
  )
}

export interface ParquetContent {
  /** As DuckDB describes them. */
  readonly types: Readonly<Record<string, string>>
  /** Every value as DuckDB prints it, in the order of the file. */
  readonly rows: readonly (readonly (string | null)[])[]
}

export async function readParquet(bytes: Uint8Array): Promise<ParquetContent> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-read-parquet-'))
  const file = join(folder, 'table.parquet')
  writeFileSync(file, bytes)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`set timezone = 'UTC'`)
    const described = await connection.runAndReadAll(`describe select * from read_parquet('${file}')`)
    const types = Object.fromEntries(described.getRowsJson().map(([name, type]) => [String(name), String(type)]))
    const read = await connection.runAndReadAll(`select cast(columns(*) as varchar) from read_parquet('${file}')`)
    return { types, rows: read.getRowsJson().map((row) => row.map((value) => (value === null ? null : String(value)))) }
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function parquetOf(columns: readonly TableColumn[], ...batches: readonly TableRow[][]): Promise<ParquetContent> {
  return readParquet(await written(parquet, columns, ...batches))
}
