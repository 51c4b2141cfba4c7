/** What a model says of keys and relationships, held against rows that do not keep it. */
import { describe, expect, test } from 'vitest'
import { issueMessage, placeText } from '../../../src/semantic/issues/print.ts'
import { checkData } from '../../../src/semantic/run/check-data.ts'
import { type EngineName, engines, openTestDatabase, type TestTables } from '../../support/databases.ts'
import { catalogOf, storyNow } from '../../support/story.ts'

/** `severity CODE place` and the message of each finding, in the order found. */
async function findings(engine: EngineName, entities: string, tables: TestTables): Promise<readonly string[]> {
  const catalog = await catalogOf(`version: 1\nmodel: shop\nentities:\n${entities}`)
  const database = await openTestDatabase(engine, tables)
  const found = await checkData(catalog, { kysely: database.kysely, dialect: database.engine, asOf: storyNow })
  await database.close()
  return found.map(({ severity, issue }) => {
    const place = issue.span === undefined ? 'nowhere' : placeText(issue.span).replace('model.yml:', '')
    return `${severity} ${issue.code} ${place} ${issueMessage(issue)}`
  })
}

const customer = `  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: string }, { name: email, type: string }]
`
const purchase = (relationship: string) => `  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions: [{ name: purchase_id, type: integer }, { name: customer_id, type: string }, { name: email, type: string }]
    relationships: [${relationship}]
`
const customers = (...rows: readonly (readonly unknown[])[]) => ({
  customer: { columns: { customer_id: 'string', email: 'string' }, rows } as const,
})
const purchases = (...rows: readonly (readonly unknown[])[]) => ({
  purchase: { columns: { purchase_id: 'integer', customer_id: 'string', email: 'string' }, rows } as const,
})
const byCustomer = '{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }'
const byEmail = (more: string) => `{ type: N:1, field: email, target: { entity: customer, field: email }${more} }`

describe.each(engines)('data on %s', (engine) => {
  test('that keeps what the model says has no findings, and neither have empty tables', async () => {
    const model = customer + purchase(byCustomer)
    expect(await findings(engine, model, { ...customers(['ann', null]), ...purchases([1, 'ann', null], [2, 'ann', null]) })).toEqual([])
    expect(await findings(engine, model, { ...customers(), ...purchases() })).toEqual([])
  })

  test('primary keys that repeat or are null: the rows concerned, and the three most frequent values', async () => {
    const rows = [...'aabbbccdde'].map((id) => [id, null])
    expect(await findings(engine, customer, customers(...rows, [null, null], [null, null]))).toEqual([
      'error KEY_NOT_UNIQUE 4:11 Primary key `customer_id` of `customer` is not unique: 9 rows share it with another row, such as `b`, `a` and `c`. Rows that refer to one of them are counted more than once.',
      'error KEY_IS_NULL 4:11 Primary key `customer_id` of `customer` is null in 2 rows: nothing can refer to them.',
    ])
  })

  test('a composite key repeats as a whole and is null in part; a relationship over it is matched in pairs', async () => {
    const model = `  - name: line
    table: line
    primary_key: [order_id, position]
    dimensions: [{ name: order_id, type: integer }, { name: position, type: integer }]
  - name: parcel
    table: parcel
    primary_key: parcel_id
    dimensions: [{ name: parcel_id, type: integer }, { name: order_id, type: integer }, { name: place, type: integer, column: position }]
    relationships: [{ type: N:1, field: [place, order_id], target: { entity: line, field: [position, order_id] } }]
`
    const line = {
      columns: { order_id: 'integer', position: 'integer' },
      rows: [
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 1],
        [3, null],
      ],
    } as const
    const parcel = {
      columns: { parcel_id: 'integer', order_id: 'integer', position: 'integer' },
      rows: [
        [1, 1, 2],
        [2, 2, 1],
        [3, 2, 2],
        [4, 1, null],
      ],
    } as const
    expect(await findings(engine, model, { line, parcel })).toEqual([
      'error KEY_NOT_UNIQUE 4:11 Primary key `order_id` and `position` of `line` is not unique: 2 rows share it with another row, such as `2, 1`. Rows that refer to one of them are counted more than once.',
      'error KEY_IS_NULL 4:11 Primary key `order_id` and `position` of `line` has a null part in 1 row: nothing can refer to it.',
      'warning ORPHAN_ROWS 12:23 `parcel` to `line`: 1 row refers by `place` and `order_id` to no row of `line`, such as `2, 2`. In answers by `line` it stands in the null group.',
      'hint NULL_REFERENCE 12:23 `parcel` to `line`: `place` and `order_id` has a null part in 1 row, which reaches no `line`.',
    ])
  })

  test('rows that refer to nothing, and rows that refer to what does not exist', async () => {
    const tables = {
      ...customers(['ann', null], ['bob', null]),
      ...purchases([1, 'ann', null], [2, 'zed', null], [3, 'zed', null], [4, 'Ann', null], [5, '', null], [6, null, null]),
    }
    expect(await findings(engine, customer + purchase(byCustomer), tables)).toEqual([
      "warning ORPHAN_ROWS 12:23 `purchase` to `customer`: 4 rows refer by `customer_id` to no row of `customer`, such as `''`, `Ann` and `zed`. In answers by `customer` they stand in the null group.",
      'hint NULL_REFERENCE 12:23 `purchase` to `customer`: `customer_id` is null in 1 row, which reaches no `customer`.',
    ])
  })

  test('declared from the other end, the same rows are orphans', async () => {
    const model = `${customer}    relationships: [{ type: 1:N, field: customer_id, target: { entity: purchase, field: customer_id } }]\n${purchase('')}`
    expect(await findings(engine, model, { ...customers(['ann', null]), ...purchases([1, 'zed', null]) })).toEqual([
      'warning ORPHAN_ROWS 8:23 `purchase` to `customer`: 1 row refers by `customer_id` to no row of `customer`, such as `zed`. In answers by `customer` it stands in the null group.',
    ])
  })

  test('a relationship declared at both ends is looked at once', async () => {
    const model = `${customer}    relationships: [{ type: 1:N, field: customer_id, target: { entity: purchase, field: customer_id } }]\n${purchase(byCustomer)}`
    expect(await findings(engine, model, { ...customers(['ann', null]), ...purchases([1, null, null]) })).toEqual([
      'hint NULL_REFERENCE 8:23 `purchase` to `customer`: `customer_id` is null in 1 row, which reaches no `customer`.',
    ])
  })

  test('to-one beside the primary key: verified and wrong is an error, not verified a warning, not verified and right a hint', async () => {
    const wrong = { ...customers(['ann', 'a@x'], ['bob', 'a@x'], ['cem', 'c@x'], ['dot', null]), ...purchases([1, null, 'a@x']) }
    const right = { ...customers(['ann', 'a@x'], ['bob', 'b@x'], ['dot', null]), ...purchases([1, null, 'a@x']) }
    const share = '2 rows of `customer` share their `email` with another row, such as `a@x`'
    expect(await findings(engine, customer + purchase(byEmail(', verified: true')), wrong)).toEqual([
      `error NOT_TO_ONE 12:23 \`purchase\` to \`customer\` is verified to reach one row, but ${share}: answers count rows of \`purchase\` more than once. Without \`verified: true\` it is planned as to-many.`,
    ])
    expect(await findings(engine, customer + purchase(byEmail('')), wrong)).toEqual([
      `warning PLANNED_AS_TO_MANY 12:23 \`purchase\` to \`customer\` is declared to reach one row, but ${share}. It is planned as to-many.`,
    ])
    expect(await findings(engine, customer + purchase(byEmail('')), right)).toEqual([
      'hint COULD_BE_VERIFIED 12:23 `purchase` to `customer` reaches one row in the data: `email` is unique in the 2 rows of `customer` that have it. It is planned as to-many; with `verified: true` it is planned as to-one.',
    ])
    expect(await findings(engine, customer + purchase(byEmail(', verified: true')), right)).toEqual([])
  })

  test('1:1 is held at both ends: two refunds of one purchase; and advised for neither where one end is to-many', async () => {
    const refunds = (type: string) => `${customer}  - name: refund
    table: purchase
    primary_key: purchase_id
    dimensions: [{ name: purchase_id, type: integer }, { name: customer_id, type: string }, { name: email, type: string }]
    relationships: [${type}]
`
    const toKey = '{ type: 1:1, field: customer_id, target: { entity: customer, field: customer_id } }'
    const tables = { ...customers(['ann', 'a@x'], ['bob', 'b@x']), ...purchases([1, 'ann', 'a@x'], [2, 'ann', 'a@x'], [3, 'zed', null]) }
    expect(await findings(engine, refunds(toKey), tables)).toEqual([
      'warning ORPHAN_ROWS 12:23 `refund` to `customer`: 1 row refers by `customer_id` to no row of `customer`, such as `zed`. In answers by `customer` it stands in the null group.',
      'warning PLANNED_AS_TO_MANY 12:23 `customer` to `refund` is declared to reach one row, but 2 rows of `refund` share their `customer_id` with another row, such as `ann`. It is planned as to-many.',
    ])
    const byMail = '{ type: 1:1, field: email, target: { entity: customer, field: email } }'
    expect(await findings(engine, refunds(byMail), tables)).toEqual([
      'hint NULL_REFERENCE 12:23 `refund` to `customer`: `email` is null in 1 row, which reaches no `customer`.',
      'warning PLANNED_AS_TO_MANY 12:23 `customer` to `refund` is declared to reach one row, but 2 rows of `refund` share their `email` with another row, such as `a@x`. It is planned as to-many.',
    ])
  })

  test('an entity that refers to itself', async () => {
    const model = `  - name: employee
    table: employee
    primary_key: employee_id
    dimensions: [{ name: employee_id, type: integer }, { name: manager_id, type: bigint }]
    relationships: [{ type: N:1, name: manager, inverse: reports, field: manager_id, target: { entity: employee, field: employee_id } }]
`
    const employee = {
      columns: { employee_id: 'integer', manager_id: 'bigint' },
      rows: [
        [1, null],
        [2, 1],
        [3, 1],
        [4, 9],
      ],
    } as const
    expect(await findings(engine, model, { employee })).toEqual([
      'warning ORPHAN_ROWS 8:23 `employee` to `employee`: 1 row refers by `manager_id` to no row of `employee`, such as `9`. In answers by `employee` it stands in the null group.',
      'hint NULL_REFERENCE 8:23 `employee` to `employee`: `manager_id` is null in 1 row, which reaches no `employee`.',
    ])
  })

  test('keys that are expressions, and rows of a SELECT', async () => {
    const model = `  - name: customer
    sql: select * from customer where customer_id <> 'test'
    primary_key: customer_key
    dimensions: [{ name: customer_key, type: string, sql: "lower(customer_id)" }]
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions: [{ name: purchase_id, type: integer }, { name: customer_key, type: string, sql: "lower(customer_id)" }]
    relationships: [{ type: N:1, field: customer_key, target: { entity: customer, field: customer_key } }]
`
    const tables = {
      ...customers(['ann', null], ['ANN', null], ['bob', null], ['test', null]),
      ...purchases([1, 'Bob', null], [2, 'TEST', null]),
    }
    expect(await findings(engine, model, tables)).toEqual([
      'error KEY_NOT_UNIQUE 4:11 Primary key `customer_key` of `customer` is not unique: 2 rows share it with another row, such as `ann`. Rows that refer to one of them are counted more than once.',
      'warning ORPHAN_ROWS 12:23 `purchase` to `customer`: 1 row refers by `customer_key` to no row of `customer`, such as `test`. In answers by `customer` it stands in the null group.',
    ])
  })

  test('each activity of a stream has its own rows, those later than the date of the check included', async () => {
    const model = `  - { name: signup, extends: events, activity: signup }
  - { name: login, extends: events, activity: login }
${customer}streams:
  - name: events
    table: events
    customer: customer
    columns: { id: event_id, customer: who, activity: what, timestamp: at }
`
    const events = {
      columns: { event_id: 'string', who: 'string', what: 'string', at: 'timestamp' },
      rows: [
        ['1', 'ann', 'signup', '2024-01-01 00:00:00'],
        ['1', 'ann', 'login', '2024-01-02 00:00:00'],
        ['2', 'zed', 'login', '2099-01-01 00:00:00'],
        ['2', null, 'login', null],
      ],
    } as const
    expect(await findings(engine, model, { events, ...customers(['ann', null]) })).toEqual([
      'error KEY_NOT_UNIQUE 5:13 Primary key `event_id` of `login` is not unique: 2 rows share it with another row, such as `2`. Rows that refer to one of them are counted more than once.',
      'warning ORPHAN_ROWS 5:7 `login` to `customer`: 1 row refers by `who` to no row of `customer`, such as `zed`. In answers by `customer` it stands in the null group.',
      'hint NULL_REFERENCE 5:7 `login` to `customer`: `who` is null in 1 row, which reaches no `customer`.',
    ])
  })

  test('personal values are counted, never shown; long ones are cut', async () => {
    const tables = customers(['x'.repeat(100), null], ['x'.repeat(100), null])
    expect(await findings(engine, customer, tables)).toEqual([
      `error KEY_NOT_UNIQUE 4:11 Primary key \`customer_id\` of \`customer\` is not unique: 2 rows share it with another row, such as \`${'x'.repeat(60)}…\`. Rows that refer to one of them are counted more than once.`,
    ])
    expect(await findings(engine, customer.replace('type: string', 'type: string, pii: true'), tables)).toEqual([
      'error KEY_NOT_UNIQUE 4:11 Primary key `customer_id` of `customer` is not unique: 2 rows share it with another row. Rows that refer to one of them are counted more than once.',
    ])
  })
})
