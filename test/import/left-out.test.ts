/** What cannot be translated: each with its place and reason; what reads it goes with it, and the rest loads. */
import { expect, test } from 'vitest'
import { imported, refused, told, written } from './imported.ts'

/** An entity over a table, with these lines below it. */
const entity = (lines: string) => `name: shop
entities:
  - name: customer
    sql: { query: select * from customers }
    fields:
      - { name: customer_id, type: string, primary: true }
      - { name: state, type: string }
      - { name: born, type: date }
      - { name: points, type: number }
${lines}`

const dimension = (sql: string) => entity(`    dimensions:\n      - { name: x, type: string, sql_snippet: ${JSON.stringify(sql)} }\n`)

test.each([
  ['foo(${state})', '11:48', 'function `foo` has no counterpart in the expressions of a model.'],
  [
    "json_extract_scalar(payload, '$.a')",
    '11:48',
    '`json_extract_scalar`: JSON is not read by the expressions of a model; a view of the database can hold the value as a column.',
  ],
  ["upper(${state}) || array_join(tags, ',')", '11:67', '`array_join`: arrays have no counterpart in the expressions of a model.'],
  ['tags[1]', '11:52', 'an array or a subscript has no counterpart in the expressions of a model.'],
  [
    "${born} at time zone 'UTC'",
    '11:56',
    '`timezone`: timestamps are read in the time zone of the question; `time_zone` of the model is its default.',
  ],
  ['current_user', '11:48', '`current_user`: what a session knows (its user, its catalog) has no place in a model.'],
  ['cast(tags as array(varchar))', '11:48', 'type `array(varchar)` has no counterpart in a model.'],
  [
    "date_diff('millisecond', ${born}, ${born})",
    '11:48',
    'function `date_diff` has no counterpart in the expressions of a model with these arguments.',
  ],
  [
    'sum(${points})',
    '11:48',
    'aggregate `sum` is not allowed in an expression. A value per row has none; measures aggregate, and dimensions with `measure:` read them.',
  ],
  ['approx_distinct(${state})', '11:48', '`approx_distinct` is an aggregate, and stands only in measures of type `number`.'],
  [
    '(select max(x) from y)',
    '11:48',
    'a sub-select is not allowed in an expression. Values of other entities are read as `${entity.member}`.',
  ],
  ['row_number() over (partition by state)', '11:48', 'window function `row_number` is not allowed in an expression.'],
  [
    "interval '1' year to month",
    '11:48',
    "an interval with a unit behind it is not allowed in an expression. It is written as `interval '1 day'`.",
  ],
  [
    'cast(${points} / 2 as varchar)',
    '11:48',
    'a cast of float to string is not allowed in an expression. The text of a float differs between databases; `cast(x as numeric(18, 2))` first fixes its decimal places.',
  ],
  ['lower(${stat})', '11:54', 'entity `customer` has no member `stat` that could be translated. Closest: `state`.'],
  ['${order.total}', '11:48', 'the Lens has no entity `order` that could be translated.'],
  ['lower(${state}', '11:53', 'not an SQL expression: `(` is not closed.'],
  ['1 +', '11:50', 'not an SQL expression: it ends after `+`.'],
])('%s', async (sql, place, reason) => {
  const model = await imported(dimension(sql))
  expect(told(model.leftOut)).toEqual([`${place}  Dimension \`customer.x\` is left out: ${reason}`])
  expect(written(model, 'customer.yml')).not.toContain('name: x\n')
})

test('every function without a counterpart is told, in an expression over several lines too', async () => {
  const model = await imported(
    entity(`    dimensions:
      - name: x
        type: string
        sql_snippet: >
          foo(\${state}) ||
          upper(bar(\${state}))
`),
  )
  expect(told(model.leftOut)).toEqual([
    '14:11  Dimension `customer.x` is left out: function `foo` has no counterpart in the expressions of a model.',
    '15:17  Dimension `customer.x` is left out: function `bar` has no counterpart in the expressions of a model.',
  ])
})

test('what reads something left out is left out, over several steps and entities', async () => {
  const model = await imported(`${entity(`    dimensions:
      - { name: a, type: string, sql_snippet: "foo(\${state})" }
      - { name: b, type: string, sql_snippet: "upper(\${a})" }
    measures:
      - { name: c, type: count_distinct, sql_snippet: "\${customer.b}" }
      - { name: customers, type: count }
    relationships:
      - { type: 1:1, field: b, target: { name: account, field: account_id } }
`)}
  - name: account
    sql: { query: select * from accounts }
    fields:
      - { name: account_id, type: string, primary: true }
    dimensions:
      - { name: per_customer, type: number, sql_snippet: "\${customer.c}", sub_query: true }
`)
  expect(told(model.leftOut)).toEqual([
    '11:48  Dimension `customer.a` is left out: function `foo` has no counterpart in the expressions of a model.',
    '12:54  Dimension `customer.b` is left out: it reads `customer.a`, which is left out.',
    '14:56  Measure `customer.c` is left out: it reads `customer.b`, which is left out.',
    '17:29  Relationship of `customer` to `account` is left out: `customer.b` is left out.',
    '24:58  Dimension `account.per_customer` is left out: it reads `customer.c`, which is left out.',
  ])
  expect(model).toMatchObject({ entities: 2, measures: 1, relationships: 0 })
})

test('keys that nothing stands for: the member goes where it could be another number, the key alone where it speaks to people', async () => {
  const model = await imported(`${entity(`    segments: [{ name: locals }]
    policies: []
    measure: []
    measures:
      - { name: customers, type: count, label: Customers, meta: { owner: crm, colour: red } }
      - { name: old, type: count, only_if: "x > 1" }
      - { name: hidden_one, type: count, hidden: "yes" }
      - { name: mean, type: average, sql_snippet: "\${points}" }
      - { type: count }
      - 5
`)}
views: []
`)
  expect(told(model.leftOut)).toEqual([
    '10:5  `segments` of entity `customer` is left out: nothing in the model language stands for it.',
    '11:5  `policies` of entity `customer` is left out: nothing in the model language stands for it.',
    '12:5  `measure` of entity `customer` is left out: nothing in the model language stands for it. Closest: `measures`.',
    '14:41  `label` of measure `customer.customers` is left out: nothing in the model language stands for it.',
    '14:79  `meta.colour` of measure `customer.customers` is left out: nothing in the model language stands for it.',
    '15:35  Measure `customer.old` is left out: nothing in the model language stands for `only_if`.',
    '16:50  Measure `customer.hidden_one` is left out: `hidden` of measure `hidden_one` takes true or false, not the text `yes`.',
    '17:29  Measure `customer.mean` is left out: `type` of measure `mean` cannot be `average`. Allowed: count, count_distinct, count_distinct_approx, sum, avg, min, max, number, running_total.',
    '18:11  A measure of entity `customer` is left out: a measure has no `name`.',
    '19:9  A measure of entity `customer` is left out: a measure takes a mapping (`key: value`), not the number 5.',
    '21:1  `views` of the Lens is left out: nothing in the model language stands for it.',
  ])
  expect(written(model, 'customer.yml')).toContain('      - name: customers\n        type: count\n        owner: crm\n')
})

test('relationships: a condition of their own, an unknown entity, an unknown field', async () => {
  const model = await imported(
    entity(`    relationships:
      - { type: 1:1, field: customer_id, target: { name: customer, field: state }, sql_snippet: "a = b" }
      - { type: N:1, field: state, target: { name: region, field: region_id } }
      - { type: N:1, field: stat, target: { name: customer, field: customer_id } }
`),
  )
  expect(told(model.leftOut)).toEqual([
    '11:97  Relationship of `customer` to `customer` is left out: a condition beside the two fields has no counterpart in a model.',
    '12:52  Relationship of `customer` to `region` is left out: entity `region` is not in the Lens, or is left out.',
    '13:29  Relationship of `customer` to `customer` is left out: there is no field `customer.stat`.',
  ])
})

test("what the model's own checks find is told of the Lens: types, circles, names that clash", async () => {
  const model = await imported(
    entity(`    dimensions:
      - { name: born_month, type: date, sql_snippet: "date_trunc('month', \${born})" }
      - { name: up, type: number, sql_snippet: "\${down} + 1" }
      - { name: down, type: number, sql_snippet: "\${up} - 1" }
      - { name: state, type: string, sql_snippet: "upper(state)" }
    measures:
      - { name: states, type: sum, sql_snippet: "\${state}" }
      - { name: points, type: sum, sql_snippet: "\${points}" }
`),
  )
  expect(told(model.leftOut)).toEqual([
    '11:17  Dimension `customer.born_month` is left out: dimension `customer.born` by month clashes with dimension `customer.born_month` at customer.yml:15:15. Rename one of them.',
    '12:17  Dimension `customer.up` is left out: a circle of references: `customer.up` reads `customer.down` reads `customer.up`.',
    '13:51  Dimension `customer.down` is left out: it reads `customer.up`, which is left out.',
    '14:17  Dimension `customer.state` is left out: its name is taken at lens.yml:7:17.',
    '16:17  Measure `customer.states` is left out: `customer.states` (sum) takes integer, bigint, decimal, float, not string.',
    '17:17  Measure `customer.points` is left out: its name is taken at lens.yml:9:17.',
  ])
})

test('an entity whose rows cannot be said is left out, and what needs it', async () => {
  const model = await imported(`${entity(`    relationships:
      - { type: 1:N, field: customer_id, target: { name: visit, field: customer_id } }
`)}
  - name: visit
    sql: { query: "select customer_id from visits where day > current_date - interval '30' day" }
    fields: [{ name: customer_id, type: string }]
  - name: joined
    sql: { query: "select date_diff('day', a, b) as d from t join u on t.x = u.x" }
  - name: ranked
    sql: { query: "select row_number() over (order by x desc) as n from t join u on t.x = u.x" }
  - { name: unread, sql: { query: select a, b from t } }
  - { name: nothing }
  - name: customer
    sql: { query: select * from others }
`)
  expect(told(model.leftOut)).toEqual([
    '11:58  Relationship of `customer` to `visit` is left out: entity `visit` is not in the Lens, or is left out.',
    '14:63  Entity `visit` is left out: the date of today in the condition of a query has no counterpart in a model.',
    '17:27  Entity `joined` is left out: `date_diff` is not translated in a query of several tables, of groups or of sub-selects.',
    '19:55  Entity `ranked` is left out: `desc` without `nulls last` is not translated in a query of several tables, of groups or of sub-selects.',
    '20:45  Entity `unread` is left out: unknown key `b from t` in `sql` of an entity. Known keys: query, columns, verified, tables.',
    '21:13  Entity `nothing` is left out: entity `nothing` has no `sql`.',
    '22:11  Entity `customer` is left out: its name is taken at lens.yml:3:11.',
  ])
})

test('nothing is left: refused, with every reason', async () => {
  expect(await refused('name: x\nentities:\n  - name: a\n    sql: { query: drop table a }\n')).toBe(`lens.yml:4:19  NOT_IMPORTED
  Entity \`a\` is left out: \`drop\` is not allowed in the \`sql\` of an entity. It is one SELECT.
      4 |     sql: { query: drop table a }
        |                   ^^^^^^^^^^^^

NO_LENS
  No Lens in \`lens.yml\`: no entity of it can be translated.`)
})
