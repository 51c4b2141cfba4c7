/**
 * docs/questions.md, docs/lifetime-value.md and docs/customer-graph.md: their questions are the saved ones, and their commands print the answers that
 * stand below them, as tables or as JSON.
 * `UPDATE_DOCS=1 npx vitest run test/customer-360/questions-document.test.ts` writes the answers.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, print } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tessera } from '../cli/command.ts'
import { modelFolder } from './sample-databases.ts'

const documents = ['docs/questions.md', 'docs/lifetime-value.md', 'docs/customer-graph.md']
const isUpdating = process.env.UPDATE_DOCS === '1'
const queriesFolder = path.join(modelFolder, 'queries')
const texts = documents.map((document) => ({ document, text: readFileSync(document, 'utf8') }))

interface Shown {
  readonly document: string
  readonly question: string
  readonly query: string
  readonly file: string
  readonly variables: readonly string[]
  readonly format: 'text' | 'json'
  readonly answer: string
}

const command =
  /^```graphql\n([\s\S]*?)```\n\n {4}\.\/bin\/tessera query (\S+)(?: --json)?(?: --variables '(.*)')?\n\n```(text|json)\n([\s\S]*?)```$/gm
const shown: readonly Shown[] = texts.flatMap(({ document, text }) =>
  [...text.matchAll(command)].map(([, query = '', file = '', variables, format, answer = '']) => ({
    document,
    question: path.basename(file, '.graphql'),
    query,
    file,
    variables: variables === undefined ? [] : ['--variables', variables],
    format: format === 'json' ? ('json' as const) : ('text' as const),
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
  expect(here.length).toBe(text.match(/^```(?:text|json)$/gm)?.length)
})

test('every saved question is named', () => {
  const files = readdirSync(queriesFolder).map((file) => path.join(queriesFolder, file))
  expect(files.filter((file) => !texts.some(({ text }) => text.includes(file)))).toEqual([])
})

test.each(shown)('$question is shown as it is saved', ({ query, file }) => {
  expect(print(parse(query))).toBe(print(parse(readFileSync(file, 'utf8'))))
})

test.each(shown)('$question has the answer shown', async ({ document, file, variables, format, answer }) => {
  const said = await tessera(['query', path.resolve(file), ...(format === 'json' ? ['--json'] : []), ...variables], { environment })
  expect(said).toMatchObject({ code: 0, stderr: '' })
  // A cursor is another one wherever the database is.
  const printed = said.stdout.replace(/(endCursor: )[\w-]{40,}/, '$1...')
  const shownAnswer = format === 'json' ? `${compact(JSON.parse(printed))}\n` : printed
  if (isUpdating) updateAnswer(document, file, shownAnswer)
  else expect(shownAnswer).toBe(answer)
})

/** JSON of few lines: whatever fits into one stands in one. */
function compact(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, undefined, 1)
    .replace(/\[\n\s*/g, '[')
    .replace(/\n\s*\]/g, ']')
    .replace(/\n\s*/g, ' ')
  if (indent.length + line.length <= 150 || typeof value !== 'object' || value === null) return line
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const inner = `${indent}  `
  const parts = Object.entries(value).map(([key, each]) =>
    Array.isArray(value) ? `${inner}${compact(each, inner)}` : `${inner}${JSON.stringify(key)}: ${compact(each, inner)}`,
  )
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}

/** The block below the command of this file. */
function updateAnswer(document: string, file: string, answer: string): void {
  const written = readFileSync(document, 'utf8')
  const from = written.indexOf(`tessera query ${file}`)
  const block = written.indexOf('\n', written.indexOf('```', from)) + 1
  writeFileSync(document, written.slice(0, block) + answer + written.slice(written.indexOf('```', block)))
}
