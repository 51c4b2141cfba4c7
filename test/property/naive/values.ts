/** Values of the naive evaluator and how two of them compare. */
import type { Cell, MeasureValueType } from '../case.ts'
import { compareExact, type Exact, parseExact, toNumber, toText } from '../exact.ts'

/** Every number is exact; text and dates are text. */
export type Value = null | boolean | string | Exact

export function readCell(cell: Cell, type: MeasureValueType): Value {
  if (cell === null || typeof cell === 'boolean') return cell
  return type === 'string' || type === 'date' ? String(cell) : parseExact(cell)
}

export function isExact(value: Value): value is Exact {
  return typeof value === 'object' && value !== null
}

/** Of two values that are not null and of one type: text by code point, false before true. */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (isExact(a) && isExact(b)) return compareExact(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  throw new Error(`${JSON.stringify(a)} and ${JSON.stringify(b)} do not compare`)
}

function compareText(a: string, b: string): number {
  const left = [...a].map((character) => character.codePointAt(0) ?? 0)
  const right = [...b].map((character) => character.codePointAt(0) ?? 0)
  for (const [position, point] of left.entries()) {
    const other = right[position]
    if (other === undefined) return 1
    if (point !== other) return point - other
  }
  return left.length - right.length
}

/** Equal values, and only they, have equal texts; null has one too. */
export function keyText(values: readonly Value[]): string {
  return JSON.stringify(values.map((value) => (isExact(value) ? [`${value.over}/${value.under}`] : value)))
}

/** As the answer has it in JSON; decimals without trailing zeros. */
export function toJson(value: Value, type: MeasureValueType): Cell {
  if (!isExact(value)) return value
  return type === 'decimal' ? toText(value) : toNumber(value)
}
