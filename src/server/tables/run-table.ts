/**
 * An operation answered as one table: rows go to the sink as they come, those of a connection page after page. What is left is an answer without
 * data, or with the errors that make a table impossible: a cell that failed has no other place.
 */
import { type DocumentNode, type ExecutionResult, execute, GraphQLError, type GraphQLSchema, getVariableValues, Kind } from 'graphql'
import { findTable, type Table } from '../../resolvers/table/find-table.ts'
import { fragmentsOf } from '../../resolvers/table/fragments.ts'
import { allRows, narrowed, pageInfoKey, pageOf, type Replacing } from '../../resolvers/table/narrow.ts'
import { rowsOf, SliceTableRows, type TableSink, valueAt } from '../../resolvers/table/table-rows.ts'
import { toGraphqlError } from '../../resolvers/to-graphql-error.ts'
import { InternalError, issue } from '../../semantic/issues/issue.ts'

export interface TableTarget {
  readonly sink: TableSink
  /** A table that names no limit and has more is refused. */
  readonly mostRows: number
}

export interface TableExecution {
  readonly schema: GraphQLSchema
  /** See withRowsAsText. */
  readonly textSchema: GraphQLSchema
  /** Validated. */
  readonly document: DocumentNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Of resolvers. */
  readonly context: object
}

export async function runTable(asked: TableExecution, target: TableTarget): Promise<ExecutionResult> {
  const { schema, document, operationName } = asked
  const operation = document.definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && (operationName === undefined || definition.name?.value === operationName),
  )
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new InternalError('An operation was chosen that is not there')
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables)
  if (coerced.errors !== undefined) return { errors: coerced.errors }
  const fragments = fragmentsOf(document)
  const found = findTable({ schema, operation, fragments, variables: coerced.coerced })
  if (!found.ok) return { errors: [toGraphqlError(found.issues)] }
  const table = found.value
  const rootType = schema.getRootType(operation.operation)
  if (rootType == null) throw new InternalError('A valid operation has a root type')
  const run = (replacing?: Replacing): Promise<ExecutionResult> => {
    const narrow = narrowed(table, { document, operation, rootType, ...(replacing && { replacing }) })
    return executeNarrow(narrow, table, asked, target)
  }
  const isAll = !namesItsSize(table, coerced.coerced)
  target.sink.begin(table.columns)
  try {
    const errors =
      isAll && table.kind === 'connection'
        ? await walk(run, table, target)
        : await takeAll(await run(isAll && table.kind === 'slice' ? allRows : undefined), table, target)
    if (errors !== undefined) return { errors }
    await target.sink.end()
    return { data: null }
  } catch (error) {
    // As if a resolver had thrown it, which is where rows of a slice are taken.
    const path = table.steps.map(({ name }) => name)
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError('', { path, originalError: asError(error) })] }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new InternalError(String(error))
}

async function executeNarrow(
  document: DocumentNode,
  { kind }: Table,
  asked: TableExecution,
  target: TableTarget,
): Promise<ExecutionResult> {
  const { schema, textSchema, operationName, variables, context } = asked
  const isSlice = kind === 'slice'
  return execute({
    schema: isSlice ? textSchema : schema,
    document,
    contextValue: isSlice ? { ...context, rows: new SliceTableRows(target.sink, target.mostRows) } : context,
    variableValues: variables,
    operationName,
  })
}

/** A part that is asked for by its size is that part; what the schema says for those who ask for none does not count. */
function namesItsSize({ steps }: Table, variables: Readonly<Record<string, unknown>>): boolean {
  const given = steps.at(-2)?.places[0]?.node.arguments ?? []
  return given.some(({ name, value }) => {
    if (!['limit', 'first', 'last'].includes(name.value) || value.kind === Kind.NULL) return false
    return value.kind !== Kind.VARIABLE || variables[value.name.value] != null
  })
}

/** The most a page may have by default (see the arguments of connections). */
const largestPage = 1000

type Errors = ExecutionResult['errors']

async function walk(run: (page: Replacing) => Promise<ExecutionResult>, table: Table, target: TableTarget): Promise<Errors> {
  let rows = 0
  let size = largestPage
  let after: string | undefined
  for (;;) {
    const page = await run(pageOf(size, after))
    if (page.errors !== undefined) {
      size = smallerPage(size, page.errors)
      if (size < 1) return page.errors
      continue
    }
    const records = recordsOf(page, table)
    rows += records.length
    if (rows > target.mostRows) return [toGraphqlError([issue('TABLE_TOO_LARGE', { maximum: target.mostRows })])]
    await target.sink.take(rowsOf(records, table.columns))
    const info = table.steps.slice(0, -1).reduce<unknown>((value, { name }) => valueAt(value, name), page.data)
    const end = valueAt(valueAt(info, pageInfoKey), 'endCursor')
    if (valueAt(valueAt(info, pageInfoKey), 'hasNextPage') !== true || typeof end !== 'string') return undefined
    after = end
  }
}

/** A page with what stands below its rows may be too large where one of fewer rows is not; 0 where its size is not what is wrong. */
function smallerPage(size: number, errors: readonly GraphQLError[]): number {
  const { code, limit, maximum } = errors[0]?.extensions ?? {}
  const isTooLarge = code === 'LIMIT_EXCEEDED' && typeof limit === 'number' && typeof maximum === 'number' && limit > maximum
  return isTooLarge ? Math.floor(size * Math.min(maximum / limit, 0.5)) : 0
}

/** Rows of a slice are taken already. */
async function takeAll(result: ExecutionResult, table: Table, { sink }: TableTarget): Promise<Errors> {
  if (result.errors === undefined && table.kind !== 'slice') await sink.take(rowsOf(recordsOf(result, table), table.columns))
  return result.errors
}

/** None where an object on the way is null. */
function recordsOf({ data }: ExecutionResult, { steps }: Table): readonly unknown[] {
  const list = steps.reduce<unknown>((value, { name }) => valueAt(value, name), data)
  return Array.isArray(list) ? list : []
}
