/** Calls of several targets, one after the other, in an order that rotates: what disturbs the machine disturbs all alike. */
import type { BaseSize } from '../data/rows.ts'
import { type EngineName, engineNames, type Question } from '../questions/question.ts'
import type { Figure, Kind } from '../report/figure.ts'
import type { PathName, Target } from '../targets/target.ts'
import { median, quantile } from './statistics.ts'

export interface Timed {
  readonly target: Target
  /** Milliseconds. */
  readonly times: readonly number[]
}

export interface TimedRun {
  readonly question: Question
  readonly base: BaseSize
  readonly samples: number
  /** Called after each round. */
  readonly onRound?: () => void
}

/** Rounds whose times are thrown away: caches of the database fill, and V8 compiles what it will run. */
const warmRounds = { heavy: 1, beyond: 1, small: 200, rows: 5, page: 20, scored: 1 } as const

export async function timeCalls(targets: readonly Target[], { question, base, samples, onRound }: TimedRun): Promise<readonly Timed[]> {
  const timed = targets.map((target) => ({ target, times: [] as number[] }))
  const warm = warmRounds[question.weight]
  for (let round = 0; round < warm + samples; round++) {
    for (let turn = 0; turn < timed.length; turn++) {
      const at = timed[(round + turn) % timed.length]
      if (at === undefined) continue
      const begun = performance.now()
      const raw = await at.target.ask(question, { number: round + 1, base })
      const time = performance.now() - begun
      // An answer that is an error is no answer; 50,000 rows are not read again each time.
      if (question.weight !== 'rows' || round === 0) at.target.read(question, raw)
      if (round >= warm) at.times.push(time)
    }
    onRound?.()
  }
  return timed
}

/** A figure for each target, over hand-written SQL on the same engine; one of DuckDB also over hand-written SQL on PostgreSQL. */
export function figuresOf(kind: Kind, question: string, timed: readonly Timed[]): readonly Figure[] {
  const medianOf = (engine: EngineName, path: PathName) => {
    const found = timed.find(({ target }) => target.engine === engine && target.path === path)
    return found === undefined ? undefined : median(found.times)
  }
  return timed.flatMap(({ target: { engine, path }, times }) => {
    const value = median(times)
    const figure = { kind, question, engine, path, value, unit: 'ms' as const, p95: quantile(times, 0.95) }
    const others = engineNames.filter((other) => other === engine || other === 'postgres').reverse()
    const ratios = others.flatMap((other): Pick<Figure, 'ratio' | 'ratio_to'>[] => {
      const of = other === engine && path === 'sql' ? undefined : medianOf(other, 'sql')
      return of === undefined ? [] : [{ ratio: value / of, ratio_to: `${other}/sql` }]
    })
    return (ratios.length === 0 ? [{ ratio: null, ratio_to: null }] : ratios).map((ratio): Figure => ({ ...figure, ...ratio }))
  })
}
