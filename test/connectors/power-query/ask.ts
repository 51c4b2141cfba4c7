/** Expressions of Power Query that use the query `Tessera`, as its file has it, on a live server. */
import { readFileSync } from 'node:fs'
import { evaluate } from '../m/evaluate.ts'
import { library } from '../m/library.ts'
import { Day, Instant, Raised, Table, type Value } from '../m/values.ts'
import { type Credentials, type Request, webContents } from '../m/web-contents.ts'
import { token } from '../shop.ts'

export const tesseraQuery = readFileSync('connectors/power-query/Tessera.pq', 'utf8')

export interface Loaded {
  /** `customer.state: text` */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly requests: readonly Request[]
}

/** What Power Query keeps for the server: any user name, and the token as password. */
export const stored: Credentials = { user: 'tessera', password: token }

export interface Asking {
  readonly url: string
  readonly credentials: Credentials
  /** What is asked of the server is added to it. */
  readonly requests?: Request[]
}

export async function load(expression: string, { url, credentials, requests = [] }: Asking): Promise<Loaded> {
  const document = `let Tessera = ${tesseraQuery.replace('https://tessera.example.com', url)} in ${expression}`
  const value = await evaluate(document, library(webContents(credentials, requests)))
  if (!(value instanceof Table)) throw new Error('The expression is no table.')
  return {
    columns: value.columns.map(({ name, type }) => `${name}: ${type}`),
    rows: value.rows.map((row) => row.map(shown)),
    requests,
  }
}

/** The error of Power Query that an expression ends with. */
export async function refused(...asking: Parameters<typeof load>): Promise<Pick<Raised, 'reason' | 'message' | 'detail'>> {
  const answer = await load(...asking).catch((error: unknown) => error)
  if (!(answer instanceof Raised)) throw answer
  return { reason: answer.reason, message: answer.message, detail: answer.detail }
}

function shown(value: Value): unknown {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Day || value instanceof Instant ? value.text : value
}
