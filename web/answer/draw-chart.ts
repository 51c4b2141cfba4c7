/** Draws a chart with Observable Plot, in the colours of the page. */
import { axisX, axisY, barX, cell, dot, gridX, gridY, line, plot, ruleX, ruleY } from '@observablehq/plot'
import type { Chart } from './chart-choice.ts'
import { mostSeries, type Point } from './chart-points.ts'
import type { AnswerTable } from './table-of-answer.ts'

export interface Drawing {
  readonly chart: Chart
  readonly table: AnswerTable
  readonly points: readonly Point[]
  readonly width: number
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
    height: points.length * 22 + 60,
    marginLeft: marginFor(names),
    marginRight: 30,
    x: { label: pathOf(table, chart.measure), axis: 'top', tickFormat: short },
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
  const titled = ({ label, series, text }: Point) => [...(isOne ? [] : [series]), label, text].join('\n')
  return plot({
    width,
    height: Math.max(260, Math.min(460, width * 0.55)),
    marginLeft: 60,
    x: { type: 'utc', label: null },
    y: { label: pathOf(table, chart.measure), tickFormat: short, zero: true, nice: true },
    ...(!isOne && { color: { legend: true, range: seriesColours, label: null } }),
    marks: [
      gridY(),
      ruleY([0]),
      line(points, { x: 'time', y: 'value', stroke, z: 'series', strokeWidth: 2 }),
      dot(points, { x: 'time', y: 'value', fill: stroke, r: 2.5, title: titled, tip: true }),
    ],
  })
}

function drawHeat({ chart, table, points, width }: Drawing): Element {
  const across = [...new Set(points.map(({ label }) => label))]
  const down = [...new Set(points.map(({ series }) => series))]
  return plot({
    width,
    height: down.length * 22 + 110,
    marginLeft: marginFor(down),
    marginTop: 70,
    padding: 0.04,
    x: { domain: across, label: null, axis: null },
    y: { domain: down, label: null, axis: null },
    color: { type: 'linear', scheme: 'blues', legend: true, label: pathOf(table, chart.measure), tickFormat: short },
    marks: [
      axisX({ anchor: 'top', tickRotate: -35, tickFormat: shortened, tickSize: 0 }),
      axisY({ tickFormat: shortened, tickSize: 0 }),
      cell(points, {
        x: 'label',
        y: 'series',
        fill: 'value',
        title: ({ label, series, text }: Point) => `${series}\n${label}\n${text}`,
        tip: true,
      }),
    ],
  })
}

function pathOf(table: AnswerTable, index: number): string {
  return table.columns[index]?.path ?? ''
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 })

function short(value: number): string {
  return compact.format(value)
}

const longest = 22

function shortened(label: string): string {
  return label.length > longest ? `${label.slice(0, longest - 1)}…` : label
}

/** About as wide as the longest label is written. */
function marginFor(labels: readonly string[]): number {
  return Math.max(40, Math.min(longest, Math.max(0, ...labels.map(({ length }) => length))) * 6.5 + shortest)
}
