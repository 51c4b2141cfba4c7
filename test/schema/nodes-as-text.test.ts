/** Rows of connections that are written as text are, byte for byte, what graphql-js makes of objects; and where something else is selected below them, nothing is rewritten. */
import { graphql, parse, print } from 'graphql'
import { expect, test } from 'vitest'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { withNodesAsText } from '../../src/schema/nodes-as-text.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { responseText } from '../support/response-text.ts'
import { catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

const model = `
version: 1
model: everything
entities:
  - name: holder
    table: holder
    primary_key: code
    dimensions:
      - { name: code, type: string }
      - { name: worth, type: decimal, measure: thing.total }
      - { name: texts, type: string, list: thing.text }
      - { name: numbers, type: integer, list: thing.no }
  - name: thing
    table: thing
    primary_key: no
    time: at
    dimensions:
      - { name: no, type: integer }
      - { name: holder_code, type: string }
      - { name: big, type: bigint }
      - { name: text, type: string }
      - { name: day, type: date }
      - { name: at, type: timestamp }
      - { name: price, type: decimal }
      - { name: ratio, type: float }
      - { name: open, type: boolean }
    measures:
      - { name: total, type: sum, sql: "\${price}" }
    relationships:
      - { type: N:1, field: holder_code, target: { entity: holder, field: code } }
    scores:
      - { name: price_score, of: price, buckets: 2, best: highest, best_score: 2 }
    segments:
      - { name: dear, when: "\${price} > 1000" }
    segmentations:
      - name: door
        groups:
          - { name: wide_open, when: "\${open}" }
        otherwise: shut
  - name: visit
    table: visit
    primary_key: visit_no
    time: day
    dimensions:
      - { name: visit_no, type: integer }
      - { name: holder_code, type: string }
      - { name: day, type: date }
    relationships:
      - { type: N:1, field: holder_code, target: { entity: holder, field: code } }
`

const long = 'x'.repeat(50_000)
const tables: TestTables = {
  holder: { columns: { code: 'string' }, rows: [['A'], ['B'], [long]] },
  thing: {
    columns: {
      no: 'integer',
      holder_code: 'string',
      big: 'bigint',
      text: 'string',
      day: 'date',
      at: 'timestamp',
      price: 'decimal',
      ratio: 'float',
      open: 'boolean',
    },
    rows: [
      [
        1,
        'A',
        '9007199254740993',
        'a "quoted" \\ text\n\u2028 ü 💡 </script>',
        '2024-01-31',
        '2024-01-31T10:00:00.25Z',
        '1234.50',
        0.1,
        true,
      ],
      [2, 'A', '-5', '', '0044-03-15', '2024-02-29T23:59:59Z', '-0.01', 1e21, false],
      [3, 'B', null, null, null, null, null, null, null],
    ],
  },
  visit: {
    columns: { visit_no: 'integer', holder_code: 'string', day: 'date' },
    rows: [
      [10, 'A', '2024-02-10'],
      [11, 'B', '2024-02-11'],
    ],
  },
}

const all = 'id __typename no big text day at occurredAt price ratio open priceScore dear door'
const short = 'where: { code: { in: ["A", "B"] } }'

/** Each with how many `nodes` of it are text. */
const documents: Readonly<Record<string, readonly [texts: number, document: string]>> = {
  'every type': [1, `{ things { nodes { ${all} } } }`],
  'lists, one of them empty': [1, `{ holders(${short}) { nodes { code worth texts numbers } } }`],
  'of another date and zone': [1, `{ things(asOf: "2024-02-01", timeZone: "Asia/Kolkata") { nodes { ${all} } } }`],
  'beside all that a connection has': [
    2,
    `{ t: things(first: 2, orderBy: [{ price: DESC }]) { __typename a: nodes { n: no no n2: no } nodes { t: __typename } edges { cursor node { no } } pageInfo { hasNextPage endCursor } totalCount } }`,
  ],
  'backwards, and none': [2, '{ a: things(last: 2) { nodes { no } } b: things(where: { no: { eq: 99 } }) { nodes { no id } } }'],
  'below rows, timelines with two types among them': [
    2,
    `{ holders(${short}) { nodes { code things { nodes { no text } } timeline(first: 5) { nodes {
      __typename id occurredAt ... on Thing { no price door } ...V ... on Node { again: id } } } } } }
    fragment V on Visit { visitNo day } `,
  ],
  'below one row': [
    2,
    '{ holder(code: "A") { things(orderBy: [{ no: DESC }]) { nodes { no } } timeline(activities: [VISIT]) { nodes { occurredAt } } } }',
  ],
  'of nobody': [1, '{ holder(code: "none") { things { nodes { no } } } }'],
  'selected twice and in fragments': [
    4,
    '{ things { nodes { no } nodes { text } ...C ... on ThingConnection { nodes { ...T } } } } fragment C on ThingConnection { nodes @include(if: true) { big } } fragment T on Thing { ... on Node { id } ... on Activity { occurredAt } ratio }',
  ],
  'selected twice, once with more than values': [0, '{ things { nodes { no } nodes { holder { code } } } b: things { nodes { text } } }'],
  'more than values, behind a fragment': [
    0,
    '{ things { nodes { ...T } } } fragment T on Thing { no ... on Thing { timelineOf: holder { code } } }',
  ],
  'skipped and included': [
    2,
    'query ($yes: Boolean = true) { things { a: nodes @skip(if: $yes) { no } b: nodes { no @skip(if: $yes) text @include(if: $yes) } } }',
  ],
  'an id that is too long, beside another field': [2, '{ holders { nodes { code id } } things { nodes { no } } }'],
  'what is no connection': [0, '{ nodes(ids: ["wrong"]) { id } }'],
}

test.each(engines)('%s', async (name) => {
  const catalog = await catalogOf(model)
  const database = await openTestDatabase(name, tables)
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
  const schema = buildSchema(catalog)
  const contextValue: Context = { engine, now: storyNow, requestId: 'rows', access: operatorAccess, seal: testSeal }
  for (const [what, [texts, source]] of Object.entries(documents)) {
    const text = await responseText(schema, { source, contextValue })
    expect(text, what).toBe(JSON.stringify(await graphql({ schema, source, contextValue: { ...contextValue } })))
    expect(text, what).toMatch(/^\{("errors":.*)?"data":\{/)
    const rewritten = print(withNodesAsText(parse(source), schema))
    expect(rewritten.split('nodesText').length - 1, what).toBe(texts)
  }
  await database.close()
})

test('an id that is too long is refused at its place', async () => {
  const catalog = await catalogOf(model)
  const database = await openTestDatabase('duckdb', tables)
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
  const contextValue: Context = { engine, now: storyNow, requestId: 'rows', access: operatorAccess, seal: testSeal }
  const source = '{ h: holders { rows: nodes { code key: id } } }'
  const answer: unknown = JSON.parse(await responseText(buildSchema(catalog), { source, contextValue }))
  expect(answer).toMatchObject({ data: { h: null }, errors: [{ path: ['h', 'rows', 2, 'key'], locations: [{ line: 1, column: 35 }] }] })
  await database.close()
})
