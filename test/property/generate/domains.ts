/** Few values of each type, so that they collide, with those that are easily treated wrongly among them. */
import type { Cell, ValueType } from '../case.ts'

/** The last two sort differently by UTF-16 unit than by code point. */
const texts = ['a', 'b', 'B', 'ab', '', 'A%', 'b_', 'é', 'É', "o'c", '\\', '\uFFFD', '😀'] as const
/** Halves and quarters are exact as floats too; a tenth is not. */
const decimals = ['0.00', '1.50', '-2.25', '10.00', '0.10', '1.00'] as const
/** The last one is after the day of the questions. */
const dates = ['2023-12-31', '2024-01-01', '2024-02-29', '2024-06-30', '2024-06-01', '2024-07-01'] as const

export const domains: Readonly<Record<ValueType, readonly Exclude<Cell, null>[]>> = {
  string: texts,
  integer: [0, 1, 2, -1, 3],
  decimal: decimals,
  boolean: [false, true],
  date: dates,
}
