/**
 * `where` of a question as seen from one entity's rows: every leaf over a path, `not` pushed into the leaves.
 *
 * To-one paths are looked up. An entity behind a to-many path that is in the grain is bound: its conditions are about the group's row.
 * Any other to-many entity is filtered by EXISTS; conditions of one object along one path are about the same row, the group's where one of them is bound
 * (semantics.md 4, 5).
 */
import type { Catalog, Entity } from '../catalog/catalog.ts'
import type { Path } from '../catalog/join-graph.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import type { AskedTests } from './asked-tests.ts'
import { isLogic, resolveLogic } from './logic.ts'
import type { Paths } from './paths.ts'
import { allOf } from './predicate.ts'
import type { PathDimension, Placement, Reach, RowPredicate } from './resolved-query.ts'
import type { RowCondition, SliceCondition } from './semantic-query.ts'
import { isEverything, simplified } from './simplify.ts'
import type { QuestionTime } from './tests.ts'

export interface ConditionContext {
  readonly catalog: Catalog
  readonly paths: Paths
  /** The entity whose rows are filtered. */
  readonly entity: Entity
  /** Entities of the grain. */
  readonly bound: ReadonlySet<string>
  /** How far forward the rows are moved: `time` is where they are then. */
  readonly shift: Placement['shift']
  readonly time: QuestionTime
  readonly tests: AskedTests
}

type Resolved = Result<RowPredicate>
type EntityCondition = Extract<SliceCondition, { readonly kind: 'entity' }>

/** Undefined: every row passes. */
export function resolveWhere(condition: SliceCondition, context: ConditionContext): Result<RowPredicate | undefined> {
  const where = resolveSlice(condition, context, false)
  if (!where.ok) return where
  const predicate = simplified(where.value)
  return success(isEverything(predicate) ? undefined : predicate)
}

function resolveSlice(condition: SliceCondition, context: ConditionContext, negated: boolean): Resolved {
  if (!isLogic(condition))
    return condition.kind === 'time' ? resolveTime(condition.test, context, negated) : resolveEntities([condition], context, negated)
  if (condition.kind !== 'and') return resolveLogic(condition, negated, (part, isNegated) => resolveSlice(part, context, isNegated))
  // The entities of one object together: along one path they are about the same row.
  const entities = condition.conditions.filter((part): part is EntityCondition => part.kind === 'entity')
  const others = condition.conditions.filter((part) => part.kind !== 'entity')
  const parts: readonly (readonly EntityCondition[] | SliceCondition)[] = entities.length > 0 ? [entities, ...others] : others
  return joined(
    parts.map((part) => (isGroup(part) ? resolveEntities(part, context, negated) : resolveSlice(part, context, negated))),
    negated ? 'or' : 'and',
  )
}

function isGroup(part: readonly EntityCondition[] | SliceCondition): part is readonly EntityCondition[] {
  return Array.isArray(part)
}

function resolveTime(test: Extract<SliceCondition, { kind: 'time' }>['test'], context: ConditionContext, negated: boolean): Resolved {
  const { entity } = context
  if (entity.time === undefined) return failure(noTime(context))
  const operand: PathDimension = { path: [], dimension: entity.time, ...(context.shift.length > 0 && { shift: context.shift }) }
  return context.tests.predicate(test, { operand, type: entity.time.type, name: 'time' }, negated, context.time)
}

/** A condition on an entity, and the way to it. */
interface Placed {
  readonly path: Path
  readonly condition: EntityCondition
}

/**
 * Conditions of one object on several entities. One of them may be about the group's row: those along the way to it and beyond are then about that row too.
 *
 *   customers by category, { product: { color: red }, category: { name: Beer } }  ->  in Beer, the customers with a red Beer
 */
function resolveEntities(conditions: readonly EntityCondition[], context: ConditionContext, negated: boolean): Resolved {
  const found = placedConditions(conditions, context)
  if (!found.ok) return found
  const bound = new Set(found.value.flatMap(({ path, condition }) => (context.bound.has(condition.entity) ? waysAlong(path) : [])))
  const direct: Resolved[] = []
  const reached = new Map<string, Placed[]>()
  for (const placed of found.value) {
    const { path, condition } = placed
    const free = waysAlong(path).find((way, index) => path[index]?.cardinality === 'many' && !bound.has(way))
    if (free === undefined) {
      direct.push(resolveRow(condition.condition, path, entityOf(context.catalog, condition.entity), context, negated))
    } else {
      reached.set(free, [...(reached.get(free) ?? []), placed])
    }
  }
  const existing = [...reached].map(([way, group]) => existsAlong(way, group, context, negated))
  return joined([...direct, ...existing], negated ? 'or' : 'and')
}

/** Without those that every row meets: like `{}` they do not restrict, so they do not ask for a row either. */
function placedConditions(conditions: readonly EntityCondition[], context: ConditionContext): Result<readonly Placed[]> {
  const found = conditions.map((condition): Result<Placed | undefined> => {
    const entity = entityOf(context.catalog, condition.entity)
    const own = resolveRow(condition.condition, [], entity, { ...context, entity })
    if (!own.ok) return own
    if (isEverything(simplified(own.value))) return success(undefined)
    const path = pathTo(condition.entity, context)
    return path.ok ? success({ path: path.value, condition }) : path
  })
  const issues = found.flatMap((result) => (result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  return success(found.flatMap((result) => (result.ok && result.value !== undefined ? [result.value] : [])))
}

/** Each part of a path from its start, as a text to compare. */
function waysAlong(path: Path): readonly string[] {
  const names = path.map((hop) => `${hop.from}.${hop.name}`)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

/** One EXISTS for conditions on entities along one path: `way` is their first to-many hop that reaches no row of the group. */
function existsAlong(way: string, group: readonly Placed[], context: ConditionContext, negated: boolean): Resolved {
  const path = group[0]?.path ?? []
  const many = waysAlong(path).indexOf(way)
  const hop = path[many]
  if (hop === undefined) throw new InternalError('A to-many path without a to-many hop')
  const inner = { ...context, entity: entityOf(context.catalog, hop.to), bound: new Set<string>() }
  // The rest of each path as the model or the question chose it, seen from the row reached.
  const rest = new Map(group.map(({ path: whole, condition }) => [condition.entity, whole.slice(many + 1)]))
  const where = resolveEntities(
    group.map(({ condition }) => condition),
    { ...inner, paths: context.paths.with(inner.entity.name, rest) },
    false,
  )
  return where.ok ? success(exists({ path: path.slice(0, many), hop, where: where.value }, negated)) : where
}

/** A condition on the row of `entity` that `path` leads to. */
function resolveRow(condition: RowCondition, path: Path, entity: Entity, context: ConditionContext, negated = false): Resolved {
  if (isLogic(condition)) return resolveLogic(condition, negated, (part, isNegated) => resolveRow(part, path, entity, context, isNegated))
  if (condition.kind === 'related') {
    const hop = entity.hops.get(condition.relationship)
    if (hop === undefined) throw new InternalError(`No relationship ${entity.name}.${condition.relationship}`)
    const target = entityOf(context.catalog, hop.to)
    if (condition.quantifier === 'one') return resolveRow(condition.condition, [...path, hop], target, context, negated)
    // Every row passes = no row fails.
    const isEvery = condition.quantifier === 'every'
    const where = resolveRow(condition.condition, [], target, { ...context, entity: target }, isEvery)
    const isNone = condition.quantifier !== 'some'
    return where.ok ? success(exists({ path, hop, where: where.value }, isNone !== negated)) : where
  }
  const dimension = entity.dimensions.get(condition.dimension)
  if (dimension === undefined) throw new InternalError(`No dimension ${entity.name}.${condition.dimension}`)
  const tested: { operand: PathDimension; type: typeof dimension.type; name: string } = {
    operand: { path, dimension },
    type: dimension.type,
    name: `${entity.name}.${dimension.name}`,
  }
  return context.tests.predicate(condition.test, tested, negated, context.time)
}

function exists(rows: Reach, negated: boolean): RowPredicate {
  return { kind: 'exists', rows, negated }
}

function joined(results: readonly Resolved[], word: 'and' | 'or'): Resolved {
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const predicates = results.flatMap((result) => (result.ok ? [result.value] : []))
  if (predicates.length === 0) return success({ kind: 'constant', value: word === 'and' })
  return success(word === 'and' ? (allOf(predicates) ?? { kind: 'constant', value: true }) : { kind: 'or', predicates })
}

function pathTo(entity: string, context: ConditionContext): Result<Path> {
  const path = context.paths.find(context.entity.name, entity)
  if (path.ok || path.issues.some(({ code }) => code === 'AMBIGUOUS_PATH')) return path
  const reachable = [...context.entity.hops.values()].map((hop) => hop.to)
  const hint = reachable.length === 0 ? undefined : `From there lead relationships to ${[...new Set(reachable)].join(', ')}.`
  return failure(issue('FILTER_UNREACHABLE', { filter: entity, measure: context.entity.name, ...(hint !== undefined && { hint }) }))
}

function entityOf(catalog: Catalog, name: string): Entity {
  const entity = catalog.entities.get(name)
  if (entity === undefined) throw new InternalError(`No entity ${name}`)
  return entity
}

export function noTime({ catalog, entity }: Pick<ConditionContext, 'catalog' | 'entity'>) {
  const reachable = [...entity.hops.values()].flatMap((hop) => {
    const time = catalog.entities.get(hop.to)?.time
    return time === undefined ? [] : [`${hop.to}.${time.name}`]
  })
  return issue('NO_PATH', {
    dimension: 'time',
    from: entity.name,
    hint: `Entity \`${entity.name}\` has no \`time\`.${reachable.length === 0 ? '' : ` Times of entities related to it: ${reachable.join(', ')}.`}`,
  })
}
