/**
 * An error that a query ended with, as the issue it is for the asker; undefined for what only a mistake of ours can cause.
 * The database's own text goes to the log, never into the issue.
 */
import { type Issue, issue } from '../semantic/issues/issue.ts'
import { isPostgresError, type PostgresError } from './postgres-error.ts'

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
])

export function toDatabaseIssue(error: unknown): Issue | undefined {
  if (isPostgresError(error)) return ofPostgres(error)
  if (!(error instanceof Error)) return undefined
  // Ours of DuckDB's connection, by its name, so that DuckDB is not loaded for it; and what an AbortSignal was aborted with: Kysely throws its reason.
  if (error.name === 'StatementTimeoutError' || error.name === 'TimeoutError') return issue('TIMEOUT', {})
  if (error.name === 'AbortError') return issue('CANCELLED', {})
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  if (first instanceof Error && 'code' in first && unreachable.has(String(first.code))) return issue('UNAVAILABLE', {})
  return ofText(error.message)
}

function ofPostgres(error: PostgresError): Issue | undefined {
  const state = error.code ?? ''
  // One state for both; the server's words tell them apart.
  if (state === '57014') return issue(/user request/.test(error.message) ? 'CANCELLED' : 'TIMEOUT', {})
  if (state.startsWith('08') || state.startsWith('57P0') || state.startsWith('53')) return issue('UNAVAILABLE', {})
  return state === '22003' ? issue('NUMBER_TOO_LARGE', {}) : undefined
}

/** Errors of DuckDB and of the PostgreSQL client carry no code. */
function ofText(text: string): Issue | undefined {
  if (/^Connection terminated|timeout exceeded when trying to connect|^Client has encountered a connection error/.test(text)) {
    return issue('UNAVAILABLE', {})
  }
  if (/^Out of Memory Error/.test(text)) return issue('UNAVAILABLE', { what: 'Memory enough for this question' })
  if (/^INTERRUPT Error/i.test(text)) return issue('CANCELLED', {})
  if (/^Out of Range Error:|^Conversion Error: .*(out of range|to DECIMAL\()/s.test(text)) return issue('NUMBER_TOO_LARGE', {})
  return undefined
}
