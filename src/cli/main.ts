/** The process around the command line: standard streams, exit code, and readers that stop reading. */
import { runCommand } from './program.ts'

export { runCommand }

export async function main(): Promise<void> {
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
    environment: process.env,
    cwd: process.cwd(),
    onReaderGone: (action) => {
      whenReaderIsGone = action
    },
  })
}
