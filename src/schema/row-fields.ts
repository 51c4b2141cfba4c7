/** Root fields that answer rows: customer(customerId), customers(first, where, orderBy), node(id), nodes(ids). */
import { type ConnectionArguments, type ConnectionEnvironment, connectionOf } from '../resolvers/graph/connection.ts'
import { keyArguments, readNode, readNodes, readRow } from '../resolvers/graph/root-rows.ts'
import { scopeOf } from '../resolvers/graph/scope.ts'
import type { ScopeArguments } from '../resolvers/named-scope.ts'
import { type EntityWords, readableEntities } from '../resolvers/vocabulary.ts'
import { toFieldName } from '../semantic/catalog/names.ts'
import type { Builder } from './builder.ts'
import { deprecationOf, describeEntity, describeWord } from './describe.ts'
import { connectionArguments, type EntityTypes } from './entity-types.ts'
import type { FilterTypes } from './filter-types.ts'
import type { Parts } from './parts.ts'
import { scalarOf } from './shared-types.ts'

export function addRowFields(
  { builder, vocabulary }: Parts,
  types: EntityTypes,
  filters: FilterTypes,
  environment: ConnectionEnvironment,
): void {
  for (const words of readableEntities(vocabulary)) addFieldsOf(words, { builder, types, filters, environment })
  const { node } = types.interfaces
  builder.queryFields((t) => ({
    node: t.field({
      type: node,
      nullable: true,
      description: 'The row with this id, as of the date that the id names, now where it names none; null where there is no such row.',
      args: { id: t.arg.id({ required: true, description: 'What the field `id` of a row has.' }) },
      resolve: (_, { id }, context, info) => readNode(String(id), vocabulary, context, info),
    }),
    nodes: t.field({
      type: [node],
      nullable: { list: true, items: true },
      description: 'The rows with these ids, in their order, 100 at most; null in the place of a row that is not there.',
      args: { ids: t.arg.idList({ required: true, description: 'Each what the field `id` of a row has.' }) },
      resolve: (_, { ids }, context, info) => readNodes(ids.map(String), vocabulary, context, info),
    }),
  }))
}

interface FieldParts {
  readonly builder: Builder
  readonly types: EntityTypes
  readonly filters: FilterTypes
  readonly environment: ConnectionEnvironment
}

function addFieldsOf(words: EntityWords, { builder, types, filters, environment }: FieldParts): void {
  const type = types.rows.get(words.field)
  const connection = types.connections.get(words.field)
  if (type === undefined || connection === undefined) return
  const { entity } = words
  const { timeZone } = environment.vocabulary.catalog
  const key = keyArguments(words)
  builder.queryFields((t) => ({
    ...(key && {
      [words.field]: t.field({
        type,
        nullable: true,
        description: `One row of ${entity.title} by its key; null where there is none. ${describeEntity(entity)}`,
        ...deprecationOf(entity),
        args: {
          ...Object.fromEntries(
            key.map(({ name, word }) => [
              name,
              t.arg({ type: argumentTypeOf(word.type), required: true, description: describeWord(word) }),
            ]),
          ),
          ...timeArguments(builder),
        },
        resolve: (_: unknown, args, context, info) => readRow(args as never, { words, key }, timeZone, context, info),
      }),
    }),
    [toFieldName(entity.plural)]: t.field({
      type: connection,
      nullable: true,
      description: `The rows of ${entity.title}, page by page. ${describeEntity(entity)}`,
      ...deprecationOf(entity),
      args: { ...connectionArguments(builder, { filters, orders: types.orders, environment }, words), ...timeArguments(builder) },
      resolve: (_: unknown, args, context, info) => {
        const { asOf, timeZone: zone, ...page } = args as ConnectionArguments & ScopeArguments
        const scope = scopeOf({ ...(asOf != null && { asOf }), ...(zone != null && { timeZone: zone }) }, { now: context.now, timeZone })
        return connectionOf({ words, scope }, page, environment, context, info)
      },
    }),
  }))
}

/** As values of filters travel: a time as a point of time. */
function argumentTypeOf(type: keyof typeof scalarOf) {
  const scalar = scalarOf[type]
  return scalar === 'Date' || scalar === 'DateTime' ? 'TimePoint' : scalar
}

export function timeArguments(builder: Builder) {
  return builder.args((t) => ({
    asOf: t.field({ type: 'TimePoint', description: 'The date of the question: nothing later exists, here and below. Now by default.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'Where days begin, here and below. The zone of the model by default.' }),
  }))
}
