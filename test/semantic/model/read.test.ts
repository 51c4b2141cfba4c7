import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { readModel } from '../../../src/semantic/model/read.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'tessera-read-'))
  await mkdir(path.join(root, 'shop', 'queries'), { recursive: true })
  await writeFile(path.join(root, 'shop', 'b.yaml'), 'b: 1')
  await writeFile(path.join(root, 'shop', 'a.yml'), '\uFEFFa: 1')
  await writeFile(path.join(root, 'shop', 'notes.txt'), 'not a model')
  await writeFile(path.join(root, 'shop', 'queries', 'c.yml'), 'c: 1')
  await mkdir(path.join(root, 'empty'))
  await mkdir(path.join(root, 'latin'))
  await writeFile(path.join(root, 'latin', 'a.yml'), Uint8Array.from([0x61, 0x3a, 0x20, 0xe9]))
  await mkdir(path.join(root, 'odd', 'a.yml'), { recursive: true })
  await mkdir(path.join(root, 'large'))
  await writeFile(path.join(root, 'large', 'a.yml'), Buffer.alloc(4 * 1024 * 1024 + 1, '#'))
})

afterAll(async () => {
  await chmod(root, 0o700)
  await rm(root, { recursive: true })
})

async function problems(folder: string): Promise<string> {
  const result = await readModel(path.join(root, folder))
  return result.ok ? '' : printIssues(result.issues, new Map()).replaceAll(root, '<root>')
}

describe('readModel', () => {
  test('reads *.yml and *.yaml directly in the folder, by name, without a byte order mark', async () => {
    const result = await readModel(path.join(root, 'shop'))
    expect(result).toEqual({
      ok: true,
      value: [
        { name: `${root}/shop/a.yml`, text: 'a: 1' },
        { name: `${root}/shop/b.yaml`, text: 'b: 1' },
      ],
    })
  })

  test('names files relative to the current directory when they are below it', async () => {
    const result = await readModel(path.resolve('semantic-models/customer-360'))
    expect(result.ok && result.value.every((file) => file.name.startsWith('semantic-models/customer-360/'))).toBe(true)
  })

  test.each([
    ['shpo', 'MODEL_NOT_FOUND\n  No model in `<root>/shpo`: the folder does not exist.\n  Closest: `<root>/shop`.'],
    ['no/where', 'MODEL_NOT_FOUND\n  No model in `<root>/no/where`: the folder does not exist.\n  Closest: `<root>`.'],
    ['empty', 'MODEL_NOT_FOUND\n  No model in `<root>/empty`: the folder has no *.yml or *.yaml file.'],
    ['.', 'MODEL_NOT_FOUND\n  No model in `<root>`: the folder has no *.yml or *.yaml file.\n  Closest: `<root>/large`.'],
    [
      'shop/a.yml',
      'MODEL_NOT_FOUND\n  No model in `<root>/shop/a.yml`: it is a file, and a model is a folder of *.yml files.\n  Closest: `<root>/shop`.',
    ],
    ['latin', 'MODEL_UNREADABLE\n  Cannot read `<root>/latin/a.yml`: it is not UTF-8 text.'],
    ['odd', 'MODEL_UNREADABLE\n  Cannot read `<root>/odd/a.yml`: it is a folder.'],
    ['large', 'MODEL_UNREADABLE\n  Cannot read `<root>/large/a.yml`: it has 4194305 bytes, and a file of a model has 4194304 at most.'],
  ])('%s', async (folder, expected) => {
    expect(await problems(folder)).toBe(expected)
  })
})
