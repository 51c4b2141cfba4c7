/** What a command is given instead of reaching for the process: where to write, what the environment says, whether a person watches. */
import type { Readable, Writable } from 'node:stream'
import type { Environment } from '../server/config.ts'

export interface Terminal {
  readonly stdout: Writable
  readonly stderr: Writable
  /** Standard error is a terminal: progress may be drawn there. */
  readonly isInteractive: boolean
  /** Where a person answers questions; absent where nobody is there to do so. */
  readonly input?: Readable
  readonly environment: Environment
  readonly cwd: string
  /** What to do when nobody reads the output any more, instead of ending at once. */
  onReaderGone(action: () => void): void
}

export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** For what is not the answer: what was done, what is wrong. */
export function note(terminal: Terminal, text: string): void {
  terminal.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}
