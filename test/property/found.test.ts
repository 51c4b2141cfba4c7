/** Disagreements that random slices came upon, each made small: what was wrong stays right. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

describe('buckets of a time behind two to-many hops', () => {
  onBothEngines(
    {
      model: `
version: 1
model: garden
time_zone: UTC
entities:
  - name: visit
    table: visit
    primary_key: visit_id
    dimensions:
      - { name: visit_id, type: integer }
      - { name: bed_code, type: integer }
    measures: [{ name: visits, type: count }]
    # Several plots share a code, so a visit reaches many.
    relationships: [{ type: N:1, field: bed_code, target: { entity: plot, field: code } }]
  - name: plot
    table: plot
    primary_key: plot_id
    dimensions:
      - { name: plot_id, type: integer }
      - { name: code, type: integer }
  - name: harvest
    table: harvest
    primary_key: harvest_id
    dimensions:
      - { name: harvest_id, type: integer }
      - { name: plot_id, type: integer }
      - { name: picked_on, type: date }
    relationships: [{ type: N:1, field: plot_id, target: { entity: plot, field: plot_id } }]
`,
      tables: {
        visit: { columns: { visit_id: 'integer', bed_code: 'integer' }, rows: [[1, 7]] },
        plot: {
          columns: { plot_id: 'integer', code: 'integer' },
          rows: [
            [1, 7],
            [2, 7],
          ],
        },
        harvest: {
          columns: { harvest_id: 'integer', plot_id: 'integer', picked_on: 'date' },
          rows: [
            [1, 1, '2024-06-01'],
            [2, 2, '2024-06-30'],
          ],
        },
      },
    },
    (ask) => {
      test('a visit counts once in a month it reaches over two plots', async () => {
        expect(await ask('{ slice(by: { harvest: [PICKED_ON_MONTH] }) { rows { harvest { pickedOnMonth } visit { visits } } } }')).toEqual({
          rows: [{ harvest: { pickedOnMonth: '2024-06-01' }, visit: { visits: 1 } }],
        })
      })
    },
  )
})

describe('an aggregate seen from a row without a key', () => {
  onBothEngines(
    {
      model: `
version: 1
model: badges
time_zone: UTC
entities:
  - name: person
    table: person
    primary_key: person_id
    dimensions:
      - { name: person_id, type: integer }
      - { name: badge, type: string }
      - { name: entries, type: integer, measure: entry.entries }
    measures: [{ name: most_entries, type: max, sql: "\${entries}" }]
  - name: entry
    table: entry
    primary_key: entry_id
    dimensions:
      - { name: entry_id, type: integer }
      - { name: badge, type: string }
    measures: [{ name: entries, type: count }]
    relationships: [{ type: N:1, field: badge, target: { entity: person, field: badge }, verified: true }]
`,
      tables: {
        person: { columns: { person_id: 'integer', badge: 'string' }, rows: [[null, 'b1']] },
        entry: {
          columns: { entry_id: 'integer', badge: 'string' },
          rows: [
            [1, 'b1'],
            // Nobody has this badge: no entry of the person without a key.
            [2, 'b2'],
          ],
        },
      },
    },
    (ask) => {
      test('counts the rows that lead to it over a verified relationship, and not those that lead nowhere', async () => {
        expect(await ask('{ slice(by: {}) { rows { person { mostEntries } } } }')).toEqual({ rows: [{ person: { mostEntries: 1 } }] })
      })
    },
  )
})

describe('having alone', () => {
  onBothEngines(
    {
      model: `
version: 1
model: alone
time_zone: UTC
entities:
  - name: cat
    table: cat
    primary_key: cat_id
    dimensions: [{ name: cat_id, type: integer }]
    measures: [{ name: cats, type: count }]
`,
      tables: { cat: { columns: { cat_id: 'integer' }, rows: [[1], [2]] } },
    },
    (ask) => {
      test.each([
        ['{ cat: { cats: { eq: 2 } } }', 1],
        ['{ cat: { cats: { eq: 3 } } }', 0],
        ['{ cat: { cats: { notIn: [] } } }', 1],
        ['{ cat: { cats: { in: [] } } }', 0],
        ['{ cat: {} }', 1],
        ['{ and: [] }', 1],
        ['{ or: [] }', 0],
        ['{ not: { or: [] } }', 1],
      ])('without a grain and without a measure %s keeps %i row', async (having, rowCount) => {
        expect(await ask(`{ slice(by: {}, having: ${having}) { rows { __typename } rowCount } }`)).toEqual({
          rows: Array.from({ length: rowCount }, () => ({ __typename: 'SliceRow' })),
          rowCount,
        })
      })
    },
  )
})

describe('groups made by the rows of an entity without a measure', () => {
  onBothEngines(
    {
      model: `
version: 1
model: alone
time_zone: UTC
entities:
  - name: cat
    table: cat
    primary_key: cat_id
    dimensions: [{ name: cat_id, type: integer }]
    measures: [{ name: cats, type: count }]
  - name: dog
    table: dog
    primary_key: dog_id
    dimensions: [{ name: dog_id, type: integer }]
`,
      tables: {
        cat: { columns: { cat_id: 'integer' }, rows: [[1], [2]] },
        dog: { columns: { dog_id: 'integer' }, rows: [] },
      },
    },
    (ask) => {
      test('without a grain there is one row all the same', async () => {
        expect(await ask('{ slice(by: {}, of: [CAT, DOG]) { rows { cat { cats } } rowCount } }')).toEqual({
          rows: [{ cat: { cats: 2 } }],
          rowCount: 1,
        })
        expect(await ask('{ slice(by: {}, of: [DOG]) { rows { cat { cats } } rowCount } }')).toEqual({
          rows: [{ cat: { cats: 2 } }],
          rowCount: 1,
        })
      })
    },
  )
})
