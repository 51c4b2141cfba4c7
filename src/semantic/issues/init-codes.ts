/** What is said when `tessera init` has nothing to make a model of. */
import { define } from './define-code.ts'

const example = '`tessera init customers.csv orders.csv`, `tessera init postgres://user@host/database` or `tessera init duckdb:shop.duckdb`'

export const initCodes = {
  NO_DATA_SOURCE: define<{ folder: string }>({
    meaning: '`tessera init` was given no file and no database, the folder has no CSV, Parquet or JSON file, and there is nobody to ask.',
    message: ({ folder }) =>
      `Nothing to make a model of: \`${folder}\` has no CSV, Parquet or JSON file, and \`DATABASE_URL\` is not set. For example: ${example}.`,
    example: { folder: '.' },
  }),
  DATA_SOURCES_MIXED: define<{ sources: readonly string[] }>({
    meaning:
      '`tessera init` was given several databases, or files beside a database; a model reads one database, and files are loaded into it.',
    message: ({ sources }) =>
      `One model is made of files or of one database, not of ${sources.map((source) => `\`${source}\``).join(' and ')}. Files come into a database by \`tessera load\`.`,
    example: { sources: ['orders.csv', 'duckdb:shop.duckdb'] },
  }),
  NOTHING_TO_MODEL: define<{ source: string; problem: string }>({
    meaning: 'What `tessera init` was given has no table that a model can be made of.',
    message: ({ source, problem }) => `No model can be made of \`${source}\`: ${problem}.`,
    example: { source: 'duckdb:empty.duckdb', problem: 'it has no table that may be read' },
  }),
} as const
