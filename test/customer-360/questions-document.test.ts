/**
 * docs/questions.md: its questions are the saved ones, and its commands print the answers that stand below them.
 * `UPDATE_DOCS=1 npx vitest run test/customer-360/questions-document.test.ts` writes the answers.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, print } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tessera } from '../cli/command.ts'
import { modelFolder } from './sample-databases.ts'

const document = 'docs/questions.md'
const isUpdating = process.env.UPDATE_DOCS === '1'
const queriesFolder = path.join(modelFolder, 'queries')
const text = readFileSync(document, 'utf8')

interface Shown {
  readonly question: string
  readonly query: string
  readonly file: string
  readonly variables: readonly string[]
  readonly answer: string
}

const command = /^```graphql\n([\s\S]*?)```\n\n {4}\.\/bin\/tessera query (\S+)(?: --variables '(.*)')?\n\n```text\n([\s\S]*?)```$/gm
const shown: readonly Shown[] = [...text.matchAll(command)].map(([, query = '', file = '', variables, answer = '']) => ({
  question: path.basename(file, '.graphql'),
  query,
  file,
  variables: variables === undefined ? [] : ['--variables', variables],
  answer,
}))

const folder = mkdtempSync(path.join(tmpdir(), 'tessera-questions-'))
const environment = { DATABASE_URL: `duckdb:${path.join(folder, 'sample.duckdb')}` }

beforeAll(async () => {
  expect(await tessera(['sample'], { environment })).toMatchObject({ code: 0 })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every block is part of a question, and every saved question is named', () => {
  expect(shown.length).toBe(text.match(/^```graphql$/gm)?.length)
  expect(shown.length).toBe(text.match(/^```text$/gm)?.length)
  const files = readdirSync(queriesFolder).map((file) => path.join(queriesFolder, file))
  expect(files.filter((file) => !text.includes(file))).toEqual([])
})

test.each(shown)('$question is shown as it is saved', ({ query, file }) => {
  expect(print(parse(query))).toBe(print(parse(readFileSync(file, 'utf8'))))
})

test.each(shown)('$question has the answer shown', async ({ file, variables, answer }) => {
  const said = await tessera(['query', path.resolve(file), ...variables], { environment })
  expect(said).toMatchObject({ code: 0, stderr: '' })
  if (isUpdating) updateAnswer(file, said.stdout)
  else expect(said.stdout).toBe(answer)
})

/** The block below the command of this file. */
function updateAnswer(file: string, answer: string): void {
  const written = readFileSync(document, 'utf8')
  const block = written.indexOf('```text\n', written.indexOf(`tessera query ${file}`)) + '```text\n'.length
  writeFileSync(document, written.slice(0, block) + answer + written.slice(written.indexOf('```', block)))
}
