/** A whole server with a model, its saved queries and one of the databases, to ask it for tables over HTTP. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, inject } from 'vitest'
import { compileModel } from '../../src/semantic/engine.ts'
import { issueMessage, printIssues } from '../../src/semantic/issues/print.ts'
import { readConfig } from '../../src/server/config.ts'
import { createLogger } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'
import type { EngineName } from '../support/databases.ts'

export interface TableServerOptions {
  /** YAML; its entities have their rows from `sql`, so that there is nothing to load. */
  readonly model: string
  /** Texts of saved queries, by name. */
  readonly queries?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
}

export interface TableServer {
  readonly url: string
  readonly logLines: () => readonly Record<string, unknown>[]
  /** `/q/<path>`. */
  saved(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  post(query: string, asking?: Posting): Promise<Response>
  close(): Promise<void>
}

export interface Posting {
  readonly accept?: string
  readonly variables?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function startTableServer(
  engine: EngineName,
  { model, queries = {}, environment = {} }: TableServerOptions,
): Promise<TableServer> {
  const folder = modelFolder({ model, queries })
  const config = readConfig(
    {
      PORT: '0',
      TESSERA_SHUTDOWN_GRACE: '100ms',
      DATABASE_URL: engine === 'duckdb' ? 'duckdb::memory:' : inject('postgresUrl'),
      ...environment,
    },
    { cwd: tmpdir(), model: folder },
  )
  if (!config.ok) throw new Error(config.issues.map(issueMessage).join('\n'))
  const compiled = await compileModel([{ name: 'model.yml', text: model }])
  if (!compiled.ok) throw new Error(printIssues(compiled.issues, compiled.sources))
  const lines: string[] = []
  const log = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const server = await startServer(config.value, compiled.value, { logger: createLogger('info', log) })
  if (!server.ok) throw new Error(server.issues.map(issueMessage).join('\n'))
  const { url } = server.value
  return {
    url,
    logLines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    saved: (path, headers = {}) => fetch(`${url}/q/${path}`, { headers }),
    post: (query, { accept, variables, headers } = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(accept !== undefined && { accept }), ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    close: async () => {
      await server.value.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One server for the tests of a `describe`. */
export function withTableServer(engine: EngineName, options: TableServerOptions): () => TableServer {
  let server: TableServer | undefined
  beforeAll(async () => {
    server = await startTableServer(engine, options)
  })
  afterAll(() => server?.close())
  return () => {
    if (server === undefined) throw new Error('The server has not started yet')
    return server
  }
}

/** Gone when the caller removes it. */
export function modelFolder({ model, queries = {} }: TableServerOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-tables-'))
  const files = {
    'model.yml': model,
    ...Object.fromEntries(Object.entries(queries).map(([name, text]) => [`queries/${name}.graphql`, text])),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

export async function refusalOf(response: Response): Promise<Refusal> {
  const { errors } = (await response.json()) as { readonly errors: readonly { message: string; extensions: { code: string } }[] }
  const [first] = errors
  if (first === undefined) throw new Error('A refusal without an error')
  return { status: response.status, code: first.extensions.code, message: first.message }
}
