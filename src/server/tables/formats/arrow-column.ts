/** A column of a table in Arrow: its type, and the cells of a batch as the buffers of that type. */
import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMicrosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { TableColumn } from '../../../resolvers/table/find-table.ts'
import type { ValueType } from '../../../semantic/dialect/value-type.ts'
import type { AnswerScalar } from '../../../semantic/query/answer.ts'
import { daysOf, decimalPrecision, decimalScale, decimalUnits, instantOf } from './typed-cells.ts'

export interface ArrowColumn {
  readonly name: string
  readonly type: DataType
  /** Throws CELL_UNREPRESENTABLE. */
  data(cells: Cells): Data
}

/** `place`: among the columns of its table. */
export function arrowColumn(column: TableColumn, place: number): ArrowColumn {
  return { name: column.path, ...kinds[column.type](column, place) }
}

type Kind = (column: TableColumn, place: number) => Omit<ArrowColumn, 'name'>

const kinds: Readonly<Record<ValueType, Kind>> = {
  string: (_, place) => {
    const texts = new Texts(place)
    return ofType(texts.type, (cells) => texts.data(cells))
  },
  integer: () =>
    ofType(new Int32(), (cells, type) => makeData({ type, ...about(cells), data: filled(new Int32Array(cells.length), cells, Number) })),
  float: () =>
    ofType(new Float64(), (cells, type) =>
      makeData({ type, ...about(cells), data: filled(new Float64Array(cells.length), cells, Number) }),
    ),
  bigint: () =>
    ofType(new Int64(), (cells, type) => makeData({ type, ...about(cells), data: filled(new BigInt64Array(cells.length), cells, BigInt) })),
  date: () =>
    ofType(new DateDay(), (cells, type) => makeData({ type, ...about(cells), data: filled(new Int32Array(cells.length), cells, daysOf) })),
  timestamp: () =>
    ofType(new TimestampMicrosecond('UTC'), (cells, type) =>
      makeData({ type, ...about(cells), data: filled(new BigInt64Array(cells.length), cells, instantOf) }),
    ),
  boolean: () => ofType(new Bool(), (cells, type) => makeData({ type, ...about(cells), data: bits(cells, (cell) => cell === true) })),
  decimal: decimals,
}

function ofType<Type extends DataType>(type: Type, data: (cells: Cells, type: Type) => Data): Omit<ArrowColumn, 'name'> {
  return { type, data: (cells) => data(cells, type) }
}

type Cells = readonly AnswerScalar[]
type Present = Exclude<AnswerScalar, null>

/** What stands in the place of a null is never read. */
function filled<Value, Values extends { [index: number]: Value }>(values: Values, cells: Cells, read: (cell: Present) => Value): Values {
  for (const [index, cell] of cells.entries()) if (cell !== null) values[index] = read(cell)
  return values
}

/** 128 bits each, the lowest 32 first. */
function decimals(column: TableColumn): Omit<ArrowColumn, 'name'> {
  return ofType(new Decimal(decimalScale, decimalPrecision), (cells, type) => {
    const words = new BigUint64Array(cells.length * 2)
    for (const [index, cell] of cells.entries()) {
      if (cell === null) continue
      const units = decimalUnits(cell, column)
      words[index * 2] = BigInt.asUintN(64, units)
      words[index * 2 + 1] = BigInt.asUintN(64, units >> 64n)
    }
    return makeData({ type, ...about(cells), data: new Uint32Array(words.buffer) })
  })
}

/** Beyond so many texts a dictionary begins anew. */
const mostEntries = 65_536

/**
 * Texts as places in a dictionary, which is sent again when a batch has texts it lacks: as a whole, since not every reader can add to one.
 */
class Texts {
  readonly type: Dictionary<Utf8, Int32>
  #places = new Map<string, number>()
  #dictionary: Vector<Utf8> | undefined

  /** With an id of the library's own, the same table would be other bytes each time. */
  constructor(id: number) {
    this.type = new Dictionary(new Utf8(), new Int32(), id)
  }

  data(cells: Cells): Data {
    if (this.#places.size > mostEntries) this.#places = new Map()
    const before = this.#places.size
    const indices = new Int32Array(cells.length)
    for (const [index, cell] of cells.entries()) if (cell !== null) indices[index] = this.#placeOf(String(cell))
    if (this.#dictionary === undefined || before !== this.#places.size || before === 0) {
      this.#dictionary = vectorFromArray([...this.#places.keys()], new Utf8())
    }
    return makeData({ type: this.type, ...about(cells), data: indices, dictionary: this.#dictionary })
  }

  #placeOf(text: string): number {
    const known = this.#places.get(text)
    if (known !== undefined) return known
    this.#places.set(text, this.#places.size)
    return this.#places.size - 1
  }
}

function about(cells: Cells) {
  const nullBitmap = bits(cells, (cell) => cell !== null)
  return { length: cells.length, nullCount: cells.filter((cell) => cell === null).length, nullBitmap }
}

function bits(cells: Cells, isSet: (cell: AnswerScalar) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(cells.length / 8))
  for (const [index, cell] of cells.entries()) if (isSet(cell)) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7))
  return bytes
}
