/** How much memory an answer takes, roughly: what the bound of the cache counts. */
import type { AnswerValue, SliceAnswer } from '../query/answer.ts'

/** An array and its place in the one around it. */
const bytesOfRow = 40
/** The words around the rows: columns, places of the answer in the cache. */
const bytesOfAnswer = 400
const bytesOfColumn = 200
/** Numbers, true and false stand in the row's own place; a text stands elsewhere. */
const bytesOfPlace = 8
const bytesOfText = 16

/** In bytes. */
export function sizeOfRow(row: readonly AnswerValue[]): number {
  let size = bytesOfRow + row.length * bytesOfPlace
  for (const value of row) if (typeof value === 'string') size += bytesOfText + value.length * 2
  return size
}

/** Of everything but the rows. */
export function sizeAroundRows({ columns, totals }: SliceAnswer): number {
  return bytesOfAnswer + columns.length * bytesOfColumn + sizeOfRow(totals)
}

/** Nobody can change what others will read. */
export function frozen(answer: SliceAnswer): SliceAnswer {
  for (const row of answer.rows) Object.freeze(row)
  for (const part of [answer.rows, answer.totals, answer.columns]) Object.freeze(part)
  return Object.freeze(answer)
}
