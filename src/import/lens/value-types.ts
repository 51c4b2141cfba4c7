/** The types of a Lens say less than those of a model: `number` and `date` are each several. What is not said is read from the expression, or guessed. */
import type { ValueType } from '../../semantic/dialect/value-type.ts'
import type { ExpressionType } from '../../semantic/expression/expression.ts'
import type { Decision } from '../remark.ts'
import type { LensType } from './lens.ts'

export interface Typed {
  readonly type: ValueType
  readonly decision?: Decision
}

/** What a column is for, where that says its type. */
export type Role = 'key' | 'timestamp' | 'occurrence' | 'none'

const moment = /(^|_)(ts|timestamp|time|datetime|at)$/

/** The name of a column that holds an instant. */
export function isMoment(name: string): boolean {
  return moment.test(name)
}

/** The type of a column that nothing but the Lens tells about. */
export function typeOfColumn(type: LensType, name: string, role: Role): Typed {
  switch (type) {
    case 'string':
      return { type: 'string' }
    case 'bool':
    case 'boolean':
      return { type: 'boolean' }
    case 'timestamp':
      return { type: 'timestamp' }
    case 'number':
      if (role === 'occurrence') return guess('integer', byRole)
      if (role === 'key') return guess('bigint', 'a `number` that rows are joined by is `bigint` here.')
      return guess('float', 'a `number` of the Lens is `float` here, which every column of numbers fits; `decimal` would keep money exact.')
    default:
      if (role === 'timestamp') return guess('timestamp', byRole)
      return isMoment(name) || type === 'time'
        ? guess('timestamp', 'a `date` of the Lens whose name is that of a moment is `timestamp` here.')
        : { type: 'date' }
  }
}

const byRole = 'the type is that of the role the column has in its stream.'

function guess(type: ValueType, text: string): Typed {
  return { type, decision: { kind: 'guessed', text } }
}

const numbers: readonly ExpressionType[] = ['integer', 'bigint', 'decimal', 'float']

/** Types of expressions that are what the Lens says. */
const fitting: Readonly<Record<LensType, readonly ExpressionType[]>> = {
  string: ['string'],
  number: numbers,
  date: ['date', 'timestamp'],
  time: ['date', 'timestamp'],
  timestamp: ['date', 'timestamp'],
  bool: ['boolean'],
  boolean: ['boolean'],
}

/** The type of an expression; where only the database knows it, that of a column. */
export function typeOfExpression(found: ExpressionType, type: LensType, name: string): Typed {
  if (found === 'unknown' || found === 'null' || found === 'interval') return typeOfColumn(type, name, 'none')
  if (fitting[type].includes(found)) return { type: found }
  return { type: found, decision: { kind: 'changed', text: 'the type is that of the expression, and not the one that the Lens says.' } }
}
