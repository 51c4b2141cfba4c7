/**
 * Documents that the server knows by the SHA-256 of their text, so that clients send the hash alone and a server can refuse all others:
 * the saved queries, and those that the build of an application wrote down.
 *
 *   a folder of *.graphql files, or a JSON file of relay-compiler or GraphQL Code Generator: { "<hash>" or "sha256:<hash>": "query ..." }
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { GraphQLSchema } from 'graphql'
import { failure, type Issue, issue, type Result, type Span, success } from '../semantic/issues/issue.ts'
import { readFolder } from '../semantic/model/read.ts'
import { checkDocument, type GraphqlFile } from './check-document.ts'
import type { SavedQueries } from './saved-query.ts'

/** Text by hash: 64 small hexadecimal digits. */
export type TrustedDocuments = ReadonlyMap<string, string>

/** The texts that an application's build wrote down; none without a path. Any that could not be answered is an issue. */
export async function readWrittenDocuments(path: string | undefined, schema: GraphQLSchema): Promise<Result<readonly string[]>> {
  const documents = path === undefined ? success([]) : await readWritten(path)
  if (!documents.ok) return documents
  const issues = documents.value.flatMap((document) => [...wrongId(document), ...mistakesIn(document, schema)])
  return issues.length > 0 ? failure(...issues) : success(documents.value.map(({ text }) => text))
}

export function trustedDocuments(saved: SavedQueries, written: readonly string[]): TrustedDocuments {
  const texts = [...[...saved.values()].map(({ text }) => text), ...written]
  return new Map(texts.map((text) => [documentHash(text), text]))
}

export function documentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The hash that an id is, whether it says `sha256:` or not. */
export function hashInId(id: string): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(id)?.[1]?.toLowerCase()
}

interface WrittenDocument extends GraphqlFile {
  /** Of a document in a JSON file: the place is that of its id, because its text stands in one line there. */
  readonly key?: { readonly id: string; readonly span: Span }
}

async function readWritten(path: string): Promise<Result<readonly WrittenDocument[]>> {
  try {
    const isFolder = (await stat(path)).isDirectory()
    return isFolder ? await readDocuments(path) : readPersisted(path, await readFile(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return unreadable(path, 'there is no such file or folder')
    return unreadable(path, code === 'EACCES' ? 'it may not be read' : 'reading failed')
  }
}

async function readDocuments(folder: string): Promise<Result<readonly WrittenDocument[]>> {
  const files = await readFolder(folder, (name) => /\.graphql$/i.test(name))
  return files.ok && files.value.length === 0 ? unreadable(folder, 'the folder has no *.graphql file') : files
}

function readPersisted(path: string, bytes: Uint8Array): Result<readonly WrittenDocument[]> {
  const json = parsed(bytes)
  if (!json.ok) return unreadable(path, `it is not JSON: ${json.problem}`)
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) return unreadable(path, notDocuments)
  const documents = Object.entries(json.value).map(([id, text]: [string, unknown]) =>
    typeof text === 'string' ? { name: path, text, key: { id, span: placeOf(id, { path, text: json.text }) } } : undefined,
  )
  const found = documents.filter((document) => document !== undefined)
  return found.length === documents.length ? success(found) : unreadable(path, notDocuments)
}

const notDocuments = 'it is not a JSON object of ids and documents, `{ "<SHA-256 of the text>": "query ..." }`'

type Json = { readonly ok: true; readonly value: unknown; readonly text: string } | { readonly ok: false; readonly problem: string }

function parsed(bytes: Uint8Array): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { ok: true, value: JSON.parse(text), text }
  } catch (error) {
    return { ok: false, problem: error instanceof SyntaxError ? error.message : 'it is not UTF-8 text' }
  }
}

function placeOf(id: string, { path, text }: { readonly path: string; readonly text: string }): Span {
  const written = JSON.stringify(id)
  const before = text.slice(0, Math.max(0, text.indexOf(written))).split('\n')
  return { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length: written.length }
}

function wrongId({ text, key }: WrittenDocument): readonly Issue[] {
  const hash = documentHash(text)
  return key === undefined || hashInId(key.id) === hash ? [] : [issue('TRUSTED_DOCUMENT_ID', { id: key.id, hash }, key.span)]
}

function mistakesIn(document: WrittenDocument, schema: GraphQLSchema): readonly Issue[] {
  const checked = checkDocument(document, schema)
  if (checked.ok) return []
  return checked.issues.map((found) => (document.key === undefined ? found : { ...found, span: document.key.span }))
}

function unreadable(path: string, problem: string): Result<never> {
  return failure(issue('TRUSTED_DOCUMENTS_UNREADABLE', { path, problem }))
}
