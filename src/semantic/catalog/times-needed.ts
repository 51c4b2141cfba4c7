/** Rules: what moves rows in time, or looks back, reads only entities that have a primary time, and in units that this time has. */
import { type Issue, issue, type Span, type Spanned } from '../issues/issue.ts'
import { type Granularity, isDateGranularity } from '../time/granularity.ts'
import type { Drafts } from './declare.ts'

/** One issue for each of `entities` without a `time`; `because` ends the sentence. */
export function timesNeeded(entities: Iterable<string>, because: string, span: Span, drafts: Drafts): readonly Issue[] {
  return [...entities].flatMap((name): readonly Issue[] => {
    const entity = drafts.get(name)
    if (entity === undefined || entity.time !== undefined) return []
    const candidates = [...entity.dimensions.values()].filter(({ type }) => type === 'date' || type === 'timestamp')
    return [issue('NO_TIME', { entity: name, because, candidates: candidates.map((dimension) => dimension.name) }, span)]
  })
}

/** Dates have no hours: a period of some would move nothing, and a window of some would hold nothing or a day. */
export function unitsNeeded(entities: Iterable<string>, unit: Spanned<Granularity>, owner: string, drafts: Drafts): readonly Issue[] {
  if (isDateGranularity(unit.value)) return []
  const times = [...entities].flatMap((name) => {
    const { time, dimensions } = drafts.get(name) ?? {}
    return time !== undefined && dimensions?.get(time)?.type === 'date' ? [`${name}.${time}`] : []
  })
  const [first] = times
  if (first === undefined) return []
  const expected = `\`day\` or a coarser unit, as \`${first}\` is a date`
  return [issue('TYPE_MISMATCH', { what: `\`${owner}\``, expected, actual: `\`${unit.value}\`` }, unit.span)]
}
