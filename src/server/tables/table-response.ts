/**
 * A table on its way to a client. It is held back until it is whole or too large to hold: what fails before is an error with its status, and what is
 * whole has a length and an ETag. From then on it is streamed, no faster than the client reads; what fails then cuts the connection, since a part of a
 * table must not be taken for all of it.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'
import { constants, createGzip, gzip } from 'node:zlib'
import type { TableColumn } from '../../resolvers/table/find-table.ts'
import type { TableRow, TableSink } from '../../resolvers/table/table-rows.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Bytes, TableFormat, TableWriter } from './formats/format.ts'

const mostHeldBytes = 4 * 1024 * 1024
/** Smaller ones do not get smaller. */
const leastCompressedBytes = 1024
/** A client that takes nothing for so long holds up a connection of the database for nobody. */
const longestPauseMs = 60_000

export interface TableResponseOptions {
  readonly format: TableFormat
  /** The name under which a browser saves the table. */
  readonly fileName?: string
}

export class TableResponse implements TableSink {
  readonly #exchange: Exchange
  readonly #options: TableResponseOptions
  readonly #isCompressed: boolean
  #columns: readonly TableColumn[] = []
  #writer: Promise<TableWriter> | undefined
  #held: Bytes[] = []
  #heldBytes = 0
  #stream: Writable | undefined

  constructor(exchange: Exchange, options: TableResponseOptions) {
    this.#exchange = exchange
    this.#options = options
    this.#isCompressed = options.format.isCompressed !== true && acceptsGzip(exchange.request.headers['accept-encoding'])
  }

  begin(columns: readonly TableColumn[]): void {
    this.#columns = columns
  }

  async take(rows: readonly TableRow[]): Promise<void> {
    const writer = await this.#opened()
    for (const bytes of await writer.add(rows)) await this.#put(bytes)
  }

  async end(): Promise<void> {
    const writer = await this.#opened()
    for await (const bytes of writer.end()) await this.#put(bytes)
  }

  /** Whether it is too late for an error with a status. */
  get isUnderWay(): boolean {
    return this.#stream !== undefined
  }

  /** Sends what is held, or the end of what is streamed. After `end`. */
  async complete(): Promise<void> {
    if (this.#stream === undefined) {
      await this.#sendHeld()
      return
    }
    this.#stream.end()
    await finished(this.#exchange.response)
  }

  /** Lets go of everything; of a response under way, too. */
  async abandon(): Promise<void> {
    if (this.isUnderWay) this.#exchange.response.destroy()
    await this.close()
  }

  async close(): Promise<void> {
    this.#held = []
    // Where the client has gone, the first rows may still wait for it to be opened.
    const writer = await this.#writer?.catch(() => undefined)
    await writer?.close()
  }

  async #opened(): Promise<TableWriter> {
    this.#exchange.signal.throwIfAborted()
    this.#writer ??= Promise.resolve(this.#options.format.open(this.#columns))
    const writer = await this.#writer
    // What is closed takes no rows.
    this.#exchange.signal.throwIfAborted()
    return writer
  }

  async #put(bytes: Bytes): Promise<void> {
    this.#exchange.signal.throwIfAborted()
    if (this.#stream !== undefined) {
      await this.#write(this.#stream, bytes)
      return
    }
    this.#held.push(bytes)
    this.#heldBytes += bytes.byteLength
    if (this.#heldBytes <= mostHeldBytes) return
    const held = this.#held
    this.#held = []
    this.#stream = this.#startStream()
    for (const part of held) await this.#write(this.#stream, part)
  }

  #startStream(): Writable {
    const { response } = this.#exchange
    response.writeHead(200, { ...tableHeaders(this.#options), ...(this.#isCompressed && gzipHeader) })
    if (!this.#isCompressed) return response
    const compressing = createGzip({ level: constants.Z_BEST_SPEED })
    compressing.pipe(response)
    response.once('close', () => compressing.destroy())
    return compressing
  }

  async #write(stream: Writable, bytes: Bytes): Promise<void> {
    if (stream.write(bytes)) return
    const timer = setTimeout(() => this.#exchange.response.destroy(new Error('The client has stopped reading')), longestPauseMs)
    try {
      await once(stream, 'drain', { signal: this.#exchange.signal })
    } finally {
      clearTimeout(timer)
    }
  }

  async #sendHeld(): Promise<void> {
    const { request, response } = this.#exchange
    const body = Buffer.concat(this.#held)
    // Weak: with and without compression it is the same table.
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
    const headers = { ...tableHeaders(this.#options), etag }
    if (isKnown(request.headers['if-none-match'], etag)) {
      response.writeHead(304, headers)
      response.end()
      return
    }
    const isCompressed = this.#isCompressed && body.length >= leastCompressedBytes
    const sent = isCompressed ? await promisify(gzip)(body) : body
    response.writeHead(200, { ...headers, ...(isCompressed && gzipHeader), 'content-length': sent.length })
    response.end(sent)
  }
}

/** Whatever the table is. */
export function tableHeaders({ format, fileName }: TableResponseOptions): Record<string, string> {
  return {
    'content-type': format.contentType,
    'cache-control': 'private, no-cache',
    vary: 'Accept, Accept-Encoding, Authorization',
    ...(fileName !== undefined && { 'content-disposition': `attachment; filename="${fileName}"` }),
  }
}

const gzipHeader = { 'content-encoding': 'gzip' }

function acceptsGzip(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header)
}

function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((each) => each.trim())
  return known.includes('*') || known.some((each) => each.replace(/^W\//, '') === etag.replace(/^W\//, ''))
}
