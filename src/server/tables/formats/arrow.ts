import type { TableFormat } from './format.ts'

/** Arrow's library is large, and most servers are never asked for it. */
export const arrow: TableFormat = {
  ending: 'arrow',
  mediaType: 'application/vnd.apache.arrow.stream',
  contentType: 'application/vnd.apache.arrow.stream',
  open: async (columns) => new (await import('./arrow-writer.ts')).ArrowWriter(columns),
}
