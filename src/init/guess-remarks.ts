/** What people are told of the keys and times of entities. */
import type { Probe } from '../database/tables/probe.ts'
import type { Remark } from './draft.ts'
import { dimensionOf, type EntityPlan } from './entity-plan.ts'
import type { Key } from './keys.ts'
import { type Moment, timesOf } from './moment.ts'
import { momentRank } from './words.ts'

export function keyRemarks(entity: EntityPlan, key: Key | undefined): readonly Remark[] {
  if (key === undefined) {
    const text = `the primary key of \`${entity.name}\`: no column and no pair of columns was found that tells its rows apart. It has measures by its own dimensions, and no rows of its own in the graph`
    return [{ kind: 'left out', text }]
  }
  const written = key.columns.map((column) => `\`${dimensionOf(entity, column)}\``).join(' and ')
  return key.guess === undefined ? [] : [{ kind: 'guessed', text: `primary key of \`${entity.name}\`: ${written}, ${key.guess}` }]
}

export async function momentRemarks(
  entity: EntityPlan,
  moment: Moment | undefined,
  { probe, today }: { readonly probe: Probe; readonly today: string },
): Promise<readonly Remark[]> {
  const times = timesOf(entity).map(({ name }) => `\`${name}\``)
  if (moment === undefined) {
    const asText = entity.columns.find(({ name, type }) => type === 'string' && momentRank(name, entity.name) !== undefined)
    if (asText !== undefined && times.length === 0) {
      const text = `the time of \`${entity.name}\`: \`${dimensionOf(entity, asText.name)}\` is named like one and is text`
      return [{ kind: 'left out', text }]
    }
    const text = `the time of \`${entity.name}\`: no name of ${times.join(', ')} says when a row happened. \`time\` names one, for questions by month and \`asOf\``
    return times.length === 0 ? [] : [{ kind: 'left out', text }]
  }
  const name = dimensionOf(entity, moment.column.name)
  const later = await probe.rowsAfter(entity.source.table, moment.column, today)
  const guessed: Remark = { kind: 'guessed', text: `time of \`${entity.name}\`: \`${name}\`, ${moment.guess}` }
  if (later === undefined || later === 0) return [guessed]
  const text = `\`${entity.name}\` has ${later} ${later === 1 ? 'row' : 'rows'} whose \`${name}\` is after today: questions do not see them before their day, unless the entity says \`future: true\``
  return [guessed, { kind: 'noted', text }]
}
