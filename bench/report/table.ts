/** Figures for people: a line for each, ratios to hand-written SQL beside them. */
import { type Figure, type Kind, rounded } from './figure.ts'

const heads = ['question', 'engine', 'path', 'median', 'p95', 'unit', 'ratio'] as const
const widths = [28, 8, 6, 9, 9, 4, 0] as const

const titles: Readonly<Record<Kind, string>> = {
  latency: 'Latency: one connection, milliseconds',
  throughput: 'Throughput: 20 requests in flight; p95 of one answer in milliseconds',
  rows: 'Rows: until the last byte, milliseconds',
  pages: 'Pages: customers with their last 10 activities, milliseconds',
  memory: 'Memory of the server process',
  start: 'Start: from starting the process to its first answer, milliseconds',
  growth: 'Growth: milliseconds added to hand-written SQL on the same engine',
}

export function kindHeading(kind: Kind): string {
  return `\n${titles[kind]}\n${cells(heads)}`
}

/** One line for each value; its ratios in one cell. */
export function figureLines(figures: readonly Figure[]): readonly string[] {
  const groups = new Map<string, Figure[]>()
  for (const figure of figures) {
    const key = [figure.kind, figure.question, figure.engine, figure.path].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  return [...groups.values()].flatMap((group) => {
    const [figure] = group
    if (figure === undefined) return []
    const ratios = group.flatMap(({ ratio, ratio_to }) => (ratio === null ? [] : [`${ratio.toFixed(2)} x ${ratio_to}`]))
    const { question, engine, path, value, unit, p95 } = figure
    return [cells([question, engine, path, String(rounded(value)), p95 === null ? '' : String(rounded(p95)), unit, ratios.join(', ')])]
  })
}

function cells(values: readonly string[]): string {
  return values
    .map((value, index) => (index === 3 || index === 4 ? value.padStart(widths[index] ?? 0) : value.padEnd(widths[index] ?? 0)))
    .join(' ')
    .trimEnd()
}
