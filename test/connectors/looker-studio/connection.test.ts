/** Looker Studio: credentials and the questions of the connection page, on a live server. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { address, runScript, type Script } from '../apps-script/run-script.ts'
import { openElsewhere, openShop, type Shop, token } from '../shop.ts'
import { configOf, connected } from './script.ts'

let shop: Shop
let script: Script
beforeAll(async () => {
  shop = await openShop()
  script = await connected(shop)
})
afterAll(async () => {
  await script.close()
  await shop.close()
})

function unconnected(server = shop.url): Script {
  const started = runScript('connectors/looker-studio/Code.js', { server })
  onTestFinished(started.close)
  return started
}

describe('credentials', () => {
  test('are an address and a token, tried before they are kept', async () => {
    const fresh = unconnected()
    expect((await fresh.call('getAuthType')).value).toMatchObject({ type: 'PATH_KEY' })
    expect((await fresh.call('isAuthValid')).value).toBe(false)
    const wrong = await fresh.call('setCredentials', { pathKey: { path: address, key: 'not-the-right-token' } })
    expect(wrong).toMatchObject({ value: { errorCode: 'INVALID_CREDENTIALS' }, properties: {} })
    const right = await fresh.call('setCredentials', { pathKey: { path: `${address}/`, key: token } })
    expect(right).toMatchObject({ value: { errorCode: 'NONE' }, properties: { TESSERA_URL: address, TESSERA_TOKEN: token } })
    expect((await fresh.call('isAuthValid')).value).toBe(true)
  })

  test('are not sent where anybody could read them', async () => {
    const fresh = unconnected()
    const { value } = await fresh.call('setCredentials', { pathKey: { path: 'http://tessera.example.com', key: token } })
    expect(value).toEqual({ errorCode: 'INVALID_CREDENTIALS' })
    expect(fresh.sent).toEqual([])
  })

  test('are not sent on by a server that leads elsewhere', async () => {
    const seen: unknown[] = []
    const thief = await openElsewhere(({ headers }, response) => {
      seen.push(headers.authorization)
      response.end('{"queries":[]}')
    })
    onTestFinished(thief.close)
    const leading = await openElsewhere((_request, response) => void response.writeHead(302, { location: thief.url }).end())
    onTestFinished(leading.close)
    const { value } = await unconnected(leading.url).call('setCredentials', { pathKey: { path: address, key: token } })
    expect(value).toEqual({ errorCode: 'INVALID_CREDENTIALS' })
    expect(seen).toEqual([])
  })

  test('can be forgotten', async () => {
    const other = await connected(shop)
    onTestFinished(other.close)
    expect((await other.call('resetAuth')).properties).toEqual({})
    expect((await other.call('isAuthValid')).value).toBe(false)
  })

  test('are not wrong because the server is away', async () => {
    const away = unconnected('http://127.0.0.1:1')
    await away.call(
      '(url, token) => PropertiesService.getUserProperties().setProperties({ TESSERA_URL: url, TESSERA_TOKEN: token })',
      address,
      token,
    )
    expect((await away.call('isAuthValid')).value).toBe(true)
  })
})

describe('the connection page', () => {
  const entries = async (configParams?: object) =>
    (await script.call('getConfig', { languageCode: 'en', ...(configParams && { configParams }) })).value as {
      readonly entries: readonly { readonly id: string; readonly name: string; readonly options?: readonly string[][] }[]
      readonly isSteppedConfig?: boolean
      readonly dateRangeRequired?: boolean
    }

  test('lists the saved queries that are tables, and asks on', async () => {
    const first = await entries()
    expect(first.isSteppedConfig).toBe(true)
    expect(first.entries).toHaveLength(1)
    expect(first.entries[0]?.options?.map(([value]) => value)).toEqual([
      'endless',
      'revenue-by-month',
      'revenue-by-state',
      'revenue-by-tag',
      'visits',
      'visits-by-state',
      '(own query)',
    ])
    expect(first.entries[0]?.options).toContainEqual(['revenue-by-state', 'revenue-by-state: What customers of each state bought.'])
  })

  test('has a field for each variable', async () => {
    const second = await entries(configOf('revenue-by-state'))
    expect(second.entries.map(({ id }) => id)).toEqual([
      'query',
      'variable_asOf',
      'variable_states',
      'variable_category',
      'variable_members',
    ])
    expect(second).toMatchObject({ dateRangeRequired: false })
    expect(second.isSteppedConfig).toBeUndefined()
  })

  test('takes `from` and `to` from the date range of the report', async () => {
    const second = await entries(configOf('revenue-by-month'))
    expect(second.entries.map(({ id }) => id)).toEqual(['query'])
    expect(second.dateRangeRequired).toBe(true)
  })

  test('takes a query of one’s own', async () => {
    expect((await entries({ query: '(own query)' })).isSteppedConfig).toBe(true)
    const text = 'query ($from: TimePoint!, $to: TimePoint!) { slice(by: {}) { hasMore } }'
    const third = await entries({ query: '(own query)', text })
    expect(third.entries.map(({ id }) => id)).toEqual(['query', 'text', 'variables'])
    expect(third.dateRangeRequired).toBe(true)
  })
})
