/** The process around the command line: standard streams, exit code, and readers that stop reading. */
import { setFlagsFromString } from 'node:v8'
import { runCommand } from './program.ts'

export { runCommand }

export async function main(): Promise<void> {
  // The parser of expressions is WebAssembly and has done its work in a fraction of a second. V8 would go on and compile it again, better:
  // 35 MB that are never given back, and a processor at the very moment of the start.
  setFlagsFromString('--wasm-tiering-budget=1000000000')
  // `tessera schema | head` closes the pipe early: that is no failure of ours, and there is nobody left to tell.
  let whenReaderIsGone = (): void => process.exit(0)
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // EPIPE of a pipe, EIO of a terminal that was closed.
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
      whenReaderIsGone()
    })
  }
  process.exitCode = await runCommand(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    isInteractive: process.stderr.isTTY === true,
    ...(process.stdin.isTTY === true && process.stderr.isTTY === true && { input: process.stdin }),
    environment: process.env,
    cwd: process.cwd(),
    onReaderGone: (action) => {
      whenReaderIsGone = action
    },
  })
}
