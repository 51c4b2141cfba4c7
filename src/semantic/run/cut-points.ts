/** The cut points of a quantile score at a date, as a statement of their own. */
import type { Catalog } from '../catalog/catalog.ts'
import { InternalError, issue, type Result, success } from '../issues/issue.ts'
import { planContext } from '../plan/context.ts'
import { call, derive, literal, reference } from '../plan/nodes.ts'
import { Relation } from '../plan/relation.ts'
import { cutPoints } from '../plan/score.ts'
import { AskedTests } from '../query/asked-tests.ts'
import { ColumnNames } from '../query/names.ts'
import { resolveTime } from '../query/resolve.ts'
import type { SemanticQuery } from '../query/semantic-query.ts'
import { compiledNow } from '../sql/block.ts'
import { SqlContext } from '../sql/context.ts'
import { PlanRenderer, read } from '../sql/to-kysely.ts'
import type { Target } from './compile.ts'
import type { CutPoints, Reading } from './groupings.ts'
import { IssueError } from './issue-error.ts'

export function cutPointsStatement(
  score: { readonly entity: string; readonly dimension: string } & Pick<SemanticQuery, 'asOf' | 'timeZone'>,
  catalog: Catalog,
  target: Target,
): Result<Reading<CutPoints>> {
  const entity = catalog.entities.get(score.entity)
  const dimension = entity?.dimensions.get(score.dimension)
  if (entity === undefined || dimension?.from.kind !== 'score' || dimension.from.rule.method !== 'quantile')
    throw new InternalError(`${score.entity}.${score.dimension} has no cut points`)
  const { buckets, cut } = dimension.from.rule
  const time = resolveTime(score, catalog, new AskedTests([]))
  if (!time.ok) return time
  const names = new ColumnNames()
  const context = planContext({ catalog, names, time: time.value })
  const relation = new Relation(entity, context, 'until_as_of')
  const scored = relation.scored(dimension)
  const points = cutPoints(relation.build(), scored, buckets, context)
  // As multiples of the number of buckets they are exact; where a value is compared with one moved by 1, that is its cut point.
  const moved = cut === 'plus_one' ? literal('integer', String(buckets)) : literal('integer', '0')
  const shown = points.cuts.map((column) => ({
    name: names.allocate('cut'),
    type: 'float' as const,
    expression: call('/', 'float', call('+', column.type, reference(column), moved), literal('integer', String(buckets))),
  }))
  const plan = derive(points.plan, shown)
  const needed = new Set([...shown.map(({ name }) => name), points.total.name])
  const query = PlanRenderer.render([plan], (rendererIn, isTrial) => {
    const asked = { catalog, names: isTrial ? names.copy() : names, time: time.value }
    const renderer = rendererIn(new SqlContext(target, asked))
    const block = renderer.block(plan, needed)
    return compiledNow(
      renderer.context.finish({ ...block, columns: new Map([...needed].map((name) => [name, read(block.columns)(name)])) }),
    )
  })
  return success({
    statement: { text: query.sql, parameters: query.parameters },
    read: ([row]) => {
      const values = row ?? []
      const cutPoints = values.slice(0, -1).flatMap((value) => (value === null ? [] : [Number(value)]))
      // Between floats as far apart as floats can be.
      if (!cutPoints.every(Number.isFinite)) throw new IssueError(issue('NUMBER_TOO_LARGE', {}))
      return { cutPoints, scored: Number(values.at(-1) ?? 0) }
    },
  })
}
