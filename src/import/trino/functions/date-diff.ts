/**
 * `date_diff(unit, a, b)`: how many whole units fit between two times, negative where b comes first.
 *
 *   dates       calendar days, weeks, months; exact
 *   instants    whole hours, days of 24 hours: exact, from the seconds between
 *   up to today calendar days, because the recency of a model counts those; told as a change
 */
import { branch } from '../../../semantic/expression/expression.ts'
import type { Context, Rule, Rules } from '../context.ts'
import { call, cast, integer, literalOf, type Node, text, when } from '../nodes.ts'
import { isToday, toDate, typed } from './times.ts'

const seconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }
const months: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

const dateDiff: Rule = ({ arguments: [unit, a, b, ...others], span }, context) => {
  const name = literalOf(unit)?.toLowerCase() ?? ''
  if (a === undefined || b === undefined || others.length > 0) return undefined
  const isMonths = Object.hasOwn(months, name)
  if (!isMonths && !Object.hasOwn(seconds, name)) return undefined
  const isCalendar = isMonths || ((name === 'day' || name === 'week') && (isToday(a) || isToday(b) || areDates(a, b, context)))
  if (!isCalendar) {
    const [from, to] = [toInstant(a, context), toInstant(b, context)]
    return towardsZero(call(span, 'extract', text(span, 'epoch'), call(span, '-', to, from)), seconds[name] ?? 1, span)
  }
  const from = toDay(a, context, isMonths)
  const to = toDay(b, context, isMonths)
  if (isMonths) return wholeMonths(from, to, months[name] ?? 1, span)
  const days = call(span, '-', to, from)
  return name === 'day' ? days : towardsZero(days, 7, span)
}

function areDates(a: Node, b: Node, context: Context): boolean {
  return context.typeOf(typed(a, context)) === 'date' && context.typeOf(typed(b, context)) === 'date'
}

function toDay(x: Node, context: Context, isMonths: boolean): Node {
  if (context.typeOf(x) === 'timestamp') {
    const change = isMonths
      ? 'months, quarters and years are counted between days here; in Trino the time of day counts, too.'
      : 'days are calendar days here (yesterday is 1 day ago); Trino counts 24 hours back from the midnight that began today.'
    context.decide('changed', change)
  }
  return toDate(x, x.span, context)
}

/** A day is its first instant. */
function toInstant(x: Node, context: Context): Node {
  const known = typed(x, context)
  return context.typeOf(known) === 'date' ? cast(x.span, known, 'timestamp') : known
}

/** x / size without its fraction, of negative numbers too; also where `/` keeps the fraction. */
function towardsZero(x: Node, size: number, span: Node['span']): Node {
  const count = call(span, 'floor', call(span, '/', call(span, 'abs', x), integer(span, size)))
  return cast(span, call(span, '*', call(span, 'sign', x), size === 1 ? call(span, 'floor', call(span, 'abs', x)) : count), 'integer')
}

/** Of the same month and day count: 31 January to 28 February is a month, because no later day follows in February. */
function wholeMonths(from: Node, to: Node, size: number, span: Node['span']): Node {
  const between = (a: Node, b: Node): Node => {
    const count = monthsForward(a, b, span)
    return size === 1 ? count : cast(span, call(span, 'floor', call(span, '/', count, integer(span, size))), 'integer')
  }
  return when(span, [branch(call(span, '>=', to, from), between(from, to))], call(span, '-', between(to, from)))
}

/** Whole months from a to a later b. */
function monthsForward(a: Node, b: Node, span: Node['span']): Node {
  const of = (name: string, x: Node): Node => call(span, 'extract', text(span, name), x)
  const years = call(span, '*', call(span, '-', of('year', b), of('year', a)), integer(span, 12))
  const count = call(span, '-', call(span, '+', years, of('month', b)), of('month', a))
  const isShort = call(
    span,
    'and',
    call(span, '<', of('day', b), of('day', a)),
    call(span, '<>', of('day', call(span, '+', b, integer(span, 1))), integer(span, 1)),
  )
  return call(span, '-', count, when(span, [branch(isShort, integer(span, 1))], integer(span, 0)))
}

export const dateDiffRules: Rules = { date_diff: dateDiff }
