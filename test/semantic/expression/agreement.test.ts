/**
 * Property: any typed expression has the same value on both engines, for every row.
 * Floats stay far from 1e±308, where PostgreSQL reports an error and DuckDB gives infinity or 0. `AGREEMENT_RUNS` tries more.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { loadExpressionParser } from '../../../src/semantic/expression/parse.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { compile, messages, toSqlOn, valuesOf } from './evaluate.ts'

const columns = {
  i: 'integer',
  j: 'integer',
  b: 'bigint',
  n: 'decimal',
  m: 'decimal',
  f: 'float',
  s: 'string',
  u: 'string',
  t: 'boolean',
  d: 'date',
  e: 'date',
  ts: 'timestamp',
  tt: 'timestamp',
} as const satisfies Record<string, ValueType>

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 6 })
const time = fc.integer({ min: Date.UTC(1975, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
const cents = fc.integer({ min: -999_999, max: 999_999 }).map((value) => (value / 100).toFixed(2))
const words = fc
  .array(fc.constantFrom('a', 'B', 'é', 'É', 'ß', 'İ', 'Σ', 'ς', 'Ж', '_', '%', '\\', "'", ',', ' ', '9', '😀'), { maxLength: 6 })
  .map((parts) => parts.join(''))
const small = fc.integer({ min: -1000, max: 1000 })

const rows = fc
  .sample(
    fc.tuple(
      nullable(small),
      nullable(fc.integer({ min: -3, max: 3 })),
      nullable(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }).map(String)),
      nullable(cents),
      nullable(cents),
      nullable(
        fc.oneof(
          fc.integer({ min: -500, max: 500 }).map((value) => value / 8),
          fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 997),
        ),
      ),
      nullable(words),
      nullable(words),
      nullable(fc.boolean()),
      nullable(time.map((seconds) => iso(seconds).slice(0, 10))),
      nullable(time.map((seconds) => iso(seconds).slice(0, 10))),
      nullable(time.map(iso)),
      nullable(time.map(iso)),
    ),
    { numRuns: 60, seed: 20240630 },
  )
  .map((values) => [...values])

const quoted = words.map((word) => `'${word.replaceAll("'", "''")}'`)
const day = time.map((seconds) => `date '${iso(seconds).slice(0, 10)}'`)
const interval = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom('days', 'weeks', 'months', 'years'))
  .map(([n, unit]) => `interval '${n} ${unit}'`)
const clock = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('seconds', 'minutes', 'hours'))
  .map(([n, unit]) => `interval '${n} ${unit}'`)
const comparison = fc.constantFrom('=', '<>', '<', '<=', '>', '>=', 'is distinct from', 'is not distinct from')

/** `a ? b ? c`: the arguments put where the marks are. */
function form(shape: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => shape.split('?').reduce((text, piece, position) => `${text}${texts[position - 1]}${piece}`))
}

const grammar = fc.letrec<Record<'int' | 'dec' | 'flt' | 'txt' | 'cond' | 'day' | 'inst', string>>((tie) => {
  const deep = { depthSize: 'small', withCrossShrink: true } as const
  const [int, dec, flt, txt, cond, date, inst] = [tie('int'), tie('dec'), tie('flt'), tie('txt'), tie('cond'), tie('day'), tie('inst')]
  const wholeLeaf = fc.oneof(fc.constantFrom('${i}', '${j}'), small.map(String))
  const exactLeaf = fc.oneof(fc.constantFrom('${n}', '${m}'), cents)
  return {
    int: fc.oneof(
      deep,
      wholeLeaf,
      form('(? + ?)', int, wholeLeaf),
      form('(? - ?)', wholeLeaf, int),
      form('? * ?', wholeLeaf, wholeLeaf),
      form('(? / ?)', int, int),
      form('(? % ?)', int, int),
      form('-(?)', int),
      form('abs(?)', int),
      form('sign(?)', fc.oneof(int, dec, flt)),
      form('length(?)', txt),
      form('strpos(?, ?)', txt, txt),
      form('(? - ?)', date, date),
      form('(${as_of} - ?)', date),
      form('extract(? from ?)', fc.constantFrom('year', 'quarter', 'month', 'week', 'day', 'dow', 'isodow', 'doy'), fc.oneof(date, inst)),
      form('extract(? from ?)', fc.constantFrom('hour', 'minute', 'second'), inst),
      form('case when ? then ? else ? end', cond, int, int),
      form('coalesce(?, ?)', int, int),
      form('nullif(?, ?)', int, int),
      form('greatest(?, ?)', int, int),
      form('cast(? as integer)', fc.oneof(cond, wholeLeaf, exactLeaf)),
    ),
    dec: fc.oneof(
      deep,
      exactLeaf,
      form('(? + ?)', dec, fc.oneof(exactLeaf, wholeLeaf)),
      form('(? - ?)', fc.oneof(exactLeaf, wholeLeaf), dec),
      form('? * ?', exactLeaf, exactLeaf),
      form('? * ?', exactLeaf, fc.constant('${b}')),
      form('(? % ?)', exactLeaf, exactLeaf),
      form('abs(?)', dec),
      form('round(?, ?)', dec, fc.integer({ min: -2, max: 3 }).map(String)),
      form('ceil(?)', dec),
      form('floor(?)', dec),
      form('case when ? then ? end', cond, dec),
      form('least(?, ?)', dec, dec),
      form('cast(? as numeric(20, 1))', fc.oneof(int, exactLeaf)),
    ),
    flt: fc.oneof(
      deep,
      fc.constant('${f}'),
      form('(? / ?)', dec, dec),
      form('(? / ?)', flt, fc.oneof(int, dec)),
      form('(? + ?)', flt, fc.oneof(int, dec, flt)),
      form('(? * ?)', flt, flt),
      form('round(?, ?)', flt, fc.integer({ min: -2, max: 6 }).map(String)),
      form('sqrt(?)', fc.oneof(int, dec, flt)),
      form('power(?, ?)', fc.oneof(wholeLeaf, exactLeaf), fc.constant('${j}')),
      form('case when ? then ? else ? end', cond, flt, flt),
      form('extract(epoch from (? - ?))', inst, inst),
      form('extract(epoch from ?)', fc.oneof(inst, date)),
    ),
    txt: fc.oneof(
      deep,
      fc.constantFrom('${s}', '${u}'),
      quoted,
      form('(? || ?)', txt, fc.oneof(txt, int, date)),
      form('concat(?, ?, ?)', txt, int, cond),
      form('lower(?)', txt),
      form('upper(?)', txt),
      form('trim(?)', txt),
      form('ltrim(?, ?)', txt, quoted),
      form('left(?, ?)', txt, fc.integer({ min: -7, max: 7 }).map(String)),
      form('right(?, ?)', txt, fc.constantFrom('${j}', '2')),
      form('substring(?, ?, ?)', txt, fc.constantFrom('${j}', '2'), fc.constantFrom('${j}', '3')),
      form("split_part(?, ',', ?)", txt, fc.constantFrom('1', '2', '-1')),
      form('replace(?, ?, ?)', txt, quoted, quoted),
      form('greatest(?, ?)', txt, txt),
      form('coalesce(?, ?)', txt, txt),
      form('cast(? as text)', fc.oneof(int, cond, date)),
    ),
    cond: fc.oneof(
      deep,
      fc.constantFrom('${t}', 'true', 'false', 'null'),
      form('(? ? ?)', int, comparison, fc.oneof(int, dec)),
      form('(? ? ?)', dec, comparison, fc.oneof(int, dec)),
      form('(? ? ?)', txt, comparison, txt),
      form('(? ? ?)', date, comparison, fc.oneof(date, fc.constant('${as_of}'))),
      form('(? ? ?)', inst, comparison, fc.oneof(inst, fc.constant('${as_of}'))),
      form('(? - ? > ?)', inst, inst, fc.oneof(interval, clock)),
      form('(? and ?)', cond, cond),
      form('(? or ?)', cond, cond),
      form('(not ?)', cond),
      form('(? is ?)', cond, fc.constantFrom('null', 'not null', 'true', 'not true', 'false', 'not false')),
      form('(? in (?, ?))', int, int, dec),
      form('(? not between ? and ?)', txt, txt, txt),
      form('(? ? ?)', txt, fc.constantFrom('like', 'not like', 'ilike'), fc.constantFrom("'%a_'", "'É%'", "'_\\%%'", "'%ß%'")),
      form('(? ? ?)', txt, fc.constantFrom('~', '!~', '~*'), fc.constantFrom("'^[a-z]'", "'\\d|é$'", "'a.B'", "'\\W'")),
    ),
    day: fc.oneof(
      deep,
      fc.constantFrom('${d}', '${e}', 'cast(${as_of} as date)'),
      day,
      form('(? + ?)', date, fc.constantFrom('${i}', '30')),
      form('(? - ?)', date, interval),
      form('date_trunc(?, ?)', fc.constantFrom("'day'", "'week'", "'month'", "'quarter'", "'year'"), fc.oneof(date, inst)),
      form('cast(? as date)', inst),
      form('least(?, ?)', date, date),
      form('case when ? then ? end', cond, date),
    ),
    inst: fc.oneof(
      deep,
      fc.constantFrom('${ts}', '${tt}'),
      form('(? + ?)', inst, fc.oneof(interval, clock)),
      form('date_trunc(?, ?)', fc.constantFrom("'second'", "'minute'", "'hour'"), inst),
      form('coalesce(?, ?)', inst, inst),
      form('cast(? as timestamp)', date),
      form('greatest(?, ?)', inst, inst),
    ),
  }
})

const zones = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Sao_Paulo']
const question = fc.record({
  text: fc.oneof(grammar.int, grammar.dec, grammar.flt, grammar.txt, grammar.cond, grammar.day, grammar.inst),
  timeZone: fc.constantFrom(...zones),
  weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
})

let duckdb: Database
let postgres: Database
beforeAll(async () => {
  await loadExpressionParser()
  duckdb = await openTestDatabase('duckdb', { facts: { columns, rows } })
  postgres = await openTestDatabase('postgres', { facts: { columns, rows } })
})
afterAll(async () => {
  await duckdb.close()
  await postgres.close()
})

test('both engines give the same value for every row', async () => {
  const runs = Number(process.env.AGREEMENT_RUNS ?? 400)
  await fc.assert(
    fc.asyncProperty(question, async ({ text, timeZone, weekStart }) => {
      const compiled = compile(text, columns)
      expect(messages(compiled)).toEqual([])
      if (!compiled.ok) return
      const { type } = compiled.value
      if (type === 'interval' || type === 'unknown' || type === 'null') return
      const asked = { asOf: { date: '2024-06-30', instant: '2024-06-30T21:59:59Z' }, timeZone, weekStart }
      const [first, second] = await Promise.all(
        [duckdb, postgres].map((database) => valuesOf(database, toSqlOn(database, compiled.value, asked), type)),
      )
      expect(second?.length).toBe(first?.length)
      expect(differences(first ?? [], second ?? [])).toEqual([])
    }),
    { numRuns: runs },
  )
}, 120_000)

/** Floats that differ in the last bits are the same: both engines are right to that. Comparing rounded digits would tell neighbours apart. */
const tolerance = 1e-13

function differences(first: readonly unknown[], second: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return first.map((value, row) => [value, second[row]] as const).filter(([a, b]) => !isNear(a, b))
}

function isNear(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
}
