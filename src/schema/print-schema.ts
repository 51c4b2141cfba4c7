/** The schema as text: sorted, so that equal models print equal files and a difference is one line. */
import { lexicographicSortSchema, printSchema } from 'graphql'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { buildSchema, type SchemaOptions } from './build-schema.ts'

export function printSchemaOf(catalog: Catalog, options?: SchemaOptions): string {
  const sdl = printSchema(lexicographicSortSchema(buildSchema(catalog, options)))
  return `# The GraphQL schema of the model \`${catalog.name}\`, generated from it by \`tessera schema\`. Changes belong in the model.\n\n${sdl}\n`
}
