/** `engine.run` in this process, on one connection of its own. */
import { openDatabase } from '../../src/database/open.ts'
import { createEngine, loadModel } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import type { SliceAnswer } from '../../src/semantic/query/answer.ts'
import type { Target } from './target.ts'

export interface EngineOptions {
  readonly url: string
  readonly modelFolder: string
}

export async function openEngine({ url, modelFolder }: EngineOptions): Promise<Target> {
  const catalog = orThrow(await loadModel(modelFolder))
  const database = orThrow(await openDatabase(url, { mode: 'read', connections: 1, statementTimeoutMs: 600_000 }))
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
  return {
    engine: database.engine,
    path: 'engine',
    ask: (question, call) => engine.run(question.query(call)),
    read: (_question, raw) => orThrow(raw as Result<SliceAnswer>).rows,
    close: () => database.close(),
  }
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.issues.map(issueMessage).join('\n'))
  return result.value
}
