/**
 * `engine.run` in this process; questions of the customer graph by graphql-js and the resolvers, without a server. The connections of a pool as it is by default:
 * statements of one question may be asked at the same time.
 */
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql'
import { openDatabase } from '../../src/database/open.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { RowTexts } from '../../src/resolvers/row-texts.ts'
import { createSeal } from '../../src/resolvers/seal.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { withNodesAsText } from '../../src/schema/nodes-as-text.ts'
import { withRowsAsText } from '../../src/schema/rows-as-text.ts'
import { createEngine, loadModel } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import type { SliceAnswer } from '../../src/semantic/query/answer.ts'
import type { Call, Question } from '../questions/question.ts'
import { rowsOfAnswer } from './http.ts'
import type { Target } from './target.ts'

export interface EngineOptions {
  readonly url: string
  readonly modelFolder: string
}

export async function openEngine({ url, modelFolder }: EngineOptions): Promise<Target> {
  const catalog = orThrow(await loadModel(modelFolder))
  const database = orThrow(await openDatabase(url, { mode: 'read', statementTimeoutMs: 600_000 }))
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
  const askGraph = graphOf(buildSchema(catalog), {
    engine,
    now: '2026-01-01T00:00:00.000Z',
    requestId: 'bench',
    access: { key: 'bench', showSql: false },
    seal: createSeal('the bench'),
  })
  return {
    engine: database.engine,
    path: 'engine',
    ask: (question, call) => ('query' in question ? engine.run(question.query(call)) : askGraph(question, call)),
    read: (question, raw) =>
      'query' in question ? orThrow(raw as Result<SliceAnswer>).rows : rowsOfAnswer(question, JSON.parse(String(raw))),
    close: () => database.close(),
  }
}

/** Up to the text of the response, as the server writes it. Documents are parsed once, and not validated: the server does both, and has refused what is wrong. */
function graphOf(schema: GraphQLSchema, context: Context) {
  const documents = new Map<string, DocumentNode>()
  const textSchema = withRowsAsText(schema)
  return async ({ document: text, variables }: Question, call: Call) => {
    const document = documents.get(text) ?? withNodesAsText(parse(text, { noLocation: true }), schema)
    documents.set(text, document)
    const rows = new RowTexts()
    // What is batched belongs to one operation, which its context stands for.
    const result = await execute({ schema: textSchema, document, contextValue: { ...context, rows }, variableValues: variables(call) })
    return rows.fill(JSON.stringify(result)).join('')
  }
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.issues.map(issueMessage).join('\n'))
  return result.value
}
