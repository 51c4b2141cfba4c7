/** What clients read of errors, and what the log keeps. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { issue } from '../../src/semantic/issues/issue.ts'
import { post, startApp, type TestServer, testSchema } from './app-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startApp()
})
afterAll(() => server.close())

test('an unexpected error is one sentence with the request id, and whole in the log', async () => {
  const response = await post(server, { query: 'query Secret { hello broken }' }, { 'x-request-id': 'request-7' })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'Internal error. Request id: request-7',
        locations: [{ line: 1, column: 22 }],
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-7' },
      },
    ],
    data: { hello: 'world', broken: null },
  })
  const lines = await vi.waitUntil(() => {
    const found = server.logLines().filter(({ requestId }) => requestId === 'request-7')
    return found.length >= 2 && found
  })
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'error',
      msg: 'Unexpected error',
      path: ['broken'],
      err: expect.objectContaining({ message: 'select secret from customers at 10.0.0.7', stack: expect.stringContaining('at ') }),
    }),
    {
      level: 'info',
      time: expect.any(String),
      requestId: 'request-7',
      method: 'POST',
      path: '/graphql',
      status: 200,
      ms: expect.any(Number),
      operation: 'Secret',
      errorCodes: ['INTERNAL_SERVER_ERROR'],
      msg: 'Request',
    },
  ])
})

test('a refusal with a code passes as it is', async () => {
  const response = await post(server, { query: '{ refused }' })
  expect(await response.json()).toEqual({
    errors: [
      {
        message: '`limit` is -1; it counts rows, 0 or more.',
        locations: [{ line: 1, column: 3 }],
        path: ['refused'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
    data: { refused: null },
  })
})

test('an error that graphql-js makes while answering is masked, too', async () => {
  const response = await post(server, { query: '{ tooLarge }' }, { 'x-request-id': 'request-8' })
  expect(await response.json()).toMatchObject({ errors: [{ message: 'Internal error. Request id: request-8' }] })
})

test('an operation name and a path cannot break the log line', async () => {
  const count = server.logLines().length
  await fetch(`${server.url}/%0a{"level":"error"}?token=secret`)
  await post(server, { query: '{ hello }', operationName: 'x"\n{"level":"fatal"}' })
  const lines = await vi.waitUntil(() => server.logLines().length >= count + 2 && server.logLines())
  expect(lines.at(-2)).toMatchObject({ path: '/%0a%7B%22level%22:%22error%22%7D', status: 404 })
  expect(JSON.stringify(lines)).not.toContain('secret"')
  expect(lines.map(({ level }) => level)).not.toContain('fatal')
})

test('a condition of the database keeps its code; when nothing could be answered, the status says so', async () => {
  const unavailable = await startApp({
    schema: testSchema,
    toDatabaseIssue: () => issue('NOT_YET', { what: 'this' }),
  })
  const response = await post(unavailable, { query: '{ broken }' })
  expect(await response.json()).toMatchObject({
    errors: [{ message: 'Not supported yet: this.', extensions: { code: 'NOT_YET', what: 'this' } }],
  })
  await unavailable.close()
})
