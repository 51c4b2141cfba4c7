/*
 * Loads the built program. Beside it may lie what V8 compiled it to when it was built: with that nothing is compiled at a start.
 * Another version of Node refuses it, and compiles as usual.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'

/* A build writes both into a new folder: V8 itself compares no more than the lengths of their texts. */
export const programName = 'tessera.cjs'
export const compiledName = 'tessera.v8'

export function loadProgram(folder) {
  const filename = join(folder, programName)
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`
  const script = new Script(wrapped, {
    filename,
    cachedData: readCompiled(folder),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename))
  return { program: module.exports, script }
}

function readCompiled(folder) {
  try {
    return readFileSync(join(folder, compiledName))
  } catch {
    return undefined
  }
}
