/**
 * First step of the catalog: every entity with the members it declares and those it inherits from its stream, by name; expressions still text.
 */
import type { ValueType } from '../dialect/value-type.ts'
import { type Issue, issue, type Span } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { DimensionDeclaration, EntityDeclaration, MeasureDeclaration, Model, StreamDeclaration } from '../model/model.ts'
import type { Dimension, Hop } from './catalog.ts'

export interface DraftDimension {
  readonly name: string
  readonly type: ValueType
  readonly span: Span
  /** Absent for what a stream gives its activities. */
  readonly declaration?: DimensionDeclaration
  /** Where the value comes from when it is no text to parse. */
  readonly from?: Exclude<Dimension['from'], { kind: 'expression' | 'measure' | 'pick' }>
}

export interface DraftEntity {
  readonly name: string
  readonly declaration: EntityDeclaration
  readonly stream?: StreamDeclaration
  readonly dimensions: ReadonlyMap<string, DraftDimension>
  readonly measures: ReadonlyMap<string, MeasureDeclaration>
  readonly key: readonly string[]
  readonly time?: string
  /** Filled by the relationships step. */
  readonly hops: Map<string, Hop>
}

export type Drafts = ReadonlyMap<string, DraftEntity>

export function declareEntities(model: Model, issues: Issue[]): Drafts {
  const streams = new Map(model.streams.map((stream) => [stream.name.value, stream]))
  return new Map(model.entities.map((entity) => [entity.name.value, declareEntity(entity, streams, model, issues)]))
}

function declareEntity(
  declaration: EntityDeclaration,
  streams: ReadonlyMap<string, StreamDeclaration>,
  model: Model,
  issues: Issue[],
): DraftEntity {
  const stream = streamOf(declaration, streams, issues)
  const dimensions = new Map<string, DraftDimension>()
  for (const dimension of declaration.dimensions) {
    const first = dimensions.get(dimension.name.value)
    if (first !== undefined) issues.push(clash(`dimension \`${dimension.name.value}\``, dimension.name.span, first.span))
    else dimensions.set(dimension.name.value, draftOf(dimension, stream))
  }
  const measures = new Map<string, MeasureDeclaration>()
  for (const measure of declaration.measures) {
    const first = measures.get(measure.name.value)
    if (first !== undefined) issues.push(clash(`measure \`${measure.name.value}\``, measure.name.span, first.name.span))
    else measures.set(measure.name.value, measure)
  }
  if (stream !== undefined) inherit(stream, customerKeyType(stream, model), dimensions, issues)
  const inherited = stream === undefined ? {} : inheritedRoles(stream, dimensions)
  const key = declaration.primaryKey.length > 0 ? declaration.primaryKey.map((part) => part.value) : (inherited.key ?? [])
  const time = declaration.time?.value ?? inherited.time
  checkRoles(declaration, dimensions, issues)
  return {
    name: declaration.name.value,
    declaration,
    ...(stream !== undefined && { stream }),
    dimensions,
    measures,
    key: key.filter((name) => dimensions.has(name)),
    ...(time !== undefined && dimensions.has(time) && { time }),
    hops: new Map(),
  }
}

function streamOf(declaration: EntityDeclaration, streams: ReadonlyMap<string, StreamDeclaration>, issues: Issue[]) {
  if (declaration.source.kind !== 'activity') return undefined
  const name = declaration.source.stream
  const stream = streams.get(name.value)
  if (stream === undefined) issues.push(unknown('stream', name, 'The model', streams.keys()))
  return stream
}

/** A declared column that the stream computes or that asOf limits keeps that meaning under the declared name. */
function draftOf(declaration: DimensionDeclaration, stream: StreamDeclaration | undefined): DraftDimension {
  const draft = { name: declaration.name.value, type: declaration.type.value, span: declaration.name.span, declaration }
  if (declaration.from.kind !== 'column') return draft
  const column = declaration.from.column.value
  const repeatedAt = stream?.columns.repeatedAt?.value
  return { ...draft, from: column === repeatedAt ? { kind: 'repeated_at', column } : { kind: 'column', column } }
}

/** Key, customer, time, occurrence and repeated_at, unless the activity declares the column itself. */
function inherit(stream: StreamDeclaration, customerType: ValueType, dimensions: Map<string, DraftDimension>, issues: Issue[]): void {
  const { id, customer, timestamp, occurrence, repeatedAt } = stream.columns
  const add = (name: string, type: ValueType, span: Span, from: NonNullable<DraftDimension['from']>) => {
    const declared = dimensions.get(name)
    // A column or an expression of that name stands for it; what is computed from it among other rows cannot.
    if (declared !== undefined && madeOfRows(declared) === undefined) return
    dimensions.set(name, { name, type, span, from })
    if (declared === undefined) return
    const facts = { name: `dimension \`${name}\``, other: `what stream \`${stream.name.value}\` gives its activities` }
    issues.push(issue('NAME_CLASH', { ...facts, otherPlace: place(span), fix: 'Rename the dimension.' }, declared.span))
  }
  for (const [column, type] of [
    [id, 'string'],
    [customer, customerType],
    [timestamp, 'timestamp'],
  ] as const) {
    if (nameOfColumn(dimensions, column.value) === undefined) add(column.value, type, column.span, { kind: 'column', column: column.value })
  }
  if (occurrence === undefined) add('occurrence', 'integer', stream.span, { kind: 'occurrence' })
  else if (nameOfColumn(dimensions, occurrence.value) === undefined)
    add(occurrence.value, 'integer', occurrence.span, { kind: 'column', column: occurrence.value })
  if (repeatedAt === undefined) add('repeated_at', 'timestamp', stream.span, { kind: 'repeated_at' })
  else if (nameOfColumn(dimensions, repeatedAt.value) === undefined)
    add(repeatedAt.value, 'timestamp', repeatedAt.span, { kind: 'repeated_at', column: repeatedAt.value })
}

/** The names under which the activity has its stream's key and time. */
function inheritedRoles(stream: StreamDeclaration, dimensions: ReadonlyMap<string, DraftDimension>) {
  const key = nameOfColumn(dimensions, stream.columns.id.value)
  const time = nameOfColumn(dimensions, stream.columns.timestamp.value)
  return { ...(key !== undefined && { key: [key] }), ...(time !== undefined && { time }) }
}

export function nameOfColumn(dimensions: ReadonlyMap<string, DraftDimension>, column: string): string | undefined {
  for (const { name, from } of dimensions.values()) if (from?.kind === 'column' && from.column === column) return name
  return undefined
}

function customerKeyType(stream: StreamDeclaration, model: Model): ValueType {
  const customer = model.entities.find((entity) => entity.name.value === stream.customer.value)
  const key = customer?.primaryKey[0]?.value
  return customer?.dimensions.find((dimension) => dimension.name.value === key)?.type.value ?? 'string'
}

function checkRoles(declaration: EntityDeclaration, dimensions: ReadonlyMap<string, DraftDimension>, issues: Issue[]): void {
  const of = `Entity \`${declaration.name.value}\``
  for (const part of declaration.primaryKey) {
    const dimension = dimensions.get(part.value)
    if (dimension === undefined) issues.push(unknown('dimension', part, of, dimensions.keys()))
    else {
      const actual = madeOfRows(dimension)
      const facts = { what: `Primary key \`${part.value}\``, expected: 'a column or an expression' }
      if (actual !== undefined) issues.push(issue('TYPE_MISMATCH', { ...facts, actual }, part.span))
    }
  }
  const time = declaration.time
  if (time === undefined) return
  const dimension = dimensions.get(time.value)
  if (dimension === undefined) issues.push(unknown('dimension', time, of, dimensions.keys()))
  else if (isList(dimension) || (dimension.type !== 'date' && dimension.type !== 'timestamp')) {
    const actual = isList(dimension) ? 'a list' : dimension.type
    issues.push(issue('TYPE_MISMATCH', { what: `\`time: ${time.value}\``, expected: 'date or timestamp', actual }, time.span))
  }
}

/** What a dimension is that tells rows apart by what they are computed to be, not by who they are. */
function madeOfRows({ declaration }: DraftDimension): string | undefined {
  switch (declaration?.from.kind) {
    case 'measure':
      return 'an aggregate'
    case 'pick':
      return `\`${declaration.from.pick}\` of other rows`
    case 'score':
      return 'a score'
    case 'segment':
    case 'label':
      return 'a segment'
    case 'segmentation':
      return 'a segmentation'
    default:
      return undefined
  }
}

/** Whether its value is a list, which nothing but an answer can hold. */
export function isList({ declaration }: DraftDimension): boolean {
  return declaration?.from.kind === 'pick' && declaration.from.pick === 'list'
}

export function unknown(what: string, name: { readonly value: string; readonly span: Span }, of: string, known: Iterable<string>): Issue {
  const nearest = closest(name.value, [...known])
  return issue('UNKNOWN_MEMBER', { what, name: name.value, of, ...(nearest !== undefined && { closest: nearest }) }, name.span)
}

export function place(span: Span): string {
  return `${span.file}:${span.line}:${span.column}`
}

function clash(name: string, span: Span, other: Span): Issue {
  return issue('NAME_CLASH', { name, other: name, otherPlace: place(other), fix: 'Rename one of them.' }, span)
}
