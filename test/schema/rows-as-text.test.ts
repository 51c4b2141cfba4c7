/** A response whose rows are written as text is, byte for byte, what graphql-js makes of objects. */
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { responseText } from '../support/response-text.ts'
import { catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

const model = `
version: 1
model: everything
entities:
  - name: thing
    table: thing
    primary_key: no
    time: at
    dimensions:
      - { name: no, type: integer }
      - { name: big, type: bigint }
      - { name: text, type: string }
      - { name: day, type: date }
      - { name: at, type: timestamp }
      - { name: price, type: decimal }
      - { name: ratio, type: float }
      - { name: open, type: boolean }
    measures:
      - { name: things, type: count }
      - { name: total, type: sum, sql: "\${price}" }
      - { name: mean, type: avg, sql: "\${ratio}" }
    scores:
      - { name: price_score, of: price, buckets: 2, best: highest, best_score: 2 }
    segments:
      - { name: dear, when: "\${price} > 1000" }
    segmentations:
      - name: door
        groups:
          - { name: wide_open, when: "\${open}" }
        otherwise: shut
`

const columns = {
  no: 'integer',
  big: 'bigint',
  text: 'string',
  day: 'date',
  at: 'timestamp',
  price: 'decimal',
  ratio: 'float',
  open: 'boolean',
} as const

const rows = [
  [1, '9007199254740993', 'a "quoted" \\ text\n\u2028 ü 💡 </script>', '2024-01-31', '2024-01-31T10:00:00.25Z', '1234.50', 0.1, true],
  [2, '-5', '', '0044-03-15', '2024-02-29T23:59:59Z', '-0.01', 1e21, false],
  [3, null, null, null, null, null, null, null],
] as const

const all = 'thing { no big text day at price ratio open priceScore dear door things total mean }'
const by = '{ thing: [NO, BIG, TEXT, DAY, AT, PRICE, RATIO, OPEN, PRICE_SCORE, DEAR, DOOR] }'

const documents: Readonly<Record<string, string>> = {
  'every type': `{ slice(by: ${by}) { rows { ${all} } hasMore rowCount } }`,
  'aliases, type names, groups twice': `{
    s: slice(by: ${by}, limit: 2) { __typename rows { __typename a: thing { n: no n2: no __typename } thing { total } time { __typename } a: thing { text } } hasMore }
  }`,
  'rows twice and in fragments': `
    query { slice(by: ${by}) { ...Rows first: rows { thing { text } } totals { thing { things total } } columns { path } } }
    fragment Rows on Slice { rows { ...Thing } ... on Slice { rows { thing { mean } } } }
    fragment Thing on SliceRow { thing { big } }`,
  'skipped and included': `query ($yes: Boolean = true) { slice(by: ${by}) { rows @skip(if: $yes) { thing { no } } r: rows @include(if: $yes) { thing { day @skip(if: $yes) price } } } }`,
  'no rows at all':
    '{ slice(by: { thing: [NO] }, where: { thing: { no: { eq: 99 } } }) { rows { thing { no things } } totals { thing { things } } } }',
  'rows not selected': '{ slice(by: {}) { totals { thing { things } } } }',
  'two slices, one refused': '{ a: slice(by: { thing: [NO] }) { rows { thing { no } } } b: slice(by: {}) { rows { thing { no } } } }',
  subtotals: '{ slice(by: { thing: [NO, OPEN] }) { rows { thing { no } } subtotals(by: { thing: [OPEN] }) { thing { open things } } } }',
  'slices of rows': `{ things { nodes { no slice(by: ${by}) { __typename rows { ${all} } hasMore totals { thing { total } } } s: slice(by: {}) { r: rows { __typename t: thing { n: total __typename } } } } } }`,
  'slices of one row and of a row by id, one refused': `{
    thing(no: 1) { text s: slice(by: ${by}) { ...Rows columns { path } } wrong: slice(by: {}) { rows { thing { no } } } }
    node(id: "not an id") { ... on Thing { slice(by: {}) { ...Rows } } }
  } fragment Rows on Slice { rows { thing { text day ratio big } } first: rows { thing { text } } }`,
  'an explore': '{ explore(timeZone: "Asia/Kolkata") { rows { thing { at things } } timeZone } }',
}

test.each(engines)('%s', async (name) => {
  const catalog = await catalogOf(model)
  const database = await openTestDatabase(name, { thing: { columns, rows } })
  const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
  const schema = buildSchema(catalog)
  const contextValue: Context = { engine, now: storyNow, requestId: 'rows', access: operatorAccess, seal: testSeal }
  for (const [what, source] of Object.entries(documents)) {
    const text = await responseText(schema, { source, contextValue })
    expect(text, what).toBe(JSON.stringify(await graphql({ schema, source, contextValue })))
    expect(text, what).toMatch(/^\{("errors":.*)?"data":\{/)
  }
  await database.close()
})
