/**
 * What the engine and the server add to hand-written SQL as the base grows: the latency of each size in a base of its own.
 * The size stands behind the question's name: `q4-total at 20000000`. A negative value is time won.
 */
import type { Bases } from '../data/bases.ts'
import type { Figure } from '../report/figure.ts'
import { openTargets } from '../targets/open.ts'
import { latencyOf } from './latency.ts'
import type { Measurement } from './measurement.ts'

export interface GrowthRequest {
  readonly bases: Bases
  /** Activities. */
  readonly sizes: readonly number[]
}

export async function measureGrowth(measurement: Measurement, { bases, sizes }: GrowthRequest): Promise<void> {
  for (const activities of sizes) {
    const base = await bases.ensure({ activities, customers: measurement.base.size.customers })
    const opened = await openTargets(base)
    try {
      for (const question of measurement.questions) {
        const figures = await latencyOf('growth', question, { opened, measurement: { ...measurement, base } })
        measurement.report(added(figures, activities))
      }
    } finally {
      await opened.close()
    }
  }
}

function added(figures: readonly Figure[], activities: number): readonly Figure[] {
  return figures.flatMap((figure) => {
    const of = figures.find(({ engine, path }) => engine === figure.engine && path === 'sql')
    const isOwn = figure.ratio_to === `${figure.engine}/sql`
    if (figure.path === 'sql' || of === undefined || !isOwn) return []
    return [{ ...figure, question: `${figure.question} at ${activities}`, value: figure.value - of.value, p95: null }]
  })
}
