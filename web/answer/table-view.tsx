/** The rows of an answer, as answered: only those that can be seen are in the page. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Cell } from '../../src/cli/answer-table.ts'
import { rowWindow } from './row-window.ts'
import { type AnswerTable, isNumber } from './table-of-answer.ts'

/** In pixels; page.css has the same. */
const rowHeight = 26
const widestColumn = 48

export default function TableView({ table }: { readonly table: AnswerTable }) {
  const { columns, rows, totals, title } = table
  const scroller = useRef<HTMLDivElement>(null)
  const [{ top, height }, setScrolled] = useState({ top: 0, height: 1000 })
  const widths = useMemo(() => widthsOf(table), [table])
  const measure = () => {
    const element = scroller.current
    if (element !== null) setScrolled({ top: element.scrollTop, height: element.clientHeight })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another table begins at its top.
  useEffect(() => {
    scroller.current?.scrollTo(0, 0)
    measure()
    const observer = new ResizeObserver(measure)
    if (scroller.current !== null) observer.observe(scroller.current)
    return () => observer.disconnect()
  }, [table])
  const { from, to } = rowWindow({ rows: rows.length, rowHeight, top, height })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className="answer-scroll" aria-label={`Rows of ${title}`} ref={scroller} onScroll={measure} tabIndex={0}>
      <table aria-rowcount={rows.length + 1 + (totals === undefined ? 0 : 1)}>
        <colgroup>
          {columns.map(({ path }, index) => (
            <col key={path} style={{ width: `calc(${widths[index]}ch + 1.5rem)` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ path, type, description }) => (
              <th key={path} scope="col" title={description ?? path} className={isNumber(type) ? 'number' : undefined}>
                {path}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} columns={columns.length} />
          {rows.slice(from, to).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the answer.
            <tr key={from + index} aria-rowindex={from + index + 2}>
              {columns.map(({ path, type }, column) => (
                <CellView key={path} cell={row[column] ?? null} isNumber={isNumber(type)} />
              ))}
            </tr>
          ))}
          <Space rows={rows.length - to} columns={columns.length} />
        </tbody>
        {totals !== undefined && (
          <tfoot>
            <tr aria-rowindex={rows.length + 2}>
              {columns.map(({ path, type }, column) => {
                const cell = totals[column]
                if (cell !== undefined) return <CellView key={path} cell={cell} isNumber={isNumber(type)} />
                return column === totals.indexOf(undefined) ? (
                  <th key={path} scope="row">
                    Totals
                  </th>
                ) : (
                  <td key={path} />
                )
              })}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  )
}

function CellView({ cell, isNumber }: { readonly cell: Cell; readonly isNumber: boolean }) {
  if (cell === null) return <td className={isNumber ? 'number null' : 'null'}>null</td>
  const text = String(cell)
  const line = onOneLine(text)
  return (
    <td className={isNumber ? 'number' : undefined} title={line.length > widestColumn || line !== text ? text : undefined}>
      {line}
    </td>
  )
}

/** All rows have one height, by which the table scrolls. */
function onOneLine(text: string): string {
  return text.replaceAll(/\r\n|[\r\n\u2028\u2029]/g, ' ⏎ ')
}

/** In place of the rows that cannot be seen. */
function Space({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows === 0) return null
  return (
    <tr>
      <td colSpan={columns} className="space" style={{ height: rows * rowHeight }} />
    </tr>
  )
}

/** In characters, over all rows, so that columns stay where they are while the table scrolls. */
function widthsOf({ columns, rows, totals }: AnswerTable): readonly number[] {
  return columns.map(({ path }, index) => {
    const cells = rows.reduce((longest, row) => Math.max(longest, lengthOf(row[index])), lengthOf(totals?.[index]))
    return Math.min(widestColumn, Math.max(path.length, cells, 6))
  })
}

function lengthOf(cell: Cell | undefined): number {
  return cell === undefined ? 0 : onOneLine(String(cell)).length
}
