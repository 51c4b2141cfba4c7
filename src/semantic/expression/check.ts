/**
 * Expression step: every reference resolved, every node typed, everything that does not fit reported.
 *
 *   "`-` takes two numbers, two dates, ..., not string and date."
 */
import { assertNever, failure, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { aggregateTypes, takesBooleans } from './aggregate-types.ts'
import { checkCast } from './casts.ts'
import { type Aggregate, branch, type Expression, type ExpressionType, type ParsedReference } from './expression.ts'
import type { CheckOptions } from './functions/function.ts'
import { functionOf } from './functions/index.ts'
import { asKind, unify } from './types.ts'

export type ResolveReference<R> = (reference: ParsedReference) => Result<{ readonly reference: R; readonly type: ExpressionType }>

export function checkExpression<R>(
  parsed: Expression<ParsedReference>,
  resolve: ResolveReference<R>,
  options: CheckOptions = { division: 'sql' },
): Result<Expression<R>> {
  const check = new Check(resolve, options)
  const checked = check.node(parsed)
  if (checked.type === 'interval') check.refuse('An interval as the value', intervalFix, checked)
  return check.issues.length > 0 ? failure(...check.issues) : success(checked)
}

const intervalFix =
  'Seconds between two timestamps are `extract(epoch from (a - b))`, days between two dates `cast(a as date) - cast(b as date)`.'

/** One pass over a tree: the issues found so far, and the way from a parsed node to a typed one. */
class Check<R> {
  readonly issues: Issue[] = []
  readonly #resolve: ResolveReference<R>
  readonly #options: CheckOptions

  constructor(resolve: ResolveReference<R>, options: CheckOptions) {
    this.#resolve = resolve
    this.#options = options
  }

  node(node: Expression<ParsedReference>): Expression<R> {
    switch (node.kind) {
      case 'reference':
        return this.#reference(node)
      case 'literal':
      case 'parameter':
        return node
      case 'as_of':
        return { ...node, type: 'timestamp' }
      case 'call':
        return this.#call(node)
      case 'case':
        return this.#case(node)
      case 'cast':
        return this.#cast(node)
      case 'aggregate':
        return this.#aggregate(node)
      default:
        return assertNever(node)
    }
  }

  refuse(what: string, fix: string | undefined, { span }: { readonly span?: Expression<R>['span'] }): void {
    this.issues.push(issue('EXPRESSION_NOT_ALLOWED', { what, ...(fix !== undefined && { fix }) }, span))
  }

  #mismatch(what: string, expected: string, given: readonly Expression<R>[], span: Expression<R>['span']): Expression<R> {
    const actual = given.length === 0 ? 'nothing' : given.map(({ type }) => type).join(given.length === 2 ? ' and ' : ', ')
    // A day written next to an instant: whose day it is, only the question's zone says.
    const types = given.map(({ type }) => type)
    const isDayOfInstant = types.includes('timestamp') && (types.includes('date') || types.includes('string'))
    const hint = isDayOfInstant ? ' (the day of a timestamp is `cast(x as date)`)' : ''
    this.issues.push(issue('TYPE_MISMATCH', { what, expected: `${expected}${hint}`, actual }, span))
    return broken(span)
  }

  #reference(node: Extract<Expression<ParsedReference>, { kind: 'reference' }>): Expression<R> {
    const resolved = this.#resolve(node.reference)
    if (resolved.ok) return { ...node, reference: resolved.value.reference, type: resolved.value.type }
    this.issues.push(...resolved.issues)
    return broken(node.span)
  }

  #call(node: Extract<Expression<ParsedReference>, { kind: 'call' }>): Expression<R> {
    const given = node.arguments.map((argument) => this.node(argument))
    const definition = functionOf(node.name)
    // Only members marked `trusted` get here with a function that is not on the list.
    if (definition === undefined) return { ...node, arguments: given, type: 'unknown' }
    const typed = definition.check(given, this.#options)
    if (typed !== undefined) return { ...node, ...typed }
    return given.some(isBroken) ? broken(node.span) : this.#mismatch(`\`${shown(node.name)}\``, definition.takes, given, node.span)
  }

  #case(node: Extract<Expression<ParsedReference>, { kind: 'case' }>): Expression<R> {
    const whens = node.branches.map(({ when }) => this.#condition(this.node(when), '`when`'))
    const given = [...node.branches.map(({ then }) => then), ...(node.otherwise === undefined ? [] : [node.otherwise])].map((value) =>
      this.node(value),
    )
    const unified = unify(given)
    if (unified === undefined || unified.type === 'interval') {
      return given.some(isBroken) ? broken(node.span) : this.#mismatch('`case`', 'branches of one type', given, node.span)
    }
    const branches = whens.map((when, position) => branch(when, unified.nodes[position] ?? broken(node.span)))
    const otherwise = node.otherwise === undefined ? undefined : unified.nodes.at(-1)
    return { kind: 'case', branches, type: unified.type, ...(otherwise && { otherwise }), ...(node.span && { span: node.span }) }
  }

  #condition(node: Expression<R>, what: string): Expression<R> {
    return asKind(node, 'boolean') ?? this.#mismatch(what, 'a condition', [node], node.span)
  }

  #cast(node: Extract<Expression<ParsedReference>, { kind: 'cast' }>): Expression<R> {
    const argument = this.node(node.argument)
    if (isBroken(argument)) return { ...argument, type: node.type }
    const { argument: _, ...rest } = node
    const checked = checkCast({ ...rest, argument }, argument)
    if ('node' in checked) return checked.node
    this.refuse(checked.refused, checked.fix, node)
    return broken(node.span)
  }

  #aggregate(node: Aggregate<ParsedReference>): Expression<R> {
    const { argument, filter, ...rest } = node
    const value = argument && this.node(argument)
    const condition = filter && this.#condition(this.node(filter), '`filter`')
    const { kind, takes, type } = aggregateTypes[node.name]
    const fitted = value && asKind(value, kind)
    const isWrong = value !== undefined && (fitted === undefined || (value.type === 'boolean' && !takesBooleans(node.name)))
    if (isWrong && !isBroken(value)) return this.#mismatch(`\`${node.name}\``, takes, [value], node.span)
    return {
      ...rest,
      type: type(fitted?.type ?? 'integer'),
      ...(fitted && { argument: fitted }),
      ...(condition && { filter: condition }),
    }
  }
}

/** Stands for what has been reported, so that it is reported once. */
function broken<R>(span: Expression<R>['span']): Expression<R> {
  return { kind: 'call', name: 'broken', arguments: [], type: 'unknown', ...(span && { span }) }
}

function isBroken(node: Expression<unknown>): boolean {
  return node.kind === 'call' && node.name === 'broken'
}

/** `is_distinct_from` as it was written. */
function shown(name: string): string {
  return name.startsWith('is_') ? name.replaceAll('_', ' ') : name
}
