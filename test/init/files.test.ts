/** `tessera init` on files: the whole model that three small files become, and its first answer. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../support/folders.ts'
import { made } from './made.ts'

const shop = {
  'customers.csv':
    'customer_id,Full Name,email,state,zip,created_at\n1,Ann,ann@x.org,MA,01002,2024-01-05 10:00:00\n2,Bob,bob@x.org,NY,10001,2024-01-06 11:00:00\n3,Cid,,MA,02139,2024-02-01 00:00:00\n',
  'orders.csv':
    'id,customer_id,order_date,status,amount,unit_price\n10,1,2024-03-01,paid,10.00,5\n11,1,2024-03-15,open,5.50,5.5\n12,2,2024-04-02,paid,2.25,2.25\n',
  'order_lines.json':
    '[{"order_id":10,"line":1,"product":"Beer","tags":["a"]},{"order_id":10,"line":2,"product":"Wine"},{"order_id":12,"line":1,"product":"Beer"}]',
}

test('customers, orders and their lines become a model that answers', async () => {
  const cwd = folderWith(shop)
  const { report, files, firstLook, answer } = await made(
    ['customers.csv', 'orders.csv', 'order_lines.json', '--to', 'semantic-models/shop'],
    cwd,
    'shop',
  )
  expect(files).toEqual({
    'customer.yml': `entities:
  # From customers.csv: 3 rows.
  - name: customer
    file: ../../customers.csv
    primary_key: customer_id # guessed: unique and never empty in all 3 rows
    time: created_at # guessed: the only time; rows of a later time than a question's date are not there for it

    dimensions:
      - { name: customer_id, type: integer }
      - { name: full_name, type: string, column: Full Name, pii: true } # pii: guessed from the name
      - { name: email, type: string, pii: true } # pii: guessed from the name
      - { name: state, type: string }
      - { name: zip, type: string } # text, because some numbers begin with 0
      - { name: created_at, type: timestamp }
      - { name: order_recency, type: integer, measure: order.recency }
      - { name: order_frequency, type: integer, measure: order.frequency }
      - { name: order_monetary, type: decimal, measure: order.monetary }

    measures:
      - { name: customer_count, type: count }
`,
    'model.yml': `# A first model, written by \`tessera init\` from customers.csv, orders.csv, order_lines.json.
# Comments say what was guessed and from what; once somebody has looked at it, the comment can go.
# docs/model.md has every key of these files. Days begin at midnight in UTC until \`time_zone\` (an IANA name) says otherwise.

version: 1
model: shop
`,
    'order-line.yml': `entities:
  # From order_lines.json: 3 rows.
  - name: order_line
    file: ../../order_lines.json
    primary_key: [ order_id, line ] # guessed: unique and never empty in all 3 rows

    dimensions:
      - { name: order_id, type: integer }
      - { name: line, type: integer }
      - { name: product, type: string }

    measures:
      - { name: order_line_count, type: count }

    relationships:
      - { type: N:1, field: order_id, target: { entity: order, field: order_id }, name: order, inverse: order_lines } # guessed: all 2 values are in \`order.id\`
`,
    'order.yml': `entities:
  # From orders.csv: 3 rows.
  - name: order
    file: ../../orders.csv
    primary_key: order_id # guessed: unique and never empty in all 3 rows
    time: order_date # guessed: the only time; rows of a later time than a question's date are not there for it

    dimensions:
      - { name: order_id, type: integer, column: id }
      - { name: customer_id, type: integer }
      - { name: order_date, type: date }
      - { name: status, type: string }
      - { name: amount, type: decimal }
      - { name: unit_price, type: decimal }

    measures:
      - { name: order_count, type: count }
      - { name: total_amount, type: sum, sql: "\${amount}" }
      - { name: average_amount, type: avg, sql: "\${amount}" }
      - { name: average_unit_price, type: avg, sql: "\${unit_price}" } # no sum: by its name the numbers do not add up
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - \${order_date}", unit: days } # days since the latest of order_date
      - { name: frequency, type: count } # number of orders
      - { name: monetary, type: sum, sql: "\${amount}" } # guessed: \`amount\` is what a row is worth

    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id }, name: customer, inverse: orders } # guessed: all 2 values are in \`customer.customer_id\`
`,
    'queries/first-look.graphql': `# A first look at orders by month, the latest first.
query FirstLook {
  slice(by: { time: [MONTH] }, orderBy: [{ time: { month: DESC } }], limit: 36) {
    rows {
      time { month }
      order { orderCount totalAmount averageAmount averageUnitPrice }
    }
    totals {
      order { orderCount totalAmount averageAmount averageUnitPrice }
    }
    hasMore
  }
}
`,
  })
  expect(report).toBe(`Read: customers.csv (3 rows), orders.csv (3 rows), order_lines.json (3 rows).

Noted (1)
  column \`zip\` of \`customers.csv\`: text, because some numbers begin with 0.

Guessed, with a comment in the model (8)
  primary key of \`customer\`: \`customer_id\`, unique and never empty in all 3 rows.
  primary key of \`order\`: \`order_id\`, unique and never empty in all 3 rows.
  primary key of \`order_line\`: \`order_id\` and \`line\`, unique and never empty in all 3 rows.
  time of \`customer\`: \`created_at\`, the only time.
  time of \`order\`: \`order_date\`, the only time.
  relationship \`order.customer\` (\`customer.orders\`): all 2 values are in \`customer.customer_id\`.
  relationship \`order_line.order\` (\`order.order_lines\`): all 2 values are in \`order.id\`.
  recency, frequency and monetary (of \`amount\`) of \`customer\`, from \`order\`.

Left out (1)
  column \`tags\` of \`order_lines.json\`: models have no type for nested values.

Model \`shop\` written to semantic-models/shop: model.yml, customer.yml, order.yml, order-line.yml, queries/first-look.graphql.
3 entities, 18 dimensions, 9 measures, 2 relationships.

Next: tessera serve --model semantic-models/shop
`)
  expect(await firstLook()).toBe(
    'time.month,order.orderCount,order.totalAmount,order.averageAmount,order.averageUnitPrice\n2024-04-01,1,2.25,2.25,2.25\n2024-03-01,2,15.50,7.75,5.25\n',
  )
  // Across files: lines by the state of the customer of their order.
  expect(await answer('{ slice(by: { customer: [STATE] }) { rows { customer { state } orderLine { orderLineCount } } } }')).toBe(
    'customer.state,orderLine.orderLineCount\nMA,2\nNY,1\n',
  )
  // Of the customer: what recency, frequency and monetary value are filtered by.
  expect(
    await answer(
      '{ slice(by: { customer: [CUSTOMER_ID, ORDER_RECENCY, ORDER_FREQUENCY, ORDER_MONETARY] }, asOf: "2024-04-10") { rows { customer { customerId orderRecency orderFrequency orderMonetary customerCount } } } }',
    ),
  ).toBe(
    'customer.customerId,customer.orderRecency,customer.orderFrequency,customer.orderMonetary,customer.customerCount\n1,26,2,15.50,1\n2,8,1,2.25,1\n3,,0,,1\n',
  )
})

test('a folder of files is named after the folder; a single file after itself', async () => {
  const cwd = folderWith({ 'exports/people.csv': 'id,name\n1,Ann\n2,Bob\n', 'exports/notes.txt': 'no data' })
  const folder = await made(['exports'], cwd, 'exports')
  expect(folder.files['people.yml']).toContain('file: ../../exports/people.csv')
  expect(folder.report).not.toContain('notes')
  const file = await made(['exports/people.csv'], cwd, 'people')
  expect(Object.keys(file.files)).toEqual(['model.yml', 'people.yml', 'queries/first-look.graphql'])
  // No time: by a text of few values.
  expect(await file.firstLook()).toBe('people.name,people.peopleCount\nAnn,1\nBob,1\n')
})

test('numbers and dates as Europe writes them are read; dates with slashes stay text', async () => {
  const cwd = folderWith({ 'verkauf.csv': 'Datum;Betrag;Am\n01.03.2024;1.234,50;3/4/2024\n15.03.2024;0,50;5/4/2024\n01.04.2024;;\n' })
  const { report, firstLook } = await made(['verkauf.csv'], cwd, 'verkauf')
  expect(report).toContain('`verkauf.csv`: its cells are separated by semicolons.')
  expect(report).toContain('column `Am` of `verkauf.csv`: text, because dates with slashes do not say which number is the month')
  expect(await firstLook()).toBe(
    'time.month,verkauf.verkaufCount,verkauf.totalBetrag,verkauf.averageBetrag\n2024-04-01,1,,\n2024-03-01,2,1235.00,617.5\n',
  )
})

test('times with an offset, however it is written, are instants in UTC', async () => {
  const times = [
    '2024-03-01 00:30:00 +0200',
    '2024-03-01 01:00 UTC',
    '2024-03-01T00:30+02',
    '2024-03-01 00:30:00.5 +05:30',
    '2024-03-01 00:30:00z',
  ]
  const cwd = folderWith({ 'orders.csv': `Id,Created at\n${times.map((time, index) => `#${index + 1},${time}\n`).join('')}` })
  const { files, answer } = await made(['orders.csv'], cwd, 'orders')
  expect(files['order.yml']).toContain('- { name: created_at, type: timestamp, column: Created at }\n')
  // Order 1, 3 and 4 are of the last day of February.
  expect(await answer('{ slice(by: { order: [ORDER_ID, CREATED_AT] }) { rows { order { orderId createdAt orderCount } } } }')).toBe(
    [
      'order.orderId,order.createdAt,order.orderCount',
      '#1,2024-02-29T22:30:00Z,1',
      '#2,2024-03-01T01:00:00Z,1',
      '#3,2024-02-29T22:30:00Z,1',
      '#4,2024-02-29T19:00:00.5Z,1',
      '#5,2024-03-01T00:30:00Z,1',
      '',
    ].join('\n'),
  )
})

test('a file that changes is read anew, because the model refers to it', async () => {
  const cwd = folderWith({ 'visits.csv': 'visit_id,page\n1,home\n' })
  const { firstLook } = await made(['visits.csv'], cwd, 'visits')
  expect(await firstLook()).toBe('visit.visitCount\n1\n')
  writeFileSync(join(cwd, 'visits.csv'), 'visit_id,page\n1,home\n2,cart\n')
  expect(await firstLook()).toBe('visit.visitCount\n2\n')
})
