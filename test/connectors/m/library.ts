/** The functions of Power Query that our query calls, for the values it calls them with: anything beyond that throws. */
import { Binary, Day, Duration, Instant, kindOf, Lambda, type List, Raised, Record, Table, Type, the, type Value } from './values.ts'

type Given = readonly (Value | undefined)[]
type Function = (...given: Given) => Value | Promise<Value>

const functions: { readonly [name: string]: Function } = {
  'Binary.Buffer': (binary) => the('binary', binary),
  'Date.From': (value, culture) => {
    const text = ofCulture(value, culture)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Raised('DataFormat.Error', "We couldn't parse the input provided as a Date value.")
    return new Day(text)
  },
  'DateTimeZone.From': (value, culture) => {
    const text = ofCulture(value, culture)
    if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text))
      throw new Raised('DataFormat.Error', "We couldn't parse the input provided as a DateTimeZone value.")
    return new Instant(text)
  },
  'Date.ToText': (value, format) => {
    if (!(value instanceof Day) || format !== 'yyyy-MM-dd') throw new Error('Another date or format')
    return value.text
  },
  'Error.Record': (reason, message = null, detail = null) => Record.of({ Reason: the('text', reason), Message: message, Detail: detail }),
  'Int64.From': (value, culture) => {
    if (typeof value === 'number') return value
    const text = ofCulture(value, culture)
    if (!/^-?\d+$/.test(text)) throw new Raised('DataFormat.Error', "We couldn't convert to Number.")
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
  },
  'Json.Document': (binary) => fromJson(parseJson(the('binary', binary).text)),
  'Json.FromValue': async (value = null) => new Binary(JSON.stringify(await toJson(value))),
  'List.Accumulate': async (list, seed = null, accumulator) => {
    let state = seed
    for (const item of the('list', list)) state = await the('function', accumulator).call(state, item)
    return state
  },
  'List.AnyTrue': (list) => the('list', list).some((item) => the('logical', item)),
  'List.Buffer': (list) => the('list', list),
  'List.Combine': (lists) => the('list', lists).flatMap((list) => the('list', list)),
  'List.ContainsAny': (list, values) => the('list', values).some((value) => texts(list).includes(the('text', value))),
  'List.Count': (list) => the('list', list).length,
  'List.Distinct': (list) => [...new Set(texts(list))],
  'List.Generate': async (initial, condition, next, selector) => {
    const items: Value[] = []
    for (let state = await the('function', initial).call(); await the('function', condition).call(state); ) {
      items.push(await the('function', selector).call(state))
      state = await the('function', next).call(state)
    }
    return items
  },
  'List.IsEmpty': (list) => the('list', list).length === 0,
  'List.Min': (list) => Math.min(...the('list', list).map((item) => the('number', item))),
  'List.Select': async (list, selection) => {
    const kept = await each(list, selection)
    return the('list', list).filter((_, index) => the('logical', kept[index]))
  },
  'List.Transform': (list, transform) => each(list, transform),
  'Logical.From': (value) => the('logical', value),
  'Number.From': (value, culture) => {
    if (typeof value === 'number') return value
    const text = ofCulture(value, culture)
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Raised('DataFormat.Error', "We couldn't convert to Number.")
    return Number(text)
  },
  'Record.Field': (record, field) => fieldOf(record, field),
  'Record.FieldCount': (record) => the('record', record).fields.size,
  'Record.FieldNames': (record) => [...the('record', record).fields.keys()],
  'Record.FieldOrDefault': (record, field, otherwise = null) =>
    the('record', record).fields.has(the('text', field)) ? fieldOf(record, field) : otherwise,
  'Record.FieldValues': (record) => Promise.all([...the('record', record).fields.values()].map((field) => field())),
  'Record.FromList': (list, names) => {
    const values = the('list', list)
    if (values.length !== texts(names).length) throw new Raised('Expression.Error', 'The number of fields is another than that of names.')
    return Record.of(Object.fromEntries(texts(names).map((name, index) => [name, values[index] ?? null])))
  },
  'Record.HasFields': (record, field) => the('record', record).fields.has(the('text', field)),
  'Text.Combine': (list, separator) => texts(list).join(the('text', separator)),
  'Text.Contains': (text, part) => the('text', text).includes(the('text', part)),
  'Text.From': (value = null, culture = 'en-US') => {
    if (culture !== 'en-US') throw new Error('Another culture')
    if (typeof value === 'number' || typeof value === 'string') return String(value)
    throw new Error(`Text.From of ${kindOf(value)}`)
  },
  'Text.FromBinary': (binary) => the('binary', binary).text,
  'Text.Split': (text, separator) => the('text', text).split(the('text', separator)),
  'Text.StartsWith': (text, start) => the('text', text).startsWith(the('text', start)),
  'Text.Upper': (text) => the('text', text).toUpperCase(),
  'Type.ForRecord': async (fields, open) => {
    if (the('logical', open)) throw new Error('An open record type')
    const columns = [...the('record', fields).fields].map(async ([name, field]) => {
      const type = the('type', await fieldOf(await field(), 'Type'))
      return { name, type: type.name }
    })
    return new Type('record', await Promise.all(columns))
  },
  'Value.Metadata': (value) => the('binary', value).metadata,
  '#duration': (days, hours, minutes, seconds) => {
    const [d = 0, h = 0, m = 0, s = 0] = [days, hours, minutes, seconds].map((part) => the('number', part))
    return new Duration(((d * 24 + h) * 60 + m) * 60 + s)
  },
  // Stricter than Power Query, which takes the type of a column on trust until the table is loaded.
  '#table': (type, rows) => {
    const { columns } = the('type', type)
    return new Table(
      columns,
      the('list', rows).map((row) => typedRow(columns, the('list', row))),
    )
  },
}

/** With a Web.Contents, which is the world outside. */
export function library(webContents: Function): ReadonlyMap<string, Value> {
  const known = Object.entries({ ...functions, 'Web.Contents': webContents })
  return new Map<string, Value>([
    ...known.map(([name, call]) => [name, new Lambda(async (...given) => call(...given))] as const),
    ['Int64.Type', new Type('Int64.Type')],
    ['TextEncoding.Utf8', 65001],
  ])
}

const kindsOfColumns: { readonly [type: string]: readonly string[] } = {
  text: ['text'],
  number: ['number'],
  'Int64.Type': ['number'],
  logical: ['logical'],
  date: ['date'],
  datetimezone: ['datetimezone'],
}

function typedRow(columns: Type['columns'], row: List): List {
  if (row.length !== columns.length) throw new Raised('Expression.Error', `A row has ${row.length} cells, not ${columns.length}.`)
  for (const [index, { name, type }] of columns.entries()) {
    const value = row[index] ?? null
    if (value === null || type === 'any') continue
    if (kindsOfColumns[type]?.includes(kindOf(value)) !== true)
      throw new Raised('Expression.Error', `${name}: ${kindOf(value)} is no ${type}.`)
  }
  return row
}

/** The text of a value that is read as it is written in the United States, and never as the computer's region has it. */
function ofCulture(value: Value | undefined, culture: Value | undefined): string {
  if (culture !== 'en-US') throw new Error('Values are read by the region of the computer')
  return the('text', value)
}

function texts(list: Value | undefined): readonly string[] {
  return the('list', list).map((item) => the('text', item))
}

async function each(list: Value | undefined, transform: Value | undefined): Promise<List> {
  const done: Value[] = []
  for (const item of the('list', list)) done.push(await the('function', transform).call(item))
  return done
}

function fieldOf(record: Value | undefined, name: Value | undefined): Promise<Value> {
  const field = the('record', record).fields.get(the('text', name))
  if (field === undefined) throw new Raised('Expression.Error', `The field '${name}' of the record wasn't found.`)
  return field()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Raised('DataFormat.Error', 'We found an unexpected character in the JSON input.')
  }
}

function fromJson(json: unknown): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'number' || typeof json === 'string') return json
  if (Array.isArray(json)) return json.map(fromJson)
  return Record.of(Object.fromEntries(Object.entries(json as object).map(([name, value]) => [name, fromJson(value)])))
}

export async function toJson(value: Value): Promise<unknown> {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value
  if (value instanceof Day || value instanceof Instant) return value.text
  if (value instanceof Record) {
    const fields = [...value.fields].map(async ([name, field]) => [name, await toJson(await field())] as const)
    return Object.fromEntries(await Promise.all(fields))
  }
  return Promise.all(the('list', value).map(toJson))
}
