/**
 * CSV as rows of text. Quoting is RFC 4180's; the delimiter (comma, semicolon, tab or bar) is the one under which the header
 * has most of the names that the model reads. An empty cell is NULL, a quoted empty one is empty text.
 */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import type { RawSource } from './file-source.ts'
import { quoteName, quoteText } from './sql-text.ts'

export interface CsvFormat {
  readonly delimiter: string
  readonly columnCount: number
  /** The same rows for files that mix line ends, which the strict reader refuses. */
  readonly lenientFrom: string
}

const delimiters = [',', ';', '\t', '|']
const longestHeader = 1 << 20

export async function csvSource(file: string, path: string, declared: readonly string[]): Promise<Result<RawSource>> {
  const start = await readStart(path)
  if (start.trim() === '') return failure(issue('FILE_INVALID', { problem: 'it is empty' }, { file, line: 1, column: 1 }))
  const { delimiter, header } = readHeader(start, declared)
  const names = header.map((name, index) => (name === '' ? `column_${index + 1}` : name))
  const columns = `{${names.map((name) => `${quoteText(name)}: 'varchar'`).join(', ')}}`
  const options = `auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"',
    nullstr = '', allow_quoted_nulls = false, columns = ${columns}`
  // In a file of one column an empty line is no row, as it is in all others.
  const rows = (more: string): string => {
    const read = `read_csv(${quoteText(path)}, ${options}${more})`
    const [only] = names
    return names.length === 1 && only !== undefined ? `(select * from ${read} where ${quoteName(only)} is not null)` : read
  }
  return success({
    from: rows(''),
    columns: names.map((name) => ({ name, text: quoteName(name) })),
    csv: { delimiter, columnCount: names.length, lenientFrom: rows(', strict_mode = false') },
  })
}

/** The bytes of the file, unpacked. */
export function readBytes(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  if (!path.toLowerCase().endsWith('.gz')) return file
  // Errors, and leaving early, end both; whoever reads is told.
  return pipeline(file, createGunzip(), () => {})
}

async function readStart(path: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readBytes(path)) {
    chunks.push(chunk)
    size += chunk.length
    if (size > longestHeader) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readHeader(start: string, declared: readonly string[]): { readonly delimiter: string; readonly header: readonly string[] } {
  const readings = delimiters.map((delimiter) => ({ delimiter, header: firstRecord(start, delimiter) }))
  const known = (header: readonly string[]): number => header.filter((name) => declared.includes(name)).length
  return readings.reduce((best, reading) => {
    const difference = known(reading.header) - known(best.header)
    return difference > 0 || (difference === 0 && reading.header.length > best.header.length) ? reading : best
  })
}

function firstRecord(text: string, delimiter: string): readonly string[] {
  const options = { to: 1, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }
  const records: readonly (readonly string[])[] = parse(text, { ...options, delimiter })
  return records[0] ?? []
}
