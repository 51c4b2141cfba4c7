/**
 * Parentheses where they are needed and nowhere else: an operand that is one name, one value or one call stands as it is.
 *
 *   "amount"   cast(x as date)   (a + b)   $1    -> unchanged        a + b   not c   -> (a + b)   (not c)
 */
import { type OperationNode, RawNode, sql } from 'kysely'
import type { Sql, SqlInput } from './dialect.ts'

const atomicNodes: readonly OperationNode['kind'][] = [
  'ReferenceNode',
  'ColumnNode',
  'IdentifierNode',
  'TableNode',
  'ValueNode',
  'PrimitiveValueListNode',
  'ParensNode',
  'AggregateFunctionNode',
  'FunctionNode',
  'CastNode',
  'CaseNode',
]

/** `x` as an operand of any operator. */
export function operand(x: SqlInput): SqlInput {
  return isAtomic(x) ? x : sql`(${x})`
}

/** What may be divided by: null instead of 0, and a written number as it is. */
export function divisor(x: SqlInput): SqlInput {
  const node = x.toOperationNode()
  const isNumber = RawNode.is(node) && node.parameters.length === 0 && /^-?[\d.]*[1-9][\d.]*$/.test(node.sqlFragments.join(''))
  return isNumber ? x : sql`nullif(${x}, 0)`
}

/** Whether `x` ends in COLLATE "C": text that is ordered by code point already. */
export function isOrderedText(x: SqlInput): boolean {
  return isOrderedNode(x.toOperationNode())
}

function isOrderedNode(node: OperationNode): boolean {
  const inner = wrappedIn(node)
  if (inner !== undefined) return isOrderedNode(inner)
  return RawNode.is(node) && node.sqlFragments.at(-1)?.endsWith(' collate "C"') === true
}

/** What a piece of SQL consists of, where that is one other piece. */
function wrappedIn(node: OperationNode): OperationNode | undefined {
  if (!RawNode.is(node) || node.parameters.length !== 1) return undefined
  return node.sqlFragments.every((text) => text.trim() === '') ? node.parameters[0] : undefined
}

/** `x`, or `bound` where x is below it; null stays null, which greatest() would skip. */
export function atLeast(x: SqlInput, bound: number): Sql {
  return sql`case when ${operand(x)} < ${sql.lit(bound)} then ${sql.lit(bound)} else ${x} end`
}

/** Whether no operator around `x` can tear it apart. */
export function isAtomic(x: SqlInput): boolean {
  return isAtomicNode(x.toOperationNode())
}

function isAtomicNode(node: OperationNode): boolean {
  if (!RawNode.is(node)) return atomicNodes.includes(node.kind)
  const inner = wrappedIn(node)
  if (inner !== undefined) return isAtomicNode(inner)
  // COLLATE binds tighter than any operator.
  return isOneTerm(
    node.sqlFragments
      .join('?')
      .replace(/( collate "[\w-]+")+$/, '')
      .trim(),
  )
}

/** One word, number, parameter or quoted text; or one pair of parentheses, with a function's name before it or not. */
function isOneTerm(text: string): boolean {
  if (/^(\?|[\w$.]+|'[^']*'|"[^"]*"(\."[^"]*")*)$/.test(text)) return true
  if (!/^[\w.]*\(/.test(text)) return false
  return closingParenthesis(text) === text.length - 1
}

/** Where the first parenthesis closes; text in quotes does not count. */
function closingParenthesis(text: string): number {
  let depth = 0
  let quote: string | undefined
  for (let position = 0; position < text.length; position++) {
    const character = text[position]
    if (quote !== undefined) {
      if (character === quote) quote = undefined
    } else if (character === "'" || character === '"') quote = character
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return position
  }
  return -1
}
