/** Which columns of which tables the columns of a SELECT come from, as far as its text tells. */
import { beforeAll, describe, expect, test } from 'vitest'
import { loadExpressionParser } from '../../../src/semantic/expression/parser.ts'
import { selectLineage, type TableName } from '../../../src/semantic/expression/select-lineage.ts'

beforeAll(loadExpressionParser)

function printTable({ schema, table }: TableName): string {
  return schema === undefined ? table : `${schema}.${table}`
}

function columns(sql: string, name: string): readonly string[] | undefined {
  return selectLineage(sql)
    .columnsOf(name)
    ?.map((found) => `${printTable(found)}.${found.column}`)
}

function tables(sql: string): readonly string[] {
  return selectLineage(sql).tables.map(printTable)
}

describe('columns', () => {
  test.each([
    ['a column of the only table', 'select id, state from crm.customer', 'state', ['crm.customer.state']],
    ['a column under another name', 'select cust_no as id from customer', 'id', ['customer.cust_no']],
    ['an expression', 'select net + tax as gross from orders', 'gross', ['orders.net', 'orders.tax']],
    ['an expression over constants', 'select 1 + 1 as two from orders', 'two', []],
    ['a call without a name is called like its function', 'select lower(state) from customer', 'lower', ['customer.state']],
    ['a table with an alias', 'select c.state from crm.customer c', 'state', ['crm.customer.state']],
    [
      'tables joined, each column with its table',
      'select o.id, c.state from orders o join customer c on c.id = o.customer_id',
      'state',
      ['customer.state'],
    ],
    ['every column of the only table', 'select * from lake.audience.customers', 'email', ['lake.audience.customers.email']],
    ['every column of one of two tables', 'select o.*, c.state from orders o join customer c on true', 'amount', ['orders.amount']],
    ['a column beside a star', 'select *, net + tax as gross from orders', 'gross', ['orders.net', 'orders.tax']],
    ['a sub-select', 'select s.gross from (select net + tax as gross from orders) s', 'gross', ['orders.net', 'orders.tax']],
    ['every column of a sub-select', 'select * from (select net + tax as gross from orders) s', 'gross', ['orders.net', 'orders.tax']],
    [
      'the only one of two sub-selects that has it',
      'select total from (select id, sum(amount) as total from orders group by id) a join (select id from customer) b on true',
      'total',
      ['orders.amount'],
    ],
    ['WITH', 'with paid as (select id, amount from orders where paid) select amount from paid', 'amount', ['orders.amount']],
    ['WITH and its own names', 'with paid(a, b) as (select id, amount from orders) select b from paid', 'b', ['orders.amount']],
    ['names given to a sub-select', 'select b from (select id, amount from orders) as t(a, b)', 'b', ['orders.amount']],
    [
      'UNION, by position',
      'select id, net as x from orders union all select id, gross from old_orders',
      'x',
      ['orders.net', 'old_orders.gross'],
    ],
    ['VALUES', "select label from (values (1, 'a')) as t(id, label)", 'label', []],
    [
      'a sub-select in an expression',
      'select (select max(o.amount) from orders o where o.customer_id = c.id) as largest from customer c',
      'largest',
      ['orders.amount'],
    ],
    [
      'a window',
      'select row_number() over (partition by c.state order by c.since) as n from customer c',
      'n',
      ['customer.state', 'customer.since'],
    ],
  ])('%s', (_, sql, name, expected) => {
    expect(columns(sql, name)).toEqual(expected)
  })

  test.each([
    ['a column that either of two tables may have', 'select state from orders, customer', 'state'],
    ['every column of two tables', 'select * from orders o join customer c on true', 'state'],
    ['a union of stars', 'select * from orders union all select * from old_orders', 'amount'],
    ['a name that is not selected', 'select id from orders', 'amount'],
    ['a function in FROM', 'select n from generate_series(1, 3) as n', 'n'],
    ['a recursive WITH', 'with recursive t as (select 1 as n union all select n + 1 from t) select n from t', 'n'],
    ['what is no SELECT', 'nonsense', 'n'],
  ])('not told: %s', (_, sql, name) => {
    expect(columns(sql, name)).toBeUndefined()
  })
})

test('tables are all that are read, in whatever part, each once; names of WITH are none', () => {
  expect(
    tables(`with paid as (select * from orders where paid)
      select c.id from crm.customer c join paid on true left join orders o on o.id = c.id where exists (select 1 from complaint)`),
  ).toEqual(['crm.customer', 'orders', 'complaint'])
})
