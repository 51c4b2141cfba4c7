/** `DATABASE_URL` read into what it names; `name` is how messages call it: never with the password. */
import { resolve } from 'node:path'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'

export type DatabaseTarget =
  | { readonly engine: 'duckdb'; readonly name: string; readonly file: string | ':memory:' }
  | { readonly engine: 'postgres'; readonly name: string; readonly url: URL }

export function parseDatabaseUrl(text: string): Result<DatabaseTarget> {
  if (text.startsWith('duckdb:')) {
    const file = text.slice('duckdb:'.length).replace(/^\/\/(?=\/)/, '')
    if (file === '') return failure(issue('DATABASE_URL_INVALID', { problem: '`duckdb:` names no file' }))
    return success({ engine: 'duckdb', name: `duckdb:${file}`, file: file === ':memory:' ? file : resolve(file) })
  }
  if (!/^postgres(ql)?:\/\//.test(text)) return failure(issue('DATABASE_URL_INVALID', { problem: problemOfScheme(text) }))
  try {
    const url = new URL(text)
    return success({ engine: 'postgres', name: nameOf(url), url })
  } catch {
    return failure(issue('DATABASE_URL_INVALID', { problem: 'the part after `postgres://` cannot be read' }))
  }
}

function problemOfScheme(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]
  return scheme === undefined ? 'it names no kind of database' : `\`${scheme}:\` is no kind of database known here`
}

function nameOf(url: URL): string {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const port = url.searchParams.get('port') ?? url.port
  return `${host === '' ? 'localhost' : host}:${port === '' ? '5432' : port}${url.pathname === '' ? '/' : decodeURI(url.pathname)}`
}
