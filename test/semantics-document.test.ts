/** docs/semantics.md promises that each line of its table is held by a test on both engines: the test is there, under that title. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const document = path.resolve(import.meta.dirname, '../docs/semantics.md')
const lines = readFileSync(document, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
const promises = lines.map((line) => {
  const [, title = '', file = ''] = /\| \[(.+)\]\((.+)\) \|$/.exec(line) ?? []
  return { line, title, file: path.resolve(path.dirname(document), file) }
})

/** A test runs on both engines inside `onBothEngines` or `describe.each(engines)`. */
function titlesOnBothEngines(file: string): readonly string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!/\bonBothEngines\(|\bdescribe\.each\(engines\)/.test(text)) return []
  return [...text.matchAll(/\btest\('(.+?)', async/g)].map(([, title = '']) => title)
}

test('there is a table', () => {
  expect(promises.length).toBeGreaterThan(20)
})

test.each(promises)('$title', ({ title, file }) => {
  expect(title).not.toBe('')
  expect(titlesOnBothEngines(file)).toContain(title)
})
