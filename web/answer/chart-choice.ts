/**
 * Which chart an answer makes, from its columns alone.
 *
 *   a time                     line
 *   a time and a dimension     a line for each value of the dimension
 *   a time by two periods      a line for each of the longer ones: months, a line for each year
 *   a dimension                bars, in the order of the answer
 *   two dimensions             heat map
 *   more                       bars, named by all of them
 *
 * Records, such as customers, are not grouped by what is known of them: each is a bar, named by its first two dimensions.
 * One measure at a time is drawn. Columns are numbers: their places in the table.
 */
import { type AnswerColumn, type AnswerTable, isNumber } from './table-of-answer.ts'

export type Chart =
  | { readonly kind: 'line'; readonly x: number; readonly measure: number }
  | { readonly kind: 'lines'; readonly x: number; readonly colour: number; readonly measure: number }
  | { readonly kind: 'bars'; readonly labels: readonly number[]; readonly measure: number }
  | { readonly kind: 'heat'; readonly x: number; readonly y: number; readonly measure: number }

export type ChartChoice = { readonly ok: true; readonly chart: Chart } | { readonly ok: false; readonly problem: string }

/** Columns that can be drawn. */
export function chartMeasures(columns: readonly AnswerColumn[]): readonly number[] {
  return columns.flatMap(({ role, type }, index) => (role === 'measure' && isNumber(type) ? [index] : []))
}

/** Draws `wanted` where it is a measure of the table, otherwise the first measure. */
export function chooseChart({ columns, rowsAre }: Pick<AnswerTable, 'columns' | 'rowsAre'>, wanted?: number): ChartChoice {
  const measures = chartMeasures(columns)
  const measure = measures.find((index) => index === wanted) ?? measures[0]
  if (measure === undefined) return { ok: false, problem: 'No column is a measure with numbers, so there is nothing to draw.' }
  const dimensions = columns.flatMap(({ role }, index) => (role === 'dimension' ? [index] : []))
  const times = dimensions.filter((index) => isTime(columns[index]))
  const [first, second, third] = dimensions
  if (first === undefined) return { ok: false, problem: 'Without a dimension the answer is one row: the table shows it.' }
  const [time, otherTime] = times
  if (second === undefined)
    return { ok: true, chart: time === undefined ? { kind: 'bars', labels: [first], measure } : { kind: 'line', x: time, measure } }
  if (rowsAre === 'records') {
    const names = dimensions.filter((index) => !times.includes(index))
    return { ok: true, chart: { kind: 'bars', labels: (names.length === 0 ? dimensions : names).slice(0, 2), measure } }
  }
  if (third !== undefined) return { ok: true, chart: { kind: 'bars', labels: dimensions, measure } }
  if (time !== undefined && otherTime === undefined)
    return { ok: true, chart: { kind: 'lines', x: time, colour: time === first ? second : first, measure } }
  const [shorter, longer] = nestedPeriods(columns, { first, second })
  if (shorter !== undefined && longer !== undefined) return { ok: true, chart: { kind: 'lines', x: shorter, colour: longer, measure } }
  return { ok: true, chart: { kind: 'heat', x: second, y: first, measure } }
}

/** The shorter first; nothing where they are not periods of the same time. */
function nestedPeriods(columns: readonly AnswerColumn[], { first, second }: { readonly first: number; readonly second: number }) {
  const [one, other] = [columns[first]?.period, columns[second]?.period]
  if (one === undefined || other === undefined || one.of !== other.of || one.size === other.size) return []
  return one.size < other.size ? [first, second] : [second, first]
}

function isTime(column: AnswerColumn | undefined): boolean {
  return column?.type === 'date' || column?.type === 'timestamp'
}
