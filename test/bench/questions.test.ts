/** Every question of the bench, asked every way on both engines: one answer; and what is printed of its times. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { checkAgreement, DisagreementError } from '../../bench/measure/agree.ts'
import { writeLargeModel } from '../../bench/measure/large-model.ts'
import { figuresOf, timeCalls } from '../../bench/measure/timed.ts'
import { questions } from '../../bench/questions/index.ts'
import { total } from '../../bench/questions/total.ts'
import { jsonLine } from '../../bench/report/figure.ts'
import { type OpenedTargets, openTargets } from '../../bench/targets/open.ts'
import { nameOf } from '../../bench/targets/target.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { openTinyBase, type TinyBase } from './tiny-base.ts'

let base: TinyBase
let opened: OpenedTargets

beforeAll(async () => {
  base = await openTinyBase({ customers: 300 })
  opened = await openTargets(base)
}, 120_000)
afterAll(async () => {
  await opened?.close()
  await base?.close()
})

/** Whole months, every segment, 600 groups where there are enough lines, lines of one state in one month, the activities of a page: what 3,000 leave of it. */
const rowsOf: Readonly<Record<string, number>> = {
  'q1-by-month': 36,
  'q2-by-state-and-category': 227,
  'q3-top-customers': 50,
  'q4-total': 1,
  'q5-rfm-segments': 7,
  'q7-rejected-by-month': 36,
  'q1-in-ranges': 36,
  'q7-in-ranges': 36,
  'q8-small-slice': 2,
  'customer-rfm': 1,
  'q6-customer-orders': 8,
  'customer-timeline': 10,
  'customer-profile': 10,
  'customer-page-50': 330,
  'rows-50000': 1310,
}

test('there are six ways to ask', () => {
  expect(opened.targets.map(nameOf)).toEqual([
    'postgres/sql',
    'postgres/engine',
    'postgres/http',
    'duckdb/sql',
    'duckdb/engine',
    'duckdb/http',
  ])
})

test.each(questions)('$name: all of them give the same rows', async (question) => {
  expect(await checkAgreement(question, opened.targets, { number: 0, base: base.size })).toBe(rowsOf[question.name])
  // Another call asks something else.
  const [first, second] = [0, 1].map((number) => question.variables({ number, base: base.size }))
  expect(second).not.toEqual(first)
})

test('hand-written SQL that answers something else is found before it is measured', async () => {
  const text = "select sum(order_value) from activity where activity = 'order_placed' and activity_ts < cast($1 as timestamp)"
  const { postgres, duckdb } = total.sql
  const wrong = { ...total, sql: { duckdb, postgres: (call: Parameters<typeof postgres>[0]) => ({ ...postgres(call), text }) } }
  const checking = checkAgreement(wrong, opened.targets, { number: 0, base: base.size })
  await expect(checking).rejects.toThrow(DisagreementError)
  await expect(checking).rejects.toThrow(
    /q4-total: the answers differ in row 1\.\n {2}postgres\/sql \(1 rows\): [\d.]+\n {2}postgres\/engine/,
  )
})

test('a figure is one JSON object with exactly the documented keys', async () => {
  const timed = await timeCalls(opened.targets, { question: total, base: base.size, samples: 2 })
  const figures = figuresOf('latency', total.name, timed)
  const lines = figures.map((figure) => JSON.parse(jsonLine(figure)))
  const keys = ['kind', 'question', 'engine', 'path', 'value', 'unit', 'p95', 'ratio', 'ratio_to']
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(keys)
    expect(line).toMatchObject({ kind: 'latency', question: 'q4-total', unit: 'ms', value: expect.any(Number), p95: expect.any(Number) })
  }
  expect(lines.map(({ engine, path, ratio_to }) => `${engine}/${path} over ${ratio_to}`)).toEqual([
    'postgres/sql over null',
    'postgres/engine over postgres/sql',
    'postgres/http over postgres/sql',
    'duckdb/sql over postgres/sql',
    'duckdb/engine over duckdb/sql',
    'duckdb/engine over postgres/sql',
    'duckdb/http over duckdb/sql',
    'duckdb/http over postgres/sql',
  ])
})

test('the model of 100 entities has no mistakes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const loaded = await loadModel(writeLargeModel(folder))
  expect(loaded).toMatchObject({ ok: true })
  expect(loaded.ok && loaded.value.entities.size).toBe(100)
})
