import { arrow } from './arrow.ts'
import { csv } from './csv.ts'
import type { TableFormat } from './format.ts'
import { json, ndjson } from './json.ts'
import { parquet } from './parquet.ts'

/** Every way to write a table. */
export const tableFormats: readonly TableFormat[] = [json, csv, ndjson, arrow, parquet]
