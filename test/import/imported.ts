/** A Lens imported for a test, and its model asked on both engines. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { type ImportedModel, importLens } from '../../src/import/lens/import-lens.ts'
import { compileModel } from '../../src/semantic/engine.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { type EngineName, engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { type Ask, askOf } from '../support/story.ts'

export function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8')
}

export async function imported(text: string, name = 'lens.yml'): Promise<ImportedModel> {
  const result = await importLens({ name, text })
  if (!result.ok) throw new Error(printIssues(result.issues, new Map([[name, text]])))
  return result.value
}

/** What refuses a file, as the command line prints it. */
export async function refused(text: string, name = 'lens.yml'): Promise<string> {
  const result = await importLens({ name, text })
  if (result.ok) throw new Error('It was imported')
  return printIssues(result.issues, new Map([[name, text]]))
}

/** `line:column  message` of each. */
export function told(issues: ImportedModel['leftOut']): readonly string[] {
  return issues.map((found) => {
    const [first = '', second = ''] = printIssues([found], new Map()).split('\n')
    const place = first.replace(/^[^:]*:/, '').replace(/ {2}[A-Z_]+$/, '')
    return `${place}  ${second.trim()}`
  })
}

/** Text of a written file. */
export function written({ files }: ImportedModel, name: string): string {
  const file = files.find((candidate) => candidate.name === name)
  if (file === undefined) throw new Error(`There is no ${name} in ${files.map((one) => one.name).join(', ')}`)
  return file.text
}

export function askBothEngines(
  lens: string,
  tables: TestTables,
  tests: (ask: (query: string) => Promise<unknown>, engine: EngineName) => void,
): void {
  describe.each(engines)('%s', (engine) => {
    let opened: { readonly database: Database; readonly ask: Ask } | undefined
    beforeAll(async () => {
      const { files } = await imported(lens)
      const compiled = await compileModel(files)
      if (!compiled.ok) throw new Error(printIssues(compiled.issues, compiled.sources))
      const database = await openTestDatabase(engine, tables)
      opened = { database, ask: askOf(compiled.value, database) }
    })
    afterAll(() => opened?.database.close())
    tests((query) => {
      if (opened === undefined) throw new Error('The model is not open yet')
      return opened.ask(query)
    }, engine)
  })
}
