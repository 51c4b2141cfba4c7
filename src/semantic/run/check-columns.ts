/**
 * Holds a catalog against a real database: every table is there, every column the model names, each with a type that fits; and finds out which
 * columns of text are stored as another type. [I/O]
 * Run before anything is served, so that a misspelt column is said with its place and not found by the first question.
 */
import type { Catalog, Dimension, Entity, Source } from '../catalog/catalog.ts'
import { type StoredTexts, type TextStorage, textStorageOf } from '../dialect/stored-text.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Expression } from '../expression/expression.ts'
import { referencesOf } from '../expression/references.ts'
import { failure, type Issue, issue, type Result, type Span, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'

/** A column as the database has it; `other`: a type the model has no word for. */
export interface PhysicalColumn {
  readonly name: string
  readonly type: ValueType | 'other'
  readonly sqlType: string
}

/** Undefined when there is no such table. */
export type Describe = (
  source: { readonly table: string; readonly schema?: string } | { readonly sql: string },
) => Promise<readonly PhysicalColumn[] | undefined>

interface Checked {
  readonly issues: readonly Issue[]
  readonly stored: ReadonlyMap<string, TextStorage>
}

export async function checkColumns(catalog: Catalog, describe: Describe): Promise<Result<StoredTexts>> {
  const entities = [...catalog.entities.values()]
  // Tables all at once, so that they can be asked for in one statement; a SELECT is a statement of its own, one after the other.
  const checked = new Map<Entity, Checked>()
  const check = async (entity: Entity): Promise<void> => void checked.set(entity, await checkEntity(entity, describe))
  await Promise.all(entities.filter(({ source }) => source.kind === 'table').map(check))
  for (const entity of entities) if (entity.source.kind === 'sql') await check(entity)
  const issues = distinctPlaces(entities.flatMap((entity) => checked.get(entity)?.issues ?? []))
  if (issues.length > 0) return failure(...issues)
  const stored = new Map([...checked].map(([{ name }, found]) => [name, found.stored]))
  return success(new Map([...stored, ...streamsStored(catalog, stored)]))
}

/** A stream is stored as its activities are: theirs is the same table. */
function streamsStored({ activityStreams }: Catalog, stored: StoredTexts): StoredTexts {
  return new Map(
    [...activityStreams.values()].flatMap(({ name, activities }) => {
      const [activity = ''] = activities.keys()
      const storage = stored.get(activity)
      return storage === undefined ? [] : [[name, storage] as const]
    }),
  )
}

async function checkEntity(entity: Entity, describe: Describe): Promise<Checked> {
  const { source } = entity
  const columns = await describe(source.kind === 'sql' ? { sql: source.sql } : source)
  const of = nameOf(source, entity)
  if (columns === undefined) {
    return { issues: [issue('UNKNOWN_TABLE', { table: of, entity: entity.name }, entity.declaredAt)], stored: new Map() }
  }
  const known = new Map(columns.map((column) => [column.name, column]))
  const issues = readsOf(entity).flatMap(({ column, at, declared }): Issue[] => {
    const physical = known.get(column)
    if (physical === undefined) {
      const nearest = closest(column, [...known.keys()])
      return [issue('UNKNOWN_COLUMN', { column, of, ...(nearest !== undefined && { closest: nearest }) }, at)]
    }
    if (declared === undefined || holds(physical.type, declared.type)) return []
    const what = `Column \`${column}\` of ${of}`
    return [
      issue(
        'TYPE_MISMATCH',
        { what, expected: `${declared.type}, as \`${declared.entity}.${declared.name}\` declares`, actual: physical.sqlType },
        at,
      ),
    ]
  })
  return { issues, stored: storedTexts(columns) }
}

function storedTexts(columns: readonly PhysicalColumn[]): ReadonlyMap<string, TextStorage> {
  return new Map(
    columns.flatMap(({ name, type, sqlType }) => {
      const storage = type === 'string' ? textStorageOf(sqlType) : undefined
      return storage === undefined ? [] : [[name, storage] as const]
    }),
  )
}

interface ColumnRead {
  readonly column: string
  readonly at?: Span
  /** The dimension whose whole value the column is. */
  readonly declared?: Dimension
}

function readsOf(entity: Entity): readonly ColumnRead[] {
  const place = (member: { readonly declaredAt?: Span }) => (member.declaredAt === undefined ? {} : { at: member.declaredAt })
  const dimensions = [...entity.dimensions.values()].flatMap((dimension): ColumnRead[] => {
    const { from } = dimension
    if (from.kind === 'column') return [{ column: from.column, declared: dimension, ...place(dimension) }]
    if (from.kind === 'repeated_at' && from.column !== undefined) return [{ column: from.column, declared: dimension, ...place(dimension) }]
    if (from.kind !== 'expression') return []
    const whole = from.expression.kind === 'reference' && from.expression.reference.kind === 'column'
    return ownColumns(from.expression).map((column) => ({ column, ...(whole && { declared: dimension }), ...place(dimension) }))
  })
  const measures = [...entity.measures.values()].flatMap((measure): ColumnRead[] => {
    const { compute } = measure
    const expressions =
      compute.kind === 'number' ? [compute.expression] : compute.kind === 'aggregate' ? [compute.argument, compute.where] : []
    return expressions
      .flatMap((expression) => (expression === undefined ? [] : ownColumns(expression)))
      .map((column) => ({ column, ...place(measure) }))
  })
  const { activity, freshness } = entity
  const versions = freshness?.kind === 'version' ? freshness.aggregates : []
  const seen = versions.flatMap(({ expression, declaredAt }) => ownColumns(expression).map((column) => ({ column, at: declaredAt })))
  const roles =
    activity === undefined ? [] : [activity.idColumn, activity.customerColumn, activity.activityColumn, activity.timestampColumn]
  return [...roles.map((column) => ({ column, ...place(entity) })), ...dimensions, ...measures, ...seen]
}

function ownColumns<R extends { readonly kind: string }>(expression: Expression<R>): string[] {
  return referencesOf(expression).flatMap((reference) =>
    'column' in reference && typeof reference.column === 'string' ? [reference.column] : [],
  )
}

const holders: Readonly<Record<ValueType, readonly ValueType[]>> = {
  string: ['string'],
  integer: ['integer', 'bigint'],
  bigint: ['integer', 'bigint'],
  decimal: ['decimal', 'integer', 'bigint'],
  float: ['float', 'decimal', 'integer', 'bigint'],
  boolean: ['boolean'],
  date: ['date'],
  timestamp: ['timestamp'],
}

function holds(physical: PhysicalColumn['type'], declared: ValueType): boolean {
  return physical !== 'other' && holders[declared].includes(physical)
}

function nameOf(source: Source, entity: Entity): string {
  if (source.kind === 'sql') return `the \`sql\` of entity \`${entity.name}\``
  return `table \`${source.schema === undefined ? '' : `${source.schema}.`}${source.table}\``
}

/** The activities of one stream share its columns: said once. */
function distinctPlaces(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>()
  return issues.filter(({ code, facts, span }) => {
    const key = JSON.stringify([code, 'column' in facts ? facts.column : facts, span])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
