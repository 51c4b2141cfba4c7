/** Moves between two dates, of rows whose key has several parts. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: shelves
entities:
  - name: shelf
    table: shelf
    primary_key: [aisle, place]
    time: built_on
    dimensions:
      - { name: aisle, type: integer }
      - { name: place, type: string }
      - { name: built_on, type: date }
      - { name: age, type: integer, sql: "cast(\${as_of} as date) - \${built_on}" }
    segmentations:
      - { name: state, groups: [{ name: worn, when: "\${age} > 100" }], otherwise: fresh }
    measures:
      - { name: shelves, type: count }
`

const story = {
  model,
  tables: {
    shelf: {
      columns: { aisle: 'integer', place: 'string', built_on: 'date' } as const,
      rows: [
        [1, 'a', '2024-01-01'],
        [1, 'b', '2024-05-01'],
        [2, 'a', '2024-01-01'],
        // The only shelf of its aisle has no place.
        [3, null, '2024-01-01'],
        [4, null, null],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('a row whose key has a null in it is the same row at both dates; only who comes later is from nowhere', async () => {
    expect(await ask('{ shelfMigration(name: STATE, from: "2024-02-01", to: "2024-06-30") { cells { from to count } } }')).toEqual({
      cells: [
        { from: 'FRESH', to: 'WORN', count: 3 },
        { from: 'FRESH', to: 'FRESH', count: 1 },
        { from: null, to: 'FRESH', count: 1 },
      ],
    })
  })
  test('looking back, rows that are not there any more are left out', async () => {
    expect(
      await ask(
        '{ shelfMigration(name: STATE, from: "2024-06-30", to: "2024-02-01", where: { aisle: { in: [1, 3] } }) { cells { from to count } } }',
      ),
    ).toEqual({ cells: [{ from: 'WORN', to: 'FRESH', count: 2 }] })
  })
})
