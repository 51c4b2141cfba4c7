/** The command line of the bench, and the arithmetic of its figures. */
import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { median, quantile } from '../../bench/measure/statistics.ts'
import { benchCommand, readOptions } from '../../bench/options.ts'
import { type Figure, jsonLine } from '../../bench/report/figure.ts'
import { figureLines } from '../../bench/report/table.ts'

/** What is written when these arguments are refused. */
function refusal(...args: string[]): string {
  const written: string[] = []
  const command = benchCommand().configureOutput({ writeErr: (text) => void written.push(text) })
  expect(() => readOptions(args, command)).toThrow(CommanderError)
  return written.join('')
}

test('without options everything but growth is measured at five million activities', () => {
  const { activities, customers, kinds, engines, json, questions } = readOptions([])
  expect({ activities, customers, kinds, engines, json }).toEqual({
    activities: 5_000_000,
    customers: 100_000,
    kinds: ['latency', 'throughput', 'rows', 'pages', 'memory', 'start'],
    engines: ['postgres', 'duckdb'],
    json: false,
  })
  expect(questions.length).toBe(15)
})

test('sizes are written as people write them, questions by the beginning of their names', () => {
  const { activities, questions, kinds, growth } = readOptions([
    '--activities',
    '1_000_000',
    '--questions',
    'q1-by,rows',
    '--growth',
    '1e6,2e7',
  ])
  expect(activities).toBe(1_000_000)
  expect(questions.map(({ name }) => name)).toEqual(['q1-by-month', 'rows-50000'])
  expect(growth).toEqual([1_000_000, 20_000_000])
  expect(kinds).toContain('growth')
})

test('what is spelt wrong is refused with the nearest right spelling', () => {
  expect(refusal('--sampels', '3')).toBe("error: unknown option '--sampels'\n(Did you mean --samples?)\n")
  expect(refusal('--kinds', 'latecny')).toBe(
    "error: option '--kinds <names>' argument 'latecny' is invalid. There is no kind `latecny`; closest: `latency`.\n",
  )
  expect(refusal('--engines', 'oracle')).toBe(
    "error: option '--engines <names>' argument 'oracle' is invalid. There is no engine `oracle`; there are postgres, duckdb.\n",
  )
  expect(refusal('--activities', '0')).toBe(
    "error: option '--activities <n>' argument '0' is invalid. It is a whole number from 1 on, such as 5000000 or 5e6.\n",
  )
  expect(refusal('growth')).toMatch(/^error: too many arguments/)
})

test('the median is the middle or the mean of both middles, p95 the smallest value that 95 % do not exceed', () => {
  expect(median([30, 10, 20])).toBe(20)
  expect(median([40, 10, 20, 30])).toBe(25)
  expect(quantile([5, 1, 4, 2, 3], 0.95)).toBe(5)
  expect(
    quantile(
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.95,
    ),
  ).toBe(95)
})

test('a figure keeps four digits; a line for people holds all its ratios', () => {
  const figure: Figure = {
    kind: 'latency',
    question: 'q4-total',
    engine: 'duckdb',
    path: 'http',
    value: 12.345678,
    unit: 'ms',
    p95: 20.00001,
    ratio: 0.123456,
    ratio_to: 'postgres/sql',
  }
  expect(jsonLine(figure)).toBe(
    '{"kind":"latency","question":"q4-total","engine":"duckdb","path":"http","value":12.35,"unit":"ms","p95":20,"ratio":0.1235,"ratio_to":"postgres/sql"}',
  )
  expect(figureLines([{ ...figure, ratio: 1.5, ratio_to: 'duckdb/sql' }, figure])).toEqual([
    'q4-total                     duckdb   http       12.35        20 ms   1.50 x duckdb/sql, 0.12 x postgres/sql',
  ])
})
