/*
 * Builds the server and the command line: types checked by the compiler, then everything in one file, dist/server/tessera.cjs.
 * One file, because finding and reading the thousand modules it is made of takes most of a start; and what V8 makes of it beside it.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { programName } from '../bin/load-program.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, 'dist', 'server')
/* Beside the old one first: whoever starts meanwhile finds one or the other, whole. */
const unfinished = `${target}.${process.pid}`

try {
  run(createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json')
  await bundle()
  compile()
  await replace()
} finally {
  rmSync(unfinished, { recursive: true, force: true })
}

/** What is wrong is said by the program itself. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}.`)
}

/** The program works without, and starts more slowly. */
function compile() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'compile-program.mjs'), unfinished], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.stderr.write('The program could not be tried out, so it is compiled anew at every start.\n')
}

function bundle() {
  return build({
    configFile: false,
    root,
    logLevel: 'warn',
    // graphql looks for a second copy of itself at every value otherwise; here is one.
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: {
      target: 'node',
      noExternal: true,
      // Machine code and WebAssembly are found beside their own modules; the other two are options of pg and Apollo that are off.
      external: ['@duckdb/node-bindings', 'libpg-query', 'pg-native', '@apollo/usage-reporting-protobuf'],
    },
    build: {
      ssr: 'src/cli/main.ts',
      target: 'node20',
      outDir: unfinished,
      sourcemap: true,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false, entryFileNames: programName } },
    },
    plugins: [{ name: 'ascii', generateBundle: (_, files) => chunksOf(files).forEach(writeInAscii) }],
  })
}

function chunksOf(files) {
  return Object.values(files).filter(({ type }) => type === 'chunk')
}

/* At the very end: what Vite prints once more has its characters again, and a program that is read byte by byte would have others in their place. */
function writeInAscii(chunk) {
  chunk.code = toAscii(chunk.code)
}

/** A text of ASCII is half as large in memory. All other characters stand in strings, patterns and comments, where escapes mean the same. */
function toAscii(code) {
  if (/\\[^\0-\x7f]/.test(code)) throw new Error('A backslash before a character beyond ASCII: its escape would mean something else.')
  return code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Another build may have been quicker: then its program stays. */
async function replace() {
  const old = `${unfinished}.old`
  await rename(target, old).catch(unless('ENOENT'))
  await rename(unfinished, target).catch(unless('ENOTEMPTY', 'EEXIST'))
  rmSync(old, { recursive: true, force: true })
}

function unless(...codes) {
  return (error) => {
    if (!codes.includes(error.code)) throw error
  }
}
