/** One measured figure: a line of `--json`, with exactly these keys. */
import type { EngineName } from '../questions/question.ts'
import type { PathName } from '../targets/target.ts'

export const kinds = ['latency', 'throughput', 'rows', 'pages', 'memory', 'start', 'growth'] as const
export type Kind = (typeof kinds)[number]

export interface Figure {
  readonly kind: Kind
  readonly question: string
  readonly engine: EngineName
  readonly path: PathName
  /** latency, rows, pages: median until the last byte. throughput: answers a second. growth: median less that of SQL on the same engine. */
  readonly value: number
  readonly unit: 'ms' | '1/s' | 'MiB'
  /** In ms also for throughput, where it is that of one answer; null where nothing was timed more than once. */
  readonly p95: number | null
  /** `value` over that of `ratio_to`; of growth: the medians themselves. */
  readonly ratio: number | null
  readonly ratio_to: `${EngineName}/${PathName}` | null
}

export function jsonLine(figure: Figure): string {
  const { kind, question, engine, path, value, unit, p95, ratio, ratio_to } = figure
  return JSON.stringify({
    kind,
    question,
    engine,
    path,
    value: rounded(value),
    unit,
    p95: p95 === null ? null : rounded(p95),
    ratio: ratio === null ? null : rounded(ratio),
    ratio_to,
  })
}

/** Four digits that mean something. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
