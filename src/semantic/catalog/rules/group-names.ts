/** Rule: an expression that compares a segmentation with a text names one of its groups; any other text would never be equal. */
import type { Expression } from '../../expression/expression.ts'
import { childrenOf } from '../../expression/references.ts'
import { type Issue, issue } from '../../issues/issue.ts'
import { closest } from '../../issues/suggest.ts'
import type { Dimension, Entity, Measure, MemberReference } from '../catalog.ts'

type Entities = ReadonlyMap<string, Entity>

const comparisons = ['=', '<>', 'in', 'is_distinct_from', 'is_not_distinct_from', 'nullif']

export function checkGroupNames(entities: Entities, issues: Issue[]): void {
  for (const entity of entities.values()) {
    for (const member of [...entity.dimensions.values(), ...entity.measures.values()]) {
      for (const expression of expressionsOf(member)) visit(expression, entities, issues)
    }
  }
}

function visit(expression: Expression<MemberReference>, entities: Entities, issues: Issue[]): void {
  if (expression.kind === 'call' && comparisons.includes(expression.name)) {
    for (const segmentation of expression.arguments.flatMap((argument) => segmentationOf(argument, entities)))
      for (const argument of expression.arguments) checkName(argument, segmentation, issues)
  }
  for (const child of childrenOf(expression)) visit(child, entities, issues)
}

function segmentationOf(expression: Expression<MemberReference>, entities: Entities): readonly Dimension[] {
  if (expression.kind !== 'reference' || expression.reference.kind !== 'dimension') return []
  const dimension = entities.get(expression.reference.entity)?.dimensions.get(expression.reference.dimension)
  return dimension?.groups === undefined ? [] : [dimension]
}

function checkName(argument: Expression<MemberReference>, { entity, name, groups = [] }: Dimension, issues: Issue[]): void {
  if (argument.kind !== 'literal' || typeof argument.value !== 'string') return
  const allowed = groups.map(({ value }) => value)
  if (allowed.includes(argument.value)) return
  const nearest = closest(argument.value.toUpperCase(), allowed)
  const facts = {
    what: `A group of \`${entity}.${name}\``,
    value: argument.value,
    allowed,
    ...(nearest !== undefined && { closest: nearest }),
  }
  issues.push(issue('UNKNOWN_VALUE', facts, argument.span))
}

function expressionsOf(member: Dimension | Measure): readonly Expression<MemberReference>[] {
  if (member.kind === 'measure') {
    const { compute } = member
    if (compute.kind === 'number') return [compute.expression]
    return compute.kind === 'aggregate' ? present([compute.argument, compute.where]) : []
  }
  const { from } = member
  if (from.kind === 'expression') return [from.expression]
  return from.kind === 'measure' || from.kind === 'pick' || from.kind === 'score' ? present([from.where]) : []
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined)
}
