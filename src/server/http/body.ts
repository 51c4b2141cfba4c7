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
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** The rest of the body is not read, so the connection cannot be used again. */
function tooLarge(): HttpRefusal {
  return new HttpRefusal(413, 'BAD_REQUEST', `The body is larger than ${maxBodyBytes} bytes.`, { connection: 'close' })
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The body is not valid UTF-8.')
  }
}
