/** An engine that writes down what it would run and answers nothing: how `tessera sql` reads the statements of a document without a database. */
import type { Engine, Explanation } from '../semantic/engine.ts'
import { type Result, success } from '../semantic/issues/issue.ts'

export interface RecordingEngine extends Engine {
  readonly recorded: readonly Explanation[]
}

export function createRecordingEngine(engine: Engine): RecordingEngine {
  const recorded: Explanation[] = []
  const record = (explained: Result<Explanation>) => {
    if (explained.ok) recorded.push(explained.value)
    return explained
  }
  return {
    catalog: engine.catalog,
    recorded,
    explain: (query) => engine.explain(query),
    prepare: (query) => engine.prepare(query),
    explainValues: (query) => engine.explainValues(query),
    together: (queries) => engine.together(queries),
    moves: (query) => engine.moves(query),
    cutPoints: (query) => engine.cutPoints(query),
    explainReading: (reading) => engine.explainReading(reading),
    read: async (reading) => {
      record(success(engine.explainReading(reading)))
      return success(reading.read([]))
    },
    values: async (query) => {
      const explained = record(engine.explainValues(query))
      return explained.ok ? success({ values: [], hasMore: false }) : explained
    },
    run: async (query) => {
      const explained = record(engine.explain(query))
      if (!explained.ok) return explained
      const totals = query.totals.map(() => null)
      return success({ columns: [], rows: [], totals, hasMore: false, ...(query.rowCount ? { rowCount: 0 } : {}), asOf: query.asOf })
    },
  }
}
