/**
 * Operations are executed here and not by Apollo Server, with rows as text or as tables; its way to be given an executor is called a gateway.
 * Introspection asks for the types that there are, so it gets the public schema.
 */
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server'
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, visit } from 'graphql'
import { withNodesAsText } from '../schema/nodes-as-text.ts'
import { withRowsAsText } from '../schema/rows-as-text.ts'
import { rememberRequest } from './errors.ts'
import { runTable } from './tables/run-table.ts'

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway']
type Listener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0]
type Execution = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0]

export function executing(schema: GraphQLSchema): Gateway {
  const listeners: Listener[] = []
  let known: GraphQLSchema | undefined
  const textSchema = (): GraphQLSchema => {
    known ??= withRowsAsText(schema)
    return known
  }
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.push(listener)
      return () => {}
    },
    async load() {
      for (const listener of listeners) listener({ apiSchema: schema, coreSupergraphSdl: '' })
      return {
        executor: async (execution) => {
          const result = await run(execution, schema, textSchema)
          if (result.errors !== undefined) rememberRequest(result.errors, execution.context.requestId)
          return result
        },
      }
    },
    stop: async () => {},
  }
}

async function run(
  { document, request, context: given }: Execution,
  schema: GraphQLSchema,
  textSchema: () => GraphQLSchema,
): Promise<ExecutionResult> {
  const { texts, table, ...context } = given
  const { variables = {}, operationName } = request
  if (table !== undefined) return runTable({ schema, textSchema: textSchema(), document, operationName, variables, context }, table)
  const isText = !readsSchema(document)
  return execute({
    schema: isText ? textSchema() : schema,
    document: isText ? withNodesAsText(document, schema) : document,
    contextValue: isText ? { ...context, rows: texts } : context,
    variableValues: variables,
    operationName,
  })
}

/** Documents are parsed once and kept. */
const readers = new WeakMap<DocumentNode, boolean>()

function readsSchema(document: DocumentNode): boolean {
  const known = readers.get(document)
  if (known !== undefined) return known
  let found = false
  visit(document, {
    Field: ({ name }) => {
      found ||= name.value === '__schema' || name.value === '__type'
    },
  })
  readers.set(document, found)
  return found
}
