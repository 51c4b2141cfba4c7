/** Why a command ends with exit code 1: thrown by commands, printed once by the program. */
import type { Issue, Result } from '../semantic/issues/issue.ts'
import type { Sources } from '../semantic/issues/print.ts'

export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly issues: readonly Issue[]
  /** For the source lines under the issues. */
  readonly sources: Sources

  /** Without issues everything was said already. */
  constructor(issues: readonly Issue[] = [], sources: Sources = new Map()) {
    super('The command failed.')
    this.issues = issues
    this.sources = sources
  }
}

export function orFail<T>(result: Result<T>, sources?: Sources): T {
  if (!result.ok) throw new CommandFailure(result.issues, sources)
  return result.value
}
