/** A model whose rows are written in it: one thing of every type, items by their number, and some that no database finishes. */
export const things = [
  {
    no: 1,
    big: '9007199254740993',
    text: 'a,"b"\r\n=1',
    day: '2024-01-31',
    at: '2024-01-31T10:00:00.25Z',
    price: '1234.50',
    ratio: 0.1,
    open: true,
  },
  { no: 2, big: -5, text: '', day: '0044-03-15', at: '1969-12-31T23:59:59.999999Z', price: '-0.01', ratio: -1e21, open: false },
  { no: 3, big: null, text: null, day: null, at: null, price: null, ratio: null, open: null },
] as const

export const model = `version: 1
model: items
entities:
  - name: thing
    sql: >-
      select * from (values
        (1, cast(9007199254740993 as bigint), 'a,"b"' || chr(13) || chr(10) || '=1', cast('2024-01-31' as date),
          cast('2024-01-31 10:00:00.25' as timestamp), cast(1234.50 as numeric(18, 2)), cast(0.1 as double precision), true),
        (2, -5, '', cast('0044-03-15' as date), cast('1969-12-31 23:59:59.999999' as timestamp), -0.01, -1e21, false),
        (3, null, null, null, null, null, null, null)
      ) as t(no, big, text, day, moment, price, ratio, open)
    trusted: true
    primary_key: no
    dimensions:
      - { name: no, type: integer }
      - { name: big, type: bigint }
      - { name: text, type: string }
      - { name: day, type: date }
      - { name: at, type: timestamp, column: moment }
      - { name: price, type: decimal }
      - { name: ratio, type: float }
      - { name: open, type: boolean }
    measures:
      - { name: things, type: count }
  - name: item
    sql: select n as item_id, n % 7 as kind_id, repeat('x', 4000) as filler, case when n % 10 = 0 then null else 'item ' || n end as label from generate_series(1, 2500) as s(n)
    trusted: true
    primary_key: item_id
    dimensions:
      - { name: item_id, type: integer }
      - { name: kind_id, type: integer }
      - { name: label, type: string }
      - { name: filler, type: string }
    measures:
      - { name: items, type: count }
      - { name: secret_sum, type: sum, sql: "cast(\${label} as integer)" }
    relationships:
      - { type: N:1, field: kind_id, target: { entity: kind, field: kind_id } }
  - name: kind
    sql: select n as kind_id, 'kind ' || n as title from generate_series(0, 6) as s(n)
    trusted: true
    primary_key: kind_id
    dimensions:
      - { name: kind_id, type: integer }
      - { name: title, type: string }
    measures:
      - { name: kinds, type: count }
  - name: endless
    sql: select a.n as endless_id from generate_series(1, 3000000) as a(n), generate_series(1, 3000000) as b(n) where a.n + b.n < 0
    trusted: true
    primary_key: endless_id
    dimensions:
      - { name: endless_id, type: integer }
    measures:
      - { name: endless_rows, type: count }
`

export const thingColumns = 'no big text day at price ratio open'

export const queries = {
  things: `# Every type there is.\n{ slice(by: { thing: [NO, BIG, TEXT, DAY, AT, PRICE, RATIO, OPEN] }) { rows { thing { ${thingColumns} } } totals { thing { things } } } }`,
  items: `query Items($upTo: Int!, $labels: [String!], $limit: Int, $title: Boolean = false) {
    slice(by: { item: [ITEM_ID, LABEL], kind: [TITLE] }, where: { item: { itemId: { lte: $upTo }, label: { in: $labels } } }, limit: $limit) {
      rows { item { itemId label } kind @include(if: $title) { title } }
      rowCount
    }
  }`,
  pages: `query Pages($first: Int, $last: Int, $after: String, $asOf: TimePoint) {
    items(first: $first, last: $last, after: $after, asOf: $asOf, orderBy: [{ kindId: ASC }, { itemId: DESC }]) { totalCount nodes { itemId kindId label } }
  }`,
  filled:
    'query ($upTo: Int = 2500) { slice(by: { item: [ITEM_ID, FILLER] }, where: { item: { itemId: { lte: $upTo } } }) { rows { item { itemId filler } } } }',
  endless: '{ slice(by: {}) { rows { endless { endlessRows } } } }',
  broken: '{ slice(by: {}) { rows { item { secretSum } } } }',
  two: '{ items { nodes { itemId } } kinds { nodes { title } } }',
  nested: '{ kinds { nodes { title items { nodes { itemId } } } } }',
} as const

export interface Item {
  readonly itemId: number
  readonly kindId: number
  readonly label: string | null
}

export function itemsUpTo(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) => {
    const itemId = index + 1
    return { itemId, kindId: itemId % 7, label: itemId % 10 === 0 ? null : `item ${itemId}` }
  })
}
