/** Power Query: what `Tessera[SavedQuery]` asks of a live server by GET with stored credentials, and the table it makes of the answer. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Request } from '../m/web-contents.ts'
import { impatient, openElsewhere, openShop, type Shop, sql } from '../shop.ts'
import { load, refused, stored } from './ask.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const table = (expression: string) => load(expression, { url: shop.url, credentials: stored })
const refusal = (expression: string) => refused(expression, { url: shop.url, credentials: stored })

describe('a saved query', () => {
  test('has typed columns and the numbers that SQL says', async () => {
    const { columns, rows } = await table('Tessera[SavedQuery]("revenue-by-state")')
    expect(columns).toEqual([
      'customer.state: text',
      'customer.isMember: logical',
      'purchase.purchases: Int64.Type',
      'purchase.revenue: number',
      'purchase.items: Int64.Type',
      'purchase.averageAmount: number',
      'purchase.largest: number',
      'purchase.shareOfBeer: number',
      'purchase.rateOfBeer: number',
    ])
    const expected = await sql(`select state, count(*) as purchases, sum(amount) as revenue, max(amount) as largest
      from purchases join customers using (customer_id) group by state, is_member order by state, is_member`)
    const numbers = ({ purchases, revenue, largest }: (typeof expected)[number]) => [Number(purchases), Number(revenue), Number(largest)]
    expect(rows.map(([state, , purchases, revenue, , , largest]) => [state, purchases, revenue, largest])).toEqual(
      expected.map((row) => [row.state, ...numbers(row)]),
    )
    expect(rows).toHaveLength(4)
  })

  test('takes variables of every kind; null leaves one out', async () => {
    const { rows, requests } = await table(`Tessera[SavedQuery]("revenue-by-state",
      [states = {"NY", "CA"}, members = true, category = null, asOf = Date.From("2024-02-15", "en-US")])`)
    expect(requests.map(({ url }) => url)).toContain(`${shop.url}/q/revenue-by-state.json?states=NY&states=CA&members=true&asOf=2024-02-15`)
    // By the middle of February nobody in California has bought.
    expect(rows.map(([state, member, purchases, revenue]) => [state, member, purchases, revenue])).toEqual([['NY', true, 2, 100]])
  })

  test('keeps every digit of whole numbers, the offset of instants, and nulls', async () => {
    const { columns, rows } = await table('Tessera[SavedQuery]("visits")')
    expect(columns).toEqual(['visitId: Int64.Type', 'seenAt: datetimezone', 'session: Int64.Type', 'customer.state: text'])
    expect(rows).toEqual([
      [1, '2024-01-31T23:30:00Z', '9007199254740993n', 'NY'],
      [2, '2024-03-01T00:00:00Z', 9007199254740991, 'CA'],
      [3, '2024-03-31T01:30:00Z', null, 'CA'],
    ])
  })

  test('without rows has its columns; a date is a date', async () => {
    const { columns, rows } = await table('Tessera[SavedQuery]("revenue-by-month", [from = "2020-01-01", to = "2020-12-31"])')
    expect(columns).toEqual(['time.month: date', 'purchase.revenue: number', 'purchase.purchases: Int64.Type'])
    expect(rows).toEqual([])
  })

  test('is found in the list of them', async () => {
    const { rows } = await table('Tessera[SavedQueries]()')
    expect(rows).toContainEqual(['revenue-by-month', 'What was bought, month by month.', 'from: TimePoint!, to: TimePoint!'])
  })
})

describe('a mistake is an error with the code of the server', () => {
  test('a name that is not there, with the nearest', async () => {
    expect(await refusal('Tessera[SavedQuery]("revenue-by-stat")')).toEqual({
      reason: 'UNKNOWN_QUERY',
      message: 'There is no saved query `revenue-by-stat`. Closest: `revenue-by-state`.',
      detail: 'There is no saved query of this name. Tessera[SavedQueries]() lists them.',
    })
  })

  test('variables that are missing, or wrong', async () => {
    expect(await refusal('Tessera[SavedQuery]("revenue-by-month")')).toMatchObject({
      reason: 'BAD_USER_INPUT',
      message: expect.stringContaining('`from`'),
    })
    expect(await refusal('Tessera[SavedQuery]("revenue-by-state", [stats = {"NY"}])')).toMatchObject({ reason: 'BAD_USER_INPUT' })
  })

  test('a query that is no table', async () => {
    expect(await refusal('Tessera[SavedQuery]("totals")')).toMatchObject({ reason: 'NOT_A_TABLE' })
  })

  test('wrong credentials, which Power Query asks for again', async () => {
    const credentials = { user: 'tessera', password: 'not-the-right-token' }
    const error = await refused('Tessera[SavedQuery]("visits")', { url: shop.url, credentials })
    expect(error).toMatchObject({ reason: 'DataSource.Error', message: 'The credentials provided are invalid.' })
  })

  test('a question that takes too long is asked once', async () => {
    const hasty = await openShop(impatient)
    onTestFinished(hasty.close)
    const requests: Request[] = []
    expect(await refused('Tessera[SavedQuery]("endless")', { url: hasty.url, credentials: stored, requests })).toEqual({
      reason: 'TIMEOUT',
      message: expect.any(String),
      detail: 'The question takes too long. Ask for fewer months or fewer columns.',
    })
    expect(requests.map(({ url }) => url)).toEqual([`${hasty.url}/q`, `${hasty.url}/q/endless.json`])
  })

  test('a page of somebody else', async () => {
    const { url, close } = await openElsewhere((_request, response) => void response.end('<h1>Sign in</h1>'))
    onTestFinished(close)
    expect(await refused('Tessera[SavedQuery]("visits")', { url, credentials: stored })).toMatchObject({
      reason: 'NOT_TESSERA',
      message: `What answers at ${url} is not Tessera.`,
    })
  })
})
