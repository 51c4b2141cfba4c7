/** The SQL of expressions as people read it, on both engines; and the walks over expressions. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { loadExpressionParser } from '../../../src/semantic/expression/parse.ts'
import { printExpression } from '../../../src/semantic/expression/print.ts'
import { aggregatesOf, mapReferences, referencesOf, replaceAggregates } from '../../../src/semantic/expression/references.ts'
import { expressionToSql } from '../../../src/semantic/expression/to-sql.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { berlin, compile, toSqlOn } from './evaluate.ts'

const columns = { s: 'string', i: 'integer', n: 'decimal', f: 'float', t: 'boolean', d: 'date', ts: 'timestamp' } as const satisfies Record<
  string,
  ValueType
>

let duckdb: Database
let postgres: Database
beforeAll(async () => {
  await loadExpressionParser()
  duckdb = await openTestDatabase('duckdb', {})
  postgres = await openTestDatabase('postgres', {})
})
afterAll(async () => {
  await duckdb.close()
  await postgres.close()
})

function compiled(text: string, options: Parameters<typeof compile>[2] = {}) {
  const result = compile(text, columns, options)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

describe('the SQL is the same on both engines', () => {
  test.each([
    ['${i}', '"i"', []],
    ['cast(${as_of} as date) - ${d}', 'cast($1 as date) - "d"', ['2024-06-30']],
    ['(${i} + 1) * 2 - (${i} - 1)', '("i" + 1) * 2 - ("i" - 1)', []],
    ['((${i})) + (2 * 3)', '"i" + 2 * 3', []],
    ["${s} = 'O''Hara'", `"s" = 'O''Hara'`, []],
    ["${s} = 'a' and (${t} or ${i} > 1)", `("s" = 'a' and ("t" or "i" > 1))`, []],
    ["${s} = 'a' or ${t} and not ${t}", `("s" = 'a' or "t" and not "t")`, []],
    ['not (${i} = 1)', '(not ("i" = 1))', []],
    ["${s} not in ('a', 'b')", `"s" not in ('a', 'b')`, []],
    ['${s} is null', '"s" is null', []],
    ['(${i} + 1) is not null', '("i" + 1) is not null', []],
    ["case ${s} when 'a' then 1 else 0 end", `case when "s" = 'a' then 1 else 0 end`, []],
    ['${f} / 100', '"f" / 100', []],
    ["${d} >= ${as_of} - interval '30 days'", `"d" >= cast(cast($1 as date) - interval '30 days' as date)`, ['2024-06-30']],
    ["${d} < '2024-01-01'", `"d" < date '2024-01-01'`, []],
    ["${ts} < '2024-01-01 10:00'", `"ts" < timestamptz '2024-01-01 10:00:00+00'`, []],
    ['cast(${ts} as date)', 'cast(cast("ts" as timestamptz) at time zone $1 as date)', ['Europe/Berlin']],
    ['coalesce(${n}, 0)', 'coalesce("n", 0)', []],
    ['1.5e3', '1500', []],
  ])('%s', (text, statement, parameters) => {
    for (const database of [duckdb, postgres]) {
      const query = toSqlOn(database, compiled(text)).compile(database.kysely)
      expect([database.engine, query.sql, query.parameters]).toEqual([database.engine, statement, parameters])
    }
  })
})

test.each([
  ['lower(${s})', 'lower("s")', `lower(translate("s", 'İΣ', 'iσ') collate "und-x-icu") collate "C"`],
  [
    'lower(${s}) < upper(${s})',
    'lower("s") < upper(replace("s", \'ß\', \'ss\'))',
    `lower(translate("s", 'İΣ', 'iσ') collate "und-x-icu") collate "C" < upper("s" collate "und-x-icu") collate "C"`,
  ],
  ["date_trunc('month', ${d})", `cast(date_trunc('month', "d") as date)`, `cast(date_trunc('month', cast("d" as timestamp)) as date)`],
  ["${s} < 'b'", `"s" < 'b'`, `"s" collate "C" < 'b'`],
  ['${ts} < ${as_of}', '"ts" < cast($1 as timestamp)', '"ts" < cast($1 as timestamptz)'],
  ['${i} / 2', '"i" // 2', '"i" / 2'],
  ['${n} / ${i}', 'cast(cast("n" as varchar) as double) / nullif("i", 0)', 'cast("n" as double precision) / nullif("i", 0)'],
  ['${i} / (${i} - 1)', '"i" // nullif("i" - 1, 0)', '"i" / nullif("i" - 1, 0)'],
  ["${s} ~ '^a'", `regexp_matches("s", '^a', 's')`, `"s" ~ '^a'`],
])('%s differs where the engines do', (text, onDuckdb, onPostgres) => {
  expect(toSqlOn(duckdb, compiled(text)).compile(duckdb.kysely).sql).toBe(onDuckdb)
  expect(toSqlOn(postgres, compiled(text)).compile(postgres.kysely).sql).toBe(onPostgres)
})

test('in a number measure `/` is always a float division', () => {
  const inMeasure = compiled('${i} / 2', { division: 'float' })
  expect(inMeasure.type).toBe('float')
  expect(toSqlOn(duckdb, inMeasure).compile(duckdb.kysely).sql).toBe('cast("i" as double precision) / 2')
  expect(compiled('${i} / 2').type).toBe('integer')
})

test('a trusted function is called by its name', () => {
  const trusted = compiled('my_function(${s}, 1)', { trusted: true })
  expect(trusted.type).toBe('unknown')
  expect(toSqlOn(duckdb, trusted).compile(duckdb.kysely).sql).toBe('my_function("s", 1)')
  const quoted = compiled('"My""Function"()', { trusted: true })
  expect(toSqlOn(duckdb, quoted).compile(duckdb.kysely).sql).toBe('"My""Function"()')
})

test('aggregates are lifted out and put back as something else', () => {
  const ratio = compiled(
    'sum(${n}) filter (where ${t}) / count(distinct ${s}) + percentile_cont(0.9) within group (order by ${f}) - count(*)',
    {
      aggregates: 'allowed',
      division: 'float',
    },
  )
  expect(aggregatesOf(ratio).map(({ name, type, fraction }) => [name, type, fraction])).toEqual([
    ['sum', 'decimal', undefined],
    ['count_distinct', 'integer', undefined],
    ['percentile', 'float', 0.9],
    ['count', 'integer', undefined],
  ])
  expect(referencesOf(ratio)).toEqual(['n', 't', 's', 'f'])
  const lifted = replaceAggregates(ratio, ({ type }, index) => ({ kind: 'reference', reference: `a${index}`, type }))
  expect(toSqlOn(postgres, lifted).compile(postgres.kysely).sql).toBe('cast("a0" as double precision) / nullif("a1", 0) + "a2" - "a3"')
  expect(() => toSqlOn(duckdb, ratio)).toThrow('Aggregate sum was not lifted out of its measure.')
})

test('references become something else', () => {
  const condition = compiled("case when ${s} = 'a' then cast(${i} as bigint) else 1 end > ${n}")
  const mapped = mapReferences(condition, (name) => ({ column: name }))
  expect(referencesOf(mapped)).toEqual([{ column: 's' }, { column: 'i' }, { column: 'n' }])
  expect(referencesOf(condition)).toEqual(['s', 'i', 'n'])
})

test.each([
  ["not (${s} like 'a%' or ${i} in (1, 2)) and ${t} is true", "not (s like 'a%' or i in (1, 2)) and t is true"],
  ['(${i} + 1) * -${n}', '(i + 1) * -n'],
  ['cast(${as_of} as date) - ${d}', 'as_of_date - d'],
  ["${ts} > ${as_of} - interval '1 day'", "ts > as_of - interval '1 day'"],
  ['case when ${t} then cast(${n} as numeric(5, 1)) end', 'case when t then cast(n as decimal(5, 1)) end'],
  ['${s} is distinct from null', 's is distinct from null'],
  ["lower(${s}) || 'it''s'", "lower(s) || 'it''s'"],
])('%s reads as %s', (text, printed) => {
  expect(printExpression(compiled(text), (name) => name)).toBe(printed)
})

test('aggregates read as in SQL', () => {
  const rate = compiled('count(*) filter (where ${t}) / count(distinct ${s})', { aggregates: 'allowed', division: 'float' })
  expect(printExpression(rate, (name) => name)).toBe('count(*) filter (where t) / count_distinct(s)')
})

test('a reference that stands for more than a name stays whole', () => {
  const twice = expressionToSql(compiled('${i} * 2'), {
    dialect: dialectOf('duckdb'),
    ...berlin,
    reference: () => sql`a + b`,
  })
  expect(twice.compile(duckdb.kysely).sql).toBe('(a + b) * 2')
})
