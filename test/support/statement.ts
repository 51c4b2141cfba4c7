/** A statement as PostgreSQL's own parser reads it: its CTEs, its SELECTs, and what reads what. The trees of libpg-query leave out 0, '' and false. */
import { type ColumnRef, type Node, parseSync, type SelectStmt } from 'libpg-query'

type Keys<T> = T extends unknown ? keyof T : never
type Kind = Keys<Node>
type NodeOf<K extends Kind> = Extract<Node, Readonly<Record<K, unknown>>>[K]

/** One SELECT; members of a UNION are SELECTs of their own. */
export type Select = SelectStmt

export interface Cte {
  readonly name: string
  readonly members: readonly Select[]
}

export interface Statement {
  readonly sql: string
  readonly tree: Node
  readonly ctes: ReadonlyMap<string, Cte>
  /** The outermost SELECT. */
  readonly final: Select
  /** Every SELECT: of the CTEs, of sub-selects, and the outermost. */
  readonly selects: readonly Select[]
}

/** `loadModule()` of libpg-query comes first; compiling a model does that. */
export function parseStatement(sql: string): Statement {
  // DuckDB's division of whole numbers, which the parser of PostgreSQL does not know; places in the text stay as they are.
  const [statement, ...others] = parseSync(sql.replaceAll(/(?<=\s)\/\/(?=\s)/g, ' /')).stmts ?? []
  const tree = statement?.stmt
  if (tree === undefined || others.length > 0 || !('SelectStmt' in tree)) throw new Error(`Not one SELECT: ${sql}`)
  const ctes = nodesOf('CommonTableExpr', tree).map(({ ctename = '', ctequery }): [string, Cte] => [
    ctename,
    { name: ctename, members: ctequery !== undefined && 'SelectStmt' in ctequery ? membersOf(ctequery.SelectStmt) : [] },
  ])
  return { sql, tree, ctes: new Map(ctes), final: tree.SelectStmt, selects: nodesOf('SelectStmt', tree).flatMap(membersOf) }
}

function membersOf(select: Select): readonly Select[] {
  const { larg, rarg } = select
  return larg === undefined || rarg === undefined ? [select] : [...membersOf(larg), ...membersOf(rarg)]
}

/** Every node of a kind, at any depth. */
export function nodesOf<K extends Kind>(kind: K, tree: unknown): readonly NodeOf<K>[] {
  return find(kind, tree, () => true)
}

/** The same without what stands in sub-selects. */
export function ownNodesOf<K extends Kind>(kind: K, tree: unknown): readonly NodeOf<K>[] {
  return find(kind, tree, (node) => !isKind(node, 'SelectStmt'))
}

function find<K extends Kind>(kind: K, tree: unknown, enters: (node: object) => boolean): NodeOf<K>[] {
  if (typeof tree !== 'object' || tree === null) return []
  if (Array.isArray(tree)) return tree.flatMap((member) => find(kind, member, enters))
  const here = isKind(tree, kind) ? [tree[kind]] : []
  return enters(tree) ? [...here, ...Object.values(tree).flatMap((member) => find(kind, member, enters))] : here
}

function isKind<K extends Kind>(node: object, kind: K): node is Readonly<Record<K, NodeOf<K>>> {
  return kind in node
}

/** The clauses of a SELECT in which its columns stand. */
export function clausesOf({ targetList, fromClause, whereClause, groupClause, havingClause, sortClause }: Select): readonly unknown[] {
  return [targetList, fromClause, whereClause, groupClause, havingClause, sortClause]
}

export interface FromName {
  readonly alias: string
  readonly table: string
}

export function fromOf(tree: unknown): readonly FromName[] {
  return ownNodesOf('RangeVar', tree).map(({ relname = '', alias }) => ({ alias: alias?.aliasname ?? relname, table: relname }))
}

export interface ColumnName {
  readonly qualifier?: string
  readonly column: string
}

export function columnName({ fields = [] }: ColumnRef): ColumnName {
  const names = fields.map((field) => ('String' in field ? (field.String.sval ?? '') : '*'))
  const [qualifier, column] = names.slice(-2)
  return column === undefined ? { column: qualifier ?? '' } : { ...(qualifier !== undefined && { qualifier }), column }
}

/** A bare column, or undefined. */
export function bareColumn(node: Node | undefined): ColumnName | undefined {
  return node !== undefined && 'ColumnRef' in node ? columnName(node.ColumnRef) : undefined
}

/** What a SELECT calls its columns. */
export function outputsOf({ targetList = [] }: Select): readonly string[] {
  return targetList.map((target) =>
    'ResTarget' in target ? (target.ResTarget.name ?? bareColumn(target.ResTarget.val)?.column ?? '') : '',
  )
}

/** The conditions that all hold. */
export function conjunctsOf(condition: Node | undefined): readonly Node[] {
  if (condition === undefined) return []
  const isAll = 'BoolExpr' in condition && condition.BoolExpr.boolop === 'AND_EXPR'
  return isAll ? (condition.BoolExpr.args ?? []).flatMap(conjunctsOf) : [condition]
}

const aggregates = new Set(['count', 'sum', 'avg', 'min', 'max', 'bool_or', 'quantile_cont', 'percentile_cont'])

/** The columns that identify a row of the SELECT; empty: one row; undefined: rows of a table, or of none that the SELECT tells apart. */
export function grainOf(select: Select, statement: Statement): readonly string[] | undefined {
  const outputs = outputsOf(select)
  const { groupClause = [], targetList, havingClause, fromClause } = select
  if (groupClause.length > 0) return groupClause.map((_, position) => outputs[position] ?? '')
  const calls = ownNodesOf('FuncCall', [targetList, havingClause])
  if (calls.some(({ funcname, over }) => over === undefined && aggregates.has(nodesOf('String', funcname).at(-1)?.sval ?? ''))) return []
  const series = (targetList ?? []).findIndex((target) => calls.length > 0 && nodesOf('FuncCall', target).some(isSeries))
  if (series !== -1) return [outputs[series] ?? '']
  const grains = fromOf(fromClause).map(({ alias, table }) => ({ alias, grain: grainOfTable(table, statement) }))
  if (grains.every(({ grain }) => grain?.length === 0)) return []
  if (grains.some(({ grain }) => grain === undefined)) return undefined
  // A key that a join holds against another column tells nothing more about the row.
  const matched = nodesOf('JoinExpr', fromClause).flatMap(({ quals }) => nodesOf('ColumnRef', quals).map(columnName))
  const isMatched = (alias: string, column: string) => matched.some((known) => known.qualifier === alias && known.column === column)
  const keys = grains.flatMap(({ alias, grain = [] }, position) =>
    grain.filter((column) => position === 0 || !isMatched(alias, column)).map((column) => ({ alias, column })),
  )
  const reads = readsOf(select)
  const renamed = keys.map(
    ({ alias, column }) => outputs[reads.findIndex((read) => read?.column === column && (read.qualifier ?? alias) === alias)],
  )
  return renamed.some((name) => name === undefined) ? undefined : renamed.map((name) => name ?? '')
}

/** Calls that make rows. */
function isSeries({ funcname }: { readonly funcname?: Node[] | undefined }): boolean {
  return ['generate_series', 'unnest'].includes(nodesOf('String', funcname).at(-1)?.sval ?? '')
}

/** For each output the column it is, where it is a bare one. */
function readsOf({ targetList = [] }: Select) {
  return targetList.map((target) => ('ResTarget' in target ? bareColumn(target.ResTarget.val) : undefined))
}

export function grainOfTable(table: string, statement: Statement): readonly string[] | undefined {
  const [member, other, ...more] = statement.ctes.get(table)?.members ?? []
  if (member === undefined || more.length > 0) return undefined
  if (other === undefined) return grainOf(member, statement)
  return excludeEachOther(member, other) ? grainOf(other, statement) : undefined
}

/** Groups that have a value in some key, then groups that have NULL there. */
function excludeEachOther(present: Select, absent: Select): boolean {
  const isPresent = nodesOf('NullTest', present.whereClause).some(({ nulltesttype }) => nulltesttype === 'IS_NOT_NULL')
  const keys = (absent.targetList ?? []).slice(0, absent.groupClause?.length ?? 0)
  const isAbsent = nodesOf('NullTest', absent.whereClause).some(({ nulltesttype }) => nulltesttype === 'IS_NULL')
  return isPresent && (isAbsent || keys.some((key) => nodesOf('A_Const', key).some(({ isnull }) => isnull === true)))
}
