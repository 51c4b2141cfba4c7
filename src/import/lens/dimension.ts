/** Fields and dimensions of a Lens as dimensions of a model. */
import { type ValueType, valueTypes } from '../../semantic/dialect/value-type.ts'
import type { ExpressionType } from '../../semantic/expression/expression.ts'
import { InternalError, type Spanned } from '../../semantic/issues/issue.ts'
import type { Decision, Problem } from '../remark.ts'
import { cast, type Node } from '../trino/nodes.ts'
import { prepareTrino } from '../trino/prepare.ts'
import { readBack, translateTrino } from '../trino/translate.ts'
import { type EntityPlan, outputOf, physicalSource } from './entity-plan.ts'
import type { LensDimension, LensField } from './lens.ts'
import { memberSource } from './scope.ts'
import { columnOf } from './streams.ts'
import { type Role, typeOfColumn, typeOfExpression } from './value-types.ts'
import { idOf, streamOf, type World } from './world.ts'

export type TranslatedDimension =
  | { readonly ok: false; readonly problems: readonly Problem[] }
  | {
      readonly ok: true
      readonly type: ValueType
      readonly from: { readonly column: string } | { readonly sql: string } | { readonly measure: string }
      readonly decisions: readonly Decision[]
    }

export function translateField(field: LensField, entity: EntityPlan, world: World): TranslatedDimension {
  const output = outputOf(entity, field.column ?? field.name)
  if ('problem' in output) return { ok: false, problems: [output.problem] }
  if ('column' in output) return plainColumn(field, output.column, entity, world)
  if (entity.rows.kind === 'select') throw new InternalError('Columns of a SELECT of its own have no expressions.')
  const translated = translateTrino(output.expression, physicalSource(entity.rows.query))
  return translated.ok ? typed(field, translated) : translated
}

function plainColumn(field: LensField, column: string, entity: EntityPlan, world: World): TranslatedDimension {
  const type = field.type.value
  if (isFeature(column) && type !== 'string') return featureColumn(field, column)
  const { type: found, decision } = typeOfColumn(type, field.name.value, roleOf(field, entity, world))
  return { ok: true, type: found, from: { column }, decisions: decision === undefined ? [] : [decision] }
}

/** Columns of an activity stream that hold something else for each activity: all of them are text. */
function isFeature(column: string): boolean {
  return /^feature_?\d+$/i.test(column)
}

function featureColumn({ type: { value: type }, name: { span } }: LensField, column: string): TranslatedDimension {
  const node: Node = { kind: 'reference', reference: { kind: 'column', column, span }, type: 'unknown', span }
  const to = type === 'number' ? 'float' : type === 'bool' || type === 'boolean' ? 'boolean' : type === 'date' ? 'date' : 'timestamp'
  const sql = readBack(cast(span, cast(span, node, 'string'), to), { aggregates: 'refused' }) ?? column
  const text = 'columns `feature1`, `feature2` ... are taken for texts, and cast to the type that the Lens says.'
  return { ok: true, type: to, from: { sql }, decisions: [{ kind: 'guessed', text }] }
}

function roleOf(field: LensField, entity: EntityPlan, world: World): Role {
  const stream = streamOf(entity, world)
  const column = columnOf(entity, field)
  if (stream !== undefined && (column === stream.columns.timestamp || column === stream.columns.repeatedAt)) return 'timestamp'
  if (stream !== undefined && column === stream.columns.occurrence) return 'occurrence'
  return field.primary || isJoined(field.name.value, entity, world) ? 'key' : 'none'
}

function isJoined(name: string, entity: EntityPlan, { entities }: World): boolean {
  return entities.some(({ lens }) =>
    lens.relationships.some(
      ({ value }) =>
        (lens === entity.lens && value?.field.value === name) ||
        (value?.target.entity.value === entity.lens.name.value && value.target.field.value === name),
    ),
  )
}

export function translateDimension(dimension: LensDimension, entity: EntityPlan, world: World): TranslatedDimension {
  if (dimension.isSubQuery) return subQuery(dimension, entity, world)
  const translated = translateTrino(dimension.sql, memberSource(entity, world, 'refused'))
  return translated.ok ? typed(dimension, translated) : translated
}

interface Expressed {
  readonly sql: string
  readonly node: Node
  readonly type: ExpressionType
  readonly decisions: readonly Decision[]
}

function typed({ type: said, name }: LensField | LensDimension, { sql, node, type, decisions }: Expressed): TranslatedDimension {
  if (said.value === 'date' && type === 'string') {
    const asDate = readBack(cast(node.span, node, 'date'), { aggregates: 'refused' })
    const text = 'a text that the Lens calls a `date` is cast to one (`YYYY-MM-DD`).'
    if (asDate !== undefined) return { ok: true, type: 'date', from: { sql: asDate }, decisions: [...decisions, { kind: 'guessed', text }] }
  }
  const found = typeOfExpression(type, said.value, name.value)
  const all = found.decision === undefined ? decisions : [...decisions, found.decision]
  return { ok: true, type: found.type, from: { sql }, decisions: all }
}

/** `sub_query: true` over `${order.revenue}`: the measure, aggregated for each row of this entity. */
function subQuery(dimension: LensDimension, entity: EntityPlan, world: World): TranslatedDimension {
  const refused = (reason: string): TranslatedDimension => ({ ok: false, problems: [{ reason, span: dimension.sql.span }] })
  const name = referenceIn(dimension.sql)
  const [of, member] = name ?? []
  const far = world.entities.find(({ lens }) => lens.name.value === (of ?? entity.lens.name.value))
  const measure = member === undefined ? undefined : far?.members.get(member)
  if (far === undefined || member === undefined || measure?.kind !== 'measure') {
    return refused('a sub-query is translated where it is one measure: `${entity.measure}`.')
  }
  if (world.isLeftOut(idOf(far, measure, world.names))) return refused(`it reads \`${far.lens.name.value}.${member}\`, which is left out.`)
  const type = valueTypes.find((known) => known === world.typeOf(far, measure))
  if (type === undefined) return refused(`the type of \`${far.lens.name.value}.${member}\` is not known.`)
  return { ok: true, type, from: { measure: `${far.name}.${world.names.member(far.lens.name.value, member)}` }, decisions: [] }
}

/** The entity (if it is named) and the member of an expression that is one reference. */
function referenceIn(text: Spanned<string>): readonly [entity: string | undefined, member: string] | undefined {
  const prepared = prepareTrino(text, { own: [], entities: [] })
  const written = 'text' in prepared ? prepared.text.value.trim() : ''
  const [, entity, member] = /^\$\{\s*(?:(\w+)\.)?(\w+)\s*\}$/.exec(written) ?? []
  return member === undefined ? undefined : [entity, member]
}
