/*
 * Writes what V8 compiles the built program to, beside it: what one start, one question and its answer need.
 *
 *   node scripts/compile-program.mjs <folder of the program>
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { compiledName, loadProgram } from '../bin/load-program.mjs'

const folder = resolve(process.argv[2])
const { program, script } = loadProgram(folder)
const workspace = mkdtempSync(join(tmpdir(), 'tessera-build-'))
try {
  await run('sample', '--customers', '10')
  const url = await new Promise((resolve, reject) => serve(resolve).then(() => reject(new Error('It does not serve.')), reject))
  await ask(
    url,
    '{ slice(by: { customer: [STATE] }) { rows { customer { state } orderPlaced { monetary frequency } } totals { orderPlaced { monetary } } } }',
  )
  writeFileSync(join(folder, compiledName), script.createCachedData())
} catch (error) {
  // Said here: once it serves, the program catches what nobody else does.
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
} finally {
  rmSync(workspace, { recursive: true, force: true })
}
process.exit()

async function run(...args) {
  return runWith(() => {}, args)
}

function serve(onUrl) {
  return runWith(
    (text) => {
      const url = /serves (http\S+)\/graphiql/.exec(text)?.[1]
      if (url !== undefined) onUrl(url)
    },
    ['serve', '--port', '0'],
  )
}

async function runWith(onText, args) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      onText(String(chunk))
      done()
    },
  })
  const environment = { DATABASE_URL: `duckdb:${join(workspace, 'sample.duckdb')}` }
  const terminal = { stdout: stream, stderr: stream, isInteractive: false, environment, cwd: workspace, onReaderGone: () => {} }
  const code = await program.runCommand(args, terminal)
  if (code !== 0) throw new Error(`tessera ${args.join(' ')} ended with ${code}.`)
}

async function ask(url, query) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { errors } = await response.json()
  if (errors !== undefined) throw new Error(errors[0].message)
}
