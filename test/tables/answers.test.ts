/** Tables over HTTP: every format on both paths, the rows they have, and what their headers say. */
import { gunzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { engines } from '../support/databases.ts'
import { get } from './http.ts'
import { itemsUpTo, model, queries, thingColumns, things } from './items.ts'
import { refusalOf, withTableServer } from './table-server.ts'
import { readCsv, readParquet } from './written.ts'

const endings = ['json', 'csv', 'ndjson', 'arrow', 'parquet'] as const
const thingSlice = `{ slice(by: { thing: [NO, BIG, TEXT, DAY, AT, PRICE, RATIO, OPEN] }) { rows { thing { ${thingColumns} } } } }`
const names = thingColumns.split(' ').map((name) => `thing.${name}`)
const bodies = new Map<string, Buffer>()

/** On one engine, then on the other. */
function sameOnBoth(what: string, body: Buffer): void {
  const other = bodies.get(what)
  if (other === undefined) bodies.set(what, body)
  else expect(body.equals(other), what).toBe(true)
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}

async function itemIds(response: Response): Promise<readonly number[]> {
  expect(response.status).toBe(200)
  return readCsv(await bytesOf(response))
    .slice(1)
    .map(([id]) => Number(id))
}

describe.each(engines)('%s', (engine) => {
  const server = withTableServer(engine, { model, queries })
  const url = (path: string) => `${server().url}/q/${path}`

  test.each(endings)('a saved query as %s is the same bytes on both engines, and named for a browser', async (ending) => {
    const { status, headers, body } = await get(url(`things.${ending}`))
    expect(status).toBe(200)
    expect(headers['content-disposition']).toBe(`attachment; filename="things.${ending}"`)
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(headers.vary).toBe('Accept, Accept-Encoding, Authorization')
    expect(headers['x-content-type-options']).toBe('nosniff')
    sameOnBoth(ending, body)
  })

  test('every format has the rows of the JSON answer', async () => {
    const answer = (await (await server().post(thingSlice)).json()) as { data: { slice: { rows: { thing: object }[] } } }
    expect(answer.data.slice.rows.map(({ thing }) => thing)).toEqual(things)
    const records = things.map((thing) => Object.fromEntries(Object.entries(thing).map(([name, value]) => [`thing.${name}`, value])))
    expect(await (await server().saved('things.json')).json()).toEqual(records)
    const lines = (await (await server().saved('things.ndjson')).text()).split('\n')
    expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(records)
    const texts = things.map((thing) => Object.values(thing).map((value) => (value === null ? '' : String(value))))
    expect(readCsv(await bytesOf(await server().saved('things.csv')))).toEqual([names, ...texts])
    const arrow = tableFromIPC(await bytesOf(await server().saved('things.arrow')))
    expect(arrow.schema.fields.map(({ name }) => name)).toEqual(names)
    expect([...(arrow.getChild('thing.text') ?? [])]).toEqual(things.map(({ text }) => text))
    const { rows } = await readParquet(await bytesOf(await server().saved('things.parquet')))
    expect(rows).toEqual([
      ['1', '9007199254740993', 'a,"b"\r\n=1', '2024-01-31', '2024-01-31 10:00:00.25+00', '1234.5000000000', '0.1', 'true'],
      ['2', '-5', '', '0044-03-15', '1969-12-31 23:59:59.999999+00', '-0.0100000000', '-1e+21', 'false'],
      ['3', null, null, null, null, null, null, null],
    ])
  })

  test.each([
    ['text/csv', 'text/csv; charset=utf-8; header=present', 'csv'],
    ['application/x-ndjson', 'application/x-ndjson; charset=utf-8', 'ndjson'],
    ['application/vnd.apache.arrow.stream', 'application/vnd.apache.arrow.stream', 'arrow'],
  ])('/graphql answers %s with the same bytes as the saved query', async (accept, type, ending) => {
    const response = await server().post(thingSlice, { accept })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-disposition')).toBeNull()
    expect((await bytesOf(response)).equals(await bytesOf(await server().saved(`things.${ending}`)))).toBe(true)
  })

  test.each([
    ['text/csv;q=0.9, application/json;q=0.1', 'text/csv'],
    ['text/csv; q=0.1, application/json; q=0.9', 'application/json'],
    ['application/json, text/csv;q=0.5', 'application/json'],
    ['text/csv;header=present;q=1, */*;q=0.1', 'text/csv'],
    ['text/csv;charset=utf-8', 'text/csv'],
    ['TEXT/CSV', 'text/csv'],
    ['text/html, text/csv', 'text/csv'],
    ['*/*', 'application/json'],
    ['text/html, */*;q=0.8', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/json;q=0.9,text/plain', 'application/json'],
    ['', 'application/json'],
    [undefined, 'application/json'],
  ])('Accept: %s is answered with %s', async (accept, type) => {
    const body = JSON.stringify({ query: '{ kinds { nodes { title } } }' })
    const { status, headers } = await get(`${server().url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }) },
      body,
    })
    expect([status, headers['content-type']?.split(';')[0]]).toEqual([200, type])
  })

  test.each(['text/html', 'application/pdf, image/*', 'text/csv;q=0', 'application/vnd.apache.parquet'])(
    'Accept: %s is answered with 406',
    async (accept) => {
      expect(await refusalOf(await server().post('{ kinds { nodes { title } } }', { accept }))).toEqual({
        status: 406,
        code: 'NOT_ACCEPTABLE',
        message:
          'The answer can be had as `application/json`, `application/graphql-response+json`, `text/csv`, `application/x-ndjson` or `application/vnd.apache.arrow.stream`.',
      })
    },
  )

  test('/graphql answers a GET with a table too, to whom no other site can be', async () => {
    const search = new URLSearchParams({ query: queries.items, variables: '{"upTo":2}' })
    const asked = (headers: Record<string, string>, more = '') =>
      fetch(`${server().url}/graphql?${search}${more}`, { headers: { accept: 'text/csv', ...headers } })
    const preflight = { 'apollo-require-preflight': 'true' }
    const answer = await asked(preflight)
    expect(await answer.text()).toBe('item.itemId,item.label\r\n1,item 1\r\n2,item 2\r\n')
    expect((await asked({ ...preflight, 'if-none-match': String(answer.headers.get('etag')) })).status).toBe(304)
    expect(await refusalOf(await asked({}))).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'A GET for a table has the header `apollo-require-preflight: true`.',
    })
    search.set('variables', '{')
    expect(await refusalOf(await asked(preflight))).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    const inJson = await asked({ ...preflight, accept: 'application/json' }, '&operationName=Items')
    expect(inJson.headers.get('content-type')).toContain('application/json')
  })

  test('no rows are a table with its columns', async () => {
    const path = (ending: string) => `items.${ending}?upTo=0&title=true`
    expect(await (await server().saved(path('csv'))).text()).toBe('item.itemId,item.label,kind.title\r\n')
    expect(await (await server().saved(path('json'))).text()).toBe('[]\n')
    expect(await (await server().saved(path('ndjson'))).text()).toBe('')
    const arrow = tableFromIPC(await bytesOf(await server().saved(path('arrow'))))
    expect([arrow.numRows, arrow.schema.fields.map(({ name }) => name)]).toEqual([0, ['item.itemId', 'item.label', 'kind.title']])
    expect(await readParquet(await bytesOf(await server().saved(path('parquet'))))).toEqual({
      types: { 'item.itemId': 'INTEGER', 'item.label': 'VARCHAR', 'kind.title': 'VARCHAR' },
      rows: [],
    })
  })

  test('variables decide what rows and columns there are', async () => {
    expect(await (await server().saved('items.csv?upTo=12&labels=item%203&labels=item%2012')).text()).toBe(
      'item.itemId,item.label\r\n3,item 3\r\n12,item 12\r\n',
    )
    expect(await (await server().saved('items.csv?upTo=2&title=true')).text()).toBe(
      'item.itemId,item.label,kind.title\r\n1,item 1,kind 1\r\n2,item 2,kind 2\r\n',
    )
    const posted = await server().post(queries.items, { accept: 'text/csv', variables: { upTo: 10, labels: ['item 9'] } })
    expect(await posted.text()).toBe('item.itemId,item.label\r\n9,item 9\r\n')
  })

  describe('how many rows', () => {
    test('a slice has all of them, with a limit that many', async () => {
      const all = await server().saved('items.csv?upTo=2500')
      expect(await itemIds(all)).toEqual(itemsUpTo(2500).map(({ itemId }) => itemId))
      expect(await itemIds(await server().saved('items.csv?upTo=2500&limit=1500'))).toHaveLength(1500)
      expect(await itemIds(await server().saved('items.csv?upTo=2500&limit=0'))).toEqual([])
      expect(
        await itemIds(await server().post(queries.items, { accept: 'text/csv', variables: { upTo: 2500, limit: null } })),
      ).toHaveLength(2500)
    })
    test('an explore has all of them', async () => {
      expect(await itemIds(await server().post('{ explore { rows { item { itemId } } } }', { accept: 'text/csv' }))).toHaveLength(2500)
      expect(
        await itemIds(await server().post('{ explore(offset: 2400) { rows { item { itemId } } } }', { accept: 'text/csv' })),
      ).toHaveLength(100)
    })
    test('a connection has all of them, page after page, each once and in their order', async () => {
      const expected = [...itemsUpTo(2500)].sort((one, other) => one.kindId - other.kindId || other.itemId - one.itemId)
      expect(await (await server().saved('pages.json')).json()).toEqual(expected)
      expect(await (await server().saved('pages.json?asOf=2025-12-31')).json()).toEqual(expected)
    })
    test('a connection with `first` or `last` has that page', async () => {
      const ids = async (path: string) => itemIds(await server().saved(path))
      expect(await ids('pages.csv?first=3')).toEqual([2499, 2492, 2485])
      expect(await ids('pages.csv?last=2')).toEqual([13, 6])
      expect(await ids('pages.csv?first=0')).toEqual([])
      expect(await ids('pages.csv?first=1000')).toHaveLength(1000)
      expect(await refusalOf(await server().saved('pages.csv?first=1001'))).toMatchObject({ status: 400, code: 'LIMIT_EXCEEDED' })
    })
    test('a connection goes on from a cursor', async () => {
      const answer = (await (
        await server().post('{ items(first: 2400, last: null, orderBy: [{ kindId: ASC }, { itemId: DESC }]) { totalCount } }')
      ).json()) as object
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] })
      const edges = '{ items(last: 2, orderBy: [{ kindId: ASC }, { itemId: DESC }]) { edges { cursor node { itemId } } } }'
      const page = readCsv(await bytesOf(await server().post(edges, { accept: 'text/csv' })))
      expect(page.map(([, id]) => id)).toEqual(['node.itemId', '13', '6'])
      const after = encodeURIComponent(page[1]?.[0] ?? '')
      expect(await itemIds(await server().saved(`pages.csv?after=${after}`))).toEqual([6])
    })
    test('edges, and a connection below one row, are walked too', async () => {
      const edges = await server().post('{ items { edges { node { itemId } } } }', { accept: 'text/csv' })
      expect(await itemIds(edges)).toEqual(itemsUpTo(2500).map(({ itemId }) => itemId))
      const below = await server().post('{ kind(kindId: 3) { title items { nodes { itemId kind { title } } } } }', { accept: 'text/csv' })
      const rows = readCsv(await bytesOf(below))
      expect(rows.slice(0, 2)).toEqual([
        ['itemId', 'kind.title'],
        ['3', 'kind 3'],
      ])
      expect(rows).toHaveLength(358)
    })
    test('below a row that is not there is none', async () => {
      const below = await server().post('{ kind(kindId: 33) { items { nodes { itemId } } } }', { accept: 'text/csv' })
      expect([below.status, await below.text()]).toEqual([200, 'itemId\r\n'])
    })
    test('a slice of one row has all of its own', async () => {
      const sliced = '{ kind(kindId: 3) { slice(by: { item: [ITEM_ID] }) { rows { item { itemId } } } } }'
      expect(await itemIds(await server().post(sliced, { accept: 'text/csv' }))).toEqual(
        itemsUpTo(2500).flatMap(({ itemId, kindId }) => (kindId === 3 ? [itemId] : [])),
      )
    })
    test('rows may have slices and counts of their own, as long as each is one value', async () => {
      const text = '{ kinds { nodes { title items { totalCount } slice(by: {}) { totals { item { items } } } } } }'
      const [names, ...rows] = readCsv(await bytesOf(await server().post(text, { accept: 'text/csv' })))
      expect(names).toEqual(['title', 'items.totalCount', 'slice.totals.item.items'])
      expect(rows[1]).toEqual(['kind 1', '358', '358'])
    })
  })

  describe('an answer that is known already', () => {
    const known = async (path: string, header: string, headers: Record<string, string> = {}) =>
      get(url(path), { headers: { 'if-none-match': header, ...headers } })

    test.each(endings)('is 304, as %s', async (ending) => {
      const path = `things.${ending}`
      const first = await get(url(path))
      const etag = String(first.headers.etag)
      expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
      for (const header of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
        const { status, body, headers } = await known(path, header)
        expect([status, body.length, headers.etag, headers.vary]).toEqual([304, 0, etag, 'Accept, Accept-Encoding, Authorization'])
      }
      expect((await known(path, etag, { 'accept-encoding': 'gzip' })).status).toBe(304)
      expect((await known(path, '"other"')).status).toBe(200)
      expect((await known(path, etag.slice(0, -2))).status).toBe(200)
    })
    test('has another ETag where its rows are others', async () => {
      const etagOf = async (path: string) => (await get(url(path))).headers.etag
      expect(await etagOf('items.csv?upTo=5')).toBe(await etagOf('items.csv?upTo=5'))
      expect(await etagOf('items.csv?upTo=5')).not.toBe(await etagOf('items.csv?upTo=6'))
      expect(await etagOf('items.csv?upTo=5')).not.toBe(await etagOf('items.json?upTo=5'))
    })
    test('of another query is not known by it', async () => {
      const { headers } = await get(url('items.csv?upTo=5'))
      expect((await known('items.csv?upTo=6', String(headers.etag))).status).toBe(200)
    })
  })

  test('with gzip it is the same table, and says how long it is', async () => {
    const plain = await get(url('items.csv?upTo=2500'))
    const packed = await get(url('items.csv?upTo=2500'), { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true)
    expect(packed.headers.etag).toBe(plain.headers.etag)
    expect([plain, packed].map(({ headers, body }) => Number(headers['content-length']) === body.length)).toEqual([true, true])
    for (const encoding of ['identity', 'gzip;q=0', 'br', 'gzip; q=0.0, deflate']) {
      expect(
        (await get(url('items.csv?upTo=2500'), { headers: { 'accept-encoding': encoding } })).headers['content-encoding'],
      ).toBeUndefined()
    }
    expect((await get(url('things.parquet'), { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding']).toBeUndefined()
  })

  test('a table too large to be held comes in parts, the same with gzip', async () => {
    const plain = await get(url('filled.csv'))
    const packed = await get(url('filled.csv'), { headers: { 'accept-encoding': 'gzip' } })
    expect([plain.isWhole, packed.isWhole]).toEqual([true, true])
    expect([plain.headers['content-length'], plain.headers.etag, plain.headers['transfer-encoding']]).toEqual([
      undefined,
      undefined,
      'chunked',
    ])
    expect(plain.body.length).toBeGreaterThan(10_000_000)
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true)
    expect(readCsv(plain.body)).toHaveLength(2501)
    sameOnBoth('filled', plain.body)
  })

  test('HEAD is GET without its body', async () => {
    for (const ending of endings) {
      const whole = await get(url(`things.${ending}`))
      const { status, headers, body } = await get(url(`things.${ending}`), { method: 'HEAD' })
      expect([status, body.length]).toEqual([200, 0])
      for (const name of ['content-type', 'content-disposition', 'vary', 'cache-control']) expect(headers[name]).toBe(whole.headers[name])
    }
    expect((await get(url('two.csv'), { method: 'HEAD' })).status).toBe(400)
    expect((await get(url('items.csv'), { method: 'HEAD' })).status).toBe(400)
    expect((await get(url('nothing.csv'), { method: 'HEAD' })).status).toBe(404)
  })

  test('/q says what there is to ask, and what is no table', async () => {
    const response = await fetch(`${server().url}/q`)
    const { model: name, queries: listed } = (await response.json()) as { model: string; queries: Record<string, unknown>[] }
    expect([name, listed.map((query) => query.name)]).toEqual(['items', Object.keys(queries).sort()])
    const things = listed.find((query) => query.name === 'things')
    expect(things).toMatchObject({
      description: 'Every type there is.',
      table: true,
      reason: null,
      formats: [...endings],
      columns: [
        { path: 'thing.no', type: 'integer' },
        { path: 'thing.big', type: 'bigint' },
        { path: 'thing.text', type: 'string' },
        { path: 'thing.day', type: 'date' },
        { path: 'thing.at', type: 'timestamp' },
        { path: 'thing.price', type: 'decimal' },
        { path: 'thing.ratio', type: 'float' },
        { path: 'thing.open', type: 'boolean' },
      ],
    })
    expect(listed.find((query) => query.name === 'nested')).toMatchObject({
      table: false,
      reason: 'A row of `kinds.nodes` has lists of its own: `items.nodes`. A cell holds one value.',
      columns: [],
      formats: [],
    })
    expect((await get(`${server().url}/q`, { method: 'HEAD' })).status).toBe(200)
  })
})
