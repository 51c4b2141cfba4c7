/** Arrow and Parquet: types, and values at the edges of what they hold, read back with apache-arrow and with DuckDB. */
import { describe, expect, test } from 'vitest'
import type { TableRow } from '../../src/resolvers/table/table-rows.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import type { AnswerScalar } from '../../src/semantic/query/answer.ts'
import { arrow } from '../../src/server/tables/formats/arrow.ts'
import { parquet } from '../../src/server/tables/formats/parquet.ts'
import { columnsOf, parquetOf, readArrow, stored, written } from './written.ts'

const types = {
  text: 'string',
  integer: 'integer',
  big: 'bigint',
  float: 'float',
  price: 'decimal',
  open: 'boolean',
  day: 'date',
  at: 'timestamp',
} as const satisfies Readonly<Record<string, ValueType>>
const every = columnsOf(types)
const row: TableRow = ['TX', -5, '9007199254740993', 1e-300, '-0.10', true, '1969-12-31', '2024-02-29T23:59:59.123456Z']
const nulls = every.map(() => null)

async function arrowColumn(type: ValueType, cells: readonly AnswerScalar[]): Promise<readonly unknown[]> {
  return stored(
    await readArrow(
      columnsOf({ cell: type }),
      cells.map((cell) => [cell]),
    ),
    'cell',
  )
}

async function parquetColumn(type: ValueType, cells: readonly AnswerScalar[]): Promise<readonly unknown[]> {
  const { rows } = await parquetOf(
    columnsOf({ cell: type }),
    cells.map((cell) => [cell]),
  )
  return rows.map(([cell]) => cell)
}

describe('types', () => {
  const arrowTypes = [
    'Dictionary<Int32, Utf8>',
    'Int32',
    'Int64',
    'Float64',
    'Decimal[38e+10]',
    'Bool',
    'Date32<DAY>',
    'Timestamp<MICROSECOND, UTC>',
  ]
  const parquetTypes = {
    text: 'VARCHAR',
    integer: 'INTEGER',
    big: 'BIGINT',
    float: 'DOUBLE',
    price: 'DECIMAL(38,10)',
    open: 'BOOLEAN',
    day: 'DATE',
    at: 'TIMESTAMP WITH TIME ZONE',
  }
  test.each([
    ['rows', [row, nulls]],
    ['nulls alone', [nulls, nulls]],
    ['no rows', []],
  ])('are the same whatever the rows are: %s', async (_, rows) => {
    const table = await readArrow(every, rows)
    expect(table.schema.fields.map(({ name }) => name)).toEqual(Object.keys(types))
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual(arrowTypes)
    expect(table.schema.fields.every(({ nullable }) => nullable)).toBe(true)
    expect(table.numRows).toBe(rows.length)
    expect(await parquetOf(every, rows)).toMatchObject({ types: parquetTypes, rows: { length: rows.length } })
  })
})

describe('values', () => {
  test('come back, beside nulls', async () => {
    const table = await readArrow(every, [nulls, row, nulls])
    const values = Object.keys(types).map((name) => stored(table, name))
    expect(values).toEqual([
      [null, 'TX', null],
      [null, -5, null],
      [null, 9007199254740993n, null],
      [null, 1e-300, null],
      [null, -1_000_000_000n, null],
      [null, true, null],
      [null, -1, null],
      [null, 1709251199123456n, null],
    ])
    expect((await parquetOf(every, [nulls, row, nulls])).rows).toEqual([
      nulls,
      ['TX', '-5', '9007199254740993', '1e-300', '-0.1000000000', 'true', '1969-12-31', '2024-02-29 23:59:59.123456+00'],
      nulls,
    ])
  })
  test('integers and whole numbers of 64 bits', async () => {
    const integers = [0, 1, -1, 2_147_483_647, -2_147_483_648]
    expect(await arrowColumn('integer', integers)).toEqual(integers)
    expect(await parquetColumn('integer', integers)).toEqual(integers.map(String))
    const bigs = [0, 9_007_199_254_740_991, '9007199254740992', '9223372036854775807', '-9223372036854775808']
    expect(await arrowColumn('bigint', bigs)).toEqual(bigs.map(BigInt))
    expect(await parquetColumn('bigint', bigs)).toEqual(bigs.map(String))
  })
  test('floats', async () => {
    const floats = [0, 0.1, -0.1, 1e-300, 5e-324, 1.7976931348623157e308, -1e21, 1 / 3]
    expect(await arrowColumn('float', floats)).toEqual(floats)
    expect((await parquetColumn('float', floats)).map(Number)).toEqual(floats)
  })
  test('dates from the year 1 and before to 9999 and after', async () => {
    const days = {
      '1970-01-01': 0,
      '1969-12-31': -1,
      '2024-02-29': 19_782,
      '9999-12-31': 2_932_896,
      '0001-01-01': -719_162,
      '-000043-03-15': -735_160,
      '+012345-06-07': 3_789_548,
    }
    expect(await arrowColumn('date', Object.keys(days))).toEqual(Object.values(days))
    expect(await parquetColumn('date', Object.keys(days))).toEqual([
      '1970-01-01',
      '1969-12-31',
      '2024-02-29',
      '9999-12-31',
      '0001-01-01',
      '0044-03-15 (BC)',
      '12345-06-07',
    ])
  })
  test('instants to the microsecond, before 1970 too, with whatever offset they are written', async () => {
    const instants = {
      '1970-01-01T00:00:00Z': 0n,
      '1969-12-31T23:59:59.999999Z': -1n,
      '1969-12-31T23:59:59.5Z': -500_000n,
      '2024-03-31T03:30:00.25+02:00': 1_711_848_600_250_000n,
      '2024-03-31T01:30:00.1234Z': 1_711_848_600_123_400n,
      '9999-12-31T23:59:59.999999Z': 253_402_300_799_999_999n,
      '0001-01-01T00:00:00Z': -62_135_596_800_000_000n,
      '1880-01-01T00:53:28+00:53:28': -2_840_140_800_000_000n,
    }
    expect(await arrowColumn('timestamp', Object.keys(instants))).toEqual(Object.values(instants))
    expect(await parquetColumn('timestamp', Object.keys(instants))).toEqual([
      '1970-01-01 00:00:00+00',
      '1969-12-31 23:59:59.999999+00',
      '1969-12-31 23:59:59.5+00',
      '2024-03-31 01:30:00.25+00',
      '2024-03-31 01:30:00.1234+00',
      '9999-12-31 23:59:59.999999+00',
      '0001-01-01 00:00:00+00',
      '1880-01-01 00:00:00+00',
    ])
  })
  test('texts of every kind', async () => {
    const texts = ['', ' ', '"', "'", 'two\r\nlines', 'Zoë', '日本語', '👩‍👩‍👧', '\u0000', 'null', 'x'.repeat(100_000)]
    expect(await arrowColumn('string', [...texts, null])).toEqual([...texts, null])
    expect(await parquetColumn('string', [...texts, null])).toEqual([...texts, null])
  })
})

describe('decimals', () => {
  const most = '9999999999999999999999999999.9999999999'
  const units = {
    '0': 0n,
    '0.00': 0n,
    '-0.00': 0n,
    '1.50': 15_000_000_000n,
    '-0.0000000001': -1n,
    '1.00000000000000': 10_000_000_000n,
    '0012.5': 125_000_000_000n,
    [most]: 10n ** 38n - 1n,
    [`-${most}`]: 1n - 10n ** 38n,
  }
  test('have 38 digits, 10 of them after the point', async () => {
    expect(await arrowColumn('decimal', Object.keys(units))).toEqual(Object.values(units))
    expect(await parquetColumn('decimal', Object.keys(units))).toEqual([
      '0.0000000000',
      '0.0000000000',
      '0.0000000000',
      '1.5000000000',
      '-0.0000000001',
      '1.0000000000',
      '12.5000000000',
      most,
      `-${most}`,
    ])
  })
  test.each(['10000000000000000000000000000', '-10000000000000000000000000000.5', '0.00000000001', '1.12345678901'])(
    '%s fits into none, and is refused',
    async (value) => {
      const columns = columnsOf({ 'orderPlaced.monetary': 'decimal' })
      for (const format of [arrow, parquet]) {
        await expect(written(format, columns, [['1.00'], [value]])).rejects.toMatchObject({
          message: expect.stringContaining('`orderPlaced.monetary`'),
          extensions: { code: 'CELL_UNREPRESENTABLE', value },
        })
      }
    },
  )
})

describe('many rows', () => {
  const columns = columnsOf({ no: 'integer', text: 'string' })

  /** In batches of 1,000, as they come from a database. */
  function batches(rows: number, textOf: (no: number) => string | null): TableRow[][] {
    return Array.from({ length: Math.ceil(rows / 1000) }, (_, batch) =>
      Array.from({ length: Math.min(1000, rows - batch * 1000) }, (_, index) => [batch * 1000 + index, textOf(batch * 1000 + index)]),
    )
  }

  test.each([16_383, 16_384, 16_385, 50_000])('%i rows with texts that come again', async (count) => {
    const textOf = (no: number) => (no % 10 === 3 ? null : `text ${no % 7}`)
    const table = await readArrow(columns, ...batches(count, textOf))
    expect(table.numRows).toBe(count)
    expect(table.batches.map(({ numRows }) => numRows).slice(0, -1)).toEqual(Array(Math.ceil(count / 16_384) - 1).fill(16_384))
    const texts = stored(table, 'text')
    expect(texts).toEqual(Array.from({ length: count }, (_, no) => textOf(no)))
  })
  test('texts that come late, and more of them than one dictionary has', async () => {
    const count = 150_000
    const textOf = (no: number) => (no < 20_000 ? null : `text ${no}`)
    const table = await readArrow(columns, ...batches(count, textOf))
    expect(stored(table, 'no')).toEqual(Array.from({ length: count }, (_, no) => no))
    expect(stored(table, 'text')).toEqual(Array.from({ length: count }, (_, no) => textOf(no)))
  })
  test('in one batch, as a kept answer gives them', async () => {
    const rows = batches(100_000, (no) => `text ${no}`).flat()
    expect(stored(await readArrow(columns, rows), 'text')).toEqual(rows.map(([, text]) => text))
  })
  test('Parquet keeps their order', async () => {
    const { rows } = await parquetOf(columns, ...batches(300_000, (no) => `text ${no % 7}`))
    expect(rows.map(([no]) => Number(no))).toEqual(Array.from({ length: 300_000 }, (_, no) => no))
  })
})

test('names that differ in nothing but case are two columns', async () => {
  const columns = columnsOf({ 'a.name': 'string', 'A.NAME': 'string', 'a "quoted"': 'integer' })
  const read = await parquetOf(columns, [['one', 'two', 3]])
  expect(read).toEqual({ types: { 'a.name': 'VARCHAR', 'A.NAME_1': 'VARCHAR', 'a "quoted"': 'INTEGER' }, rows: [['one', 'two', '3']] })
})

test('the same rows are the same bytes, in whatever batches they come', async () => {
  const rows = Array.from({ length: 20_000 }, (_, no): TableRow => [`text ${no % 100}`, ...row.slice(1)])
  for (const format of [arrow, parquet]) {
    const first = await written(format, every, rows)
    const again = await written(format, every, rows.slice(0, 7), [], rows.slice(7, 16_390), rows.slice(16_390))
    expect(first.equals(again)).toBe(true)
  }
})
