/** The how-manieth of its customer an activity is, seen from itself and looked up from another row. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: returns
streams:
  - { name: events, table: events, customer: person, columns: { id: event_no, customer: who, activity: what, timestamp: ts } }
entities:
  - name: person
    table: person
    primary_key: who
    dimensions: [{ name: who, type: string }]
  - name: buy
    extends: events
    activity: buy
    scores:
      - { name: half, of: occurrence, buckets: 2, best: highest, best_score: 2 }
    measures: [{ name: buys, type: count }]
  - name: complaint
    table: complaint
    primary_key: complaint_no
    dimensions:
      - { name: complaint_no, type: integer }
      - { name: event_no, type: string }
    measures: [{ name: complaints, type: count }]
    relationships: [{ type: N:1, field: event_no, target: { entity: buy, field: event_no } }]
`

const story = {
  model,
  tables: {
    events: {
      columns: { event_no: 'string', who: 'string', what: 'string', ts: 'timestamp' } as const,
      rows: [
        ['1', 'a', 'buy', '2024-01-10T12:00:00Z'],
        // After the question's date.
        ['2', 'a', 'buy', '2024-05-10T12:00:00Z'],
        ['3', 'a', 'buy', '2024-06-10T12:00:00Z'],
        // Nobody knows when: the last of those that are there.
        ['4', 'a', 'buy', null],
      ],
    },
    person: { columns: { who: 'string' } as const, rows: [['a']] },
    complaint: {
      columns: { complaint_no: 'integer', event_no: 'string' } as const,
      rows: [
        [1, '1'],
        [4, '4'],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('activities after the date of the question are not counted, whichever way one comes', async () => {
    const own = '{ slice(asOf: "2024-02-01", by: { buy: [EVENT_NO, OCCURRENCE, HALF] }) { rows { buy { eventNo occurrence half } } } }'
    expect(await ask(own)).toEqual({
      rows: [{ buy: { eventNo: '1', occurrence: 1, half: 1 } }, { buy: { eventNo: '4', occurrence: 2, half: 2 } }],
    })
    const lookedUp =
      '{ slice(asOf: "2024-02-01", by: { complaint: [COMPLAINT_NO], buy: [OCCURRENCE, HALF] }, of: [COMPLAINT]) { rows { complaint { complaintNo } buy { occurrence half } } } }'
    expect(await ask(lookedUp)).toEqual({
      rows: [
        { complaint: { complaintNo: 1 }, buy: { occurrence: 1, half: 1 } },
        { complaint: { complaintNo: 4 }, buy: { occurrence: 2, half: 2 } },
      ],
    })
  })
})
