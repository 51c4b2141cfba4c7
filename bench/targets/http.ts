/** GraphQL over HTTP with plain node:http: connections are kept, answers are read to their last byte and not parsed. */
import { Agent, request } from 'node:http'
import type { EngineName, GraphData, Question } from '../questions/question.ts'
import { fieldOf } from '../questions/rows-of-graph.ts'
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

interface Body {
  readonly data?: GraphData | null
  readonly errors?: readonly { readonly message: string }[]
}

function readAnswer(question: Question, answer: Buffer): readonly (readonly unknown[])[] {
  return rowsOfAnswer(question, JSON.parse(answer.toString('utf8')))
}

/** What was answered to the document of a question, as its rows; an error is thrown. */
export function rowsOfAnswer(question: Question, { data, errors }: Body): readonly (readonly unknown[])[] {
  const rows = data == null ? undefined : 'rowsOf' in question ? question.rowsOf(data) : fieldOf(data, 'slice.rows')
  if (errors !== undefined || !Array.isArray(rows))
    throw new Error(`${question.name}: ${errors?.map(({ message }) => message).join('; ') ?? 'no data'}`)
  return rows.map((row) => question.answer.map(({ path }) => fieldOf(row, path)))
}
