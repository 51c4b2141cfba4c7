/**
 * What scores and segmentations make of the rows at a date: how rules cover them, groups nobody is in, scores nobody has. [I/O]
 */
import type { Catalog, Dimension } from '../catalog/catalog.ts'
import { figureNames } from '../catalog/figures.ts'
import { scoresIn } from '../catalog/grouping.ts'
import { type Issue, issue, type Result } from '../issues/issue.ts'
import type { SliceAnswer } from '../query/answer.ts'
import { type Coverage, coverageOf, coverageQuestion, figuresQuestion } from '../query/coverage.ts'
import type { SemanticQuery } from '../query/semantic-query.ts'
import type { Finding } from './check-data.ts'

export interface CoveredSegmentation {
  readonly segmentation: Dimension
  readonly coverage: Coverage
}

export interface CheckedGroupings {
  readonly coverages: readonly CoveredSegmentation[]
  readonly findings: readonly Finding[]
}

type Run = (query: SemanticQuery) => Promise<Result<SliceAnswer>>

/** Driver errors are thrown; what a question is refused for is a finding. */
export async function checkGroupings({ entities, timeZone }: Catalog, run: Run, asOf: string): Promise<CheckedGroupings> {
  const coverages: CoveredSegmentation[] = []
  const findings: Finding[] = []
  const ask = async (query: SemanticQuery): Promise<SliceAnswer | undefined> => {
    const answer = await run(query)
    if (answer.ok) return answer.value
    findings.push(...answer.issues.map((found): Finding => ({ severity: 'error', issue: found })))
    return undefined
  }
  for (const entity of entities.values()) {
    if (entity.figures.size === 0) continue
    for (const dimension of entity.dimensions.values()) {
      const population = { asOf, timeZone }
      if (dimension.groups !== undefined) {
        const answer = await ask(coverageQuestion(dimension, population))
        if (answer === undefined) continue
        const coverage = coverageOf(dimension, answer)
        coverages.push({ segmentation: dimension, coverage })
        findings.push(
          ...coverage.never.map(({ value }) =>
            hint(
              issue('GROUP_WITHOUT_ROWS', { segmentation: `${dimension.entity}.${dimension.name}`, group: value }, dimension.declaredAt),
            ),
          ),
        )
      }
      if (dimension.from.kind === 'score') {
        const answer = await ask(figuresQuestion(entity.name, [dimension], [figureNames.count], population))
        if (answer !== undefined) findings.push(...fewerScores(dimension, answer).map(hint))
      }
    }
  }
  return { coverages, findings }
}

/** Scores that could be and are not, where rows have any. */
function fewerScores(score: Dimension, { rows }: SliceAnswer): readonly Issue[] {
  if (score.from.kind !== 'score') return []
  const possible = scoresIn(score.from.rule)
  const found = rows.flatMap(([value]) => (value === null ? [] : [Number(value)]))
  const missing = possible.filter((value) => !found.includes(value))
  if (found.length === 0 || missing.length === 0) return []
  return [issue('SCORES_WITHOUT_ROWS', { score: `${score.entity}.${score.name}`, possible: possible.length, missing }, score.declaredAt)]
}

function hint(found: Issue): Finding {
  return { severity: 'hint', issue: found }
}
