/**
 * What the page asks of the server. All of it lies beside the page's own files: a browser that was asked for a password to see the page sends it
 * along there, and only there.
 */
import type { Fetcher, FetcherParams, FetcherReturnType } from '@graphiql/toolkit'
import type { ExecutionResult } from 'graphql'
import type { Access } from './access.ts'
import type { Answers, Question } from './answers.ts'

export interface Server {
  /** For the editor: remembers what was answered. */
  readonly fetcher: Fetcher
  /** Asks beside the editor; what is refused is thrown with what the server says. */
  ask(question: Question): Promise<ExecutionResult>
  /** The answer as a file: all rows, exact values, as the server writes them. */
  csv(question: Question): Promise<Blob>
  /** `q`, or `q/<name>.<format>?<variables>`. */
  saved(path: string): Promise<Response>
}

export function createServer(access: Access, answers: Answers): Server {
  const post = ({ headers, ...body }: Question, options: { readonly accept: string; readonly signal?: AbortSignal }) =>
    access
      .fetch(beside('graphql'), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', accept: options.accept },
        body: JSON.stringify(body),
        ...(options.signal !== undefined && { signal: options.signal }),
      })
      .catch(withoutAnswer)
  const ask = async (question: Question, signal?: AbortSignal): Promise<ExecutionResult> =>
    readResult(await post(question, { accept: 'application/json', ...(signal !== undefined && { signal }) }))
  return {
    ask,
    fetcher: (params, options) => {
      const question = questionOf(params, options?.headers ?? {})
      if (params.operationName === 'IntrospectionQuery') return ask(question)
      const answered = answers.ask()
      return abortable(async (signal) => {
        const result = await ask(question, signal)
        answered({ question, result })
        return result
      })
    },
    csv: async (question) => (await accepted(await post(question, { accept: 'text/csv' }))).blob(),
    saved: async (path) => accepted(await access.fetch(beside(path)).catch(withoutAnswer)),
  }
}

function beside(path: string): string {
  return new URL(path, document.baseURI).href
}

function questionOf({ query, operationName, variables }: FetcherParams, headers: Readonly<Record<string, unknown>>): Question {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return { query, ...(operationName != null && { operationName }), ...(variables && { variables }), headers: texts }
}

/** The editor's button that stops, and another tab, end what is under way: at the server too. */
function abortable(run: (signal: AbortSignal) => Promise<ExecutionResult>): FetcherReturnType {
  return {
    subscribe(observer: unknown) {
      const { next, error, complete } = observer as Observer
      const controller = new AbortController()
      run(controller.signal).then(
        (result) => {
          if (controller.signal.aborted) return
          next(result)
          complete()
        },
        (reason: unknown) => {
          if (!controller.signal.aborted) error(reason)
        },
      )
      return { unsubscribe: () => controller.abort() }
    },
  }
}

/** The editor gives one object; the type knows the older forms with three functions as well. */
interface Observer {
  readonly next: (result: ExecutionResult) => void
  readonly error: (reason: unknown) => void
  readonly complete: () => void
}

/** Browsers say "Failed to fetch", "Load failed" and the like. */
function withoutAnswer(reason: unknown): never {
  if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
  throw new Error('No answer came from the server. It may have stopped, or the network is down.', { cause: reason })
}

async function readResult(response: Response): Promise<ExecutionResult> {
  const text = await response.text()
  try {
    return JSON.parse(text) as ExecutionResult
  } catch {
    throw new Error(`The server answered with status ${response.status} and no JSON.`)
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  const { errors } = await readResult(response)
  throw new Error(errors?.map(({ message }) => message).join('\n') ?? `The server answered with status ${response.status}.`)
}
