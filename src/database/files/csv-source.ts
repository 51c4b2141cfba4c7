/**
 * CSV as rows of text. Quoting is RFC 4180's; the delimiter (comma, semicolon, tab or bar) is the one under which the header
 * has most of the names that the model reads, then the first row as many cells, then the header most. An empty cell is NULL, a quoted empty one is empty text.
 */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CsvError, parse } from 'csv-parse/sync'
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import type { RawSource } from './file-source.ts'
import { quoteName, quoteText } from './sql-text.ts'

export interface CsvFormat {
  readonly delimiter: string
  readonly columnCount: number
  /** The same rows for files that mix line ends, which the strict reader refuses. */
  readonly lenientFrom: string
}

/** Of those that fit equally well the first: a comma stands in numbers and in names more often than the others do. */
const delimiters = ['\t', ';', '|', ',']
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

interface Reading {
  readonly delimiter: string
  readonly header: readonly string[]
  readonly first: readonly string[] | undefined
}

function readHeader(start: string, declared: readonly string[]): Reading {
  const readings = delimiters.map((delimiter) => readWith(start, delimiter))
  const known = ({ header }: Reading): number => header.filter((name) => declared.includes(name)).length
  const best = readings.reduce((best, reading) => {
    const difference =
      known(reading) - known(best) || Number(isEven(reading)) - Number(isEven(best)) || reading.header.length - best.header.length
    return difference > 0 ? reading : best
  })
  // Of one column nothing is known; by commas, a line that has some is told.
  return best.header.length > 1 ? best : readWith(start, ',')
}

/** Several cells, as many in the first row as in the header: `Name;Betrag, EUR` and `Ann;1,50` have two by commas, too, and none alike. */
function isEven({ header, first }: Reading): boolean {
  const cells = first?.at(-1) === '' ? first.slice(0, Math.max(header.length, first.length - 1)) : first
  return header.length > 1 && (cells === undefined || cells.length === header.length)
}

function readWith(text: string, delimiter: string): Reading {
  const [header = [], first] = firstRecords(text, delimiter, 2) ?? firstRecords(text, delimiter, 1) ?? []
  return { delimiter, header, first }
}

/** Undefined where a quoted cell has no end. */
function firstRecords(text: string, delimiter: string, count: number): readonly (readonly string[])[] | undefined {
  const options = { to: count, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }
  try {
    return parse(text, { ...options, delimiter })
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}
