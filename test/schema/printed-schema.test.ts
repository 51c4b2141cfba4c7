import { type GraphQLError, lexicographicSortSchema, buildSchema as parseSdl, printSchema, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { crm } from '../graph/crm.ts'
import { catalogOf, customer, orderPlaced, shop } from '../support/catalog.ts'
import { catalogOf as storyCatalog } from '../support/story.ts'

test('the schema of the shop is the one reviewed in shop/schema.graphql', async () => {
  await expect(printSchemaOf(shop)).toMatchFileSnapshot('./shop/schema.graphql')
})

test('the printed schema is a valid schema, and so is the one served', () => {
  expect(validateSchema(parseSdl(printSchemaOf(shop)))).toEqual([])
  expect(validateSchema(buildSchema(shop))).toEqual([] satisfies GraphQLError[])
})

test('models that differ only in the order of their entities print the same schema', () => {
  const one = printSchemaOf(catalogOf(customer, orderPlaced))
  expect(printSchemaOf(catalogOf(orderPlaced, customer))).toBe(one)
})

test('a model that is compiled and built anew prints the same schema, and it is in order', async () => {
  const [one, two] = [await storyCatalog(crm.model), await storyCatalog(crm.model)].map((catalog) => printSchemaOf(catalog))
  expect(one).toBe(two)
  const [, sdl = ''] = one?.split(/(?<=^#.*\n\n)/) ?? []
  expect(`${printSchema(lexicographicSortSchema(parseSdl(sdl)))}\n`).toBe(sdl)
})
