/** The names of types as PostgreSQL's parser gives them, and the model's types. */

import { integerOf, textOf } from './ast.ts'
import type { Expression, ExpressionType } from './expression.ts'
import type { Node } from './parser.ts'

const names: Readonly<Record<string, ExpressionType>> = {
  int4: 'integer',
  integer: 'integer',
  int: 'integer',
  int8: 'bigint',
  bigint: 'bigint',
  numeric: 'decimal',
  decimal: 'decimal',
  float8: 'float',
  double: 'float',
  float: 'float',
  text: 'string',
  varchar: 'string',
  string: 'string',
  bool: 'boolean',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  interval: 'interval',
}

export type WrittenType =
  | { readonly type: ExpressionType; readonly decimal?: Extract<Expression<unknown>, { kind: 'cast' }>['decimal'] }
  | { readonly refused: string; readonly fix: string }

const known = 'Types are integer, bigint, numeric(p, s), double precision, text, boolean, date, timestamp.'

/** `numeric(12, 2)` -> decimal with its digits; what is no type of a model is refused. */
export function writtenType(typeName: Extract<Node, { TypeName: unknown }>['TypeName']): WrittenType {
  const path = (typeName.names ?? []).map((name) => textOf(name) ?? '')
  const name = path.at(-1) ?? ''
  const isPlain = path.length === 1 || (path.length === 2 && path[0] === 'pg_catalog')
  const type = Object.hasOwn(names, name) ? names[name] : undefined
  if (type === undefined || !isPlain || typeName.setof || typeName.pct_type || (typeName.arrayBounds ?? []).length > 0) {
    return { refused: `Type \`${path.filter((part) => part !== 'pg_catalog').join('.')}${typeName.arrayBounds ? '[]' : ''}\``, fix: known }
  }
  const modifiers = (typeName.typmods ?? []).map(integerOf)
  if (modifiers.length === 0) return { type }
  if (type === 'string') return { refused: `\`${name}(n)\``, fix: 'The first n characters are `left(x, n)`.' }
  if (type === 'interval') return { refused: 'An interval with a unit behind it', fix: "It is written as `interval '1 day'`." }
  if (type !== 'decimal') return { refused: `\`${name}\` with a precision`, fix: 'The type alone is enough.' }
  const [precision, scale = 0] = modifiers
  if (precision === undefined || precision < 1 || precision > 38 || scale < 0 || scale > precision) {
    return {
      refused: `\`numeric(${modifiers.join(', ')})\``,
      fix: 'It has 1 to 38 digits, and no more of them after the point than in all.',
    }
  }
  return { type, decimal: { precision, scale } }
}
