/**
 * `where` of a question as seen from one entity's rows: every leaf over a to-one path, `not` pushed into the leaves.
 */
import type { Catalog, Entity, Hop } from '../catalog/catalog.ts'
import { findPath, isToOne, printPath } from '../catalog/join-graph.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import { allOf, type Predicate } from './predicate.ts'
import type { PathDimension } from './resolved-query.ts'
import type { Logic, RowCondition, SliceCondition } from './semantic-query.ts'
import { type QuestionTime, testPredicate } from './tests.ts'

export interface ConditionContext {
  readonly catalog: Catalog
  /** The entity whose rows are filtered. */
  readonly entity: Entity
  readonly time: QuestionTime
}

type Resolved = Result<Predicate<PathDimension>>

export function resolveWhere(condition: SliceCondition, context: ConditionContext, negated = false): Resolved {
  if (isLogic(condition)) return resolveLogic(condition, negated, (part, isNegated) => resolveWhere(part, context, isNegated))
  if (condition.kind === 'time') {
    const { entity } = context
    if (entity.time === undefined) return failure(noTime(context))
    return testPredicate(
      condition.test,
      { operand: { path: [], dimension: entity.time }, type: entity.time.type, name: 'time' },
      negated,
      context.time,
    )
  }
  const path = findPath(context.catalog.entities, context.entity.name, condition.entity)
  if (!path.ok) {
    const [first] = path.issues
    return first?.code === 'AMBIGUOUS_PATH'
      ? path
      : failure(issue('FILTER_UNREACHABLE', { filter: condition.entity, measure: context.entity.name }))
  }
  if (!isToOne(path.value)) return failure(toMany(`\`where.${condition.entity}\` on rows of \`${context.entity.name}\``, path.value))
  return resolveRow(condition.condition, path.value, entityOf(context.catalog, condition.entity), context, negated)
}

/** A condition on the row of `entity` that `path` leads to. */
export function resolveRow(
  condition: RowCondition,
  path: readonly Hop[],
  entity: Entity,
  context: ConditionContext,
  negated = false,
): Resolved {
  if (isLogic(condition)) return resolveLogic(condition, negated, (part, isNegated) => resolveRow(part, path, entity, context, isNegated))
  if (condition.kind === 'related') {
    const hop = entity.hops.get(condition.relationship)
    if (hop === undefined) throw new InternalError(`No relationship ${entity.name}.${condition.relationship}`)
    if (hop.cardinality === 'many' || condition.quantifier !== 'one')
      return failure(toMany(`\`where\` on \`${entity.name}.${hop.name}\``, [hop]))
    return resolveRow(condition.condition, [...path, hop], entityOf(context.catalog, hop.to), context, negated)
  }
  const dimension = entity.dimensions.get(condition.dimension)
  if (dimension === undefined) throw new InternalError(`No dimension ${entity.name}.${condition.dimension}`)
  const tested = { operand: { path, dimension }, type: dimension.type, name: `${entity.name}.${dimension.name}` }
  return testPredicate(condition.test, tested, negated, context.time)
}

interface And<Leaf> {
  readonly kind: 'and' | 'or'
  readonly conditions: readonly Logic<Leaf>[]
}
interface Not<Leaf> {
  readonly kind: 'not'
  readonly condition: Logic<Leaf>
}

export function isLogic<Leaf extends { readonly kind: string }>(condition: Logic<Leaf>): condition is And<Leaf> | Not<Leaf> {
  return condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'not'
}

/** and, or, not over any leaves; de Morgan carries the negation down. `and: []` is true, `or: []` false. */
export function resolveLogic<Leaf extends { readonly kind: string }, R>(
  condition: And<Leaf> | Not<Leaf>,
  negated: boolean,
  resolve: (part: Logic<Leaf>, negated: boolean) => Result<Predicate<R>>,
): Result<Predicate<R>> {
  if (condition.kind === 'not') return resolve(condition.condition, !negated)
  const results = condition.conditions.map((part) => resolve(part, negated))
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const predicates = results.flatMap((result) => (result.ok ? [result.value] : []))
  const isAnd = (condition.kind === 'and') !== negated
  if (predicates.length === 0) return success({ kind: 'constant', value: isAnd })
  return success(isAnd || predicates.length === 1 ? (allOf(predicates) ?? { kind: 'constant', value: true }) : { kind: 'or', predicates })
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

function toMany(what: string, path: readonly Hop[]) {
  return issue('NOT_YET', { what: `${what} over the to-many path \`${printPath(path)}\`` })
}
