/** An expression as text for plans and messages: SQL-like, references as the caller names them. Not meant to be run. */
import { assertNever } from '../issues/issue.ts'
import type { Expression } from './expression.ts'

const infix: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  is_distinct_from: 4,
  is_not_distinct_from: 4,
  like: 5,
  ilike: 5,
  '~': 6,
  '~*': 6,
  '||': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
}
const loosest = 0
const tightest = 10

export function printExpression<R>(expression: Expression<R>, reference: (reference: R) => string): string {
  const print = (node: Expression<R>, least = loosest): string => {
    const [text, level] = printNode(node, print, reference)
    return level < least ? `(${text})` : text
  }
  return print(expression)
}

type Print<R> = (node: Expression<R>, least?: number) => string

function printNode<R>(node: Expression<R>, print: Print<R>, reference: (reference: R) => string): readonly [text: string, level: number] {
  switch (node.kind) {
    case 'reference':
      return [reference(node.reference), tightest]
    case 'literal':
      return [printLiteral(node), tightest]
    case 'as_of':
      return [node.type === 'date' ? 'as_of_date' : 'as_of', tightest]
    case 'parameter':
      return [String(node.value), tightest]
    case 'call':
      return printCall(node.name, node.arguments, print)
    case 'case': {
      const branches = node.branches.map(({ when, then }) => `when ${print(when)} then ${print(then)}`)
      return [`case ${[...branches, ...(node.otherwise ? [`else ${print(node.otherwise)}`] : [])].join(' ')} end`, tightest]
    }
    case 'cast': {
      const digits = node.decimal === undefined ? '' : `(${node.decimal.precision}, ${node.decimal.scale})`
      return [`cast(${print(node.argument)} as ${node.type}${digits})`, tightest]
    }
    case 'aggregate': {
      const items = [
        node.argument === undefined ? '*' : print(node.argument),
        ...(node.fraction === undefined ? [] : [String(node.fraction)]),
      ]
      return [`${node.name}(${items.join(', ')})${node.filter ? ` filter (where ${print(node.filter)})` : ''}`, tightest]
    }
    default:
      return assertNever(node)
  }
}

function printLiteral(node: Extract<Expression<unknown>, { kind: 'literal' }>): string {
  if (node.value === null || typeof node.value === 'boolean') return String(node.value)
  const isNumber = ['integer', 'bigint', 'decimal', 'float'].includes(node.type)
  const word = node.type === 'interval' ? 'interval ' : ''
  return isNumber ? node.value : `${word}'${node.value.replaceAll("'", "''")}'`
}

function printCall<R>(name: string, nodes: readonly Expression<R>[], print: Print<R>): readonly [text: string, level: number] {
  const [first, ...others] = nodes
  const level = infix[name]
  const words = name.replaceAll('_', ' ')
  if (first === undefined) return [`${name}()`, tightest]
  if (name === 'not') return [`not ${print(first, tightest)}`, 3]
  if (name === 'in') return [`${print(first, 6)} in (${others.map((other) => print(other)).join(', ')})`, 5]
  if (name === 'between') return [`${print(first, 6)} between ${others.map((other) => print(other, 6)).join(' and ')}`, 5]
  if (name === '-' && others.length === 0) return [`-${print(first, tightest)}`, 9]
  if (level !== undefined) return [[print(first, level), ...others.map((other) => print(other, level + 1))].join(` ${words} `), level]
  if (name.startsWith('is_')) return [`${print(first, tightest)} ${words}`, 4]
  return [`${name}(${nodes.map((node) => print(node)).join(', ')})`, tightest]
}
