/** Power Query: what `Tessera[Table]` asks of a live server by POST, and the table it makes of the answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop, sql, token } from '../shop.ts'
import { load, refused } from './ask.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const anonymous = () => ({ url: shop.url, credentials: 'anonymous' as const })
const text = (document: string) => `"${document.replaceAll('"', '""')}"`
const table = (document: string, variables = 'null', options = '') =>
  load(`Tessera[Table](${text(document)}, ${variables}, [Token = "${token}"${options}])`, anonymous())
const refusal = (document: string, variables = 'null', options = '') =>
  refused(`Tessera[Table](${text(document)}, ${variables}, [Token = "${token}"${options}])`, anonymous())

const readings = `query ($limit: Int, $offset: Int, $asOf: TimePoint) {
  slice(by: { reading: [READING_ID] }, limit: $limit, offset: $offset, asOf: $asOf) {
    rows { reading { readingId total } } columns { path type } hasMore asOf } }`

describe('a slice', () => {
  test('is read page by page, every page as of the instant of the first', async () => {
    const { columns, rows, requests } = await table(readings, 'null', ', PageSize = 10')
    expect(columns).toEqual(['reading.readingId: Int64.Type', 'reading.total: number'])
    const expected = await sql('select reading_id, sum(amount) as total from readings group by reading_id order by reading_id')
    expect(expected).toHaveLength(25)
    expect(rows).toEqual(expected.map(({ reading_id, total }) => [Number(reading_id), Number(total)]))
    const variables = requests.map(({ body = '' }) => JSON.parse(body).variables)
    const instant = variables[1].asOf
    expect(Date.parse(instant)).toBeGreaterThan(Date.parse('2026-01-01'))
    expect(variables).toEqual([
      { limit: 10, offset: 0 },
      { limit: 10, offset: 10, asOf: instant },
      { limit: 10, offset: 20, asOf: instant },
    ])
  })

  test('is asked as of the date that is given, on every page', async () => {
    const { rows, requests } = await table(readings, '[asOf = "2024-06-01"]', ', PageSize = 20')
    expect(rows).toHaveLength(25)
    expect(requests.map(({ body = '' }) => JSON.parse(body).variables.asOf)).toEqual(['2024-06-01', '2024-06-01'])
  })

  test('has dotted columns, each of its type, and the numbers that SQL says', async () => {
    const { columns, rows } = await table(`{ slice(by: { customer: [STATE, IS_MEMBER, SINCE] }, asOf: "2024-06-01", limit: 10) {
      rows { customer { state isMember since } purchase { purchases revenue items averageAmount } } columns { path type } } }`)
    expect(columns).toEqual([
      'customer.state: text',
      'customer.isMember: logical',
      'customer.since: date',
      'purchase.purchases: Int64.Type',
      'purchase.revenue: number',
      'purchase.items: Int64.Type',
      'purchase.averageAmount: number',
    ])
    const expected =
      await sql(`select state, is_member, since, count(*) as n, sum(amount) as revenue, sum(quantity) as items, avg(amount) as average
      from purchases join customers using (customer_id) group by all order by state, is_member`)
    const number = (value: string | null | undefined) => (value === null ? null : Number(value))
    expect(rows).toEqual(
      expected.map(({ state, is_member, since, n, revenue, items, average }) => [
        state,
        is_member === null ? null : is_member === 'true',
        since,
        number(n),
        number(revenue),
        number(items),
        number(average),
      ]),
    )
    expect(rows).toContainEqual(['NY', true, '2023-01-15', 2, 100, 3, 50])
  })

  test('without rows has its columns', async () => {
    const { columns, rows } = await table(`{ slice(by: { customer: [STATE] }, where: { customer: { state: { eq: "TX" } } }, limit: 5) {
      rows { customer { state } purchase { revenue } } columns { path type } } }`)
    expect(columns).toEqual(['customer.state: text', 'purchase.revenue: number'])
    expect(rows).toEqual([])
  })

  test('with a null in its first row has every column', async () => {
    const { columns, rows } =
      await table(`{ slice(by: { customer: [CUSTOMER_ID] }, asOf: "2024-06-01", limit: 10, orderBy: [{ customer: { customerId: DESC } }]) {
      rows { customer { customerId customers } visit { latest } } columns { path type } } }`)
    expect(columns[2]).toBe('visit.latest: datetimezone')
    expect(rows).toEqual([
      ['dot', 1, null],
      ['cem', 1, '2024-03-31T01:30:00Z'],
      ['bob', 1, null],
      ['ann', 1, '2024-01-31T23:30:00Z'],
    ])
  })
})

describe('a connection', () => {
  const visits = `query ($first: Int, $after: String) { customer(customerId: "cem", asOf: "2024-06-01") { visits(first: $first, after: $after) {
    nodes { visitId seenAt customer { state } } pageInfo { hasNextPage endCursor } } } }`

  test('is read by its cursors, below a single object too', async () => {
    const { columns, rows, requests } = await table(visits, 'null', ', PageSize = 1')
    expect(columns).toEqual(['visitId: any', 'seenAt: any', 'customer.state: any'])
    expect(rows).toEqual([
      [2, '2024-03-01T00:00:00Z', 'CA'],
      [3, '2024-03-31T01:30:00Z', 'CA'],
    ])
    expect(requests).toHaveLength(2)
  })

  test('of edges is the same table', async () => {
    const { rows } = await table(visits.replace('nodes { visitId seenAt customer { state } }', 'edges { node { visitId } }'))
    expect(rows).toEqual([[2], [3]])
  })
})

describe('rows are never left out unsaid', () => {
  const slice = (selection: string, more = '') => `{ slice(by: { reading: [READING_ID] }${more}) { ${selection} } }`

  test('where a slice does not say whether there are more', async () => {
    expect(await refusal(slice('rows { reading { readingId } }'))).toMatchObject({
      reason: 'INCOMPLETE',
      message: 'It cannot be seen whether these are all rows.',
    })
  })

  test('where a page has more and the document has no variables for the next', async () => {
    const document = '{ readings { nodes { readingId } pageInfo { hasNextPage endCursor } } }'
    expect(await refusal(document)).toMatchObject({ reason: 'INCOMPLETE', message: 'There are more rows than one page has.' })
  })

  test('where only a list within the rows has a limit', async () => {
    const document = '{ customers { nodes { customerId visits(first: 1) { nodes { visitId } } } } }'
    expect(await refusal(document)).toMatchObject({ reason: 'INCOMPLETE' })
  })

  test('where pages cannot be held to one date', async () => {
    const without = (part: string) => readings.replace(part, '')
    expect(await refusal(without('hasMore asOf').replace('columns { path type }', 'hasMore'), 'null', ', PageSize = 10')).toMatchObject({
      reason: 'INCOMPLETE',
      message: 'It cannot be seen whether all pages are as of one date.',
    })
    expect(await refusal(without(', asOf: $asOf').replace(', $asOf: TimePoint', ''), 'null', ', PageSize = 10')).toMatchObject({
      reason: 'INCOMPLETE',
      message: 'Pages are as of different dates.',
    })
  })

  test('but a limit that the document sets is meant', async () => {
    const { rows } = await table(slice('rows { reading { readingId } } hasMore', ', limit: 3'))
    expect(rows).toEqual([[1], [2], [3]])
  })
})

describe('a mistake is an error with the code of the server', () => {
  test('a wrong token', async () => {
    expect(await refused(`Tessera[Table](${text(readings)}, null, [Token = "not-the-right-token"])`, anonymous())).toEqual({
      reason: 'UNAUTHENTICATED',
      message: expect.stringContaining('token'),
      detail: 'The token is missing or wrong. Ask for a new one, and put it where the old one is.',
    })
    expect(await refused(`Tessera[Table](${text(readings)})`, anonymous())).toMatchObject({ reason: 'UNAUTHENTICATED' })
  })

  test('a field that is not there', async () => {
    expect(await refusal('{ slice(by: {}) { rows { customer { sate } } } }')).toMatchObject({
      reason: 'GRAPHQL_VALIDATION_FAILED',
      message: expect.stringContaining('sate'),
    })
  })

  test('a part of an answer with an error is no answer', async () => {
    expect(await refusal('{ slice(by: {}, limit: -1) { rows { purchase { revenue } } hasMore } }')).toMatchObject({
      reason: 'BAD_USER_INPUT',
    })
  })

  test('two tables', async () => {
    const two = '{ a: slice(by: {}) { rows { purchase { revenue } } } b: slice(by: {}) { rows { purchase { revenue } } } }'
    expect(await refusal(two)).toMatchObject({ reason: 'NOT_A_TABLE' })
  })
})
