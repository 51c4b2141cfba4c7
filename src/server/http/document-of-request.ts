/**
 * The document that a request asks with: its text, or the id of one that the server knows. Every path that answers documents asks here first.
 *
 *   { documentId: 'sha256:<hash>', variables }                        -> { query: '<text>', variables }
 *   { extensions: { persistedQuery: { sha256Hash: '<hash>' } }, ... } -> { query: '<text>', ... }     as Apollo's clients send it
 *   { query: '<text>', variables }                                    -> the same, refused where only trusted documents are answered
 */
import { documentHash, hashInId, type TrustedDocuments } from '../../queries/trusted-documents.ts'
import { issueCodes } from '../../semantic/issues/codes.ts'
import { HttpRefusal } from './exchange.ts'

export interface Trusted {
  readonly documents: TrustedDocuments
  /** Others are refused. */
  readonly only: boolean
}

/** The parameters of a request, of which `query`, `documentId` and `extensions` name its document; nothing of them is checked yet. */
export type DocumentRequest = Readonly<Record<string, unknown>>

/** The same request with the text of its document, or a refusal, thrown. A request that names none is given back as it is. */
export function resolveDocument(request: DocumentRequest, trusted: Trusted): DocumentRequest {
  const { query, documentId, extensions, ...others } = request
  const persistedHash = persistedHashOf(extensions)
  if (isAbsent(documentId) && isAbsent(persistedHash)) {
    checkTrust(query, trusted)
    return request
  }
  if (!isAbsent(documentId) && !isAbsent(query)) throw badRequest('`query` and `documentId` are both there; a request has one of them.')
  const text = isAbsent(documentId) ? persistedText(query, persistedHash, trusted) : knownText(documentId, trusted)
  checkTrust(text, trusted)
  return { ...others, ...withoutPersistedQuery(extensions), query: text }
}

/** Of the body of a POST. */
export function resolveBody(body: unknown, trusted: Trusted): unknown {
  return isObject(body) ? resolveDocument(body, trusted) : body
}

/** Of the parameters of a GET, with their question mark; what is no JSON there is refused by whoever reads it next. */
export function resolveSearch(search: string, trusted: Trusted): string {
  const parameters = new URLSearchParams(search)
  const [documentId, ...otherIds] = parameters.getAll('documentId')
  if (otherIds.length > 0) throw badRequest('`documentId` is there several times.')
  const request = { query: parameters.get('query'), documentId, extensions: jsonOf(parameters.get('extensions')) }
  const resolved = resolveDocument(request, trusted)
  if (resolved === request) return search
  parameters.delete('documentId')
  parameters.delete('extensions')
  parameters.set('query', String(resolved.query))
  if (resolved.extensions !== undefined) parameters.set('extensions', JSON.stringify(resolved.extensions))
  return `?${parameters}`
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function checkTrust(query: unknown, { documents, only }: Trusted): void {
  if (only && typeof query === 'string' && documents.get(documentHash(query)) !== query) {
    throw new HttpRefusal(403, 'UNTRUSTED_DOCUMENT', issueCodes.UNTRUSTED_DOCUMENT.message({}))
  }
}

function knownText(id: unknown, { documents }: Trusted): string {
  if (typeof id !== 'string') throw badRequest('`documentId` is text: `sha256:` and the SHA-256 of the document.')
  const text = documents.get(hashInId(id) ?? '')
  if (text === undefined) throw notFound(issueCodes.PERSISTED_DOCUMENT_NOT_FOUND.message({ id: id.slice(0, 100) }))
  return text
}

/** Apollo's clients send the hash alone and, where it is not known, once more with the text; they know the answer by its message. */
function persistedText(query: unknown, hash: unknown, { documents }: Trusted): string {
  if (typeof hash !== 'string') throw badRequest('`extensions.persistedQuery.sha256Hash` is text: the SHA-256 of the document.')
  const known = hashInId(hash)
  if (isAbsent(query)) {
    const text = documents.get(known ?? '')
    if (text === undefined) throw notFound('PersistedQueryNotFound')
    return text
  }
  if (typeof query !== 'string' || documentHash(query) !== known) {
    throw badRequest('`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`.')
  }
  return query
}

function persistedHashOf(extensions: unknown): unknown {
  const { persistedQuery } = asObject(extensions)
  return isAbsent(persistedQuery) ? undefined : (asObject(persistedQuery).sha256Hash ?? '')
}

function withoutPersistedQuery(extensions: unknown): DocumentRequest {
  const { persistedQuery: _, ...others } = asObject(extensions)
  return Object.keys(others).length === 0 ? {} : { extensions: others }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function notFound(message: string): HttpRefusal {
  return new HttpRefusal(404, 'PERSISTED_DOCUMENT_NOT_FOUND', message)
}

function badRequest(message: string): HttpRefusal {
  return new HttpRefusal(400, 'BAD_REQUEST', message)
}
