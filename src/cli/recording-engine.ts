/** An engine that writes down what it would run and answers nothing: how `tessera sql` reads the statements of a document without a database. */
import type { Engine, Explanation } from '../semantic/engine.ts'
import { success } from '../semantic/issues/issue.ts'

export interface RecordingEngine extends Engine {
  readonly recorded: readonly Explanation[]
}

export function createRecordingEngine(engine: Engine): RecordingEngine {
  const recorded: Explanation[] = []
  return {
    catalog: engine.catalog,
    recorded,
    explain: (query) => engine.explain(query),
    run: async (query) => {
      const explained = engine.explain(query)
      if (!explained.ok) return explained
      recorded.push(explained.value)
      const totals = query.totals.map(() => null)
      return success({ columns: [], rows: [], totals, hasMore: false, ...(query.rowCount ? { rowCount: 0 } : {}), asOf: query.asOf })
    },
  }
}
