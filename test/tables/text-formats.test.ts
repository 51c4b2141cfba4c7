/** CSV, NDJSON and JSON records, as other programs read them. */
import { describe, expect, test } from 'vitest'
import { csv } from '../../src/server/tables/formats/csv.ts'
import { json, ndjson } from '../../src/server/tables/formats/json.ts'
import { columnsOf, readCsv, written } from './written.ts'

const text = columnsOf({ 'customer.name': 'string' })
const every = columnsOf({
  text: 'string',
  integer: 'integer',
  big: 'bigint',
  float: 'float',
  price: 'decimal',
  open: 'boolean',
  day: 'date',
  at: 'timestamp',
})
const row = ['TX', -5, '9007199254740993', 1e-300, '-0.10', true, '1969-12-31', '2024-02-29T23:59:59.123456Z'] as const
const nulls = every.map(() => null)

describe('CSV', () => {
  test('has a line of names, and values as JSON has them, without its quotes', async () => {
    expect(String(await written(csv, every, [row, nulls]))).toBe(
      'text,integer,big,float,price,open,day,at\r\n' +
        'TX,-5,9007199254740993,1e-300,-0.10,true,1969-12-31,2024-02-29T23:59:59.123456Z\r\n' +
        ',,,,,,,\r\n',
    )
  })
  test('has the names without rows', async () => {
    expect(String(await written(csv, every))).toBe('text,integer,big,float,price,open,day,at\r\n')
    expect(String(await written(csv, every, []))).toBe('text,integer,big,float,price,open,day,at\r\n')
  })
  test('has the names once, before the first of many batches', async () => {
    expect(String(await written(csv, text, [], [['a']], [], [['b'], ['c']]))).toBe('customer.name\r\na\r\nb\r\nc\r\n')
  })
  test('tells an empty text from null', async () => {
    expect(String(await written(csv, columnsOf({ a: 'string', b: 'string' }), [['', null]]))).toBe('a,b\r\n"",\r\n')
  })
  test('quotes what would end a cell or a line, and doubles quotes', async () => {
    const texts = ['a,b', 'say "no"', '"', 'two\nlines', 'two\r\nlines', 'lone\rCR', '\n', ',', '""', 'a;b']
    const bytes = await written(
      csv,
      text,
      texts.map((value) => [value]),
    )
    expect(readCsv(bytes)).toEqual([['customer.name'], ...texts.map((value) => [value])])
    expect(String(bytes)).toContain('"say ""no"""\r\n')
    expect(String(bytes)).toContain('"lone\rCR"\r\n')
    expect(String(bytes)).toContain('"two\nlines"\r\n')
  })
  test('keeps spaces, and every character, without a byte order mark', async () => {
    const texts = ['  two before', 'two after  ', ' ', 'Zoë', '日本語', '👩‍👩‍👧 family', '\u2028', '\u0001', 'e\u0301', '\ufeff']
    const bytes = await written(
      csv,
      text,
      texts.map((value) => [value]),
    )
    expect(readCsv(bytes).slice(1)).toEqual(texts.map((value) => [value]))
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from('cus'))
  })
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
    'keeps %j from being a formula',
    async (value) => {
      expect(readCsv(await written(csv, text, [[value]]))[1]).toEqual([`'${value}`])
    },
  )
  test('takes nothing for a formula that does not begin like one', async () => {
    const texts = ['a=1', "'=1", ' =1', '1-1', '']
    expect(
      readCsv(
        await written(
          csv,
          text,
          texts.map((value) => [value]),
        ),
      ).slice(1),
    ).toEqual(texts.map((value) => [value]))
  })
  test('leaves numbers and dates as they are', async () => {
    const columns = columnsOf({ price: 'decimal', float: 'float', big: 'bigint', integer: 'integer', day: 'date', text: 'string' })
    const cells = ['-5.20', -1e-7, '-9223372036854775808', -1, '-000043-03-15', '-x'] as const
    expect(readCsv(await written(csv, columns, [cells]))[1]).toEqual([
      '-5.20',
      '-1e-7',
      '-9223372036854775808',
      '-1',
      '-000043-03-15',
      "'-x",
    ])
  })
  test('quotes names that need it', async () => {
    expect(readCsv(await written(csv, columnsOf({ 'a,"b"': 'string' })))).toEqual([['a,"b"']])
  })
})

describe('NDJSON', () => {
  test('has a record on each line, nulls included, and ends with a line end', async () => {
    expect(String(await written(ndjson, every, [row], [nulls]))).toBe(
      '{"text":"TX","integer":-5,"big":"9007199254740993","float":1e-300,"price":"-0.10","open":true,"day":"1969-12-31","at":"2024-02-29T23:59:59.123456Z"}\n' +
        '{"text":null,"integer":null,"big":null,"float":null,"price":null,"open":null,"day":null,"at":null}\n',
    )
  })
  test('has no line where there is no row', async () => {
    expect(String(await written(ndjson, every, []))).toBe('')
  })
  test('has a line end nowhere but between records', async () => {
    const texts = ['two\nlines', '\r\n', '\u2028', '"quoted"', '\\', '💡', '\u0000']
    const lines = String(
      await written(
        ndjson,
        text,
        texts.map((value) => [value]),
      ),
    ).split('\n')
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => JSON.parse(line))).toEqual(texts.map((value) => ({ 'customer.name': value })))
  })
})

describe('JSON', () => {
  test('is one list of records', async () => {
    const read = JSON.parse(String(await written(json, text, [['a'], [null]], [], [['b']])))
    expect(read).toEqual([{ 'customer.name': 'a' }, { 'customer.name': null }, { 'customer.name': 'b' }])
  })
  test('is an empty list without rows', async () => {
    expect(String(await written(json, text))).toBe('[]\n')
    expect(String(await written(json, text, [], []))).toBe('[]\n')
  })
})
