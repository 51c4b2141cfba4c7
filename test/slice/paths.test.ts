/** Which way leads from rows to a dimension: role-playing, self-joins, composite keys, bridges, many hops, ties. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const roles = (billing: string) => `
version: 1
model: roles
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: referrer_id, type: integer }
      - { name: referrer_state, type: string, sql: "\${referrer.state}" }
    measures: [{ name: customers, type: count }]
    relationships:
      - { type: N:1, field: referrer_id, target: { entity: customer, field: customer_id }, name: referrer, inverse: referred }
  - name: order
    table: orders
    primary_key: order_id
    dimensions:
      - { name: order_id, type: integer }
      - { name: billed_to, type: integer }
      - { name: shipped_to, type: integer }
      - { name: amount, type: decimal }
      - { name: billing_state, type: string, sql: "\${billing_customer.state}" }
      - { name: shipping_state, type: string, sql: "\${shipping_customer.state}" }
    measures: [{ name: revenue, type: sum, sql: "\${amount}" }]
    relationships:
      - { type: N:1, field: billed_to, target: { entity: customer, field: customer_id }, name: billing_customer, inverse: billed_orders${billing} }
      - { type: N:1, field: shipped_to, target: { entity: customer, field: customer_id }, name: shipping_customer, inverse: shipped_orders }
`

const roleTables = {
  customer: {
    columns: { customer_id: 'integer', state: 'string', referrer_id: 'integer' },
    rows: [
      [1, 'NY', null],
      [2, 'CA', 1],
      [3, 'TX', 1],
    ],
  },
  orders: {
    columns: { order_id: 'integer', billed_to: 'integer', shipped_to: 'integer', amount: 'decimal' },
    rows: [
      [1, 1, 2, '10.00'],
      [2, 1, 1, '20.00'],
      [3, 2, 3, '5.00'],
      [4, 2, null, '1.00'],
    ],
  },
} as const

describe('two relationships between the same entities', () => {
  onBothEngines({ model: roles(''), tables: roleTables }, (ask) => {
    test('a dimension behind both is refused, naming both', async () => {
      expect(await ask.errors('{ slice(by: { customer: [STATE] }) { rows { customer { state } order { revenue } } } }')).toEqual([
        'AMBIGUOUS_PATH: Measure `order.revenue` cannot be sliced by `customer.state`: two paths lead there, `billing_customer` and `shipping_customer`.',
      ])
    })

    test('the question names one', async () => {
      const revenueBy = (via: string) =>
        ask(
          `{ slice(by: { customer: [STATE] }, paths: [{ from: ORDER, to: CUSTOMER, via: [${via}] }]) { rows { customer { state } order { revenue } } } }`,
        )
      expect(await revenueBy('BILLING_CUSTOMER')).toEqual({
        rows: [
          { customer: { state: 'CA' }, order: { revenue: '6.00' } },
          { customer: { state: 'NY' }, order: { revenue: '30.00' } },
        ],
      })
      expect(await revenueBy('SHIPPING_CUSTOMER')).toEqual({
        rows: [
          { customer: { state: 'CA' }, order: { revenue: '10.00' } },
          { customer: { state: 'NY' }, order: { revenue: '20.00' } },
          { customer: { state: 'TX' }, order: { revenue: '5.00' } },
          { customer: { state: null }, order: { revenue: '1.00' } },
        ],
      })
      expect(
        await ask.errors(
          '{ slice(by: { customer: [STATE] }, paths: [{ from: ORDER, to: CUSTOMER, via: [REFERRER] }]) { rows { order { revenue } } } }',
        ),
      ).toEqual(['UNKNOWN_MEMBER: Entity `order` has no relationship `referrer`.'])
    })

    test('dimensions of the model for each role, side by side', async () => {
      expect(
        await ask('{ slice(by: { order: [BILLING_STATE, SHIPPING_STATE] }) { rows { order { billingState shippingState revenue } } } }'),
      ).toEqual({
        rows: [
          { order: { billingState: 'CA', shippingState: 'TX', revenue: '5.00' } },
          { order: { billingState: 'CA', shippingState: null, revenue: '1.00' } },
          { order: { billingState: 'NY', shippingState: 'CA', revenue: '10.00' } },
          { order: { billingState: 'NY', shippingState: 'NY', revenue: '20.00' } },
        ],
      })
    })

    test('customers by the state of who referred them', async () => {
      expect(await ask('{ slice(by: { customer: [REFERRER_STATE] }) { rows { customer { referrerState customers } } } }')).toEqual({
        rows: [{ customer: { referrerState: 'NY', customers: 2 } }, { customer: { referrerState: null, customers: 1 } }],
      })
    })

    test('customers who referred somebody; orders billed to and shipped to another', async () => {
      expect(
        await ask(
          '{ slice(by: {}, where: { customer: { referred: { some: { state: { eq: "TX" } } } } }) { rows { customer { customers } } } }',
        ),
      ).toEqual({
        rows: [{ customer: { customers: 1 } }],
      })
      expect(
        await ask(
          '{ slice(by: {}, where: { order: { billingCustomer: { state: { eq: "NY" } }, shippingCustomer: { state: { ne: "NY" } } } }) { rows { order { revenue } } } }',
        ),
      ).toEqual({ rows: [{ order: { revenue: '10.00' } }] })
    })
  })

  onBothEngines({ model: roles(', preferred: true'), tables: roleTables }, (ask) => {
    test('the model prefers one', async () => {
      expect(await ask('{ slice(by: { customer: [STATE] }) { rows { customer { state } order { revenue } } } }')).toEqual({
        rows: [
          { customer: { state: 'CA' }, order: { revenue: '6.00' } },
          { customer: { state: 'NY' }, order: { revenue: '30.00' } },
        ],
      })
    })
  })
})

const chain = `
version: 1
model: chain
entities:
  - name: line
    table: line
    primary_key: [order_no, line_no]
    dimensions:
      - { name: order_no, type: integer }
      - { name: line_no, type: integer }
      - { name: price, type: decimal }
    measures: [{ name: lines, type: count }, { name: total, type: sum, sql: "\${price}" }]
    relationships: [{ type: N:1, field: order_no, target: { entity: order, field: order_no } }]
  - name: note
    table: note
    primary_key: note_id
    dimensions:
      - { name: note_id, type: integer }
      - { name: order_no, type: integer }
      - { name: line_no, type: integer }
    measures: [{ name: notes, type: count }]
    relationships: [{ type: N:1, field: [order_no, line_no], target: { entity: line, field: [order_no, line_no] } }]
  - name: order
    table: orders
    primary_key: order_no
    dimensions:
      - { name: order_no, type: integer }
      - { name: city_no, type: integer }
    relationships: [{ type: N:1, field: city_no, target: { entity: city, field: city_no } }]
  - name: city
    table: city
    primary_key: city_no
    dimensions:
      - { name: city_no, type: integer }
      - { name: region, type: string }
    relationships: [{ type: N:1, field: region, target: { entity: region_head, field: region_name } }]
  - name: region_head
    table: region_head
    primary_key: region_name
    dimensions:
      - { name: region_name, type: string }
      - { name: head, type: string }
`

describe('composite keys and four hops', () => {
  onBothEngines(
    {
      model: chain,
      tables: {
        line: {
          columns: { order_no: 'integer', line_no: 'integer', price: 'decimal' },
          rows: [
            [1, 1, '10.00'],
            [1, 2, '5.00'],
            [2, 1, '7.00'],
            [9, 1, '1.00'],
          ],
        },
        note: {
          columns: { note_id: 'integer', order_no: 'integer', line_no: 'integer' },
          rows: [
            [1, 1, 1],
            [2, 1, 1],
            [3, 2, 1],
            [4, 2, null],
          ],
        },
        orders: {
          columns: { order_no: 'integer', city_no: 'integer' },
          rows: [
            [1, 1],
            [2, 2],
          ],
        },
        city: {
          columns: { city_no: 'integer', region: 'string' },
          rows: [
            [1, 'north'],
            [2, 'south'],
          ],
        },
        region_head: { columns: { region_name: 'string', head: 'string' }, rows: [['north', 'Nora']] },
      },
    },
    (ask) => {
      test('notes on lines of orders in cities of regions, by the head of the region', async () => {
        expect(
          await ask('{ slice(by: { regionHead: [HEAD] }) { rows { regionHead { head } line { lines total } note { notes } } } }'),
        ).toEqual({
          rows: [
            { regionHead: { head: 'Nora' }, line: { lines: 2, total: '15.00' }, note: { notes: 2 } },
            { regionHead: { head: null }, line: { lines: 2, total: '8.00' }, note: { notes: 2 } },
          ],
        })
      })

      test('lines with a note, over a key of two parts', async () => {
        expect(await ask('{ slice(by: {}, where: { line: { notes: { some: {} } } }) { rows { line { lines total } } } }')).toEqual({
          rows: [{ line: { lines: 2, total: '17.00' } }],
        })
        expect(
          await ask('{ slice(by: { note: [NOTE_ID] }, of: [LINE]) { rows { note { noteId } line { total } } totals { line { total } } } }'),
        ).toEqual({
          rows: [
            { note: { noteId: 1 }, line: { total: '10.00' } },
            { note: { noteId: 2 }, line: { total: '10.00' } },
            { note: { noteId: 3 }, line: { total: '7.00' } },
            { note: { noteId: null }, line: { total: '6.00' } },
          ],
          totals: { line: { total: '23.00' } },
        })
      })
    },
  )
})

const clubs = `
version: 1
model: clubs
entities:
  - name: person
    table: person
    primary_key: person_id
    dimensions:
      - { name: person_id, type: integer }
      - { name: age, type: integer }
    measures: [{ name: people, type: count }, { name: average_age, type: avg, sql: "\${age}" }]
  - name: membership
    table: membership
    dimensions:
      - { name: person_id, type: integer }
      - { name: club_id, type: integer }
    relationships:
      - { type: N:1, field: person_id, target: { entity: person, field: person_id } }
      - { type: N:1, field: club_id, target: { entity: club, field: club_id } }
  - name: club
    table: club
    primary_key: club_id
    dimensions:
      - { name: club_id, type: integer }
      - { name: sport, type: string }
    measures: [{ name: clubs, type: count }]
`

describe('many-to-many through a bridge', () => {
  onBothEngines(
    {
      model: clubs,
      tables: {
        person: {
          columns: { person_id: 'integer', age: 'integer' },
          rows: [
            [1, 20],
            [2, 40],
            [3, 60],
          ],
        },
        membership: {
          columns: { person_id: 'integer', club_id: 'integer' },
          rows: [
            [1, 1],
            [1, 2],
            [1, 3],
            [2, 1],
            [2, 1],
          ],
        },
        club: {
          columns: { club_id: 'integer', sport: 'string' },
          rows: [
            [1, 'chess'],
            [2, 'rowing'],
            [3, 'rowing'],
            [4, 'golf'],
          ],
        },
      },
    },
    (ask) => {
      test('people by sport, and clubs by age of their members', async () => {
        expect(
          await ask(
            '{ slice(by: { club: [SPORT] }, of: [PERSON]) { rows { club { sport } person { people averageAge } } totals { person { people averageAge } } } }',
          ),
        ).toEqual({
          rows: [
            { club: { sport: 'chess' }, person: { people: 2, averageAge: 30 } },
            { club: { sport: 'rowing' }, person: { people: 1, averageAge: 20 } },
            { club: { sport: null }, person: { people: 1, averageAge: 60 } },
          ],
          totals: { person: { people: 3, averageAge: 40 } },
        })
        expect(
          await ask('{ slice(by: { person: [AGE] }, of: [CLUB]) { rows { person { age } club { clubs } } totals { club { clubs } } } }'),
        ).toEqual({
          rows: [
            { person: { age: 20 }, club: { clubs: 3 } },
            { person: { age: 40 }, club: { clubs: 1 } },
            { person: { age: null }, club: { clubs: 1 } },
          ],
          totals: { club: { clubs: 4 } },
        })
      })

      test('people in a rowing club, and in no club of a sport', async () => {
        const people = async (where: string) =>
          ((await ask(`{ slice(by: {}, where: ${where}) { rows { person { people } } } }`)) as { rows: { person: { people: number } }[] })
            .rows[0]?.person.people
        expect(await people('{ club: { sport: { eq: "rowing" } } }')).toBe(1)
        expect(await people('{ not: { club: { sport: { eq: "rowing" } } } }')).toBe(2)
        expect(await people('{ person: { memberships: { none: {} } } }')).toBe(1)
        expect(await people('{ person: { memberships: { every: { club: { sport: { eq: "chess" } } } } } }')).toBe(2)
      })
    },
  )
})
