/** Every mistake a model can make across declarations: code, place and full text. */
import { expect, test } from 'vitest'
import { issuesOf } from '../../support/story.ts'

const header = 'version: 1\nmodel: shop\nentities:\n'
const customer = `  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
`

/** The issues of a model whose entities are these lines. */
function issues(entities: string): Promise<string> {
  return issuesOf(header + entities)
}

test('a name that nothing has: where it stands, and the nearest that exists', async () => {
  expect(
    await issues(`  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: amount, type: decimal }
    measures:
      - { name: monetary, type: sum, sql: "\${amuont}" }
`),
  ).toBe(`model.yml:11:44  UNKNOWN_MEMBER
  Entity \`order\` has no member \`amuont\`.
     11 |       - { name: monetary, type: sum, sql: "\${amuont}" }
        |                                            ^^^^^^^^^
  Closest: \`amount\`.`)
})

test('dimensions that read each other in a circle', async () => {
  expect(
    await issues(`  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: net, type: decimal, sql: "\${gross} - \${tax}" }
      - { name: gross, type: decimal, sql: "\${net} + \${tax}" }
      - { name: tax, type: decimal }
`),
  ).toMatch(/model\.yml:9:17 {2}CYCLIC_REFERENCE\n.*order\.net.*order\.gross.*order\.net/)
})

test('measures that read each other in a circle', async () => {
  expect(
    await issues(`  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
    measures:
      - { name: a, type: number, sql: "\${b} + 1" }
      - { name: b, type: number, sql: "\${a} + 1" }
`),
  ).toMatch(/CYCLIC_REFERENCE\n.*order\.a.*order\.b.*order\.a/)
})

test('an aggregate seen from a customer that reads the customer again', async () => {
  expect(
    await issues(`${customer}      - { name: value, type: decimal, measure: order.revenue }
  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: customer_id, type: string }
      - { name: weighted, type: decimal, sql: "\${customer.value} * 2" }
    measures:
      - { name: revenue, type: sum, sql: "\${weighted}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`),
  ).toMatch(/CYCLIC_REFERENCE\n.*customer\.value.*order\.revenue.*order\.weighted.*customer\.value/)
})

test('two names that are one in GraphQL, with both places and the fix', async () => {
  expect(
    await issues(`${customer}      - { name: since, type: date }
      - { name: since_month, type: string }
`),
  ).toBe(`model.yml:10:17  NAME_CLASH
  Dimension \`customer.since\` by month clashes with dimension \`customer.since_month\` at model.yml:11:17. Rename one of them.
     10 |       - { name: since, type: date }
        |                 ^^^^^`)
})

test('a reserved name', async () => {
  expect(
    await issues(`  - name: customer
    table: customer
    primary_key: id
    dimensions:
      - { name: id, type: string }
`),
  ).toBe(`model.yml:8:17  RESERVED_NAME
  \`id\` is a reserved name. Write \`name: customer_id, column: id\`.
      8 |       - { name: id, type: string }
        |                 ^^`)
})

test('a type that the expression does not have', async () => {
  expect(
    await issues(`${customer}      - { name: initial, type: integer, sql: "left(\${state}, 1)" }
`),
  ).toBe(`model.yml:10:32  TYPE_MISMATCH
  Dimension \`customer.initial\` takes integer, not string.
     10 |       - { name: initial, type: integer, sql: "left(\${state}, 1)" }
        |                                ^^^^^^^`)
})

test('a sum of text', async () => {
  expect(
    await issues(`${customer}    measures:
      - { name: total, type: sum, sql: "\${state}" }
`),
  ).toBe(`model.yml:11:40  TYPE_MISMATCH
  \`customer.total\` (sum) takes integer, bigint, decimal, float, not string.
     11 |       - { name: total, type: sum, sql: "\${state}" }
        |                                        ^^^^^^^^^^`)
})

test('a path that reaches many rows in a value per row', async () => {
  expect(
    await issues(`${customer}      - { name: last_status, type: string, sql: "\${order.status}" }
  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: customer_id, type: string }
      - { name: status, type: string }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`),
  ).toBe(`model.yml:10:50  MANY_VALUES
  \`order.status\` has many values for a row of \`customer\`: \`orders\` reaches many rows. A dimension with \`measure:\` makes one value of them.
     10 |       - { name: last_status, type: string, sql: "\${order.status}" }
        |                                                  ^^^^^^^^^^^^^^^`)
})

test('a relationship of fields of different types', async () => {
  expect(
    await issues(`${customer}  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: customer_no, type: integer }
    relationships:
      - { type: N:1, field: customer_no, target: { entity: customer, field: customer_id } }
`),
  ).toBe(`model.yml:17:29  TYPE_MISMATCH
  \`order.customer_no\` takes string, as \`customer.customer_id\`, not integer.
     17 |       - { type: N:1, field: customer_no, target: { entity: customer, field: customer_id } }
        |                             ^^^^^^^^^^^`)
})

test('two relationships between the same entities need names', async () => {
  expect(
    await issues(`${customer}  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: billed_to, type: string }
      - { name: shipped_to, type: string }
    relationships:
      - { type: N:1, field: billed_to, target: { entity: customer, field: customer_id } }
      - { type: N:1, field: shipped_to, target: { entity: customer, field: customer_id } }
`),
  ).toContain('NAME_CLASH')
})

test('an expression is one expression of known functions', async () => {
  const text = await issues(`${customer}      - { name: a, type: string, sql: "state; drop table customer" }
      - { name: b, type: string, sql: "(select max(state) from customer)" }
      - { name: c, type: string, sql: "pg_sleep(10)" }
      - { name: d, type: string, sql: "uper(\${state})" }
`)
  expect(text).toBe(`model.yml:10:45  EXPRESSION_NOT_ALLOWED
  A \`;\` is not allowed in an expression. An expression is one value, without statements.
     10 |       - { name: a, type: string, sql: "state; drop table customer" }
        |                                             ^

model.yml:11:40  EXPRESSION_NOT_ALLOWED
  A sub-select is not allowed in an expression. Values of other entities are read as \`\${entity.member}\`.
     11 |       - { name: b, type: string, sql: "(select max(state) from customer)" }
        |                                        ^

model.yml:12:40  UNKNOWN_FUNCTION
  Function \`pg_sleep\` is not on the list of allowed functions.
     12 |       - { name: c, type: string, sql: "pg_sleep(10)" }
        |                                        ^^^^^^^^

model.yml:13:40  UNKNOWN_FUNCTION
  Function \`uper\` is not on the list of allowed functions.
     13 |       - { name: d, type: string, sql: "uper(\${state})" }
        |                                        ^^^^
  Closest: \`upper\`.`)
})

test('a key that is none does not hide what the rest says', async () => {
  const text = await issues(`${customer}      - { name: a, type: string, sql: "\${nothing}", descripton: x }
    colour: red
    measures:
      - { name: b, type: sum, sql: "\${state}" }
`)
  expect(text.match(/^model\.yml:\d+:\d+ {2}\w+/gm)).toEqual([
    'model.yml:10:40  UNKNOWN_MEMBER',
    'model.yml:10:53  UNKNOWN_KEY',
    'model.yml:11:5  UNKNOWN_KEY',
    'model.yml:13:36  TYPE_MISMATCH',
  ])
})

test('a misspelt key that something is read from is said alone: what follows from it is no mistake of its own', async () => {
  const text = await issues(`${customer.replace('    dimensions:', '    dimensons:')}    measures:
      - { name: b, type: sum, sql: "\${state}" }
`)
  expect(text.match(/^model\.yml:\d+:\d+ {2}\w+/gm)).toEqual(['model.yml:7:5  UNKNOWN_KEY'])
})

test('all problems of a model at once, in the order of their places', async () => {
  const text = await issues(`${customer}      - { name: a, type: string, sql: "\${nothing}" }
    measures:
      - { name: b, type: sum, sql: "\${state}" }
      - { name: c, type: number, sql: "\${missing} / 2" }
`)
  expect(text.match(/^model\.yml:\d+/gm)).toEqual(['model.yml:10', 'model.yml:12', 'model.yml:13'])
})
