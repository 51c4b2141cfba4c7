/**
 * The parser of PostgreSQL itself (libpg-query, WebAssembly): loaded once, synchronous from then on.
 * It says where things are in bytes or in code points of UTF-8; here every place is an offset into the JavaScript text.
 */
import { hasSqlDetails, loadModule, type Node, parseSync } from 'libpg-query'
import { InternalError } from '../issues/issue.ts'

export type { Node }

let isLoaded = false

export async function loadExpressionParser(): Promise<void> {
  await loadModule()
  isLoaded = true
}

export type ParsedSql =
  | { readonly ok: true; readonly statements: readonly Node[]; readonly offsetOf: (location: number | undefined) => number }
  | { readonly ok: false; readonly problem: 'syntax'; readonly message: string; readonly offset: number }
  | { readonly ok: false; readonly problem: 'size' }

export function parseSql(sql: string): ParsedSql {
  if (!isLoaded) throw new InternalError('loadExpressionParser() comes before the first expression.')
  try {
    const statements = (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]))
    return { ok: true, statements, offsetOf: byteOffsets(sql) }
  } catch (error) {
    // Nested deeper than the parser's memory or this process's stack: it stays usable for the next text.
    if (error instanceof RangeError) return { ok: false, problem: 'size' }
    if (!hasSqlDetails(error)) throw error
    if (error.message.startsWith('memory exhausted')) return { ok: false, problem: 'size' }
    return {
      ok: false,
      problem: 'syntax',
      message: error.message,
      offset: [...sql].slice(0, error.sqlDetails?.cursorPosition ?? 0).join('').length,
    }
  }
}

/** The parser leaves out a location of 0. */
function byteOffsets(sql: string): (location: number | undefined) => number {
  const bytes = Buffer.from(sql)
  if (bytes.length === sql.length) return (location = 0) => location
  return (location = 0) => bytes.subarray(0, location).toString().length
}
