/** What people wrote comes out of the written YAML as it went in, whatever characters it has. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../../src/import/draft.ts'
import { writeModel } from '../../src/import/write-model.ts'
import type { Tree } from '../../src/semantic/model/tree.ts'
import { parseYaml } from '../../src/semantic/model/yaml.ts'

function model(entries: readonly Entry[]) {
  const header = { id: 'header', entries: [{ key: 'version', value: 1 }, ...entries] }
  const member = { id: 'dimension thing.x', entries }
  const thing = {
    id: 'entity thing',
    name: 'thing',
    entries: [{ key: 'name', value: 'thing' }],
    dimensions: [member],
    measures: [],
    relationships: [],
  }
  return writeModel({ header, streams: [], entities: [thing] })
}

function read(text: string): Tree {
  const parsed = parseYaml('x.yml', text)
  if (!parsed.ok || parsed.value === undefined) throw new Error(`${JSON.stringify(parsed)}\n${text}`)
  return parsed.value
}

function valueAt(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'mapping' ? tree.entries.find((entry) => entry.key.value === key)?.value : undefined
}

function firstOf(tree: Tree | undefined): Tree | undefined {
  return tree?.kind === 'list' ? tree.items[0] : undefined
}

function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' ? String(tree.value ?? '') : undefined
}

const odd = [
  'a: b',
  '# no comment',
  "it's",
  '"quoted"',
  '- item',
  '{x}',
  '${x}',
  '1:1',
  'true',
  '007',
  ' padded ',
  'one\n two\n',
  '\n',
  'tab\there',
  '\u0007bell',
  '@at',
  '%',
  '...',
  '---',
  'ü ß 日本 🙂',
  '',
]

test.each(odd)('%j as a value and as a comment', (text) => {
  const { files } = model([{ key: 'description', value: text, comment: text }])
  const [header, thing] = files.map((file) => read(file.text))
  expect(textOf(valueAt(header, 'description'))).toBe(text)
  expect(textOf(valueAt(firstOf(valueAt(firstOf(valueAt(thing, 'entities')), 'dimensions')), 'description'))).toBe(text)
})

test('any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, comment) => {
      const { files } = model([{ key: 'description', value: text, comment }])
      expect(textOf(valueAt(read(files[0]?.text ?? ''), 'description'))).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('lists stand on one line, mappings below each other where they are longer than three', () => {
  const { files } = model([
    { key: 'tags', value: ['a', 'b, c', 'd: e'] },
    { key: 'window', value: { n: 3, unit: 'day' } },
    { key: 'columns', value: { a: 'x', b: 'y', c: 'z', d: 'on: off' }, comment: 'four' },
  ])
  expect(files[0]?.text).toBe(`version: 1
tags: [a, "b, c", "d: e"]
window: { n: 3, unit: day }
columns: # four
  a: x
  b: y
  c: z
  d: "on: off"
`)
})

test('a place in a file belongs to the smallest declaration around it', () => {
  const { files, declarationAt } = model([{ key: 'description', value: 'two\nlines' }])
  expect(files[1]?.text).toBe(`entities:
  - name: thing

    dimensions:
      - description: |-
          two
          lines
`)
  expect([2, 5, 7].map((line) => declarationAt('thing.yml', line))).toEqual(['entity thing', 'dimension thing.x', 'dimension thing.x'])
  expect(declarationAt('model.yml', 1)).toBe('header')
  expect(declarationAt('thing.yml', 99)).toBeUndefined()
})
