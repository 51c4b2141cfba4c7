/** `catalog`: Catalog { entities { dimensions measures relationships } dimensionsFor dimensionValues }. */
import type { CatalogView, EntityView, RelationshipView } from '../resolvers/catalog-view.ts'
import { dimensionValuesResolver, type ValuesLimits } from '../resolvers/dimension-values.ts'
import { dimensionsForResolver } from '../resolvers/dimensions-for.ts'
import type { SliceLimits } from '../resolvers/slice-query.ts'
import { annotationDescriptions, createMemberTypes } from './catalog-member-types.ts'
import { createDimensionValuesType, createSliceDimensionType } from './catalog-question-types.ts'
import type { createDimensionTypes } from './grain-types.ts'
import type { Parts } from './parts.ts'
import { createDimensionRef, createMeasureRef } from './ref-types.ts'

const limits: ValuesLimits = { defaultFirst: 100, maxFirst: 1000 }

export function createCatalogType(parts: Parts, dimensions: ReturnType<typeof createDimensionTypes>, { maxLimit }: SliceLimits) {
  const { builder, vocabulary } = parts
  const members = createMemberTypes(parts)
  const entity = createEntityType(parts, members)
  const measureRef = createMeasureRef(parts)
  const dimensionRef = createDimensionRef(parts, dimensions)
  const sliceDimension = createSliceDimensionType(parts, members.dimension)
  const values = createDimensionValuesType(parts)
  const maxFirst = Math.min(limits.maxFirst, maxLimit)
  const defaultFirst = Math.min(limits.defaultFirst, maxFirst)
  return builder.objectRef<CatalogView>('Catalog').implement({
    description: 'The model as it can be asked. What is hidden in the model is not here.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'The name of the model.' }),
      description: t.exposeString('description', { nullable: true, description: annotationDescriptions.description }),
      contract: t.exposeString('contract', { nullable: true, description: 'The contract the model keeps.' }),
      owner: t.exposeString('owner', { nullable: true, description: 'Who answers for the model.' }),
      tags: t.exposeStringList('tags', { nullable: false, description: annotationDescriptions.tags }),
      verified: t.exposeBoolean('verified', { nullable: false, description: annotationDescriptions.verified }),
      deprecated: t.exposeString('deprecated', { nullable: true, description: annotationDescriptions.deprecated }),
      timeZone: t.expose('timeZone', { type: 'TimeZone', nullable: false, description: 'The time zone of questions that name none.' }),
      time: t.expose('time', {
        type: [members.bucket],
        nullable: false,
        description: 'Buckets of the shared clock, the primary time of the entity of each measure.',
      }),
      entities: t.expose('entities', { type: [entity], nullable: false, description: 'In the order of the model.' }),
      ...(measureRef && {
        dimensionsFor: t.field({
          type: [sliceDimension],
          nullable: false,
          description: 'What a slice of these measures can be grouped by: all of them lead there, in one way each.',
          args: { measures: t.arg({ type: [measureRef], required: true, description: 'One or more.' }) },
          resolve: dimensionsForResolver(vocabulary),
        }),
      }),
      ...(dimensionRef && {
        dimensionValues: t.field({
          type: values,
          nullable: true,
          description: 'The values of a dimension, those that most rows have first, then in their own order. Null is one of them.',
          args: {
            of: t.arg({ type: dimensionRef, required: true, description: 'The dimension, or a bucket of it.' }),
            search: t.arg.string({
              description:
                'Only values that have this text somewhere in them as they are printed, ignoring case. An empty text finds all, null too. Not for decimals, floats and instants.',
            }),
            first: t.arg.int({ defaultValue: defaultFirst, description: `The most values to answer, from 1 to ${maxFirst}.` }),
            asOf: t.arg({
              type: 'TimePoint',
              description: 'The date of the question: rows later than it are not counted. Now by default.',
            }),
            timeZone: t.arg({ type: 'TimeZone', description: 'Where days begin. The zone of the model by default.' }),
          },
          resolve: dimensionValuesResolver(vocabulary, { defaultFirst, maxFirst }),
        }),
      }),
    }),
  })
}

type Members = ReturnType<typeof createMemberTypes>

function createEntityType(parts: Parts, { dimension, measure, table }: Members) {
  const relationship = createRelationshipType(parts)
  return parts.builder.objectRef<EntityView>('CatalogEntity').implement({
    description: 'A business thing the model knows: a kind of row with dimensions and measures.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'Its name in the model: `order_placed`.' }),
      field: t.exposeString('field', { nullable: false, description: 'The field of a row that has it: `orderPlaced`.' }),
      enumValue: t.exposeString('enumValue', { nullable: false, description: 'How arguments such as `of` call it: `ORDER_PLACED`.' }),
      title: t.exposeString('title', { nullable: false, description: 'Its name for people.' }),
      plural: t.exposeString('plural', { nullable: false, description: 'Its name in the model for several of them.' }),
      description: t.exposeString('description', { nullable: true, description: annotationDescriptions.description }),
      owner: t.exposeString('owner', { nullable: true, description: 'Who answers for it: its own owner, else that of the model.' }),
      tags: t.exposeStringList('tags', { nullable: false, description: annotationDescriptions.tags }),
      verified: t.exposeBoolean('verified', { nullable: false, description: annotationDescriptions.verified }),
      deprecated: t.exposeString('deprecated', { nullable: true, description: annotationDescriptions.deprecated }),
      dimensions: t.expose('dimensions', { type: [dimension], nullable: false, description: 'What it can be grouped and filtered by.' }),
      measures: t.expose('measures', { type: [measure], nullable: false, description: 'What is computed over its rows.' }),
      relationships: t.expose('relationships', {
        type: [relationship],
        nullable: false,
        description: 'The ways from it to other entities.',
      }),
      key: t.exposeStringList('key', {
        nullable: false,
        description: 'Fields of the dimensions that identify one of its rows; empty where it has no key, or one that is not shown.',
      }),
      time: t.exposeString('time', {
        nullable: true,
        description: 'The field of its primary time: what the shared clock is for its measures.',
      }),
      tables: t.expose('tables', { type: [table], nullable: false, description: 'The tables its rows come from.' }),
    }),
  })
}

function createRelationshipType({ builder }: Parts) {
  const cardinality = builder.enumType('CatalogCardinality', {
    description: 'How many rows a relationship leads to.',
    values: {
      ONE: { value: 'one', description: 'One at most.' },
      MANY: { value: 'many', description: 'Any number, or nobody has verified that it is one.' },
    },
  })
  const field = builder.objectRef<RelationshipView['fields'][number]>('CatalogFieldPair').implement({
    description: 'Two dimensions that are equal in related rows.',
    fields: (t) => ({
      from: t.exposeString('from', {
        nullable: true,
        description: 'The field of the entity that has the relationship; null where it is not shown.',
      }),
      to: t.exposeString('to', { nullable: true, description: 'The field of the entity it leads to; null where it is not shown.' }),
    }),
  })
  return builder.objectRef<RelationshipView>('CatalogRelationship').implement({
    description: 'A way from an entity to another.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'Its name in the model: `orders_placed`.' }),
      field: t.exposeString('field', { nullable: false, description: 'The field of a condition that follows it: `ordersPlaced`.' }),
      to: t.exposeString('to', { nullable: false, description: 'The field of the entity it leads to: `orderRejected`.' }),
      cardinality: t.expose('cardinality', { type: cardinality, nullable: false, description: 'How many rows it leads to.' }),
      verified: t.exposeBoolean('verified', { nullable: false, description: 'Whether someone has checked it.' }),
      description: t.exposeString('description', { nullable: true, description: annotationDescriptions.description }),
      fields: t.expose('fields', { type: [field], nullable: false, description: 'By what rows are related; all pairs are equal.' }),
    }),
  })
}
