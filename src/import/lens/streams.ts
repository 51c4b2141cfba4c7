/**
 * Entities whose queries read one table by the value of one column are activities of a stream: key, customer and time are then the stream's.
 *
 *   order_placed:   SELECT ... FROM events WHERE activity = 'order_placed'      stream events, activity order_placed
 *   order_rejected: SELECT ... FROM events WHERE activity = 'order_rejected'    stream events, activity order_rejected
 *
 * Only where all of it is there: a primary column, a relationship to a customer with a primary column, and one column that says when.
 */
import { legalName } from '../../semantic/model/names.ts'
import { type EntityPlan, outputOf, present, tableName } from './entity-plan.ts'
import type { LensField as Field } from './lens.ts'

export interface StreamPlan {
  readonly name: string
  readonly table: string
  readonly hasCatalog: boolean
  readonly tableWritten: string
  readonly activityColumn: string
  readonly columns: {
    readonly id: string
    readonly customer: string
    readonly timestamp: string
    readonly occurrence?: string
    readonly repeatedAt?: string
  }
  readonly customer: EntityPlan
  /** With the value of the activity column. */
  readonly activities: ReadonlyMap<EntityPlan, string>
}

export function planStreams(entities: readonly EntityPlan[], isLeftOut: (id: string) => boolean): readonly StreamPlan[] {
  const streams = new Map<string, StreamPlan>()
  for (const entity of entities) {
    const found = activityOf(entity, entities)
    if (found === undefined) continue
    const { value, ...stream } = found
    const key = JSON.stringify([stream.table, stream.activityColumn, stream.columns.id, stream.columns.customer, stream.columns.timestamp])
    const known = streams.get(key)
    const name = known?.name ?? freeName(stream.table, streams)
    streams.set(key, {
      ...stream,
      name,
      columns: { ...stream.columns, ...known?.columns },
      activities: new Map([...(known?.activities ?? []), [entity, value]]),
    })
  }
  return [...streams.values()].filter(({ name }) => !isLeftOut(`stream ${name}`))
}

function freeName(table: string, streams: ReadonlyMap<string, StreamPlan>): string {
  const name = legalName(table.split('.').at(-1) ?? table)
  const taken = [...streams.values()].filter((stream) => stream.name.startsWith(name)).length
  return taken === 0 ? name : `${name.slice(0, 46)}_${taken + 1}`
}

function activityOf(entity: EntityPlan, entities: readonly EntityPlan[]) {
  const { rows } = entity
  if (rows.kind !== 'filtered' || rows.condition.node.kind !== 'call' || rows.condition.node.name !== '=') return undefined
  const [column, value] = rows.condition.node.arguments
  const isActivity =
    column?.kind === 'reference' && column.reference.kind === 'column' && value?.kind === 'literal' && value.type === 'string'
  if (!isActivity || column.reference.kind !== 'column' || typeof value.value !== 'string') return undefined
  const id = onlyColumn(
    entity,
    present(entity.lens.fields).filter(({ primary }) => primary),
  )
  const customer = customerOf(entity, entities)
  const named = momentsOf(entity)
  const timestamp = onlyColumn(entity, named.length > 0 ? named : timesOf(entity))
  if (id === undefined || customer === undefined || timestamp === undefined) return undefined
  const occurrence = columnNamed(entity, /^(activity_)?occurr?ence$/)
  const repeatedAt = columnNamed(entity, /^(activity_)?repeated_at$/)
  return {
    table: tableName(rows.query),
    tableWritten: rows.query.table.join('.'),
    hasCatalog: rows.query.table.length === 3,
    activityColumn: column.reference.column,
    value: value.value,
    columns: { id, customer: customer.column, timestamp, ...(occurrence && { occurrence }), ...(repeatedAt && { repeatedAt }) },
    customer: customer.entity,
  }
}

/** The column of the table that the one field is. */
function onlyColumn(entity: EntityPlan, fields: readonly Field[]): string | undefined {
  const [field, second] = fields
  return field === undefined || second !== undefined ? undefined : columnOf(entity, field)
}

export function columnOf(entity: EntityPlan, field: Field): string | undefined {
  const output = outputOf(entity, field.column ?? field.name)
  return 'column' in output ? output.column : undefined
}

function columnNamed(entity: EntityPlan, name: RegExp): string | undefined {
  const field = present(entity.lens.fields).find((one) => name.test((one.column ?? one.name).value))
  return field && columnOf(entity, field)
}

/** Fields whose names say that they are the moment of the row. */
export function momentsOf(entity: EntityPlan): readonly Field[] {
  return timesOf(entity).filter(({ name }) => /(^|_)(ts|timestamp)$|^(activity|event|occurred)_(at|time|date)$/.test(name.value))
}

/** Fields of type date, but for the moment of the next activity. */
export function timesOf({ lens }: EntityPlan): readonly Field[] {
  return present(lens.fields).filter(({ type, name }) => ['date', 'time', 'timestamp'].includes(type.value) && !/repeated/.test(name.value))
}

/** The entity whose rows do it: told by a relationship of the activity, or of the customer. */
function customerOf(entity: EntityPlan, entities: readonly EntityPlan[]) {
  for (const candidate of entities) {
    const key = present(candidate.lens.fields).filter(({ primary }) => primary)
    const [keyName] = key.map(({ name }) => name.value)
    if (candidate === entity || key.length !== 1 || keyName === undefined) continue
    const own = present(entity.lens.relationships).find(
      ({ type, target }) => type.value === 'N:1' && target.entity.value === candidate.lens.name.value && target.field.value === keyName,
    )
    const theirs = present(candidate.lens.relationships).find(
      ({ type, field, target }) => type.value === '1:N' && target.entity.value === entity.lens.name.value && field.value === keyName,
    )
    const fieldName = own?.field.value ?? theirs?.target.field.value
    const field = present(entity.lens.fields).find(({ name }) => name.value === fieldName)
    const column = field && columnOf(entity, field)
    if (column !== undefined && (own?.sql ?? theirs?.sql) === undefined) return { entity: candidate, column }
  }
  return undefined
}
