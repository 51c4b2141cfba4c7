/** Each measure type on both engines: an example, NULLs, no rows, a filter. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import type { Aggregation } from '../../../src/semantic/aggregation/aggregation.ts'
import { aggregationOf, aggregations } from '../../../src/semantic/aggregation/index.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { valueTypes } from '../../../src/semantic/dialect/value-type.ts'
import { aggregateTypes } from '../../../src/semantic/expression/aggregate-types.ts'
import type { AggregateName } from '../../../src/semantic/expression/expression.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { columnOf } from '../dialect/run.ts'

const columns = {
  whole: 'integer',
  big: 'bigint',
  price: 'decimal',
  ratio: 'float',
  word: 'string',
  day: 'date',
  moment: 'timestamp',
  flag: 'boolean',
} as const satisfies Record<string, ValueType>
type Column = keyof typeof columns

const rows = [
  [2147483647, '9223372036854775807', '0.10', 0.5, 'b', '2024-01-03', '2024-01-03 10:00:00', true],
  [2147483647, '1', '0.20', 1.5, 'B', '2024-01-01', '2024-01-01 10:00:00', false],
  [3, '1', '0.20', 2, 'ä', '2024-01-02', '2024-01-02 10:00:00.5', true],
  [null, null, null, null, null, null, null, null],
]

interface Question {
  readonly column?: Column
  readonly filter?: string
  readonly fraction?: number
  readonly table?: string
}

const answers: readonly (readonly [name: string, question: Question, answer: unknown])[] = [
  ['count', {}, '4'],
  ['count', { column: 'price' }, '3'],
  ['count', { filter: "word = 'b'" }, '1'],
  ['count', { filter: 'false' }, '0'],
  ['count', { table: 'nothing' }, '0'],
  ['count', { column: 'price', table: 'nothing' }, '0'],
  ['count_distinct', { column: 'price' }, '2'],
  ['count_distinct', { column: 'word' }, '3'],
  ['count_distinct', { column: 'flag', filter: 'flag' }, '1'],
  ['count_distinct', { column: 'day', table: 'nothing' }, '0'],
  ['sum', { column: 'whole' }, '4294967297'],
  ['sum', { column: 'big' }, '9223372036854775809'],
  ['sum', { column: 'price' }, '0.5'],
  ['sum', { column: 'ratio' }, 4],
  ['sum', { column: 'price', filter: 'whole = 3' }, '0.2'],
  ['sum', { column: 'price', filter: 'whole is null' }, null],
  ['sum', { column: 'price', table: 'nothing' }, null],
  ['avg', { column: 'price' }, 0.5 / 3],
  ['avg', { column: 'whole' }, 4294967297 / 3],
  ['avg', { column: 'big', filter: 'big = 1' }, 1],
  ['avg', { column: 'ratio', filter: 'false' }, null],
  ['avg', { column: 'ratio', table: 'nothing' }, null],
  ['min', { column: 'word' }, 'B'],
  ['max', { column: 'word' }, 'ä'],
  ['min', { column: 'price' }, '0.1'],
  ['max', { column: 'big' }, '9223372036854775807'],
  ['min', { column: 'day' }, '2024-01-01'],
  ['max', { column: 'moment' }, '2024-01-03 10:00:00'],
  ['max', { column: 'moment', filter: "day < '2024-01-03'" }, '2024-01-02 10:00:00.5'],
  ['min', { column: 'ratio', table: 'nothing' }, null],
  ['median', { column: 'ratio' }, 1.5],
  ['median', { column: 'price', filter: 'price = 0.2' }, 0.2],
  ['median', { column: 'whole', table: 'nothing' }, null],
  ['percentile', { column: 'ratio', fraction: 0.25 }, 1],
  ['percentile', { column: 'ratio', fraction: 1 }, 2],
  ['percentile', { column: 'ratio', fraction: 0.5, filter: 'whole is null' }, null],
]

function named(name: string): Aggregation {
  const aggregation = aggregationOf(name)
  if (aggregation === undefined) throw new Error(name)
  return aggregation
}

describe.each(engines)('on %s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, { facts: { columns, rows }, nothing: { columns, rows: [] } })
  })
  afterAll(() => database.close())

  test.each(answers)('%s of %j is %s', async (name, { column, filter, fraction, table = 'facts' }, answer) => {
    const argumentType = column && columns[column]
    const aggregate = named(name).toSql({
      dialect: dialectOf(engine),
      ...(column && { argument: sql.ref(column), argumentType: columns[column] }),
      ...(filter !== undefined && { filter: sql.raw(filter) }),
      ...(fraction !== undefined && { fraction }),
    })
    const statement = sql`select ${aggregate} as value from ${sql.table(table)}`
    expect(await columnOf(database, statement, named(name).resultType(argumentType))).toEqual([answer])
  })

  test.each(aggregations.map((aggregation) => [aggregation.name, aggregation] as const))(
    '%s takes every type it says',
    async (_, aggregation) => {
      for (const [column, type] of Object.entries(columns)) {
        if (!aggregation.accepts.includes(type)) continue
        const aggregate = aggregation.toSql({ dialect: dialectOf(engine), argument: sql.ref(column), argumentType: type, fraction: 0.5 })
        await expect(columnOf(database, sql`select ${aggregate} as value from nothing`, 'string')).resolves.toEqual([
          aggregation.ofNoRows === 0 ? expect.anything() : null,
        ])
      }
    },
  )
})

test('the list is the words of the model', () => {
  expect(aggregations.map(({ name }) => name)).toEqual(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'median', 'percentile'])
  expect(aggregationOf('total')).toBeUndefined()
})

test('only counts of rows and sums add up; only extremes and distinct counts may see a row twice', () => {
  expect(aggregations.filter(({ additivity }) => additivity === 'additive').map(({ name }) => name)).toEqual(['count', 'sum'])
  expect(aggregations.filter(({ duplicateSafe }) => duplicateSafe).map(({ name }) => name)).toEqual(['count_distinct', 'min', 'max'])
})

test('aggregates inside number measures have the types of measures', () => {
  for (const aggregation of aggregations)
    for (const type of valueTypes.filter((type) => aggregation.accepts.includes(type)))
      expect([aggregation.name, type, aggregateTypes[aggregation.name as AggregateName].type(type)]).toEqual([
        aggregation.name,
        type,
        aggregation.resultType(type),
      ])
})

test('an aggregate without its value or fraction is a mistake of the program', () => {
  const dialect = dialectOf('duckdb')
  expect(() => named('sum').toSql({ dialect })).toThrow('An aggregate without the value it aggregates.')
  expect(() => named('percentile').toSql({ dialect, argument: sql.ref('x') })).toThrow('A percentile without its fraction.')
})
