/** Nodes of expressions, made by hand. Each stands where the call it was made for was written. */
import type { Branch, Expression, ExpressionType, ParsedReference } from '../../semantic/expression/expression.ts'
import type { Span } from '../../semantic/issues/issue.ts'

export type Node = Expression<ParsedReference>
export type Call = Extract<Node, { kind: 'call' }>

export function call(span: Span | undefined, name: string, ...nodes: readonly Node[]): Node {
  return { kind: 'call', name, arguments: nodes, type: 'unknown', ...(span && { span }) }
}

export function text(span: Span | undefined, value: string): Node {
  return { kind: 'literal', value, type: 'string', ...(span && { span }) }
}

export function integer(span: Span | undefined, value: number): Node {
  return { kind: 'literal', value: String(value), type: 'integer', ...(span && { span }) }
}

export function cast(span: Span | undefined, argument: Node, type: ExpressionType, digits?: readonly [number, number]): Node {
  const decimal = digits && { precision: digits[0], scale: digits[1] }
  return { kind: 'cast', argument, type, ...(decimal && { decimal }), ...(span && { span }) }
}

export function interval(span: Span | undefined, written: string): Node {
  return cast(span, text(span, written), 'interval')
}

export function when(span: Span | undefined, branches: readonly Branch<ParsedReference>[], otherwise?: Node): Node {
  return { kind: 'case', branches, type: 'unknown', ...(otherwise && { otherwise }), ...(span && { span }) }
}

/** A number or a text as written, or undefined. */
export function literalOf(node: Node | undefined): string | undefined {
  return node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined
}

/** A whole number as written, or undefined. */
export function wholeOf(node: Node | undefined): number | undefined {
  const written = literalOf(node)
  return node?.type === 'integer' && written !== undefined ? Number(written) : undefined
}
