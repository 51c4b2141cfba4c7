/** Whatever the cells are, each format gives them back. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { microsecondsOf } from '../../src/resolvers/graph/microseconds.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import type { AnswerScalar } from '../../src/semantic/query/answer.ts'
import { csv } from '../../src/server/tables/formats/csv.ts'
import { json, ndjson } from '../../src/server/tables/formats/json.ts'
import { columnsOf, parquetOf, readArrow, readCsv, stored, written } from './written.ts'

const day = fc.integer({ min: -719_162, max: 2_932_896 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const instant = fc
  .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([seconds, microseconds]) => {
    const fraction = String(microseconds).padStart(6, '0').replace(/0+$/, '')
    return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`
  })
const bigint = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)))
const decimal = fc
  .tuple(fc.bigInt({ min: 1n - 10n ** 38n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 10 }))
  .map(([units, places]) => decimalText(units / 10n ** BigInt(10 - places), places))
const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))

function decimalText(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return units < 0n ? `-${text}` : text
}

const cells: Readonly<Record<ValueType, fc.Arbitrary<AnswerScalar>>> = {
  string: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '=1', '"', '\r', '\n', ',', "'")),
  integer: fc.integer(),
  bigint,
  float,
  decimal,
  boolean: fc.boolean(),
  date: day,
  timestamp: instant,
}
const types = Object.keys(cells) as ValueType[]
const columns = columnsOf(Object.fromEntries(types.map((type) => [type, type])) as Record<ValueType, ValueType>)
const batch = fc.array(fc.tuple(...types.map((type) => fc.option(cells[type], { freq: 6 }))), { maxLength: 12 })
const table = fc.array(batch, { maxLength: 4 })

test('CSV has every cell as text, null as nothing, and texts that look like formulas behind an apostrophe', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (batches) => {
      const shown = (cell: AnswerScalar, index: number) => {
        const text = cell === null ? '' : String(cell)
        return types[index] === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
      }
      const [names, ...rows] = readCsv(await written(csv, columns, ...batches))
      expect(names).toEqual(types)
      expect(rows).toEqual(batches.flat().map((row) => row.map(shown)))
    }),
  )
})

test('NDJSON and JSON have every cell as JSON has it', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (batches) => {
      const records = batches.flat().map((row) => Object.fromEntries(row.map((cell, index) => [types[index], cell])))
      const lines = String(await written(ndjson, columns, ...batches)).split('\n')
      expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(records)
      expect(JSON.parse(String(await written(json, columns, ...batches)))).toEqual(records)
    }),
  )
})

/** Units of the tenth place. */
function unitsOf(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(10, '0'))
}

const asNumbers: Readonly<Record<ValueType, (cell: Exclude<AnswerScalar, null>) => unknown>> = {
  string: String,
  integer: Number,
  float: Number,
  boolean: (cell) => cell === true,
  bigint: BigInt,
  decimal: (cell) => unitsOf(String(cell)),
  date: (cell) => Date.parse(`${cell}T00:00:00Z`) / 86_400_000,
  timestamp: (cell) => microsecondsOf(String(cell)),
}

test('Arrow has every cell as a value of its type', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (batches) => {
      const read = await readArrow(columns, ...batches)
      const rows = batches.flat()
      expect(read.numRows).toBe(rows.length)
      for (const [position, type] of types.entries()) {
        const expected = rows.map((row) => {
          const cell = row[position] ?? null
          return cell === null ? null : asNumbers[type](cell)
        })
        expect(stored(read, type), type).toEqual(expected)
      }
    }),
  )
})

test('Parquet has every cell as DuckDB prints a value of its type', async () => {
  const print: Readonly<Record<ValueType, (text: string) => unknown>> = {
    string: String,
    integer: Number,
    bigint: BigInt,
    float: Number,
    boolean: (text) => text === 'true',
    decimal: unitsOf,
    date: (text) => text,
    timestamp: (text) => microsecondsOf(text.replace(' ', 'T').replace('+00', 'Z')),
  }
  const expected: typeof print = { ...print, timestamp: (text) => microsecondsOf(text) }
  await fc.assert(
    fc.asyncProperty(table, async (batches) => {
      const { rows } = await parquetOf(columns, ...batches)
      const read = (row: readonly AnswerScalar[], as: typeof print) =>
        row.map((cell, index) => {
          const type = types[index]
          return cell === null || type === undefined ? null : as[type](String(cell))
        })
      expect(rows.map((row) => read(row, print))).toEqual(batches.flat().map((row) => read(row, expected)))
    }),
    { numRuns: 25 },
  )
})
