/** The HTTP status of an error on paths that answer with data or with a status: what is not in the table is a mistake of the request. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FORBIDDEN_HOST: 403,
  UNTRUSTED_DOCUMENT: 403,
  NOT_FOUND: 404,
  UNKNOWN_QUERY: 404,
  PERSISTED_DOCUMENT_NOT_FOUND: 404,
  NOT_ACCEPTABLE: 406,
  INTERNAL_SERVER_ERROR: 500,
  UNAVAILABLE: 503,
  CANCELLED: 503,
  TIMEOUT: 504,
}

export function statusOf(code: unknown): number {
  return statuses[String(code)] ?? 400
}
