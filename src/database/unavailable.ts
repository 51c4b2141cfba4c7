/** Why a database cannot be opened or loaded, from the driver's error; nothing of the URL but what the issue names itself. */
import { type Issue, issue } from '../semantic/issues/issue.ts'
import { isPostgresError } from './postgres-error.ts'

const reasonsByNodeCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'there is no answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'the connection was cut off',
  ENOENT: 'there is no such socket',
}

const reasonsByState: Readonly<Record<string, string>> = {
  '28000': 'the user is refused',
  '28P01': 'user name or password is wrong',
  '3D000': 'there is no such database',
  '42501': 'the user may not connect',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
}

export function unavailableReason(error: unknown): string {
  if (isPostgresError(error)) return reasonsByState[error.code ?? ''] ?? `it answers ${error.code ?? 'with an error'}`
  // Several addresses of one host were tried: the first failure stands for them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  if (!(first instanceof Error)) return 'the reason is unknown'
  const code = 'code' in first && typeof first.code === 'string' ? first.code : ''
  return reasonsByNodeCode[code] ?? reasonOfText(first.message)
}

function reasonOfText(text: string): string {
  if (/timeout/i.test(text)) return 'there is no answer'
  if (/TESSERA_DUCKDB_TEMP/.test(text)) return 'the folder of `TESSERA_DUCKDB_TEMP` cannot be written to'
  if (/password/i.test(text)) return 'it asks for a password'
  if (/SSL/.test(text)) return 'it does not offer an encrypted connection'
  const holder = /Conflicting lock is held in (?:.*?)\(PID (\d+)\)/.exec(text)?.[1]
  if (holder !== undefined) return `another process (${holder}) has it open for writing`
  if (/set lock on file|being used by another process/i.test(text)) return 'another process has it open'
  if (/does not exist/.test(text)) return 'there is no such file'
  if (/No such file or directory/.test(text)) return 'there is no such folder'
  if (/Is a directory/.test(text)) return 'it is a folder'
  if (/^Failed to set config/.test(text)) return 'a setting for DuckDB (threads, memory) is not accepted'
  if (/permission denied/i.test(text)) return 'the file may not be opened'
  if (/not a valid DuckDB database|serialization/i.test(text)) return 'the file is not a DuckDB database'
  return 'it cannot be opened'
}

const writingReasonsByState: Readonly<Record<string, string>> = {
  '25006': 'it is read-only',
  '2BP01': 'views or other objects depend on a table that is to be replaced',
  '42501': 'the user may not create or replace its tables',
  '53100': 'its disk is full',
}

/** A load that could not begin or could not be finished. */
export function loadFailure(database: string, error: unknown): Issue {
  const reason = isPostgresError(error)
    ? writingReasonsByState[error.code ?? '']
    : error instanceof Error && /No space left on device|ENOSPC|disk is full/i.test(error.message)
      ? 'its disk is full'
      : undefined
  return reason === undefined
    ? issue('DATABASE_UNAVAILABLE', { database, reason: unavailableReason(error) })
    : issue('DATABASE_NOT_WRITABLE', { database, reason })
}
