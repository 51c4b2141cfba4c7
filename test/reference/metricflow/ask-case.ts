/** A case of MetricFlow asked of us: what its answer is called says what is asked, granularities that the question left out included. */
import type { Ask } from '../../support/story.ts'
import type { Row } from '../compare.ts'
import { type Answer, answerTo, inOneSpelling, type Question } from '../question.ts'
import type { Comparison } from '../suite.ts'
import { conditionOf } from './filter.ts'
import { Names, type SemanticModel } from './manifest.ts'

export interface Case {
  readonly id: string
  readonly klass: string
  readonly model: string
  readonly metrics?: readonly string[]
  readonly filter?: string
  readonly time_constraint_inclusive_days?: readonly [from: string, to: string]
  /** `-name` descends. */
  readonly order_by?: readonly string[]
  readonly limit?: number
  readonly check_order: boolean
  /** The smallest and the largest value of the one dimension asked for. */
  readonly min_max_only?: boolean
  readonly expected: { readonly columns: readonly string[]; readonly rows: readonly Row[] }
}

export async function compareCase(each: Case, models: readonly SemanticModel[], ask: Ask): Promise<Comparison> {
  const { metrics = [], expected } = each
  const names = new Names(models, ask.engine().catalog, metrics)
  const pathOf = (column: string) => (metrics.includes(column) ? names.metric(column) : names.dimension(column))
  const question: Question = { by: [], measures: metrics.map(pathOf), where: conditionsOf(each, names), orderBy: [] }
  if (each.min_max_only) return compareExtremes(question, names, each, ask)

  const orderBy = (each.order_by ?? []).map((item) => {
    const name = item.replace(/^-/, '')
    const column = expected.columns.find((column) => column === name || column.startsWith(`${name}__`)) ?? name
    return { path: pathOf(column), direction: item.startsWith('-') ? 'DESC' : 'ASC' } as const
  })
  const by = expected.columns.filter((column) => !metrics.includes(column)).map(pathOf)
  const answer = await answerTo({ ...question, by, orderBy, ...(each.limit !== undefined && { limit: each.limit }) }, ask)
  return inOneSpelling(answer, expected.rows, expected.columns.map(pathOf), each.check_order)
}

function conditionsOf({ filter, time_constraint_inclusive_days: days }: Case, names: Names): readonly string[] {
  return [
    ...(filter === undefined ? [] : [conditionOf(filter, (name, leaf) => names.condition(name, leaf))]),
    ...(days === undefined ? [] : [`{ time: { between: { from: "${days[0]}", to: "${days[1]}" } } }`]),
  ]
}

/** The first and the last of its values, which are sorted. */
async function compareExtremes(question: Question, names: Names, { expected }: Case, ask: Ask): Promise<Comparison> {
  const column = (expected.columns[0] ?? '').replace(/__min$/, '')
  const path = names.dimension(column)
  const where = [...question.where, names.hasValue(column)]
  const end = (direction: 'ASC' | 'DESC') => answerTo({ ...question, by: [path], where, orderBy: [{ path, direction }], limit: 1 }, ask)
  const [first, last] = [await end('ASC'), await end('DESC')]
  const extremes: Answer = {
    rowCount: 1,
    typesOf: () => [...first.typesOf([path]), ...last.typesOf([path])],
    rowsOf: () => [[...first.rowsOf([path]), ...last.rowsOf([path])].flat()],
  }
  return inOneSpelling(extremes, expected.rows, [path, path], true)
}
