/** An error that a PostgreSQL server answered with, told by its shape: the driver itself is loaded only where PostgreSQL is the database. */

export interface PostgresError extends Error {
  /** SQLSTATE, five characters. */
  readonly code?: string
}

export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))
}
