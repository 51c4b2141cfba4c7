/**
 * The schema that operations are executed with: where the public one has a list of rows, it has one value, the list as it was written while the
 * rows came. graphql-js walks no rows then. Validation and introspection keep to the public schema.
 */
import { type GraphQLFieldConfig, GraphQLNonNull, GraphQLObjectType, GraphQLScalarType, GraphQLSchema } from 'graphql'
import type { Context } from '../resolvers/context.ts'
import type { SliceResult } from '../resolvers/slice.ts'
import { InternalError } from '../semantic/issues/issue.ts'

const rowsText = new GraphQLScalarType<string, string>({ name: 'RowsText', serialize: String })

export function withRowsAsText(schema: GraphQLSchema): GraphQLSchema {
  const slice = schema.getType('Slice')
  const query = schema.getQueryType()
  // Any other schema has no rows.
  if (!(slice instanceof GraphQLObjectType) || !(query instanceof GraphQLObjectType)) return schema
  const { fields, ...sliceType } = slice.toConfig()
  if (fields.rows === undefined) throw new InternalError('A slice without rows')
  const rows: GraphQLFieldConfig<SliceResult, Context> = { ...fields.rows, type: new GraphQLNonNull(rowsText), resolve: rowsAsText }
  const textSlice = new GraphQLObjectType({ ...sliceType, fields: { ...fields, rows } })
  const { fields: rootFields, ...queryType } = query.toConfig()
  const roots = Object.entries(rootFields).map(
    ([name, field]) => [name, field.type === slice ? { ...field, type: textSlice } : field] as const,
  )
  // A rearrangement of a schema that is checked already.
  return new GraphQLSchema({ query: new GraphQLObjectType({ ...queryType, fields: Object.fromEntries(roots) }), assumeValid: true })
}

const rowsAsText: GraphQLFieldConfig<SliceResult, Context>['resolve'] = ({ texts }, _args, { rowTexts }, { path }) => {
  const text = texts?.get(String(path.key))
  if (text === undefined || rowTexts === undefined) throw new InternalError('Rows were selected and not written.')
  return rowTexts.add(text)
}
