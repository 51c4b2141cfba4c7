/**
 * What a chart draws of a table: numbers for the eye. Decimals become floating point here and nowhere else; the table keeps them as answered.
 * What is left out is said in `notes`.
 */
import type { Cell } from '../../src/cli/answer-table.ts'
import type { Chart } from './chart-choice.ts'
import type { AnswerTable } from './table-of-answer.ts'

export interface Points {
  readonly points: readonly Point[]
  readonly notes: readonly string[]
  /** The chart in words. */
  readonly summary: string
}

/** What of it is used depends on the chart. */
export interface Point {
  /** The place among the bars: equal labels are two bars. */
  readonly place: number
  readonly label: string
  readonly time?: Date
  /** Of several lines which one, and of a heat map the row. */
  readonly series?: string
  readonly value: number
  /** The value as answered. */
  readonly text: string
}

/** More bars than these cannot be told apart or scrolled through, nor more colours. */
export const mostBars = 60
export const mostSeries = 10
export const mostSteps = 80

export function pointsOf(chart: Chart, table: AnswerTable): Points {
  const pathOf = (index: number) => table.columns[index]?.path ?? ''
  const measure = pathOf(chart.measure)
  switch (chart.kind) {
    case 'bars': {
      const all = table.rows.map((row, place) => point(row, { place, label: chart.labels, measure: chart.measure }))
      const drawn = all.slice(0, mostBars)
      const notes = [...cut('bars', drawn.length, all.length), ...missing(drawn)]
      return said(drawn, notes, `Bars: ${measure} by ${chart.labels.map(pathOf).join(' and ')}`)
    }
    case 'line': {
      const { timed, notes } = withTime(table, { time: chart.x, measure: chart.measure })
      return said(timed, [...notes, ...missing(timed)], `Line: ${measure} by ${pathOf(chart.x)}`)
    }
    case 'lines': {
      const { timed, notes } = withTime(table, { time: chart.x, series: chart.colour, measure: chart.measure })
      const series = largestSeries(timed)
      const drawn = timed.filter((each) => series.kept.has(each.series))
      const left = series.count > series.kept.size ? [`The ${series.kept.size} largest of ${series.count} lines are drawn.`] : []
      return said(
        withGaps(drawn),
        [...left, ...notes, ...missing(drawn)],
        `Lines: ${measure} by ${pathOf(chart.x)}, one for each ${pathOf(chart.colour)}`,
      )
    }
    case 'heat': {
      const all = table.rows.map((row, place) => point(row, { place, label: [chart.x], series: chart.y, measure: chart.measure }))
      const across = firstOf(all.map(({ label }) => label))
      const down = firstOf(all.map(({ series }) => series))
      const drawn = all.filter(({ label, series }) => across.kept.has(label) && down.kept.has(series))
      const notes = [...cut('columns', across.kept.size, across.count), ...cut('rows', down.kept.size, down.count), ...missing(drawn)]
      return said(drawn, notes, `Heat map: ${measure} by ${pathOf(chart.y)} and ${pathOf(chart.x)}`)
    }
  }
}

/** Places in the row. */
interface PointSource {
  readonly place: number
  readonly label: readonly number[]
  readonly series?: number
  readonly measure: number
}

function point(row: readonly Cell[], { place, label, series, measure }: PointSource): Point {
  const names = label.map((index) => nameText(row[index])).join(', ')
  const value = row[measure] ?? null
  return {
    place,
    label: names,
    ...(series !== undefined && { series: nameText(row[series]) }),
    value: numberOf(value),
    text: String(value),
  }
}

function withTime(table: AnswerTable, { time, series, measure }: { time: number; series?: number; measure: number }) {
  const all = table.rows.map((row, place) => {
    const at = timeOf(row[time])
    const source = { place, label: [time], ...(series !== undefined && { series }), measure }
    return { ...point(row, source), ...(at !== undefined && { time: at }) }
  })
  const timed = all.filter((each) => each.time !== undefined).sort(byTime)
  const without = all.length - timed.length
  const notes =
    without === 0 ? [] : [`${without} ${without === 1 ? 'row has' : 'rows have'} no ${table.columns[time]?.path}, and so no place here.`]
  return { timed, notes }
}

/** A line stops where its series has no row at a time that others have: nothing is known of what lies between. */
function withGaps(points: readonly Point[]): readonly Point[] {
  const times = new Map(points.map((each) => [each.label, each]))
  const known = new Set(points.map(({ label, series }) => JSON.stringify([label, series])))
  const gaps = [...new Set(points.map(({ series }) => series))].flatMap((series) =>
    [...times.values()].flatMap((at) =>
      known.has(JSON.stringify([at.label, series]))
        ? []
        : [{ ...at, ...(series !== undefined && { series }), value: Number.NaN, text: 'null' }],
    ),
  )
  return [...points, ...gaps].sort(byTime)
}

function byTime(a: Point, b: Point): number {
  return (a.time?.getTime() ?? 0) - (b.time?.getTime() ?? 0)
}

/** By the sum of what is drawn: of the largest the lines can be seen. */
function largestSeries(points: readonly Point[]) {
  const sums = new Map<string | undefined, number>()
  for (const { series, value } of points) sums.set(series, (sums.get(series) ?? 0) + (Number.isNaN(value) ? 0 : Math.abs(value)))
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, mostSeries)
  return { kept: new Set(largest.map(([series]) => series)), count: sums.size }
}

function firstOf(labels: readonly (string | undefined)[]) {
  const all = [...new Set(labels)]
  return { kept: new Set(all.slice(0, mostSteps)), count: all.length }
}

function cut(what: string, drawn: number, all: number): readonly string[] {
  return drawn === all ? [] : [`The first ${drawn} of ${all} ${what} are drawn.`]
}

function missing(points: readonly Point[]): readonly string[] {
  const count = points.filter(({ value }) => Number.isNaN(value)).length
  return count === 0 ? [] : [`${count} of ${points.length} values ${count === 1 ? 'is null and is' : 'are null and are'} not drawn.`]
}

function said(points: readonly Point[], notes: readonly string[], what: string): Points {
  const known = points.filter(({ value }) => !Number.isNaN(value))
  const [first] = known
  if (first === undefined) return { points, notes, summary: `${what}. There are no values.` }
  if (known.length === 1) return { points, notes, summary: `${what}. 1 value: ${nameOf(first)}.` }
  const least = known.reduce((low, each) => (each.value < low.value ? each : low), first)
  const most = known.reduce((high, each) => (each.value > high.value ? each : high), first)
  return { points, notes, summary: `${what}. ${known.length} values, from ${nameOf(least)} to ${nameOf(most)}.` }
}

function nameOf({ text, label, series }: Point): string {
  return `${text} (${series === undefined ? label : `${series}, ${label}`})`
}

/** Null, no text, and the text "null" are three groups with three names: with one they would be drawn as one, or over one another. */
function nameText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'null'
  return cell === '' || cell === 'null' ? `"${cell}"` : String(cell)
}

function numberOf(cell: Cell): number {
  return cell === null || typeof cell === 'boolean' ? Number.NaN : Number(cell)
}

/** By the clock of the question: an hour is drawn at what it reads, whatever its offset from UTC. */
function timeOf(cell: Cell | undefined): Date | undefined {
  const [clock] = typeof cell === 'string' ? (/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?/.exec(cell) ?? []) : []
  if (clock === undefined) return undefined
  return new Date(clock.includes('T') ? `${clock}Z` : clock)
}
