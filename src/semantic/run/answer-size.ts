/** How much memory an answer takes, roughly: what the bound of the cache counts. */
import type { AnswerPart, AnswerValue, SliceAnswer } from '../query/answer.ts'

/** An array and its place in the one around it. */
const bytesOfRow = 40
/** The words around the rows: columns, places of the answer in the cache. */
const bytesOfAnswer = 400
const bytesOfColumn = 200
const bytesOfPart = 150
/** Numbers, true and false stand in the row's own place; a text stands elsewhere. */
const bytesOfPlace = 8
const bytesOfText = 16

/** In bytes. */
export function sizeOfRow(row: readonly AnswerValue[]): number {
  let size = bytesOfRow + row.length * bytesOfPlace
  for (const value of row) {
    if (typeof value === 'string') size += bytesOfText + value.length * 2
    else if (typeof value === 'object' && value !== null) size += sizeOfRow(value)
  }
  return size
}

/** Of everything but `rows`. */
export function sizeAroundRows({ columns, totals, parts = [] }: SliceAnswer): number {
  return parts.reduce((size, part) => size + sizeOfPart(part), bytesOfAnswer + columns.length * bytesOfColumn + sizeOfRow(totals))
}

function sizeOfPart({ key, rows, totals = [] }: AnswerPart): number {
  return rows.reduce((size, row) => size + sizeOfRow(row), bytesOfPart + sizeOfRow(key) + sizeOfRow(totals))
}

/** Nobody can change what others will read. */
export function frozen(answer: SliceAnswer): SliceAnswer {
  const { rows, totals, columns, parts = [] } = answer
  for (const list of [rows, ...parts.map((part) => part.rows)]) {
    for (const row of list) {
      for (const value of row) if (typeof value === 'object') Object.freeze(value)
      Object.freeze(row)
    }
    Object.freeze(list)
  }
  for (const frozen of [totals, columns, parts, ...parts, ...parts.flatMap((part) => [part.key, part.totals])]) Object.freeze(frozen)
  return Object.freeze(answer)
}
