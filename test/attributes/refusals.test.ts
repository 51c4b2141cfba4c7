/** What a model cannot say of values picked out of rows. */
import { describe, expect, test } from 'vitest'
import { issuesOf } from '../support/story.ts'

/** A customer with one dimension more; `more` of the model follows. */
function model(dimension: string, { ofVisit = '', more = '' }: { readonly ofVisit?: string; readonly more?: string } = {}): string {
  return `version: 1
model: refused
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: joined_on
    dimensions:
      - { name: customer_id, type: integer }
      - { name: joined_on, type: date }
      - { name: pages, type: string, list: visit.page }
      - ${dimension}
    ${more}
  - name: visit
    table: visit
    primary_key: visit_id
    time: visited_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: visited_at, type: timestamp }
      - { name: page, type: string }
      ${ofVisit}
    measures:
      - { name: visits, type: count }
      - { name: last_visits, type: count, semi_additive: { keep: last } }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: parcel
    table: parcel
    dimensions:
      - { name: weight, type: integer }
      - { name: customer_id, type: integer }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: store
    table: store
    primary_key: store_id
    time: opened_at
    dimensions:
      - { name: store_id, type: integer }
      - { name: opened_at, type: timestamp }
`
}

/** What is marked in the source, the code and the sentence. */
async function refusals(...said: Parameters<typeof model>): Promise<readonly string[]> {
  const source = model(...said)
  const printed = await issuesOf(source)
  return [...printed.matchAll(/:(\d+):(\d+) {2}(\w+)\n {2}(.*)\n.*\n[^^\n]*(\^+)/g)].map(([, line, column, code, message, marks = '']) => {
    const start = Number(column) - 1
    return `${source.split('\n')[Number(line) - 1]?.slice(start, start + marks.length)} ${code}: ${message}`
  })
}

describe('a value picked out of rows', () => {
  test('of a dimension that is there, and is no measure', async () => {
    expect(await refusals('{ name: d, type: string, first: visit.visited_a }')).toEqual([
      'visit.visited_a UNKNOWN_MEMBER: Entity `visit` has no dimension `visited_a`.',
    ])
    expect(await refusals('{ name: d, type: string, first: vist.page }')).toEqual([
      'vist.page UNKNOWN_MEMBER: The model has no entity `vist`.',
    ])
    expect(await refusals('{ name: d, type: integer, last: visit.visits }')).toEqual([
      'visit.visits TYPE_MISMATCH: `last` of `customer.d` takes a dimension of one value, not the measure `visit.visits`.',
    ])
  })

  test('the nearest name is told', async () => {
    expect(await issuesOf(model('{ name: d, type: string, first: visit.visited_a }'))).toContain('Closest: `visited_at`.')
    expect(await issuesOf(model('{ name: d, type: string, frist: visit.page }'))).toContain('Closest: `first`.')
  })

  test('of the type that it says, or a wider one', async () => {
    expect(await refusals('{ name: d, type: integer, first: visit.page }')).toEqual([
      'integer TYPE_MISMATCH: Dimension `customer.d` takes integer, not string, the type of `visit.page`.',
    ])
    expect(await refusals('{ name: d, type: decimal, first: visit.visit_id }')).toEqual([])
  })

  test('of rows with an order, where the order decides', async () => {
    expect(await refusals('{ name: d, type: integer, first: parcel.weight }')).toEqual([
      'parcel.weight NO_TIME: Entity `parcel` has no `time`, which `first` needs.',
      'parcel.weight NO_PRIMARY_KEY: Entity `parcel` has no `primary_key`, which an order of its rows needs.',
    ])
    expect(await refusals('{ name: d, type: integer, most_frequent: parcel.weight }')).toEqual([])
  })

  test('of rows that reach the entity', async () => {
    expect(await refusals('{ name: d, type: integer, first: store.store_id }')).toEqual([
      'store.store_id NO_PATH: `customer` cannot be reached: no relationship leads there from `store`.',
    ])
  })

  test('counted off with `of`', async () => {
    expect(await refusals('{ name: d, type: string, nth: 2 }')).toEqual([
      'nth MISPLACED_KEY: `nth` has no meaning in dimension `d`: it goes only with `of`.',
    ])
    expect(await refusals('{ name: d, type: string, of: visit.page }')).toEqual([
      'of MISPLACED_KEY: `of` has no meaning in dimension `d`: it goes only with `nth`.',
    ])
    expect(await refusals('{ name: d, type: string, nth: 0, of: visit.page }')).toEqual([
      '0 BAD_VALUE: `nth` of dimension `d` is `0`, not a whole number from 1 to 10000.',
    ])
  })

  test('made in one way', async () => {
    expect(await refusals('{ name: d, type: string, first: visit.page, last: visit.page }')).toEqual([
      expect.stringContaining('last CONFLICTING_KEYS: Dimension `d` has both `first` and `last`.'),
    ])
  })
})

describe('rows that lie before or after', () => {
  test('have times of one type', async () => {
    expect(await refusals('{ name: d, type: integer, measure: visit.visits, when: after }')).toEqual([
      'after TYPE_MISMATCH: `customer.d` (`when: after`) takes a date, as `customer.joined_on` is one, not the timestamp `visit.visited_at`.',
    ])
  })

  test('have a time', async () => {
    expect(await refusals('{ name: d, type: integer, most_frequent: parcel.weight, when: before }')).toEqual([
      'before NO_TIME: Entity `parcel` has no `time`, which `when: before` needs.',
    ])
  })

  test('belong to the same row of something', async () => {
    const ofVisit = '- { name: d, type: integer, last: store.store_id, when: before }'
    expect(await refusals('{ name: d, type: integer }', { ofVisit })).toEqual([
      expect.stringContaining('store.store_id NO_SHARED_ENTITY: `visit.d` cannot tell which rows of `store` belong to a row of `visit`'),
    ])
    const byStore = '- { name: d, type: string, last: visit.page, when: before, by: store }'
    expect(await refusals('{ name: d, type: integer }', { ofVisit: byStore })).toEqual([
      expect.stringContaining('store BAD_VALUE: `by` of `visit.d` is `store`'),
    ])
  })

  test('are no balances: which of those are the last depends on the row', async () => {
    const ofVisit = '- { name: d, type: integer, measure: visit.last_visits, when: before }'
    expect(await refusals('{ name: d, type: integer }', { ofVisit })).toEqual([
      'visit.last_visits NOT_YET: Not supported yet: `when` with `visit.last_visits`, which is `semi_additive`.',
    ])
    const ever = '- { name: d, type: integer, measure: visit.last_visits, when: ever }'
    expect(await refusals('{ name: d, type: integer }', { ofVisit: ever })).toEqual([])
  })

  test('`by` goes with `when`, and `when` not with `per`', async () => {
    expect(await refusals('{ name: d, type: integer, measure: visit.visits, by: customer }')).toEqual([
      'by MISPLACED_KEY: `by` has no meaning in dimension `d`: it goes only with `when`.',
    ])
    expect(await refusals('{ name: d, type: integer, measure: visit.visits, when: ever, per: [joined_on] }')).toEqual([
      expect.stringContaining('CONFLICTING_KEYS: '),
    ])
  })
})

describe('a list', () => {
  const isList = 'the list `customer.pages`, which only profiles show'

  test('is read by no expression, and picked out of no rows', async () => {
    expect(await refusals('{ name: d, type: boolean, sql: "${pages} is null" }')).toEqual([
      `\${pages} TYPE_MISMATCH: \`customer.d\` takes one value per row, not ${isList}.`,
    ])
    expect(await refusals('{ name: d, type: integer }', { more: 'segments: [{ name: s, when: "${pages} is null" }]' })).toEqual([
      expect.stringContaining(isList),
    ])
    expect(await refusals('{ name: d, type: string, first: customer.pages, per: [] }')).toEqual([
      expect.stringContaining('`first` of `customer.d` takes a dimension of one value, not the list `customer.pages`.'),
    ])
  })

  test('is no key, no time, no end of a relationship, nothing that rows are equal in, and has no score', async () => {
    expect(await refusals('{ name: d, type: integer, measure: visit.visits, per: [pages] }')).toEqual([
      'pages TYPE_MISMATCH: `per` of `customer.d` takes a dimension of one value, not the list `pages`.',
    ])
    const toPages = 'relationships: [{ type: N:1, field: pages, target: { entity: visit, field: page } }]'
    expect(await refusals('{ name: d, type: integer }', { more: toPages })).toEqual([
      'pages TYPE_MISMATCH: A relationship takes a dimension of one value, not the list `customer.pages`.',
    ])
    const score = 'scores: [{ name: s, of: d, buckets: 5, best: highest, best_score: 5 }]'
    expect(await refusals('{ name: d, type: integer, list: visit.visit_id }', { more: score })).toEqual([
      'd TYPE_MISMATCH: `of` of `customer.s` takes a numeric dimension, not the list `d`.',
    ])
    const asKey = model('{ name: d, type: integer }').replace('primary_key: customer_id', 'primary_key: pages')
    expect(await issuesOf(asKey)).toContain('Primary key `pages` takes a column or an expression, not `list` of other rows.')
  })
})
