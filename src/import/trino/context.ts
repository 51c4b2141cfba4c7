/** What the parts of a translation share: what names mean, the types of what was translated, and what is to be told. */
import { checkExpression } from '../../semantic/expression/check.ts'
import type { ExpressionType, ParsedReference } from '../../semantic/expression/expression.ts'
import { childrenOf } from '../../semantic/expression/references.ts'
import { type Span, success } from '../../semantic/issues/issue.ts'
import type { Decision, Problem } from '../remark.ts'
import { type Call, cast, type Node } from './nodes.ts'

/** What the names of an expression mean. */
export interface Scope {
  /** The member or column of the model that a name of the Lens became, or why there is none. */
  resolve(reference: ParsedReference): { readonly node: Node } | { readonly problem: Problem }
  typeOf(reference: ParsedReference): ExpressionType
  /** A number that is `float` only because nothing says which kind it is. */
  isAnyNumber(reference: ParsedReference): boolean
}

export interface TranslateOptions {
  /** `allowed`: a measure of type `number`. */
  readonly aggregates: 'allowed' | 'refused'
}

/** One expression on its way: problems are collected, so that all are told at once. */
export class Context {
  readonly problems: Problem[] = []
  readonly decisions: Decision[] = []
  readonly scope: Scope
  readonly options: TranslateOptions
  readonly #whole: Span
  readonly #sizes = new WeakMap<Node, number>()

  constructor(scope: Scope, options: TranslateOptions, whole: Span) {
    this.scope = scope
    this.options = options
    this.#whole = whole
  }

  /** Null stands in the place of what cannot be translated. */
  refuse(span: Span | undefined, reason: string): Node {
    this.problems.push({ reason, span: span ?? this.#whole })
    return { kind: 'literal', value: null, type: 'null' }
  }

  decide(kind: Decision['kind'], text: string): void {
    if (!this.decisions.some((decision) => decision.kind === kind && decision.text === text)) this.decisions.push({ kind, text })
  }

  /** A number of a kind that nothing says, where only a whole one makes sense: as a whole one. */
  asWhole(node: Node): Node {
    if (node.kind !== 'reference' || !this.scope.isAnyNumber(node.reference)) return node
    this.decide('guessed', 'a `number` of the Lens that becomes a text, or whose remainder is taken, is taken for a whole one.')
    return cast(node.span, node, 'bigint')
  }

  /** How many nodes are written; a node that stands at several places counts at each. */
  sizeOf(node: Node): number {
    const known = this.#sizes.get(node)
    if (known !== undefined) return known
    const size = childrenOf(node).reduce((sum, child) => sum + this.sizeOf(child), 1)
    this.#sizes.set(node, size)
    return size
  }

  /** Of what is translated already; `unknown` where only the database knows, or where it does not fit together. */
  typeOf(node: Node): ExpressionType {
    const checked = checkExpression(node, (reference) => success({ reference, type: this.scope.typeOf(reference) }))
    return checked.ok ? checked.value.type : 'unknown'
  }
}

/** How a function of Trino is said in a model; its arguments are translated already. Undefined: it has no counterpart with these arguments. */
export type Rule = (call: Call, context: Context) => Node | undefined
export type Rules = Readonly<Record<string, Rule>>
