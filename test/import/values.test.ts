/**
 * Functions of Trino, translated: on both engines they have the values that Trino gives (Trino documentation, "Functions and operators"),
 * with nulls, negative numbers and months that end on different days. The question's date is 30 June 2024, a Sunday.
 */
import { describe, expect, test } from 'vitest'
import type { TestTables } from '../support/databases.ts'
import { askBothEngines, imported } from './imported.ts'

const tables: TestTables = {
  things: {
    columns: {
      k: 'integer',
      s: 'string',
      t: 'string',
      n: 'integer',
      m: 'integer',
      f: 'float',
      b: 'boolean',
      d: 'date',
      e: 'date',
      ts: 'timestamp',
      tt: 'timestamp',
    },
    rows: [
      [1, 'ab-cd', '31/01/2024', 7, 3, 2.5, true, '2024-01-31', '2024-02-29', '2024-06-28 14:00:00', '2024-06-30 10:00:00'],
      [2, null, null, null, 5, null, null, null, null, null, null],
      [3, '12', '01/12/2023', -7, 2, -2.5, false, '2024-02-29', '2023-02-28', '2024-06-30 10:00:00', '2024-06-28 14:00:00'],
    ],
  },
}

/** Type in the Lens, expression, and its values in the three rows. */
const cases: readonly (readonly [type: string, trino: string, values: readonly unknown[]])[] = [
  // Texts
  ['string', "concat(${s}, '-', 'x')", ['ab-cd-x', null, '12-x']],
  ['string', "${s} || 'x'", ['ab-cdx', null, '12x']],
  ['string', "split_part(${s}, '-', 1)", ['ab', null, '12']],
  ['string', "split_part(${s}, '-', 2)", ['cd', null, null]],
  ['string', "split(${s}, '-')[2]", ['cd', null, null]],
  ['string', "element_at(split(${s}, '-'), 1)", ['ab', null, '12']],
  ['string', 'substr(${s}, 2, 3)', ['b-c', null, '2']],
  ['string', 'substr(${s}, -2)', ['cd', null, '12']],
  ['string', 'substr(${s}, -3)', ['-cd', null, '']],
  ['string', "replace(${s}, '-')", ['abcd', null, '12']],
  ['string', 'cast(${s} as varchar(1))', ['a', null, '1']],
  ['string', 'upper(${s})', ['AB-CD', null, '12']],
  ['number', "strpos(${s}, '-')", [3, null, 0]],
  ['bool', "starts_with(${s}, 'ab')", [true, null, false]],
  ['bool', "regexp_like(${s}, '^\\d+$')", [false, null, true]],
  ['bool', "${s} like '%-%'", [true, null, false]],
  // Numbers
  ['number', 'truncate(${f})', [2, null, -2]],
  ['number', 'round(${f})', [3, null, -3]],
  ['number', 'mod(${n}, 3)', [1, null, -1]],
  ['number', 'cast(${n} as bigint) / 2', [3, null, -3]],
  ['number', 'greatest(${n}, ${m})', [7, null, 2]],
  ['number', 'least(${n}, ${m}, 4)', [3, null, -7]],
  ['string', 'cast(${n} as varchar)', ['7', null, '-7']],
  ['number', 'try_cast(${s} as bigint)', [null, null, 12]],
  ['number', 'try_cast(${s} as double)', [null, null, 12]],
  ['string', "if(${n} > 0, 'plus', 'not')", ['plus', 'not', 'not']],
  ['string', "if(${b}, 'yes')", ['yes', null, null]],
  // Days and months
  ['number', "date_diff('day', ${d}, ${e})", [29, null, -366]],
  ['number', "date_diff('week', ${d}, ${e})", [4, null, -52]],
  ['number', "date_diff('month', ${d}, ${e})", [1, null, -12]],
  ['number', "date_diff('quarter', ${d}, ${e})", [0, null, -4]],
  ['number', "date_diff('year', ${d}, ${e})", [0, null, -1]],
  ['number', 'day(${e} - ${d})', [29, null, -366]],
  ['date', "date_add('month', 1, ${d})", ['2024-02-29', null, '2024-03-29']],
  ['date', "date_add('month', ${m}, date '2024-01-31')", ['2024-04-30', '2024-06-30', '2024-03-31']],
  ['date', "coalesce(${d}, date '2024-01-01')", ['2024-01-31', '2024-01-01', '2024-02-29']],
  ['bool', "coalesce(${d}, ${ts}) = timestamp '2024-01-31'", [true, null, false]],
  ['number', '-abs(${m})', [-3, -5, -2]],
  ['date', "date_add('day', -1, ${d})", ['2024-01-30', null, '2024-02-28']],
  ['date', "${d} + interval '1' year", ['2025-01-31', null, '2025-02-28']],
  ['date', 'last_day_of_month(${d})', ['2024-01-31', null, '2024-02-29']],
  ['date', "date_trunc('quarter', ${d})", ['2024-01-01', null, '2024-01-01']],
  ['number', 'day_of_week(${d})', [3, null, 4]],
  ['number', 'extract(dow from ${d})', [3, null, 4]],
  ['number', 'year(${d}) * 100 + month(${d})', [202401, null, 202402]],
  ['number', "year_of_week(date_add('day', -30, ${d}))", [2024, null, 2024]],
  ['date', "date_parse(${t}, '%d/%m/%Y')", ['2024-01-31', null, '2023-12-01']],
  ['string', "date_format(${d}, '%m/%Y')", ['01/2024', null, '02/2024']],
  ['string', "date_format(${ts}, '%Y-%m')", ['2024-06', null, '2024-06']],
  // Instants
  ['number', "date_diff('hour', ${ts}, ${tt})", [44, null, -44]],
  ['number', "date_diff('day', ${ts}, ${tt})", [1, null, -1]],
  ['number', "date_diff('minute', ${d}, ${d})", [0, null, 0]],
  ['bool', "${ts} >= current_date - interval '1' day", [false, null, true]],
  ['bool', "${ts} < date '2024-06-29'", [true, null, false]],
  // The date of the question; the last two count calendar days, Trino 24 hours from the midnight that began 30 June (1 and 0)
  ['number', "date_diff('day', ${d}, current_date)", [151, null, 122]],
  ['bool', "current_date - ${e} <= interval '150' day", [true, null, false]],
  ['number', "date_diff('month', ${e}, current_date)", [4, null, 16]],
  ['number', 'day(current_date - ${ts})', [2, null, 0]],
]

const lens = `name: things
entities:
  - name: thing
    sql: { query: SELECT * FROM things }
    fields:
      - { name: k, type: number, primary: true }
      - { name: s, type: string }
      - { name: t, type: string }
      - { name: n, type: number }
      - { name: m, type: number }
      - { name: f, type: number }
      - { name: b, type: bool }
      - { name: d, type: date }
      - { name: e, type: date }
      - { name: ts, type: date }
      - { name: tt, type: timestamp }
    dimensions:
${cases.map(([type, sql], index) => `      - { name: c${index}, type: ${type}, sql_snippet: ${JSON.stringify(sql)} }`).join('\n')}
`

test('all of it is translated', async () => {
  expect((await imported(lens)).leftOut).toEqual([])
})

askBothEngines(lens, tables, (ask) => {
  describe('the values of Trino', () => {
    test.each(cases.map(([, trino, values], index) => ({ trino, values, index })))('$trino', async ({ values, index }) => {
      const rows = `{ slice(by: { thing: [K, C${index}] }, asOf: "2024-06-30") { rows { thing { k c${index} } } } }`
      expect(await ask(rows)).toEqual({ rows: values.map((value, row) => ({ thing: { k: row + 1, [`c${index}`]: value } })) })
    })
  })
})
