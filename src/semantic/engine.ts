/**
 * The facade of the compiler: the only door the resolvers, the server and the command line use.
 *
 *   loadModel(folder) -> Catalog      createEngine({ catalog, kysely, engine }) -> run(query) | explain(query)
 */
import type { Kysely } from 'kysely'
import type { Catalog } from './catalog/catalog.ts'
import { failure, issue, type Result } from './issues/issue.ts'
import type { SliceAnswer } from './query/answer.ts'
import type { SemanticQuery } from './query/semantic-query.ts'

/** Every stage of one question, printed; nothing is run. */
export interface Explanation {
  /** The logical plan as an indented tree. */
  readonly plan: string
  /** Formatted SQL with $1.. parameters. */
  readonly sql: string
  readonly parameters: readonly unknown[]
}

export interface Engine {
  readonly catalog: Catalog
  run(query: SemanticQuery, options?: { readonly signal?: AbortSignal }): Promise<Result<SliceAnswer>>
  explain(query: SemanticQuery): Result<Explanation>
}

export interface EngineOptions {
  readonly catalog: Catalog
  // biome-ignore lint/suspicious/noExplicitAny: the one Kysely seam: tables come from the model at run time.
  readonly kysely: Kysely<any>
  readonly dialect: 'postgres' | 'duckdb'
}

/** Reads and checks a model folder. Issues of all files and all stages that could run are returned together. */
export async function loadModel(_folder: string): Promise<Result<Catalog>> {
  return failure(issue('NOT_YET', { what: 'loading a model' }))
}

export function createEngine(options: EngineOptions): Engine {
  return {
    catalog: options.catalog,
    run: async () => failure(issue('NOT_YET', { what: 'slices' })),
    explain: () => failure(issue('NOT_YET', { what: 'slices' })),
  }
}
