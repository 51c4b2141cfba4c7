/** What every part of one statement needs: the dialect, the question's time, names, and the CTEs collected so far. */

import { ColumnNode, ReferenceNode } from 'kysely'
import type { Catalog } from '../catalog/catalog.ts'
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import { dialectOf } from '../dialect/index.ts'
import type { AnyCreator, AnySelect } from '../dialect/kysely.ts'
import { StoredText, type StoredTexts, storedOf } from '../dialect/stored-text.ts'
import { expressionToSql } from '../expression/to-sql.ts'
import type { PlanExpression } from '../plan/plan.ts'
import type { ColumnNames } from '../query/names.ts'
import type { ResolvedQuery } from '../query/resolved-query.ts'
import type { QuestionTime } from '../query/tests.ts'
import { type Block, columnOf, isPlainTable, selectOf, tableOf } from './block.ts'

/** What statements are written for. */
export interface SqlTarget {
  readonly kysely: AnyCreator
  readonly dialect: Dialect['name']
  /** Absent: every column of text is stored as text. */
  readonly stored?: StoredTexts
}

export class SqlContext {
  readonly dialect: Dialect
  readonly time: QuestionTime
  readonly #stored: StoredTexts
  readonly #start: AnyCreator
  #creator: AnyCreator
  readonly #names: ColumnNames
  readonly #columnNames = new Map<string, string>()
  readonly #steps = new Set<string>()
  /** Names no further step may have. */
  readonly #stepNames: Set<string>

  constructor({ kysely, dialect, stored = new Map() }: SqlTarget, query: Pick<ResolvedQuery, 'time' | 'names' | 'catalog'>) {
    this.#start = kysely
    this.#creator = kysely
    this.dialect = dialectOf(dialect)
    this.#stored = stored
    this.time = query.time
    this.#names = query.names
    this.#stepNames = tableNames(query.catalog)
  }

  expression(expression: PlanExpression, reference: (name: string) => SqlInput): Sql {
    const { late } = this.time
    const asOf = { date: late.map(({ date }) => date), instant: late.map(({ instant }) => instant) }
    return expressionToSql(expression, { ...this.time, asOf, dialect: this.dialect, reference })
  }

  /** A column of an entity's table or SELECT. */
  column(entity: string, alias: string, column: string): SqlInput {
    const storage = this.#stored.get(entity)?.get(column)
    const stored = columnOf(alias, column)
    return storage === undefined ? stored : new StoredText(stored, storage, this.dialect)
  }

  /** The SQL name of a plan's column: `customer.state` becomes customer_state; names given by the question stay. */
  columnName(column: string): string {
    if (!/[.:]/.test(column)) return column
    const known = this.#columnNames.get(column)
    if (known !== undefined) return known
    const name = this.#names.allocate(column.replaceAll(/[.:]/g, '_'))
    this.#columnNames.set(column, name)
    return name
  }

  select(block: Block): AnySelect {
    return selectOf(this.#start, block, (column) => this.columnName(column))
  }

  /** Ends a SELECT: what follows reads it by name. Stored values go on as they are, except where texts and stored values are not grouped or ordered alike. */
  close(block: Block, step: string): Block {
    if (this.isStep(block)) return block
    const isPassedOn = (value: SqlInput): value is StoredText =>
      value instanceof StoredText && block.order.length === 0 && (block.grouped === undefined || value.isExact)
    const selected = [...block.columns].map(([column, value]) => [column, isPassedOn(value) ? value.column : value] as const)
    const closed = this.read(this.addStep(step, this.select({ ...block, columns: new Map(selected) })), [...block.columns.keys()])
    const columns = [...closed.columns].map(([column, read]) => {
      const value = block.columns.get(column)
      return [column, value !== undefined && isPassedOn(value) ? new StoredText(read, value.storage, this.dialect) : read] as const
    })
    return { ...closed, columns: new Map(columns) }
  }

  /** Adds a CTE; its name says which step of the plan it is. */
  addStep(step: string, query: AnySelect): string {
    const wanted = step.slice(0, 56)
    let name = wanted
    for (let copy = 2; this.#stepNames.has(name); copy += 1) name = `${wanted}_${copy}`
    this.#stepNames.add(name)
    this.#steps.add(name)
    this.#creator = this.#creator.with(name, () => query)
    return name
  }

  /** Whether a block is a CTE as it stands: another one around it would say nothing. */
  isStep(block: Block): boolean {
    const isRead = (column: string, value: SqlInput) => {
      const node = storedOf(value).toOperationNode()
      return ReferenceNode.is(node) && ColumnNode.is(node.column) && node.column.column.name === this.columnName(column)
    }
    return (
      this.#steps.has(block.from.alias) &&
      isPlainTable(block) &&
      block.where.length === 0 &&
      [...block.columns].every(([name, value]) => isRead(name, value))
    )
  }

  /** Whether it is a column of a table, whose type is known to be what the model says, and nothing computed. */
  isStored(value: SqlInput): boolean {
    const node = value.toOperationNode()
    const table = ReferenceNode.is(node) ? node.table?.table.identifier.name : undefined
    return table !== undefined && !this.#steps.has(table)
  }

  read(name: string, columns: readonly string[]): Block {
    return {
      from: { item: tableOf(name), alias: name },
      joins: [],
      where: [],
      columns: new Map(columns.map((column) => [column, columnOf(name, this.columnName(column))])),
      order: [],
    }
  }

  /** The last SELECT, with every CTE before it. */
  finish(block: Block, names: (column: string) => string = (column) => this.columnName(column)): AnySelect {
    return selectOf(this.#creator, block, names)
  }
}

/**
 * A CTE must not be called like a table that a later step reads, or like a row it is compared with (entities and relationships name those):
 * it would be read in its place. DuckDB folds case.
 */
function tableNames(catalog: Catalog): Set<string> {
  const names = [...catalog.entities.values()].flatMap(({ name, hops, source }) => [
    name,
    ...hops.keys(),
    ...(source.kind === 'table' ? [source.table] : (source.sql.match(/[\p{L}\p{N}_$]+/gu) ?? [])),
  ])
  return new Set(names.map((name) => name.toLowerCase()))
}
