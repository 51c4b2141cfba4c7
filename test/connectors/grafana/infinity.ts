/**
 * What Grafana's Infinity data source does with a query of a dashboard, as its source says (version 3.11: pkg/infinity, and jsonframer, gframer and
 * macros of grafana/infinity-libs): macros become dates, parameters join the URL, a status of 400 or more is an error, and columns are read by their
 * selectors and types. Only the backend parser without a root selector, which is what our dashboard uses.
 */

export interface Query {
  readonly url: string
  readonly url_options: { readonly method: string; readonly params: readonly { readonly key: string; readonly value: string }[] }
  readonly parser: string
  readonly root_selector: string
  readonly columns: readonly Column[]
}

interface Column {
  readonly selector: string
  readonly text: string
  readonly type: string
}

export interface TimeRange {
  readonly from: Date
  readonly to: Date
}

export interface Frame {
  /** By the column's name; in the order of names, as the backend leaves them. */
  readonly [name: string]: readonly (string | number | Date | null)[]
}

export function urlOf(query: Query, range: TimeRange): string {
  const url = new URL(query.url, 'http://base')
  for (const { key, value } of query.url_options.params) url.searchParams.append(key, withMacros(value, range))
  return `${url.pathname}${url.search}`
}

function withMacros(text: string, { from, to }: TimeRange): string {
  return text.replace(/\$\{__time(From|To):date:YYYY-MM-DD\}/g, (_, end) => (end === 'From' ? from : to).toISOString().slice(0, 10))
}

export async function frameOf(query: Query, response: Response): Promise<Frame> {
  if (query.parser !== 'backend' || query.root_selector !== '') throw new Error('Another parser')
  if (response.status >= 400) throw new Error(`unsuccessful HTTP response. ${response.status}`)
  const rows: unknown = await response.json()
  if (!Array.isArray(rows)) throw new Error('No list')
  const named = query.columns.toSorted((one, other) => (one.text < other.text ? -1 : 1))
  return Object.fromEntries(named.map((column) => [column.text, rows.map((row) => typed(select(row, column.selector), column.type))]))
}

/** Like gjson: a dot leads into an object unless a backslash stands before it. */
function select(row: unknown, selector: string): unknown {
  const keys = selector.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'))
  return keys.reduce<unknown>((value, key) => (value as { readonly [name: string]: unknown } | undefined)?.[key], row)
}

function typed(value: unknown, type: string): string | number | Date | null {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'string':
      return String(value)
    case 'number':
      return typeof value === 'string' ? Number.parseFloat(value) : Number(value)
    case 'timestamp':
      return new Date(`${value}`.length === 10 ? `${value}T00:00:00Z` : `${value}`)
    default:
      throw new Error(`Type ${type}`)
  }
}
