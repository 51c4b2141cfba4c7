/** Requests as they are written here: nothing is decompressed, followed, or taken for whole that is not. */
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** False: the connection ended before the answer did. */
  readonly isWhole: boolean
}

export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export function get(url: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', () => {})
      response.on('close', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts), isWhole: response.complete }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
