/** What a model says of its members reaches every place of the schema that has them: descriptions, owners, units, deprecations. */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { vocabularyOf } from '../../src/resolvers/vocabulary.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { catalogOf } from '../support/story.ts'

/** `key: value` of what stands on a member of that name. */
type Annotations = (name: string) => readonly string[]

/** Every kind of member. */
function model(annotations: Annotations): string {
  const inline = (name: string) =>
    annotations(name)
      .map((annotation) => `, ${annotation}`)
      .join('')
  const lines = (name: string, indent: string) =>
    annotations(name)
      .map((annotation) => `\n${indent}${annotation}`)
      .join('')
  return `
version: 1
model: crm
entities:
  - name: customer
    table: customer
    primary_key: customer_id${lines('customer', '    ')}
    dimensions:
      - { name: customer_id, type: string${inline('customer_id')} }
      - { name: state, type: string${inline('state')} }
      - { name: revenue, type: decimal, measure: purchase.revenue${inline('revenue')} }
    measures:
      - { name: customers, type: count${inline('customers')} }
    scores:
      - { name: value_score, of: revenue, buckets: 2, best: highest, best_score: 2${inline('value_score')} }
    segments:
      - { name: big, when: "\${revenue} > 100"${inline('big')} }
    segmentations:
      - name: size${lines('size', '        ')}
        groups: [{ name: large, when: "\${revenue} >= 100" }]
        otherwise: small
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed_at${lines('purchase', '    ')}
    dimensions:
      - { name: purchase_id, type: integer${inline('purchase_id')} }
      - { name: customer_id, type: string${inline('customer_id')} }
      - { name: placed_at, type: timestamp${inline('placed_at')} }
      - { name: amount, type: decimal${inline('amount')} }
      - { name: gift, type: boolean${inline('gift')} }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR${inline('revenue')} }
      - { name: share, type: share, of: revenue${inline('share')} }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`
}

interface Element {
  /** As the GraphQL specification calls it. */
  readonly coordinate: string
  readonly name: string
  readonly description?: string | null
  readonly deprecationReason?: string | null
}

function elementsOf(type: GraphQLNamedType): readonly Element[] {
  const within = (members: readonly Omit<Element, 'coordinate'>[]): readonly Element[] =>
    members.map(({ name, description, deprecationReason }) => ({
      coordinate: `${type.name}.${name}`,
      name,
      ...(description !== undefined && { description }),
      ...(deprecationReason !== undefined && { deprecationReason }),
    }))
  if (isEnumType(type)) return within(type.getValues())
  if (!isInputObjectType(type) && !isObjectType(type) && !isInterfaceType(type)) return []
  return within(Object.values(type.getFields()))
}

interface Built {
  readonly schema: GraphQLSchema
  /** Members in the types of their entity; entities wherever they are chosen, read or related. */
  readonly members: readonly (Element & { readonly of: string })[]
  readonly entities: readonly Element[]
}

async function build(annotations: Annotations): Promise<Built> {
  const catalog = await catalogOf(model(annotations))
  const schema = buildSchema(catalog)
  const words = [...vocabularyOf(catalog).entities.values()]
  const members = words.flatMap(({ typeNames, grains, measures }) => {
    const own = [...grains.values()].map(({ field, enumValue, dimension }) => ({ field, enumValue, of: dimension?.name ?? '' }))
    const counted = [...measures.values()].map(({ field, measure }) => ({ field, enumValue: measure.name.toUpperCase(), of: measure.name }))
    const types = (Object.values(typeNames) as string[]).flatMap((name) => schema.getType(name) ?? [])
    return types.flatMap(elementsOf).flatMap((element) => {
      const found = [...own, ...counted].find(({ field, enumValue }) => field === element.name || enumValue === element.name)
      return found === undefined ? [] : [{ ...element, of: found.of }]
    })
  })
  const groups = ['SliceRow', 'SliceTotals', 'SliceGrain', 'SliceFilter', 'SliceHaving', 'SliceOrder', 'DimensionRef', 'MeasureRef']
  const entities = [...groups.flatMap((name) => schema.getType(name) ?? []), ...[schema.getQueryType()].filter((type) => type != null)]
    .flatMap(elementsOf)
    .filter(({ name }) => ['customer', 'customers', 'purchase', 'purchases'].includes(name))
  return { schema, members, entities }
}

function valuesOf(schema: GraphQLSchema, name: string): readonly unknown[] {
  const type = schema.getType(name)
  return isEnumType(type) ? type.getValues().map((value) => [value.name, value.deprecationReason]) : []
}

test('everything that is made of a member says what the model says of it, and who owns it', async () => {
  const { members, entities } = await build((name) => [`description: The word ${name}`, 'owner: crm'])
  expect(members.length).toBeGreaterThan(100)
  const silent = members.filter(({ of, description }) => !description?.includes(`The word ${of}`) || !description.includes('Owner: crm'))
  expect(silent.map(({ coordinate }) => coordinate)).toEqual([])
  expect(entities.length).toBeGreaterThan(10)
  expect(
    entities.filter(({ description }) => !/The word (customer|purchase)/.test(description ?? '')).map(({ coordinate }) => coordinate),
  ).toEqual([])
})

test('a unit is part of the description of a measure', async () => {
  const { members } = await build(() => [])
  const revenue = members.filter(({ coordinate }) => coordinate === 'PurchaseSlice.revenue')
  expect(revenue.map(({ description }) => description)).toEqual(['Revenue, a measure of purchase. Unit: EUR.'])
})

const instead = 'deprecated: Use another.'

test('what the model calls deprecated is deprecated in fields, inputs and enum values; what it does not is not', async () => {
  const gone = ['state', 'placed_at', 'revenue', 'value_score', 'big', 'size', 'share']
  const { schema, members, entities } = await build((name) => (gone.includes(name) ? [instead] : []))
  const marked = members.filter(({ deprecationReason }) => deprecationReason === 'Use another.')
  expect(members.filter(({ of }) => gone.includes(of)).map(({ coordinate }) => coordinate)).toEqual(
    marked.map(({ coordinate }) => coordinate),
  )
  expect(marked.map(({ coordinate }) => coordinate)).toEqual(
    expect.arrayContaining([
      'Customer.state',
      'CustomerSlice.state',
      'CustomerDimension.STATE',
      'CustomerFilter.state',
      'CustomerOrder.state',
      'PurchaseDimension.PLACED_AT_MONTH',
      'PurchaseMeasure.REVENUE',
      'PurchaseHaving.revenue',
      'CustomerSlice.size',
      'CustomerSlice.big',
    ]),
  )
  expect(valuesOf(schema, 'CustomerSegment')).toEqual([['BIG', 'Use another.']])
  expect(valuesOf(schema, 'CustomerSegmentation')).toEqual([['SIZE', 'Use another.']])
  expect(entities.filter(({ deprecationReason }) => deprecationReason != null)).toEqual([])
})

test('a deprecated entity is deprecated wherever it is chosen, read or led to, and the schema stays valid', async () => {
  const { schema, members, entities } = await build((name) => (name === 'purchase' ? [instead] : []))
  const marked = entities.filter(({ deprecationReason }) => deprecationReason === 'Use another.')
  expect(marked.map(({ name }) => name)).toEqual(entities.filter(({ name }) => name.startsWith('purchase')).map(({ name }) => name))
  expect(members.filter(({ deprecationReason }) => deprecationReason != null)).toEqual([])
  expect(valuesOf(schema, 'CustomerTimelineActivity')).toEqual([['PURCHASE', 'Use another.']])
  const customer = schema.getType('Customer')
  expect(isObjectType(customer) && customer.getFields().purchases?.deprecationReason).toBe('Use another.')
  expect(validateSchema(schema)).toEqual([])
})
