/**
 * A folder of built files, listed once: only what was found then is ever served, so no path of a request reaches the file system.
 *
 *   dist/web -> Map { 'index.html' => ..., 'assets/index-B2x4.js' => ... }
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface StaticFile {
  readonly type: string
  readonly body: Buffer
  /** Present when it is smaller. */
  readonly gzipped?: Buffer
  readonly etag: string
  /** The name holds a hash of the content. */
  readonly immutable: boolean
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Files are read when first asked for. */
export function listStaticFiles(folder: string): ReadonlyMap<string, () => StaticFile> {
  const files = new Map<string, () => StaticFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    files.set(
      relative(folder, path).split(sep).join('/'),
      once(() => readStaticFile(path, type)),
    )
  }
  return files
}

function readStaticFile(path: string, type: string): StaticFile {
  const body = readFileSync(path)
  const gzipped = /^(text|application|image\/svg)/.test(type) ? gzipSync(body) : body
  return {
    type,
    body,
    ...(gzipped.length < body.length ? { gzipped } : {}),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    immutable: /-[\w-]{8}\.\w+$/.test(path),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
