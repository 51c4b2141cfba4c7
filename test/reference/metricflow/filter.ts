/**
 * A filter of MetricFlow as our condition. Theirs is SQL, where a comparison with NULL is unknown and drops the row even under NOT;
 * ours are true or false. So NOT is carried down to the comparisons, and `not x = 1` becomes `{ ne: 1, isNull: false }`.
 *
 *   NOT [a__b] OR [a__b] IS NULL  ->  { or: [{ a: { b: { eq: false } } }, { a: { b: { isNull: true } } }] }
 */
import { type Node, parseSync } from 'libpg-query'

/** `{ leaf }` on the dimension of that name. */
type Print = (name: string, leaf: string) => string

export function conditionOf(filter: string, print: Print): string {
  const [statement] = parseSync(`select ${filter.replaceAll('[', '"').replaceAll(']', '"')}`).stmts ?? []
  const select = statement?.stmt !== undefined && 'SelectStmt' in statement.stmt ? statement.stmt.SelectStmt : undefined
  const [target] = select?.targetList ?? []
  if (target === undefined || !('ResTarget' in target) || target.ResTarget.val === undefined) throw new Error(`No condition: ${filter}`)
  return condition(target.ResTarget.val, true, print)
}

/** Rows for which the SQL condition is `wanted`: never those for which it is unknown. */
function condition(node: Node, wanted: boolean, print: Print): string {
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr
    if (boolop === 'NOT_EXPR') return args.map((arg) => condition(arg, !wanted, print)).join()
    const word = (boolop === 'AND_EXPR') === wanted ? 'and' : 'or'
    return `{ ${word}: [${args.map((arg) => condition(arg, wanted, print)).join(', ')}] }`
  }
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest
    return print(nameOf(arg), `{ isNull: ${(nulltesttype === 'IS_NULL') === wanted} }`)
  }
  if ('A_Expr' in node) {
    const { name = [], lexpr, rexpr } = node.A_Expr
    const operators = comparisons[name.map((part) => ('String' in part ? part.String.sval : '')).join()]
    if (operators === undefined) throw new Error(`No comparison: ${JSON.stringify(node)}`)
    return print(nameOf(lexpr), `{ ${wanted ? operators.true : operators.false}: ${literalOf(rexpr)}, isNull: false }`)
  }
  return print(nameOf(node), `{ eq: ${wanted} }`)
}

const comparisons: Readonly<Record<string, { readonly true: string; readonly false: string }>> = {
  '=': { true: 'eq', false: 'ne' },
  '<>': { true: 'ne', false: 'eq' },
  '>': { true: 'gt', false: 'lte' },
  '>=': { true: 'gte', false: 'lt' },
  '<': { true: 'lt', false: 'gte' },
  '<=': { true: 'lte', false: 'gt' },
}

/** Casts say nothing that the type of the dimension does not. */
function nameOf(node: Node | undefined): string {
  if (node !== undefined && 'TypeCast' in node) return nameOf(node.TypeCast.arg)
  if (node === undefined || !('ColumnRef' in node)) throw new Error(`No dimension: ${JSON.stringify(node)}`)
  const [field] = node.ColumnRef.fields ?? []
  return field !== undefined && 'String' in field ? (field.String.sval ?? '') : ''
}

function literalOf(node: Node | undefined): string {
  if (node !== undefined && 'TypeCast' in node) return literalOf(node.TypeCast.arg)
  if (node === undefined || !('A_Const' in node)) throw new Error(`No literal: ${JSON.stringify(node)}`)
  const { sval, ival, fval, boolval } = node.A_Const
  if (sval !== undefined) return JSON.stringify(sval.sval ?? '')
  return String(ival === undefined ? (fval?.fval ?? boolval?.boolval ?? false) : (ival.ival ?? 0))
}
