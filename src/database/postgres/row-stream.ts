/**
 * The rows of one statement as they arrive, as arrays. In place of a cursor, which PostgreSQL answers without parallel workers.
 * A slow reader stops the socket: no more than `mostWaiting` rows wait here, beside what the network has under way.
 */
import pg from 'pg'
import { typeParsers } from './types.ts'

const mostWaiting = 4_000

/** Has the methods of a cursor that Kysely calls; `Row` is an array of the statement's columns. */
export class RowStream<Row> extends pg.Query {
  #connection: pg.Connection | undefined
  #waiting: Row[] = []
  #isPaused = false
  #end: { readonly error?: Error } | undefined
  /** Of a reader that waits. */
  #wake: (() => void) | undefined

  constructor(text: string, values: unknown[]) {
    super({ text, values, rowMode: 'array', types: typeParsers } as pg.QueryArrayConfig)
    this.on('row', (row: Row) => this.#take(row))
    this.once('end', () => this.#finish({}))
    this.once('error', (error) => this.#finish({ error }))
  }

  /** Called by the client when the connection is free for the statement. */
  override submit = (connection: pg.Connection): void => {
    this.#connection = connection
    pg.Query.prototype.submit.call(this, connection)
  }

  /** Up to `count` rows, as soon as there is one; none at the end. */
  async read(count: number): Promise<Row[]> {
    while (this.#waiting.length === 0 && this.#end === undefined) await this.#news()
    if (this.#waiting.length === 0 && this.#end?.error !== undefined) throw this.#end.error
    const rows = this.#waiting.length <= count ? this.#waiting : this.#waiting.slice(0, count)
    this.#waiting = rows === this.#waiting ? [] : this.#waiting.slice(count)
    if (this.#isPaused && this.#waiting.length < mostWaiting / 2) this.#resume()
    return rows
  }

  /** Lets go of what still comes: the connection is free for the next statement when all of it has. */
  async close(): Promise<void> {
    while (this.#end === undefined) {
      this.#waiting = []
      if (this.#isPaused) this.#resume()
      await this.#news()
    }
    this.#waiting = []
  }

  #take(row: Row): void {
    this.#waiting.push(row)
    if (!this.#isPaused && this.#waiting.length >= mostWaiting) {
      this.#isPaused = true
      this.#connection?.stream.pause()
    }
    this.#tell()
  }

  #resume(): void {
    this.#isPaused = false
    this.#connection?.stream.resume()
  }

  #finish(end: { readonly error?: Error }): void {
    this.#end ??= end
    this.#tell()
  }

  #tell(): void {
    // Most rows come while nobody waits.
    if (this.#wake === undefined) return
    const wake = this.#wake
    this.#wake = undefined
    wake()
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
