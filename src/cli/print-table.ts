/**
 * Tables for a terminal: aligned, numbers to the right, totals below a line, notes below the table.
 *
 *   customer.state | orderPlaced.monetary
 *   ---------------+---------------------
 *   MA             |                10.00
 *   hasMore: false
 */
import type { AnswerTable, Cell } from './answer-table.ts'

export function printTables(tables: readonly AnswerTable[]): string {
  return tables.map((table) => (tables.length > 1 ? `${table.title}\n${printTable(table)}` : printTable(table))).join('\n\n')
}

export function printTable({ columns, rows, totals, notes }: AnswerTable): string {
  const body = rows.map((row) => row.map(textOf))
  const footer = totals?.map((cell) => (cell === null ? '' : textOf(cell)))
  const widths = columns.map((_, index) => Math.max(...[[...columns], ...body, footer ?? []].map((row) => widthOf(row[index] ?? ''))))
  const isNumber = columns.map((_, index) => isNumeric([...rows, totals ?? []].map((row) => row[index] ?? null)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, { width: widths[index] ?? 0, right: isNumber[index] ?? false }))
      .join(' | ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('-+-')
  const table = columns.length === 0 ? [] : [line(columns), rule, ...body.map(line), ...(footer === undefined ? [] : [rule, line(footer)])]
  return [...table, ...notes.map(printNote)].join('\n')
}

/** A statement keeps its lines. */
function printNote([name, cell]: readonly [string, Cell]): string {
  const text = textOf(cell)
  return text.includes('\n') ? `${name}:\n${text}` : `${name}: ${text}`
}

function textOf(cell: Cell): string {
  return cell === null ? 'null' : String(cell)
}

function pad(text: string, { width, right }: { readonly width: number; readonly right: boolean }): string {
  const space = ' '.repeat(width - widthOf(text))
  return right ? space + text : text + space
}

/** Decimals travel as text: a column is numbers when each value in it reads as one. */
function isNumeric(cells: readonly Cell[]): boolean {
  const known = cells.filter((cell) => cell !== null)
  return known.length > 0 && known.every((cell) => typeof cell === 'number' || (typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell)))
}

const segmenter = new Intl.Segmenter()
/** Characters that take two places: East Asian wide forms and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

function widthOf(text: string): number {
  return [...segmenter.segment(text)].reduce((width, { segment }) => width + (wide.test(segment) ? 2 : 1), 0)
}
