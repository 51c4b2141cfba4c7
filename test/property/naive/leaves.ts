/** Conditions on one value: always true or false, never unknown. */
import type { Cell, MeasureValueType, Operators } from '../case.ts'
import { compareValues, keyText, readCell, type Value } from './values.ts'

/** All operators given hold; of none, everything holds. */
export function holds(operators: Operators, value: Value, type: MeasureValueType, asOf: string): boolean {
  const read = (cell: Cell) => readCell(cell, type)
  const equals = (cell: Cell) => keyText([read(cell)]) === keyText([value])
  const compares = (cell: Cell, test: (sign: number) => boolean) => {
    const other = read(cell)
    return value !== null && other !== null && test(compareValues(value, other))
  }
  const text = typeof value === 'string' ? value.toLowerCase() : undefined
  const someText = (texts: readonly string[], test: (whole: string, part: string) => boolean) =>
    text !== undefined && texts.some((part) => test(text, part.toLowerCase()))
  const isIn = ([from, before]: readonly [string, string]) => value !== null && String(value) >= from && String(value) < before
  const given = <T>(operand: T | undefined, test: (operand: T) => boolean) => operand === undefined || test(operand)
  const { eq, ne, in: anyOf, notIn, gt, gte, lt, lte, between, isNull, contains, startsWith, endsWith } = operators
  const { inTheLast, inThePrevious, toDate } = operators
  return [
    given(eq, equals),
    given(ne, (cell) => !equals(cell)),
    given(anyOf, (cells) => cells.some(equals)),
    given(notIn, (cells) => !cells.some(equals)),
    given(gt, (cell) => compares(cell, (sign) => sign > 0)),
    given(gte, (cell) => compares(cell, (sign) => sign >= 0)),
    given(lt, (cell) => compares(cell, (sign) => sign < 0)),
    given(lte, (cell) => compares(cell, (sign) => sign <= 0)),
    given(between, ({ from, to }) => compares(from, (sign) => sign >= 0) && compares(to, (sign) => sign <= 0)),
    given(isNull, (expected) => (value === null) === expected),
    given(contains, (texts) => someText(texts, (whole, part) => whole.includes(part))),
    given(startsWith, (texts) => someText(texts, (whole, part) => whole.startsWith(part))),
    given(endsWith, (texts) => someText(texts, (whole, part) => whole.endsWith(part))),
    given(inTheLast, ({ n, unit }) => isIn([addDays(asOf, 1 - n * (unit === 'WEEK' ? 7 : 1)), addDays(asOf, 1)])),
    given(inThePrevious, ({ n, unit }) => isIn([previousUnit(asOf, unit, n), startOfUnit(asOf, unit)])),
    given(toDate, (unit) => isIn([startOfUnit(asOf, unit), addDays(asOf, 1)])),
  ].every(Boolean)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The first day of the calendar unit that a day lies in. */
export function startOfUnit(day: string, unit: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR'): string {
  const [year = '', month = ''] = day.split('-')
  if (unit === 'DAY') return day
  if (unit === 'YEAR') return `${year}-01-01`
  const first = unit === 'MONTH' ? Number(month) : Math.floor((Number(month) - 1) / 3) * 3 + 1
  return `${year}-${String(first).padStart(2, '0')}-01`
}

/** The first day of the unit n units before the one that a day lies in. */
function previousUnit(day: string, unit: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR', n: number): string {
  if (n === 0) return startOfUnit(day, unit)
  return previousUnit(addDays(startOfUnit(day, unit), -1), unit, n - 1)
}
