import type { TableFormat } from './format.ts'

/** DuckDB writes it, and a server on PostgreSQL does without DuckDB until somebody asks. */
export const parquet: TableFormat = {
  ending: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  contentType: 'application/vnd.apache.parquet',
  isCompressed: true,
  open: async (columns) => (await import('./parquet-writer.ts')).ParquetWriter.open(columns),
}
