/** The schema as text: sorted, so that equal models print equal files and a difference is one line. */
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { buildSchema, type SchemaOptions } from './build-schema.ts'

export function printSchemaOf(catalog: Catalog, options?: SchemaOptions): string {
  return printBuiltSchema(buildSchema(catalog, options), catalog)
}

/** Of a schema that is there already. */
export function printBuiltSchema(schema: GraphQLSchema, catalog: Catalog): string {
  const sdl = printSchema(lexicographicSortSchema(schema))
  return `# The GraphQL schema of the model \`${catalog.name}\`, generated from it by \`tessera schema\`. Changes belong in the model.\n\n${sdl}\n`
}
