/** Saved queries: what their files say, and what is wrong with them. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema as parseSdl } from 'graphql'
import { expect, test } from 'vitest'
import { readQueryFiles, readSavedQueries } from '../../src/queries/read-saved-queries.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { folderWith } from '../support/folders.ts'

const schema = parseSdl('type Query { a(n: Int): T b: T } type Mutation { change: Int } type T { x: Int y: Int }')

async function read(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files)
  const queries = await readSavedQueries(folder, schema)
  if (queries.ok) return [...queries.value.values()]
  const texts = await readQueryFiles(folder)
  const sources = new Map(texts.ok ? texts.value.map(({ name, text }) => [name, text]) : [])
  return printIssues(queries.issues, sources).replaceAll(`${folder}/`, '')
}

test('a query is named for its file and described by the comment at its head; other files are no queries', async () => {
  const text = '\n# The x of a,\n#\n# and nothing else.\n\n# Not this.\nquery A($n: Int) { a(n: $n) { x } }\n'
  const queries = await read({
    'queries/the-x-of-a.graphql': text,
    'queries/b2.graphql': '{ b { y } }',
    'queries/README.md': 'About these',
  })
  expect(queries).toMatchObject([
    { name: 'b2', description: '', operation: { operation: 'query' } },
    { name: 'the-x-of-a', description: 'The x of a, and nothing else.', text, operation: { name: { value: 'A' } } },
  ])
})

test('a model without the folder has none', async () => {
  expect(await read({ 'model.yml': '' })).toEqual([])
})

test('all mistakes of all files are told at once, each with its place', async () => {
  const files = {
    'queries/a.graphql': 'query A {\n  a { z }\n}\n',
    'queries/b.graphql': '{ b {\n',
    'queries/c.graphql': 'query One { a { x } }\n  query Two { b { x } }\n',
    'queries/d.graphql': '# Changes.\nmutation { change }\n',
    'queries/Top Customers.graphql': '{ a { x } }',
    'queries/topStates.gql': '{ a { x } }',
  }
  expect(await read(files)).toBe(`queries/Top Customers.graphql:1:1  SAVED_QUERY_NAME
  \`Top Customers.graphql\` is no name of a saved query: it begins with a small letter or a digit, goes on with these and \`-\`, and ends with \`.graphql\`.
      1 | { a { x } }
        | ^
  Closest: \`top-customers.graphql\`.

queries/a.graphql:2:7  GRAPHQL_VALIDATION_FAILED
  Cannot query field "z" on type "T". Did you mean "x" or "y"?
      2 |   a { z }
        |       ^

queries/b.graphql:2:1  GRAPHQL_PARSE_FAILED
  Expected Name, found <EOF>.
      2 | 
        | ^

queries/c.graphql:2:3  SAVED_QUERY_OPERATION
  A saved query is one operation, a query; this file has 2 operations, \`One\` and \`Two\`.
      2 |   query Two { b { x } }
        |   ^

queries/d.graphql:2:1  SAVED_QUERY_OPERATION
  A saved query is one operation, a query; this one is a mutation.
      2 | mutation { change }
        | ^

queries/topStates.gql:1:1  SAVED_QUERY_NAME
  \`topStates.gql\` is no name of a saved query: it begins with a small letter or a digit, goes on with these and \`-\`, and ends with \`.graphql\`.
      1 | { a { x } }
        | ^
  Closest: \`top-states.graphql\`.`)
})

test('a file that is no text, and a file in place of the folder', async () => {
  const folder = folderWith({ 'queries/a.graphql': new Uint8Array([0xff, 0xfe]) })
  const binary = await readSavedQueries(folder, schema)
  expect(binary).toMatchObject({ ok: false, issues: [{ code: 'MODEL_UNREADABLE', facts: { problem: 'it is not UTF-8 text' } }] })
  expect(await read({ queries: '' })).toMatch(/^MODEL_UNREADABLE\n {2}Cannot read `.*queries`: it is a file, and not a folder\.$/)
})

test('a document with more tokens than a request may have is refused', async () => {
  const fields = Array.from({ length: 2_000 }, (_, i) => `a${i}: x`).join(' ')
  expect(await read({ 'queries/a.graphql': `{ a { ${fields} } }` })).toMatch(/Document contains more that 5000 tokens/)
})

test('every query of the shipped model is read, with a description', async () => {
  const model = await loadModel('semantic-models/customer-360')
  if (!model.ok) throw new Error('The shipped model does not load')
  const queries = await readSavedQueries('semantic-models/customer-360', buildSchema(model.value))
  if (!queries.ok) throw new Error(printIssues(queries.issues, new Map()))
  expect(queries.value.size).toBe(readdirSync(join('semantic-models/customer-360', 'queries')).length)
  expect([...queries.value.values()].filter(({ description }) => !/^[A-Z].*\.$/.test(description)).map(({ name }) => name)).toEqual([])
  expect([...queries.value.keys()]).toEqual([...queries.value.keys()].sort())
})
