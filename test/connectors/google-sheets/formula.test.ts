/** Google Sheets: what a formula =TESSERA(...) shows, on a live server. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { address, runScript, type Script } from '../apps-script/run-script.ts'
import { impatient, openElsewhere, openShop, type Shop, sql, token } from '../shop.ts'

let shop: Shop
let script: Script
beforeAll(async () => {
  shop = await openShop()
  script = await scriptOf(shop)
})
afterAll(async () => {
  await script.close()
  await shop.close()
})

async function scriptOf({ url }: Shop, zone = 'America/New_York'): Promise<Script> {
  const started = runScript('connectors/google-sheets/Code.js', { server: url, zone })
  started.prepare({ replies: [`${address}/`, token] })
  await started.call('showSettings')
  return started
}

/** As the settings keep them, untried. */
const keep = '(url, token) => PropertiesService.getUserProperties().setProperties({ TESSERA_URL: url, TESSERA_TOKEN: token })'

const formula = async (...args: readonly unknown[]) => (await script.call('TESSERA', ...args)).value
const problem = async (...args: readonly unknown[]) => (await script.call('TESSERA', ...args)).problem

describe('rows', () => {
  test('stand below a header, numbers as numbers, as SQL says', async () => {
    const expected =
      await sql(`select state, is_member, count(*) as purchases, sum(amount) as revenue, sum(quantity) as items, avg(amount) as average
      from purchases join customers using (customer_id) group by state, is_member order by state, is_member`)
    const number = (value: string | null | undefined) => (value === null ? null : Number(value))
    const rows = (await formula('revenue-by-state')) as readonly unknown[][]
    expect(rows[0]?.slice(0, 6)).toEqual([
      'customer.state',
      'customer.isMember',
      'purchase.purchases',
      'purchase.revenue',
      'purchase.items',
      'purchase.averageAmount',
    ])
    expect(rows.slice(1).map((row) => row.slice(0, 6))).toEqual(
      expected.map(({ state, is_member, purchases, revenue, items, average }) => [
        state,
        is_member === null ? null : is_member === 'true',
        number(purchases),
        number(revenue),
        number(items),
        number(average),
      ]),
    )
    expect(rows).toHaveLength(5)
  })

  test('have dates that are the day itself where the spreadsheet is', async () => {
    const months = await formula('revenue-by-month', 'from', '2024-01-01', 'to', '2024-03-31')
    // Midnight in New York.
    expect(months).toEqual([
      ['time.month', 'purchase.revenue', 'purchase.purchases'],
      [new Date('2024-01-01T05:00:00Z'), 100, 2],
      [new Date('2024-02-01T05:00:00Z'), 70.5, 2],
      [new Date('2024-03-01T05:00:00Z'), 5, 1],
    ])
  })

  test('have instants, and whole numbers beyond 15 digits as text', async () => {
    expect(await formula('visits')).toEqual([
      ['visitId', 'seenAt', 'session', 'customer.state'],
      [1, new Date('2024-01-31T23:30:00Z'), '9007199254740993', 'NY'],
      [2, new Date('2024-03-01T00:00:00Z'), 9007199254740991, 'CA'],
      [3, new Date('2024-03-31T01:30:00Z'), null, 'CA'],
    ])
  })

  test('may be none: the header stands', async () => {
    expect(await formula('revenue-by-month', 'from', '2020-01-01', 'to', '2020-12-31')).toEqual([
      ['time.month', 'purchase.revenue', 'purchase.purchases'],
    ])
  })
})

test.each([
  ['12.50', 12.5],
  ['-0.10', -0.1],
  ['1234567890123.45', 1234567890123.45],
  ['12345678901234.56', undefined],
  ['100000000000000000', undefined],
  ['0.000', 0],
])('of %s a cell holds %s', async (text, number) => {
  expect((await script.call('exactNumber', text)).value).toBe(number)
})

describe('variables', () => {
  const asked = async (...args: readonly unknown[]) => {
    await script.call('TESSERA', ...args)
    return script.sent
      .filter(({ url }) => url.includes('.json'))
      .at(-1)
      ?.url.replace(address, '')
  }

  test('come from texts, numbers, ticks and dates of cells', async () => {
    // Midnight in New York is a day; anything else is an instant.
    expect(await asked('revenue-by-state', 'members', true, 'asOf', new Date('2024-02-15T05:00:00Z'))).toBe(
      '/q/revenue-by-state.json?members=true&asOf=2024-02-15',
    )
    expect(await asked('revenue-by-state', 'asOf', new Date('2024-02-15T06:30:00Z'))).toBe(
      `/q/revenue-by-state.json?asOf=${encodeURIComponent('2024-02-15T01:30:00-05:00')}`,
    )
    expect(await asked('visits', 'first', 2)).toBe('/q/visits.json?first=2')
  })

  test('a range is a list, and empty cells are left out', async () => {
    expect(await asked('revenue-by-state', 'states', [['NY'], [''], ['CA & more']], 'category', '')).toBe(
      '/q/revenue-by-state.json?states=NY&states=CA%20%26%20more',
    )
    const rows = (await formula('revenue-by-state', 'states', [['NY']])) as readonly unknown[][]
    expect(rows.map(([state, member, purchases]) => [state, member, purchases])).toEqual([
      ['customer.state', 'customer.isMember', 'purchase.purchases'],
      ['NY', false, 1],
      ['NY', true, 2],
    ])
  })

  test('come in pairs, with names', async () => {
    expect(await problem('visits', 'first')).toBe('After the name of the query come pairs: the name of a variable, and its value.')
    expect(await problem('visits', '', 2)).toBe('The name of variable 1 is empty.')
    expect(await problem('')).toBe('The first argument is the name of a saved query, such as "rfm-by-state".')
  })

  test('too many for an address are refused before anything is sent', async () => {
    const before = script.sent.length
    expect(await problem('revenue-by-state', 'states', [Array.from({ length: 300 }, (_, n) => `state ${n}`)])).toContain('2,000 characters')
    expect(script.sent).toHaveLength(before)
  })
})

describe('a mistake is said in the cell', () => {
  test('a name that is not there', async () => {
    expect(await problem('revenue-by-stat')).toBe(
      'There is no saved query `revenue-by-stat`. Closest: `revenue-by-state`. (UNKNOWN_QUERY) Menu Tessera > Saved queries lists their names.',
    )
  })

  test('a variable that is missing, and a query that is no table', async () => {
    expect(await problem('revenue-by-month')).toContain('`from` is missing')
    expect(await problem('totals')).toContain('(NOT_A_TABLE)')
  })

  test('a token that is not right any more', async () => {
    const other = await openShop({ TESSERA_TOKENS: 'another-token-of-the-shop' })
    onTestFinished(other.close)
    const moved = runScript('connectors/google-sheets/Code.js', { server: other.url })
    onTestFinished(moved.close)
    await moved.call(keep, address, token)
    expect((await moved.call('TESSERA', 'visits')).problem).toMatch(/\(UNAUTHENTICATED\) Menu Tessera > Settings takes a new token\./)
  })

  test('a question that takes too long', async () => {
    const hasty = await openShop(impatient)
    onTestFinished(hasty.close)
    const asking = await scriptOf(hasty)
    onTestFinished(asking.close)
    expect((await asking.call('TESSERA', 'endless')).problem).toMatch(/\(TIMEOUT\) Ask for fewer months or fewer columns\.$/)
  })

  test('a server that is away', async () => {
    const away = runScript('connectors/google-sheets/Code.js', { server: 'http://127.0.0.1:1' })
    onTestFinished(away.close)
    await away.call(keep, address, token)
    expect((await away.call('TESSERA', 'visits')).problem).toMatch(
      /^The server could not be asked: .* A formula has 30 seconds, and an answer at most 50 MB\.$/,
    )
  })

  test('a page of somebody else, and one that leads to somebody else: the token goes nowhere', async () => {
    const seen: unknown[] = []
    const thief = await openElsewhere(({ headers }, response) => {
      seen.push(headers.authorization)
      response.end('[]')
    })
    onTestFinished(thief.close)
    const leading = await openElsewhere((_request, response) => void response.writeHead(302, { location: thief.url }).end())
    onTestFinished(leading.close)
    const asked = runScript('connectors/google-sheets/Code.js', { server: leading.url })
    onTestFinished(asked.close)
    await asked.call(keep, address, token)
    expect((await asked.call('TESSERA', 'visits')).problem).toBe('The server answered with HTTP status 302. (HTTP_302)')
    expect(seen).toEqual([])
    const page = await openElsewhere((_request, response) => void response.end('<h1>Sign in</h1>'))
    onTestFinished(page.close)
    const signing = runScript('connectors/google-sheets/Code.js', { server: page.url })
    onTestFinished(signing.close)
    await signing.call(keep, address, token)
    expect((await signing.call('TESSERA', 'visits')).problem).toMatch(
      /^The answer is no JSON\. Either https:\/\/tessera\.example\.com is not Tessera/,
    )
  })

  test('settings that nobody has made', async () => {
    const fresh = runScript('connectors/google-sheets/Code.js', { server: shop.url })
    onTestFinished(fresh.close)
    expect((await fresh.call('TESSERA', 'visits')).problem).toBe(
      'Where is Tessera? The owner of this spreadsheet says it once: menu Tessera > Settings.',
    )
  })
})
