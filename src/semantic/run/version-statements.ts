/**
 * What is asked of tables to see whether their rows have changed, and how late the latest of them is.
 *
 *   freshness: { version: max(updated_at) }   ->  select cast(max("updated_at") as text) as "version_1" from "orders"
 *   time: order_date                          ->  select max("order_date") as "latest" from "orders"
 */
import { type CompiledQuery, sql } from 'kysely'
import { knownAggregation } from '../aggregation/index.ts'
import type { Catalog, Dimension, Entity, Freshness, MemberReference } from '../catalog/catalog.ts'
import type { SqlInput } from '../dialect/dialect.ts'
import type { AnyKysely } from '../dialect/kysely.ts'
import type { Aggregate, Expression } from '../expression/expression.ts'
import { childrenOf, mapReferences, referencesOf, replaceAggregates } from '../expression/references.ts'
import { InternalError } from '../issues/issue.ts'
import { planContext } from '../plan/context.ts'
import { Relation } from '../plan/relation.ts'
import { blockOf } from '../sql/block.ts'
import { SqlContext, type SqlTarget } from '../sql/context.ts'
import { PlanRenderer, read, sourceItem } from '../sql/to-kysely.ts'
import { valueTypeOf } from '../sql/window.ts'
import { emptyQuestion } from './data-questions.ts'

export interface TableQuestions extends SqlTarget {
  readonly catalog: Catalog
  readonly kysely: AnyKysely
}

/** No question of this room depends on a date. */
const anyDate = '2000-01-01'

/** One row of texts. Entities that read the same table in the same way have the same statement. */
export function versionStatement(
  { name, source }: Entity,
  { aggregates }: Extract<Freshness, { kind: 'version' }>,
  target: TableQuestions,
): CompiledQuery {
  const context = new SqlContext(target, emptyQuestion(target.catalog, anyDate))
  const alias = source.kind === 'table' ? source.table : 'source_rows'
  const columns = aggregates.map(({ expression }, index) => {
    const value = aggregateToSql(expression, (column) => context.column(name, alias, column), context)
    return [`version_${index + 1}`, sql`cast(${value} as text)`] as const
  })
  return context.finish(blockOf({ item: sourceItem(source), alias }, new Map(columns))).compile()
}

/** Plain columns are read as they are: their types are the database's. */
function aggregateToSql(expression: Expression<MemberReference>, columnNamed: (column: string) => SqlInput, context: SqlContext): SqlInput {
  const aggregates: Aggregate<MemberReference>[] = []
  const outer = replaceAggregates(expression, (aggregate, index): Expression<MemberReference> => {
    aggregates.push(aggregate)
    return { kind: 'reference', type: aggregate.type, reference: { kind: 'column', entity: '', column: String(index) } }
  })
  const named = (node: Expression<MemberReference>) => mapReferences(node, nameOf)
  const values = aggregates.map(({ name, argument, filter, fraction }) => {
    const argumentType = argument === undefined || argument.type === 'unknown' ? undefined : valueTypeOf(named(argument))
    return knownAggregation(name).toSql({
      dialect: context.dialect,
      ...(argument !== undefined && { argument: context.expression(named(argument), columnNamed) }),
      ...(argumentType !== undefined && { argumentType }),
      ...(filter !== undefined && { filter: context.expression(named(filter), columnNamed) }),
      ...(fraction !== undefined && { fraction }),
    })
  })
  return context.expression(named(outer), (index) => values[Number(index)] ?? sql`null`)
}

function nameOf(reference: MemberReference): string {
  if (reference.kind !== 'column') throw new InternalError('A version reads columns')
  return reference.column
}

/** The latest time of an entity's rows, those to come included; undefined where it does not depend on its own rows alone. */
export function latestStatement(entity: Entity, target: TableQuestions): CompiledQuery | undefined {
  const { time } = entity
  if (time === undefined || !readsOwnRows(time, entity)) return undefined
  const question = emptyQuestion(target.catalog, anyDate)
  const renderer = PlanRenderer.of(new SqlContext(target, question))
  const relation = new Relation(entity, planContext({ catalog: target.catalog, names: question.names, time: question.time }), 'all')
  const { name } = relation.dimension(time)
  const rows = renderer.block(relation.build(), new Set([name]))
  const columns = new Map([['latest', sql`max(${read(rows.columns)(name)})`]])
  return renderer.context.finish({ ...rows, columns }).compile()
}

/** Neither the question's date nor another table has a part in it. */
function readsOwnRows({ from }: Dimension, entity: Entity): boolean {
  if (from.kind === 'column') return true
  if (from.kind !== 'expression' || holdsAsOf(from.expression)) return false
  return referencesOf(from.expression).every((reference) => {
    if (reference.kind === 'column') return true
    if (reference.kind === 'measure' || reference.path.length > 0) return false
    const dimension = entity.dimensions.get(reference.dimension)
    return dimension !== undefined && readsOwnRows(dimension, entity)
  })
}

function holdsAsOf(expression: Expression<unknown>): boolean {
  return expression.kind === 'as_of' || childrenOf(expression).some(holdsAsOf)
}
