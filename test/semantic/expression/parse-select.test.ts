/** The `sql:` of an entity: what runs on both engines, and what is refused. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { loadExpressionParser } from '../../../src/semantic/expression/parse.ts'
import { parseSelect } from '../../../src/semantic/expression/parse-select.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { messages } from './evaluate.ts'

const parse = (value: string, trusted = false) => parseSelect({ value, span: { file: 'model.yml', line: 1, column: 1 } }, { trusted })

beforeAll(loadExpressionParser)

describe.each(engines)('on %s', (engine) => {
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, {
      orders: {
        columns: { id: 'integer', customer: 'string', placed: 'date', amount: 'decimal' },
        rows: [
          [1, 'ann', '2024-01-01', '10.00'],
          [2, 'ann', '2024-01-03', '20.00'],
          [3, 'bob', '2024-02-01', '5.00'],
        ],
      },
      people: { columns: { name: 'string', state: 'string' }, rows: [['ann', 'NY']] },
    })
  })
  afterAll(() => database.close())

  test.each([
    ['select id as v from orders where amount > 6 -- the large ones', [1, 2]],
    ['SELECT id AS v FROM orders;', [1, 2, 3]],
    ['with big as (select * from orders where amount >= 10) select count(*) as v from big', [2]],
    ['select o.id as v from orders o left join people p on p.name = o.customer where p.state is null', [3]],
    ['select row_number() over (partition by customer order by placed desc) as v from orders', [1, 1, 2]],
    ['select id as v from orders where customer in (select name from people)', [1, 2]],
    ['select id as v from (select id, placed from orders) t where extract(month from placed) = 2', [3]],
    ['select v from (values (1), (2)) as t(v) union all select 3', [1, 2, 3]],
    ["select id as v from orders where customer like 'a!_%' escape '!' or customer like 'b%' /* not ann */", [3]],
    ["select id as v from orders where placed >= date '2024-01-03' - interval '1 day' and position('n' in customer) > 0", [2]],
    [
      "select id as v from orders where placed between cast('2024-01-02' as date) and '2024-12-31'::date and amount is distinct from 5",
      [2],
    ],
    ['select cast(sum(amount) filter (where id > 1) as integer) as v from orders group by customer having count(distinct id) > 0', [5, 20]],
    [
      "select case when trim(both ' ' from customer) = 'bob' then 0 else length(substring(customer from 2)) end as v from orders",
      [0, 2, 2],
    ],
    ['select distinct coalesce(nullif(id, 3), 9) as v from orders order by v limit 5', [1, 2, 9]],
  ])('%s', async (text, values) => {
    const parsed = parse(text)
    expect(messages(parsed)).toEqual([])
    if (!parsed.ok) return
    const rows = await sql<{ v: unknown }>`select v from (${sql.raw(parsed.value.sql)}) as entity order by v`.execute(database.kysely)
    expect(rows.rows.map(({ v }) => Number(v))).toEqual(values)
  })
})

test('comments do not get through', () => {
  const parsed = parse('select a -- one\n from t /* two */')
  expect(parsed).toEqual({ ok: true, value: { sql: 'SELECT a\nFROM t' } })
})

const notAllowed = (place: number, what: string, fix?: string) =>
  `${place} SELECT_NOT_ALLOWED ${what} is not allowed in the \`sql\` of an entity.${fix === undefined ? '' : ` ${fix}`}`

test.each([
  ['', '1 EXPRESSION_SYNTAX Not an SQL expression: it is empty.'],
  ['selec a from t', '1 EXPRESSION_SYNTAX Not an SQL expression: `selec` is not expected at this place.'],
  ['select a from', '10 EXPRESSION_SYNTAX Not an SQL expression: it ends after `from`.'],
  ['select 1; select 2', notAllowed(1, 'A second statement', 'It is one SELECT.')],
  ['select 1; drop table t', notAllowed(1, 'A second statement', 'It is one SELECT.')],
  ['delete from t', notAllowed(1, '`delete`', 'It is one SELECT.')],
  ['create table x as select 1', notAllowed(1, '`create`', 'It is one SELECT.')],
  ['copy t to stdout', notAllowed(1, '`copy`', 'It is one SELECT.')],
  ['with x as (delete from t returning *) select * from x', notAllowed(6, '`delete`')],
  ['select * into n from t', notAllowed(1, '`into`')],
  ['select * from t for update', notAllowed(1, 'A lock (`for update`)')],
  ['select * from t where a = $1', notAllowed(27, 'A parameter such as `$1`')],
  ['select ${a} from t', notAllowed(8, '`${a}`', 'Dimensions over the rows of the SELECT have references.')],
  [
    'select current_user',
    notAllowed(8, 'A value of the session such as `current_date` or `current_user`', 'Dimensions and measures read `${as_of}`.'),
  ],
  ['select now()', notAllowed(8, '`now`', 'The date of the question is `${as_of}`.')],
  ['select pg_sleep(1)', '8 UNKNOWN_FUNCTION Function `pg_sleep` is not on the list of allowed functions.'],
  ['select lowr(a) from t', '8 UNKNOWN_FUNCTION Function `lowr` is not on the list of allowed functions. Closest: `lower`.'],
  [
    'select pg_catalog.lower(a) from t',
    notAllowed(8, 'Function `pg_catalog.lower` with a schema in front', 'Functions are called by their name alone: `lower`.'),
  ],
  [
    "select 'pg_class'::regclass",
    notAllowed(18, 'Type `regclass`', 'Types are integer, bigint, numeric(p, s), double precision, text, boolean, date, timestamp.'),
  ],
  ['select a from t tablesample system (1)', notAllowed(29, '`tablesample`')],
  [
    'select a from read_csv(1)',
    [
      notAllowed(1, 'A function in FROM', '`trusted: true` on the entity allows it.'),
      '15 UNKNOWN_FUNCTION Function `read_csv` is not on the list of allowed functions.',
    ],
  ],
])('%s', (text, message) => {
  expect(messages(parse(text))).toEqual([message].flat())
})

test('`trusted` lifts the list of functions, also in FROM, and nothing else', () => {
  expect(messages(parse('select my_function(a) from generate_series(1, 3) as g(a)', true))).toEqual([])
  expect(messages(parse('select 1; select 2', true))).toEqual([notAllowed(1, 'A second statement', 'It is one SELECT.')])
  expect(messages(parse('with x as (delete from t returning *) select * from x', true))).toEqual([notAllowed(6, '`delete`')])
})

test('a text that is too long or too deep is refused', () => {
  const tooLarge = (reason: string) => [
    `1 EXPRESSION_TOO_LARGE The expression is too large: ${reason}. Parts of it can be members of their own, hidden or not.`,
  ]
  expect(messages(parse(`select ${'1, '.repeat(30_000)}1`))).toEqual(tooLarge('90008 characters, at most 50000 are read'))
  expect(messages(parse(`select ${'('.repeat(15_000)}1${')'.repeat(15_000)}`))).toEqual(tooLarge('it is nested too deeply'))
  expect(messages(parse(`select ${'a+'.repeat(15_000)}a`))).toEqual(tooLarge('it is nested too deeply'))
})
