/** Names that rows need for themselves: refused where they stand, or as good as any other. */
import { expect, test } from 'vitest'
import { refusalsOf } from '../support/refusals.ts'
import { onBothEngines } from '../support/story.ts'

const entity = (name: string, rest = '') => `
version: 1
model: names
entities:
  - name: ${name}
    table: things
    primary_key: code
    ${rest}
    dimensions:
      - { name: code, type: string }
      - { name: owner, type: string }
      - { name: seen_at, type: timestamp }`

test('entities cannot be called as what rows are made of', async () => {
  const clashes = async (name: string) => (await refusalsOf(entity(name))).replaceAll('model.yml:3:8', 'the model')
  expect(await clashes('activity')).toBe(`\`activity\`: NAME_CLASH
  Type Activity of entity \`activity\` clashes with a name of the schema itself at the model. Rename the entity.`)
  expect(await clashes('page_info')).toBe(`\`page_info\`: NAME_CLASH
  Type PageInfo of entity \`page_info\` clashes with a name of the schema itself at the model. Rename the entity.`)
  expect(await clashes('node')).toBe(`\`node\`: NAME_CLASH
  Entity \`node\` clashes with a name of the schema itself at the model. Rename the entity.

\`node\`: NAME_CLASH
  Plural \`nodes\` of entity \`node\` clashes with a name of the schema itself at the model. Write another \`plural\`.

\`node\`: NAME_CLASH
  Type Node of entity \`node\` clashes with a name of the schema itself at the model. Rename the entity.`)
})

test('two entities that make one type, or one field', async () => {
  expect(
    await refusalsOf(`${entity('visit')}\n  - { name: visit_edge, table: edges, dimensions: [{ name: n, type: integer }] }`),
  ).toBe(`\`visit_edge\`: NAME_CLASH
  Type VisitEdge of entity \`visit_edge\` clashes with type VisitEdge of entity \`visit\` at model.yml:5:11. Rename the entity.`)
  expect(
    await refusalsOf(`${entity('visit')}\n  - { name: tour, plural: visit, table: tours, dimensions: [{ name: n, type: integer }] }`),
  ).toBe(`\`visit\`: NAME_CLASH
  Plural \`visit\` of entity \`tour\` clashes with entity \`visit\` at model.yml:5:11. Write another \`plural\`.`)
})

test('`occurred_at` is the time of a row, and no other field of it', async () => {
  const other = (line: string) => refusalsOf(`${entity('visit', 'time: seen_at')}\n${line}`)
  expect(await other('      - { name: occurred_at, type: date }')).toBe(`\`occurred_at\`: RESERVED_NAME
  \`occurred_at\` is a reserved name. It is what the time of \`visit\`, \`seen_at\`, is called on its rows. Write \`name: visit_occurred_at, column: occurred_at\`.`)
  expect(await other('      - { name: occurred_at, column: day, type: date }')).toContain('Write `name: visit_occurred_at, column: day`.')
  expect(await other('      - { name: occurred_at, type: timestamp, sql: "${seen_at}" }')).toContain('Write `name: visit_occurred_at`.')
  expect(
    await other(`    relationships: [{ name: occurred_at, type: N:1, field: owner, target: { entity: place, field: place_id } }]
  - { name: place, table: places, primary_key: place_id, dimensions: [{ name: place_id, type: string }] }`),
  ).toContain(
    '`occurred_at` is a reserved name. It is what the time of `visit`, `seen_at`, is called on its rows. Give the relationship another `name`.',
  )
  // No field of a row: a hidden member, a measure, a member of what has no time.
  expect(await other('      - { name: occurred_at, type: date, hidden: true }')).toBe('')
  expect(await other('    measures: [{ name: occurred_at, type: max, sql: "${seen_at}" }]')).toBe('')
  expect(await refusalsOf(`${entity('visit')}\n      - { name: occurred_at, type: date }`)).toBe('')
})

const dated = {
  model: `
version: 1
model: dated
time_zone: Europe/Berlin
entities:
  - name: visit
    table: visit
    primary_key: visit_id
    time: occurred_at
    dimensions: [{ name: visit_id, type: integer }, { name: occurred_at, type: date }]
  - name: untimed
    table: visit
    primary_key: visit_id
    dimensions: [{ name: visit_id, type: integer }, { name: occurred_at, type: date }]
`,
  tables: {
    visit: {
      columns: { visit_id: 'integer', occurred_at: 'date' },
      rows: [
        [1, '2024-03-31'],
        [2, '2024-01-01'],
        [3, null],
      ],
    },
  },
} as const

onBothEngines(dated, (ask) => {
  test('a date that is the time and called `occurred_at`: an instant on its rows, a date in filters, orders and slices', async () => {
    const visits = 'visits(where: { occurredAt: { gte: "2024-01-01" } }, orderBy: [{ occurredAt: DESC }], timeZone: "America/New_York")'
    expect(await ask(`{ ${visits} { nodes { visitId occurredAt } } }`)).toEqual({
      nodes: [
        { visitId: 1, occurredAt: '2024-03-31T00:00:00-04:00' },
        { visitId: 2, occurredAt: '2024-01-01T00:00:00-05:00' },
      ],
    })
    expect(await ask('{ visit(visitId: 3) { occurredAt } }')).toEqual({ occurredAt: null })
    expect(await ask('{ slice(by: { visit: [OCCURRED_AT] }, limit: 1) { rows { visit { occurredAt } } } }')).toEqual({
      rows: [{ visit: { occurredAt: '2024-01-01' } }],
    })
    expect(await ask('{ untimed(visitId: 1) { occurredAt } }')).toEqual({ occurredAt: '2024-03-31' })
  })
})
