/** What every resolver of one operation is given; the server makes it once per operation. */
import type { Engine } from '../semantic/engine.ts'
import type { RunOptions } from '../semantic/run/execute.ts'
import type { Access } from './access.ts'
import type { RowWriting } from './row-writing.ts'
import type { Seal } from './seal.ts'

export interface Context {
  readonly engine: Engine
  /** The operation's instant, ISO 8601 in UTC: the `asOf` of every slice that names none, so that all of them agree. */
  readonly now: string
  readonly requestId: string
  readonly access: Access
  /** Of global ids and cursors; one for the whole server. */
  readonly seal: Seal
  /** Aborted when the client has gone or the time is up. */
  readonly signal?: AbortSignal
  /** Present where rows are written while they come; absent: rows are objects. */
  readonly rows?: RowWriting
}

/** For what is asked of the engine. */
export function runOptionsOf({ signal, access, rows }: Context): RunOptions {
  return { ...(signal && { signal }), caller: access.key, ...(rows?.mayPause && { ownPace: true }) }
}
