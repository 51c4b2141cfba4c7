/**
 * An SQL expression of Trino -> one of a model, with the same value; where the value can differ, that is told; where there is none, why.
 *
 *   text -prepare-> readable -parse-> tree of Trino's functions -rules-> tree of ours -check-> typed -print-> text -parse-> the same tree
 */
import { checkExpression } from '../../semantic/expression/check.ts'
import { branch, type ExpressionType } from '../../semantic/expression/expression.ts'
import { parseExpression } from '../../semantic/expression/parse.ts'
import { type Spanned, success } from '../../semantic/issues/issue.ts'
import { type Decision, type Problem, problemOf } from '../remark.ts'
import { Context, type Rules, type Scope, type TranslateOptions } from './context.ts'
import { aggregateRules } from './functions/aggregates.ts'
import { castRules, typedLiteral } from './functions/casts.ts'
import { alignedCase, choiceRules } from './functions/choices.ts'
import { dateDiffRules } from './functions/date-diff.ts'
import { dateTextRules } from './functions/date-texts.ts'
import { numberRules } from './functions/numbers.ts'
import { reasonFor, sameMeaning } from './functions/same-meaning.ts'
import { textRules } from './functions/texts.ts'
import { timeRules } from './functions/times.ts'
import { unfolded } from './functions/unfold.ts'
import type { Call, Node } from './nodes.ts'
import { prepareTrino, type Qualifiers } from './prepare.ts'
import { printSql } from './print-sql.ts'

const rules: Rules = {
  ...choiceRules,
  ...castRules,
  ...numberRules,
  ...textRules,
  ...timeRules,
  ...dateDiffRules,
  ...dateTextRules,
  ...aggregateRules,
}

export interface Translated {
  /** As the model writes it. */
  readonly sql: string
  readonly node: Node
  readonly type: ExpressionType
  readonly decisions: readonly Decision[]
}

export type Translation =
  | ({ readonly ok: true } & Translated)
  /** At least one. */
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface Source extends TranslateOptions {
  readonly scope: Scope
  readonly qualifiers: Qualifiers
}

export function translateTrino(text: Spanned<string>, { scope, qualifiers, aggregates }: Source): Translation {
  const prepared = prepareTrino(text, qualifiers)
  if ('problem' in prepared) return { ok: false, problems: [prepared.problem] }
  // Functions of Trino are on no list of ours: they are looked at here.
  const parsed = parseExpression(prepared.text, { trusted: true, aggregates })
  if (!parsed.ok) return { ok: false, problems: parsed.issues.map((found) => problemOf(found, text.span)) }
  const context = new Context(scope, { aggregates }, text.span)
  const node = translateNode(parsed.value, context)
  if (context.problems.length > 0) return { ok: false, problems: context.problems }
  return written(node, context, text)
}

function written(node: Node, context: Context, text: Spanned<string>): Translation {
  const checked = checkExpression(node, (reference) => success({ reference, type: context.scope.typeOf(reference) }), {
    division: context.options.aggregates === 'allowed' ? 'float' : 'sql',
  })
  if (!checked.ok) return { ok: false, problems: checked.issues.map((found) => problemOf(found, text.span)) }
  const sql = readBack(node, context.options)
  if (sql === undefined) {
    return { ok: false, problems: [{ reason: 'it cannot be written in the expressions of a model.', span: text.span }] }
  }
  return { ok: true, sql, node, type: checked.value.type, decisions: context.decisions }
}

/** The text that our own parser reads as this very tree. */
export function readBack(node: Node, { aggregates }: TranslateOptions): string | undefined {
  for (const quoteColumns of ['needed', 'always'] as const) {
    const sql = printSql(node, { quoteColumns })
    const again = parseExpression({ value: sql, span: { file: '', line: 1, column: 1 } }, { trusted: false, aggregates })
    if (again.ok && shapeOf(again.value) === shapeOf(node)) return sql
  }
  return undefined
}

/** Without places, and without the types that only the check knows. */
function shapeOf(node: Node): string {
  return JSON.stringify(node, function (this: { readonly kind?: string }, key, value: unknown) {
    if (key === 'span') return undefined
    return key === 'type' && this.kind !== 'cast' && this.kind !== 'literal' ? undefined : value
  })
}

function translateNode(node: Node, context: Context): Node {
  switch (node.kind) {
    case 'reference': {
      const resolved = context.scope.resolve(node.reference)
      return 'node' in resolved ? resolved.node : context.refuse(resolved.problem.span, resolved.problem.reason)
    }
    case 'call': {
      const call = unfolded(node)
      return translateCall({ ...call, arguments: call.arguments.map((argument) => translateNode(argument, context)) }, context)
    }
    case 'case': {
      const branches = node.branches.map((part) => branch(translateNode(part.when, context), translateNode(part.then, context)))
      return alignedCase({ ...node, branches, ...(node.otherwise && { otherwise: translateNode(node.otherwise, context) }) }, context)
    }
    case 'cast':
      return typedLiteral({ ...node, argument: translateNode(node.argument, context) })
    case 'aggregate':
      return {
        ...node,
        ...(node.argument && { argument: translateNode(node.argument, context) }),
        ...(node.filter && { filter: translateNode(node.filter, context) }),
      }
    default:
      return node
  }
}

/** Some calls repeat their arguments: calls of calls of them would grow without end. */
const largestSize = 2_000

function translateCall(call: Call, context: Context): Node {
  const before = context.problems.length
  const rule = Object.hasOwn(rules, call.name) ? rules[call.name] : undefined
  if (rule === undefined) return sameMeaning.has(call.name) ? call : context.refuse(call.span, reasonFor(call.name))
  const said = rule(call, context)
  if (said !== undefined && context.sizeOf(said) <= largestSize) return said
  if (said !== undefined)
    return context.refuse(call.span, `function \`${call.name}\` becomes too large here; parts of it can be dimensions of their own.`)
  return context.problems.length > before ? call : context.refuse(call.span, reasonFor(call.name, 'these arguments'))
}
