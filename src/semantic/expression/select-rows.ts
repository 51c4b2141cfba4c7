/**
 * The rows of a SELECT as the columns that make its columns: FROM becomes a scope of rows by name, each selected column is followed into it.
 *
 *   select o.net + o.tax as gross from raw.orders o   ->   gross: raw.orders.net, raw.orders.tax
 */
import { textOf } from './ast.ts'
import type { Node } from './parser.ts'

export interface TableName {
  readonly schema?: string
  readonly table: string
}

export interface TableColumn extends TableName {
  readonly column: string
}

/** Columns of tables; undefined where only the database knows. */
export type Columns = readonly TableColumn[] | undefined

type Select = Extract<Node, { readonly SelectStmt: unknown }>['SelectStmt']
type Alias = Extract<Node, { readonly RangeVar: unknown }>['RangeVar']['alias']

/** `names` is undefined where only the database knows them. */
export interface Rows {
  readonly names: readonly string[] | undefined
  columnsOf(name: string): Columns
}

/** The rows of WITH, or of FROM, by name. */
type Named = ReadonlyMap<string, Rows>

export function rowsOf(select: Select, outer: Named = new Map()): Rows {
  const common = withCommon(select, outer)
  const { larg, rarg, valuesLists } = select
  if (larg !== undefined && rarg !== undefined) return united(rowsOf(larg, common), rowsOf(rarg, common))
  if (valuesLists !== undefined) return constants(valuesLists)
  return selected(select, scopeOf(select, common), common)
}

function withCommon({ withClause }: Select, outer: Named): Named {
  const common = new Map(outer)
  for (const each of withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in each)) continue
    const { ctename = '', ctequery, aliascolnames } = each.CommonTableExpr
    if (withClause?.recursive) common.set(ctename, unknownRows)
    const rows = ctequery !== undefined && 'SelectStmt' in ctequery ? rowsOf(ctequery.SelectStmt, common) : unknownRows
    common.set(ctename, renamed(rows, aliascolnames))
  }
  return common
}

const unknownRows: Rows = { names: undefined, columnsOf: () => undefined }

/** A UNION and its like: columns by position. */
function united(left: Rows, right: Rows): Rows {
  return {
    names: left.names,
    columnsOf: (name) => {
      const index = left.names?.indexOf(name) ?? -1
      const other = right.names?.[index]
      return other === undefined ? undefined : both(left.columnsOf(name), right.columnsOf(other))
    },
  }
}

function constants(lists: readonly Node[]): Rows {
  const [first] = lists
  const width = first !== undefined && 'List' in first ? (first.List.items?.length ?? 0) : 0
  return { names: Array.from({ length: width }, (_, index) => `column${index + 1}`), columnsOf: () => [] }
}

function scopeOf({ fromClause = [] }: Select, common: Named): Named {
  const scope = new Map<string, Rows>()
  const add = (node: Node | undefined): void => {
    if (node === undefined) return
    if ('JoinExpr' in node) {
      add(node.JoinExpr.larg)
      add(node.JoinExpr.rarg)
    } else if ('RangeVar' in node) {
      const { relname = '', schemaname, alias } = node.RangeVar
      const known = schemaname === undefined ? common.get(relname) : undefined
      scope.set(alias?.aliasname ?? relname, renamed(known ?? tableRows(node.RangeVar), alias?.colnames))
    } else if ('RangeSubselect' in node) {
      const { subquery, alias } = node.RangeSubselect
      const rows = subquery !== undefined && 'SelectStmt' in subquery ? rowsOf(subquery.SelectStmt, common) : unknownRows
      scope.set(nameIn(alias, scope), renamed(rows, alias?.colnames))
    } else scope.set(nameIn(undefined, scope), unknownRows)
  }
  for (const node of fromClause) add(node)
  return scope
}

/** What has no name cannot be named, and may still have a column. */
function nameIn(alias: Alias, scope: Named): string {
  return alias?.aliasname ?? `#${scope.size}`
}

function tableRows(name: Parameters<typeof tableName>[0]): Rows {
  const table = tableName(name)
  return { names: undefined, columnsOf: (column) => [{ ...table, column }] }
}

/** `c(a, b)`: names for the first columns. */
function renamed(rows: Rows, names: readonly Node[] | undefined): Rows {
  if (names === undefined || names.length === 0) return rows
  const given = names.map((name) => textOf(name) ?? '')
  const inner = rows.names
  if (inner === undefined) return unknownRows
  const all = inner.map((name, index) => given[index] ?? name)
  return {
    names: all,
    columnsOf: (name) => {
      const original = inner[all.indexOf(name)]
      return original === undefined ? undefined : rows.columnsOf(original)
    },
  }
}

interface Target {
  /** Undefined: a star. */
  readonly name: string | undefined
  readonly names: readonly string[] | undefined
  columnsOf(name: string): Columns
}

function selected({ targetList = [] }: Select, scope: Named, common: Named): Rows {
  const targets = targetList.flatMap((node): Target[] => {
    if (!('ResTarget' in node) || node.ResTarget.val === undefined) return []
    const { name, val } = node.ResTarget
    const path = columnPath(val)
    if (path?.at(-1) === '*') return [starOf(path.at(-2), scope)]
    const own = name ?? path?.at(-1) ?? functionName(val) ?? '?column?'
    return [{ name: own, names: [own], columnsOf: () => columnsIn(val, scope, common) }]
  })
  const isOpen = targets.some(({ names }) => names === undefined)
  return {
    names: isOpen ? undefined : targets.flatMap(({ names }) => names ?? []),
    columnsOf: (name) => {
      const target = targets.find((each) => each.name === name) ?? targets.find(({ names }) => names?.includes(name))
      const open = targets.filter(({ names }) => names === undefined)
      return (target ?? (open.length === 1 ? open[0] : undefined))?.columnsOf(name)
    },
  }
}

function starOf(of: string | undefined, scope: Named): Target {
  const rows = of === undefined ? [...scope.values()] : [scope.get(of) ?? unknownRows]
  const isOpen = rows.some(({ names }) => names === undefined)
  return {
    name: undefined,
    names: isOpen ? undefined : rows.flatMap(({ names }) => names ?? []),
    columnsOf: (name) => columnOf(name, rows),
  }
}

/** The column of the only rows that can have it. */
function columnOf(name: string, rows: readonly Rows[]): Columns {
  const sure = rows.filter(({ names }) => names?.includes(name))
  const possible = sure.length > 0 ? sure : rows.filter(({ names }) => names === undefined)
  const [only, ...others] = possible
  return others.length > 0 ? undefined : only?.columnsOf(name)
}

/** Every column an expression reads, those of a sub-select in it included. */
function columnsIn(value: unknown, scope: Named, common: Named): Columns {
  if (Array.isArray(value)) return value.reduce<Columns>((found, item) => both(found, columnsIn(item, scope, common)), [])
  if (!isNode(value)) return []
  const path = columnPath(value)
  if (path !== undefined) {
    const [qualifier] = path.slice(-2, -1)
    const name = path.at(-1) ?? ''
    return qualifier === undefined ? columnOf(name, [...scope.values()]) : scope.get(qualifier)?.columnsOf(name)
  }
  if ('SelectStmt' in value) {
    const { targetList } = value.SelectStmt
    const inner = withCommon(value.SelectStmt, common)
    // The rows of the outer SELECT can be read inside; the inner ones go first.
    return targetList && columnsIn(targetList, new Map([...scope, ...scopeOf(value.SelectStmt, inner)]), inner)
  }
  return columnsIn(Object.values(value), scope, common)
}

/** `["o", "id"]`, `["o", "*"]`; undefined for what is no column. */
function columnPath(node: Node): readonly string[] | undefined {
  if (!('ColumnRef' in node)) return undefined
  return (node.ColumnRef.fields ?? []).map((field) => ('A_Star' in field ? '*' : (textOf(field) ?? '')))
}

/** `count(*)` without a name is called count. */
function functionName(node: Node): string | undefined {
  return 'FuncCall' in node ? textOf(node.FuncCall.funcname?.at(-1)) : undefined
}

function both(a: Columns, b: Columns): Columns {
  return a === undefined || b === undefined ? undefined : [...a, ...b]
}

export function tableName({
  catalogname,
  schemaname,
  relname = '',
}: {
  readonly catalogname?: string
  readonly schemaname?: string
  readonly relname?: string
}): TableName {
  const schema = [catalogname, schemaname].filter((part) => part !== undefined).join('.')
  return { ...(schema !== '' && { schema }), table: relname }
}

/** Content of a node is visited like a node: none of its keys is the name of one. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
