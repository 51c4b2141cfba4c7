/** The README's question is asked, and its answer is the one printed there. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleDefaults } from '../src/sample/options.ts'
import { writeSample } from '../src/sample/write.ts'
import { loadModel } from '../src/semantic/engine.ts'
import { openTestDatabase } from './support/databases.ts'
import { askOf, issuesOf } from './support/story.ts'

const readme = readFileSync('README.md', 'utf8')

function block(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1]
  if (found === undefined) throw new Error(`The README has no block of ${language}`)
  return found
}

test('the question has the answer', async () => {
  const model = await loadModel('semantic-models/customer-360')
  if (!model.ok) throw new Error('The shipped model does not load')
  const database = await openTestDatabase('duckdb', {})
  await writeSample(database, sampleDefaults)
  const answer = await askOf(model.value, database).raw(block('graphql'))
  await database.close()
  expect(answer).toEqual(JSON.parse(block('json')))
})

test('the model has no mistakes', async () => {
  expect(await issuesOf(block('yaml'))).toBe('')
})
