/**
 * The catalog as a GraphQL schema. It grows linearly with the model: one set of types per entity, whatever can be combined.
 *
 *   Catalog -vocabularyOf-> Vocabulary -Pothos-> GraphQLSchema
 */
import { GraphQLSchema } from 'graphql'
import { vocabularyOf } from '../resolvers/vocabulary.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { createBuilder } from './builder.ts'
import { createGroupTypes } from './group-types.ts'
import { createQueryType } from './query-type.ts'
import { createSharedTypes } from './shared-types.ts'
import { createValueFilters } from './value-filters.ts'

export interface SchemaOptions {
  /** The most rows one slice may answer. */
  readonly maxLimit?: number
  /** Whether `explore` is there. */
  readonly explore?: boolean
}

const defaultLimit = 1000
const defaultMaxLimit = 50_000

export function buildSchema(catalog: Catalog, options: SchemaOptions = {}): GraphQLSchema {
  const { maxLimit = defaultMaxLimit, explore = true } = options
  const builder = createBuilder()
  const shared = createSharedTypes(builder, catalog)
  const vocabulary = vocabularyOf(catalog)
  const parts = {
    builder,
    vocabulary,
    shared,
    filters: createValueFilters(builder, shared),
    groups: createGroupTypes(builder, vocabulary),
  }
  createQueryType(parts, { defaultLimit: Math.min(defaultLimit, maxLimit), maxLimit, explore })
  const complete = builder.toSchema({ sortSchema: false })
  // Built again from its root: filters of types the model has no member of are left out.
  return new GraphQLSchema({ query: complete.getQueryType(), description: catalog.description })
}
