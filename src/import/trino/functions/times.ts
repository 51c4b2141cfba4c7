/** The clock, parts and buckets of times, and moving them. */
import type { Context, Rule, Rules } from '../context.ts'
import { call, cast, integer, interval, literalOf, type Node, text, wholeOf } from '../nodes.ts'

const asOfChange = 'the date of today is the date of the question (`${as_of}`) here.'

/** The local day of the question. */
const today: Rule = ({ span }, context) => {
  context.decide('changed', asOfChange)
  return cast(span, { kind: 'as_of', type: 'unknown', ...(span && { span }) }, 'date')
}

const instant: Rule = ({ span, arguments: nodes }, context) => {
  if (nodes.length > 0) return undefined
  context.decide('changed', asOfChange)
  return { kind: 'as_of', type: 'unknown', ...(span && { span }) }
}

export function isToday(node: Node): boolean {
  return node.kind === 'cast' && node.type === 'date' && node.argument.kind === 'as_of'
}

/** Trino counts the days of a week from Monday, 1, whatever the word. */
const fields: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  week_of_year: 'week',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'doy',
  doy: 'doy',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
}

function field(name: string): Rule {
  return ({ arguments: [x, ...others], span }, context) => (x === undefined || others.length > 0 ? undefined : part(name, x, span, context))
}

const extract: Rule = ({ arguments: [name, x], span }, context) => {
  const asked = literalOf(name)?.toLowerCase() ?? ''
  return x === undefined ? undefined : part(asked, x, span, context)
}

function part(name: string, x: Node, span: Node['span'], context: Context): Node | undefined {
  if (name === 'year_of_week' || name === 'yow') return yearOfWeek(x, span, context)
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined
  return known === undefined ? undefined : call(span, 'extract', text(span, known), typed(x, context))
}

/** The ISO year is the one its Thursday lies in. */
function yearOfWeek(x: Node, span: Node['span'], context: Context): Node {
  const monday = call(span, 'date_trunc', text(span, 'week'), typed(x, context))
  return call(span, 'extract', text(span, 'year'), call(span, '+', monday, integer(span, 3)))
}

/** Parts are read of what is known to be a time: a text or a column of unknown type is said to be a date. */
export function typed(x: Node, context: Context): Node {
  const type = context.typeOf(x)
  if (type === 'string') return cast(x.span, x, 'date')
  if (type !== 'unknown' || x.kind !== 'reference') return x
  context.decide('guessed', 'a column whose type nothing says is read as a text that holds a date (`YYYY-MM-DD`).')
  return cast(x.span, cast(x.span, x, 'string'), 'date')
}

const dateTrunc: Rule = (written, context) => {
  const [unit, x, ...others] = written.arguments
  if (unit === undefined || x === undefined || others.length > 0) return undefined
  return { ...written, arguments: [unit, typed(x, context)] }
}

const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

/** `date_add('month', 3, x)`. */
const dateAdd: Rule = ({ arguments: [unit, written, x, ...others], span }, context) => {
  const name = literalOf(unit)?.toLowerCase() ?? ''
  if (written === undefined || x === undefined || others.length > 0 || !units.includes(name)) return undefined
  const start = typed(x, context)
  // Trino takes whole numbers only, whatever the Lens calls them.
  const count = ['integer', 'bigint'].includes(context.typeOf(written)) ? written : cast(span, written, 'integer')
  if (name === 'day' && context.typeOf(start) === 'date') return call(span, '+', start, count)
  const word = name === 'quarter' ? 'month' : name
  const times = name === 'quarter' ? 3 : 1
  const whole = wholeOf(count)
  if (whole !== undefined) return call(span, '+', start, interval(span, `${whole * times} ${word}s`))
  return call(span, '+', start, call(span, '*', interval(span, `${times} ${word}s`), count))
}

const date: Rule = ({ arguments: [x, ...others], span }, context) =>
  x === undefined || others.length > 0 ? undefined : toDate(x, span, context)

/** The day of a time, or of a text in ISO form. */
export function toDate(x: Node, span: Node['span'], context: Context): Node {
  const known = typed(x, context)
  return context.typeOf(known) === 'date' ? known : cast(span, known, 'date')
}

const lastDay: Rule = ({ arguments: [x, ...others], span }, context) => {
  if (x === undefined || others.length > 0) return undefined
  const first = call(span, 'date_trunc', text(span, 'month'), typed(x, context))
  return call(span, '-', call(span, '+', first, interval(span, '1 month')), integer(span, 1))
}

const toUnixtime: Rule = ({ arguments: [x, ...others], span }) =>
  x === undefined || others.length > 0 ? undefined : call(span, 'extract', text(span, 'epoch'), x)

const fromUnixtime: Rule = ({ arguments: [seconds, ...others], span }, context) => {
  if (seconds === undefined || others.length > 0 || !['integer', 'bigint'].includes(context.typeOf(seconds))) return undefined
  const start = cast(span, text(span, '1970-01-01 00:00:00'), 'timestamp')
  return call(span, '+', start, call(span, '*', interval(span, '1 second'), seconds))
}

export const timeRules: Rules = {
  current_date: today,
  current_timestamp: instant,
  localtimestamp: instant,
  now: instant,
  extract,
  ...Object.fromEntries([...Object.keys(fields), 'year_of_week', 'yow'].map((name) => [name, field(name)])),
  date_trunc: dateTrunc,
  date_add: dateAdd,
  date,
  last_day_of_month: lastDay,
  to_unixtime: toUnixtime,
  from_unixtime: fromUnixtime,
}
