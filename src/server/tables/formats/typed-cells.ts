/** Cells as the numbers that Arrow and Parquet store. */
import { microsecondsOf } from '../../../resolvers/graph/microseconds.ts'
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import { toGraphqlError } from '../../../resolvers/to-graphql-error.ts'
import { InternalError, issue } from '../../../semantic/issues/issue.ts'
import type { AnswerScalar } from '../../../semantic/query/answer.ts'

/** Digits of a decimal, and those after its point. The same for every column: a type that changed with the rows would break whoever keeps them. */
export const decimalPrecision = 38
export const decimalScale = 10

const mostUnits = 10n ** BigInt(decimalPrecision)

/** In units of the last place. Throws CELL_UNREPRESENTABLE. */
export function decimalUnits(cell: AnswerScalar, column: TableColumn): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+?)0*)?$/.exec(String(cell)) ?? []
  const units = fraction.length > decimalScale || whole === '' ? undefined : BigInt(whole + fraction.padEnd(decimalScale, '0'))
  if (units === undefined || units >= mostUnits) {
    const type = `decimal with ${decimalPrecision - decimalScale} digits before and ${decimalScale} after the point`
    throw toGraphqlError([issue('CELL_UNREPRESENTABLE', { column: column.path, value: String(cell), type })])
  }
  return sign === '-' ? -units : units
}

const millisecondsOfDay = 86_400_000

/** Since 1970. */
export function daysOf(cell: AnswerScalar): number {
  const days = Date.parse(String(cell)) / millisecondsOfDay
  if (!Number.isInteger(days)) throw new InternalError('A date that is none')
  return days
}

/** Since 1970, in UTC. */
export function instantOf(cell: AnswerScalar): bigint {
  return microsecondsOf(String(cell))
}
