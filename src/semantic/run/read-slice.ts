/** Rows as a driver gives them, read by the types of the model: what one statement's columns are, worked out once. */
import type { Dimension, Measure } from '../catalog/catalog.ts'
import { hasFixedScale } from '../catalog/decimal-scale.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { InternalError, issue } from '../issues/issue.ts'
import type { AnswerColumn, AnswerScalar, AnswerValue } from '../query/answer.ts'
import { printMember } from '../query/grain.ts'
import type { GrainKey, MeasureColumn, ResolvedQuery } from '../query/resolved-query.ts'
import type { SliceStatement } from '../sql/slice.ts'
import { valueText } from './answer-key.ts'
import type { PartReader } from './answer-parts.ts'
import { type Decoder, decoderOf, listDecoder, tooLarge, withoutClosingZeros } from './decode.ts'
import { IssueError } from './issue-error.ts'

/** Values in the order of the statement's columns. */
export type DriverRow = readonly unknown[]
export type AnswerRow = readonly AnswerValue[]

export interface SliceReader {
  /** Whether a row of the statement is one of the page; false for the one that only carries what is beside it. */
  readonly isShown: (row: DriverRow) => boolean
  /** Throws NUMBER_TOO_LARGE. */
  readonly row: (row: DriverRow) => AnswerRow
  /** Present when totals are asked for: every row carries them. */
  readonly totals?: (row: DriverRow) => AnswerRow
  /** The same. */
  readonly rowCount?: (row: DriverRow) => number
  /** Present where the answer is cut into parts. */
  readonly part?: PartReader
}

interface Cell {
  readonly position: number
  readonly decode: Decoder
  /** Of a key of the grain. */
  readonly type?: ValueType
  /** For messages. */
  readonly member: string
}

export function readerOf({ columns, totals, isRow, rowCount, place }: Omit<SliceStatement, 'query'>, query: ResolvedQuery): SliceReader {
  const positionOf = (name: string): number => {
    const position = columns.indexOf(name)
    if (position === -1) throw new InternalError(`The statement has no column ${name}`)
    return position
  }
  const cells = [
    ...query.grain.map((key) => grainCell(key, positionOf(key.name), query)),
    ...query.measures.map((measure) => measureCell(measure, positionOf(measure.name), query)),
  ]
  const totalCells = query.totals.map((measure, index) => measureCell(measure, positionOf(totals[index] ?? measure.name), query))
  const shown = isRow === undefined ? undefined : positionOf(isRow)
  const counted = rowCount === undefined ? undefined : positionOf(rowCount)
  const placed = place === undefined ? undefined : positionOf(place)
  const keys = query.apart?.map((name) => cells[query.grain.findIndex((key) => key.name === name)]).filter((cell) => cell !== undefined)
  return {
    isShown: shown === undefined ? () => true : (row) => row[shown] === true,
    row: (row) => readCells(row, cells),
    ...(totalCells.length > 0 && { totals: (row) => readCells(row, totalCells) }),
    ...(counted !== undefined && { rowCount: (row) => Number(row[counted]) }),
    ...(keys !== undefined && {
      part: {
        identity: (row) => identityOf(row, keys),
        isSame: (one, other) => keys.every(({ position }) => one[position] === other[position]),
        key: (row) => readCells(row, keys),
        ...(placed !== undefined && { place: (row) => Number(row[placed]) }),
        isCounted: query.rowCount,
      },
    }),
  }
}

/** `1.0` is `1.00`, to a database that keeps the places of each. */
const withoutPlaces = withoutClosingZeros((value) => value as AnswerScalar)

/** As the driver gives the values: what is null once it is read, such as a float that is no number, may be of another part. */
function identityOf(row: DriverRow, keys: readonly Cell[]): string {
  const written = valueText(keys.map(({ position, type }) => (type === 'decimal' ? withoutPlaces(row[position]) : row[position])))
  if (written === undefined) throw new InternalError('A part whose key is of a kind nobody has thought of')
  return written
}

function readCells(row: DriverRow, cells: readonly Cell[]): AnswerRow {
  return cells.map(({ position, decode, member }) => {
    const value = decode(row[position])
    if (value === tooLarge) throw new IssueError(issue('NUMBER_TOO_LARGE', { member, value: String(row[position]) }))
    return value
  })
}

function grainCell({ type, member }: GrainKey, position: number, query: ResolvedQuery): Cell {
  const dimension = member.kind === 'time' ? undefined : query.catalog.entities.get(member.entity)?.dimensions.get(member.dimension)
  return { position, type, decode: memberDecoder(type, dimension, query), member: printMember(member) }
}

function measureCell({ member, type }: MeasureColumn, position: number, query: ResolvedQuery): Cell {
  const entity = query.catalog.entities.get(member.entity)
  const measure = entity?.measures.get(member.measure) ?? entity?.figures.get(member.measure)
  return { position, decode: memberDecoder(type, measure, query), member: `${member.entity}.${member.measure}` }
}

function memberDecoder(type: ValueType, member: Dimension | Measure | undefined, { catalog, time, fill }: ResolvedQuery): Decoder {
  const decode = decoderOf(type, time.timeZone)
  // A 0 that fills a gap has no places on one engine, those of the column on the other.
  const isFilled = fill !== undefined && member?.kind === 'measure'
  const decoded = member === undefined || (hasFixedScale(member, catalog) && !isFilled) ? decode : withoutClosingZeros(decode)
  return member?.kind === 'dimension' && member.list === true ? listDecoder(decoded) : decoded
}

export function columnsOf(query: ResolvedQuery): readonly AnswerColumn[] {
  return [
    ...query.grain.map(({ type, member, overlapping }): AnswerColumn => ({ kind: 'dimension', type, overlapping, member })),
    ...query.measures.map(({ type, member }): AnswerColumn => ({ kind: 'measure', type, overlapping: false, member })),
  ]
}
