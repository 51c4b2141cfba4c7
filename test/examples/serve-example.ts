/**
 * The example as it is deployed: built, and served with its own proxy to a server. But for one thing: with the NODE_ENV of a test it is built for
 * developers, so that React and Apollo Client say in the console what they would mend.
 */

import { build, preview } from 'vite'
import { vi } from 'vitest'

export interface ServedExample {
  readonly url: string
  close(): Promise<void>
}

interface ServeOptions {
  readonly server: string
  readonly token: string
  readonly outDir: string
}

export async function serveExample({ server, token, outDir }: ServeOptions): Promise<ServedExample> {
  const options = { root: 'examples/react-segments', logLevel: 'error', build: { outDir, emptyOutDir: true } } as const
  await build(options)
  // As `GRAPHQL_SERVER=... GRAPHQL_TOKEN=... npx vite preview` reads them.
  vi.stubEnv('GRAPHQL_SERVER', server)
  vi.stubEnv('GRAPHQL_TOKEN', token)
  const served = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } })
  vi.unstubAllEnvs()
  const address = served.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => served.close() }
}
