/** Makes plan nodes with their columns and grain worked out, so that no builder can get them wrong. */
import type { Entity } from '../catalog/catalog.ts'
import { branch, type ExpressionType } from '../expression/expression.ts'
import { InternalError } from '../issues/issue.ts'
import type {
  Aggregate,
  Column,
  Derive,
  Filter,
  Join,
  Mark,
  Merge,
  Plan,
  PlanExpression,
  PlanPredicate,
  RelatedRows,
  Scan,
  Series,
  Sort,
  Window,
} from './plan.ts'

export function reference(column: Column): PlanExpression {
  return { kind: 'reference', type: column.type, reference: column.name }
}

/** Of a float: neither NaN nor infinite, and known. Taken from itself, nothing else is 0. */
export function isNumber(value: PlanExpression): PlanExpression {
  return call('=', 'boolean', call('-', 'float', value, value), literal('integer', '0'))
}

/** Null elsewhere. */
export function valueWhere(condition: PlanExpression, value: PlanExpression): PlanExpression {
  return { kind: 'case', type: value.type, branches: [branch(condition, value)] }
}

/** A column as a key that is grouped by as it is. */
export function kept<C extends Column>(column: C): C & { readonly expression: PlanExpression } {
  return { ...column, expression: reference(column) }
}

export function columnOf(name: string, { columns }: Plan): Column {
  const column = columns.find((known) => known.name === name)
  if (column === undefined) throw new InternalError(`No column ${name} among ${columns.map((known) => known.name).join(', ')}`)
  return column
}

export function literal(type: ExpressionType, value: string | boolean | null): PlanExpression {
  return { kind: 'literal', type, value }
}

export function call(name: string, type: ExpressionType, ...args: readonly PlanExpression[]): PlanExpression {
  return { kind: 'call', name, type, arguments: args }
}

export function scan(
  { name, source }: Pick<Entity, 'name' | 'source'>,
  alias: string,
  physical: Scan['physical'],
  columns: readonly Column[],
): Scan {
  return { kind: 'scan', entity: name, alias, source, physical, columns, grain: undefined }
}

export function derive(input: Plan, derived: Derive['derived']): Plan {
  if (derived.length === 0) return input
  return {
    kind: 'derive',
    input,
    derived,
    columns: [...input.columns, ...derived.map(({ name, type }) => ({ name, type }))],
    grain: input.grain,
  }
}

/** The same plan, called so in SQL. */
export function named(plan: Plan, called: string): Plan {
  return { ...plan, called }
}

/** These columns alone. */
export function project(input: Plan, derived: Derive['derived']): Derive {
  return { kind: 'derive', isOnly: true, input, derived, columns: derived.map(({ name, type }) => ({ name, type })), grain: undefined }
}

/** The columns that identify a row, once they are derived. */
export function withGrain(input: Plan, grain: readonly string[]): Plan {
  return { ...input, grain }
}

export function filter(input: Plan, predicate: PlanPredicate | undefined): Plan {
  if (predicate === undefined) return input
  const node: Filter = { kind: 'filter', input, predicate, columns: input.columns, grain: input.grain }
  return node
}

export function leftJoin(left: Plan, right: Plan, on: readonly { readonly left: Column; readonly right: string }[]): Join {
  return {
    kind: 'join',
    type: 'left',
    left,
    right,
    on: on.map((pair) => ({ left: reference(pair.left), right: pair.right })),
    columns: [...left.columns, ...right.columns],
    grain: left.grain,
  }
}

export function semiJoin(left: Plan, right: Plan, on: Join['on']): Join {
  return { kind: 'join', type: 'semi', left, right, on, columns: left.columns, grain: left.grain }
}

/** The groups of a coarser grain beside each row; nulls match nulls. */
export function levelJoin(left: Plan, right: Plan, on: readonly { readonly left: Column; readonly right: string }[]): Join {
  return { ...leftJoin(left, right, on), type: 'level' }
}

export function crossJoin(left: Plan, right: Plan): Join {
  const grain = left.grain === undefined || right.grain === undefined ? undefined : [...left.grain, ...right.grain]
  return { kind: 'join', type: 'cross', left, right, on: [], columns: [...left.columns, ...right.columns], grain }
}

export function mark(input: Plan, name: string, rows: RelatedRows): Mark {
  return { kind: 'mark', input, name, rows, columns: [...input.columns, { name, type: 'boolean' }], grain: input.grain }
}

export function series(input: Plan, { name, type, beside, ...edges }: Omit<Series, 'kind' | 'input' | 'columns' | 'grain'>): Series {
  const columns = [...beside, { name, type }]
  return { kind: 'series', input, name, type, beside, ...edges, columns, grain: columns.map((column) => column.name) }
}

export function window(input: Plan, functions: Window['functions']): Window {
  return {
    kind: 'window',
    input,
    functions,
    columns: [...input.columns, ...functions.map(({ name, type }) => ({ name, type }))],
    grain: input.grain,
  }
}

export function aggregate(input: Plan, keys: Aggregate['keys'], measures: Aggregate['measures']): Aggregate {
  return {
    kind: 'aggregate',
    input,
    keys,
    measures,
    columns: [...keys, ...measures].map(({ name, type }) => ({ name, type })),
    grain: keys.map(({ name }) => name),
  }
}

export function merge(
  inputs: Merge['inputs'],
  keys: Merge['keys'],
  measures: Merge['measures'],
  { disjoint = false }: { readonly disjoint?: boolean } = {},
): Merge {
  return {
    kind: 'merge',
    disjoint,
    inputs,
    keys,
    measures,
    columns: [...keys, ...measures].map(({ name, type }) => ({ name, type })),
    grain: keys.map(({ name }) => name),
  }
}

export function sort(input: Plan, order: Sort['order'], page: Pick<Sort, 'limit' | 'offset'>): Sort {
  return { kind: 'sort', input, order, ...page, columns: input.columns, grain: input.grain }
}
