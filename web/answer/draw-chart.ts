/** Draws a chart with Observable Plot, in the colours of the page. */
import { axisX, axisY, barX, cell, dot, gridX, gridY, line, plot, ruleX, ruleY, type ScaleOptions } from '@observablehq/plot'
import type { Chart } from './chart-choice.ts'
import { mostSeries, type Point } from './chart-points.ts'
import { shortNumber } from './short-number.ts'
import type { AnswerTable } from './table-of-answer.ts'

export interface Drawing {
  readonly chart: Chart
  readonly table: AnswerTable
  readonly points: readonly Point[]
  readonly width: number
  /** Of the page: what is more stands out more from it. */
  readonly look: 'light' | 'dark'
}

/** As answer.css has them, for a light and a dark page. */
const seriesColours = Array.from({ length: mostSeries }, (_, index) => `var(--answer-series-${index + 1})`)

export function drawChart(drawing: Drawing): Element {
  switch (drawing.chart.kind) {
    case 'bars':
      return drawBars(drawing)
    case 'line':
    case 'lines':
      return drawLines(drawing)
    case 'heat':
      return drawHeat(drawing)
  }
}

const shortest = 14

function drawBars({ chart, table, points, width }: Drawing): Element {
  const names = points.map(({ label }) => label)
  const labelOf = (place: number) => shortened(names[place] ?? '')
  return plot({
    width,
    height: points.length * 22 + 74,
    marginTop: 44,
    marginLeft: marginFor(names),
    marginRight: 30,
    x: { label: titleOf(table, chart.measure), labelOffset: 40, axis: 'top', tickFormat: shortNumber },
    // Two rows may have the same label: each is a bar of its own.
    y: { label: null, domain: points.map(({ place }) => place), tickFormat: labelOf, tickSize: 0 },
    marks: [
      gridX(),
      barX(points, {
        x: 'value',
        y: 'place',
        fill: 'var(--answer-series-1)',
        title: ({ label, text }: Point) => `${label}\n${text}`,
        tip: true,
      }),
      ruleX([0]),
    ],
  })
}

function drawLines({ chart, table, points, width }: Drawing): Element {
  const isOne = chart.kind === 'line'
  const stroke = isOne ? 'var(--answer-series-1)' : 'series'
  const titled = ({ label, series, text }: Point) => [...(series === undefined ? [] : [series]), label, text].join('\n')
  return plot({
    width,
    height: Math.max(260, Math.min(460, width * 0.55)),
    marginLeft: 60,
    x: { type: 'utc', label: null },
    y: { label: titleOf(table, chart.measure), tickFormat: shortNumber, zero: true, nice: true },
    ...(!isOne && { color: { legend: true, range: seriesColours, label: null } }),
    marks: [
      gridY(),
      ruleY([0]),
      line(points, { x: 'time', y: 'value', stroke, z: 'series', strokeWidth: 2 }),
      dot(points, { x: 'time', y: 'value', fill: stroke, r: 2.5, title: titled, tip: true }),
    ],
  })
}

function drawHeat({ chart, table, points, width, look }: Drawing): Element {
  const labels = new Set(points.map(({ label }) => label))
  const down = [...new Set(points.map(({ series }) => series ?? ''))]
  // From one segment to another: both sides have one order.
  const across = [...labels].every((label) => down.includes(label)) ? down.filter((name) => labels.has(name)) : [...labels]
  // Labels are written aslant, from their column to the upper right.
  const slant = marginFor(across) * 0.7
  const marginLeft = marginFor(down)
  const every = Math.ceil((across.length * shortest) / Math.max(1, width - marginLeft - slant))
  return plot({
    width,
    height: down.length * 22 + slant + 40,
    marginLeft,
    marginRight: slant,
    marginTop: slant,
    padding: 0.04,
    x: { domain: across, label: null, axis: null },
    y: { domain: down, label: null, axis: null },
    color: { ...colourOf(points, look), legend: true, label: titleOf(table, chart.measure), tickFormat: shortNumber },
    marks: [
      axisX(
        across.filter((_, index) => index % every === 0),
        { anchor: 'top', tickRotate: -35, tickFormat: shortened, tickSize: 0 },
      ),
      axisY({ tickFormat: shortened, tickSize: 0 }),
      cell(points, {
        x: 'label',
        y: 'series',
        fill: 'value',
        // A pale value is told from none.
        stroke: 'currentColor',
        strokeOpacity: 0.2,
        title: ({ label, series, text }: Point) => `${series}\n${label}\n${text}`,
        tip: true,
      }),
    ],
  })
}

/** Where values lie on both sides of zero, so do the colours. */
function colourOf(points: readonly Point[], look: Drawing['look']): ScaleOptions {
  const isBelow = points.some(({ value }) => value < 0)
  const isAbove = points.some(({ value }) => value > 0)
  if (isBelow && isAbove) return { type: 'diverging', scheme: 'rdbu', pivot: 0 }
  return { type: 'linear', scheme: 'blues', range: look === 'light' ? [0.1, 1] : [0.9, 0] }
}

function titleOf(table: AnswerTable, index: number): string {
  const { path = '', unit } = table.columns[index] ?? {}
  return unit === undefined ? path : `${path} (${unit})`
}

const longest = 22

function shortened(label: string): string {
  const line = label.replaceAll(/\s+/g, ' ')
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

/** About as wide as the longest label is written. */
function marginFor(labels: readonly string[]): number {
  return Math.max(40, Math.min(longest, Math.max(0, ...labels.map(({ length }) => length))) * 6.5 + shortest)
}
