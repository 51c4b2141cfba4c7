/** What the model says of a file and the file does not bear out is said at the place in the model. */
import { expect, test } from 'vitest'
import { loadFiles } from '../../src/database/load-files.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import { emptyDatabaseUrl } from '../support/databases.ts'
import { folderWith } from '../support/folders.ts'
import { catalogOf } from '../support/story.ts'

const model = `version: 1
model: shop
streams:
  - name: event
    file: event.csv
    columns: { id: event_id, customer: customer_id, activity: kind, timestamp: happened }
    customer: customer
entities:
  - name: customer
    file: data/custmers.csv
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string, column: St }
  - name: purchase
    extends: event
    activity: purchase
`

async function problems(files: Readonly<Record<string, string>>, text = model): Promise<string> {
  const { files: tables } = await catalogOf(text)
  const loaded = await loadFiles({ url: await emptyDatabaseUrl('duckdb'), files: tables, folder: folderWith(files) })
  return loaded.ok ? '' : printIssues(loaded.issues, new Map([['model.yml', text]]))
}

const events = 'event_id,customer_id,kind,happened\n'

test('a file that is missing', async () => {
  expect(await problems({ 'data/customers.csv': 'customer_id,St\n', 'event.csv': events })).toBe(`model.yml:10:11  FILE_NOT_FOUND
  There is no file \`data/custmers.csv\`.
     10 |     file: data/custmers.csv
        |           ^^^^^^^^^^^^^^^^^
  Closest: \`data/customers.csv\`.`)
})

test('a file of an unknown format', async () => {
  expect(
    await problems({ 'event.csv': events, 'data/c.xls': 'x' }, model.replace('custmers.csv', 'c.xls')),
  ).toBe(`model.yml:10:11  FILE_FORMAT_UNKNOWN
  The format of \`data/c.xls\` is not known; names end in .csv, .tsv, .parquet, .json, .jsonl or .ndjson.
     10 |     file: data/c.xls
        |           ^^^^^^^^^^`)
})

test('columns that the file does not have: of an entity, and of a stream', async () => {
  expect(
    await problems({ 'data/custmers.csv': 'customer_id,Stt\n', 'event.csv': 'event_id,customer_id,kind,at\n' }),
  ).toBe(`model.yml:6:80  FILE_COLUMN_MISSING
  \`event.csv\` has no column \`happened\`.
      6 |     columns: { id: event_id, customer: customer_id, activity: kind, timestamp: happened }
        |                                                                                ^^^^^^^^

model.yml:14:46  FILE_COLUMN_MISSING
  \`data/custmers.csv\` has no column \`St\`.
     14 |       - { name: state, type: string, column: St }
        |                                              ^^
  Closest: \`Stt\`.`)
})
