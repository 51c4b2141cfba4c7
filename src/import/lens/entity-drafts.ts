/** Header, streams and entities as drafts, without their members. */
import type { Span } from '../../semantic/issues/issue.ts'
import { type Draft, type Entry, entry } from '../draft.ts'
import type { Decision } from '../remark.ts'
import { type EntityPlan, present, tableName } from './entity-plan.ts'
import type { Lens } from './lens.ts'
import { momentsOf, type StreamPlan, timesOf } from './streams.ts'
import { isMoment } from './value-types.ts'
import { idOf, streamOf, type World } from './world.ts'

export function headerDraft(lens: Lens, name: string): Draft {
  return {
    id: 'header',
    entries: [
      ...entry('version', 1),
      ...entry('model', name, lens.name === undefined ? 'the Lens has no name; this is that of its file' : undefined),
      ...entry('description', lens.description),
      ...entry('contract', lens.contract),
      ...entry('owner', lens.owner),
      ...entry('tags', lens.tags),
      ...entry('verified', lens.verified),
    ],
  }
}

/** Told apart by a comment: that they are one stream stands nowhere in the Lens. */
export function streamDraft({ name, table, tableWritten, hasCatalog, customer, columns, activityColumn, activities }: StreamPlan): Draft {
  const roles = {
    id: columns.id,
    customer: columns.customer,
    activity: activityColumn,
    timestamp: columns.timestamp,
    ...(columns.occurrence !== undefined && { occurrence: columns.occurrence }),
    ...(columns.repeatedAt !== undefined && { repeated_at: columns.repeatedAt }),
  }
  return {
    id: `stream ${name}`,
    entries: [
      ...entry(
        'name',
        name,
        `guessed: ${activities.size === 1 ? 'a query reads' : `${activities.size} queries read`} this table by \`${activityColumn}\``,
      ),
      ...entry('table', table, hasCatalog ? `${tableWritten} in the Lens` : undefined),
      ...entry('customer', customer.name),
      ...entry('columns', roles),
      ...entry(
        'verified',
        [...activities.keys()].every(({ lens }) => lens.verified),
      ),
    ],
  }
}

interface EntityEntries {
  readonly entries: readonly Entry[]
  readonly decisions: readonly { readonly decision: Decision; readonly span: Span }[]
}

export function entityEntries(entity: EntityPlan, world: World): EntityEntries {
  const { lens, name } = entity
  const stream = streamOf(entity, world)
  const key = keyOf(entity, world)
  const time = stream === undefined ? timeOf(entity, world) : undefined
  const text =
    'the query reads one table by the value of a column: the entity is an activity of a stream, and has no rows later than the date of the question.'
  const guessedTime = 'the only column that says when is the `time` of the entity: rows later than the date of the question do not exist.'
  return {
    entries: [
      ...entry('name', name),
      ...entry('description', lens.description),
      ...(stream === undefined ? source(entity) : [...entry('extends', stream.name), ...entry('activity', stream.activities.get(entity))]),
      ...(stream === undefined ? entry('primary_key', key.length === 1 ? key[0] : key) : []),
      ...entry('time', time, 'guessed'),
      ...entry('owner', lens.owner),
      ...entry('tags', lens.tags),
      ...entry('verified', lens.verified),
    ],
    decisions: [
      ...(stream === undefined ? [] : [{ decision: { kind: 'guessed', text } as const, span: lens.query.span }]),
      ...(time === undefined ? [] : [{ decision: { kind: 'guessed', text: guessedTime } as const, span: lens.name.span }]),
    ],
  }
}

function source({ rows, decisions }: EntityPlan): readonly Entry[] {
  if (rows.kind === 'select')
    return entry('sql', rows.sql, decisions.length === 0 ? undefined : 'names of tables have a catalog in the Lens')
  const written = rows.query.table.join('.')
  const table = tableName(rows.query)
  const note = written === table ? undefined : `${written} in the Lens`
  if (rows.kind === 'table') return entry('table', table, note)
  return entry('sql', `select * from ${quoted(rows.query.table)} where ${rows.condition.sql}`, note)
}

function quoted(table: readonly string[]): string {
  return table
    .slice(-2)
    .map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.')
}

function keyOf(entity: EntityPlan, world: World): readonly string[] {
  const fields = present(entity.lens.fields).filter(({ primary }) => primary)
  const isWhole = fields.every((value) => !world.isLeftOut(idOf(entity, { kind: 'field', value }, world.names)))
  // Part of a key is no key.
  return isWhole ? fields.map(({ name }) => world.names.member(entity.lens.name.value, name.value)) : []
}

/** The field whose name says that it is the moment of the row; else the only date there is, where its name or a measure says that it is a moment. */
function timeOf(entity: EntityPlan, world: World): string | undefined {
  const named = momentsOf(entity)
  const [field, second] = named.length > 0 ? named : timesOf(entity)
  if (field === undefined || second !== undefined || !(isMoment(field.name.value) || hasClock(entity))) return undefined
  if (world.isLeftOut(idOf(entity, { kind: 'field', value: field }, world.names))) return undefined
  return world.names.member(entity.lens.name.value, field.name.value)
}

/** A measure counts up to today, or runs over time. */
function hasClock({ lens }: EntityPlan): boolean {
  return present(lens.measures).some(
    ({ sql, rollingWindow, type }) =>
      rollingWindow !== undefined || type.value === 'running_total' || /current_date|current_timestamp|now\s*\(/i.test(sql?.value ?? ''),
  )
}
