/** An HTTP server on an address, and how it ends: no new requests, running ones finish up to a grace, then connections are cut. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { RequestHandler } from './app.ts'

export interface Listening {
  /** `http://127.0.0.1:4000` */
  readonly url: string
  /** False when the grace ran out and requests were cut. */
  close(graceMs: number): Promise<boolean>
}

export interface Address {
  readonly host: string
  readonly port: number
}

export async function listen(address: Address, handler: RequestHandler): Promise<Result<Listening>> {
  // Slow senders are cut: a request has 10 seconds for its headers and 30 for all of it.
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 })
  let isClosing = false
  // Browsers connect before they have something to ask; to Node such a connection is not idle.
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', (request, response) => {
    silent.delete(request.socket)
    response.once('close', () => {
      if (isClosing) server.closeIdleConnections()
    })
    handler(request, response)
  })
  const problem = await startListening(server, address)
  if (problem !== undefined) return failure(issue('ADDRESS_UNAVAILABLE', { ...address, problem }))
  return success({
    url: urlOf(server, address.host),
    close: (graceMs) => {
      isClosing = true
      const closed = closeWithin(server, graceMs)
      for (const socket of silent) socket.destroy()
      return closed
    },
  })
}

/** Undefined, or why it is not possible. */
function startListening(server: Server, { host, port }: Address): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(problemOf(error)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve(undefined)
    })
  })
}

function problemOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'another process uses the port. `PORT` chooses another one, 0 any free one.'
    case 'EACCES':
      return 'the system does not allow this port to this user; ports from 1024 up need no privilege. `PORT` chooses another one.'
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return 'the host is not an address of this machine. `HOST` chooses another one.'
    default:
      return `the system says ${error.code ?? error.message}.`
  }
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`
}

function closeWithin(server: Server, graceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    let finished = true
    const cut = setTimeout(() => {
      finished = false
      server.closeAllConnections()
    }, graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve(finished)
    })
    server.closeIdleConnections()
  })
}
