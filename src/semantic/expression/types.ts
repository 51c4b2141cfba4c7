/** How types fit together: what an argument may be, and the one type several values share. */
import type { Expression, ExpressionType } from './expression.ts'
import { readInterval } from './interval.ts'
import { type Literal, literalAs } from './literals.ts'

/** Narrow to wide: a value of a type is also one of the types after it. */
const numberTypes: readonly ExpressionType[] = ['integer', 'bigint', 'decimal', 'float']

/** What a parameter of a function takes. `time`: a date or a timestamp. `value`: anything but an interval. */
export type Kind = 'string' | 'number' | 'whole' | 'exact' | 'boolean' | 'date' | 'timestamp' | 'time' | 'interval' | 'value'

const kinds: Readonly<Record<Kind, readonly ExpressionType[]>> = {
  string: ['string'],
  number: numberTypes,
  whole: ['integer', 'bigint'],
  exact: ['integer', 'bigint', 'decimal'],
  boolean: ['boolean'],
  date: ['date'],
  timestamp: ['timestamp'],
  time: ['date', 'timestamp'],
  interval: ['interval'],
  value: ['string', ...numberTypes, 'boolean', 'date', 'timestamp'],
}

export function isOpen(type: ExpressionType): boolean {
  return type === 'unknown' || type === 'null'
}

export function isWhole(type: ExpressionType): boolean {
  return kinds.whole.includes(type)
}

/** The node as a value of the kind (quoted texts and `${as_of}` become what is meant), or undefined. */
export function asKind<R>(node: Expression<R>, kind: Kind): Expression<R> | undefined {
  // A function of PostgreSQL cannot be chosen by a bare null.
  if (node.kind === 'literal' && node.type === 'null') return kind === 'value' ? node : { ...node, type: kinds[kind][0] ?? 'null' }
  if (isOpen(node.type) || kinds[kind].includes(node.type)) return node
  for (const type of kinds[kind]) {
    const adapted = as(node, type)
    if (adapted !== undefined) return adapted
  }
  return undefined
}

/** The node as a value of exactly this type, without any cast: quoted texts are literals of any type, `${as_of}` is a day where a day is meant. */
export function as<R>(node: Expression<R>, type: ExpressionType): Expression<R> | undefined {
  if (node.type === type || isOpen(node.type)) return node
  if (isLiteral(node)) return literalAs(node, type)
  return type === 'date' ? asDay(node) : undefined
}

function isLiteral<R>(node: Expression<R>): node is Literal<R> & Expression<R> {
  return node.kind === 'literal'
}

/** `${as_of}` and `${as_of} - interval '30 days'` as days. */
function asDay<R>(node: Expression<R>): Expression<R> | undefined {
  if (node.kind === 'as_of') return { ...node, type: 'date' }
  if (node.kind !== 'call' || (node.name !== '+' && node.name !== '-')) return undefined
  const [first, second] = node.arguments
  const day = first && asDay(first)
  return day && second?.kind === 'literal' && isWholeDays(second) ? { ...node, type: 'date', arguments: [day, second] } : undefined
}

export function isWholeDays<R>(node: Expression<R>): boolean {
  return node.kind !== 'literal' || typeof node.value !== 'string' || readInterval(node.value)?.hasClock === false
}

export interface Unified<R> {
  /** `unknown` when one of them is. */
  readonly type: ExpressionType
  readonly nodes: readonly Expression<R>[]
}

/** The one type that values compared, chosen between or listed together share; undefined when there is none. */
export function unify<R>(nodes: readonly Expression<R>[]): Unified<R> | undefined {
  for (const type of candidates(nodes)) {
    const adapted = nodes.map((node) => (isWider(type, node.type) ? node : as(node, type)))
    if (adapted.every((node) => node !== undefined)) {
      return { type: nodes.some((node) => node.type === 'unknown') ? 'unknown' : type, nodes: adapted }
    }
  }
  return undefined
}

/** Types of fixed values first, then of those that adapt (quoted texts, `${as_of}`). */
function candidates<R>(nodes: readonly Expression<R>[]): readonly ExpressionType[] {
  const known = nodes.filter((node) => !isOpen(node.type))
  if (known.length === 0) return nodes.some((node) => node.type === 'unknown') ? ['unknown'] : ['null']
  const isFixed = (node: Expression<R>) => !(node.kind === 'literal' && node.type === 'string') && asDay(node) === undefined
  const types = [...known.filter(isFixed), ...known].map((node) => node.type)
  const widest = numberTypes.findLast((type) => types.includes(type))
  const ordered = types.map((type) => (widest !== undefined && numberTypes.includes(type) ? widest : type))
  // `${as_of} >= '2024-01-01'`: no fixed type, and a day is meant.
  return [...new Set([...ordered, ...(known.some((node) => asDay(node) !== undefined) ? (['date'] as const) : [])])]
}

function isWider(type: ExpressionType, than: ExpressionType): boolean {
  return numberTypes.includes(than) && numberTypes.indexOf(type) >= numberTypes.indexOf(than)
}
