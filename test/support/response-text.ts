/** An operation executed as the server does it: rows are written as text. Introspection has no rows. */
import { execute, type GraphQLArgs, type GraphQLSchema, graphql, parse, validate } from 'graphql'
import { RowTexts } from '../../src/resolvers/row-texts.ts'
import { withNodesAsText } from '../../src/schema/nodes-as-text.ts'
import { withRowsAsText } from '../../src/schema/rows-as-text.ts'

const textSchemas = new WeakMap<GraphQLSchema, GraphQLSchema>()

/** The response as JSON. */
export async function responseText(
  schema: GraphQLSchema,
  { source, contextValue, variableValues }: Pick<GraphQLArgs, 'contextValue' | 'variableValues'> & { readonly source: string },
): Promise<string> {
  if (/\b__(schema|type)\b/.test(source)) return JSON.stringify(await graphql({ schema, source, contextValue, variableValues }))
  const textSchema = textSchemas.get(schema) ?? withRowsAsText(schema)
  textSchemas.set(schema, textSchema)
  const rows = new RowTexts()
  const document = parseOrErrors(schema, source)
  if ('errors' in document) return JSON.stringify(document)
  const result = await execute({
    schema: textSchema,
    document: withNodesAsText(document, schema),
    contextValue: { ...Object(contextValue), rows },
    variableValues,
  })
  return rows.fill(JSON.stringify(result)).map(String).join('')
}

function parseOrErrors(schema: GraphQLSchema, source: string) {
  try {
    const document = parse(source)
    const errors = validate(schema, document)
    return errors.length > 0 ? { errors } : document
  } catch (error) {
    return { errors: [error] }
  }
}
