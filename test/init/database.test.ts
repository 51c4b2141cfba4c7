/** `tessera init` on both databases: what their catalogs know is taken as it is, what they do not know is found in the rows. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { tessera } from '../cli/command.ts'
import { engines, ownDatabaseUrl } from '../support/databases.ts'
import { folderWith } from '../support/folders.ts'
import { databaseWith, made, nothingWritten } from './made.ts'

/** The model is named by `--to`: databases of tests have names of their own. */
const toShop = ['--to', 'semantic-models/shop']

test.each(engines)('keys, relationships and descriptions of the catalog on %s', async (engine) => {
  const url = await databaseWith(engine, [
    'create table customers (id integer primary key, name text, "Größe in m" double precision)',
    "comment on table customers is 'Who buys: shops and bars'",
    "comment on column customers.name is 'The name on the # invoice'",
    'create table orders (order_no text primary key, billing_customer_id integer references customers (id), shipping_customer_id integer references customers (id), ordered_at timestamp, amount numeric(10, 2))',
    'create table order_items (order_no text references orders (order_no), line integer, quantity integer, primary key (order_no, line))',
    'create table returns (return_id integer primary key, order_no text, line integer, foreign key (order_no, line) references order_items (order_no, line))',
    'create view big_orders as select order_no, amount from orders where amount > 100',
    "insert into customers values (1, 'Ann', 1.5), (2, 'Bob', null)",
    "insert into orders values ('a', 1, 2, timestamp '2024-03-01 10:00:00', 150.00), ('b', 2, 2, timestamp '2024-04-01 10:00:00', 50.25)",
    "insert into order_items values ('a', 1, 3), ('a', 2, 4), ('b', 1, 5)",
    "insert into returns values (7, 'a', 2)",
  ])
  const { report, files, firstLook, answer } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(files['customer.yml']).toContain('    description: "Who buys: shops and bars"\n')
  expect(files['customer.yml']).toContain('- { name: customer_id, type: integer, column: id }\n')
  expect(files['customer.yml']).toContain('"The name on the # invoice"')
  expect(files['customer.yml']).toContain('- { name: grosse_in_m, type: float, column: Größe in m }\n')
  expect(files['customer.yml']).toContain('table: customers\n    primary_key: customer_id\n')
  expect(files['order.yml']).toContain(`    relationships:
      - { type: N:1, field: billing_customer_id, target: { entity: customer, field: customer_id }, name: billing_customer, inverse: orders, preferred: true } # preferred: guessed, of 2 ways between order and customer
      - { type: N:1, field: shipping_customer_id, target: { entity: customer, field: customer_id }, name: shipping_customer, inverse: orders_as_shipping_customer }
`)
  expect(files['order-item.yml']).toContain('primary_key: [ order_no, line ]\n')
  expect(files['return.yml']).toContain(
    '- { type: N:1, field: [ order_no, line ], target: { entity: order_item, field: [ order_no, line ] }, name: order_item, inverse: returns }\n',
  )
  expect(files['big-order.yml']).toContain('# From the view big_orders: 1 row.\n')
  expect(report).toContain('primary key of `big_order`: `order_no`, unique and never empty in all 1 row.')
  expect(report).not.toContain('primary key of `order`')
  expect((await firstLook()).replaceAll(/\d+$/gm, 'DAYS')).toBe(
    'time.month,order.orderCount,order.totalAmount,order.averageAmount,order.recency\n2024-04-01,1,50.25,50.25,DAYS\n2024-03-01,1,150.00,150,DAYS\n',
  )
  // Ann was billed for order a, whose two items hold 3 and 4.
  expect(
    await answer('{ slice(by: { customer: [NAME] }) { rows { customer { name } orderItem { totalQuantity } order { monetary } } } }'),
  ).toBe('customer.name,orderItem.totalQuantity,order.monetary\nAnn,7,150.00\nBob,5,50.25\n')
})

test.each(engines)('without keys they are found in the rows on %s', async (engine) => {
  const url = await databaseWith(engine, [
    'create table customers (customer_id text, state text)',
    'create table orders (order_id integer, customer_id text, amount integer)',
    'create table prices (sku text, valid_from date, price numeric(8, 2))',
    'create table log (message text)',
    'create table stores (store_id integer, city text)',
    'create table visits (visit_id integer, store_id integer)',
    "insert into customers values ('a', 'MA'), ('b', 'NY'), ('c', 'NY')",
    "insert into orders values (1, 'a', 5), (2, 'a', 6), (3, 'b', 7), (4, null, 8)",
    "insert into prices values ('x', date '2024-01-01', 1), ('x', date '2024-02-01', 2), ('y', date '2024-01-01', 1)",
    "insert into log values ('hello'), ('hello'), (null)",
    "insert into stores values (1, 'Rome'), (2, 'Oslo')",
    'insert into visits values (1, 1), (2, 8), (3, 9)',
  ])
  const { report, files, answer } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(files['customer.yml']).toContain('primary_key: customer_id # guessed: unique and never empty in all 3 rows\n')
  expect(files['order.yml']).toContain('name: customer, inverse: orders } # guessed: all 2 values are in `customer.customer_id`\n')
  expect(files['price.yml']).toContain('primary_key: [ sku, valid_from ] # guessed: unique and never empty in all 3 rows\n')
  // `valid_from` is the only date, and says until when a price holds: no moment at which a row happened.
  expect(files['price.yml']).not.toContain('time:')
  expect(report).toContain('the time of `price`: no name of `valid_from` says when a row happened.')
  expect(files['log.yml']).toContain('  # No primary_key: no column and no pair of columns tells its rows apart.\n')
  expect(report).toContain('the primary key of `log`: no column and no pair of columns was found that tells its rows apart.')
  expect(files['visit.yml']).not.toContain('relationships')
  expect(report).toContain(
    'a relationship from `visit.store_id` to `store.store_id`, which the names suggest: 2 of 3 values are not there.',
  )
  expect(await answer('{ slice(by: { customer: [STATE] }) { rows { customer { state customerCount } order { totalAmount } } } }')).toBe(
    'customer.state,customer.customerCount,order.totalAmount\nMA,1,11\nNY,2,7\n,0,8\n',
  )
  expect(await answer('{ slice(by: { log: [MESSAGE] }) { rows { log { message logCount } } } }')).toBe(
    'log.message,log.logCount\nhello,2\n,1\n',
  )
})

test('types of PostgreSQL that models have no word for are left out; enums, uuids and names with capitals are not', async () => {
  const url = await databaseWith('postgres', [
    "create type mood as enum ('good', 'bad')",
    'create table "User Events" ("ID" uuid primary key, "userMood" mood, payload jsonb, tags text[], "at" timestamptz, took interval, "select" integer)',
    'create table "a.b" (id integer primary key)',
    `insert into "User Events" values ('00000000-0000-0000-0000-000000000001', 'good', '{}', '{x}', '2024-05-01 00:00:00+02', '1 day', 3)`,
  ])
  const { report, files, firstLook } = await made([url, ...toShop], folderWith({}), 'shop')
  for (const [column, type] of [
    ['payload', 'jsonb'],
    ['tags', 'text[]'],
    ['took', 'interval'],
  ])
    expect(report).toContain(`column \`${column}\` of table \`User Events\`: models have no type for ${type}.`)
  expect(files['user-event.yml']).toContain('table: User Events\n')
  expect(files['user-event.yml']).toContain('- { name: user_event_id, type: string, column: ID }\n')
  expect(files['user-event.yml']).toContain('- { name: select, type: integer }\n')
  expect(files['a-b.yml']).toContain('sql: select * from "a.b"\n')
  expect(await firstLook()).toBe('time.month,userEvent.userEventCount,userEvent.totalSelect,userEvent.averageSelect\n2024-04-01,1,3,3\n')
})

test.each(engines)(
  'a column leads to the table it is named after, not to a view with the same key or to what it counts, on %s',
  async (engine) => {
    const url = await databaseWith(engine, [
      'create table customers (id integer primary key, state text, parent_id integer references customers (id), created_at timestamp)',
      'create table orders (order_no integer primary key, customer_id integer, amount integer)',
      'create table visits (visit_id integer primary key, customer_id integer, visited_at timestamp)',
      'create view customer_totals as select customer_id, count(*) as orders, sum(amount) as amount from orders group by customer_id',
      "insert into customers values (1, 'MA', null, timestamp '2024-01-01 00:00:00')",
      "insert into customers values (2, 'NY', 1, timestamp '2024-01-01 00:00:00')",
      'insert into orders values (1, 1, 5), (2, 1, 6)',
      "insert into visits values (1, 1, timestamp '2024-01-01 00:00:00'), (2, 2, timestamp '2024-01-01 00:00:00')",
    ])
    const { files, answer } = await made([url, ...toShop], folderWith({}), 'shop')
    expect(files['visit.yml']).toContain('target: { entity: customer, field: customer_id }, name: customer, inverse: visits }')
    expect(files['customer-total.yml']?.match(/target: \{.*?\}/g)).toEqual(['target: { entity: customer, field: customer_id }'])
    // Recency of customers is that of their visits, not of customers.
    expect(files['customer.yml']).not.toContain('measure: customer.')
    expect(files['customer.yml']).toContain('measure: visit.recency')
    expect(await answer('{ slice(by: { customer: [STATE] }) { rows { customer { state } visit { visitCount } } } }')).toBe(
      'customer.state,visit.visitCount\nMA,1\nNY,1\n',
    )
  },
)

test('of several tables with the key that a column is named after, the one with all its values is meant', async () => {
  const url = await databaseWith('duckdb', [
    'create table clients (customer_id integer primary key, state text)',
    'create table customer_statistics_of_the_year (customer_id integer primary key, visits integer)',
    'create table orders (order_no integer primary key, customer_id integer)',
    "insert into clients select i, 'MA' from range(1, 21) as r (i)",
    'insert into customer_statistics_of_the_year select i, i from range(1, 20) as r (i)',
    'insert into orders select i, i from range(1, 21) as r (i)',
  ])
  const { files } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(files['order.yml']).toContain('target: { entity: client, field: customer_id }')
})

test('of a table that is to be read in part, these columns become the model; domains are the types they are of', async () => {
  const url = await databaseWith('postgres', [
    "create domain email as varchar(40) check (value like '%@%')",
    "create type mood as enum ('good', 'bad')",
    "create domain answer as mood check (value <> 'bad')",
    'create domain price as numeric(8, 2)',
    'create table customers (customer_id integer primary key, email email, felt answer, credit price, salary numeric, city text)',
    "insert into customers values (1, 'a@x', 'good', 1.50, 1000, 'Bonn'), (2, 'b@x', null, 2.25, 2000, 'Kiel')",
  ])
  const role = `reader_${randomUUID().slice(0, 8)}`
  const asOwner = async (statements: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(statements)
    await client.end()
  }
  await asOwner(`create role ${role} login password 'secret';
    do $$ begin execute format('grant usage on schema %I to ${role}', current_schema()); end $$;
    grant select (customer_id, email, felt, credit, city) on customers to ${role}`)
  onTestFinished(() => asOwner(`drop owned by ${role}; drop role ${role}`))
  const reader = new URL(url)
  reader.username = role
  reader.password = 'secret'
  const { report, files, answer } = await made([reader.href, ...toShop], folderWith({}), 'shop')
  expect(report).toContain('column `customers.salary`: not to be read by this user.')
  expect(files['customer.yml']).toContain('primary_key: customer_id\n')
  expect(files['customer.yml']).toContain('- { name: felt, type: string }\n')
  expect(files['customer.yml']).not.toContain('salary')
  expect(await answer('{ slice(by: { customer: [EMAIL, FELT] }) { rows { customer { email felt totalCredit } } } }')).toBe(
    'customer.email,customer.felt,customer.totalCredit\na@x,good,1.50\nb@x,,2.25\n',
  )
  const where = '{ customer: { felt: { eq: "good" }, email: { startsWith: "a" }, credit: { lt: "2" } } }'
  expect(await answer(`{ slice(by: {}, where: ${where}) { rows { customer { customerCount } } } }`)).toBe('customer.customerCount\n1\n')
})

test.each(engines)('customers that have a last order: questions go by whose order it is, on %s', async (engine) => {
  const url = await databaseWith(engine, [
    'create table customers (customer_id integer primary key, state text, last_order_id integer)',
    'create table orders (order_id integer primary key, customer_id integer, ordered_at timestamp, amount integer)',
    "insert into customers values (1, 'MA', 2), (2, 'NY', 3)",
    "insert into orders values (1, 1, timestamp '2024-01-01 00:00:00', 5), (2, 1, timestamp '2024-01-02 00:00:00', 6), (3, 2, timestamp '2024-01-03 00:00:00', 7)",
  ])
  const { report, files, answer } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(files['customer.yml']).toContain('name: last_order, inverse: customers }')
  expect(files['order.yml']).toContain('name: customer, inverse: orders, preferred: true }')
  expect(report).toContain('of 2 ways between `order` and `customer`, `order.customer` is preferred.')
  const by = '{ customer: [STATE, ORDER_FREQUENCY, ORDER_MONETARY] }'
  expect(await answer(`{ slice(by: ${by}) { rows { customer { state orderFrequency orderMonetary } order { totalAmount } } } }`)).toBe(
    'customer.state,customer.orderFrequency,customer.orderMonetary,order.totalAmount\nMA,2,11,11\nNY,1,7,7\n',
  )
})

test.each(engines)('rows after today are told on %s', async (engine) => {
  const url = await databaseWith(engine, [
    'create table bookings (id integer primary key, booking_date date)',
    "insert into bookings values (1, date '2024-01-01'), (2, date '9000-01-01')",
  ])
  const { report } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(report).toContain(
    '`booking` has 1 row whose `booking_date` is after today: questions do not see them before their day, unless the entity says `future: true`.',
  )
})

test.each(engines)('a database without tables makes no model on %s', async (engine) => {
  const url = await databaseWith(engine, ['create table t (a integer)', 'drop table t'], ownDatabaseUrl)
  const cwd = folderWith({})
  expect(await tessera(['init', url], { cwd })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('it has no table that may be read.'),
  })
  expect(nothingWritten(cwd)).toBe(true)
})

test('a view whose table is gone is left out', async () => {
  const url = await databaseWith('duckdb', [
    'create table old (id integer)',
    'create view of_old as select * from old',
    'drop table old',
    'create table customers (customer_id integer primary key)',
  ])
  const { report, files } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(report).toContain('view `of_old`: the database cannot read it.')
  expect(Object.keys(files)).toEqual(['customer.yml', 'model.yml', 'queries/first-look.graphql'])
})

test('of two ways to an equal name, and of tables that refer to themselves, each has its own', async () => {
  const url = await databaseWith('postgres', [
    'create table employees (id integer primary key, manager_id integer references employees (id), employee text)',
    'create table tickets (id integer primary key, customer integer, opened_at timestamp)',
    'create table customers (id integer primary key, tickets integer)',
    'insert into customers values (1, 5)',
    "insert into tickets values (1, 1, timestamp '2024-01-01 00:00:00')",
  ])
  const { files, answer } = await made([url, ...toShop], folderWith({}), 'shop')
  expect(files['employee.yml']).toContain('target: { entity: employee, field: employee_id }, name: manager, inverse: employees }\n')
  expect(files['ticket.yml']).toContain(
    '- { type: N:1, field: customer, target: { entity: customer, field: customer_id }, name: customer_row, inverse: tickets_rows } # guessed: its only value is in `customer.id`\n',
  )
  expect(await answer('{ slice(by: { customer: [CUSTOMER_ID] }) { rows { customer { customerId } ticket { ticketCount } } } }')).toBe(
    'customer.customerId,ticket.ticketCount\n1,1\n',
  )
})
