/** Measures over rows that are at hand already. */
import { type Entity, type Expression, entityNamed, type MemberName, measureNamed, type NumberExpression, type Row } from '../case.ts'
import { add, divide, type Exact, exact, multiply, parseExact, subtract } from '../exact.ts'
import { type Base, expressionValue } from './base.ts'
import { compareValues, isExact, keyText, type Value } from './values.ts'

/** The rows of an entity that belong to the group; none where it has none. */
export type RowsOf = (entity: string) => readonly Row[]

export function measureOfRows(base: Base, name: MemberName, rowsOf: RowsOf): Value {
  const measure = measureNamed(base.world, name)
  const entity = entityNamed(base.world, name.entity)
  if (measure.kind === 'number') return numberValue(base, entity, measure.sql, rowsOf)
  return aggregate(base, entity, measure.kind, measure.sql, measure.where, rowsOf(entity.name))
}

type AggregateKind = 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median'

function aggregate(
  base: Base,
  entity: Entity,
  kind: AggregateKind,
  sql: Expression | undefined,
  where: Expression | undefined,
  rows: readonly Row[],
): Value {
  const counted = rows.filter((row) => where === undefined || expressionValue(base, entity, row, where) === true)
  if (sql === undefined) return exact(BigInt(counted.length))
  const values = counted.map((row) => expressionValue(base, entity, row, sql)).filter((value) => value !== null)
  const sorted = values.toSorted(compareValues)
  switch (kind) {
    case 'count':
      return exact(BigInt(values.length))
    case 'count_distinct':
      return exact(BigInt(new Set(values.map((value) => keyText([value]))).size))
    case 'min':
      return sorted[0] ?? null
    case 'max':
      return sorted.at(-1) ?? null
    case 'sum':
      return sum(values)
    case 'avg':
      return quotient(sum(values), exact(BigInt(values.length)))
    case 'median':
      return quotient(sum([sorted[(sorted.length - 1) >> 1] ?? null, sorted[sorted.length >> 1] ?? null]), exact(2n))
  }
}

/** The sum of nothing is null. */
function sum(values: readonly Value[]): Exact | null {
  return values.filter(isExact).reduce<Exact | null>((total, value) => (total === null ? value : add(total, value)), null)
}

function quotient(left: Exact | null, right: Exact): Exact | null {
  return left === null ? null : divide(left, right)
}

/** `/` is exact here and Float in the answer, null on zero. */
function numberValue(base: Base, entity: Entity, expression: NumberExpression, rowsOf: RowsOf): Value {
  const of = (part: NumberExpression) => numberValue(base, entity, part, rowsOf)
  switch (expression.kind) {
    case 'constant':
      return parseExact(expression.value)
    case 'measure':
      return measureOfRows(base, { entity: expression.entity ?? entity.name, name: expression.name }, rowsOf)
    case 'aggregate':
      return aggregate(base, entity, expression.type, expression.sql, expression.where, rowsOf(entity.name))
    case 'coalesce':
      return of(expression.first) ?? of(expression.second)
    case 'arithmetic': {
      const [left, right] = [of(expression.left), of(expression.right)]
      if (!isExact(left) || !isExact(right)) return null
      if (expression.operator === '+') return add(left, right)
      if (expression.operator === '-') return subtract(left, right)
      return expression.operator === '*' ? multiply(left, right) : divide(left, right)
    }
  }
}

/** Entities whose rows a measure is computed from. */
export function entitiesRead(base: Base, name: MemberName): readonly string[] {
  const measure = measureNamed(base.world, name)
  const inside = (expression: NumberExpression): readonly string[] => {
    if (expression.kind === 'measure') return entitiesRead(base, { entity: expression.entity ?? name.entity, name: expression.name })
    if (expression.kind === 'aggregate') return [name.entity]
    if (expression.kind === 'constant') return []
    return expression.kind === 'coalesce'
      ? [...inside(expression.first), ...inside(expression.second)]
      : [...inside(expression.left), ...inside(expression.right)]
  }
  return measure.kind === 'number' ? [...new Set(inside(measure.sql))] : [name.entity]
}
