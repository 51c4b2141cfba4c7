/** Customers, what they bought and the tickets they opened: small enough to work every attribute out by head. */
import type { Story } from '../support/story.ts'

/**
 *   customer 1   Jan 1 beer Apex 10.00   Jan 1 wine Bock 20.50 (same time, later key)   Mar 1 beer Bock 5.00   (no time) rum Apex 1.00   Aug 1 gin Cask (later than the question)
 *   customer 2   Feb 1 (no category) Apex 7.00   Feb 2 wine Apex 7.00
 *   customer 3   nothing
 */
export const tickets: Story = {
  model: `
version: 1
model: tickets
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: signed_up
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: signed_up, type: timestamp }
      - { name: first_category, type: string, first: bought.category }
      - { name: last_category, type: string, last: bought.category }
      - { name: second_category, type: string, nth: 2, of: bought.category }
      - { name: third_amount, type: decimal, nth: 3, of: bought.amount }
      - { name: last_bought_on, type: date, last: bought.bought_on }
      - { name: favourite_brand, type: string, most_frequent: bought.brand }
      - { name: favourite_amount, type: decimal, most_frequent: bought.amount }
      - { name: brands, type: string, list: bought.brand }
      - { name: amounts, type: decimal, list: bought.amount }
      - { name: bought_days, type: date, list: bought.bought_on }
      - { name: moments, type: timestamp, list: bought.bought_at }
      - { name: flags, type: boolean, list: bought.is_large }
      - { name: numbers, type: bigint, list: bought.number }
      - { name: ratios, type: float, list: bought.ratio }
      - { name: first_large_category, type: string, first: bought.category, where: "\${amount} > 6" }
      - { name: last_category_this_spring, type: string, last: bought.category, window: { last: 4, unit: month } }
      - { name: second_large_category, type: string, nth: 2, of: bought.category, where: "\${amount} > 6" }
      - { name: favourite_brand_of_state, type: string, most_frequent: bought.brand, per: [state] }
      - { name: last_category_of_all, type: string, last: bought.category, per: [] }
      - { name: bought_since_sign_up, type: integer, measure: bought.count, when: after }
      - { name: orders, type: integer, measure: bought.count }
      - { name: is_loyal, type: boolean, sql: "\${first_category} = \${last_category}" }
      - { name: last_status, type: string, last: ticket.status }
    measures:
      - { name: customers, type: count }
    segments:
      - { name: began_with_beer, when: "\${first_category} = 'beer'" }
  - name: bought
    table: bought
    primary_key: bought_id
    time: bought_at
    dimensions:
      - { name: bought_id, type: string }
      - { name: customer_id, type: integer }
      - { name: bought_at, type: timestamp }
      - { name: bought_on, type: date, sql: "cast(\${bought_at} as date)" }
      - { name: category, type: string }
      - { name: brand, type: string }
      - { name: amount, type: decimal }
      - { name: is_large, type: boolean, sql: "\${amount} > 6" }
      - { name: number, type: bigint, sql: "9007199254740993 + case when \${amount} > 6 then 0 else 1 end" }
      - { name: ratio, type: float, sql: "cast(\${amount} as float) + 0.5" }
      - { name: previous_category, type: string, last: bought.category, when: before, by: customer }
      - { name: next_category, type: string, first: bought.category, when: after }
      - { name: last_ticket_before, type: string, last: ticket.status, when: before }
      - { name: tickets_until_next, type: integer, measure: ticket.count, when: between }
      - { name: open_until_next, type: integer, measure: ticket.count, when: between, where: "\${status} = 'open'" }
      - { name: statuses_after, type: string, list: ticket.status, when: after }
      - { name: second_ticket_after, type: string, nth: 2, of: ticket.ticket_id, when: after }
      - { name: second_ticket_before, type: string, nth: 2, of: ticket.ticket_id, when: before }
      - { name: tickets_ever, type: integer, measure: ticket.count, when: ever }
      - { name: favourite_status_after, type: string, most_frequent: ticket.status, when: after }
    measures:
      - { name: count, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: ticket
    table: ticket
    primary_key: ticket_id
    time: opened_at
    dimensions:
      - { name: ticket_id, type: string }
      - { name: customer_id, type: integer }
      - { name: opened_at, type: timestamp }
      - { name: status, type: string }
    measures:
      - { name: count, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  tables: {
    customer: {
      columns: { customer_id: 'integer', state: 'string', signed_up: 'timestamp' },
      rows: [
        [1, 'CA', '2024-01-15 00:00:00'],
        [2, 'CA', '2024-02-01 00:00:00'],
        [3, null, '2024-01-01 00:00:00'],
      ],
    },
    bought: {
      columns: {
        bought_id: 'string',
        customer_id: 'integer',
        bought_at: 'timestamp',
        category: 'string',
        brand: 'string',
        amount: 'decimal',
      },
      rows: [
        ['b', 1, '2024-01-01 09:00:00', 'wine', 'Bock', '20.50'],
        // By code point capitals come first.
        ['B', 1, '2024-01-01 09:00:00', 'beer', 'Apex', '10.00'],
        ['a', 1, '2024-03-01 09:00:00', 'beer', 'Bock', '5.00'],
        ['0', 1, null, 'rum', 'Apex', '1.00'],
        ['z', 1, '2024-08-01 09:00:00', 'gin', 'Cask', '99.00'],
        ['c', 2, '2024-02-01 09:00:00', null, 'Apex', '7.00'],
        ['d', 2, '2024-02-02 09:00:00', 'wine', 'Apex', '7.00'],
        // Of nobody known.
        ['e', 9, '2024-05-01 09:00:00', 'tea', 'apex', '3.00'],
      ],
    },
    ticket: {
      columns: { ticket_id: 'string', customer_id: 'integer', opened_at: 'timestamp', status: 'string' },
      rows: [
        ['t1', 1, '2023-12-01 00:00:00', 'closed'],
        ['t2', 1, '2024-02-01 00:00:00', 'open'],
        ['t3', 1, '2024-03-01 09:00:00', 'open'],
        ['t4', 1, '2024-04-01 00:00:00', 'closed'],
        ['t5', 2, '2024-02-01 12:00:00', 'open'],
        ['t6', 1, '2024-09-01 00:00:00', 'later'],
      ],
    },
  },
}
