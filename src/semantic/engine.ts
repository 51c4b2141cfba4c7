/**
 * The facade of the compiler: the only door the resolvers, the server and the command line use.
 *
 *   loadModel(folder) -> Catalog      createEngine({ catalog, kysely, dialect }) -> run(query) | explain(query)
 */
import { formatDialect, postgresql } from 'sql-formatter'
import { buildCatalog } from './catalog/build.ts'
import type { Catalog } from './catalog/catalog.ts'
import { loadExpressionParser } from './expression/parser.ts'
import { failure, type Issue, type Result, success } from './issues/issue.ts'
import { inOrder } from './issues/print.ts'
import { type ModelFile, parseModel } from './model/parse.ts'
import { readModel } from './model/read.ts'
import type { SliceAnswer } from './query/answer.ts'
import { resolveQuery } from './query/resolve.ts'
import type { ResolvedQuery } from './query/resolved-query.ts'
import type { SemanticQuery } from './query/semantic-query.ts'
import { shapeOf, shapeOfValues } from './query/shape.ts'
import { resolveValues, type ValuesAnswer, valuesOf } from './query/values.ts'
import type { ValuesQuery } from './query/values-query.ts'
import type { AnswerCache } from './run/answer-cache.ts'
import { explainSlice, type Target } from './run/compile.ts'
import { cutPointsStatement } from './run/cut-points.ts'
import { collect, type RunOptions, streamSlice } from './run/execute.ts'
import type { Compute } from './run/flight.ts'
import { answersTogether, type CutPoints, type Move, movesBetween, type Reading, runReading } from './run/groupings.ts'
import { type Prepared, type Question, Statements } from './run/statements.ts'

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
  /** Every stage, worked out anew. */
  explain(query: SemanticQuery): Result<Explanation>
  /** The question as it would run: its statement is compiled once for all questions of its shape. */
  prepare(query: SemanticQuery): Result<Prepared>
  /** The values of a dimension, most frequent first. */
  values(query: ValuesQuery, options?: RunOptions): Promise<Result<ValuesAnswer>>
  explainValues(query: ValuesQuery): Result<Explanation>
  /** Several questions in one statement, so about the same data; answers in their order, rows of each in any order. */
  together(queries: readonly SemanticQuery[]): Result<Reading<readonly SliceAnswer[]>>
  /** How many rows of an entity went from which value of a dimension to which, between two dates. */
  moves(query: MovesQuery): Result<Reading<readonly Move[]>>
  /** The cut points of a quantile score. */
  cutPoints(query: CutPointsQuery): Result<Reading<CutPoints>>
  /** Runs one of the three. */
  read<T>(reading: Reading<T>, options?: RunOptions): Promise<Result<T>>
  explainReading(reading: Reading<unknown>): Explanation
}

export interface MovesQuery extends Pick<SemanticQuery, 'where' | 'timeZone'> {
  readonly entity: string
  /** A segmentation of it. */
  readonly dimension: string
  /** Dates as `asOf`; `where` is held against the later one's rows. */
  readonly from: string
  readonly to: string
}

export interface CutPointsQuery extends Pick<SemanticQuery, 'asOf' | 'timeZone'> {
  readonly entity: string
  readonly dimension: string
}

export interface EngineOptions extends Target {
  readonly catalog: Catalog
  /** Answers that are known already; without it every question is asked. */
  readonly cache?: AnswerCache
  /** Where statements wait their turn. What is known already does not wait. */
  readonly inTurn?: InTurn
}

export type InTurn = <T>(run: () => Promise<Result<T>>, by: Pick<RunOptions, 'signal' | 'caller' | 'ownPace'>) => Promise<Result<T>>

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

export function createEngine({ catalog, cache, inTurn = (run) => run(), ...target }: EngineOptions): Engine {
  const { kysely } = target
  const statements = new Statements(catalog, target)
  const parts = new Statements(catalog, target, { keepsTrees: true })
  const answer = async (question: Question, { signal, onRows, caller, ownPace }: RunOptions = {}): Promise<Result<SliceAnswer>> => {
    const prepared = statements.prepare(question)
    if (!prepared.ok) return prepared
    const { source, limit, asOf } = prepared.value
    const compute: Compute = async (options) => {
      let hasBegun = false
      const run = (): Promise<Result<SliceAnswer>> => {
        hasBegun = true
        return collect(streamSlice(prepared.value, kysely, options), options)
      }
      const stop = options.signal
      const by = { ...(stop && { signal: stop }), ...(caller !== undefined && { caller }), ...(ownPace && { ownPace }) }
      const result = await inTurn(run, by)
      return { result, hasBegun }
    }
    const asking = { ...(signal && { signal }), ...(onRows && { onRows }), ...(ownPace && { ownPace }) }
    if (cache === undefined || source.kind === 'nothing') return (await compute(asking)).result
    return cache.answer({ statement: source.statement, limit, asOf }, compute, asking)
  }
  return {
    catalog,
    run: (query, options) => answer(sliceQuestion(query, catalog), options),
    prepare: (query) => statements.prepare(sliceQuestion(query, catalog)),
    explain: (query) => explanationOf(resolveQuery(query, catalog), target),
    async values(query, options) {
      const counted = await answer(valuesQuestion(query, catalog), options)
      return counted.ok ? success(valuesOf(counted.value)) : counted
    },
    explainValues: (query) => explanationOf(resolveValues(query, catalog), target),
    together(queries) {
      const prepared = allOk(queries.map((query) => parts.prepare(sliceQuestion(query, catalog))))
      return prepared.ok ? success(answersTogether(prepared.value, target)) : prepared
    },
    moves({ from, to, where, ...query }) {
      const at = (members: Omit<MovesQuery, 'from' | 'to'>, asOf: string) =>
        parts.prepare(sliceQuestion(membersQuery({ ...members, asOf }, catalog), catalog))
      const before = at(query, from)
      const after = at(where === undefined ? query : { ...query, where }, to)
      if (before.ok && after.ok) return success(movesBetween(before.value, after.value, target))
      return failure(...[before, after].flatMap((end) => (end.ok ? [] : end.issues)))
    },
    cutPoints: (query) => cutPointsStatement(query, catalog, target),
    read: (reading, options = {}) => inTurn(() => runReading(reading, kysely, options), options),
    explainReading: ({ statement }) => ({ plan: '', sql: formatSql(statement.text), parameters: statement.parameters }),
  }
}

/** Each row of an entity with one dimension of it. */
function membersQuery(
  { entity: name, dimension, ...rest }: Omit<MovesQuery, 'from' | 'to'> & Pick<SemanticQuery, 'asOf'>,
  { entities }: Catalog,
): SemanticQuery {
  const key = entities.get(name)?.key ?? []
  const by = [...key.map((part) => part.name), dimension].map((member) => ({ kind: 'dimension' as const, entity: name, dimension: member }))
  return {
    by,
    of: [name],
    each: true,
    measures: [],
    totals: [],
    orderBy: [],
    limit: Number.POSITIVE_INFINITY,
    offset: 0,
    rowCount: false,
    ...rest,
  }
}

function allOk<T>(results: readonly Result<T>[]): Result<readonly T[]> {
  const issues = results.flatMap((result) => (result.ok ? [] : result.issues))
  return issues.length > 0 ? failure(...issues) : success(results.flatMap((result) => (result.ok ? [result.value] : [])))
}

function sliceQuestion(query: SemanticQuery, catalog: Catalog): Question {
  const { asOf, timeZone, limit, offset } = query
  return { shape: shapeOf(query), asOf, timeZone, limit, offset, resolve: (tests) => resolveQuery(query, catalog, tests) }
}

function valuesQuestion(query: ValuesQuery, catalog: Catalog): Question {
  const { asOf, timeZone, first: limit } = query
  return { shape: shapeOfValues(query), asOf, timeZone, limit, offset: 0, resolve: (tests) => resolveValues(query, catalog, tests) }
}

function explanationOf(resolved: Result<ResolvedQuery>, target: Target): Result<Explanation> {
  if (!resolved.ok) return resolved
  if (resolved.value.branches.length === 0) {
    return success({ plan: 'one row', sql: '-- one row without columns: nothing to ask the database', parameters: [] })
  }
  const { plan, statement } = explainSlice(resolved.value, target)
  return success({ plan, sql: formatSql(statement.text), parameters: statement.parameters })
}

/** One dialect, as the words of all others take long to load; `//` is how DuckDB divides whole numbers, and would be torn apart. */
const printedDialect = {
  ...postgresql,
  tokenizerOptions: { ...postgresql.tokenizerOptions, operators: [...(postgresql.tokenizerOptions.operators ?? []), '//'] },
}

/** Keywords and functions keep the case they are written in: lower. */
function formatSql(sql: string): string {
  return formatDialect(sql, { dialect: printedDialect, expressionWidth: 100, linesBetweenQueries: 1 })
}
