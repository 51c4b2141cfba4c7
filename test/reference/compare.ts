/**
 * Cells of two answers in one spelling, so that rows can be compared.
 *
 *   DECIMAL '24.36800' and '24.368' -> '24.368'      DATE '2020-01-01T00:00:00.000' and '2020-01-01' -> '2020-01-01'
 *
 * Numbers are compared to the last digit where theirs are text. Theirs as JSON numbers are doubles, rounded before they were published:
 * those are compared to as many digits as they keep.
 */
export type Cell = string | number | boolean | null
export type Row = readonly Cell[]

/** As `columns { type }` of a slice says it. */
export type CellType = 'STRING' | 'INTEGER' | 'BIGINT' | 'DECIMAL' | 'FLOAT' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP'

type Spelling = (cell: string | number | boolean) => Cell

export function spellingOf(type: CellType, theirs: readonly Cell[]): Spelling {
  switch (type) {
    case 'STRING':
    case 'BOOLEAN':
      return (cell) => cell
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
    case 'FLOAT':
      return theirs.some((cell) => typeof cell === 'number' && !Number.isInteger(cell)) ? publishedDouble : exactNumber
    case 'DATE':
      return (cell) => String(cell).replace(/T00:00:00(\.0+)?Z?$/, '')
    case 'TIMESTAMP':
      return (cell) => new Date(String(cell).replace(/Z?$/, 'Z')).toISOString()
  }
}

/** Rows without an order are sorted, so that equal sets of rows are equal lists. */
export function spell(rows: readonly Row[], spellings: readonly Spelling[], ordered: boolean): readonly Row[] {
  const spelled = rows.map((row) => spellings.map((spelling, column) => spellCell(row[column] ?? null, spelling)))
  return ordered ? spelled : spelled.sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)))
}

function spellCell(cell: Cell, spelling: Spelling): Cell {
  return cell === null ? null : spelling(cell)
}

function exactNumber(number: string | number | boolean): string {
  const text = String(number)
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}

/** Ten places after the point, of which a double keeps fifteen digits in all. */
function publishedDouble(number: string | number | boolean): string {
  return exactNumber(Number(Number(number).toFixed(10)).toPrecision(15))
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
