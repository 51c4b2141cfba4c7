/** What is refused, with its status, and that a part of a table is never taken for the whole of it. */
import { describe, expect, test } from 'vitest'
import { engines } from '../support/databases.ts'
import { get } from './http.ts'
import { model, queries } from './items.ts'
import { refusalOf, startTableServer, type TableServer, withTableServer } from './table-server.ts'
import { readCsv } from './written.ts'

const itemSlice = '{ slice(by: { item: [ITEM_ID] }) { rows { item { itemId } } } }'

async function refused(response: Response): Promise<readonly [number, string, string]> {
  const { status, code, message } = await refusalOf(response)
  return [status, code, message]
}

describe.each(engines)('%s', (engine) => {
  const server = withTableServer(engine, { model, queries })

  describe('a saved query', () => {
    test.each([
      ['item.csv', 404, 'UNKNOWN_QUERY', 'There is no saved query `item`. Closest: `items`.'],
      ['weather.csv', 404, 'UNKNOWN_QUERY', 'There is no saved query `weather`.'],
      ['..%2F..%2Fetc%2Fpasswd.csv', 404, 'UNKNOWN_QUERY', 'There is no saved query `..%2F..%2Fetc%2Fpasswd`.'],
      [
        'things.xlsx',
        404,
        'NOT_ACCEPTABLE',
        'The answer can be had as `/q/things.json`, `/q/things.csv`, `/q/things.ndjson`, `/q/things.arrow` or `/q/things.parquet`.',
      ],
      [
        'things',
        404,
        'NOT_ACCEPTABLE',
        'The answer can be had as `/q/things.json`, `/q/things.csv`, `/q/things.ndjson`, `/q/things.arrow` or `/q/things.parquet`.',
      ],
      ['items.csv', 400, 'BAD_USER_INPUT', '`upTo` is missing; expected: Int!.'],
      ['items.csv?upTo=ten', 400, 'BAD_USER_INPUT', '`upTo` is `ten`; expected: a whole number.'],
      ['items.csv?upTo=', 400, 'BAD_USER_INPUT', '`upTo` is empty; expected: a whole number.'],
      ['items.csv?upTo=1&upTo=2', 400, 'BAD_USER_INPUT', '`upTo` is there 2 times, and is no list; expected: one Int!.'],
      ['items.csv?upTo=1&label=x', 400, 'BAD_USER_INPUT', 'Saved query `items` has no variable `label`. Closest: `labels`.'],
      [
        'items.csv?uptoo=1&limit=x',
        400,
        'BAD_USER_INPUT',
        'Saved query `items` has no variable `uptoo`. Closest: `upTo`.\n`upTo` is missing; expected: Int!.\n`limit` is `x`; expected: a whole number.',
      ],
      ['items.csv?upTo=1&limit=-1', 400, 'BAD_USER_INPUT', '`limit` is -1; it counts rows, 0 or more.'],
      ['pages.csv?asOf=yesterday', 400, 'BAD_USER_INPUT', expect.stringContaining('asOf')],
      ['pages.csv?first=1&last=1', 400, 'BAD_USER_INPUT', '`first` and `last` cannot be given together: a page has one end it begins at.'],
      ['pages.csv?after=nonsense', 400, expect.any(String), expect.any(String)],
      ['two.csv', 400, 'NOT_A_TABLE', 'The query has 2 lists of rows: `items.nodes`, `kinds.nodes`. A table is one of them.'],
      ['nested.parquet', 400, 'NOT_A_TABLE', 'A row of `kinds.nodes` has lists of its own: `items.nodes`. A cell holds one value.'],
    ])('%s is refused', async (path, status, code, message) => {
      const response = await server().saved(path)
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(response.headers.get('content-disposition')).toBeNull()
      expect(await refused(response)).toEqual([status, code, message])
    })
    test.each(['POST', 'PUT', 'DELETE'])('is not asked by %s', async (method) => {
      const { status, headers } = await get(`${server().url}/q/things.csv`, { method })
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
    })
  })

  describe('an operation', () => {
    const post = async (query: string, variables?: unknown) => refused(await server().post(query, { accept: 'text/csv', variables }))

    test.each([
      ['{ items { nodes { itemId } }', 'GRAPHQL_PARSE_FAILED', 'Syntax Error: Expected Name, found <EOF>.'],
      ['{ items { nodes { itemNo } } }', 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "itemNo" on type "Item". Did you mean "itemId"?'],
      ['{ kind(kindId: 1) { title } }', 'NOT_A_TABLE', 'The query has no list of rows: a table has a slice, an explore or a connection.'],
      ['query A { items { nodes { itemId } } } query B { kinds { nodes { title } } }', 'OPERATION_RESOLUTION_FAILURE', expect.any(String)],
      ['{ slice(by: {}) { rows { item { itemId } } } }', 'NOT_IN_GRAIN', expect.stringContaining('item.itemId')],
    ])('%s is refused', async (query, code, message) => {
      expect(await post(query)).toEqual([400, code, message])
    })
    test('with wrong variables is refused', async () => {
      expect(await post(queries.items, { upTo: 'x' })).toEqual([400, 'BAD_USER_INPUT', expect.stringContaining('"$upTo"')])
      expect(await post(queries.items)).toEqual([400, 'BAD_USER_INPUT', expect.stringContaining('"$upTo"')])
    })
    test('of several is chosen by its name', async () => {
      const query = 'query A { items(first: 1) { nodes { itemId } } } query B { kinds(first: 1) { nodes { title } } }'
      const response = await fetch(`${server().url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/csv' },
        body: JSON.stringify({ query, operationName: 'B', extensions: {}, variables: null }),
      })
      expect(await response.text()).toBe('title\r\nkind 0\r\n')
    })
    test('without a query is refused', async () => {
      const response = await fetch(`${server().url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/csv' },
        body: JSON.stringify({ variables: {} }),
      })
      expect((await refused(response)).slice(0, 2)).toEqual([400, 'BAD_REQUEST'])
    })
  })

  test('what goes wrong inside is said to the log, not to the client', async () => {
    for (const response of [await server().saved('broken.csv'), await server().post(queries.broken, { accept: 'text/csv' })]) {
      const id = response.headers.get('x-request-id')
      const text = await response.text()
      expect(response.status).toBe(500)
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ message: `Internal error. Request id: ${id}`, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: id } }],
      })
      expect(text).not.toMatch(/select|cast|secret|label|integer/i)
      expect(
        server()
          .logLines()
          .some((line) => line.requestId === id && line.msg === 'Unexpected error'),
      ).toBe(true)
    }
  })

  test('a refused request is one line of the log, with its code and without variables', async () => {
    await server().saved('items.csv?upTo=secret')
    const line = server()
      .logLines()
      .findLast(({ msg }) => msg === 'Request')
    expect(line).toMatchObject({ path: '/q/items.csv', status: 400, errorCodes: ['BAD_USER_INPUT'] })
    expect(JSON.stringify(line)).not.toContain('secret')
  })

  test('a statement that takes too long is 504', async () => {
    await withServer({ TESSERA_STATEMENT_TIMEOUT: '200ms' }, async (slow) => {
      expect((await refused(await slow.saved('endless.csv'))).slice(0, 2)).toEqual([504, 'TIMEOUT'])
      expect((await refused(await slow.post(queries.endless, { accept: 'text/csv' }))).slice(0, 2)).toEqual([504, 'TIMEOUT'])
      expect((await slow.saved('things.csv')).status).toBe(200)
    })
  })

  test('a server with more to do than it can is 503, and says when to come again', async () => {
    await withServer({ TESSERA_MAX_CONCURRENCY: '1', TESSERA_STATEMENT_TIMEOUT: '10m', TESSERA_RESULT_CACHE: 'off' }, async (busy) => {
      const gone = new AbortController()
      const asked = Array.from({ length: 40 }, () => fetch(`${busy.url}/q/endless.csv`, { signal: gone.signal }))
      const first = await Promise.race(asked)
      expect(first.headers.get('retry-after')).toBe('5')
      expect((await refused(first)).slice(0, 2)).toEqual([503, 'UNAVAILABLE'])
      gone.abort()
      await Promise.allSettled(asked)
      expect((await busy.saved('things.csv')).status).toBe(200)
    })
  })

  describe('more rows than a table may have', () => {
    const rows = async (response: Response) => readCsv(Buffer.from(await response.arrayBuffer())).length - 1

    test('are asked for in vain; fewer may be more than an answer in JSON has', async () => {
      await withServer({ TESSERA_MAX_LIMIT: '300', TESSERA_MAX_TABLE_ROWS: '2000' }, async (small) => {
        expect((await refused(await small.saved('items.csv?upTo=2500&limit=2001'))).slice(0, 2)).toEqual([400, 'LIMIT_EXCEEDED'])
        expect(await rows(await small.saved('items.csv?upTo=2500&limit=2000'))).toBe(2000)
        const inJson = await small.post(queries.items, { variables: { upTo: 2500, limit: 2000 } })
        expect(await inJson.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED', maximum: 300 } }] })
      })
    })
    test('are none where the table has just as many', async () => {
      await withServer({ TESSERA_MAX_TABLE_ROWS: '2500' }, async (exact) => {
        expect(await rows(await exact.post(itemSlice, { accept: 'text/csv' }))).toBe(2500)
        expect(await rows(await exact.saved('pages.csv'))).toBe(2500)
      })
    })
    test('are refused before anything is sent', async () => {
      const tooLarge = [
        400,
        'TABLE_TOO_LARGE',
        'The table has more than 2499 rows. Conditions or a coarser grain make fewer; `limit` and `offset` read it in parts.',
      ]
      await withServer({ TESSERA_MAX_TABLE_ROWS: '2499' }, async (small) => {
        for (const ending of ['json', 'csv', 'ndjson', 'arrow', 'parquet']) {
          expect(await refused(await small.saved(`items.${ending}?upTo=2500`))).toEqual(tooLarge)
          expect(await refused(await small.saved(`pages.${ending}`))).toEqual(tooLarge)
        }
        expect(await rows(await small.saved('items.csv?upTo=2499'))).toBe(2499)
      })
    })
    test('cut the connection where rows have been sent', async () => {
      await withServer({ TESSERA_MAX_TABLE_ROWS: '2000' }, async (small) => {
        for (const ending of ['json', 'csv', 'ndjson']) {
          for (const encoding of ['identity', 'gzip']) {
            const { status, body, isWhole } = await get(`${small.url}/q/filled.${ending}`, { headers: { 'accept-encoding': encoding } })
            expect([ending, status, isWhole]).toEqual([ending, 200, false])
            expect(body.length).toBeGreaterThan(0)
          }
        }
        // So many rows are one batch of Arrow, and a file is whole before it is sent.
        for (const ending of ['arrow', 'parquet']) {
          expect((await refused(await small.saved(`filled.${ending}`))).slice(0, 2)).toEqual([400, 'TABLE_TOO_LARGE'])
        }
        const cut = small.logLines().filter(({ path }) => path === '/q/filled.csv')
        expect(cut).toMatchObject([
          { aborted: true, errorCodes: ['TABLE_TOO_LARGE'] },
          { aborted: true, errorCodes: ['TABLE_TOO_LARGE'] },
        ])
        expect((await small.saved('filled.csv?upTo=1999')).status).toBe(200)
      })
    })
    test('of pages within a page make smaller pages, not a refusal', async () => {
      await withServer({ TESSERA_MAX_LIMIT: '150' }, async (small) => {
        expect(await rows(await small.saved('pages.csv'))).toBe(2500)
        const counted =
          '{ items(where: { itemId: { lte: 20 } }) { nodes { itemId kind { items(first: 40) { totalCount } slice(by: {}, limit: 70) { totals { item { items } } } } } } }'
        const response = await small.post(counted, { accept: 'text/csv' })
        expect(response.status).toBe(200)
        expect(await rows(response)).toBe(20)
      })
    })
  })

  async function withServer(environment: Readonly<Record<string, string>>, run: (server: TableServer) => Promise<void>): Promise<void> {
    const other = await startTableServer(engine, { model, queries, environment })
    try {
      await run(other)
    } finally {
      await other.close()
    }
  }
})
