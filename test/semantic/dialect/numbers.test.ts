/** Numbers on both engines: division, rounding, percentiles, casts. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import { isAtomic, operand } from '../../../src/semantic/dialect/operand.ts'
import { type ValueType, valueTypes } from '../../../src/semantic/dialect/value-type.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { columnOf, oneValue } from './run.ts'

describe.each(engines)('on %s', (engine) => {
  const dialect = dialectOf(engine)
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, {
      prices: { columns: { price: 'decimal' }, rows: [['1.25'], ['2.71'], ['10.13'], [null]] },
      nothing: { columns: { price: 'decimal' }, rows: [] },
    })
  })
  afterAll(() => database.close())

  test.each([
    [7, 2, '3'],
    [-7, 2, '-3'],
    [7, -2, '-3'],
    [7, 0, null],
  ])('%i divided by %i as whole numbers is %s', async (a, b, quotient) => {
    expect(await oneValue(database, dialect.divideIntegers(sql.lit(a), sql.lit(b)), 'integer')).toBe(quotient)
    const computed = dialect.divideIntegers(sql`${sql.lit(a)} + 0`, sql`${sql.lit(b)} + 0`)
    expect(await oneValue(database, computed, 'integer')).toBe(quotient)
  })

  test.each(['0.1', '-2.50', '10719509692663217.71', '9007199254740993', '28823037615171174.9'])(
    '%s as a float is the nearest there is',
    async (x) => {
      expect(await oneValue(database, dialect.toFloat(dialect.decimal(x)), 'float')).toBe(Number(x))
    },
  )

  test.each([
    ['1', '4', 0.25],
    ['1', '3', 1 / 3],
    ['2.50', '0.5', 5],
    ['1', '0.00', null],
  ])('%s divided by %s as floats is %s', async (a, b, quotient) => {
    expect(await oneValue(database, dialect.divideFloats(dialect.decimal(a), dialect.decimal(b)), 'float')).toBe(quotient)
  })

  test.each([
    ['2.5', undefined, '3'],
    ['-2.5', undefined, '-3'],
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['1234.5678', -2, '1200'],
    ['99999999999999999999.995', 2, '100000000000000000000'],
  ])('the decimal %s rounded to %s places is %s', async (x, digits, rounded) => {
    const places = digits === undefined ? undefined : sql.lit(digits)
    expect(await oneValue(database, dialect.round(dialect.decimal(x), places, 'decimal'), 'decimal')).toBe(rounded)
  })

  test.each([
    [2.5, undefined, 3],
    [-2.5, undefined, -3],
    [0.5, undefined, 1],
    [1.005, 2, 1.01],
    [2.675, 2, 2.68],
    [-1.005, 2, -1.01],
    [1e-7, 3, 0],
    [1.5e-7, 7, 2e-7],
    [1234.5678, -2, 1200],
    [123456789012345.67, 1, 123456789012345.7],
    [1e22, 2, 1e22],
    [1.7e300, 2, 1.7e300],
  ])('the float %f rounded to %s places is %f', async (x, digits, rounded) => {
    const places = digits === undefined ? undefined : sql.lit(digits)
    const value = sql`cast(${String(x)} as double precision)`
    expect(await oneValue(database, dialect.round(value, places, 'float'), 'float')).toBe(rounded)
  })

  test('a percentile lies between two values and keeps more places than its column', async () => {
    const percentile = (fraction: number, table: string) =>
      columnOf(database, sql`select ${dialect.percentile(sql.ref('price'), fraction)} as value from ${sql.table(table)}`, 'float')
    expect(await percentile(0.5, 'prices')).toEqual([2.71])
    expect(await percentile(0.75, 'prices')).toEqual([6.42])
    expect((await percentile(0.9, 'prices'))[0]).toBeCloseTo(8.646, 14)
    expect(await percentile(0, 'prices')).toEqual([1.25])
    expect(await percentile(1, 'prices')).toEqual([10.13])
    expect(await percentile(0.5, 'nothing')).toEqual([null])
  })

  test.each<[string, ValueType, unknown]>([
    ['12.50', 'decimal', '12.5'],
    ['12345678901234567890.0123456789', 'decimal', '12345678901234567890.0123456789'],
    ['9223372036854775807', 'bigint', '9223372036854775807'],
    ['2.5', 'float', 2.5],
    ['2024-02-29', 'date', '2024-02-29'],
    ['2024-02-29 10:00:00+02', 'timestamp', '2024-02-29 08:00:00'],
    ['2024-02-29T10:00:00', 'timestamp', '2024-02-29 10:00:00'],
    ['true', 'boolean', true],
  ])('the text %s as %s', async (text, type, value) => {
    expect(await oneValue(database, dialect.cast(sql`cast(${text} as text)`, type), type)).toBe(value)
  })

  test.each(valueTypes)('a null of %s stands in a union with a value of the type', async (type) => {
    const samples: Record<ValueType, string> = {
      string: 'a',
      integer: '1',
      bigint: '1',
      decimal: '1.25',
      float: '1.5',
      boolean: 'true',
      date: '2024-01-01',
      timestamp: '2024-01-01 00:00:00',
    }
    const value = dialect.cast(sql`cast(${samples[type]} as text)`, type)
    const union = sql`select value from (select ${dialect.nullOf(type)} as value union all select ${value}) u where value is not null`
    expect((await columnOf(database, union, type)).map(String)).toEqual([samples[type]])
  })

  test('decimals of different widths keep their places side by side', async () => {
    const wide = sql`(select sum(price) from prices)`
    const narrow = sql`cast('1.2345' as numeric(18, 4))`
    const aligned = sql`coalesce(nullif(${dialect.alignDecimal(wide)}, ${wide}), ${dialect.alignDecimal(narrow)})`
    expect(await oneValue(database, aligned, 'decimal')).toBe('1.2345')
    expect(await oneValue(database, sql`${wide} > ${dialect.decimal('14.0899999')}`, 'boolean')).toBe(true)
    expect(await oneValue(database, sql`coalesce(${dialect.decimal('0')}, ${narrow})`, 'decimal')).toBe('0')
  })

  test('a merge with an absent decimal keeps the digits of the others', async () => {
    const union = sql`select cast(value as text) as value from (select ${dialect.nullOf('decimal')} as value union all select price from prices) u where value is not null order by 1`
    expect(await columnOf(database, union, 'string')).toEqual(['1.25', '10.13', '2.71'])
  })
})

test('an operand gets parentheses only where an operator could tear it apart', () => {
  const atoms = [
    sql.ref('a.b'),
    sql`${1}`,
    sql`amount`,
    sql`lower(${sql.ref('a')})`,
    sql`(a + b)`,
    sql`cast(a + b as date)`,
    sql`${sql`f(')')`}`,
  ]
  expect(atoms.map(isAtomic)).toEqual(atoms.map(() => true))
  const others = [
    sql`a + b`,
    sql`not a`,
    sql`(a) + (b)`,
    sql`f(a) + g(b)`,
    sql`-1`,
    sql`${sql`${sql.ref('a')} or b`}`,
    sql`case when a then b end`,
  ]
  expect(others.map(isAtomic)).toEqual(others.map(() => false))
  expect(isAtomic(operand(sql`a + b`))).toBe(true)
})
