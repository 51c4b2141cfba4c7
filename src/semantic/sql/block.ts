/**
 * One SELECT in the making: nodes of a plan are added to it as long as SQL's order of evaluation allows, then it is closed into a CTE.
 *
 *   scan -> from      join -> left join      filter -> where, or having once grouped      aggregate -> group by      sort -> order by, limit
 */
import {
  ColumnNode,
  type CompiledQuery,
  ExpressionWrapper,
  IdentifierNode,
  OperationNodeTransformer,
  ReferenceNode,
  type SelectQueryNode,
  sql,
  TableNode,
} from 'kysely'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import { type AnyCreator, type AnySelect, underItsOwnName } from '../dialect/kysely.ts'
import { type Bindable, nowOf } from '../dialect/late.ts'
import { storedOf } from '../dialect/stored-text.ts'

/** A FROM item and the name its columns are read by. */
export interface FromItem {
  readonly item: SqlInput
  readonly alias: string
}

export type BlockJoin =
  | { readonly kind: 'left'; readonly right: FromItem; readonly on: readonly Sql[] }
  /** One row beside whatever there is. */
  | { readonly kind: 'cross'; readonly right: FromItem }

export interface Block {
  readonly from: FromItem
  readonly joins: readonly BlockJoin[]
  readonly where: readonly Sql[]
  /** Columns of the plan and what they are in this SELECT. */
  readonly columns: ReadonlyMap<string, SqlInput>
  /** Present once grouped: how many leading columns are keys. */
  readonly grouped?: { readonly keys: number; readonly having: readonly Sql[] }
  readonly order: readonly Sql[]
  readonly limit?: Bindable<number>
  readonly offset?: Bindable<number>
  /** Planned by itself: a LIMIT that limits nothing keeps the planner from putting it together with what reads it. */
  readonly isApart?: true
}

export function blockOf(from: FromItem, columns: ReadonlyMap<string, SqlInput>): Block {
  return { from, joins: [], where: [], columns, order: [] }
}

/** `"alias"."column"`, whatever characters the column has. */
export function columnOf(alias: string, column: string): SqlInput {
  return new ExpressionWrapper(ReferenceNode.create(ColumnNode.create(column), TableNode.create(alias)))
}

export function tableOf(name: string, schema?: string): SqlInput {
  return new ExpressionWrapper(schema === undefined ? TableNode.create(name) : TableNode.createWithSchema(schema, name))
}

/** Whether a left join may read the block's table itself: nothing computed, nothing joined, nothing grouped. */
export function isPlainTable(block: Block): boolean {
  if (block.grouped !== undefined || block.joins.length > 0 || block.order.length > 0 || block.limit !== undefined) return false
  return [...block.columns.values()].every((column) => ReferenceNode.is(storedOf(column).toOperationNode()))
}

/** The SELECT itself, from a builder that may carry CTEs. `names` gives the alias of each column. */
export function selectOf(creator: AnyCreator, block: Block, names: (column: string) => string): AnySelect {
  let query: AnySelect = creator.selectFrom(aliased(block.from))
  for (const join of block.joins) {
    query =
      join.kind === 'cross'
        ? query.crossJoin(aliased(join.right))
        : query.leftJoin(aliased(join.right), (on) => join.on.reduce((joined, condition) => joined.on(sql<boolean>`${condition}`), on))
  }
  const isAlone = block.joins.length === 0
  const short = (expression: SqlInput) => (isAlone ? unqualified(expression, block.from.alias) : expression)
  for (const condition of block.where) query = query.where(sql<boolean>`${short(condition)}`)
  query = query.select(
    block.columns.size > 0 ? [...block.columns].map(([name, expression]) => named(short(expression), names(name))) : [somethingOf(block)],
  )
  if (block.grouped !== undefined) {
    // By position: PostgreSQL takes two parameters of equal value (a time zone) for different expressions.
    for (let key = 1; key <= block.grouped.keys; key += 1) query = query.groupBy(sql.lit(key))
    for (const condition of block.grouped.having) query = query.having(sql<boolean>`${short(condition)}`)
  }
  for (const order of block.order) query = query.orderBy(order)
  if (block.limit !== undefined) query = query.limit(sql<number>`${block.limit}`)
  if (block.offset !== undefined) query = query.offset(sql<number>`${block.offset}`)
  if (block.isApart) query = query.limit(sql<number>`all`)
  return query
}

/** The SQL with the values of the question it was written for. */
export function compiledNow(query: AnySelect): CompiledQuery {
  const compiled = query.compile()
  return { ...compiled, parameters: compiled.parameters.map(nowOf) }
}

/** A SELECT needs a column. Without keys a grouped one is one row only because it aggregates. */
function somethingOf({ grouped }: Block) {
  return grouped === undefined ? sql`1`.as('one') : sql`count(*)`.as('rows')
}

/** `"orders"`, not `"orders" as "orders"`. */
function aliased({ item, alias }: FromItem) {
  const node = item.toOperationNode()
  const isItsName = TableNode.is(node) && node.table.schema === undefined && node.table.identifier.name === alias
  return isItsName ? underItsOwnName(item) : sql`${item}`.as(alias)
}

/** `"state"`, not `"state" as "state"`. */
function named(expression: SqlInput, name: string) {
  const node = expression.toOperationNode()
  const isItsName = ReferenceNode.is(node) && ColumnNode.is(node.column) && node.column.column.name === name
  return isItsName ? underItsOwnName(expression) : sql`${expression}`.as(name)
}

/** Where one table is read, its name before every column is noise. A sub-select keeps it: there, the name says which table is meant. */
function unqualified(expression: SqlInput, alias: string): SqlInput {
  return new ExpressionWrapper(new Unqualifier(alias).transformNode(expression.toOperationNode()))
}

class Unqualifier extends OperationNodeTransformer {
  readonly #alias: string

  constructor(alias: string) {
    super()
    this.#alias = alias
  }

  /** A sub-select sees its own columns first: what it reads from outside keeps its table. */
  protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
    return node
  }

  protected override transformReference(node: ReferenceNode): ReferenceNode {
    return ColumnNode.is(node.column) && node.table?.table.identifier.name === this.#alias ? ReferenceNode.create(node.column) : node
  }
}

export function identifier(name: string): SqlInput {
  return new ExpressionWrapper(IdentifierNode.create(name))
}

interface OrderedHow {
  readonly direction: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
}

/** An output column to order by. */
export function sortKey(column: string, how: OrderedHow): Sql {
  return orderedBy(identifier(column), how)
}

export function orderedBy(value: SqlInput, { direction, nulls = 'last' }: OrderedHow): Sql {
  return sql`${value} ${sql.raw(direction)} nulls ${sql.raw(nulls)}`
}
