/**
 * Rows of entities as types: Customer { id customerId state rfmSegment orders(...) region }, with a connection of each, and the interfaces they
 * implement: Node for all, Activity for those that happened at a time.
 */
import { asBegun } from '../resolvers/graph/begun.ts'
import { type ConnectionArguments, type ConnectionEnvironment, connectionOf } from '../resolvers/graph/connection.ts'
import { dimensionValue, dimensionValues, type EntityRow } from '../resolvers/graph/entity-row.ts'
import { idOf } from '../resolvers/graph/global-id.ts'
import { readOccurredAt } from '../resolvers/graph/occurred-at.ts'
import { dimensionOf } from '../resolvers/graph/rows-query.ts'
import { linkedRow } from '../resolvers/graph/single-row.ts'
import { type EntityWords, type LinkWord, plainDimensions, readableEntities, wordsNamed } from '../resolvers/vocabulary.ts'
import { occurredAt } from '../semantic/catalog/names.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import type { Builder } from './builder.ts'
import { createConnectionType, createPageInfo, pageArguments, rowArguments } from './connection-types.ts'
import { deprecationOf, describeEntity, describeEntityType, describeWord, wordDeprecation } from './describe.ts'
import type { FilterTypes } from './filter-types.ts'
import { outputTypeOf } from './group-types.ts'
import type { Parts } from './parts.ts'
import { wordFields } from './parts.ts'
import { createRowOrderTypes } from './row-order-types.ts'
import { scalarOf } from './shared-types.ts'

export type RowRef = ReturnType<typeof createRef>
export type EntityTypes = ReturnType<typeof createEntityTypes>

export function createEntityTypes(parts: Parts, filters: FilterTypes, environment: ConnectionEnvironment) {
  const { builder, vocabulary } = parts
  const readable = readableEntities(vocabulary)
  const rows = new Map(readable.map((words) => [words.field, createRef(builder, words)]))
  const orders = createRowOrderTypes(parts)
  const pageInfo = createPageInfo(builder)
  const interfaces = createInterfaces(builder)
  const connections = new Map(
    [...rows].map(([field, row]) => {
      const { entity, typeNames } = wordsNamed(vocabulary, field)
      return [field, createConnectionType(builder, row, { ...typeNames, title: entity.title }, pageInfo)] as const
    }),
  )
  const types = { rows, orders, connections, pageInfo, interfaces }
  for (const words of readable) implementRow(parts, words, { ...types, filters, environment })
  return types
}

function createRef(builder: Builder, { typeNames }: EntityWords) {
  return builder.objectRef<EntityRow>(typeNames.entity)
}

function createInterfaces(builder: Builder) {
  const resolveType = ({ words }: EntityRow) => words.typeNames.entity
  const idField = 'Which row this is, for `node` and for caches. Where the question named a date, the id means the row as of that date.'
  const node = builder.interfaceRef<EntityRow>('Node').implement({
    description: 'A row that can be read again by its id.',
    resolveType,
    fields: (t) => ({ id: t.id({ nullable: false, description: idField, resolve: (row, _, context) => idOf(row, context) }) }),
  })
  const activity = builder.interfaceRef<EntityRow>('Activity').implement({
    description: 'Something that happened at a time.',
    interfaces: [node],
    resolveType,
    fields: (t) => ({
      [occurredAt]: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it happened: the primary time of its entity; a date is its first instant in the time zone of the question.',
        resolve: readOccurredAt,
      }),
    }),
  })
  return { node, activity }
}

interface RowTypes extends Omit<EntityTypes, 'pageInfo'> {
  readonly filters: FilterTypes
  readonly environment: ConnectionEnvironment
}

function implementRow({ builder, groups, vocabulary }: Parts, words: EntityWords, types: RowTypes): void {
  const ref = types.rows.get(words.field)
  if (ref === undefined) return
  const { node, activity } = types.interfaces
  const dimensions = plainDimensions(words).filter(({ field }) => field !== occurredAt || words.entity.time === undefined)
  ref.implement({
    description: describeEntityType(words.entity, 'one row'),
    interfaces: words.entity.time === undefined ? [node] : [node, activity],
    fields: (t) => ({
      ...wordFields(dimensions, (word) =>
        t.field({
          type: outputTypeOf(word, groups),
          nullable: true,
          description: describeWord(word),
          ...wordDeprecation(word),
          resolve: (row) => dimensionValue(row, word.dimension.name) as never,
        }),
      ),
      ...wordFields(words.lists.values(), (word) =>
        t.field({
          type: [scalarOf[word.type]],
          nullable: { list: true, items: false },
          description: `${describeWord(word)} Each value once, in ascending order.`,
          ...wordDeprecation(word),
          resolve: (row) => dimensionValue(row, word.dimension.name) as never,
        }),
      ),
    }),
  })
  builder.objectFields(ref, (t) =>
    wordFields(words.links.values(), (link) => {
      const target = wordsNamed(vocabulary, link.target)
      const type = types.rows.get(link.target)
      const connection = types.connections.get(link.target)
      if (type === undefined || connection === undefined) throw new InternalError(`No type of ${link.target}`)
      const described = { description: describeLink(link, target), ...deprecationOf(target.entity) }
      if (link.hop.cardinality === 'one') {
        return t.field({
          type,
          nullable: true,
          ...described,
          resolve: (row, _, context, info) => asBegun(row, info, () => linkedRow(row, link.hop, target, context, info)),
        })
      }
      return t.field({
        type: connection,
        nullable: true,
        ...described,
        args: connectionArguments(builder, types, target),
        resolve: (row, args, context, info) =>
          asBegun(row, info, () => {
            const fields = link.hop.toFields.map((name) => dimensionOf(target.entity, name))
            const owner = { fields, key: dimensionValues(row, link.hop.fromFields) }
            return connectionOf({ words: target, scope: row.scope, owner }, args as ConnectionArguments, types.environment, context, info)
          }),
      })
    }),
  )
}

/** Arguments of a connection of an entity's rows. */
export function connectionArguments(builder: Builder, { filters, orders, environment }: ArgumentTypes, { field }: EntityWords) {
  return builder.args((t) => ({
    ...pageArguments(t, environment.limits),
    ...rowArguments(t, filters.entities.get(field), orders.get(field)),
  }))
}

type ArgumentTypes = Pick<RowTypes, 'filters' | 'orders' | 'environment'>

function describeLink({ hop }: LinkWord, { entity }: EntityWords): string {
  if (hop.description !== undefined) return hop.description
  return hop.cardinality === 'one'
    ? `The row it belongs to. ${describeEntity(entity)}`
    : `The rows that belong to it. ${describeEntity(entity)}`
}
