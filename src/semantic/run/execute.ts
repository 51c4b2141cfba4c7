/**
 * Runs a slice's statement and decodes what comes back: one pass over the rows, one array a row. [I/O]
 */
import type { CompiledQuery } from 'kysely'
import type { Dimension, Measure } from '../catalog/catalog.ts'
import { hasFixedScale } from '../catalog/decimal-scale.ts'
import type { AnyKysely } from '../dialect/kysely.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import type { AnswerColumn, AnswerValue, SliceAnswer } from '../query/answer.ts'
import { printMember } from '../query/grain.ts'
import type { GrainKey, MeasureColumn, ResolvedQuery } from '../query/resolved-query.ts'
import type { SliceStatement } from '../sql/slice.ts'
import { type Decoder, decoderOf, tooLarge, withoutClosingZeros } from './decode.ts'

type Row = Readonly<Record<string, unknown>>

interface Reader {
  readonly name: string
  readonly decode: Decoder
  /** For messages. */
  readonly member: string
}

export interface RunOptions {
  readonly signal?: AbortSignal
}

export async function executeSlice(
  statement: SliceStatement,
  query: ResolvedQuery,
  kysely: AnyKysely,
  options: RunOptions,
): Promise<Result<SliceAnswer>> {
  const rows = await runStatement(statement.query, kysely, options)
  const { isRow, rowCount } = statement
  const shown = isRow === undefined ? rows : rows.filter((row) => row[isRow] === true)
  const page = shown.slice(0, query.limit)
  const readers = [
    ...query.grain.map((key) => grainReader(key, query)),
    ...query.measures.map((measure) => measureReader(measure, measure.name, query)),
  ]
  const decoded = decodeRows(page, readers)
  if (!decoded.ok) return decoded
  const totals = decodeRows(
    query.totals.length === 0 ? [] : [firstOf(rows)],
    query.totals.map((measure, index) => measureReader(measure, statement.totals[index] ?? measure.name, query)),
  )
  if (!totals.ok) return totals
  return success({
    columns: columnsOf(query),
    rows: decoded.value,
    totals: totals.value[0] ?? [],
    hasMore: shown.length > query.limit,
    ...(rowCount !== undefined && { rowCount: Number(firstOf(rows)[rowCount]) }),
    asOf: query.time.asOf.echo,
  })
}

async function runStatement(query: CompiledQuery, kysely: AnyKysely, { signal }: RunOptions): Promise<readonly Row[]> {
  const executed = await kysely.executeQuery<Row>(
    query,
    signal === undefined ? undefined : { signal, inflightQueryAbortStrategy: 'cancel query' },
  )
  return executed.rows
}

function firstOf(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new InternalError('A statement with totals answered no row')
  return row
}

function grainReader({ name, type, member }: GrainKey, query: ResolvedQuery): Reader {
  const dimension = member.kind === 'time' ? undefined : query.catalog.entities.get(member.entity)?.dimensions.get(member.dimension)
  return { name, decode: memberDecoder(type, dimension, query), member: printMember(member) }
}

function measureReader({ member, type }: MeasureColumn, name: string, query: ResolvedQuery): Reader {
  const measure = query.catalog.entities.get(member.entity)?.measures.get(member.measure)
  return { name, decode: memberDecoder(type, measure, query), member: `${member.entity}.${member.measure}` }
}

function memberDecoder(type: ValueType, member: Dimension | Measure | undefined, { catalog, time, fill }: ResolvedQuery): Decoder {
  const decode = decoderOf(type, time.timeZone)
  // A 0 that fills a gap has no places on one engine, those of the column on the other.
  const isFilled = fill !== undefined && member?.kind === 'measure'
  return member === undefined || (hasFixedScale(member, catalog) && !isFilled) ? decode : withoutClosingZeros(decode)
}

function decodeRows(rows: readonly Row[], readers: readonly Reader[]): Result<AnswerValue[][]> {
  const decoded: AnswerValue[][] = []
  for (const row of rows) {
    const values: AnswerValue[] = []
    for (const { name, decode, member } of readers) {
      const value = decode(row[name])
      if (value === tooLarge) return failure(issue('NUMBER_TOO_LARGE', { member, value: String(row[name]) }))
      values.push(value)
    }
    decoded.push(values)
  }
  return success(decoded)
}

export function columnsOf(query: ResolvedQuery): readonly AnswerColumn[] {
  return [
    ...query.grain.map(({ type, member, overlapping }): AnswerColumn => ({ kind: 'dimension', type, overlapping, member })),
    ...query.measures.map(({ type, member }): AnswerColumn => ({ kind: 'measure', type, overlapping: false, member })),
  ]
}
