/** The JSON body of a request: of the right type, within the limit, valid UTF-8 and valid JSON, or a refusal that says which it is not. */
import type { IncomingMessage } from 'node:http'
import { HttpRefusal } from './exchange.ts'

export const maxBodyBytes = 1_048_576

export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  checkType(request)
  const bytes = await readBytes(request)
  const text = decodeUtf8(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is not valid JSON.')
  }
}

function checkType({ headers }: IncomingMessage): void {
  const [essence = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  if (essence.trim() !== 'application/json') {
    throw new HttpRefusal(415, 'BAD_REQUEST', 'POST needs `Content-Type: application/json`.', { accept: 'application/json' })
  }
  const charset = parameters.map((parameter) => /^\s*charset="?([^"\s]*)"?\s*$/.exec(parameter)?.[1]).find((found) => found !== undefined)
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new HttpRefusal(415, 'BAD_REQUEST', 'The body must be UTF-8.')
  }
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity') throw new HttpRefusal(415, 'BAD_REQUEST', 'Compressed bodies are not read.')
}

/** Counts what arrives: a Content-Length may be missing, or wrong. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge()
  // By events: an iterator over a stream costs more than all else that is done with a small body.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBodyBytes) chunks.push(chunk)
      else {
        request.pause()
        reject(tooLarge())
      }
    })
    request.once('end', () => resolve(Buffer.concat(chunks, length)))
    request.once('error', reject)
  })
}

/** The rest of the body is not read, so the connection cannot be used again. */
function tooLarge(): HttpRefusal {
  return new HttpRefusal(413, 'BAD_REQUEST', `The body is larger than ${maxBodyBytes} bytes.`, { connection: 'close' })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is not valid UTF-8.')
  }
}
