/** An Apps Script file as a test has it: its functions are called, and its requests go to a live server. */
import { readFileSync } from 'node:fs'
import { MessageChannel, Worker } from 'node:worker_threads'

export interface Called {
  readonly value?: unknown
  /** The message of the error the function ended with. */
  readonly problem?: string
  /** What the user was shown, and when the sheet was written. */
  readonly dialogs: readonly string[]
  readonly properties: Readonly<Record<string, string>>
  /** What was written to each cell with a formula. */
  readonly cells: readonly (readonly string[])[]
}

export interface Sent {
  readonly url: string
  readonly authorization: string | undefined
}

export interface Script {
  call(name: string, ...args: readonly unknown[]): Promise<Called>
  /** The formulas of the sheet, and what the user answers to questions: before the next call. */
  prepare(state: { readonly sheet?: readonly string[]; readonly replies?: readonly string[] }): void
  readonly sent: readonly Sent[]
  close(): Promise<void>
}

/** Where the script believes the server to be; Google's servers reach nothing on this machine. */
export const address = 'https://tessera.example.com'

interface Fetching {
  readonly url: string
  readonly options: {
    readonly method?: string
    readonly contentType?: string
    readonly payload?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly followRedirects?: boolean
  }
}

export function runScript(file: string, { server, zone = 'UTC' }: { readonly server: string; readonly zone?: string }): Script {
  const { port1: here, port2: there } = new MessageChannel()
  const signal = new SharedArrayBuffer(4)
  const worker = new Worker(new URL('./runtime.mjs', import.meta.url), {
    workerData: { code: readFileSync(file, 'utf8'), network: there, signal, zone },
    transferList: [there],
  })
  const sent: Sent[] = []
  here.on('message', async ({ url, options }: Fetching) => {
    sent.push({ url, authorization: options.headers?.Authorization })
    here.postMessage(await fetched(url.replace(address, server), options))
    Atomics.store(new Int32Array(signal), 0, 1)
    Atomics.notify(new Int32Array(signal), 0)
  })
  let prepared: Parameters<Script['prepare']>[0] = {}
  let calls = 0
  return {
    sent,
    prepare: (state) => {
      prepared = state
    },
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        const id = calls
        calls += 1
        worker.once('error', reject)
        worker.on('message', function listen(answer: Called & { readonly id: number }) {
          if (answer.id !== id) return
          worker.off('message', listen)
          worker.off('error', reject)
          const { id: _, ...called } = answer
          resolve(called)
        })
        worker.postMessage({ id, name, args, ...prepared })
        prepared = {}
      }),
    close: async () => {
      here.close()
      await worker.terminate()
    },
  }
}

async function fetched(url: string, { method = 'get', contentType, payload, headers, followRedirects = true }: Fetching['options']) {
  try {
    const response = await fetch(url, {
      method,
      // No connection is used again: the server may be about to close it.
      headers: { connection: 'close', ...headers, ...(contentType !== undefined && { 'content-type': contentType }) },
      body: payload ?? null,
      redirect: followRedirects ? 'follow' : 'manual',
    })
    return { status: response.status, text: await response.text() }
  } catch {
    return { problem: `DNS error: ${url}` }
  }
}
