/** Every saved question of the shipped model answers as SQL written by hand does: `checks/<question>.sql` beside `queries/<question>.graphql`. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CheckedSlice, expectAsByHand, expectRowsAsByHand, readCheckSql } from '../support/check-sql.ts'
import { engines } from '../support/databases.ts'
import { askOf } from '../support/story.ts'
import { modelFolder, openSampleDatabases, type SampleDatabases } from './sample-databases.ts'

const queriesFolder = path.join(modelFolder, 'queries')
const checksFolder = 'test/customer-360/checks'

const questions = readdirSync(queriesFolder).map((file) => path.basename(file, '.graphql'))
type Rows = Readonly<Record<string, unknown>>

let databases: SampleDatabases

beforeAll(async () => {
  databases = await openSampleDatabases()
}, 120_000)
afterAll(() => databases.close())

test('every question has SQL written by hand, and every such SQL a question', () => {
  expect(readdirSync(checksFolder)).toEqual(questions.map((question) => `${question}.sql`))
})

describe.each(engines)('%s', (engine) => {
  test.each(questions)('%s', async (question) => {
    const check = readCheckSql(readFileSync(path.join(checksFolder, `${question}.sql`), 'utf8'))
    const ask = askOf(databases.catalog, databases.on(engine))
    const answer = (await ask(readFileSync(path.join(queriesFolder, `${question}.graphql`), 'utf8'), check.variables)) as
      | CheckedSlice
      | Rows
    await ('rows' in answer ? expectAsByHand(answer as CheckedSlice, check, ask.sql) : expectRowsAsByHand(answer, check, ask.sql))
  })
})
