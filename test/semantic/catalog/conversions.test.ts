/** `type: conversion`: what the catalog makes of it, and what it refuses. */

import { printSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buildSchema } from '../../../src/schema/build-schema.ts'
import { refusalsOf } from '../../support/refusals.ts'
import { catalogOf, issuesOf } from '../../support/story.ts'

/** Orders and invoices of customers; the conversion is a measure of orders, on line 28. */
const shop = (conversion: string, { order = '', invoice = '', invoiceTime = 'time: at', type = 'timestamp' } = {}) => `version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: visited, type: float, measure: order.invoiced }
  - name: store
    table: store
    primary_key: [chain, number]
    dimensions:
      - { name: chain, type: string }
      - { name: number, type: integer }
  - name: order
    table: orders
    primary_key: order_id
    time: at
    dimensions:
      - { name: order_id, type: string }
      - { name: customer_id, type: string }
      - { name: chain, type: string }
      - { name: store_no, type: integer }
      - { name: status, type: string }
      - { name: at, type: timestamp }
    measures:
      - { name: invoiced, type: conversion, ${conversion} }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
${order}
  - name: invoice
    table: invoice
    primary_key: invoice_id
    ${invoiceTime}
    dimensions:
      - { name: invoice_id, type: string }
      - { name: order_id, type: string }
      - { name: payer_id, type: string }
      - { name: store_chain, type: string }
      - { name: store_number, type: integer }
      - { name: at, type: ${type} }
    relationships:
${invoice}
  - name: page
    table: page
    primary_key: page_id
    time: at
    dimensions:
      - { name: page_id, type: string }
      - { name: at, type: timestamp }
`

const ofPayer = '      - { type: N:1, field: payer_id, target: { entity: customer, field: customer_id } }'
const ofOrder = '      - { type: N:1, field: order_id, target: { entity: order, field: order_id } }'
const orderOfStore = '      - { type: N:1, field: [chain, store_no], target: { entity: store, field: [chain, number] } }'
const invoiceOfStore = '      - { type: N:1, field: [store_number, store_chain], target: { entity: store, field: [number, chain] } }'
const inTwoWeeks = 'to: invoice, within: { n: 14, unit: day }'

async function orderOf(model: string) {
  const order = (await catalogOf(model)).entities.get('order')
  return { measure: order?.measures.get('invoiced'), dimension: order?.dimensions.get('invoiced:converted') }
}

describe('in the catalog', () => {
  test('a number over a hidden dimension: rows that led to another, of all rows', async () => {
    const { measure, dimension } = await orderOf(shop(inTwoWeeks, { invoice: ofPayer }))
    expect(dimension).toMatchObject({
      type: 'boolean',
      hidden: true,
      from: {
        kind: 'conversion',
        to: 'invoice',
        fromFields: ['customer_id'],
        toFields: ['payer_id'],
        within: { n: 14, unit: 'day' },
      },
    })
    const converted = {
      kind: 'reference',
      type: 'boolean',
      reference: { kind: 'dimension', entity: 'order', dimension: 'invoiced:converted', path: [] },
    }
    expect(measure).toMatchObject({ type: 'float', additivity: 'non_additive' })
    expect(measure?.compute).toEqual({
      kind: 'number',
      expression: {
        kind: 'call',
        name: '/',
        type: 'float',
        arguments: [
          { kind: 'aggregate', name: 'count', type: 'integer', filter: converted },
          { kind: 'aggregate', name: 'count', type: 'integer' },
        ],
      },
    })
  })

  test('a filter holds for both counts', async () => {
    const { measure } = await orderOf(shop(`${inTwoWeeks}, where: "\${status} = 'paid'"`, { invoice: ofPayer }))
    const paid = { kind: 'call', name: '=' }
    expect(measure?.compute).toMatchObject({
      expression: {
        arguments: [{ filter: { kind: 'call', name: 'and', arguments: [paid, { kind: 'reference' }] } }, { filter: paid }],
      },
    })
  })

  test('`from` may say what it is anyway', async () => {
    const { dimension } = await orderOf(shop(`from: order, ${inTwoWeeks}`, { invoice: ofPayer }))
    expect(dimension).toBeDefined()
  })

  test('fields of a composite key are matched by what they point to, in whatever order they stand', async () => {
    const { dimension } = await orderOf(shop(`${inTwoWeeks}, by: store`, { order: orderOfStore, invoice: invoiceOfStore }))
    expect(dimension?.from).toMatchObject({ fromFields: ['chain', 'store_no'], toFields: ['store_chain', 'store_number'] })
  })

  test('the customer of both is meant, though the invoice belongs to the order as well, unless `by` says the order', async () => {
    const both = { invoice: `${ofPayer}\n${ofOrder}` }
    expect((await orderOf(shop(inTwoWeeks, both))).dimension?.from).toMatchObject({ fromFields: ['customer_id'], toFields: ['payer_id'] })
    const byOrder = await orderOf(shop(`${inTwoWeeks}, by: order`, both))
    expect(byOrder.dimension?.from).toMatchObject({ fromFields: ['order_id'], toFields: ['order_id'] })
  })

  test('the order itself is meant where the invoice belongs to nothing else', async () => {
    const model = shop(inTwoWeeks, { invoice: ofOrder }).replace('measure: order.invoiced', 'sql: "1.0"')
    expect((await orderOf(model)).dimension?.from).toMatchObject({ fromFields: ['order_id'], toFields: ['order_id'] })
  })

  test('of two customers of an invoice, the one of a preferred relationship', async () => {
    const payee = `      - { type: N:1, field: order_id, target: { entity: customer, field: customer_id }, name: payee, inverse: credits, preferred: true }`
    const { dimension } = await orderOf(shop(inTwoWeeks, { invoice: `${ofPayer}\n${payee}` }))
    expect(dimension?.from).toMatchObject({ toFields: ['order_id'] })
  })

  test('nobody sees the dimension: neither the schema nor another expression', async () => {
    const model = shop(inTwoWeeks, { invoice: ofPayer })
    expect(printSchema(buildSchema(await catalogOf(model)))).not.toMatch(/converted/i)
    const reader = model.replace(
      '{ name: status, type: string }',
      '{ name: status, type: string, sql: "case when ${invoiced:converted} then \'a\' end" }',
    )
    expect(await issuesOf(reader)).not.toBe('')
  })
})

describe('refused', () => {
  test('a misspelt entity', async () => {
    expect(await refusalsOf(shop('to: invoise, within: { n: 14, unit: day }', { invoice: ofPayer }))).toBe(`\`invoise\`: UNKNOWN_MEMBER
  The model has no entity \`invoise\`.
  Closest: \`invoice\`.`)
  })

  test('rows of another entity than the one that has the measure', async () => {
    expect(await refusalsOf(shop(`from: page, ${inTwoWeeks}`, { invoice: ofPayer }))).toBe(`\`page\`: BAD_VALUE
  \`from\` of \`order.invoiced\` is \`page\`, and the measure belongs to \`order\`: it counts rows of \`page\` when it stands under the measures of \`page\`.`)
    expect(await refusalsOf(shop(`from: ordr, ${inTwoWeeks}`, { invoice: ofPayer }))).toBe(`\`ordr\`: UNKNOWN_MEMBER
  The model has no entity \`ordr\`.
  Closest: \`order\`.`)
  })

  test('rows that lead to rows of the same entity', async () => {
    expect(await refusalsOf(shop('to: order, within: { n: 14, unit: day }', { invoice: ofPayer }))).toBe(`\`order\`: BAD_VALUE
  \`to\` of \`order.invoiced\` is \`order\`, the entity of the rows that convert; they lead to rows of another entity.`)
  })

  test('an entity without a time', async () => {
    expect(await refusalsOf(shop(inTwoWeeks, { invoice: ofPayer, invoiceTime: 'future: false' }))).toBe(`\`invoice\`: NO_TIME
  Entity \`invoice\` has no \`time\`, which \`type: conversion\` needs. It could be \`at\`.`)
  })

  test('a day, which is neither before nor after an instant of it', async () => {
    expect(await refusalsOf(shop(inTwoWeeks, { invoice: ofPayer, type: 'date' }))).toBe(`\`invoice\`: TYPE_MISMATCH
  \`order.invoiced\` (conversion) takes a timestamp, as \`order.at\` is one, not the date \`invoice.at\`.`)
  })

  test('hours between days', async () => {
    const model = shop('to: invoice, within: { n: 6, unit: hour }', { invoice: ofPayer, type: 'date' })
    expect(await refusalsOf(model.replace('{ name: at, type: timestamp }', '{ name: at, type: date }'))).toBe(`\`hour\`: TYPE_MISMATCH
  \`order.invoiced\` takes \`day\` or a coarser unit, as \`order.at\` is a date, not \`hour\`.`)
  })

  test('entities that belong to nothing together', async () => {
    expect(await refusalsOf(shop('to: page, within: { n: 14, unit: day }', { invoice: ofPayer }))).toBe(`\`page\`: NO_SHARED_ENTITY
  \`order.invoiced\` cannot tell which rows of \`page\` belong to a row of \`order\`: both need a to-one relationship to the same entity. \`order\` has one to \`customer\`. \`page\` has none.`)
  })

  test('entities that belong to two together', async () => {
    const model = shop(inTwoWeeks, { order: orderOfStore, invoice: `${ofPayer}\n${invoiceOfStore}` })
    expect(await refusalsOf(model)).toBe(`\`invoice\`: SEVERAL_SHARED_ENTITIES
  \`order.invoiced\` does not say which rows of \`invoice\` belong to a row of \`order\`: those of the same \`customer\` or \`store\`. \`by: customer\` says it.`)
  })

  test('entities that belong to one in two ways', async () => {
    const payee = `      - { type: N:1, field: order_id, target: { entity: customer, field: customer_id }, name: payee, inverse: credits }`
    expect(await refusalsOf(shop(`${inTwoWeeks}, by: customer`, { invoice: `${ofPayer}\n${payee}` }))).toContain('AMBIGUOUS_PATH')
  })

  test('`by` that names no entity, or one that they do not share', async () => {
    expect(await refusalsOf(shop(`${inTwoWeeks}, by: custmer`, { invoice: ofPayer }))).toBe(`\`custmer\`: UNKNOWN_MEMBER
  The model has no entity \`custmer\`.
  Closest: \`customer\`.`)
    expect(await refusalsOf(shop(`${inTwoWeeks}, by: store`, { order: orderOfStore, invoice: ofPayer }))).toBe(`\`store\`: BAD_VALUE
  \`by\` of \`order.invoiced\` is \`store\`, and rows of \`order\` and \`invoice\` do not both belong to one of it; they do to \`customer\`.`)
  })

  test('a filter that is none', async () => {
    expect(await refusalsOf(shop(`${inTwoWeeks}, where: "\${status}"`, { invoice: ofPayer }))).toContain(
      'The condition of `order.invoiced` takes boolean, not string.',
    )
  })

  test('a circle through the customer of both', async () => {
    const model = shop(inTwoWeeks, { invoice: ofPayer }).replace(
      '      - { name: customer_id, type: string }\n      - { name: chain',
      '      - { name: customer_id, type: string, sql: "case when ${customer.visited} > 0 then \'a\' end" }\n      - { name: chain',
    )
    expect(await issuesOf(model)).toContain('CYCLIC_REFERENCE')
  })
})
