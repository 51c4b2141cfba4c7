/**
 * Model -> Catalog: names resolved, types checked, rules applied; all problems of all steps that could run are returned together.
 *
 *   declare entities -> connect them -> measures -> dimensions -> rules -> freeze
 */
import { failure, type Issue, type Result, success } from '../issues/issue.ts'
import type { EntityDeclaration, Model } from '../model/model.ts'
import { calendarOf } from '../time/granularity.ts'
import { activityStreams } from './activity-streams.ts'
import type { ActivitySource, Catalog, Dimension, Entity, Freshness, Measure } from './catalog.ts'
import { type DraftEntity, type Drafts, declareEntities } from './declare.ts'
import { buildDimension } from './dimensions.ts'
import { figuresOf } from './figures.ts'
import { freshnessByEntity } from './freshness.ts'
import { MeasureResolver } from './measures.ts'
import { connectEntities } from './relationships.ts'
import { checkCycles } from './rules/cycles.ts'
import { checkFiscalYear } from './rules/fiscal-year.ts'
import { checkGroupNames } from './rules/group-names.ts'
import { checkNames } from './rules/names.ts'
import { fileTables, type SourceTable, sourceTables } from './sources.ts'
import { annotationsOf, titleOf } from './titles.ts'

export function buildCatalog(model: Model): Result<Catalog> {
  const issues: Issue[] = []
  const drafts = declareEntities(model, issues)
  const relationships = connectEntities(drafts, issues)
  const sources = sourceTables(model, issues)
  const freshness = freshnessByEntity(model, issues)
  const resolver = new MeasureResolver(drafts, model.header)
  const entities = new Map<string, Entity>()
  for (const draft of drafts.values()) {
    const entity = buildEntity(draft, drafts, resolver, sources, issues)
    if (entity !== undefined) entities.set(draft.name, withFreshness(entity, freshness.get(draft.name)))
  }
  checkNames(model, drafts, issues)
  if (issues.length > 0) return failure(...distinct(issues))
  checkFiscalYear(entities, model.header, issues)
  checkCycles(entities, drafts, issues)
  checkGroupNames(entities, issues)
  if (issues.length > 0) return failure(...issues)
  const { header } = model
  return success(
    deepFreeze({
      ...annotationsOf(header),
      name: header.name.value,
      ...(header.contract !== undefined && { contract: header.contract }),
      timeZone: header.timeZone,
      ...calendarOf(header),
      entities,
      activityStreams: activityStreams(entities, drafts),
      relationships,
      files: fileTables(model, drafts),
    }),
  )
}

function buildEntity(
  draft: DraftEntity,
  drafts: Drafts,
  resolver: MeasureResolver,
  sources: ReadonlyMap<string, SourceTable>,
  issues: Issue[],
): Entity | undefined {
  const { declaration } = draft
  const measures = new Map<string, Measure>()
  for (const name of draft.measures.keys()) keep(resolver.resolve(draft.name, name), measures, issues)
  const dimensions = new Map<string, Dimension>()
  for (const dimension of draft.dimensions.values()) keep(buildDimension(dimension, draft, drafts, resolver), dimensions, issues)
  for (const dimension of resolver.conversionsOf(draft.name)) dimensions.set(dimension.name, dimension)
  const source = sources.get(draft.name)
  if (source === undefined) return undefined
  const activity = activityOf(draft)
  const time = draft.time === undefined ? undefined : dimensions.get(draft.time)
  const key = draft.key.flatMap((name) => dimensions.get(name) ?? [])
  return {
    ...annotationsOf(declaration),
    name: draft.name,
    plural: declaration.plural?.value ?? `${draft.name}s`,
    title: titleOf(draft.name),
    declaredAt: declaration.name.span,
    source: source.source,
    ...(activity !== undefined && { activity }),
    key,
    ...(time !== undefined && { time }),
    future: declaration.future,
    dimensions,
    measures,
    figures: figuresOf({ name: draft.name, key, dimensions }),
    hops: draft.hops,
  }
}

function withFreshness(entity: Entity, freshness: Freshness | undefined): Entity {
  return freshness === undefined ? entity : { ...entity, freshness }
}

function keep<T extends { readonly name: string }>(result: Result<T>, into: Map<string, T>, issues: Issue[]): void {
  if (result.ok) into.set(result.value.name, result.value)
  else issues.push(...result.issues)
}

function activityOf({
  stream,
  declaration,
}: {
  readonly stream?: DraftEntity['stream']
  readonly declaration: EntityDeclaration
}): ActivitySource | undefined {
  if (stream === undefined || declaration.source.kind !== 'activity') return undefined
  const { id, customer, activity, timestamp } = stream.columns
  return {
    stream: stream.name.value,
    activity: declaration.source.activity.value,
    idColumn: id.value,
    customerColumn: customer.value,
    activityColumn: activity.value,
    timestampColumn: timestamp.value,
  }
}

/** A measure with a mistake is met again by every measure that reads it: said once. */
function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter((found) => {
    const key = JSON.stringify([found.code, found.facts, found.span])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const child of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(child)
  return value
}
