/** A model of 100 entities over the two tables of the base: 10 dimensions and 6 measures each, all related to the customer. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const entityCount = 100

export function writeLargeModel(folder: string): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.yml'), 'version: 1\nmodel: large\n')
  writeFileSync(join(folder, 'customer.yml'), customer)
  for (let number = 1; number < entityCount; number++) writeFileSync(join(folder, `lines-${number}.yml`), lines(number))
  return folder
}

const customer = `entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: customer_name, type: string }
      - { name: state, type: string }
      - { name: channel, type: string }
      - { name: site, type: string }
    measures:
      - { name: count_customers, type: count }
`

function lines(number: number): string {
  return `entities:
  - name: line_${number}
    description: A line of an order, for the ${number}th time.
    table: activity
    primary_key: activity_id
    time: activity_ts
    dimensions:
      - { name: activity_id, type: string }
      - { name: entity_id, type: string }
      - { name: activity, type: string }
      - { name: activity_ts, type: timestamp }
      - { name: order_id, type: string }
      - { name: product_category, type: string }
      - { name: quantity, type: integer }
      - { name: order_value, type: decimal }
      - { name: is_large, type: boolean, sql: "\${order_value} >= 100" }
      - { name: category_group, type: string, sql: "case when \${product_category} in ('Beer', 'Wine', 'Spirits') then 'Alcohol' else 'Other' end" }
    measures:
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - cast(\${activity_ts} as date)" }
      - { name: frequency, type: count_distinct, sql: "\${order_id}" }
      - { name: monetary, type: sum, sql: "\${order_value}" }
      - { name: lines, type: count }
      - { name: units, type: sum, sql: "\${quantity}" }
      - { name: average_value, type: number, sql: "\${monetary} / \${frequency}" }
    relationships:
      - { type: N:1, field: entity_id, target: { entity: customer, field: customer_id }, inverse: lines_${number} }
`
}
