/** `subtotals` of a slice: the same question at a coarser grain, over the rows of the same groups. */
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { SemanticQuery } from '../semantic/query/semantic-query.ts'
import type { Context } from './context.ts'
import { grainOfArgument, outsideGrain } from './grain.ts'
import type { InputObject } from './read-logic.ts'
import { distinctWords, readRows, type SelectedRows, type SelectionSource } from './selection.ts'
import { type ShapedRow, shapeRows } from './shape-rows.ts'
import { orThrow, type SliceResult } from './slice.ts'
import { type GrainWord, measureName, type Vocabulary } from './vocabulary.ts'

interface SubtotalArguments {
  readonly by: InputObject
}

type SubtotalResolver = (
  parent: SliceResult,
  args: SubtotalArguments,
  context: Context,
  info: SelectionSource,
) => Promise<readonly ShapedRow[]>

export function subtotalsResolver(vocabulary: Vocabulary): SubtotalResolver {
  return async (parent, { by }, _context, info) => {
    const selected = readRows(info, vocabulary)
    const grain = orThrow(subtotalGrain(grainOfArgument(by, vocabulary), selected, parent))
    const words = distinctWords([selected])
    const measures = words.flatMap((word) => (word.kind === 'measure' ? [word] : []))
    const { maxLimit, of } = parent.limits
    const query = subtotalQuery(parent.query, grain, maxLimit)
    const answer = orThrow(await parent.ask({ ...query, measures: measures.map(measureName) }))
    if (answer.hasMore) orThrow(failure(issue('LIMIT_EXCEEDED', { limit: maxLimit + 1, maximum: maxLimit, ...(of && { of }) })))
    return shapeRows(answer.rows, { words: [...grain, ...measures], groups: selected.groups })
  }
}

/** Some dimensions of the slice's grain, and under the rows no others than those. */
function subtotalGrain(grain: readonly GrainWord[], selected: SelectedRows, parent: SliceResult): Result<readonly GrainWord[]> {
  const issues: Issue[] = [
    ...outsideGrain(grain, parent.grain),
    ...outsideGrain(
      distinctWords([selected]).filter((word) => word.kind === 'grain'),
      grain,
    ),
  ]
  return issues.length > 0 ? failure(...issues) : success(grain)
}

function subtotalQuery(query: SemanticQuery, grain: readonly GrainWord[], maxLimit: number): SemanticQuery {
  const members = grain.map(({ member }) => member)
  return {
    ...query,
    by: members,
    within: { by: query.by, measures: [...query.measures, ...query.totals] },
    totals: [],
    orderBy: query.orderBy.filter((order) => order.kind === 'measure' || members.includes(order.member)),
    limit: maxLimit,
    offset: 0,
    rowCount: false,
  }
}
