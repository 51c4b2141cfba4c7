/** What the catalog says of a dimension that is a score, a segment or a segmentation; all null for any other. */
import type { Dimension, Entity } from '../semantic/catalog/catalog.ts'
import { scoresIn } from '../semantic/catalog/grouping.ts'
import { toFieldName } from '../semantic/catalog/names.ts'
import type { DimensionView, ScoreView, SegmentationView, SegmentView } from './catalog-view.ts'

export function groupingView(dimension: Dimension, entity: Entity): Pick<DimensionView, 'score' | 'segment' | 'segmentation'> {
  return { score: scoreView(dimension, entity), segment: segmentView(dimension), segmentation: segmentationView(dimension) }
}

function scoreView({ from }: Dimension, { name, dimensions }: Entity): ScoreView | null {
  if (from.kind !== 'score') return null
  const { of, rule } = from
  return {
    of: dimensions.get(of)?.hidden === false ? `${toFieldName(name)}.${toFieldName(of)}` : null,
    method: rule.method,
    buckets: new Set(scoresIn(rule)).size,
    best: rule.method === 'bands' ? null : rule.best,
    bestScore: rule.method === 'bands' ? null : rule.bestScore,
  }
}

function segmentView({ segment }: Dimension): SegmentView | null {
  return segment === undefined ? null : { action: segment.action ?? null }
}

function segmentationView({ groups }: Dimension): SegmentationView | null {
  if (groups === undefined) return null
  return {
    groups: groups.map(({ value, title, description, action }) => ({
      name: value,
      title,
      description: description ?? null,
      action: action ?? null,
    })),
  }
}
