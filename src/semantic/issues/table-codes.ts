/** Mistakes about answers as tables. */
import { closestText, define, listText } from './define-code.ts'

export const tableCodes = {
  NOT_A_TABLE: define<{ problem: string }>({
    meaning:
      'A table (CSV, NDJSON, Arrow, Parquet, JSON records) is asked for of a query that has no list of rows, several, or lists inside its rows.',
    message: ({ problem }) => problem,
    example: { problem: 'The query has 2 lists of rows: `a.rows`, `b.rows`. A table is one of them.' },
  }),
  TABLE_TOO_LARGE: define<{ maximum: number }>({
    meaning:
      'A table without `limit` has more rows than one may have (`TESSERA_MAX_TABLE_ROWS`). Where rows have been sent already, the connection is cut.',
    message: ({ maximum }) =>
      `The table has more than ${maximum} rows. Conditions or a coarser grain make fewer; \`limit\` and \`offset\` read it in parts.`,
    example: { maximum: 10_000_000 },
  }),
  CELL_UNREPRESENTABLE: define<{ column: string; value: string; type: string }>({
    meaning: 'A value does not fit into the type that its column has in Arrow and Parquet; CSV, JSON and NDJSON have it exactly.',
    message: ({ column, value, type }) =>
      `\`${column}\` has ${value}, which is no ${type}. As CSV, JSON or NDJSON the table has it exactly.`,
    example: { column: 'orderPlaced.monetary', value: '0.123456789012', type: 'decimal with 28 digits before and 10 after the point' },
  }),
  NOT_ACCEPTABLE: define<{ offered: readonly string[] }>({
    meaning: 'The request accepts no form that the answer can have (HTTP 406), or names a file ending that there is not (HTTP 404).',
    message: ({ offered }) => `The answer can be had as ${listText(offered)}.`,
    example: { offered: ['application/json', 'text/csv'] },
  }),
  UNKNOWN_QUERY: define<{ name: string; closest?: string }>({
    meaning: 'No saved query has this name (HTTP 404); `/q` lists them.',
    message: ({ name, closest }) => `There is no saved query \`${name}\`.${closestText(closest)}`,
    example: { name: 'rfm-by-stat', closest: 'rfm-by-state' },
  }),
} as const
