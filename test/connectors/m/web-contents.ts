/**
 * `Web.Contents` as Power Query has it: POST is anonymous, GET carries what the credential store has for the address, some statuses are tried again,
 * those of `ManualStatusHandling` are left to the query, all others are errors.
 *
 * Source: learn.microsoft.com, "Web.Contents" and "Status code handling with Web.Contents".
 */
import { toJson } from './library.ts'
import { Binary, Raised, Record, the, type Value } from './values.ts'

/** What Power Query keeps for an address: nothing, or a user name and a password. */
export type Credentials = 'anonymous' | { readonly user: string; readonly password: string }

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: string
}

const knownOptions = new Set(['RelativePath', 'Query', 'Headers', 'Content', 'Timeout', 'ManualStatusHandling'])
const triedAgain = new Set([408, 429, 503, 504, 509])
const tries = 4

export function webContents(credentials: Credentials, requests: Request[]) {
  return async (base: Value | undefined, given: Value | undefined): Promise<Value> => {
    const options = await optionsOf(given)
    // No connection is used again: the server may be about to close it.
    const headers = new Headers({ connection: 'close', ...options.headers })
    const request: Request = {
      method: options.body === undefined ? 'GET' : 'POST',
      url: urlOf(the('text', base), options),
      ...(options.body !== undefined && { body: options.body }),
    }
    if (credentials !== 'anonymous') {
      if (request.method === 'POST')
        throw new Raised('DataSource.Error', 'Web.Contents with the Content option is only supported when connecting anonymously.')
      if (headers.has('authorization'))
        throw new Raised('DataSource.Error', "The 'Authorization' header is only supported when connecting anonymously.")
      headers.set('authorization', `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`)
    }
    for (let attempt = 1; ; attempt += 1) {
      requests.push(request)
      const response = await fetch(request.url, { method: request.method, headers, body: request.body ?? null })
      const text = await response.text()
      if (response.ok || options.handled.has(response.status)) return new Binary(text, Record.of({ 'Response.Status': response.status }))
      if (triedAgain.has(response.status) && attempt < tries) continue
      if (response.status === 401 || response.status === 403) throw new Raised('DataSource.Error', 'The credentials provided are invalid.')
      throw new Raised('DataSource.Error', `Web.Contents failed to get contents from '${request.url}' (${response.status})`)
    }
  }
}

interface Options {
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: { readonly [name: string]: string }
  readonly body?: string
  readonly handled: ReadonlySet<number>
}

async function optionsOf(given: Value | undefined): Promise<Options> {
  const { fields } = the('record', given)
  for (const name of fields.keys())
    if (!knownOptions.has(name)) throw new Raised('Expression.Error', `'${name}' isn't a valid Web.Contents option.`)
  const option = async (name: string): Promise<Value> => (await fields.get(name)?.()) ?? null
  const content = await option('Content')
  const headers = await toJson((await option('Headers')) ?? Record.of({}))
  const query = (await toJson((await option('Query')) ?? Record.of({}))) as { readonly [name: string]: unknown }
  const timeout = await option('Timeout')
  if (timeout !== null) the('duration', timeout)
  return {
    path: the('text', await option('RelativePath')),
    query: Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item) => [name, textOf(item)] as const),
    ),
    headers: headers as Options['headers'],
    ...(content !== null && { body: the('binary', content).text }),
    handled: new Set(the('list', await option('ManualStatusHandling')).map((status) => the('number', status))),
  }
}

/** Parameters of a URL are text in Power Query: a number is an error. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Raised('Expression.Error', 'A value of `Query` is no text.')
}

function urlOf(base: string, { path, query }: Options): string {
  const url = new URL(`${base.replace(/\/$/, '')}/${path}`)
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url.href
}
