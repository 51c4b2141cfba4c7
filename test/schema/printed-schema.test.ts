import { type GraphQLError, buildSchema as parseSdl, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { catalogOf, customer, orderPlaced, shop } from '../support/catalog.ts'

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
