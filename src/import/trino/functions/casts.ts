/** `cast`, `try_cast` and typed literals: Trino's types, and what a text that is no such value becomes. */
import { branch, type ExpressionType } from '../../../semantic/expression/expression.ts'
import { castName, tryCastName } from '../brackets.ts'
import type { Context, Rule, Rules } from '../context.ts'
import { call, cast, integer, literalOf, type Node, text, when } from '../nodes.ts'
import { toDate } from './times.ts'

interface TrinoType {
  readonly type: ExpressionType
  readonly digits?: readonly [precision: number, scale: number]
  /** The most characters. */
  readonly length?: number
}

const types: Readonly<Record<string, ExpressionType>> = {
  varchar: 'string',
  string: 'string',
  double: 'float',
  'double precision': 'float',
  float: 'float',
  real: 'float',
  bigint: 'bigint',
  integer: 'integer',
  int: 'integer',
  smallint: 'integer',
  tinyint: 'integer',
  decimal: 'decimal',
  numeric: 'decimal',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
}

/** `varchar(20)`, `decimal(12, 2)`, `timestamp(3) with time zone`; undefined: a model has no such type. */
function trinoType(written: string): TrinoType | undefined {
  const [, name = '', first, second, zone] =
    /^([a-z]+(?: precision)?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*(with(?:out)? time zone)?$/.exec(written.trim().toLowerCase()) ?? []
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (type === undefined || (zone !== undefined && type !== 'timestamp')) return undefined
  if (type === 'decimal') return { type, digits: [Number(first ?? 38), Number(second ?? 0)] }
  return type === 'string' && first !== undefined ? { type, length: Number(first) } : { type }
}

const castRule: Rule = ({ arguments: [x, name], span }, context) => {
  const written = literalOf(name) ?? ''
  const type = trinoType(written)
  if (x === undefined) return undefined
  return type === undefined ? context.refuse(span, `type \`${written}\` has no counterpart in a model.`) : converted(x, type, span, context)
}

function converted(x: Node, { type, digits, length }: TrinoType, span: Node['span'], context: Context): Node {
  const from = context.typeOf(x)
  if (from === type && digits === undefined && length === undefined) return x
  if (type === 'date') return toDate(x, span, context)
  if (type === 'decimal') return cast(span, x, type, digits)
  if (type === 'float' && from === 'string') {
    context.decide('changed', 'a text becomes a number with at most 10 decimal places.')
    return cast(span, cast(span, x, 'decimal', [38, 10]), type)
  }
  if (type !== 'string') return cast(span, x, type)
  const asText = from === 'string' ? x : cast(span, context.asWhole(x), type)
  return length === undefined ? asText : call(span, 'left', asText, integer(span, length))
}

const whole = '^[-+]?\\d+$'
const number = '^\\s*[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?\\s*$'

/** What a text looks like that is a value of the type. */
const patterns: Partial<Record<ExpressionType, string>> = {
  integer: whole,
  bigint: whole,
  float: number,
  decimal: number,
  date: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
}

/** Null where a text is no such value: its form is looked at first. Only texts can fail. */
const tryCast: Rule = ({ arguments: [x, name], span }, context) => {
  const written = literalOf(name) ?? ''
  const type = trinoType(written)
  if (x === undefined) return undefined
  if (type === undefined) return context.refuse(span, `type \`${written}\` has no counterpart in a model.`)
  const from = context.typeOf(x)
  if (type.type === 'string' || (from !== 'string' && from !== 'unknown')) return converted(x, type, span, context)
  const pattern = patterns[type.type]
  if (pattern === undefined) return undefined
  context.decide('changed', '`try_cast` looks at the form of the text: a number too large for its type, or 30 February, is an error here.')
  const asText = from === 'string' ? x : cast(span, x, 'string')
  return when(span, [branch(call(span, '~', asText, text(span, pattern)), converted(asText, type, span, context))])
}

/** `timestamp '2024-01-31'` is the first instant of that day. */
export function typedLiteral(node: Extract<Node, { kind: 'cast' }>): Node {
  const written = literalOf(node.argument)
  if (node.type !== 'timestamp' || written === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(written)) return node
  return { ...node, argument: text(node.argument.span, `${written} 00:00:00`) }
}

export const castRules: Rules = { [castName]: castRule, [tryCastName]: tryCast }
