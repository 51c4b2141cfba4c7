/** GraphQL over HTTP with plain node:http: connections are kept, answers are read to their last byte and not parsed. */
import { Agent, request } from 'node:http'
import type { EngineName, Question } from '../questions/question.ts'
import type { Target } from './target.ts'

export interface HttpClient {
  /** The body of the answer; another status than 200 is thrown. */
  post(document: string, variables: Readonly<Record<string, string>>): Promise<Buffer>
  close(): void
}

export function openHttpClient(url: string, { connections }: { readonly connections: number }): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const endpoint = new URL('/graphql', url)
  return {
    post: (query, variables) => {
      const body = Buffer.from(JSON.stringify({ query, variables }))
      return new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'content-length': body.length }
        const sent = request(endpoint, { agent, method: 'POST', headers }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.once('error', reject)
          response.once('end', () => {
            const answer = Buffer.concat(chunks)
            if (response.statusCode === 200) resolve(answer)
            else reject(new Error(`HTTP ${response.statusCode}: ${answer.toString('utf8', 0, 500)}`))
          })
        })
        sent.once('error', reject)
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

export interface HttpTargetOptions {
  readonly engine: EngineName
  readonly url: string
  readonly connections: number
}

export function openHttp({ engine, url, connections }: HttpTargetOptions): Target {
  const client = openHttpClient(url, { connections })
  return {
    engine,
    path: 'http',
    ask: (question, call) => client.post(question.document, question.variables(call)),
    read: (question, raw) => readAnswer(question, raw as Buffer),
    close: async () => client.close(),
  }
}

interface SliceBody {
  readonly data?: { readonly slice: { readonly rows: readonly unknown[] } | null } | null
  readonly errors?: readonly { readonly message: string }[]
}

function readAnswer(question: Question, answer: Buffer): readonly (readonly unknown[])[] {
  const { data, errors }: SliceBody = JSON.parse(answer.toString('utf8'))
  if (errors !== undefined || !data?.slice)
    throw new Error(`${question.name}: ${errors?.map(({ message }) => message).join('; ') ?? 'no data'}`)
  const paths = question.answer.map(({ path }) => path.split('.'))
  return data.slice.rows.map((row) => paths.map((path) => valueAt(row, path)))
}

function valueAt(row: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), row)
}
