/** Codes of databases and of the files loaded into them. */
import { closestText, define } from './define-code.ts'

export const databaseCodes = {
  DATABASE_URL_INVALID: define<{ problem: string }>({
    meaning: '`DATABASE_URL` does not name a database.',
    message: ({ problem }) =>
      `\`DATABASE_URL\` does not name a database: ${problem}. It is \`duckdb:<file>\`, \`duckdb::memory:\` or \`postgres://<user>:<password>@<host>:<port>/<database>\`.`,
    example: { problem: '`mysql:` is no kind of database known here' },
  }),
  DATABASE_UNAVAILABLE: define<{ database: string; reason: string }>({
    meaning: 'The database cannot be opened: it is down, refuses the user, or another process holds its file.',
    message: ({ database, reason }) => `The database \`${database}\` cannot be opened: ${reason}.`,
    example: { database: '127.0.0.1:5432/shop', reason: 'nothing listens there' },
  }),
  DATABASE_NOT_WRITABLE: define<{ database: string; reason: string }>({
    meaning: 'Files cannot be loaded into the database: it is read-only or full, or the user may not create tables.',
    message: ({ database, reason }) => `Nothing can be loaded into the database \`${database}\`: ${reason}.`,
    example: { database: '127.0.0.1:5432/shop', reason: 'the user may not create or replace its tables' },
  }),
  CANCELLED: define<Record<never, never>>({
    meaning: 'The asker went away, or the server is shutting down, before the answer was there.',
    message: () => 'The question was cancelled.',
    example: {},
  }),
  TABLE_TAKEN: define<{ table: string; database: string; file: string }>({
    meaning: 'A file of the model is to be loaded under a name that a table made by somebody else already has.',
    message: ({ table, database, file }) =>
      `Table \`${table}\` of \`${database}\` was not loaded from a file, and \`${file}\` is not loaded over it. Another name for the entity, or \`table: ${table}\` instead of \`file:\`, settles it.`,
    example: { table: 'orders', database: 'duckdb:shop.duckdb', file: 'orders.csv' },
  }),
  FILE_NOT_FOUND: define<{ file: string; closest?: string }>({
    meaning: 'A `file:` of the model does not exist; its path is relative to the folder of the model.',
    message: ({ file, closest }) => `There is no file \`${file}\`.${closestText(closest)}`,
    example: { file: 'oders.csv', closest: 'orders.csv' },
  }),
  FILE_FORMAT_UNKNOWN: define<{ file: string }>({
    meaning: 'A file has a name that does not tell its format.',
    message: ({ file }) => `The format of \`${file}\` is not known; names end in .csv, .tsv, .parquet, .json, .jsonl or .ndjson.`,
    example: { file: 'orders.xls' },
  }),
  FILE_COLUMN_MISSING: define<{ column: string; file: string; closest?: string }>({
    meaning: 'The model reads a column that the file does not have.',
    message: ({ column, file, closest }) => `\`${file}\` has no column \`${column}\`.${closestText(closest)}`,
    example: { column: 'amount', file: 'orders.csv', closest: 'amuont' },
  }),
  FILE_COLUMN_TWICE: define<{ column: string; file: string }>({
    meaning: 'Two columns of a file have the same name, upper and lower case being the same.',
    message: ({ column, file }) => `\`${file}\` has more than one column \`${column}\`.`,
    example: { column: 'id', file: 'orders.csv' },
  }),
  FILE_RAGGED: define<{ expected: number; found: number }>({
    meaning: 'A line of a CSV file has more or fewer cells than its header.',
    message: ({ expected, found }) => `The line has ${found} ${found === 1 ? 'cell' : 'cells'}; the header has ${expected}.`,
    example: { expected: 4, found: 3 },
  }),
  FILE_CELL_INVALID: define<{ column: string; value: string; expected: string; file?: string; row?: number }>({
    meaning: 'A cell of a file does not fit the type its column has in the model.',
    message: ({ column, value, expected, file, row }) =>
      `${file === undefined ? 'Column' : `\`${file}\`, row ${row ?? 0}: column`} \`${column}\` holds \`${value}\`, which is not ${expected}.`,
    example: { column: 'amount', value: '12,50', expected: 'a decimal number' },
  }),
  FILE_INVALID: define<{ problem: string }>({
    meaning: 'A file cannot be read as what its name says it is.',
    message: ({ problem }) => `The file cannot be read: ${problem}.`,
    example: { problem: 'the quotation mark opened here is never closed' },
  }),
}
