/** The geometric means the goals speak of, for people: heavy questions over hand-written SQL. */
import { geometricMean } from '../measure/statistics.ts'
import { questions } from '../questions/index.ts'
import { engineNames } from '../questions/question.ts'
import type { Figure } from './figure.ts'

const heavy = new Set(questions.filter(({ weight }) => weight === 'heavy').map(({ name }) => name))

export function summaryLines(figures: readonly Figure[]): readonly string[] {
  return engineNames.flatMap((engine) => {
    const pairs = engine === 'postgres' ? ['postgres/sql'] : ['duckdb/sql', 'postgres/sql']
    return pairs.flatMap((to) => {
      const ratios = figures
        .filter((figure) => figure.kind === 'latency' && figure.engine === engine && figure.path === 'http' && figure.ratio_to === to)
        .filter(({ question }) => heavy.has(question))
        .flatMap(({ ratio }) => ratio ?? [])
      if (ratios.length === 0) return []
      return [
        `Heavy questions, ${engine}/http over ${to}: geometric mean ${geometricMean(ratios).toFixed(3)}, highest ${Math.max(...ratios).toFixed(2)}`,
      ]
    })
  })
}
