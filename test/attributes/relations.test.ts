/** Rows of one activity beside those of another: ever, before, after, and between a row and the next one of its customer. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { tickets } from './tickets.ts'
import { valuesOf } from './values.ts'

/** Keys by code point: 0 (no time) and B, a, b of customer 1, c and d of customer 2, e of nobody known. */
const rows = ['0', 'B', 'a', 'b', 'c', 'd', 'e']

describe('temporal relations', () => {
  onBothEngines(tickets, (ask) => {
    const ofPurchases = async (...fields: readonly string[]) => {
      const values = await valuesOf(ask, 'bought', fields)
      expect(values).toHaveLength(rows.length)
      return Object.fromEntries(rows.map((row, index) => [row, values[index]]))
    }

    test('before and after, rows of the very same time being neither; of one and the same activity too', async () => {
      expect(await ofPurchases('previousCategory', 'nextCategory', 'lastTicketBefore')).toEqual({
        '0': [null, null, null],
        B: [null, 'beer', 'closed'],
        // Of two at once the later key is the last; ticket t3 came with it, not before.
        a: ['wine', null, 'open'],
        b: [null, 'beer', 'closed'],
        c: [null, 'wine', null],
        d: [null, null, 'open'],
        e: [null, null, null],
      })
    })

    test('between a row and the next; after the last one until the end', async () => {
      expect(await ofPurchases('ticketsUntilNext', 'openUntilNext')).toEqual({
        '0': [0, 0],
        // The next one came at the same time.
        B: [0, 0],
        a: [1, 0],
        b: [1, 1],
        c: [1, 1],
        d: [0, 0],
        e: [0, 0],
      })
    })

    test('the n-th is the n-th ever, where that lies so', async () => {
      expect(await ofPurchases('secondTicketAfter', 'secondTicketBefore', 'favouriteStatusAfter')).toEqual({
        '0': [null, null, null],
        B: ['t2', null, 'open'],
        a: [null, 't2', 'closed'],
        b: ['t2', null, 'open'],
        c: [null, null, 'open'],
        d: [null, null, null],
        e: [null, null, null],
      })
    })

    test('ever: all that belong to the same customer', async () => {
      expect(await ofPurchases('ticketsEver')).toEqual({ '0': [4], B: [4], a: [4], b: [4], c: [1], d: [1], e: [0] })
    })

    test('an entity with a time of its own is related to what points to it', async () => {
      // Customer 1 signed up after the first two purchases; the one without a time is not after.
      expect(await valuesOf(ask, 'customer', ['boughtSinceSignUp', 'orders'])).toEqual([
        [1, 4],
        [2, 2],
        [0, 0],
      ])
    })

    test('what lies after the question is not there', async () => {
      const before = await valuesOf(
        ask,
        'bought',
        ['ticketsUntilNext', 'nextCategory'],
        'where: { bought: { boughtId: { eq: "a" } } } asOf: "2024-03-31"',
      )
      expect(before).toEqual([[0, null]])
      const later = await valuesOf(
        ask,
        'bought',
        ['ticketsUntilNext', 'nextCategory'],
        'where: { bought: { boughtId: { eq: "a" } } } asOf: "2024-12-31"',
      )
      // The ticket of September lies after the purchase of August.
      expect(later).toEqual([[1, 'gin']])
    })

    test('they are dimensions like all others', async () => {
      const slice = await ask(
        '{ slice(by: { bought: [PREVIOUS_CATEGORY] }, where: { bought: { ticketsUntilNext: { gte: 1 } } }) { rows { bought { previousCategory count } } } }',
      )
      expect(slice).toEqual({
        rows: [{ bought: { previousCategory: 'wine', count: 1 } }, { bought: { previousCategory: null, count: 2 } }],
      })
    })

    test('the rows of both are read once, however much is made of the pairs', async () => {
      const { sql } = (await ask(
        '{ slice(by: { bought: [BOUGHT_ID, LAST_TICKET_BEFORE, SECOND_TICKET_BEFORE] }) { rows { bought { boughtId } } sql } }',
      )) as { sql: string }
      expect(sql.match(/(from|join)\s+"ticket"/g)).toHaveLength(1)
    })
  })
})

const planned = {
  model: `
version: 1
model: planned
entities:
  - { name: person, table: person, primary_key: person_id, dimensions: [{ name: person_id, type: integer }] }
  - name: visit
    table: visit
    primary_key: visit_id
    time: visited_on
    dimensions:
      - { name: visit_id, type: integer }
      - { name: person_id, type: integer }
      - { name: visited_on, type: date }
      - { name: plans_until_next, type: integer, measure: plan.plans, when: between }
    relationships: [{ type: N:1, field: person_id, target: { entity: person, field: person_id } }]
  - name: plan
    table: plan
    primary_key: plan_id
    time: planned_for
    future: true
    dimensions:
      - { name: plan_id, type: integer }
      - { name: person_id, type: integer }
      - { name: planned_for, type: date }
    measures: [{ name: plans, type: count }]
    relationships: [{ type: N:1, field: person_id, target: { entity: person, field: person_id } }]
`,
  tables: {
    person: { columns: { person_id: 'integer' as const }, rows: [[1]] },
    visit: {
      columns: { visit_id: 'integer' as const, person_id: 'integer' as const, visited_on: 'date' as const },
      rows: [
        [1, 1, '2024-01-01'],
        [2, 1, '2024-03-01'],
      ],
    },
    plan: {
      columns: { plan_id: 'integer' as const, person_id: 'integer' as const, planned_for: 'date' as const },
      rows: [
        [1, 1, '2024-02-10'],
        [2, 1, '2024-04-01'],
        [3, 1, '2025-04-01'],
      ],
    },
  },
}

describe('between, of rows that are there before their time', () => {
  onBothEngines(planned, (ask) => {
    test('a next row that is not there yet ends nothing', async () => {
      expect(await valuesOf(ask, 'visit', ['plansUntilNext'])).toEqual([[1], [2]])
      expect(await valuesOf(ask, 'visit', ['plansUntilNext'], 'asOf: "2024-02-29"')).toEqual([[3]])
      expect(await valuesOf(ask, 'visit', ['plansUntilNext'], 'asOf: "2024-03-01"')).toEqual([[1], [2]])
    })
  })
})
