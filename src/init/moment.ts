/** When the rows of a table happened: its only time, or the one whose name says so. */
import type { EntityPlan, KeptColumn } from './entity-plan.ts'
import { isOtherTime, momentRank } from './words.ts'

export interface Moment {
  readonly column: KeptColumn
  readonly guess: string
}

export function momentOf(entity: EntityPlan): Moment | undefined {
  const times = timesOf(entity)
  const named = times
    .flatMap((column) => {
      const rank = momentRank(column.name, entity.name)
      return rank === undefined ? [] : [{ column, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)[0]
  const [only, second] = times
  if (only !== undefined && second === undefined && !isOtherTime(only.name)) return { column: only, guess: 'the only time' }
  return named && { column: named.column, guess: 'by its name' }
}

export function timesOf({ columns }: EntityPlan): readonly KeptColumn[] {
  return columns.filter(({ type }) => type === 'date' || type === 'timestamp')
}
