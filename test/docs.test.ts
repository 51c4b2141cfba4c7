/** The generated documents are what the program says. `UPDATE_DOCS=1` writes them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { generatedDocuments } from '../scripts/generate-docs.ts'

const root = path.resolve(import.meta.dirname, '..')

test.each([...generatedDocuments()])('%s is generated from the tables of the program', async (name, rendered) => {
  const file = path.join(root, name)
  if (process.env.UPDATE_DOCS === '1') {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, rendered)
  }
  expect(await readFile(file, 'utf8')).toBe(rendered)
})
