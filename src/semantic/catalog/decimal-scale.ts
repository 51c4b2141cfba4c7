/**
 * Whether the decimals of a member have as many places on every engine. Columns, their sums, products and rounded values do; where an expression
 * chooses between values (coalesce, case, greatest), PostgreSQL keeps each value's own places and DuckDB gives all of them the most.
 * Answers drop closing zeros there, so that both print the same text.
 */
import type { Expression } from '../expression/expression.ts'
import type { Catalog, Dimension, Measure, MemberName, MemberReference } from './catalog.ts'

type Entities = Pick<Catalog, 'entities'>

const keepingFunctions = new Set(['+', '-', '*', 'negate', 'abs', 'round'])

export function hasFixedScale(member: Dimension | Measure, catalog: Entities): boolean {
  if (member.type !== 'decimal') return true
  if (member.kind === 'measure') {
    const { compute } = member
    if (compute.kind === 'number') return compute.expression.type === 'decimal' && isFixed(compute.expression, catalog)
    if (compute.kind !== 'aggregate') return isScaleOfMeasureFixed(compute.of, catalog)
    return compute.argument?.type === 'decimal' && isFixed(compute.argument, catalog)
  }
  const { from } = member
  if (from.kind === 'expression') return isFixed(from.expression, catalog)
  if (from.kind === 'pick') {
    const picked = catalog.entities.get(from.of.entity)?.dimensions.get(from.of.name)
    return picked?.type === 'decimal' && hasFixedScale(picked, catalog)
  }
  if (from.kind !== 'measure') return true
  return isScaleOfMeasureFixed(from.measure, catalog)
}

/** Values of the measure, their sums and differences. */
function isScaleOfMeasureFixed({ entity, name }: MemberName, catalog: Entities): boolean {
  const measure = catalog.entities.get(entity)?.measures.get(name)
  return measure !== undefined && measure.type === 'decimal' && hasFixedScale(measure, catalog)
}

function isFixed(expression: Expression<MemberReference>, catalog: Entities): boolean {
  switch (expression.kind) {
    case 'literal':
      return true
    case 'cast':
      return expression.decimal !== undefined
    case 'call':
      return keepingFunctions.has(expression.name) && expression.arguments.every((argument) => isFixed(argument, catalog))
    case 'reference': {
      const { reference } = expression
      if (reference.kind === 'column') return true
      const entity = catalog.entities.get(reference.entity)
      const member = reference.kind === 'dimension' ? entity?.dimensions.get(reference.dimension) : entity?.measures.get(reference.measure)
      return member !== undefined && hasFixedScale(member, catalog)
    }
    case 'aggregate':
      return expression.argument !== undefined && isFixed(expression.argument, catalog)
    default:
      return false
  }
}
