/**
 * What a SELECT of the model reads: its tables, and for each of its columns the columns of tables that make it.
 *
 *   select o.id, o.net + o.tax as gross from raw.orders o   ->   raw.orders;  id: raw.orders.id;  gross: raw.orders.net, raw.orders.tax
 *
 * Told from the text alone: where the answer depends on which columns a table has (`select *` over a join, `union` of stars), it is undefined.
 */
import { type Node, parseSql } from './parser.ts'
import { type Columns, isNode, rowsOf, type TableName, tableName } from './select-rows.ts'

export type { TableColumn, TableName } from './select-rows.ts'

export interface SelectLineage {
  /** Each once. */
  readonly tables: readonly TableName[]
  /** Empty where a column reads none; undefined where that cannot be told. */
  columnsOf(name: string): Columns
}

/** Text that is no SELECT reads nothing that could be told. */
export function selectLineage(sql: string): SelectLineage {
  const parsed = parseSql(sql)
  const statement = parsed.ok ? parsed.statements[0] : undefined
  if (statement === undefined || !('SelectStmt' in statement)) return { tables: [], columnsOf: () => undefined }
  const rows = rowsOf(statement.SelectStmt)
  return { tables: tablesIn(statement), columnsOf: (name) => rows.columnsOf(name) }
}

/** Tables anywhere in the statement; the name of a WITH is none. */
function tablesIn(statement: Node): readonly TableName[] {
  const tables = new Map<string, TableName>()
  const common = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (isNode(value)) {
      if ('CommonTableExpr' in value) common.add(value.CommonTableExpr.ctename ?? '')
      if ('RangeVar' in value) {
        const table = tableName(value.RangeVar)
        tables.set([table.schema, table.table].join('.'), table)
      }
      Object.values(value).forEach(visit)
    }
  }
  visit(statement)
  return [...tables.values()].filter(({ schema, table }) => schema !== undefined || !common.has(table))
}
