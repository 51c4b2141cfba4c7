/** `tessera init` on files: the whole model that three small files become, and its first answer. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../support/databases.ts'
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
  const cwd = folderWith({
    'verkauf.csv': 'Datum;Betrag;Am;Gewicht\n01.03.2024;1.234,50 €;3/4/2024;0,125\n15.03.2024;0,50€;5/4/2024;1,500\n01.04.2024;;;\n',
  })
  const { report, firstLook } = await made(['verkauf.csv'], cwd, 'verkauf')
  expect(report).toContain('`verkauf.csv`: its cells are separated by semicolons.')
  expect(report).toContain(
    'column `Betrag` of `verkauf.csv`: its numbers have a decimal comma and are read without `€` and `.`; later ones are rounded to 2 decimal places, as these have.',
  )
  expect(report).toContain('column `Gewicht` of `verkauf.csv`: its numbers have a decimal comma;')
  expect(report).toContain('column `Am` of `verkauf.csv`: text, because dates with slashes do not say which number is the month')
  expect(await firstLook()).toBe(
    'time.month,verkauf.verkaufCount,verkauf.totalBetrag,verkauf.averageBetrag,verkauf.totalGewicht\n2024-04-01,1,,,\n2024-03-01,2,1235.00,617.5,1.625\n',
  )
})

test('numbers as America and Switzerland write them are read', async () => {
  const cells = {
    us: ['$1,234.50', '-$0.50'],
    many: ['1,234,567', '89'],
    ch: ["CHF 1'234.50", 'CHF 7'],
    fr: ['1\u202f234,5', '\u00a07,25'],
  }
  const rows = [0, 1].map((row) => Object.values(cells).map((column) => `"${column[row]}"`))
  const cwd = folderWith({ 'sales.csv': [Object.keys(cells), ...rows].map((row) => `${row.join(',')}\n`).join('') })
  const { report, answer } = await made(['sales.csv'], cwd, 'sales')
  expect(report).toContain('column `us` of `sales.csv`: its numbers are read without `$` and `,`;')
  expect(report).toContain("column `ch` of `sales.csv`: its numbers are read without `CHF` and `'`;")
  expect(await answer('{ slice(by: {}) { rows { sale { totalUs totalMany totalCh totalFr } } } }')).toBe(
    'sale.totalUs,sale.totalMany,sale.totalCh,sale.totalFr\n1234.00,1234656,1241.50,1241.75\n',
  )
})

test('a number that may be a thousand or a decimal stays text, and so do other spellings; the report says why', async () => {
  // In the first file nothing says what the comma is; in the second the comma of `amount` says what the point of `pieces` is.
  const { report, files } = await made(
    ['.', '--to', 'semantic-models/all'],
    folderWith({
      'a.csv':
        'visitors,share,price,mixed,debit,day,note\n"1,234",3%,$5,7,(12.00),2024/01/05,a\n567,4.5 %,€6,N/A,1.00,2024/02/05,7\n89,5%,7,8,2.00,2024/02/06,b\n',
      'b.csv': 'pieces;amount;weight\n1.234;2,50;1.250\n567;3,75;0.250\n',
      'c.csv': 'pieces,phone\n1.234,800 555 123\n567,800 555 124\n',
    }),
    'all',
  )
  for (const [column, file, why] of [
    ['visitors', 'a', 'nothing says whether 1.234 or 1,234 is a thousand or a decimal'],
    ['share', 'a', 'its numbers have percent signs'],
    ['price', 'a', 'its numbers are not all of one currency'],
    ['mixed', 'a', '1 cell is none of the numbers that most are, such as `N/A`'],
    ['debit', 'a', '1 cell is none of the numbers that most are, such as `(12.00)`'],
    ['day', 'a', 'its cells look like numbers or dates, in a spelling that is not read'],
    ['pieces', 'b', 'nothing says whether 1.234 or 1,234 is a thousand or a decimal'],
  ])
    expect(report).toContain(`column \`${column}\` of \`${file}.csv\`: text, because ${why}.`)
  expect(files['a.yml']).not.toContain('type: sum')
  expect(files['b.yml']).toContain('- { name: weight, type: decimal }\n')
  expect(files['c.yml']).toContain('- { name: pieces, type: decimal }\n')
  expect(files['c.yml']).toContain('- { name: phone, type: string, pii: true } # pii: guessed from the name\n')
})

test('the first ten thousand rows do not decide how a number is spelt', { timeout: 60_000 }, async () => {
  const rows = Array.from(
    { length: 10_001 },
    (_, index) => `${index},"${index === 10_000 ? '1,50' : '1,234'}",${index === 10_000 ? 'none' : index}`,
  )
  const { report, files } = await made(['sales.csv'], folderWith({ 'sales.csv': `sale_id,amount,points\n${rows.join('\n')}\n` }), 'sales')
  expect(files['sale.yml']).toContain('# its numbers have a decimal comma;')
  expect(report).toContain('column `points` of `sales.csv`: text, because 1 cell is none of the numbers that most are, such as `none`.')
})

test('labels and times as numbers are no measures, and the price of a piece has no sum', async () => {
  const { files } = await made(
    ['lines.csv'],
    folderWith({
      'lines.csv':
        'line_no,ship_date,created_at,year_born,sort_order,quantity,price,line_price,session_time\n1,20240105,1704412800,1970,1,2,1.50,3.00,7\n2,20240105,1704412800,1970,1,4,2.50,10.00,8\n',
    }),
    'lines',
  )
  expect(files['line.yml']?.split('measures:')[1]?.trimEnd()).toBe(`
      - { name: line_count, type: count }
      - { name: total_quantity, type: sum, sql: "\${quantity}" }
      - { name: average_quantity, type: avg, sql: "\${quantity}" }
      - { name: average_price, type: avg, sql: "\${price}" } # no sum: guessed to be of one piece; of all it is \`\${quantity} * \${price}\`
      - { name: total_line_price, type: sum, sql: "\${line_price}" }
      - { name: average_line_price, type: avg, sql: "\${line_price}" }`)
})

test('products and their tags: prices of an offer have no sum, a table of pairs has both for its key, and its relationship the name of what it leads to', async () => {
  const { files } = await made(
    ['products.csv', 'product_tags.csv', '--to', 'semantic-models/shop'],
    folderWith({
      'products.csv': 'sku,price\nA-1,1.50\nA-2,2.50\nA-3,2.50\n',
      'product_tags.csv': 'sku,tag\nA-1,new\nA-1,sale\nA-2,new\nA-2,sale\n',
    }),
    'shop',
  )
  expect(files['product.yml']).toContain('- { name: average_price, type: avg, sql: "${price}" } # no sum')
  expect(files['product.yml']).not.toContain('type: sum')
  expect(files['product-tag.yml']).toContain('primary_key: [ sku, tag ] # guessed: unique and never empty in all 4 rows\n')
  expect(files['product-tag.yml']).toContain('target: { entity: product, field: sku }, name: product, inverse: product_tags }')
})

test('amounts that are all different by chance are no key', async () => {
  const files = { 'sales.csv': 'amount,day\n5,2024-03-01\n7,2024-03-02\n', 'days.csv': 'day,visitors\n2024-03-01,5\n2024-03-02,6\n' }
  const { files: written } = await made(['sales.csv', 'days.csv', '--to', 'semantic-models/all'], folderWith(files), 'all')
  expect(written['sale.yml']).not.toContain('    primary_key:')
  expect(written['sale.yml']).toContain('- { name: total_amount, type: sum')
  expect(Object.values(written).join('')).toContain('- { name: total_visitors, type: sum')
})

test('rows after today are told where days stand first, too', async () => {
  const { report } = await made(['x.csv'], folderWith({ 'x.csv': 'nr;datum\n1;01.03.2024\n2;01.03.9024\n3;\n' }), 'x')
  expect(report).toContain('`x` has 1 row whose `datum` is after today: questions do not see them before their day')
})

test('a time in a spelling that is not read is told', async () => {
  const { report } = await made(['x.csv'], folderWith({ 'x.csv': 'nr,created_at\n1,"Jan 5, 2024"\n2,"Feb 5, 2024"\n' }), 'x')
  expect(report).toContain('the time of `x`: `created_at` is named like one and is text.')
})

test('Parquet as warehouses write it: whole numbers are decimals without places', async () => {
  const cwd = folderWith({})
  const database = await openTestDatabase('duckdb', {})
  const copy = (file: string, select: string) =>
    database.kysely.executeQuery(CompiledQuery.raw(`copy (${select}) to '${join(cwd, file)}' (format parquet)`))
  await copy('customers.parquet', "select i::decimal(38, 0) as customer_id, 'C' || i as name from range(1, 4) as r (i)")
  await copy(
    'orders.parquet',
    "select i::decimal(38, 0) as order_id, (i % 3 + 1)::decimal(38, 0) as customer_id, (i * 1.25)::decimal(12, 2) as amount, timestamptz '2024-03-01 00:30:00+02' as ordered_at from range(1, 7) as r (i)",
  )
  await database.close()
  const { files, answer } = await made(['customers.parquet', 'orders.parquet', '--to', 'semantic-models/shop'], cwd, 'shop')
  expect(files['order.yml']).toContain('- { name: order_id, type: integer }\n')
  // Of order 3 and 6, 1 and 4, 2 and 5.
  expect(
    await answer('{ slice(by: { customer: [NAME], order: [ORDERED_AT] }) { rows { customer { name } order { orderedAt totalAmount } } } }'),
  ).toBe(
    'customer.name,order.orderedAt,order.totalAmount\nC1,2024-02-29T22:30:00Z,11.25\nC2,2024-02-29T22:30:00Z,6.25\nC3,2024-02-29T22:30:00Z,8.75\n',
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

test('the first query asks for the amount before other numbers; ids with a sign are no numbers', async () => {
  const { report, firstLook } = await made(
    ['orders.csv'],
    folderWith({
      'orders.csv': 'name,order_date,shipping,weight_kg,total\n#1001,2024-03-01,4.90,1.5,10.25\n#1002,2024-03-02,0.00,2.5,20.25\n',
    }),
    'orders',
  )
  expect(report).not.toContain('Noted')
  expect(await firstLook()).toBe(
    'time.month,order.orderCount,order.sumOfTotal,order.averageTotal,order.totalShipping\n2024-03-01,2,30.50,15.25,4.90\n',
  )
})

test('a file that changes is read anew, because the model refers to it', async () => {
  const cwd = folderWith({ 'visits.csv': 'visit_id,page\n1,home\n' })
  const { firstLook } = await made(['visits.csv'], cwd, 'visits')
  expect(await firstLook()).toBe('visit.visitCount\n1\n')
  writeFileSync(join(cwd, 'visits.csv'), 'visit_id,page\n1,home\n2,cart\n')
  expect(await firstLook()).toBe('visit.visitCount\n2\n')
})
