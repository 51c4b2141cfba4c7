/**
 * A story: a small model, its rows, and questions in GraphQL, told on both engines.
 *
 *   onBothEngines({ model, tables }, (ask) => { test('...', async () => { expect(await ask('{ slice ... }')).toEqual(...) }) })
 */
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import type { StoredTexts } from '../../src/semantic/dialect/stored-text.ts'
import { compileModel, createEngine, type Engine } from '../../src/semantic/engine.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { type EngineName, engines, openTestDatabase, type TestTables } from './databases.ts'
import { responseText } from './response-text.ts'
import { reusing } from './reused.ts'
import { testSeal } from './test-seal.ts'

export interface Story {
  /** YAML. */
  readonly model: string
  readonly tables: TestTables
}

/** The instant of every question that names no `asOf`. */
export const storyNow = '2024-06-30T12:00:00Z'

export interface Ask {
  /** The first root field's answer; an error fails the test. */
  (query: string, variables?: Readonly<Record<string, unknown>>): Promise<unknown>
  /** What the whole operation answered. */
  raw(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly data?: unknown; readonly errors?: readonly unknown[] }>
  /** `CODE: message` of every error. */
  errors(query: string, variables?: Readonly<Record<string, unknown>>): Promise<readonly string[]>
  /** Rows of hand-written SQL on the same tables. */
  sql(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Formatted SQL of the first slice in the query. */
  engine(): Engine
}

export async function catalogOf(model: string): Promise<Catalog> {
  const compiled = await compileModel([{ name: 'model.yml', text: model }])
  if (!compiled.ok) throw new Error(printIssues(compiled.issues, compiled.sources))
  return compiled.value
}

/** The issues of a model, as the command line prints them. */
export async function issuesOf(model: string): Promise<string> {
  const compiled = await compileModel([{ name: 'model.yml', text: model }])
  return compiled.ok ? '' : printIssues(compiled.issues, compiled.sources)
}

export function onBothEngines(story: Story, tests: (ask: Ask, engine: EngineName) => void): void {
  for (const engine of engines) {
    describe(engine, () => {
      let opened: { readonly database: Database; readonly catalog: Catalog; readonly ask: Ask } | undefined
      beforeAll(async () => {
        const catalog = await catalogOf(story.model)
        const database = await openTestDatabase(engine, story.tables)
        opened = { database, catalog, ask: askOf(catalog, database) }
      })
      afterAll(() => opened?.database.close())
      const current = () => {
        if (opened === undefined) throw new Error('The story is not open yet')
        return opened.ask
      }
      const ask: Ask = Object.assign((query: string, variables?: Readonly<Record<string, unknown>>) => current()(query, variables), {
        raw: (query: string, variables?: Readonly<Record<string, unknown>>) => current().raw(query, variables),
        errors: (query: string, variables?: Readonly<Record<string, unknown>>) => current().errors(query, variables),
        sql: (text: string) => current().sql(text),
        engine: () => current().engine(),
      })
      tests(ask, engine)
    })
  }
}

/** `stored`: columns of text that are stored as another type, as checkColumns finds them. */
export function askOf(catalog: Catalog, database: Database, stored: StoredTexts = new Map()): Ask {
  const schema = buildSchema(catalog)
  const engine = reusing(createEngine({ catalog, kysely: database.kysely, dialect: database.engine, stored }))
  const raw: Ask['raw'] = async (query, variables) => {
    const contextValue: Context = { engine, now: storyNow, requestId: 'story', access: operatorAccess, seal: testSeal }
    const operation = { source: query, contextValue, ...(variables && { variableValues: variables }) }
    // Null-prototype objects of graphql-js compare like plain ones once they are JSON.
    return JSON.parse(await responseText(schema, operation))
  }
  const ask = async (query: string, variables?: Readonly<Record<string, unknown>>) => {
    const { data, errors } = await raw(query, variables)
    if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 2))
    return Object.values(data as Record<string, unknown>)[0]
  }
  return Object.assign(ask, {
    raw,
    errors: async (query: string, variables?: Readonly<Record<string, unknown>>) => {
      const { errors = [] } = await raw(query, variables)
      return errors.map((error) => {
        const { message, extensions } = error as { message: string; extensions?: { code?: string } }
        return `${extensions?.code}: ${message}`
      })
    },
    sql: async (text: string) => {
      const { CompiledQuery } = await import('kysely')
      return (await database.kysely.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text))).rows
    },
    engine: () => engine,
  })
}
