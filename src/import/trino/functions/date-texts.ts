/** Dates in texts, by the patterns of MySQL (`%Y-%m-%d`) that Trino has. */
import type { Rule, Rules } from '../context.ts'
import { call, cast, integer, literalOf, type Node, text } from '../nodes.ts'
import { toDate } from './times.ts'

const isoDate = '%Y-%m-%d'
const isoInstants = ['%Y-%m-%d %H:%i:%s', '%Y-%m-%d %T', '%Y-%m-%dT%H:%i:%s', '%Y-%m-%dT%T', '%Y-%m-%d %H:%i:%s.%f']

/** A timestamp in Trino. What it holds is a day where the pattern has no time. */
const dateParse: Rule = ({ arguments: [x, pattern, ...others], span }, context) => {
  const format = literalOf(pattern) ?? ''
  if (x === undefined || others.length > 0) return undefined
  if (isoInstants.includes(format)) return cast(span, x, 'timestamp')
  const asText = context.typeOf(x) === 'string' ? x : cast(span, x, 'string')
  const day = format === isoDate ? cast(span, asText, 'date') : madeDate(asText, format, span)
  if (day !== undefined) context.decide('changed', '`date_parse` of a day gives a date here, and its first instant in Trino.')
  return day
}

/** `%Y%m%d` by position, `%d/%m/%Y` by the sign between. */
function madeDate(x: Node, format: string, span: Node['span']): Node | undefined {
  const whole = (part: Node): Node => cast(span, part, 'integer')
  if (format === '%Y%m%d') {
    const at = (from: number, size: number) => whole(call(span, 'substring', x, integer(span, from), integer(span, size)))
    return call(span, 'make_date', at(1, 4), at(5, 2), at(7, 2))
  }
  const [, first, sign, second, again, third] = /^%([Ymd])([-/. ])%([Ymd])([-/. ])%([Ymd])$/.exec(format) ?? []
  if (sign === undefined || sign !== again) return undefined
  const order = [first, second, third]
  if (new Set(order).size !== 3) return undefined
  const at = (letter: string) => whole(call(span, 'split_part', x, text(span, sign), integer(span, order.indexOf(letter) + 1)))
  return call(span, 'make_date', at('Y'), at('m'), at('d'))
}

const places: Readonly<Record<string, readonly [from: number, size: number]>> = { Y: [1, 4], m: [6, 2], d: [9, 2] }

/** Years, months, days and what stands between them, cut from the text of the date. */
const dateFormat: Rule = ({ arguments: [x, pattern, ...others], span }, context) => {
  const format = literalOf(pattern)
  if (x === undefined || others.length > 0 || format === undefined || !/^(%[Ymd]|[^%])+$/.test(format)) return undefined
  const day = cast(span, toDate(x, span, context), 'string')
  if (isoDate.startsWith(format)) return format === isoDate ? day : call(span, 'left', day, integer(span, sizeOf(format)))
  const parts = (format.match(/%[Ymd]|[^%]+/g) ?? []).map((part): Node => {
    const [from, size] = places[part.slice(1)] ?? []
    if (!part.startsWith('%') || from === undefined || size === undefined) return text(span, part)
    return call(span, 'substring', day, integer(span, from), integer(span, size))
  })
  const [first, ...rest] = parts
  return first === undefined ? undefined : rest.reduce((left, right) => call(span, '||', left, right), first)
}

function sizeOf(format: string): number {
  return format.replaceAll('%Y', '0000').replaceAll(/%[md]/g, '00').length
}

const isoText: Rule = ({ arguments: [x, ...others], span }, context) =>
  x === undefined || others.length > 0 || context.typeOf(x) !== 'date' ? undefined : cast(span, x, 'string')

const isoDay: Rule = ({ arguments: [x, ...others], span }, context) =>
  x === undefined || others.length > 0 ? undefined : toDate(x, span, context)

const isoInstant: Rule = ({ arguments: [x, ...others], span }) =>
  x === undefined || others.length > 0 ? undefined : cast(span, x, 'timestamp')

export const dateTextRules: Rules = {
  date_parse: dateParse,
  date_format: dateFormat,
  to_iso8601: isoText,
  from_iso8601_date: isoDay,
  from_iso8601_timestamp: isoInstant,
}
