/**
 * A Parquet file written row by row: a DuckDB of its own collects them, on disk where they are many, and writes the file. It reads nothing else, and
 * no text of a client is in its SQL but the quoted names of columns.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBTimestampTZValue,
} from '@duckdb/node-api'
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import { quoteName, quoteText } from '../files/sql-text.ts'

/** Decimals in units of their last place, dates in days and timestamps in microseconds since 1970. */
export type ParquetValue = string | number | bigint | boolean | null

export interface ParquetColumn {
  readonly name: string
  readonly type: ValueType
}

export interface ParquetOptions {
  readonly decimals: { readonly precision: number; readonly scale: number }
}

export class ParquetFile {
  readonly #columns: readonly ParquetColumn[]
  readonly #options: ParquetOptions
  readonly #folder: string
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #appender: DuckDBAppender
  #isClosed = false

  private constructor(
    columns: readonly ParquetColumn[],
    options: ParquetOptions,
    open: {
      readonly folder: string
      readonly instance: DuckDBInstance
      readonly connection: DuckDBConnection
      readonly appender: DuckDBAppender
    },
  ) {
    this.#columns = columns
    this.#options = options
    this.#folder = open.folder
    this.#instance = open.instance
    this.#connection = open.connection
    this.#appender = open.appender
  }

  static async open(columns: readonly ParquetColumn[], options: ParquetOptions): Promise<ParquetFile> {
    const folder = await mkdtemp(join(tmpdir(), 'tessera-parquet-'))
    let instance: DuckDBInstance | undefined
    try {
      instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), {
        memory_limit: memory,
        threads: '1',
        temp_directory: folder,
      })
      const connection = await instance.connect()
      const { precision, scale } = options.decimals
      const types: Readonly<Record<ValueType, string>> = { ...columnTypes, decimal: `decimal(${precision}, ${scale})` }
      await connection.run(
        `create table rows_of_table (${columns.map(({ type }, index) => `${storedName(index)} ${types[type]}`).join(', ')})`,
      )
      const appender = await connection.createAppender('rows_of_table')
      return new ParquetFile(columns, options, { folder, instance, connection, appender })
    } catch (error) {
      instance?.closeSync()
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  add(rows: readonly (readonly ParquetValue[])[]): void {
    for (const row of rows) {
      for (const [index, { type }] of this.#columns.entries()) this.#append(row[index] ?? null, type)
      this.#appender.endRow()
    }
  }

  /** The file, which is there until `close`. */
  async finish(): Promise<string> {
    this.#appender.closeSync()
    const file = join(this.#folder, 'table.parquet')
    const columns = this.#columns.map(({ name }, index) => `${storedName(index)} as ${quoteName(name)}`)
    await this.#connection.run(
      `copy (select ${columns.join(', ')} from rows_of_table) to ${quoteText(file)} (format parquet, compression zstd)`,
    )
    return file
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#connection.disconnectSync()
    this.#instance.closeSync()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #append(value: ParquetValue, type: ValueType): void {
    if (value === null) this.#appender.appendNull()
    else appendTo[type](this.#appender, value, this.#options)
  }
}

type Append = (appender: DuckDBAppender, value: Exclude<ParquetValue, null>, options: ParquetOptions) => void

const appendTo: Readonly<Record<ValueType, Append>> = {
  string: (appender, value) => appender.appendVarchar(String(value)),
  integer: (appender, value) => appender.appendInteger(Number(value)),
  float: (appender, value) => appender.appendDouble(Number(value)),
  boolean: (appender, value) => appender.appendBoolean(value === true),
  bigint: (appender, value) => appender.appendBigInt(BigInt(value)),
  decimal: (appender, value, { decimals: { precision, scale } }) =>
    appender.appendDecimal(new DuckDBDecimalValue(wholeNumber(value), precision, scale)),
  date: (appender, value) => appender.appendDate(new DuckDBDateValue(Number(value))),
  timestamp: (appender, value) => appender.appendTimestampTZ(new DuckDBTimestampTZValue(wholeNumber(value))),
}

/** Two columns of a table of DuckDB cannot have names that differ in case alone; in the file the second one's name gets a number. */
function storedName(index: number): string {
  return `column_${index}`
}

/** What is more goes to disk. */
const memory = '256MB'

const columnTypes: Readonly<Record<Exclude<ValueType, 'decimal'>, string>> = {
  string: 'varchar',
  integer: 'integer',
  bigint: 'bigint',
  float: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp with time zone',
}

function wholeNumber(value: ParquetValue): bigint {
  if (typeof value !== 'bigint') throw new InternalError('A decimal or a timestamp that is no whole number')
  return value
}
