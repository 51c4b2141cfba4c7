/** The chart of an answer. The table beside it has every value; in words the chart says what it shows. */
import { pick, useGraphiQL } from '@graphiql/react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { editorLooks } from '../editor-looks.ts'
import { type Chart, chartMeasures, chooseChart } from './chart-choice.ts'
import { type Points, pointsOf } from './chart-points.ts'
import { drawChart } from './draw-chart.ts'
import type { AnswerTable } from './table-of-answer.ts'

export function ChartView({ table }: { readonly table: AnswerTable }) {
  const [wanted, setWanted] = useState<string>()
  const measures = chartMeasures(table.columns)
  const choice = chooseChart(
    table,
    measures.find((index) => table.columns[index]?.path === wanted),
  )
  const select = useId()
  if (!choice.ok) return <p className="answer-note">{choice.problem}</p>
  return (
    <div className="answer-chart">
      {measures.length > 1 && (
        <p className="answer-choice">
          <label htmlFor={select}>Measure </label>
          <select id={select} value={table.columns[choice.chart.measure]?.path} onChange={(event) => setWanted(event.target.value)}>
            {measures.map((index) => (
              <option key={index}>{table.columns[index]?.path}</option>
            ))}
          </select>
        </p>
      )}
      <Drawing table={table} chart={choice.chart} />
    </div>
  )
}

function Drawing({ table, chart }: { readonly table: AnswerTable; readonly chart: Chart }) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const { monacoTheme } = useGraphiQL(pick('monacoTheme'))
  const look = monacoTheme === editorLooks.dark ? 'dark' : 'light'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chart is made anew at each drawing; what it says is what makes it another.
  const drawn: Points = useMemo(() => pointsOf(chart, table), [table, JSON.stringify(chart)])
  useEffect(() => {
    const isThere = drawn.points.some(({ value }) => !Number.isNaN(value))
    const { current } = place
    if (width === 0 || current === null) return
    current.replaceChildren(...(isThere ? [drawChart({ chart, table, points: drawn.points, width, look })] : []))
  }, [chart, table, drawn, width, look])
  return (
    <figure className="answer-figure">
      <div role="img" aria-label={drawn.summary}>
        <div aria-hidden="true" ref={place} />
      </div>
      <figcaption>
        {drawn.summary}
        {drawn.notes.map((note) => (
          <span key={note}> {note}</span>
        ))}
      </figcaption>
    </figure>
  )
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (place.current === null) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [place])
  return width
}
