/**
 * A case: one story in several views, a folder of test/cases each.
 *
 *   model.yml  tables.json          the model and the rows of its tables ({ table: { columns, rows } })
 *   query.graphql  rows.json        a question with its own `asOf`, and the answer
 *   plan.txt  duckdb.sql  postgres.sql    how it is answered
 *   check.sql                       the same answer in SQL written by hand: `-- rows`, and `-- totals` where they are asked for
 *
 * plan.txt, *.sql and rows.json are written by `UPDATE_CASES=1 npx vitest run test/cases` and by nothing else; check.sql never is.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { Explanation } from '../../src/semantic/engine.ts'
import type { TestTables } from './databases.ts'

export const casesFolder = 'test/cases'
export const isUpdating = process.env.UPDATE_CASES === '1'
export const filesOfCase = [
  'check.sql',
  'duckdb.sql',
  'model.yml',
  'plan.txt',
  'postgres.sql',
  'query.graphql',
  'rows.json',
  'tables.json',
] as const
type FileOfCase = (typeof filesOfCase)[number]

export interface Case {
  readonly name: string
  readonly model: string
  readonly tables: TestTables
  readonly query: string
  readonly checks: readonly Check[]
}

/** Columns are named by response path: `"customer.state"`. */
export interface Check {
  readonly of: 'rows' | 'totals'
  readonly sql: string
}

export const cases: readonly Case[] = readdirSync(casesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    model: readCase(name, 'model.yml'),
    tables: JSON.parse(readCase(name, 'tables.json')),
    query: readCase(name, 'query.graphql'),
    checks: checksOf(readCase(name, 'check.sql')),
  }))

function readCase(name: string, file: FileOfCase): string {
  return readFileSync(path.join(casesFolder, name, file), 'utf8')
}

function checksOf(text: string): readonly Check[] {
  return text
    .split(/^(?=-- (?:rows|totals)$)/m)
    .filter((part) => part.trim() !== '')
    .map((sql) => ({ of: sql.startsWith('-- totals') ? 'totals' : 'rows', sql }))
}

const written = new Set<string>()

/** Holds a text against the file, or writes the file: once, what both engines share must be the same of both. */
export function expectGolden(name: string, file: 'plan.txt' | 'duckdb.sql' | 'postgres.sql' | 'rows.json', text: string): void {
  const place = path.join(casesFolder, name, file)
  if (isUpdating && !written.has(place)) writeFileSync(place, text)
  written.add(place)
  expect(existsSync(place), `${place} is missing: UPDATE_CASES=1 npx vitest run test/cases writes it`).toBe(true)
  expect(readFileSync(place, 'utf8')).toBe(text)
}

export function planText(explained: readonly Explanation[]): string {
  return explained.map(({ plan }) => `${plan}\n`).join('\n')
}

/** Parameters are comments, so that the file can be read by a SQL client. */
export function sqlText(explained: readonly Explanation[]): string {
  return explained
    .map(({ sql, parameters }) =>
      [...parameters.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`), `${sql};`, ''].join('\n'),
    )
    .join('\n')
}

/** One row a line, so that a change of a row is a change of a line; laid out as the formatter leaves it. */
export function answerText(answer: unknown): string {
  return `${printJson(answer, '')}\n`
}

const lineWidth = 140

function printJson(value: unknown, indent: string, before = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  const isList = Array.isArray(value)
  const members = isList
    ? value.map((member) => ['', member] as const)
    : Object.entries(value).map(([key, member]) => [`${JSON.stringify(key)}: `, member] as const)
  const [open, close, gap] = isList ? ['[', ']', ''] : ['{', '}', ' ']
  const flat = `${open}${gap}${members.map(([key, member]) => key + printJson(member, '', -Infinity)).join(', ')}${gap}${close}`
  // Objects of a list stand on a line each; the answer itself and its lists do not.
  const isShort = indent.length + before + flat.length <= lineWidth && indent !== ''
  if (before === -Infinity || members.length === 0 || (isShort && !(isList && members.length > 1))) return flat
  const lines = members.map(([key, member]) => `${deeper}${key}${printJson(member, deeper, key.length)}`)
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}
