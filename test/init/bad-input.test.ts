/** Data as it comes: `tessera init` makes a model that loads, or refuses, and says what it did and what it left out. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { probeOf } from '../../src/database/tables/probe.ts'
import type { SourceTable } from '../../src/database/tables/table.ts'
import { draftModel } from '../../src/init/draft-model.ts'
import { tessera } from '../cli/command.ts'
import { openTestDatabase } from '../support/databases.ts'
import { folderWith } from '../support/folders.ts'
import { made, nothingWritten } from './made.ts'

async function refusal(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]): Promise<string> {
  const cwd = folderWith(files)
  const { code, stdout, stderr } = await tessera(['init', ...args], { cwd })
  expect([code, stdout, nothingWritten(cwd)]).toEqual([1, '', true])
  return stderr
}

test('a thousand columns: 200 are written, those that lead elsewhere among them', { timeout: 60_000 }, async () => {
  const names = Array.from({ length: 1000 }, (_, index) => (index === 999 ? 'customer_id' : `answer_${index + 1}`))
  const cwd = folderWith({ 'survey.csv': `${names.join(',')}\n${names.map((_, index) => index).join(',')}\n` })
  const { report, files } = await made(['survey.csv'], cwd, 'survey')
  expect(files['survey.yml']?.match(/- \{ name: (answer_\d+|customer_id), type/g)).toHaveLength(200)
  expect(files['survey.yml']).toContain('{ name: customer_id, type: integer }')
  expect(report).toContain(
    '800 columns of `survey.csv`, which has 1000, and 200 are written at most: `answer_200`, `answer_201`, `answer_202`, `answer_203`, `answer_204`, `answer_205` and 794 more.',
  )
})

test('names that are no names', async () => {
  const header = [
    'id',
    'Order Date',
    'Straße',
    '2024 total',
    'and',
    'time',
    '',
    'orderDate',
    'order_date_month',
    '名前',
    'a"b',
    "it's; # {x}: [y]",
    'true',
    '__x',
    'slice',
  ]
  const cells = header.map((_, index) => (index === 1 || index === 7 ? '2024-01-01' : `v${index}`))
  const quoted = (values: readonly string[]): string => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')
  const { files, report } = await made(['x.csv'], folderWith({ 'x.csv': `${quoted(header)}\n${quoted(cells)}\n` }), 'x')
  expect(report).toContain('`x.csv`: in the model `Straße` is `strasse`, `2024 total` is `n_2024_total`')
  const dimensions = [...(files['x.yml'] ?? '').matchAll(/- \{ name: (\S+), type: (?:\w+)(?:, column: (.*?))? \}/g)].map((match) => [
    match[1],
    match[2],
  ])
  expect(dimensions).toEqual([
    ['x_id', 'id'],
    ['x_order_date', 'Order Date'],
    ['strasse', 'Straße, pii: true'],
    ['n_2024_total', '2024 total'],
    ['x_and', 'and'],
    ['time', undefined],
    ['column_7', undefined],
    ['order_date_2', 'orderDate'],
    ['order_date_month', undefined],
    ['column_10', '名前'],
    ['a_b', 'a"b'],
    ['it_s_x_y', '"it\'s; # {x}: [y]"'],
    ['true_value', '"true"'],
    ['x', '__x'],
    ['x_slice', 'slice'],
    ['x_count', undefined],
  ])
})

test('a name that ends with a space cannot be written', async () => {
  const { report, files } = await made(['x.csv'], folderWith({ 'x.csv': 'x_id,amount ," "\n1,2,3\n' }), 'x')
  expect(report).toContain('column `amount ` of `x.csv`: its name ends with a space, which a model cannot write.')
  expect(files['x.yml']).not.toContain('amount')
})

test('an empty file, and one with a header alone', async () => {
  expect(await refusal({ 'empty.csv': '' }, 'empty.csv')).toBe('empty.csv:1:1  FILE_INVALID\n  The file cannot be read: it is empty.\n')
  const { report, files, firstLook } = await made(['new.csv'], folderWith({ 'new.csv': 'id,name\n' }), 'new')
  expect(report).toContain('`new.csv`: it has a header and no rows: every column is text until it has some.')
  expect(files['new.yml']).toContain('primary_key: new_id # guessed: by its name; there are no rows\n')
  expect(await firstLook()).toBe('new.newCount\n0\n')
})

test('files that cannot be read are left out; the others become a model', async () => {
  const files = {
    'a.csv': 'a_id,b\n1,x\n',
    'empty.csv': '\n',
    'ragged.csv': 'a,b\n1,2,3\n',
    'twice.csv': 'a,A\n1,2\n',
    'broken.json': '[{"a":',
  }
  const { report, files: written } = await made(['.', '--to', 'semantic-models/all'], folderWith(files), 'all')
  expect(Object.keys(written)).toEqual(['a.yml', 'model.yml', 'queries/first-look.graphql'])
  expect(report).toContain('Read: a.csv (1 row).')
  const [, refused = ''] = report.split('Files that cannot be read, and are left out\n\n')
  expect([...refused.matchAll(/^(\S+):\d+:\d+ {2}(\w+)$/gm)].map((match) => `${match[1]} ${match[2]}`)).toEqual([
    'broken.json FILE_INVALID',
    'empty.csv FILE_INVALID',
    'ragged.csv FILE_RAGGED',
    'twice.csv FILE_COLUMN_TWICE',
  ])
})

test('other delimiters, a byte order mark, and cells that no delimiter sets apart', async () => {
  for (const [delimiter, name] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'bars'],
  ] as const) {
    const text = `\ufeff${['sale_id', 'state', 'amount'].join(delimiter)}\n${['1', 'MA', '2.50'].join(delimiter)}\n`
    const { report, files, answer } = await made(['sales.csv'], folderWith({ 'sales.csv': text }), 'sales')
    expect(report).toContain(`\`sales.csv\`: its cells are separated by ${name}.`)
    expect(files['sale.yml']).toContain('- { name: sale_id, type: integer }\n')
    expect(await answer('{ slice(by: { sale: [STATE] }) { rows { sale { state totalAmount } } } }')).toBe(
      'sale.state,sale.totalAmount\nMA,2.50\n',
    )
  }
  const { report, firstLook } = await made(['x.csv'], folderWith({ 'x.csv': 'id~state\n1~MA\n' }), 'x')
  expect(report).toContain('`x.csv`: it has one column; cells are separated by commas, semicolons, tabs or bars.')
  expect(await firstLook()).toBe('x.xCount\n1\n')
})

test('a comma in a name or in a number is no delimiter where another one sets the cells apart', async () => {
  for (const text of [
    'Name;Betrag, EUR\nAnn;1,50\nBen;2,75\n',
    'Name;"Betrag, EUR, netto";Ort\nAnn;1,50;\nBen;2,75;Bonn\n',
    'Name\tBetrag, EUR\nAnn\t1,50\t\nBen\t2,75\t\n',
    'Name,Betrag; EUR\nAnn,1.50\nBen,2.75\n',
    '"Name";"Betrag"\n"Ann ""A"";\nBonn";"1,50"\n"Ben";"2,75"\n',
  ]) {
    const { files, answer } = await made(['x.csv'], folderWith({ 'x.csv': text }), 'x')
    const amount = /name: (betrag\w*)/.exec(files['x.yml'] ?? '')?.[1] ?? 'none'
    const measure = `total${amount.replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}`
    expect(await answer(`{ slice(by: {}) { rows { x { ${measure} xCount } } } }`)).toBe(`x.${measure},x.xCount\n4.25,2\n`)
  }
})

test('a title above the header is no header', async () => {
  expect(await refusal({ 'x.csv': 'Sales 2024\n\nid,amount\n1,2\n' }, 'x.csv')).toBe(
    'x.csv:3:1  FILE_RAGGED\n  The line has 2 cells; the header has 1.\n\nx.csv:4:1  FILE_RAGGED\n  The line has 2 cells; the header has 1.\n',
  )
})

test('Latin-1 and UTF-16 are read by a copy in UTF-8', async () => {
  const text = 'person_id,city\n1,Köln\n2,Zürich\n'
  const encodings = [
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['UTF-16LE', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ] as const
  for (const [encoding, bytes] of encodings) {
    const { report, files, answer } = await made(['people.csv'], folderWith({ 'people.csv': bytes }), 'people')
    expect(report).toContain(
      `\`people.csv\`: it is no UTF-8; read as ${encoding}, and a copy in UTF-8 stands in the model: \`data/people.csv\`. Later changes of the file need another copy.`,
    )
    expect(files['people.yml']).toContain('file: data/people.csv\n')
    expect(await answer('{ slice(by: { people: [CITY] }) { rows { people { city } } } }')).toBe('people.city\nKöln\nZürich\n')
  }
})

test('a key that is text in one file and a number in the other', async () => {
  const files = { 'customers.csv': 'customer_id,state\n007,MA\n008,NY\n', 'orders.csv': 'order_id,customer_id\n1,7\n2,8\n' }
  const { report, files: written } = await made(['customers.csv', 'orders.csv', '--to', 'semantic-models/shop'], folderWith(files), 'shop')
  expect(report).toContain(
    'a relationship from `order.customer_id` to `customer.customer_id`, which the names suggest: one is integer, the other string.',
  )
  expect(written['order.yml']).not.toContain('relationships')
})

test('what is no data', async () => {
  expect(await refusal({ 'customers.csv': 'a\n1\n' }, 'custmers.csv')).toBe(
    'FILE_NOT_FOUND\n  There is no file `custmers.csv`.\n  Closest: `customers.csv`.\n',
  )
  expect(await refusal({ 'book.xlsx': 'x' }, 'book.xlsx')).toContain('FILE_FORMAT_UNKNOWN\n  The format of `book.xlsx` is not known;')
  expect(await refusal({ 'docs/a.txt': 'x' }, 'docs')).toBe(
    'NOTHING_TO_MODEL\n  No model can be made of `docs`: the folder has no CSV, Parquet or JSON file.\n',
  )
  expect(await refusal({ 'x.parquet': 'no' }, 'x.parquet')).toBe(
    'x.parquet:1:1  FILE_INVALID\n  The file cannot be read: it is no Parquet file.\n',
  )
  expect(await refusal({ 'x.json': '[]' }, 'x.json')).toContain('x.json')
  expect(await refusal({}, 'mysql://root:secret@localhost/crm')).toContain('`mysql:` is no kind of database known here')
  expect(await refusal({}, 'duckdb:none.duckdb')).toContain('there is no such file')
})

test('whatever tables and columns are called, the model loads', { timeout: 120_000 }, async () => {
  // No table is there: nothing is known of any row, and names alone decide.
  const database = await openTestDatabase('duckdb', {})
  const probe = { ...probeOf(database), isReadable: async () => true }
  const odd = fc.constantFrom(
    'id',
    'time',
    'and',
    'slice',
    'order',
    'orders',
    'order_slice',
    'Order Date',
    'order_date',
    'order_date_month',
    'occurred_at',
    'customer',
    'customer_id',
    'Customer ID',
    'count',
    'order_count',
    'total_amount',
    'amount',
    'recency',
    'ß',
    '名前',
    'true',
    'null',
    "'",
    '"',
    '#',
    '\n',
    '__',
    'a__b',
    'A',
    'activity',
    'node',
    'nodes',
    'catalog',
    'query',
    'int',
    'x'.repeat(70),
    'news',
    'addresses',
  )
  const word = fc.oneof({ weight: 3, arbitrary: odd }, { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) })
  const column = fc.record({ name: word, type: fc.constantFrom('string', 'integer', 'decimal', 'date', 'timestamp', 'boolean') })
  const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 8, selector: ({ name }) => name })
  const tables = fc.uniqueArray(fc.record({ name: word, columns, description: fc.option(word, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  })
  await fc.assert(
    fc.asyncProperty(tables, async (drawn) => {
      const sources = drawn.map(({ name, columns, description }) => ({
        table: {
          ...{ name, kind: 'table', primaryKey: columns.slice(0, 1).map((first) => first.name), uniqueKeys: [] },
          columns: columns.map((one) => ({ ...one, sqlType: one.type })),
          foreignKeys: drawn.slice(0, 2).flatMap((target) => {
            const [own, there] = [columns[0], target.columns[0]]
            return own === undefined || there?.type !== own.type
              ? []
              : [{ columns: [own.name], target: { name: target.name }, targetColumns: [there.name] }]
          }),
          ...(description !== undefined && { description }),
        } satisfies SourceTable,
      }))
      const drafted = await draftModel({ name: 'odd', from: 'a test', sources, probe, today: '2024-01-01' })
      const isWritten = ({ columns }: (typeof drawn)[number]): boolean => columns.some(({ name }) => name === name.trimEnd())
      expect(drafted?.catalog.entities.size ?? 0).toBe(drawn.filter(isWritten).length)
    }),
    { numRuns: 150 },
  )
  await database.close()
})
