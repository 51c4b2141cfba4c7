/** The chart of an answer. The table beside it has every value; in words the chart says what it shows. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Chart, chartMeasures, chooseChart } from './chart-choice.ts'
import { type Points, pointsOf } from './chart-points.ts'
import { drawChart } from './draw-chart.ts'
import type { AnswerTable } from './table-of-answer.ts'

export default function ChartView({ table }: { readonly table: AnswerTable }) {
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chart is made anew at each drawing; what it says is what makes it another.
  const drawn: Points = useMemo(() => pointsOf(chart, table), [table, JSON.stringify(chart)])
  useEffect(() => {
    const isThere = drawn.points.some(({ value }) => !Number.isNaN(value))
    const { current } = place
    if (width === 0 || current === null) return
    current.replaceChildren(...(isThere ? [drawChart({ chart, table, points: drawn.points, width, look: lookOf(current) })] : []))
  }, [chart, table, drawn, width])
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

/** By the colour of its text, whoever chose it: the browser or the settings of the editor. */
function lookOf(element: Element): 'light' | 'dark' {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/\d+(\.\d+)?/g) ?? []).map(Number)
  return red + green + blue > 3 * 128 ? 'dark' : 'light'
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
