/**
 * The facade of the compiler: the only door the resolvers, the server and the command line use.
 *
 *   loadModel(folder) -> Catalog      createEngine({ catalog, kysely, dialect }) -> run(query) | explain(query)
 */
import { format } from 'sql-formatter'
import { buildCatalog } from './catalog/build.ts'
import type { Catalog } from './catalog/catalog.ts'
import { dialectOf } from './dialect/index.ts'
import type { AnyKysely } from './dialect/kysely.ts'
import { loadExpressionParser } from './expression/parser.ts'
import { type Issue, type Result, success } from './issues/issue.ts'
import { inOrder } from './issues/print.ts'
import { type ModelFile, parseModel } from './model/parse.ts'
import { readModel } from './model/read.ts'
import { planSlice } from './plan/build.ts'
import { checkPlan } from './plan/check.ts'
import { printSlicePlan } from './plan/print.ts'
import type { SliceAnswer } from './query/answer.ts'
import { passesNulls } from './query/predicate.ts'
import { resolveQuery } from './query/resolve.ts'
import type { ResolvedQuery } from './query/resolved-query.ts'
import type { SemanticQuery } from './query/semantic-query.ts'
import { resolveValues, type ValuesAnswer, type ValuesQuery, valuesOf } from './query/values.ts'
import { executeSlice, type RunOptions } from './run/execute.ts'
import { type SliceStatement, sliceToSql } from './sql/slice.ts'

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
  run(query: SemanticQuery, options?: RunOptions): Promise<Result<SliceAnswer>>
  explain(query: SemanticQuery): Result<Explanation>
  /** The values of a dimension, most frequent first. */
  values(query: ValuesQuery, options?: RunOptions): Promise<Result<ValuesAnswer>>
  explainValues(query: ValuesQuery): Result<Explanation>
}

export interface EngineOptions {
  readonly catalog: Catalog
  readonly kysely: AnyKysely
  readonly dialect: 'postgres' | 'duckdb'
}

/** A catalog, or the issues with the text of the files they point into. */
export type LoadedModel =
  | { readonly ok: true; readonly value: Catalog }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly sources: ReadonlyMap<string, string> }

/** Reads and checks a model folder. Issues of all files and all stages that could run are returned together. [I/O] */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const files = await readModel(folder)
  if (!files.ok) return { ...files, sources: new Map() }
  return compileModel(files.value)
}

/** The same for texts that are at hand already. */
export async function compileModel(files: readonly ModelFile[]): Promise<LoadedModel> {
  await loadExpressionParser()
  const sources = new Map(files.map(({ name, text }) => [name, text]))
  const model = parseModel(files)
  if (!model.ok) {
    const further = model.model === undefined ? undefined : buildCatalog(model.model)
    return { ok: false, issues: inOrder([...model.issues, ...(further === undefined || further.ok ? [] : further.issues)]), sources }
  }
  const catalog = buildCatalog(model.value)
  return catalog.ok ? catalog : { ...catalog, sources }
}

interface Compiled {
  readonly resolved: ResolvedQuery
  readonly plan: string
  /** Absent where nothing is read: neither dimensions nor measures. */
  readonly statement?: SliceStatement
}

/** `by: {}` without measures is one row all the same, unless a condition on groups passes nothing (`or: []`). */
function emptySlice({ limit, offset, rowCount, time, having }: ResolvedQuery): SliceAnswer {
  const groups = having === undefined || passesNulls(having) ? 1 : 0
  const rows = Math.min(Math.max(groups - offset, 0), limit)
  return {
    columns: [],
    rows: Array.from({ length: rows }, () => []),
    totals: [],
    hasMore: offset + rows < groups,
    ...(rowCount && { rowCount: groups }),
    asOf: time.asOf.echo,
  }
}

export function createEngine({ catalog, kysely, dialect }: EngineOptions): Engine {
  const compile = (resolved: Result<ResolvedQuery>): Result<Compiled> => {
    if (!resolved.ok) return resolved
    if (resolved.value.branches.length === 0) return success({ resolved: resolved.value, plan: 'one row' })
    const plan = planSlice(resolved.value)
    checkPlan(plan)
    return success({
      resolved: resolved.value,
      plan: printSlicePlan(plan),
      statement: sliceToSql(plan, resolved.value, kysely, dialectOf(dialect)),
    })
  }
  const answer = async (compiled: Result<Compiled>, options: RunOptions = {}): Promise<Result<SliceAnswer>> => {
    if (!compiled.ok) return compiled
    const { resolved, statement } = compiled.value
    return statement === undefined ? success(emptySlice(resolved)) : executeSlice(statement, resolved, kysely, options)
  }
  return {
    catalog,
    run: async (query, options) => answer(compile(resolveQuery(query, catalog)), options),
    explain: (query) => explanationOf(compile(resolveQuery(query, catalog))),
    async values(query, options) {
      const counted = await answer(compile(resolveValues(query, catalog)), options)
      return counted.ok ? success(valuesOf(counted.value)) : counted
    },
    explainValues: (query) => explanationOf(compile(resolveValues(query, catalog))),
  }
}

function explanationOf(compiled: Result<Compiled>): Result<Explanation> {
  if (!compiled.ok) return compiled
  const { plan, statement } = compiled.value
  if (statement === undefined) return success({ plan, sql: '-- one row without columns: nothing to ask the database', parameters: [] })
  return success({ plan, sql: formatSql(statement.query.sql), parameters: statement.query.parameters })
}

/** Keywords and functions keep the case they are written in: lower. */
function formatSql(sql: string): string {
  return format(sql, { language: 'postgresql', expressionWidth: 100, linesBetweenQueries: 1 })
}
