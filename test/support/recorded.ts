/** What an operation would ask a database, or has asked it: every statement explained, in the order asked. */
import { graphql } from 'graphql'
import { createRecordingEngine } from '../../src/cli/recording-engine.ts'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { createEngine, type Engine, type Explanation } from '../../src/semantic/engine.ts'
import { compilerOnly } from '../../src/server/compiler-only.ts'
import type { EngineName } from './databases.ts'
import { storyNow } from './story.ts'
import { testSeal } from './test-seal.ts'

/** An engine that runs, and keeps the explanation of what it has run. */
export function explaining(engine: Engine): Engine & { readonly explained: readonly Explanation[] } {
  const explained: Explanation[] = []
  return {
    ...engine,
    explained,
    run: async (query, options) => {
      const explanation = engine.explain(query)
      if (explanation.ok) explained.push(explanation.value)
      return engine.run(query, options)
    },
  }
}

export interface Asked {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** The statements of an operation, compiled for one engine; no database is needed. An operation that is refused fails the test. */
export async function statementsOf(catalog: Catalog, dialect: EngineName, { query, variables }: Asked): Promise<readonly Explanation[]> {
  const { kysely } = compilerOnly({ databaseUrl: '' })
  const engine = createRecordingEngine(createEngine({ catalog, kysely, dialect }))
  const contextValue: Context = { engine, now: storyNow, requestId: 'recorded', access: operatorAccess, seal: testSeal }
  const { errors } = await graphql({
    schema: buildSchema(catalog),
    source: query,
    contextValue,
    ...(variables && { variableValues: variables }),
  })
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return engine.recorded
}
