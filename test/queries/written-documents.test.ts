/** Files of trusted documents that keep a server from starting: each with what is wrong, and where. */
import { createHash } from 'node:crypto'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { readKnownDocuments } from '../../src/queries/known-documents.ts'
import { readWrittenDocuments } from '../../src/queries/trusted-documents.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { folderWith } from '../support/folders.ts'

const schema = buildSchema('type Query { a: T } type T { x: Int y: Int }')

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The texts, or the issues as a terminal shows them. */
async function read(files: Readonly<Record<string, string | Uint8Array>>, name: string): Promise<unknown> {
  const folder = folderWith(files)
  const documents = await readWrittenDocuments(`${folder}/${name}`, schema)
  return documents.ok ? documents.value : printIssues(documents.issues, new Map()).replaceAll(`${folder}/`, '')
}

test('ids are hashes, with `sha256:` or without', async () => {
  const [one, two] = ['{ a { x } }', 'query Y { a { y } }']
  const json = JSON.stringify({ [sha256(one)]: one, [`sha256:${sha256(two)}`]: two })
  expect(await read({ 'persisted.json': json }, 'persisted.json')).toEqual([one, two])
  expect(await read({ 'documents/one.graphql': one, 'documents/two.graphql': two }, 'documents')).toEqual([one, two])
  expect(await read({ 'persisted.json': '{}' }, 'persisted.json')).toEqual([])
})

test('an id that is not the hash of its text, and a text that does not fit the schema, all at once', async () => {
  const wrong = '{ a { z } }'
  const json = JSON.stringify({ '5d41402abc4b2a76b9719d911017c592': '{ a { x } }', [sha256(wrong)]: wrong }, undefined, 2)
  expect(await read({ 'persisted.json': json }, 'persisted.json')).toBe(`persisted.json:2:3  TRUSTED_DOCUMENT_ID
  \`5d41402abc4b2a76b9719d911017c592\` is not the id of its document: the SHA-256 of the text is \`${sha256('{ a { x } }')}\`. relay-compiler and GraphQL Code Generator write it with the algorithm SHA-256.

persisted.json:3:3  GRAPHQL_VALIDATION_FAILED
  Cannot query field "z" on type "T". Did you mean "x" or "y"?`)
})

test('a document of a folder has its mistake where it stands', async () => {
  expect(await read({ 'documents/one.graphql': 'query One {\n  a { z }\n}\n' }, 'documents')).toBe(
    'documents/one.graphql:2:7  GRAPHQL_VALIDATION_FAILED\n  Cannot query field "z" on type "T". Did you mean "x" or "y"?',
  )
})

const shape = 'it is not a JSON object of ids and documents, `{ "<SHA-256 of the text>": "query ..." }`'

test.each([
  ['nothing there', {}, 'there is no such file or folder'],
  ['a folder without documents', { 'documents/README.md': '' }, 'the folder has no *.graphql file'],
  ['a list', { documents: '[]' }, shape],
  ['an object of other things', { documents: '{"version": 1}' }, shape],
  ['what is not JSON', { documents: '{"a": 1,}' }, expect.stringMatching(/^it is not JSON: .*property name/)],
  ['an empty file', { documents: '' }, 'it is not JSON: Unexpected end of JSON input'],
  ['what is no text', { documents: new Uint8Array([0xff]) }, 'it is not JSON: it is not UTF-8 text'],
])('%s', async (_, files, problem) => {
  const path = `${folderWith(files)}/documents`
  const documents = await readWrittenDocuments(path, schema)
  expect(documents).toEqual({ ok: false, issues: [{ code: 'TRUSTED_DOCUMENTS_UNREADABLE', facts: { path, problem } }] })
})

test('saved queries are trusted as well; mistakes in them and in other documents are told together', async () => {
  const folder = folderWith({
    'queries/x.graphql': '{ a { x } }\n',
    'wrong/queries/z.graphql': '{ a { z } }',
    'documents/two.graphql': '{',
  })
  const known = await readKnownDocuments({ modelFolder: folder }, schema)
  expect(known).toMatchObject({ ok: true, value: { trusted: new Map([[sha256('{ a { x } }\n'), '{ a { x } }\n']]) } })
  const both = await readKnownDocuments({ modelFolder: `${folder}/wrong`, documents: `${folder}/documents` }, schema)
  expect(both.ok ? [] : both.issues.map(({ code }) => code)).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'])
})
