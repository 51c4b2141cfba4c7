/** What makes a start short, and what nobody would miss until it is long again: the program as it was built, looked at from a process of its own. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/server/package-root.ts'
import { folderWith, shop } from './command.ts'

const program = join(packageRoot, 'bin/tessera')
const loader = JSON.stringify(pathToFileURL(join(packageRoot, 'bin/load-program.mjs')).href)
const built = JSON.stringify(join(packageRoot, 'dist/server'))

/** Prints one JSON value. */
function inProcess(script: string, { cwd }: { readonly cwd: string } = { cwd: packageRoot }): unknown {
  const code = `import { createRequire } from 'node:module'; import { loadProgram } from ${loader}; const loaded = loadProgram(${built}); ${script}`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(stdout + stderr)
  }
}

// A checkout that changed since the last build is built first.
beforeAll(() => void spawnSync(process.execPath, [program, '--help'], { env: { PATH: process.env.PATH } }), 240_000)

test('V8 takes what it compiled the program to when it was built', () => {
  expect(inProcess('console.log(JSON.stringify({ rejected: loaded.script.cachedDataRejected }))')).toEqual({ rejected: false })
})

test('it is read byte by byte: every character beyond ASCII stands in it as an escape', () => {
  const lines = readFileSync(join(packageRoot, 'dist/server/tessera.cjs'), 'utf8').split('\n')
  expect(lines.filter((line) => /[^\0-\x7f]/.test(line))).toEqual([])
})

test('a command that needs no database loads none', { timeout: 60_000 }, () => {
  const script = `
    const stream = { write: () => true, on: () => {} }
    const code = await loaded.program.runCommand(['schema', '--model', 'shop'], {
      stdout: stream, stderr: stream, isInteractive: false, environment: {}, cwd: process.cwd(), onReaderGone: () => {},
    })
    const files = Object.keys(createRequire(import.meta.url).cache)
    console.log(JSON.stringify({ code, parser: files.some((file) => file.includes('libpg-query')), duckdb: files.some((file) => file.includes('duckdb')) }))`
  expect(inProcess(script, { cwd: folderWith(shop) })).toEqual({ code: 0, parser: true, duckdb: false })
})
