/** The process around the command line: standard streams, exit code, and readers that stop reading. */
import { runCommand } from './program.ts'

export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietlyWhenNobodyReads)
  process.exitCode = await runCommand(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    isInteractive: process.stderr.isTTY === true,
    environment: process.env,
    cwd: process.cwd(),
  })
}

/** `tessera schema | head` closes the pipe early: that is no failure of ours, and there is nobody left to tell. */
function endQuietlyWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}
