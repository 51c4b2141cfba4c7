/** docs/attributes.md shows a model, and keys of the shipped one: both are there. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadModel } from '../../src/semantic/engine.ts'
import { issuesOf } from '../support/story.ts'

const document = readFileSync('docs/attributes.md', 'utf8')

test('the model shown has no mistake', async () => {
  const [, model = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(document) ?? []
  expect(model).toContain('most_frequent')
  expect(await issuesOf(model)).toBe('')
})

test('the attributes named are those of the shipped model', async () => {
  const shipped = await loadModel('semantic-models/customer-360')
  if (!shipped.ok) throw new Error(JSON.stringify(shipped.issues))
  const [, named = ''] = /^`customer-360` has some of each: ([\s\S]*?)\n\n/m.exec(document) ?? []
  const names = [...named.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
  const picked = ['customer', 'order'].flatMap((entity) => [...(shipped.value.entities.get(entity)?.dimensions.values() ?? [])])
  const known = new Set(picked.filter(({ from }) => from.kind === 'pick').map(({ name }) => name))
  expect(names.length).toBeGreaterThan(4)
  expect(names.filter((name) => !known.has(name))).toEqual([])
})
