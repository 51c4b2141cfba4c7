/** `/graphiql`: our own page, built by vite, with links relative to itself, so that it may be mounted anywhere. */
import { existsSync } from 'node:fs'
import { type Exchange, redirect, type Surface, send, sendError } from './exchange.ts'
import { pagePolicy } from './security-headers.ts'
import { listStaticFiles, type StaticFile } from './static-files.ts'

export function createGraphiqlSurface(folder: string): Surface {
  const files = existsSync(folder) ? listStaticFiles(folder) : new Map<string, () => StaticFile>()
  return (exchange) => {
    // The page's own links are relative to this folder.
    if (exchange.path === '/graphiql') return redirect(exchange, '/graphiql/')
    const name = exchange.path.slice('/graphiql/'.length) || 'index.html'
    const file = files.get(name)
    if (file !== undefined) return sendFile(exchange, file())
    const message = files.size === 0 ? 'The page is not built. `npm run build` builds it.' : 'There is no such file.'
    sendError(exchange, 404, { code: 'NOT_FOUND', message })
  }
}

function sendFile(exchange: Exchange, file: StaticFile): void {
  const headers = {
    'content-security-policy': pagePolicy,
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag: file.etag,
  }
  if (exchange.request.headers['if-none-match'] === file.etag) {
    exchange.response.writeHead(304, headers)
    exchange.response.end()
    return
  }
  const accepted = exchange.request.headers['accept-encoding']
  if (file.gzipped !== undefined && typeof accepted === 'string' && /\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(accepted)) {
    send(exchange, 200, { type: file.type, body: file.gzipped, headers: { ...headers, 'content-encoding': 'gzip' } })
  } else {
    send(exchange, 200, { type: file.type, body: file.body, headers })
  }
}
