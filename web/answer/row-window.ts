/** Of a long table, the rows that can be seen: only those are in the page, so that a hundred thousand rows scroll like twenty. */

export interface RowWindow {
  /** The first row shown, and the one after the last. */
  readonly from: number
  readonly to: number
}

export interface Scrolled {
  readonly rows: number
  readonly rowHeight: number
  readonly top: number
  readonly height: number
}

/** Rows above and below what is seen, so that a small scroll shows no gap. */
const spare = 20

export function rowWindow({ rows, rowHeight, top, height }: Scrolled): RowWindow {
  const first = Math.min(Math.floor(Math.max(0, top) / rowHeight), rows)
  const last = Math.ceil((Math.max(0, top) + height) / rowHeight)
  return { from: Math.max(0, first - spare), to: Math.min(rows, last + spare) }
}
