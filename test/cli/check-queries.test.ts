/** Saved queries are checked with the model they stand beside; wrong ones keep the server from starting. */
import { expect, test } from 'vitest'
import { folderWith, type Said, shop, shopEnvironment, tessera } from './command.ts'

/** Standard error, files called as from the folder of the test. */
function told({ code, stdout, stderr }: Said, cwd: string): Said {
  return { code, stdout, stderr: stderr.replaceAll(`${cwd}/`, '') }
}

const right =
  '# Revenue by state.\nquery Revenue($first: Int = 10) {\n  slice(by: { customer: [STATE] }, limit: $first) { rows { customer { state } purchase { revenue } } }\n}\n'
const wrong = 'query Revenue {\n  slice(by: {}) {\n    rows { purchase { revenu } }\n  }\n}\n'

test('saved queries that are right are counted', async () => {
  const cwd = folderWith({ ...shop, 'shop/queries/revenue-by-state.graphql': right, 'shop/queries/README.md': 'About these.\n' })
  expect(await tessera(['check'], { cwd, environment: shopEnvironment })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Model `shop` is right: 2 entities, 6 dimensions, 2 measures, 1 saved query; the database has every column.\n',
  })
})

const report = `shop/queries/revenue.graphql:3:23  GRAPHQL_VALIDATION_FAILED
  Cannot query field "revenu" on type "PurchaseSlice". Did you mean "revenue"?
      3 |     rows { purchase { revenu } }
        |                       ^
`

test('a wrong one is an error with its place, also where there is no database', async () => {
  const cwd = folderWith({ ...shop, 'shop/queries/revenue.graphql': wrong, 'shop/queries/revenue-by-state.graphql': right })
  const asked = { cwd, environment: { TESSERA_MODEL: 'shop' } }
  expect(told(await tessera(['check'], asked), cwd)).toEqual({ code: 1, stdout: '', stderr: report })
  const json = await tessera(['check', '--json'], asked)
  expect(json.code).toBe(1)
  expect(JSON.parse(json.stdout)).toEqual({
    ok: false,
    model: 'shop',
    entities: 2,
    dimensions: 6,
    measures: 2,
    issues: [
      {
        severity: 'error',
        code: 'GRAPHQL_VALIDATION_FAILED',
        message: 'Cannot query field "revenu" on type "PurchaseSlice". Did you mean "revenue"?',
        file: expect.stringMatching(/shop\/queries\/revenue\.graphql$/),
        line: 3,
        column: 23,
        facts: { problem: 'Cannot query field "revenu" on type "PurchaseSlice". Did you mean "revenue"?' },
      },
    ],
  })
})

test('the server does not start with a wrong one', async () => {
  const cwd = folderWith({ ...shop, 'shop/queries/revenue.graphql': wrong })
  expect(told(await tessera(['serve', '--port', '0'], { cwd, environment: shopEnvironment }), cwd)).toEqual({
    code: 1,
    stdout: '',
    stderr: report,
  })
})

test('where the schema has no `explore`, a saved query that needs it is wrong', async () => {
  const explore = '{\n  explore { rows { purchase { revenue } } }\n}\n'
  const cwd = folderWith({ ...shop, 'shop/queries/revenue.graphql': explore })
  expect((await tessera(['check'], { cwd, environment: shopEnvironment })).code).toBe(0)
  const said = told(await tessera(['check'], { cwd, environment: { ...shopEnvironment, TESSERA_EXPLORE: 'off' } }), cwd)
  expect([said.code, said.stderr.split('\n').slice(0, 2)]).toEqual([
    1,
    ['shop/queries/revenue.graphql:2:3  GRAPHQL_VALIDATION_FAILED', '  Cannot query field "explore" on type "Query".'],
  ])
})

test('documents that the server is to trust are checked, too', async () => {
  const cwd = folderWith({ ...shop, 'persisted.json': '{ "abc": "{ slice(by: {}) { hasMore } }" }' })
  const environment = { TESSERA_MODEL: 'shop', TESSERA_DOCUMENTS: 'persisted.json' }
  const expected = {
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^persisted\.json:1:3 {2}TRUSTED_DOCUMENT_ID\n {2}`abc` is not the id of its document: /),
  }
  expect(told(await tessera(['check'], { cwd, environment }), cwd)).toEqual(expected)
  expect(told(await tessera(['serve', '--port', '0'], { cwd, environment }), cwd)).toEqual(expected)
  expect((await tessera(['check'], { cwd, environment: { ...environment, TESSERA_DOCUMENTS: 'gone.json' } })).stderr).toBe(
    `TRUSTED_DOCUMENTS_UNREADABLE\n  \`TESSERA_DOCUMENTS\` names \`${cwd}/gone.json\`: there is no such file or folder.\n`,
  )
})
