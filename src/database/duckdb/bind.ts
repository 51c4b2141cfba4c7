/** Parameters as DuckDB takes them: text, number, bigint, boolean and null. A JS Date has no place in SQL: it would carry a zone. */
import { BIGINT, BOOLEAN, DOUBLE, type DuckDBPreparedStatement, HUGEINT, INTEGER, VARCHAR } from '@duckdb/node-api'
import { InternalError } from '../../semantic/issues/issue.ts'

export function bindParameters(statement: DuckDBPreparedStatement, parameters: readonly unknown[]): void {
  for (const [position, value] of parameters.entries()) {
    if (value === null) statement.bindNull(position + 1)
    else bindTyped(statement, position + 1, value)
  }
}

function bindTyped(statement: DuckDBPreparedStatement, index: number, value: unknown): void {
  if (typeof value === 'string') statement.bindValue(index, value, VARCHAR)
  else if (typeof value === 'boolean') statement.bindValue(index, value, BOOLEAN)
  else if (typeof value === 'number') bindNumber(statement, index, value)
  else if (typeof value === 'bigint') statement.bindValue(index, value, BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT)
  else throw new InternalError(`Parameter $${index} is ${nameOf(value)}; only text, number, bigint, boolean and null can be bound`)
}

function bindNumber(statement: DuckDBPreparedStatement, index: number, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) statement.bindValue(index, value, DOUBLE)
  else if ((value | 0) === value) statement.bindValue(index, value, INTEGER)
  else statement.bindValue(index, BigInt(value), BIGINT)
}

function nameOf(value: unknown): string {
  return value instanceof Date ? 'a Date' : `a value of type ${typeof value}`
}
