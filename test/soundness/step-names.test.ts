/** Invariant: the names of our CTEs never stand in for a table of the same name. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: names
entities:
  - name: groups
    table: groups
    primary_key: key
    dimensions:
      - { name: key, type: string }
      - { name: page, type: string }
    measures: [{ name: rows, type: count }]
  - name: leaf
    sql: select id, page from totals
    primary_key: leaf_id
    dimensions:
      - { name: leaf_id, column: id, type: integer }
      - { name: group_key, column: page, type: string }
    measures: [{ name: leaves, type: count }]
    relationships: [{ type: N:1, field: group_key, target: { entity: groups, field: key } }]
`

describe('names of steps', () => {
  onBothEngines(
    {
      model,
      tables: {
        groups: {
          columns: { key: 'string', page: 'string' },
          rows: [
            ['a', 'x'],
            ['b', 'x'],
            ['c', 'y'],
          ],
        },
        totals: {
          columns: { id: 'integer', page: 'string' },
          rows: [
            [1, 'a'],
            [2, 'a'],
            [3, 'c'],
          ],
        },
      },
    },
    (ask) => {
      test('tables called groups and totals beside a merge with totals and a row count', async () => {
        expect(
          await ask(
            '{ slice(by: { groups: [PAGE] }) { rows { groups { page rows } leaf { leaves } } totals { groups { rows } leaf { leaves } } rowCount } }',
          ),
        ).toEqual({
          rows: [
            { groups: { page: 'x', rows: 2 }, leaf: { leaves: 2 } },
            { groups: { page: 'y', rows: 1 }, leaf: { leaves: 1 } },
          ],
          totals: { groups: { rows: 3 }, leaf: { leaves: 3 } },
          rowCount: 2,
        })
      })
    },
  )
})
