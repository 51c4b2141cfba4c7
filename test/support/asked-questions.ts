/** The questions that a GraphQL operation asks the engine; none is answered. */
import { graphql } from 'graphql'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { failure, issue } from '../../src/semantic/issues/issue.ts'
import type { SemanticQuery } from '../../src/semantic/query/semantic-query.ts'
import { compilerOnly } from '../../src/server/compiler-only.ts'
import { storyNow } from './story.ts'
import { testSeal } from './test-seal.ts'

export async function questionsIn(
  catalog: Catalog,
  source: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<readonly SemanticQuery[]> {
  const asked: SemanticQuery[] = []
  const engine = {
    ...createEngine({ catalog, kysely: compilerOnly({ databaseUrl: '' }).kysely, dialect: 'duckdb' }),
    run: (query: SemanticQuery) => {
      asked.push(query)
      return Promise.resolve(failure(issue('BAD_USER_INPUT', { problem: 'Not answered.' })))
    },
  }
  const contextValue: Context = { engine, now: storyNow, requestId: 'asked', access: operatorAccess, seal: testSeal }
  await graphql({ schema: buildSchema(catalog), source, contextValue, variableValues: variables })
  return asked
}
