/** Members that read themselves through what is not written as an expression: joins, keys and times. All are found when the model loads. */
import { describe, expect, test } from 'vitest'
import { issuesOf } from '../../support/story.ts'

const header = 'version: 1\nmodel: shop\nentities:\n'

describe('a circle of references', () => {
  test('through the field that joins the entity it is read from', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: buyer, type: string }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: buyer_id, type: string, sql: "\${customer.buyer}" }
    relationships:
      - { type: N:1, field: buyer_id, target: { entity: customer, field: customer_id } }
`),
    ).toBe(`model.yml:15:17  CYCLIC_REFERENCE
  A circle of references: \`purchase.buyer_id\` reads \`purchase.buyer_id\`.
     15 |       - { name: buyer_id, type: string, sql: "\${customer.buyer}" }
        |                 ^^^^^^^^`)
  })

  test('through the time that decides which rows are aggregated', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: string }
      - { name: born, type: date }
      - { name: since, type: date, measure: customer.first_born }
    measures:
      - { name: first_born, type: min, sql: "\${born}" }
`),
    ).toBe(`model.yml:11:17  CYCLIC_REFERENCE
  A circle of references: \`customer.since\` reads \`customer.first_born\` reads \`customer.since\`.
     11 |       - { name: since, type: date, measure: customer.first_born }
        |                 ^^^^^`)
  })

  test('through the key that rows are aggregated by', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: label
    dimensions:
      - { name: name, type: string }
      - { name: size, type: integer, measure: customer.customers }
      - { name: label, type: string, sql: "\${name} || \${size}" }
    measures:
      - { name: customers, type: count }
`),
    ).toBe(`model.yml:9:17  CYCLIC_REFERENCE
  A circle of references: \`customer.size\` reads \`customer.label\` reads \`customer.size\`.
      9 |       - { name: size, type: integer, measure: customer.customers }
        |                 ^^^^`)
  })

  test('through the field that leads from the rows aggregated to the entity', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: purchase_count, type: integer, measure: purchase.purchases }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: buyer_id, type: integer, sql: "\${rank.position}" }
      - { name: rank_id, type: string }
    measures:
      - { name: purchases, type: count }
    relationships:
      - { type: N:1, field: buyer_id, target: { entity: customer, field: customer_id } }
      - { type: N:1, field: rank_id, target: { entity: rank, field: rank_id } }
  - name: rank
    table: rank
    primary_key: rank_id
    dimensions:
      - { name: rank_id, type: string }
      - { name: customer_id, type: integer }
      - { name: position, type: integer, sql: "\${customer.purchase_count}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`),
    ).toBe(`model.yml:9:17  CYCLIC_REFERENCE
  A circle of references: \`customer.purchase_count\` reads \`purchase.buyer_id\` reads \`rank.position\` reads \`customer.purchase_count\`.
      9 |       - { name: purchase_count, type: integer, measure: purchase.purchases }
        |                 ^^^^^^^^^^^^^^`)
  })

  test('through the time of rows that a number counts', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: string }
      - { name: born, type: date }
      - { name: since, type: date, measure: customer.first_born }
    measures:
      - { name: first_born, type: number, sql: "min(\${born})" }
`),
    ).toContain('`customer.since` reads `customer.first_born` reads `customer.since`.')
  })

  test('through what a semi-additive measure keeps apart', async () => {
    expect(
      await issuesOf(`${header}  - name: customer
    table: customer
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: string }
      - { name: since, type: date }
      - { name: known, type: integer, measure: customer.known_last }
    measures:
      - { name: known_last, type: count, semi_additive: { keep: last, per: known } }
`),
    ).toContain('`customer.known` reads `customer.known_last` reads `customer.known`.')
  })
})
