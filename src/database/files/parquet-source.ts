/** Parquet as rows of text, with the types that the file itself knows. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import { valueTypeOf } from '../physical-type.ts'
import type { RawSource } from './file-source.ts'
import { quoteName, quoteText } from './sql-text.ts'

export async function parquetSource(connection: DuckDBConnection, file: string, path: string): Promise<Result<RawSource>> {
  const from = `read_parquet(${quoteText(path)})`
  try {
    const described = await connection.runAndReadAll(`select column_name, column_type from (describe select * from ${from})`)
    const columns = described.getRows().map(([name, sqlType]) => ({ name: String(name), sqlType: String(sqlType) }))
    return success({
      from,
      columns: columns.map(({ name }) => ({ name, text: `cast(${quoteName(name)} as varchar)` })),
      nativeTypes: new Map(columns.flatMap(({ name, sqlType }) => nativeType(name, sqlType))),
    })
  } catch {
    return failure(issue('FILE_INVALID', { problem: 'it is no Parquet file' }, { file, line: 1, column: 1 }))
  }
}

type NativeType = NonNullable<RawSource['nativeTypes']> extends ReadonlyMap<string, infer T> ? T : never

function nativeType(name: string, sqlType: string): [string, NativeType][] {
  const type = valueTypeOf(sqlType)
  const column = quoteName(name)
  switch (type) {
    case 'integer':
    case 'float':
    case 'boolean':
    case 'date':
    case 'string':
      return [[name, { type, sql: column, sqlType: storedTypes[type] }]]
    case 'decimal':
      return [[name, { type, sql: column, sqlType }]]
    case 'timestamp':
      return [[name, { type, sql: sqlType.endsWith('TIME ZONE') ? `${column} at time zone 'UTC'` : column, sqlType: 'timestamp' }]]
    case 'bigint':
      return /^(BIGINT|UINTEGER)$/.test(sqlType) ? [[name, { type, sql: column, sqlType: 'bigint' }]] : []
    case 'other':
      return []
  }
}

const storedTypes = { integer: 'integer', float: 'double precision', boolean: 'boolean', date: 'date', string: 'text' } as const
