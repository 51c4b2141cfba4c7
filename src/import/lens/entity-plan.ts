/** What an entity of a Lens reads: the form its query takes in a model. */
import { childrenOf } from '../../semantic/expression/references.ts'
import type { Spanned } from '../../semantic/issues/issue.ts'
import { closest } from '../../semantic/issues/suggest.ts'
import type { Decision, Problem } from '../remark.ts'
import type { Scope } from '../trino/context.ts'
import { literalOf, type Node } from '../trino/nodes.ts'
import { type Source, translateTrino } from '../trino/translate.ts'
import type { Declared, LensDimension, LensEntity, LensField, LensMeasure } from './lens.ts'
import { readPlainQuery } from './plain-query.ts'
import { type Output, readQuery, type SimpleQuery } from './read-query.ts'

export type Rows =
  /** All rows of a table. */
  | { readonly kind: 'table'; readonly query: SimpleQuery }
  /** Those rows of a table for which a condition holds. */
  | { readonly kind: 'filtered'; readonly query: SimpleQuery; readonly condition: { readonly sql: string; readonly node: Node } }
  /** Anything else, in its own SELECT. */
  | { readonly kind: 'select'; readonly sql: string }

export interface EntityPlan {
  readonly lens: LensEntity
  /** In the model. */
  readonly name: string
  readonly rows: Rows
  readonly decisions: readonly Decision[]
  /** By the name in the Lens; the first of a name. */
  readonly members: ReadonlyMap<string, LensMember>
  /** Members whose name another has. */
  readonly repeated: readonly LensMember[]
}

export type LensMember =
  | { readonly kind: 'field'; readonly value: LensField }
  | { readonly kind: 'dimension'; readonly value: LensDimension }
  | { readonly kind: 'measure'; readonly value: LensMeasure }

type Planned = { readonly plan: EntityPlan } | { readonly problems: readonly Problem[] }

const catalogChange = 'the catalog in front of the name of a table is left out.'

export function planEntity(lens: LensEntity, name: string): Planned {
  const read = readRows(lens.query)
  if ('problems' in read) return read
  return { plan: { lens, name, ...membersOf(lens), ...read } }
}

function readRows(query: Spanned<string>): Pick<EntityPlan, 'rows' | 'decisions'> | { readonly problems: readonly Problem[] } {
  const simple = readQuery(query)
  if (simple === undefined) {
    const plain = readPlainQuery(query)
    if (!plain.ok) return { problems: plain.problems }
    return { rows: { kind: 'select', sql: plain.sql }, decisions: catalogDecisions(plain.hasCatalog) }
  }
  const decisions = catalogDecisions(simple.table.length === 3)
  if (simple.where === undefined) return { rows: { kind: 'table', query: simple }, decisions }
  const condition = translateTrino(simple.where, physicalSource(simple))
  if (!condition.ok) return { problems: condition.problems }
  const odd = oddPart(condition.node)
  if (odd !== undefined) {
    const reason = `${odd.what} in the condition of a query has no counterpart in a model.`
    return { problems: [{ reason, span: odd.node.span ?? simple.where.span }] }
  }
  return { rows: { kind: 'filtered', query: simple, condition }, decisions: [...decisions, ...condition.decisions] }
}

function catalogDecisions(hasCatalog: boolean): readonly Decision[] {
  return hasCatalog ? [{ kind: 'changed', text: catalogChange }] : []
}

/** What the names in a query mean: columns of the table, whose types only the database knows. */
export function physicalSource({ qualifiers }: SimpleQuery): Source {
  const scope: Scope = {
    resolve: (reference) =>
      reference.kind === 'column'
        ? { node: { kind: 'reference', reference, type: 'unknown', span: reference.span } }
        : { problem: { reason: 'a query reads columns, and no members.', span: reference.span } },
    typeOf: () => 'unknown',
    isAnyNumber: () => false,
  }
  return { scope, qualifiers: { own: qualifiers, entities: [] }, aggregates: 'refused' }
}

const plainCalls = [
  ...['and', 'or', 'not', 'in', 'between', 'is_null', 'is_not_null', '=', '<>', '<', '<=', '>', '>='],
  ...['+', '-', '*', '||', 'like', 'lower', 'upper', 'coalesce'],
]
const plainCasts = ['string', 'float', 'date']
const plainParts = ['year', 'quarter', 'month', 'day']

/** What of a condition means something else as the SQL of a database than as an expression of a model: there it stays as it is written. */
function oddPart(node: Node): { readonly what: string; readonly node: Node } | undefined {
  const inside = childrenOf(node)
    .map(oddPart)
    .find((part) => part !== undefined)
  if (inside !== undefined || isPlain(node)) return inside
  return { what: node.kind === 'as_of' ? 'the date of today' : node.kind === 'call' ? `\`${node.name}\`` : 'a cast', node }
}

function isPlain(node: Node): boolean {
  if (node.kind === 'call' && node.name === 'extract') return plainParts.includes(literalOf(node.arguments[0]) ?? '')
  if (node.kind === 'call') return plainCalls.includes(node.name)
  if (node.kind === 'cast') return node.argument.kind === 'literal' || plainCasts.includes(node.type)
  return node.kind === 'reference' || node.kind === 'literal'
}

function membersOf({ fields, dimensions, measures }: LensEntity): Pick<EntityPlan, 'members' | 'repeated'> {
  const all: readonly LensMember[] = [
    ...present(fields).map((value) => ({ kind: 'field', value }) as const),
    ...present(dimensions).map((value) => ({ kind: 'dimension', value }) as const),
    ...present(measures).map((value) => ({ kind: 'measure', value }) as const),
  ]
  const members = new Map<string, LensMember>()
  const repeated: LensMember[] = []
  for (const member of all) {
    if (members.has(member.value.name.value)) repeated.push(member)
    else members.set(member.value.name.value, member)
  }
  return { members, repeated }
}

export function present<T>(declared: readonly Declared<T>[]): readonly T[] {
  return declared.flatMap(({ value }) => (value === undefined ? [] : [value]))
}

/** What the query gives under this name. */
export function outputOf({ rows, lens }: EntityPlan, column: Spanned<string>): Output | { readonly problem: Problem } {
  const name = column.value
  const listed = rows.kind === 'select' ? lens.columns : undefined
  if (rows.kind === 'select')
    return listed === undefined || listed.includes(name) ? { column: name } : { problem: noColumn(column, listed) }
  const found = rows.query.outputs.get(name) ?? rows.query.outputs.get(name.toLowerCase())
  if (found !== undefined) return found
  return rows.query.hasStar ? { column: name } : { problem: noColumn(column, [...rows.query.outputs.keys()]) }
}

function noColumn({ value, span }: Spanned<string>, known: readonly string[]): Problem {
  const nearest = closest(value, known)
  return { reason: `the query gives no column \`${value}\`.${nearest === undefined ? '' : ` Closest: \`${nearest}\`.`}`, span }
}

/** `audience.events`: as a model names a table. */
export function tableName({ table }: SimpleQuery): string {
  return table.slice(-2).join('.')
}
