/**
 * Operations are executed here and not by Apollo Server, with rows as text; its way to be given an executor is called a gateway.
 * Introspection asks for the types that there are, so it gets the public schema.
 */
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server'
import { type DocumentNode, execute, type GraphQLSchema, visit } from 'graphql'
import { withRowsAsText } from '../schema/rows-as-text.ts'
import { rememberRequest } from './errors.ts'

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway']
type Listener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0]

export function executing(schema: GraphQLSchema): Gateway {
  const listeners: Listener[] = []
  let textSchema: GraphQLSchema | undefined
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.push(listener)
      return () => {}
    },
    async load() {
      for (const listener of listeners) listener({ apiSchema: schema, coreSupergraphSdl: '' })
      return {
        executor: async ({ document, request, context: { texts, ...context } }) => {
          const isText = !readsSchema(document)
          if (isText) textSchema ??= withRowsAsText(schema)
          const result = await execute({
            schema: isText && textSchema !== undefined ? textSchema : schema,
            document,
            contextValue: isText ? { ...context, rows: texts } : context,
            variableValues: request.variables,
            operationName: request.operationName,
          })
          if (result.errors !== undefined) rememberRequest(result.errors, context.requestId)
          return result
        },
      }
    },
    stop: async () => {},
  }
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
