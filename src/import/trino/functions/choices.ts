/** Conditions, comparisons and choices between values. */
import { branch } from '../../../semantic/expression/expression.ts'
import type { Context, Rule, Rules } from '../context.ts'
import { type Call, call, cast, integer, literalOf, type Node, when } from '../nodes.ts'

/** `if(condition, a)` and `if(condition, a, b)`. */
const choose: Rule = ({ arguments: [condition, ...values], span }, context) => {
  const [then, otherwise, ...others] = aligned(values, context)
  return condition === undefined || then === undefined || others.length > 0 ? undefined : when(span, [branch(condition, then)], otherwise)
}

/** `case`, its values of one type. */
export function alignedCase(node: Extract<Node, { kind: 'case' }>, context: Context): Node {
  const thens = node.branches.map(({ then }) => then)
  const values = aligned(node.otherwise === undefined ? thens : [...thens, node.otherwise], context)
  const branches = node.branches.map((written, index) => branch(written.when, values[index] ?? written.then))
  const otherwise = values[thens.length]
  return { ...node, branches, ...(otherwise !== undefined && { otherwise }) }
}

/** In Trino one null makes the answer null; in a model nulls are passed over. */
function extreme(name: 'greatest' | 'least'): Rule {
  return ({ arguments: written, span }, context) => {
    const nodes = aligned(written, context)
    const open = nodes.filter(({ kind }) => kind !== 'literal')
    const known = open.map((node) => call(span, 'is_not_null', node))
    const chosen = call(span, name, ...nodes)
    const [first] = known
    if (first === undefined) return chosen
    return when(span, [branch(known.length === 1 ? first : call(span, 'and', ...known), chosen)])
  }
}

/** Trino makes a date next to a timestamp the first instant of that day. */
export function aligned(nodes: readonly Node[], context: Context): readonly Node[] {
  const types = nodes.map((node) => context.typeOf(node))
  if (!types.includes('timestamp') || !types.includes('date')) return nodes
  return nodes.map((node, index) => (types[index] === 'date' ? cast(node.span, node, 'timestamp') : node))
}

const compare: Rule = (written, context) => {
  const [left, right] = written.arguments
  if (left !== undefined && right !== undefined) {
    const days = daysCompared(left, right, context) ?? daysCompared(right, left, context)
    if (days !== undefined) return { ...written, arguments: written.arguments.map((node) => (node === days.interval ? days.count : node)) }
  }
  return { ...written, arguments: aligned(written.arguments, context) }
}

/** `a - b > interval '30' day` of two dates: the difference of dates is a number of days here. */
function daysCompared(difference: Node, other: Node, context: Context) {
  if (difference.kind !== 'call' || difference.name !== '-' || context.typeOf(difference) !== 'integer') return undefined
  if (other.kind !== 'cast' || other.type !== 'interval') return undefined
  const [, count, unit] = /^([+-]?\d{1,7}) (day|week)s?$/.exec(literalOf(other.argument) ?? '') ?? []
  return count === undefined ? undefined : { interval: other, count: integer(other.span, Number(count) * (unit === 'week' ? 7 : 1)) }
}

/** A backslash in a pattern is itself in Trino, and an escape in a model. */
const like: Rule = (written) => {
  const [x, pattern, ...others] = written.arguments
  const text = literalOf(pattern)
  if (x === undefined || pattern?.kind !== 'literal' || text === undefined || others.length > 0) return written
  return { ...written, arguments: [x, { ...pattern, value: text.replaceAll('\\', '\\\\') }] }
}

/** Whole numbers divided in a measure: Trino drops the remainder. */
const divide: Rule = (written, context) => {
  const isWhole = (node: Node) => ['integer', 'bigint'].includes(context.typeOf(node))
  if (context.options.aggregates === 'allowed' && written.arguments.every(isWhole)) {
    context.decide('changed', 'Trino drops the remainder of a division of whole numbers; a measure keeps it.')
  }
  return written
}

const minus: Rule = (written, context) => {
  const [only, ...others] = written.arguments
  const isNumber = only?.kind === 'literal' && typeof only.value === 'string' && only.type !== 'string'
  // The parser reads the sign of a number as part of it.
  if (isNumber && others.length === 0) return { ...only, value: only.value.startsWith('-') ? only.value.slice(1) : `-${only.value}` }
  return alignedCall(written, context)
}

const alignedCall: Rule = (written: Call, context) => ({ ...written, arguments: aligned(written.arguments, context) })

export const choiceRules: Rules = {
  if: choose,
  greatest: extreme('greatest'),
  least: extreme('least'),
  '=': compare,
  '<>': compare,
  '<': compare,
  '<=': compare,
  '>': compare,
  '>=': compare,
  is_distinct_from: alignedCall,
  is_not_distinct_from: alignedCall,
  between: alignedCall,
  in: alignedCall,
  '-': minus,
  coalesce: alignedCall,
  nullif: alignedCall,
  like,
  '/': divide,
}
