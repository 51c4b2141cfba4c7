/** What holds for every schema, whatever the model: names, descriptions, nothing hidden, nothing unreachable. */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  specifiedDirectives,
} from 'graphql'
import { expect, test } from 'vitest'
import { vocabularyOf } from '../../src/resolvers/vocabulary.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import {
  fixedTypeNames,
  rootFields,
  segmentationNames,
  segmentationTypeNames,
  segmentNames,
  toFieldName,
} from '../../src/semantic/catalog/names.ts'
import { rfm } from '../grouping/rfm.ts'
import { catalogOf, delivery, entityOf, shop } from '../support/catalog.ts'
import { catalogOf as storyCatalog } from '../support/story.ts'

interface Element {
  readonly place: string
  readonly name: string
  readonly kind: 'type' | 'field' | 'value'
  readonly description?: string | null
}

function namedTypes(schema: GraphQLSchema): readonly GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
}

function elementsOf(type: GraphQLNamedType): readonly Element[] {
  const own: Element = { place: type.name, name: type.name, kind: 'type', description: type.description }
  if (isEnumType(type)) {
    return [own, ...type.getValues().map((value) => ({ ...value, place: `${type.name}.${value.name}`, kind: 'value' as const }))]
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    return [own, ...fields.map((field) => ({ ...field, place: `${type.name}.${field.name}`, kind: 'field' as const }))]
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own]
  const fields = Object.values(type.getFields()).flatMap((field) => [
    { ...field, place: `${type.name}.${field.name}` },
    ...field.args.map((arg) => ({ ...arg, place: `${type.name}.${field.name}(${arg.name})` })),
  ])
  return [own, ...fields.map((field) => ({ ...field, kind: 'field' as const }))]
}

const schema = buildSchema(shop)
const grouped = await storyCatalog(rfm.model)
const elements = [schema, buildSchema(grouped)].flatMap(namedTypes).flatMap(elementsOf)

test('every type, field, argument, input field and enum value has a description that is a sentence', () => {
  expect(elements.length).toBeGreaterThan(300)
  expect(elements.filter(({ description }) => !/[.!?`]$/.test(description ?? '')).map(({ place }) => place)).toEqual([])
})

test('types are PascalCase, fields and arguments camelCase, enum values UPPER_CASE', () => {
  const patterns = { type: /^[A-Z][A-Za-z0-9]*$/, field: /^[a-z][A-Za-z0-9]*$/, value: /^[A-Z][A-Z0-9_]*$/ }
  expect(elements.filter(({ kind, name }) => !patterns[kind].test(name)).map(({ place }) => place)).toEqual([])
})

test('every scalar says where it is specified', () => {
  const own = namedTypes(schema).filter(isScalarType)
  expect(own.map(({ name }) => name).sort()).toEqual(['BigInt', 'Date', 'DateTime', 'Decimal', 'JSON', 'TimePoint', 'TimeZone'])
  expect(own.filter(({ specifiedByURL }) => !specifiedByURL?.startsWith('https://'))).toEqual([])
})

test('there are queries and nothing else: no mutation, no subscription, no directive of our own', () => {
  for (const each of [schema, buildSchema(grouped)]) {
    expect([each.getMutationType(), each.getSubscriptionType()]).toEqual([undefined, undefined])
    expect(each.getDirectives()).toEqual(specifiedDirectives)
  }
})

test('inputs of which one field is chosen are @oneOf: those of orders and of references', () => {
  const inputs = [schema, buildSchema(grouped)].flatMap(namedTypes).filter(isInputObjectType)
  const chosen = inputs.filter(({ isOneOf }) => isOneOf).map(({ name }) => name)
  expect(new Set(chosen)).toEqual(new Set(inputs.map(({ name }) => name).filter((name) => /(Order|Ref)$/.test(name))))
  expect(chosen).toEqual(expect.arrayContaining(['SliceOrder', 'CustomerOrder', 'CustomerRowOrder', 'DimensionRef', 'MeasureRef']))
})

test('what can fail or be unknown is nullable: root fields, dimensions and measures; what holds them is not', () => {
  const typeOf = (type: string, field: string) => {
    const found = schema.getType(type)
    return isObjectType(found) ? String(found.getFields()[field]?.type) : undefined
  }
  const root = Object.values(schema.getQueryType()?.getFields() ?? {})
  expect(root.length).toBeGreaterThan(5)
  expect(root.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([])
  for (const { typeNames, grains, measures } of vocabularyOf(shop).entities.values()) {
    const members = [...grains.keys(), ...measures.keys()].map((field) => typeOf(typeNames.slice, field))
    expect(members.filter((type) => type === undefined || type.endsWith('!'))).toEqual([])
    expect(typeOf('SliceRow', vocabularyOf(shop).entities.get('customer')?.field ?? '')).toBe('CustomerSlice!')
  }
  expect([typeOf('Slice', 'rows'), typeOf('Slice', 'hasMore'), typeOf('SliceRow', 'time')]).toEqual([
    '[SliceRow!]!',
    'Boolean!',
    'SliceTime!',
  ])
})

test('types that are there whatever the model says are the ones no entity may be named like', () => {
  const generated = new Set([...vocabularyOf(shop).entities.values()].flatMap(({ typeNames }) => Object.values(typeNames) as string[]))
  const fixed = namedTypes(schema)
    .map(({ name }) => name)
    .filter((name) => !generated.has(name))
  expect(fixed.filter((name) => !(fixedTypeNames as readonly string[]).includes(name))).toEqual([])
})

test('every type of a model with segments and segmentations has a name that is taken', () => {
  const taken = new Set<string>(fixedTypeNames)
  for (const { entity, typeNames, grains } of vocabularyOf(grouped).entities.values()) {
    for (const name of Object.values(typeNames)) taken.add(name)
    taken.add(segmentNames(entity.name).type).add(segmentationNames(entity.name).type)
    for (const { dimension } of grains.values())
      if (dimension?.groups !== undefined)
        for (const name of Object.values(segmentationTypeNames(entity.name, dimension.name))) taken.add(name)
  }
  const names = namedTypes(buildSchema(grouped)).map(({ name }) => name)
  expect(names).toContain('CustomerValueSegmentFilter')
  expect(names.filter((name) => !taken.has(name))).toEqual([])
})

test('every root field of a model with segments and segmentations has a name that is taken', () => {
  const ofCustomer = [...segmentNames('customer').rootFields, ...segmentationNames('customer').rootFields]
  const ofRows = [...grouped.entities.values()].flatMap(({ name, plural }) => [toFieldName(name), toFieldName(plural)])
  const fields = Object.keys(buildSchema(grouped).getQueryType()?.getFields() ?? {})
  for (const name of ['slice', 'node', 'customers', 'customerCount']) expect(fields).toContain(name)
  expect(fields.filter((name) => ![...rootFields, ...ofRows, ...ofCustomer].includes(name))).toEqual([])
})

test('hidden members, and an entity of which everything is hidden, appear nowhere', () => {
  expect(printSchemaOf(shop)).not.toMatch(/email|orderId|ORDER_ID|\bcost\b|audit|secret/i)
})

test('filters of types no member has are left out', () => {
  const types = Object.keys(buildSchema(catalogOf(delivery)).getTypeMap())
  expect(types.filter((name) => name.endsWith('Filter')).sort()).toEqual([
    'DateFilter',
    'DeliveryFilter',
    'IntFilter',
    'SliceFilter',
    'TimeFilter',
  ])
})

test('a model without measures has no totals and no having', () => {
  const sdl = printSchemaOf(catalogOf(delivery))
  expect(sdl).not.toMatch(/totals|having/i)
  expect(sdl).toContain('slice(')
})

test('a model with nothing public has the shared clock only', () => {
  const sdl = printSchemaOf(catalogOf(entityOf({ name: 'audit', dimensions: [] })))
  expect(sdl).toMatch(/type SliceRow \{\n {2}"""[^"]*"""\n {2}time: SliceTime!\n\}/)
})

test('explore can be switched off, and the cap of limit is part of its description', () => {
  expect(printSchemaOf(shop, { explore: false })).not.toMatch(/explore\(/)
  expect(printSchemaOf(shop, { maxLimit: 200 })).toMatch(/"""The most rows to answer, 200 at most\."""\n {4}limit: Int = 200\n/)
})
