/**
 * What the names in an expression of a Lens mean in the model: members become members (with their new names), columns of the query become the
 * field over them, the expression the query gives them, or the column of the table.
 */
import type { ExpressionType, ParsedReference } from '../../semantic/expression/expression.ts'
import { closest } from '../../semantic/issues/suggest.ts'
import type { Problem } from '../remark.ts'
import type { Scope } from '../trino/context.ts'
import type { Node } from '../trino/nodes.ts'
import { type Source, translateTrino } from '../trino/translate.ts'
import { type EntityPlan, outputOf, physicalSource } from './entity-plan.ts'
import { idOf, type World } from './world.ts'

type Resolved = ReturnType<Scope['resolve']>

export function memberSource(entity: EntityPlan, world: World, aggregates: Source['aggregates']): Source {
  return {
    aggregates,
    scope: memberScope(entity, world),
    qualifiers: {
      own: [entity.lens.name.value, ...(entity.rows.kind === 'select' ? [] : entity.rows.query.qualifiers)],
      entities: world.entities.map(({ lens }) => lens.name.value),
    },
  }
}

function memberScope(entity: EntityPlan, world: World): Scope {
  const types = new Map<string, ExpressionType>()
  const anyNumbers = new Set<string>()
  const keyOf = (reference: ParsedReference): string =>
    reference.kind === 'column' ? '' : `${reference.entity ?? entity.name}.${reference.member}`
  const scope: Scope = {
    resolve: (reference) => (reference.kind === 'column' ? column(reference) : member(reference)),
    typeOf: (reference) => types.get(keyOf(reference)) ?? 'unknown',
    isAnyNumber: (reference) => anyNumbers.has(keyOf(reference)),
  }
  return scope

  function member(reference: Extract<ParsedReference, { kind: 'member' }>): Resolved {
    const of = reference.entity === undefined ? entity : world.entities.find(({ lens }) => lens.name.value === reference.entity)
    if (of === undefined) {
      const known = world.entities.map(({ lens }) => lens.name.value)
      return unknown(`the Lens has no entity \`${reference.entity}\` that could be translated.`, reference.entity ?? '', known, reference)
    }
    const found = of.members.get(reference.member)
    if (found === undefined) {
      if (of === entity && isColumn(reference.member)) return column({ kind: 'column', column: reference.member, span: reference.span })
      return unknown(
        `entity \`${of.lens.name.value}\` has no member \`${reference.member}\` that could be translated.`,
        reference.member,
        [...of.members.keys()],
        reference,
      )
    }
    if (world.isLeftOut(idOf(of, found, world.names)))
      return problem(`it reads \`${of.lens.name.value}.${reference.member}\`, which is left out.`, reference)
    const name = world.names.member(of.lens.name.value, reference.member)
    types.set(`${of.name}.${name}`, world.typeOf(of, found))
    if (world.isAnyNumber(of, found)) anyNumbers.add(`${of.name}.${name}`)
    return refer({ kind: 'member', ...(of !== entity && { entity: of.name }), member: name, span: reference.span })
  }

  /** Listed as one: a name that is nowhere is no column of `select *`, but a mistake. */
  function isColumn(name: string): boolean {
    return entity.lens.columns?.includes(name) === true || (entity.rows.kind !== 'select' && entity.rows.query.outputs.has(name))
  }

  function column(reference: Extract<ParsedReference, { kind: 'column' }>): Resolved {
    const field = [...entity.members.values()].find(
      (one) => one.kind === 'field' && (one.value.column ?? one.value.name).value.toLowerCase() === reference.column.toLowerCase(),
    )
    if (field !== undefined && !world.isLeftOut(idOf(entity, field, world.names)))
      return member({ kind: 'member', member: field.value.name.value, span: reference.span })
    const output = outputOf(entity, { value: reference.column, span: reference.span })
    if ('problem' in output) return output
    if ('column' in output) return refer({ ...reference, column: output.column })
    if (entity.rows.kind === 'select') return refer(reference)
    const inlined = translateTrino(output.expression, physicalSource(entity.rows.query))
    return inlined.ok
      ? { node: inlined.node }
      : { problem: inlined.problems[0] ?? { reason: 'it is not translated.', span: reference.span } }
  }
}

function refer(reference: ParsedReference): { readonly node: Node } {
  return { node: { kind: 'reference', reference, type: 'unknown', span: reference.span } }
}

function problem(reason: string, { span }: ParsedReference): { readonly problem: Problem } {
  return { problem: { reason, span } }
}

function unknown(reason: string, name: string, known: readonly string[], reference: ParsedReference): { readonly problem: Problem } {
  const nearest = closest(name, known)
  return problem(nearest === undefined ? reason : `${reason} Closest: \`${nearest}\`.`, reference)
}
