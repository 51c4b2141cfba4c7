/** Which chart an answer makes, and what is drawn of it. */
import { expect, test } from 'vitest'
import type { Cell } from '../../src/cli/answer-table.ts'
import { chartMeasures, chooseChart } from '../../web/answer/chart-choice.ts'
import { pointsOf } from '../../web/answer/chart-points.ts'
import { shortNumber } from '../../web/answer/short-number.ts'
import type { AnswerColumn, AnswerTable } from '../../web/answer/table-of-answer.ts'

const state: AnswerColumn = { path: 'customer.state', type: 'string', role: 'dimension' }
const channel: AnswerColumn = { path: 'customer.channelName', type: 'string', role: 'dimension' }
const score: AnswerColumn = { path: 'customer.recencyScore', type: 'integer', role: 'dimension' }
const month: AnswerColumn = { path: 'time.month', type: 'date', role: 'dimension' }
const hour: AnswerColumn = { path: 'time.hour', type: 'timestamp', role: 'dimension' }
const monetary: AnswerColumn = { path: 'orderPlaced.monetary', type: 'decimal', role: 'measure' }
const frequency: AnswerColumn = { path: 'orderPlaced.frequency', type: 'integer', role: 'measure' }
const verdict: AnswerColumn = { path: 'customer.verdict', type: 'string', role: 'measure' }

test('the columns choose the chart', () => {
  const kind = (...columns: AnswerColumn[]) => {
    const choice = chooseChart({ columns, rowsAre: 'groups' })
    return choice.ok ? choice.chart : choice.problem
  }
  expect(kind(month, monetary)).toEqual({ kind: 'line', x: 0, measure: 1 })
  expect(kind(state, month, monetary)).toEqual({ kind: 'lines', x: 1, colour: 0, measure: 2 })
  expect(kind(month, state, monetary)).toEqual({ kind: 'lines', x: 0, colour: 1, measure: 2 })
  expect(kind(state, verdict, monetary)).toEqual({ kind: 'bars', labels: [0], measure: 2 })
  expect(kind(score, frequency)).toEqual({ kind: 'bars', labels: [0], measure: 1 })
  expect(kind(state, channel, monetary)).toEqual({ kind: 'heat', x: 1, y: 0, measure: 2 })
  expect(kind(month, hour, monetary)).toEqual({ kind: 'heat', x: 1, y: 0, measure: 2 })
  expect(kind(monetary)).toBe('Without a dimension the answer is one row: the table shows it.')
  expect(kind(state, verdict)).toBe('No column is a measure with numbers, so there is nothing to draw.')
  expect(kind(state, channel, month, monetary)).toEqual({ kind: 'bars', labels: [0, 1, 2], measure: 3 })
})

test('a time by two of its periods is a line for each of the longer ones; two times cross', () => {
  const kind = (...columns: AnswerColumn[]) => chooseChart({ columns, rowsAre: 'groups' })
  const period = (of: string, size: number) => ({ ...month, period: { of, size } })
  expect(kind(period('time.', 7), period('time.', 5), monetary)).toMatchObject({ chart: { kind: 'lines', x: 1, colour: 0, measure: 2 } })
  expect(kind(period('time.', 5), period('time.', 7), monetary)).toMatchObject({ chart: { kind: 'lines', x: 0, colour: 1, measure: 2 } })
  expect(kind(period('customer.firstorderedat', 6), period('time.', 5), monetary)).toMatchObject({ chart: { kind: 'heat' } })
})

test('of records a time is a line where it is all that tells them apart, otherwise they are named by what else is known', () => {
  const kind = (...columns: AnswerColumn[]) => chooseChart({ columns, rowsAre: 'records' })
  expect(kind(month, monetary)).toMatchObject({ chart: { kind: 'line', x: 0 } })
  expect(kind(month, state, monetary)).toMatchObject({ chart: { kind: 'bars', labels: [1] } })
  expect(kind(month, state, channel, score, monetary)).toMatchObject({ chart: { kind: 'bars', labels: [1, 2] } })
  expect(kind(month, hour, monetary)).toMatchObject({ chart: { kind: 'bars', labels: [0, 1] } })
})

test('of several measures the one wanted is drawn, otherwise the first', () => {
  const columns = [state, monetary, verdict, frequency]
  expect(chartMeasures(columns)).toEqual([1, 3])
  expect(chooseChart({ columns, rowsAre: 'groups' }, 3)).toMatchObject({ chart: { measure: 3 } })
  expect(chooseChart({ columns, rowsAre: 'groups' }, 2)).toMatchObject({ chart: { measure: 1 } })
})

function drawn(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[], rowsAre: AnswerTable['rowsAre'] = 'groups') {
  const table: AnswerTable = { title: 'slice.rows', rowsAre, columns, rows, notes: [] }
  const choice = chooseChart(table)
  if (!choice.ok) throw new Error(choice.problem)
  return pointsOf(choice.chart, table)
}

test('bars stand in the order of the answer, decimals as numbers; null is not drawn and counted', () => {
  const { points, notes, summary } = drawn(
    [state, monetary],
    [
      ['TX', '20.50'],
      [null, '10.25'],
      ['FL', null],
    ],
  )
  expect(points.map(({ label, value }) => [label, value])).toEqual([
    ['TX', 20.5],
    ['null', 10.25],
    ['FL', Number.NaN],
  ])
  expect(notes).toEqual(['1 of 3 values is null and is not drawn.'])
  expect(summary).toBe('Bars: orderPlaced.monetary by customer.state. 2 values, from 10.25 (null) to 20.50 (TX).')
})

test('a record is a bar of its own, also where another has the same name', () => {
  const rows = [
    ['TX', 'Hotel', 'x', 1],
    ['TX', 'Hotel', 'y', 2],
  ]
  const { points, summary } = drawn(
    [state, channel, verdict, frequency].map((column, index) => (index < 3 ? { ...column, role: 'dimension' } : column)),
    rows,
    'records',
  )
  expect(points.map(({ place, label, value }) => [place, label, value])).toEqual([
    [0, 'TX, Hotel', 1],
    [1, 'TX, Hotel', 2],
  ])
  expect(summary).toBe(
    'Bars: orderPlaced.frequency by customer.state and customer.channelName. 2 values, from 1 (TX, Hotel) to 2 (TX, Hotel).',
  )
})

test('the 61st bar is left out, and it is said', () => {
  const { points, notes } = drawn(
    [state, frequency],
    Array.from({ length: 61 }, (_, index) => [`S${index}`, index]),
  )
  expect([points.length, notes]).toEqual([60, ['The first 60 of 61 bars are drawn.']])
})

test('a line goes from early to late whatever the order of the answer; an hour is drawn at what it reads', () => {
  const { points, notes } = drawn(
    [hour, frequency],
    [
      ['2025-07-01T14:00:00+02:00', 2],
      ['2025-07-01T13:00:00+02:00', 1],
      [null, 5],
    ],
  )
  expect(points.map(({ time, value }) => [time?.toISOString(), value])).toEqual([
    ['2025-07-01T13:00:00.000Z', 1],
    ['2025-07-01T14:00:00.000Z', 2],
  ])
  expect(notes).toEqual(['1 row has no time.hour, and so no place here.'])
})

test('a line stops where its series has no row', () => {
  const { points } = drawn(
    [state, month, frequency],
    [
      ['TX', '2025-01-01', 1],
      ['TX', '2025-02-01', 2],
      ['TX', '2025-03-01', 3],
      ['FL', '2025-01-01', 4],
      ['FL', '2025-03-01', 5],
    ],
  )
  const florida = points.filter(({ series }) => series === 'FL')
  expect(florida.map(({ label, value }) => [label, value])).toEqual([
    ['2025-01-01', 4],
    ['2025-02-01', Number.NaN],
    ['2025-03-01', 5],
  ])
})

test('of more than ten lines the ten largest are drawn', () => {
  const rows = Array.from({ length: 12 }, (_, index) => [`S${index}`, '2025-01-01', index + 1])
  const { points, notes } = drawn([state, month, frequency], rows)
  expect(new Set(points.map(({ series }) => series))).toEqual(new Set(rows.slice(2).map(([name]) => name)))
  expect(notes).toEqual(['The 10 largest of 12 lines are drawn.'])
})

test('null, no text and the text "null" are three names: none is drawn over another', () => {
  const { points, summary } = drawn(
    [state, channel, frequency],
    [
      [null, 'Bar', 1],
      ['null', 'Bar', 2],
      ['', 'Bar', 4],
    ],
  )
  expect(points.map(({ series, value }) => [series, value])).toEqual([
    ['null', 1],
    ['"null"', 2],
    ['""', 4],
  ])
  expect(summary).toMatch(/3 values, from 1 \(null, Bar\) to 4 \("", Bar\)\.$/)
})

test('one value is one value', () => {
  expect(drawn([state, monetary], [['TX', '20.50']]).summary).toBe('Bars: orderPlaced.monetary by customer.state. 1 value: 20.50 (TX).')
})

test('an axis tells its steps apart, however small, close or large they are', () => {
  const steps = [0, 0.001, 0.002, -0.5, 12_500, 12_550, 1_000_100, 2.5e9, 6e25, 1e-7].map(shortNumber)
  expect(steps).toEqual(['0', '0.001', '0.002', '-0.5', '12.5K', '12.55K', '1.0001M', '2.5B', '6E25', '1E-7'])
})

test('a heat map without rows says that there are no values', () => {
  expect(drawn([state, channel, monetary], []).summary).toBe(
    'Heat map: orderPlaced.monetary by customer.state and customer.channelName. There are no values.',
  )
})
