import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../src/database/load-files.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import { issueMessage, placeText } from '../../src/semantic/issues/print.ts'
import { emptyDatabaseUrl, engines, openTestDatabase } from '../support/databases.ts'
import { folderWith } from '../support/folders.ts'

type Columns = Readonly<Record<string, ValueType>>

/** `place  CODE: message` of each problem that loading `file` out of `folder` has. */
async function problemsIn(
  folder: string,
  file: string,
  columns: Columns,
  engine: (typeof engines)[number] = 'duckdb',
): Promise<readonly string[]> {
  const table = { table: 't', path: file, columns: Object.entries(columns).map(([name, type]) => ({ name, type })), key: [] }
  const loaded = await loadFiles({ url: await emptyDatabaseUrl(engine), files: [table], folder })
  if (loaded.ok) return []
  return loaded.issues.map(
    (issue) => `${issue.span === undefined ? '' : `${placeText(issue.span)}  `}${issue.code}: ${issueMessage(issue)}`,
  )
}

async function problemsOf(content: string | Uint8Array, columns: Columns, file = 'orders.csv'): Promise<readonly string[]> {
  return problemsIn(folderWith({ [file]: content }), file, columns)
}

describe('the file', () => {
  test.each(engines)('%s: is missing', async (engine) => {
    const folder = folderWith({ 'data/orders.csv': 'id\n1\n' })
    expect(await problemsIn(folder, 'data/oders.csv', { id: 'integer' }, engine)).toEqual([
      'FILE_NOT_FOUND: There is no file `data/oders.csv`. Closest: `data/orders.csv`.',
    ])
    expect(await problemsIn(folder, 'nowhere/x.csv', { id: 'integer' }, engine)).toEqual([
      'FILE_NOT_FOUND: There is no file `nowhere/x.csv`.',
    ])
  })

  test('has a name that tells no format', async () => {
    expect(await problemsOf('x', {}, 'orders.xls')).toEqual([
      'FILE_FORMAT_UNKNOWN: The format of `orders.xls` is not known; names end in .csv, .tsv, .parquet, .json, .jsonl or .ndjson.',
    ])
  })

  test('is empty', async () => {
    expect(await problemsOf('', {})).toEqual(['orders.csv:1:1  FILE_INVALID: The file cannot be read: it is empty.'])
  })

  test('is not what its name says', async () => {
    expect(await problemsOf('id,name', {}, 'orders.parquet')).toEqual([
      'orders.parquet:1:1  FILE_INVALID: The file cannot be read: it is no Parquet file.',
    ])
    expect(await problemsOf('{"id": 1}\n{"id": 2\n{"id": 3}', { id: 'integer' }, 'orders.ndjson')).toEqual([
      'orders.ndjson:1:1  FILE_INVALID: The file cannot be read: line 3 is no JSON: unexpected end of data.',
    ])
  })

  test('is not packed as its name says', async () => {
    expect(await problemsOf('id,name\n1,a\n', { id: 'integer' }, 'orders.csv.gz')).toEqual([
      'orders.csv.gz:1:1  FILE_INVALID: The file cannot be read: it is not packed with gzip.',
    ])
  })

  test('is not UTF-8', async () => {
    expect(await problemsOf(Buffer.from('id,name\n1,a\n2,caf\xe9\n', 'latin1'), { id: 'integer' })).toEqual([
      'orders.csv:3:1  FILE_INVALID: The file cannot be read: its text is not UTF-8.',
    ])
  })
})

describe('a column', () => {
  test('that the model reads is not in the header; all of them are told', async () => {
    expect(await problemsOf('id,amuont\n1,2\n', { id: 'integer', amount: 'decimal', zone: 'string' })).toEqual([
      'orders.csv:1:1  FILE_COLUMN_MISSING: `orders.csv` has no column `amount`. Closest: `amuont`.',
      'orders.csv:1:1  FILE_COLUMN_MISSING: `orders.csv` has no column `zone`.',
    ])
  })

  test('stands twice in the header', async () => {
    expect(await problemsOf('id,name,ID\n1,a,2\n', { id: 'integer' })).toEqual([
      'orders.csv:1:1  FILE_COLUMN_TWICE: `orders.csv` has more than one column `ID`.',
    ])
  })

  test('is missing in JSON', async () => {
    expect(await problemsOf('{"id": 1, "amuont": 2}', { amount: 'decimal' }, 'orders.json')).toEqual([
      'FILE_COLUMN_MISSING: `orders.json` has no column `amount`. Closest: `amuont`.',
    ])
  })
})

describe('a line', () => {
  test('has too few or too many cells', async () => {
    expect(await problemsOf('id,name\n1,a\n2\n3,"x\ny",z\n4,b,\n', { id: 'integer' })).toEqual([
      'orders.csv:3:1  FILE_RAGGED: The line has 1 cell; the header has 2.',
      'orders.csv:4:1  FILE_RAGGED: The line has 3 cells; the header has 2.',
    ])
  })

  test('opens a quotation mark that is never closed', async () => {
    expect(await problemsOf('id,name\n1,a\n2,"b\n3,c\n', { id: 'integer' })).toEqual([
      'orders.csv:3:3  FILE_INVALID: The file cannot be read: the quotation mark here is never closed.',
    ])
  })

  test('has a quotation mark inside a quoted cell', async () => {
    expect(await problemsOf('id,name\n1,a\n2,"b"c"\n3,d\n', { id: 'integer' })).toEqual([
      'orders.csv:3:5  FILE_INVALID: The file cannot be read: text goes on after this quotation mark; inside a quoted cell it is written twice.',
    ])
  })
})

describe('a cell', () => {
  const refused: readonly (readonly [ValueType, string, string])[] = [
    ['integer', '1.5', 'an integer of 32 bits'],
    ['integer', '2147483648', 'an integer of 32 bits'],
    ['integer', '0x1F', 'an integer of 32 bits'],
    ['integer', '1_000', 'an integer of 32 bits'],
    ['integer', 'x', 'an integer of 32 bits'],
    ['bigint', '9223372036854775808', 'an integer of 64 bits'],
    ['decimal', '12,50', 'a decimal number of at most 38 digits'],
    ['decimal', '1 000', 'a decimal number of at most 38 digits'],
    ['decimal', 'NaN', 'a decimal number of at most 38 digits'],
    ['decimal', '123456789012345678901234567890123456789', 'a decimal number of at most 38 digits'],
    ['float', '1e', 'a number'],
    ['boolean', 'maybe', '`true` or `false`'],
    ['date', '31.12.2024', 'a date (YYYY-MM-DD)'],
    ['date', '2024-02-30', 'a date (YYYY-MM-DD)'],
    ['date', '2024-01-01 10:00', 'a date (YYYY-MM-DD)'],
    ['date', 'infinity', 'a date (YYYY-MM-DD)'],
    ['timestamp', '2024-01-01 25:00:00', 'a timestamp (YYYY-MM-DD HH:MM:SS, with or without an offset)'],
    ['timestamp', '01/02/2024 10:00', 'a timestamp (YYYY-MM-DD HH:MM:SS, with or without an offset)'],
  ]

  test.each(refused)('of type %s holds %s', async (type, value, expected) => {
    expect(await problemsOf(`id,it\n1,\n2,"${value}"\n`, { id: 'integer', it: type })).toEqual([
      `orders.csv:3:3  FILE_CELL_INVALID: Column \`it\` holds \`${value}\`, which is not ${expected}.`,
    ])
  })

  test('is found behind cells of several lines and characters of several bytes', async () => {
    expect(await problemsOf('name,qty\n"two\r\nlines",1\nä€😀,x\n', { qty: 'integer' })).toEqual([
      'orders.csv:4:5  FILE_CELL_INVALID: Column `qty` holds `x`, which is not an integer of 32 bits.',
    ])
  })

  test('is one of many: the first five of each column are told, in the order of the file', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => (n === 2 ? '3,?' : `x${n},1`))
    expect(await problemsOf(`id,qty\n${lines.join('\n')}\n`, { id: 'integer', qty: 'integer' })).toEqual(
      ['2:1 id x0', '3:1 id x1', '4:3 qty ?', '5:1 id x3', '6:1 id x4', '7:1 id x5'].map((text) => {
        const [place, column, value] = text.split(' ')
        return `orders.csv:${place}  FILE_CELL_INVALID: Column \`${column}\` holds \`${value}\`, which is not an integer of 32 bits.`
      }),
    )
  })

  test('is long: its beginning is shown', async () => {
    expect(await problemsOf(`id\n${'a'.repeat(100)}\n`, { id: 'integer' })).toEqual([
      `orders.csv:2:1  FILE_CELL_INVALID: Column \`id\` holds \`${'a'.repeat(40)}...\`, which is not an integer of 32 bits.`,
    ])
  })

  test('leaves no room for the decimal places of another', async () => {
    expect(await problemsOf(`price\n0.001\n${'9'.repeat(36)}\n`, { price: 'decimal' })).toEqual([
      `orders.csv:3:1  FILE_CELL_INVALID: Column \`price\` holds \`${'9'.repeat(36)}\`, which is not a decimal number of at most 38 digits.`,
    ])
  })

  test('is found in a large file, whose rows are read in parallel', async () => {
    const lines = Array.from({ length: 400_000 }, (_, n) => (n === 312_345 ? `${n},oops` : `${n},${n % 7}`))
    expect(await problemsOf(`id,qty\n${lines.join('\n')}\n`, { id: 'integer', qty: 'integer' })).toEqual([
      'orders.csv:312347:8  FILE_CELL_INVALID: Column `qty` holds `oops`, which is not an integer of 32 bits.',
    ])
  })

  test('of JSON and Parquet is told by its row', async () => {
    expect(await problemsOf('[{"id": 1}, {"id": "x"}]', { id: 'integer' }, 'orders.json')).toEqual([
      'FILE_CELL_INVALID: `orders.json`, row 2: column `id` holds `x`, which is not an integer of 32 bits.',
    ])
    expect(await problemsOf('[{"p": 1.5}, {"p": 12345678901234.56789}]', { p: 'decimal' }, 'orders.json')).toEqual([
      expect.stringMatching(
        /^FILE_CELL_INVALID: `orders\.json`, row 2: column `p` holds `12345678901234\.\d+`, which is not a JSON number of at most 15 digits \(as text, "12\.34", it may have 38\)\.$/,
      ),
    ])
    const folder = folderWith({})
    const source = await openTestDatabase('duckdb', {})
    await source.kysely.executeQuery(
      CompiledQuery.raw(`copy (select * from (values ('1'), ('x')) as t(id)) to '${join(folder, 'orders.parquet')}'`),
    )
    await source.close()
    expect(await problemsIn(folder, 'orders.parquet', { id: 'integer' })).toEqual([
      'FILE_CELL_INVALID: `orders.parquet`, row 2: column `id` holds `x`, which is not an integer of 32 bits.',
    ])
  })
})

test('problems of all files are told at once', async () => {
  const folder = folderWith({ 'a.csv': 'id\nx\n', 'b.csv': 'id\ny\n' })
  const file = (name: string) => ({ table: name, path: `${name}.csv`, columns: [{ name: 'id', type: 'integer' as const }], key: [] })
  for (const engine of engines) {
    const loaded = await loadFiles({ url: await emptyDatabaseUrl(engine), files: [file('a'), file('b')], folder })
    expect(loaded.ok ? [] : loaded.issues.map(({ span }) => span?.file)).toEqual(['a.csv', 'b.csv'])
  }
})
