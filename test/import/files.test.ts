/** What is written for a Lens: the whole text of each file, and everything told beside it. */
import { expect, test } from 'vitest'
import { fixture, imported, told, written } from './imported.ts'

test('a Lens over an activity stream: header and stream in one file, each entity in its own', async () => {
  const model = await imported(fixture('activities.yml'))
  expect(model).toMatchObject({ name: 'shop_360', entities: 3, dimensions: 19, measures: 6, relationships: 3 })
  expect(model.files.map(({ name }) => name)).toEqual(['model.yml', 'customer.yml', 'order-placed.yml', 'order-rejected.yml'])
  expect(written(model, 'model.yml')).toBe(`version: 1
model: shop_360
description: "Customers of a shop: who they are, what they order"
contract: shop_360
owner: sales-analytics
tags: [c360, activity_schema]

streams:
  - name: activities # guessed: 2 queries read this table by \`activity\`
    table: crm.activities # lake.crm.activities in the Lens
    customer: customer
    columns:
      id: activity_id
      customer: entity_id
      activity: activity
      timestamp: activity_ts
      occurrence: activity_occurrence
`)
  expect(written(model, 'customer.yml')).toBe(`entities:
  - name: customer
    table: crm.customers # lake.crm.customers in the Lens
    primary_key: customer_id
    verified: true

    dimensions:
      - name: customer_id
        type: string
      - name: email
        type: string
        description: where orders are confirmed
        tags: [email_identifier]
      - name: state
        type: string

    measures:
      - name: customers
        type: count
        sql: \${customer_id}
      - name: percentage_email
        type: number
        sql: round(100 * count(\${email}) / cast(count(*) as double precision), 2)
        hidden: true

    relationships:
      - type: 1:N
        field: customer_id
        target: { entity: order_placed, field: entity_id }
        verified: true
      - type: 1:N
        field: customer_id
        target: { entity: order_rejected, field: entity_id }
`)
  expect(written(model, 'order-placed.yml')).toBe(`entities:
  - name: order_placed
    description: A line of an order
    extends: activities
    activity: order_placed
    verified: true

    dimensions:
      - name: activity_id
        type: string
      - name: entity_id
        type: string
      - name: order_id
        type: string
        sql: trim(feature1)
      - name: activity_ts
        type: timestamp # date in the Lens
      - name: product_category
        type: string
        sql: trim(feature2)
      - name: order_value
        type: float
        sql: cast(feature3 as double precision)
      - name: delivery_date
        type: date
        sql: cast(cast(feature4 as text) as date) # guessed
      - name: activity_occurrence
        type: integer # number in the Lens
      - name: order_no
        type: string
        sql: \${entity_id} || '-' || split_part(\${order_id}, '-', 1)
        hidden: true

    measures:
      - name: recency
        type: min
        sql: cast(\${as_of} as date) - cast(\${activity_ts} as date) # in the Lens: day(current_date - \${order_placed.activity_ts})
        description: days since last order
      - name: frequency
        type: count_distinct
        sql: \${order_no}
      - name: monetary
        type: sum
        sql: \${order_value}

    relationships:
      - type: 1:1
        field: order_id
        target: { entity: order_rejected, field: ref_order_id }
`)
})

test('what was changed and guessed for it, each at its first place', async () => {
  const model = await imported(fixture('activities.yml'))
  expect(told(model.leftOut)).toEqual([])
  expect(told(model.changed)).toEqual([
    '13:9  In `customer`, `order_placed` and `order_rejected`: the catalog in front of the name of a table is left out.',
    '61:11  In `order_placed.order_id`, `order_placed.product_category` and `order_rejected.ref_order_id`: `trim` removes spaces here; in Trino it removes tabs and line breaks, too.',
    '85:22  In `order_placed.recency`: the date of today is the date of the question (`${as_of}`) here.',
    '85:22  In `order_placed.recency`: days are calendar days here (yesterday is 1 day ago); Trino counts 24 hours back from the midnight that began today.',
  ])
  expect(told(model.guessed)).toEqual([
    '58:9  For `order_placed` and `order_rejected`: the query reads one table by the value of a column: the entity is an activity of a stream, and has no rows later than the date of the question.',
    '73:17  For `order_placed.activity_ts`, `order_placed.activity_occurrence` and `order_rejected.activity_ts`: the type is that of the role the column has in its stream.',
    '76:17  For `order_placed.delivery_date`: columns `feature1`, `feature2` ... are taken for texts, and cast to the type that the Lens says.',
  ])
})

const query = (sql: string, more = '') => `name: x
entities:
  - name: thing
    sql: { query: ${JSON.stringify(sql)} }
    fields:
      - { name: thing_id, type: string, primary: true }
      - { name: activity_ts, type: date }
${more}`

test.each([
  ['select * from lake.sales."Odd Names"', 'table: sales.Odd Names # lake.sales.Odd Names in the Lens'],
  ['SELECT t.thing_id, t.activity_ts FROM things t;', 'table: things\n'],
  [
    "select * from things where year(at) = 2024 and kind || x like 'a%'",
    "sql: select * from things where extract(year from cast(cast(at as text) as date)) = 2024 and kind || x like 'a%'\n",
  ],
  ["select * from things where kind = 'a' and x in (1, 2)", "sql: select * from things where kind = 'a' and x in (1, 2)\n"],
  [
    'select thing_id, max(at) as activity_ts from lake.a.b group by 1',
    'sql: select thing_id, max(at) as activity_ts from a.b group by 1 # names of tables have a catalog in the Lens',
  ],
  [
    'with t as (select thing_id, cast(x as double) as x, activity_ts from lake.a.b) select * from t join c on t.x = c.x',
    'sql: with t as (select thing_id, cast(x as double precision) as x, activity_ts from a.b) select * from t join c on t.x = c.x #',
  ],
])('the query %s', async (sql, source) => {
  const model = await imported(query(sql))
  expect(model.leftOut).toEqual([])
  expect(written(model, 'thing.yml')).toContain(`  - name: thing\n    ${source}`)
  expect(written(model, 'thing.yml')).toContain('    primary_key: thing_id\n    time: activity_ts # guessed\n')
})

test('one table by a value is no stream without a customer it belongs to', async () => {
  const model = await imported(query("select * from events where activity = 'seen'"))
  expect(written(model, 'model.yml')).not.toContain('streams')
  expect(written(model, 'thing.yml')).toContain("    sql: select * from events where activity = 'seen'\n")
})

test('types: those of the expression, else by what a column is for and how it is called', async () => {
  const model = await imported(`name: x
entities:
  - name: thing
    sql: { query: "select *, cast(c as bigint) as whole, a || b as both, date(ts) as day from things" }
    fields:
      - { name: thing_no, type: number, primary: true }
      - { name: other_no, type: number }
      - { name: amount, type: number }
      - { name: whole, type: number }
      - { name: both, type: number }
      - { name: created_at, type: date }
      - { name: birthday, type: date }
      - { name: day, type: date }
      - { name: is_new, type: bool }
    dimensions:
      - { name: year_born, type: string, sql_snippet: "year(\${birthday})" }
    relationships:
      - { type: N:1, field: other_no, target: { name: thing, field: thing_no } }
`)
  const types = Object.fromEntries(
    [...written(model, 'thing.yml').matchAll(/- name: (\w+)\n {8}type: (\w+)/g)].map(([, name, type]) => [name, type]),
  )
  expect(types).toMatchObject({
    thing_no: 'bigint',
    other_no: 'bigint',
    amount: 'float',
    whole: 'bigint',
    both: 'string',
    created_at: 'timestamp',
    birthday: 'date',
    day: 'date',
    is_new: 'boolean',
    year_born: 'integer',
  })
  expect(told(model.changed)).toEqual([
    '4:58  In `thing.both` and `thing.year_born`: the type is that of the expression, and not the one that the Lens says.',
  ])
})
