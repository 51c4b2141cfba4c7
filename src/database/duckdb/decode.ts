/**
 * What DuckDB's driver returns, as the primitives documented in database.ts; one decoder is chosen per column, not per cell.
 *
 * Text of dates and timestamps is made here from the raw day and microsecond counts: the driver's own text of a
 * `timestamp with time zone` is in the zone of the process.
 */
import {
  DuckDBDateValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api'
import { InternalError } from '../../semantic/issues/issue.ts'

export type Decode = (value: DuckDBValue) => unknown

/** The decoder of a column's values; NULL never reaches it. */
export function decoderFor(type: DuckDBType): Decode {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.ENUM:
      return (value) => value
    case DuckDBTypeId.FLOAT:
      return (value) => shortestDouble(Number(value))
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.BIGNUM:
      return decodeWholeNumber
    case DuckDBTypeId.DATE:
      return (value) => (value instanceof DuckDBDateValue ? dateText(value) : mismatch(type))
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return (value) => timestampText(toMicroseconds(value) ?? mismatch(type))
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => withOffset(timestampText(toMicroseconds(value) ?? mismatch(type)))
    default:
      // Decimals and UUIDs have one exact text; types that the model has no word for are shown as text.
      return String
  }
}

function decodeWholeNumber(value: DuckDBValue): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** A 32-bit float as the double with its shortest text: 0.1, not 0.10000000149011612. */
function shortestDouble(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return candidate
  }
  return value
}

function toMicroseconds(value: DuckDBValue): bigint | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros
  if (value instanceof DuckDBTimestampSecondsValue) return isInfinite(value.seconds) ? value.seconds : value.seconds * 1_000_000n
  if (value instanceof DuckDBTimestampMillisecondsValue) return isInfinite(value.millis) ? value.millis : value.millis * 1_000n
  if (value instanceof DuckDBTimestampNanosecondsValue) return isInfinite(value.nanos) ? value.nanos : floorDivide(value.nanos, 1_000n)
  return undefined
}

const infinity = 2n ** 63n - 1n
const microsecondsPerDay = 86_400_000_000n

function isInfinite(count: bigint): boolean {
  return count === infinity || count === -infinity
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((b - 1n - a) / b)
}

/** 'YYYY-MM-DD HH:MM:SS[.ffffff]' without trailing zeros, as PostgreSQL writes it. */
export function timestampText(microseconds: bigint): string {
  if (isInfinite(microseconds)) return microseconds > 0n ? 'infinity' : '-infinity'
  const days = floorDivide(microseconds, microsecondsPerDay)
  const ofDay = Number(microseconds - days * microsecondsPerDay)
  const seconds = Math.floor(ofDay / 1_000_000)
  const fraction = ofDay % 1_000_000
  const time = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
  const fractionText = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  const { date, era } = calendarDay(Number(days))
  return `${date} ${time}${fractionText}${era}`
}

function dateText(value: DuckDBDateValue): string {
  if (Math.abs(value.days) === DuckDBDateValue.PosInf.days) return value.days > 0 ? 'infinity' : '-infinity'
  const { date, era } = calendarDay(value.days)
  return `${date}${era}`
}

/** The offset stands before the era: '0044-03-15 12:00:00+00 BC'. */
function withOffset(timestamp: string): string {
  if (timestamp.endsWith('infinity')) return timestamp
  return timestamp.endsWith(' BC') ? `${timestamp.slice(0, -3)}+00 BC` : `${timestamp}+00`
}

/** Gregorian calendar from days since 1970-01-01; a JS Date does not reach DuckDB's range, so whole 400-year cycles are set apart. */
function calendarDay(days: number): { readonly date: string; readonly era: '' | ' BC' } {
  const daysPerCycle = 146_097
  const cycles = Math.floor(days / daysPerCycle)
  const day = new Date((days - cycles * daysPerCycle) * 86_400_000)
  const year = day.getUTCFullYear() + cycles * 400
  const shown = year > 0 ? year : 1 - year
  return { date: `${String(shown).padStart(4, '0')}-${pad(day.getUTCMonth() + 1)}-${pad(day.getUTCDate())}`, era: year > 0 ? '' : ' BC' }
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function mismatch(type: DuckDBType): never {
  throw new InternalError(`DuckDB returned an unexpected value in a column of type ${type}`)
}
