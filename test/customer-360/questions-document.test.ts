/**
 * docs/questions.md and docs/lifetime-value.md: their questions are the saved ones, and their commands print the answers that stand below them.
 * `UPDATE_DOCS=1 npx vitest run test/customer-360/questions-document.test.ts` writes the answers.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, print } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tessera } from '../cli/command.ts'
import { modelFolder } from './sample-databases.ts'

const documents = ['docs/questions.md', 'docs/lifetime-value.md']
const isUpdating = process.env.UPDATE_DOCS === '1'
const queriesFolder = path.join(modelFolder, 'queries')
const texts = documents.map((document) => ({ document, text: readFileSync(document, 'utf8') }))

interface Shown {
  readonly document: string
  readonly question: string
  readonly query: string
  readonly file: string
  readonly variables: readonly string[]
  readonly answer: string
}

const command = /^```graphql\n([\s\S]*?)```\n\n {4}\.\/bin\/tessera query (\S+)(?: --variables '(.*)')?\n\n```text\n([\s\S]*?)```$/gm
const shown: readonly Shown[] = texts.flatMap(({ document, text }) =>
  [...text.matchAll(command)].map(([, query = '', file = '', variables, answer = '']) => ({
    document,
    question: path.basename(file, '.graphql'),
    query,
    file,
    variables: variables === undefined ? [] : ['--variables', variables],
    answer,
  })),
)

const folder = mkdtempSync(path.join(tmpdir(), 'tessera-questions-'))
const environment = { DATABASE_URL: `duckdb:${path.join(folder, 'sample.duckdb')}` }

beforeAll(async () => {
  expect(await tessera(['sample'], { environment })).toMatchObject({ code: 0 })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(texts)('every block of $document is part of a question', ({ document, text }) => {
  const here = shown.filter((each) => each.document === document)
  expect(here.length).toBeGreaterThan(0)
  expect(here.length).toBe(text.match(/^```graphql$/gm)?.length)
  expect(here.length).toBe(text.match(/^```text$/gm)?.length)
})

test('every saved question is named', () => {
  const files = readdirSync(queriesFolder).map((file) => path.join(queriesFolder, file))
  expect(files.filter((file) => !texts.some(({ text }) => text.includes(file)))).toEqual([])
})

test.each(shown)('$question is shown as it is saved', ({ query, file }) => {
  expect(print(parse(query))).toBe(print(parse(readFileSync(file, 'utf8'))))
})

test.each(shown)('$question has the answer shown', async ({ document, file, variables, answer }) => {
  const said = await tessera(['query', path.resolve(file), ...variables], { environment })
  expect(said).toMatchObject({ code: 0, stderr: '' })
  if (isUpdating) updateAnswer(document, file, said.stdout)
  else expect(said.stdout).toBe(answer)
})

/** The block below the command of this file. */
function updateAnswer(document: string, file: string, answer: string): void {
  const written = readFileSync(document, 'utf8')
  const block = written.indexOf('```text\n', written.indexOf(`tessera query ${file}`)) + '```text\n'.length
  writeFileSync(document, written.slice(0, block) + answer + written.slice(written.indexOf('```', block)))
}
