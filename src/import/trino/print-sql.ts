/**
 * An expression as a model writes it: what `parseExpression` reads back to the same expression. Parentheses only where they are needed.
 */
import type { AggregateName, Expression, ExpressionType, ParsedReference } from '../../semantic/expression/expression.ts'
import { assertNever, InternalError } from '../../semantic/issues/issue.ts'

type Node = Expression<ParsedReference>

/** PostgreSQL's precedence. */
const level = { or: 1, and: 2, not: 3, is: 4, compare: 5, match: 6, operator: 7, add: 8, multiply: 9, sign: 10, term: 11 } as const
type Level = (typeof level)[keyof typeof level]
type Printed = readonly [text: string, level: Level]

const infix: Readonly<Record<string, Level>> = {
  or: level.or,
  and: level.and,
  '~': level.operator,
  '~*': level.operator,
  '||': level.operator,
  '+': level.add,
  '-': level.add,
  '*': level.multiply,
  '/': level.multiply,
  '%': level.multiply,
}

const comparisons = ['=', '<>', '<', '<=', '>', '>=']

/** What the names of types are in SQL. */
const typeNames: Partial<Record<ExpressionType, string>> = { string: 'text', float: 'double precision', decimal: 'numeric' }

interface PrintOptions {
  /** `always`: where a column's name is a word of SQL. */
  readonly quoteColumns: 'needed' | 'always'
}

export function printSql(node: Node, options: PrintOptions = { quoteColumns: 'needed' }): string {
  return new Printer(options).within(node, level.or)
}

/** One way down a tree, with the options at hand. */
class Printer {
  readonly #options: PrintOptions

  constructor(options: PrintOptions) {
    this.#options = options
  }

  within(node: Node, least: Level): string {
    const [text, own] = this.#print(node)
    return own < least ? `(${text})` : text
  }

  #all(nodes: readonly Node[]): string {
    return nodes.map((node) => this.within(node, level.or)).join(', ')
  }

  #print(node: Node): Printed {
    switch (node.kind) {
      case 'reference':
        return [this.#reference(node.reference), level.term]
      case 'literal':
        return literal(node.value, node.type)
      case 'as_of':
        return ['${as_of}', level.term]
      case 'parameter':
        throw new InternalError('A value of a question is never written in a model.')
      case 'call':
        return this.#call(node.name, node.arguments)
      case 'case':
        return [this.#case(node), level.term]
      case 'cast':
        return [this.#cast(node), level.term]
      case 'aggregate':
        return [this.#aggregate(node), level.term]
      default:
        return assertNever(node)
    }
  }

  #reference(reference: ParsedReference): string {
    if (reference.kind === 'member') return `\${${reference.entity === undefined ? '' : `${reference.entity}.`}${reference.member}}`
    const isPlain = this.#options.quoteColumns === 'needed' && /^[a-z_][a-z0-9_]*$/.test(reference.column)
    return isPlain ? reference.column : `"${reference.column.replaceAll('"', '""')}"`
  }

  #case({ branches, otherwise }: Extract<Node, { kind: 'case' }>): string {
    const parts = branches.map(({ when, then }) => `when ${this.within(when, level.or)} then ${this.within(then, level.or)}`)
    return `case ${[...parts, ...(otherwise ? [`else ${this.within(otherwise, level.or)}`] : [])].join(' ')} end`
  }

  #cast({ argument, type, decimal }: Extract<Node, { kind: 'cast' }>): string {
    const isLiteral = argument.kind === 'literal' && argument.type === 'string'
    if (isLiteral && (type === 'date' || type === 'timestamp' || type === 'interval')) return `${type} ${this.within(argument, level.term)}`
    const digits = decimal === undefined ? '' : `(${decimal.precision}, ${decimal.scale})`
    return `cast(${this.within(argument, level.or)} as ${typeNames[type] ?? type}${digits})`
  }

  #aggregate({ name, argument, fraction, filter }: Extract<Node, { kind: 'aggregate' }>): string {
    const condition = filter === undefined ? '' : ` filter (where ${this.within(filter, level.or)})`
    return `${this.#aggregateCall(name, argument === undefined ? '*' : this.within(argument, level.or), fraction)}${condition}`
  }

  #aggregateCall(name: AggregateName, argument: string, fraction: number | undefined): string {
    if (name === 'count_distinct') return `count(distinct ${argument})`
    return name === 'percentile' ? `percentile_cont(${fraction}) within group (order by ${argument})` : `${name}(${argument})`
  }

  #call(name: string, nodes: readonly Node[]): Printed {
    const [first, second, third] = nodes
    if (first === undefined) return [`${name}()`, level.term]
    if (name === 'not') return this.#not(first)
    if (name.startsWith('is_')) return this.#is(name, first, second)
    if (name === '-' && second === undefined) return [`-${this.within(first, level.term)}`, level.sign]
    if (name === 'extract' && second !== undefined) return [`extract(${wordOf(first)} from ${this.within(second, level.or)})`, level.term]
    if (name === 'in' || name === 'between' || name === 'like' || name === 'ilike') return [this.#match(name, nodes, ''), level.match]
    const own = infix[name]
    if (own !== undefined && second !== undefined && third === undefined)
      return [`${this.within(first, own)} ${name} ${this.within(second, next(own))}`, own]
    if (own !== undefined) return [nodes.map((node) => this.within(node, next(own))).join(` ${name} `), own]
    if (comparisons.includes(name) && second !== undefined)
      return [`${this.within(first, level.match)} ${name} ${this.within(second, level.match)}`, level.compare]
    return [`${name}(${this.#all(nodes)})`, level.term]
  }

  #not(operand: Node): Printed {
    const isMatch = operand.kind === 'call' && ['in', 'between', 'like', 'ilike'].includes(operand.name)
    if (isMatch) return [this.#match(operand.name, operand.arguments, 'not '), level.match]
    return [`not ${this.within(operand, level.sign)}`, level.not]
  }

  #is(name: string, first: Node, second: Node | undefined): Printed {
    const words = name.replaceAll('_', ' ')
    return [
      `${this.within(first, level.compare)} ${words}${second === undefined ? '' : ` ${this.within(second, level.compare)}`}`,
      level.is,
    ]
  }

  #match(name: string, [first, ...others]: readonly Node[], not: string): string {
    const left = first === undefined ? '' : this.within(first, level.operator)
    if (name === 'in') return `${left} ${not}in (${this.#all(others)})`
    const word = { between: ' and ', like: ' escape ', ilike: ' escape ' }[name] ?? ', '
    return `${left} ${not}${name} ${others.map((node) => this.within(node, level.operator)).join(word)}`
  }
}

function next(own: Level): Level {
  return Object.values(level).find((candidate) => candidate === own + 1) ?? level.term
}

function literal(value: string | boolean | null, type: ExpressionType): Printed {
  if (value === null || typeof value === 'boolean') return [String(value), level.term]
  const isNumber = type === 'integer' || type === 'bigint' || type === 'decimal' || type === 'float'
  if (!isNumber) return [`'${value.replaceAll("'", "''")}'`, level.term]
  return [value, value.startsWith('-') ? level.sign : level.term]
}

function wordOf(node: Node): string {
  return node.kind === 'literal' ? String(node.value) : ''
}
