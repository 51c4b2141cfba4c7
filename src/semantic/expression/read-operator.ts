/** Operators of the parser's tree: signs, IN, BETWEEN, LIKE, IS DISTINCT FROM, NULLIF. */
import type { Span } from '../issues/issue.ts'
import { textOf } from './ast.ts'
import { functionOf } from './functions/index.ts'
import type { Node } from './parser.ts'
import { call, type Parsed, type Reading, refuse } from './reading.ts'

type Operator = Extract<Node, { A_Expr: unknown }>['A_Expr']

export function readOperator(operator: Operator, reading: Reading, span: Span): Parsed {
  const names = (operator.name ?? []).map(textOf)
  const [sign = ''] = names
  if (names.length !== 1) return refuse(reading, span, 'A schema in front of an operator')
  const left = () => reading.read(operator.lexpr, span)
  const right = () => reading.read(operator.rexpr, span)
  switch (operator.kind) {
    case 'AEXPR_OP':
      return readSign(sign, operator, reading, span)
    case 'AEXPR_DISTINCT':
      return call('is_distinct_from', [left(), right()], span)
    case 'AEXPR_NOT_DISTINCT':
      return call('is_not_distinct_from', [left(), right()], span)
    case 'AEXPR_NULLIF':
      return call('nullif', [left(), right()], span)
    case 'AEXPR_IN':
      return negatedIf(sign === '<>', call('in', [left(), ...readList(operator.rexpr, reading, span)], span))
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
      return negatedIf(operator.kind === 'AEXPR_NOT_BETWEEN', call('between', [left(), ...readList(operator.rexpr, reading, span)], span))
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return readLike(operator, sign, reading, span)
    case 'AEXPR_SIMILAR':
      return refuse(reading, span, '`similar to`', "A regular expression is `x ~ 'pattern'`.")
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return refuse(reading, span, '`between symmetric`', '`between least(a, b) and greatest(a, b)`.')
    default:
      return refuse(reading, span, `\`${sign} any\` and \`${sign} all\``, 'Several values are `x in (1, 2)`.')
  }
}

function readSign(sign: string, operator: Operator, reading: Reading, span: Span): Parsed {
  const right = reading.read(operator.rexpr, span)
  if (operator.lexpr === undefined) {
    if (sign === '-') return call('-', [right], span)
    if (sign === '+') return right
    return refuse(reading, span, `Operator \`${sign}\``)
  }
  const left = reading.read(operator.lexpr, span)
  if (sign === '^') return call('power', [left, right], span)
  if (sign === '!~' || sign === '!~*') return negatedIf(true, call(sign.slice(1), [left, right], span))
  if (functionOf(sign) === undefined) return refuse(reading, span, `Operator \`${sign}\``)
  return call(sign, [left, right], span)
}

function readLike(operator: Operator, sign: string, reading: Reading, span: Span): Parsed {
  const name = operator.kind === 'AEXPR_ILIKE' ? 'ilike' : 'like'
  const pattern = operator.rexpr
  const withEscape = pattern !== undefined && 'FuncCall' in pattern && textOf(pattern.FuncCall.funcname?.at(-1)) === 'like_escape'
  const patterns = withEscape ? (pattern.FuncCall.args ?? []) : pattern === undefined ? [] : [pattern]
  const like = call(name, [reading.read(operator.lexpr, span), ...patterns.map((part) => reading.read(part, span))], span)
  return negatedIf(sign.startsWith('!'), like)
}

function readList(node: Node | undefined, reading: Reading, span: Span): readonly Parsed[] {
  return node !== undefined && 'List' in node ? (node.List.items ?? []).map((item) => reading.read(item, span)) : [reading.read(node, span)]
}

function negatedIf(isNegated: boolean, condition: Parsed): Parsed {
  return isNegated && condition.span !== undefined ? call('not', [condition], condition.span) : condition
}
