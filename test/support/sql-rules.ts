/**
 * Rules that every statement keeps, each a function from a statement to what violates it.
 * They come from the database engines that must run it: PostgreSQL, DuckDB, and PostgreSQL spread over many machines.
 */
import { type Node, scanSync } from 'libpg-query'
import {
  bareColumn,
  clausesOf,
  columnName,
  conjunctsOf,
  type FromName,
  fromOf,
  grainOf,
  grainOfTable,
  nodesOf,
  outputsOf,
  ownNodesOf,
  type Select,
  type Statement,
} from './statement.ts'

export type Rule = (statement: Statement) => readonly string[]

const clocks = ['now', 'clock_timestamp', 'transaction_timestamp', 'statement_timestamp', 'timeofday', 'today', 'get_current_timestamp']

export const noGroupingSets: Rule = ({ tree }) => [
  ...nodesOf('GroupingSet', tree).map(({ kind }) => String(kind)),
  ...nodesOf('GroupingFunc', tree).map(() => 'GROUPING'),
]

export const noFullJoin: Rule = ({ tree }) =>
  nodesOf('JoinExpr', tree).flatMap(({ jointype }) => (jointype === 'JOIN_INNER' || jointype === 'JOIN_LEFT' ? [] : [String(jointype)]))

export const onlyUnionAll: Rule = ({ tree }) => setOperations(tree).filter((operation) => operation !== 'SETOP_UNION ALL')

export const noLateral: Rule = ({ tree }) =>
  [...nodesOf('RangeSubselect', tree), ...nodesOf('RangeFunction', tree)].flatMap(({ lateral }) => (lateral ? ['LATERAL'] : []))

/** `not in (select …)` is false for every row as soon as one null is found; `in` and scalar sub-selects are not needed either. */
/** `in (select ...)` of a bare column, which is true or unknown: never beneath a NOT. */
export const onlyExists: Rule = ({ tree }) => {
  const negated = nodesOf('BoolExpr', tree).flatMap((expression) =>
    expression.boolop === 'NOT_EXPR'
      ? ownNodesOf('SubLink', expression.args).filter(({ subLinkType }) => subLinkType === 'ANY_SUBLINK')
      : [],
  )
  return [
    ...negated.map(() => 'NOT IN'),
    ...nodesOf('SubLink', tree).flatMap(({ subLinkType, testexpr }) => {
      const isIn = subLinkType === 'ANY_SUBLINK' && testexpr !== undefined && 'ColumnRef' in testexpr
      return isIn || subLinkType === 'EXISTS_SUBLINK' ? [] : [String(subLinkType)]
    }),
  ]
}

export const noClock: Rule = ({ tree }) => [
  ...nodesOf('SQLValueFunction', tree).map(({ op }) => String(op)),
  ...nodesOf('FuncCall', tree).flatMap(({ funcname }) => {
    const name = nodesOf('String', funcname).at(-1)?.sval ?? ''
    return clocks.includes(name) ? [name] : []
  }),
]

export const limitsAreOrdered: Rule = (statement) =>
  statement.selects.flatMap((select) => {
    if (!isLimited(select) && select.limitOffset === undefined) return []
    const grain = grainOf(select, statement)
    if (grain === undefined) return [`LIMIT over rows of an unknown grain: ${outputsOf(select).join(', ')}`]
    const keys = sortKeysOf(select)
    return [
      ...grain.filter((column) => !keys.some((key) => key.column === column)).map((column) => `LIMIT without ORDER BY ${column}`),
      ...keys.filter(({ nullsLast }) => !nullsLast).map(({ column }) => `ORDER BY ${column} without NULLS LAST`),
    ]
  })

/** `limit all` leaves nothing out: the parser reads a null constant. */
function isLimited({ limitCount }: Select): boolean {
  return limitCount !== undefined && !nodesOf('A_Const', limitCount).some(({ isnull }) => isnull === true)
}

/** A page inside the statement is in no order outside of it. */
export const pagesAreReadInOrder: Rule = ({ selects, final }) =>
  selects
    .filter((select) => isLimited(select) && sortKeysOf(select).length > 0)
    .flatMap((page) =>
      JSON.stringify(sortKeysOf(page)) === JSON.stringify(sortKeysOf(final))
        ? []
        : ['the outermost SELECT is not in the order of the page'],
    )

interface SortKey {
  readonly column: string
  readonly direction: string
  readonly nullsLast: boolean
}

function sortKeysOf({ sortClause = [] }: Select): readonly SortKey[] {
  return sortClause.map((key) =>
    'SortBy' in key
      ? {
          column: bareColumn(key.SortBy.node)?.column ?? JSON.stringify(key.SortBy.node),
          direction: String(key.SortBy.sortby_dir),
          nullsLast: key.SortBy.sortby_nulls === 'SORTBY_NULLS_LAST',
        }
      : { column: JSON.stringify(key), direction: '', nullsLast: false },
  )
}

/**
 * Tables are joined where bare columns are equal, groups of this statement also where nulls match nulls. What has one row may stand beside anything,
 * and so may buckets of time: a step of this statement.
 */
export const joinsCompareColumns: Rule = (statement) =>
  nodesOf('JoinExpr', statement.tree).flatMap(({ larg, rarg, quals }) => {
    const isOneRow = (side: Node | undefined) => fromOf(side).every(({ table }) => grainOfTable(table, statement)?.length === 0)
    const right = fromOf(rarg).map(({ alias }) => alias)
    const across = conjunctsOf(quals).filter((condition) => {
      const sides = ownNodesOf('ColumnRef', condition).map((column) => right.includes(columnName(column).qualifier ?? ''))
      return sides.includes(true) && sides.includes(false)
    })
    const isStep = fromOf(rarg).every(({ table }) => statement.ctes.has(table))
    if (across.length === 0) return isOneRow(larg) || isStep ? [] : [`${right.join()} joined on nothing`]
    return across
      .filter((condition) => comparison(condition) !== 'equal' && !(isStep && comparison(condition) === 'same'))
      .map((condition) => `${right.join()} joined on ${JSON.stringify(condition)}`)
  })

/** An EXISTS over a table compares bare columns for equality. One over groups of this statement has to let nulls match nulls. */
export const correlationsCompareColumns: Rule = (statement) =>
  nodesOf('SubLink', statement.tree).flatMap(({ subselect, subLinkType }) => {
    if (subLinkType === 'ANY_SUBLINK') return []
    if (subselect === undefined || !('SelectStmt' in subselect)) return ['an EXISTS of several SELECTs']
    const { fromClause, whereClause } = subselect.SelectStmt
    const from = fromOf(fromClause)
    const isOverGroups = from.every(({ table }) => statement.ctes.has(table))
    const correlated = conjunctsOf(whereClause).filter((condition) =>
      ownNodesOf('ColumnRef', condition).some((column) => isOuter(columnName(column), from)),
    )
    const name = from.map(({ alias }) => alias).join()
    // Beside an equality a time may lie in a range.
    const hasEqual = correlated.some((condition) => comparison(condition) === 'equal')
    if (correlated.length === 0) return isOverGroups ? [] : [`EXISTS over ${name} compares nothing`]
    return correlated
      .filter(
        (condition) =>
          comparison(condition) !== 'equal' && !(isOverGroups && comparison(condition) === 'same') && !(hasEqual && isRange(condition)),
      )
      .map((condition) => `EXISTS over ${name} compares ${JSON.stringify(condition)}`)
  })

function isOuter({ qualifier }: { readonly qualifier?: string }, from: readonly FromName[]): boolean {
  return qualifier !== undefined && !from.some(({ alias }) => alias === qualifier)
}

/** equal: `a = b` of two columns. same: NULL-safe, the left side a column. */
function comparison(condition: Node): 'equal' | 'same' | 'other' {
  if (!('A_Expr' in condition)) return 'other'
  const { kind, name, lexpr, rexpr } = condition.A_Expr
  if (bareColumn(lexpr) === undefined) return 'other'
  if (kind === 'AEXPR_NOT_DISTINCT') return 'same'
  return kind === 'AEXPR_OP' && nodesOf('String', name)[0]?.sval === '=' && bareColumn(rexpr) !== undefined ? 'equal' : 'other'
}

/** `a >= …` or `a < …` of a bare column. */
function isRange(condition: Node): boolean {
  if (!('A_Expr' in condition) || bareColumn(condition.A_Expr.lexpr) === undefined) return false
  return ['>=', '<'].includes(nodesOf('String', condition.A_Expr.name)[0]?.sval ?? '')
}

/** PostgreSQL takes two parameters of equal value for different expressions. */
export const groupsByPosition: Rule = ({ selects }) =>
  selects.flatMap(({ groupClause = [] }) =>
    groupClause.flatMap((key) => ('A_Const' in key && key.A_Const.ival !== undefined ? [] : [`GROUP BY ${JSON.stringify(key)}`])),
  )

/** A bare NULL has no type of its own, and the branches of a UNION must agree on one. */
export const nullsHaveTypes: Rule = ({ tree }) =>
  nodesOf('ResTarget', tree).flatMap(({ name, val }) =>
    val !== undefined && 'A_Const' in val && val.A_Const.isnull ? [`NULL as ${name}`] : [],
  )

export const noStar: Rule = ({ tree }) => nodesOf('A_Star', tree).map(() => '*')

/** Words without quotes are keywords, functions and types; a SELECT of the model is written as its author likes. */
export const identifiersAreQuoted: Rule = ({ sql, tree }) => {
  const places = [...nodesOf('FuncCall', tree), ...nodesOf('TypeName', tree), ...typeNamesOf(tree)].map(({ location = 0 }) => location)
  const tokens = outsideOfSelectsInFrom(scanSync(sql).tokens)
  return tokens.flatMap(({ text, tokenName, start, keywordKind }, index) => {
    const isName = tokenName === 'IDENT' || (tokens[index - 1]?.text === 'as' && tokenName !== 'ASCII_40' && keywordKind !== 0)
    return isName && !text.startsWith('"') && !places.includes(start) ? [text] : []
  })
}

function outsideOfSelectsInFrom<T extends { readonly text: string }>(tokens: readonly T[]): readonly T[] {
  let depth = 0
  return tokens.filter(({ text }, index) => {
    const before = tokens[index - 1]?.text
    if (depth === 0) {
      if (text === '(' && (before === 'from' || before === 'join')) depth = 1
      return true
    }
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    return depth === 0
  })
}

export const everyCteIsRead: Rule = ({ ctes, tree }) => {
  const read = new Set(nodesOf('RangeVar', tree).map(({ relname }) => relname))
  return [...ctes.keys()].filter((name) => !read.has(name))
}

/** Keys of groups may stay unread: they say which rows there are. So may the only column of what is one row, as a SELECT needs one. */
export const everyColumnIsRead: Rule = (statement) => {
  const read = new Set(statement.selects.flatMap((select) => readsOf(select, statement)))
  return [...statement.ctes.values()].flatMap(({ name, members: [first] }) => {
    if (first === undefined || isOneRowAlone(first)) return []
    const keys = first.groupClause?.length ?? 0
    return outputsOf(first).flatMap((column, position) => (position < keys || read.has(`${name}.${column}`) ? [] : [`${name}.${column}`]))
  })
}

/** `select count(*) as "rows"` and nothing else. */
function isOneRowAlone({ targetList = [], groupClause = [] }: Select): boolean {
  const [only, ...others] = targetList
  const [counted] = nodesOf('FuncCall', only)
  return others.length === 0 && groupClause.length === 0 && counted?.agg_star === true
}

function readsOf(select: Select, { ctes }: Statement): readonly string[] {
  const from = fromOf(select.fromClause)
  const outputs = outputsOf(select)
  return ownNodesOf('ColumnRef', clausesOf(select)).flatMap((reference) => {
    const { qualifier, column } = columnName(reference)
    if (qualifier !== undefined) return ctes.has(qualifier) ? [`${qualifier}.${column}`] : []
    const [only, ...others] = from
    // Of a SELECT of the model.
    if (only === undefined) return []
    if (others.length === 0) return [`${only.table}.${column}`]
    // Of several, only ORDER BY names a column without its table: one of the SELECT's own.
    if (outputs.includes(column)) return []
    throw new Error(`Column ${column} could be of ${from.map(({ alias }) => alias).join(' or ')}`)
  })
}

function setOperations(tree: unknown): readonly string[] {
  if (typeof tree !== 'object' || tree === null) return []
  const here =
    'op' in tree && String(tree.op).startsWith('SETOP_') && tree.op !== 'SETOP_NONE' ? [`${tree.op}${'all' in tree ? ' ALL' : ''}`] : []
  return [...here, ...Object.values(tree).flatMap(setOperations)]
}

/** A cast holds its type without a node around it. */
function typeNamesOf(tree: Node): readonly { readonly location?: number | undefined }[] {
  return nodesOf('TypeCast', tree).flatMap(({ typeName }) => typeName ?? [])
}
