/** The rows there are on a date, what each reaches, and what each dimension is worth on a row. */
import { type Dimension, dimensionNamed, type Entity, type Expression, entityNamed, type Row, type World } from '../case.ts'
import { add, divide, multiply, parseExact, subtract, truncate } from '../exact.ts'
import { measureOfRows } from './measures.ts'
import { type Hop, type Path, toOnePath } from './paths.ts'
import { compareValues, isExact, keyText, readCell, type Value } from './values.ts'

/** What a world looks like on a date. */
export interface Base {
  readonly world: World
  /** The day of the question. */
  readonly asOf: string
}

/** Rows later than the question do not exist, unless the entity says they do. */
export function visibleRows(base: Base, entity: Entity): readonly Row[] {
  return entity.rows.filter((row) => isVisible(base, entity, row))
}

function isVisible({ asOf }: Base, { time, future }: Entity, row: Row): boolean {
  const at = time === undefined ? null : row[time]
  return future || at === null || at === undefined || String(at) <= asOf
}

/** All rows there that a row here points to or that point to it; a to-one look-up finds hidden rows too. */
export function reached(base: Base, hop: Hop, row: Row | null): readonly Row[] {
  if (row === null) return []
  const target = entityNamed(base.world, hop.to)
  const values = hop.fromFields.map((field) => row[field] ?? null)
  const found = target.rows.filter((other) => values.every((value, part) => value !== null && other[hop.toFields[part] ?? ''] === value))
  if (!hop.isToOne) return found.filter((other) => isVisible(base, target, other))
  if (found.length > 1) throw new Error(`${hop.name} reaches one row by declaration and ${found.length} in the rows`)
  return found
}

/** The one row at the end of a to-one path, or none. */
export function lookUp(base: Base, path: Path, row: Row | null): Row | null {
  return path.reduce<Row | null>((at, hop) => reached(base, hop, at)[0] ?? null, row)
}

/** A missing row has null for every dimension, whatever its expression. */
export function dimensionValue(base: Base, entity: Entity, row: Row | null, name: string): Value {
  if (row === null) return null
  const dimension = dimensionNamed(entity, name)
  if (dimension.kind === 'column') return readCell(row[name] ?? null, dimension.type)
  if (dimension.kind === 'sql') return expressionValue(base, entity, row, dimension.sql)
  return aggregateValue(base, entity, row, dimension)
}

/** An aggregate seen from a row: over all visible rows of the other entity that look up this one. */
function aggregateValue(base: Base, entity: Entity, row: Row, { measure, where }: Dimension & { readonly kind: 'aggregate' }): Value {
  const other = entityNamed(base.world, measure.entity)
  const path = toOnePath(base.world, other.name, entity.name)
  if (path === undefined) throw new Error(`no to-one path from ${other.name} to ${entity.name}`)
  const rows = visibleRows(base, other).filter(
    (candidate) =>
      lookUp(base, path, candidate) === row && (where === undefined || expressionValue(base, other, candidate, where) === true),
  )
  return measureOfRows(base, measure, (read) => {
    if (read !== other.name) throw new Error('an aggregate dimension over measures of two entities')
    return rows
  })
}

/** SQL's own logic: null is unknown. */
export function expressionValue(base: Base, entity: Entity, row: Row, expression: Expression): Value {
  const of = (part: Expression) => expressionValue(base, entity, row, part)
  switch (expression.kind) {
    case 'literal':
      return readCell(expression.value, expression.type)
    case 'dimension': {
      if (expression.entity === undefined) return dimensionValue(base, entity, row, expression.name)
      const path = toOnePath(base.world, entity.name, expression.entity)
      if (path === undefined) throw new Error(`no to-one path from ${entity.name} to ${expression.entity}`)
      return dimensionValue(base, entityNamed(base.world, expression.entity), lookUp(base, path, row), expression.name)
    }
    case 'arithmetic':
      return arithmetic(expression.operator, of(expression.left), of(expression.right))
    case 'compare':
      return compare(expression.operator, of(expression.left), of(expression.right))
    case 'isNull':
      return (of(expression.argument) === null) !== expression.negated
    case 'coalesce':
      return of(expression.first) ?? of(expression.second)
    case 'logic': {
      const sides = [of(expression.left), of(expression.right)]
      const decisive = expression.operator === 'or'
      if (sides.includes(decisive)) return decisive
      return sides.includes(null) ? null : !decisive
    }
  }
}

function compare(operator: '=' | '<>' | '<' | '>=', left: Value, right: Value): Value {
  if (left === null || right === null) return null
  if (operator === '=') return keyText([left]) === keyText([right])
  if (operator === '<>') return keyText([left]) !== keyText([right])
  return operator === '<' ? compareValues(left, right) < 0 : compareValues(left, right) >= 0
}

/** In a row `/` is PostgreSQL's; only whole numbers are divided here, so it cuts off. */
function arithmetic(operator: '+' | '-' | '*' | '/', left: Value, right: Value): Value {
  if (!isExact(left) || !isExact(right)) return null
  if (operator === '+') return add(left, right)
  if (operator === '-') return subtract(left, right)
  if (operator === '*') return multiply(left, right)
  return truncate(divide(left, right) ?? parseExact(0))
}
