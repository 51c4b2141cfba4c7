/** JSON (an array of objects, or one object a line) as rows of text. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import type { RawSource } from './file-source.ts'
import { quoteText } from './sql-text.ts'

export async function jsonSource(connection: DuckDBConnection, file: string, path: string): Promise<Result<RawSource>> {
  const lines = /\.(jsonl|ndjson)(\.gz)?$/i.test(path) ? ", format = 'newline_delimited'" : ''
  const from = `read_json_objects(${quoteText(path)}${lines})`
  try {
    const keys = await connection.runAndReadAll(`
      select key from (
        select unnest(json_keys(json)) as key, unnest(range(len(json_keys(json)))) as position, row_number() over () as row from ${from})
      group by key order by min(row), min(position)`)
    const names = keys.getRows().map(([name]) => String(name))
    return success({ from, columns: names.map(toColumn) })
  } catch (error) {
    return failure(issue('FILE_INVALID', { problem: jsonProblem(error) }, { file, line: 1, column: 1 }))
  }
}

function toColumn(name: string): RawSource['columns'][number] {
  const pointer = quoteText(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  const text = `json_extract_string(json, ${pointer})`
  // The reader keeps numbers with a point as 64-bit floats, which hold 15 digits.
  return { name, text, isInexact: `json_type(json, ${pointer}) = 'DOUBLE' and length(regexp_replace(${text}, '[^0-9]', '', 'g')) > 15` }
}

/** "Malformed JSON in file "x", at byte 7 in line 3: unexpected character." -> "line 3 is no JSON: unexpected character" */
function jsonProblem(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  const [, unit, number, what] = /in (line|record\/value) (\d+): ([^\n]*?)\.?\s*(?:\n|$)/.exec(text) ?? []
  return number === undefined ? 'it is no JSON' : `${unit === 'line' ? 'line' : 'value'} ${number} is no JSON: ${what}`
}
