/** Rule: what moves rows in time, or looks back, reads only entities that have a primary time. */
import { type Issue, issue, type Span } from '../issues/issue.ts'
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
