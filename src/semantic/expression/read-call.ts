/** Function calls of the parser's tree: the allow-list, aggregates, and everything a call of SQL may carry that an expression may not. */
import { issue, type Span } from '../issues/issue.ts'
import { numberOf, textOf } from './ast.ts'
import type { AggregateName } from './expression.ts'
import { canonicalName, closestFunction, insteadOf } from './functions/index.ts'
import type { Node } from './parser.ts'
import { call, type Parsed, type Reading, refuse } from './reading.ts'

type FunctionCall = Extract<Node, { FuncCall: unknown }>['FuncCall']

const aggregates: Readonly<Record<string, AggregateName>> = {
  count: 'count',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  median: 'median',
  percentile: 'percentile',
  percentile_cont: 'percentile',
}

/** They give several rows where an expression has one value; no trust changes that. */
const setReturning =
  /^(generate_(series|subscripts)|unnest|regexp_(matches|split_to_table)|string_to_table|jsonb?_(each|each_text|array_elements|array_elements_text|object_keys|path_query|to_recordset|populate_recordset))$/

export function readFunction(written: FunctionCall, reading: Reading, span: Span): Parsed {
  const path = (written.funcname ?? []).map((part) => textOf(part) ?? '')
  const name = path.at(-1) ?? ''
  // The parser itself writes `extract(year from x)` as pg_catalog.extract.
  if (path.length > 1 && written.funcformat !== 'COERCE_SQL_SYNTAX') {
    return refuse(
      reading,
      span,
      `Function \`${path.join('.')}\` with a schema in front`,
      `Functions are called by their name alone: \`${name}\`.`,
    )
  }
  if (written.over !== undefined) return refuse(reading, span, `Window function \`${name}\``)
  const aggregate = Object.hasOwn(aggregates, name) ? aggregates[name] : undefined
  if (aggregate !== undefined) return readAggregate(aggregate, written, reading, span)
  const arguments_ = (written.args ?? []).map((argument) => reading.read(argument, span))
  const extra = extraOf(written)
  if (extra !== undefined) return refuse(reading, span, `\`${extra}\` in the call of \`${name}\``)
  const canonical = canonicalName(name)
  if (canonical !== undefined) return call(canonical, arguments_, span)
  return readUnknown(name, arguments_, reading, span)
}

function readUnknown(name: string, arguments_: readonly Parsed[], reading: Reading, span: Span): Parsed {
  if (setReturning.test(name)) return refuse(reading, span, `\`${name}\`, which gives several rows,`)
  if (reading.options.trusted) return call(name, arguments_, span)
  const fix = insteadOf(name)
  if (fix !== undefined) return refuse(reading, span, `\`${name}\``, fix)
  const nearest = closestFunction(name)
  reading.issues.push(issue('UNKNOWN_FUNCTION', { name, ...(nearest !== undefined && { closest: nearest }) }, span))
  return call('coalesce', arguments_, span)
}

/** What only aggregates have. */
function extraOf(written: FunctionCall): string | undefined {
  if (written.agg_distinct) return 'distinct'
  if (written.agg_star) return '*'
  if (written.agg_within_group) return 'within group'
  if (written.agg_order !== undefined) return 'order by'
  if (written.agg_filter !== undefined) return 'filter'
  return written.func_variadic ? 'variadic' : undefined
}

function readAggregate(name: AggregateName, written: FunctionCall, reading: Reading, span: Span): Parsed {
  if (reading.options.aggregates === 'refused') {
    return refuse(
      reading,
      span,
      `Aggregate \`${name}\``,
      'A value per row has none; measures aggregate, and dimensions with `measure:` read them.',
    )
  }
  if (reading.isInAggregate) return refuse(reading, span, `Aggregate \`${name}\` inside an aggregate`)
  reading.isInAggregate = true
  const filter = written.agg_filter && reading.read(written.agg_filter, span)
  const aggregate = name === 'percentile' ? readPercentile(written, reading, span) : readPlainAggregate(name, written, reading, span)
  reading.isInAggregate = false
  return aggregate.kind === 'aggregate' && filter !== undefined ? { ...aggregate, filter } : aggregate
}

function readPlainAggregate(name: AggregateName, written: FunctionCall, reading: Reading, span: Span): Parsed {
  const [first, ...others] = written.args ?? []
  if (written.agg_within_group || written.agg_order !== undefined) return refuse(reading, span, `\`order by\` in \`${name}\``)
  if (written.agg_star && name === 'count') return { kind: 'aggregate', name, type: 'unknown', span }
  if (first === undefined || others.length > 0) {
    const actual = written.agg_star ? '`*`' : `${written.args?.length ?? 0} values`
    reading.issues.push(issue('TYPE_MISMATCH', { what: `\`${name}\``, expected: 'one value', actual }, span))
    return { kind: 'literal', value: null, type: 'unknown', span }
  }
  if (written.agg_distinct && name !== 'count') return refuse(reading, span, `\`distinct\` in \`${name}\``, 'Only `count` has it.')
  const argument = reading.read(first, span)
  return { kind: 'aggregate', name: written.agg_distinct ? 'count_distinct' : name, argument, type: 'unknown', span }
}

/** `percentile_cont(0.9) within group (order by x)`, or `percentile(x, 0.9)`. */
function readPercentile(written: FunctionCall, reading: Reading, span: Span): Parsed {
  const [first, second] = written.args ?? []
  const order = written.agg_order?.[0]
  const sorted = order !== undefined && 'SortBy' in order ? order.SortBy : undefined
  const value = written.agg_within_group ? sorted?.node : first
  const fraction = Number(numberOf(written.agg_within_group ? first : second) ?? Number.NaN)
  const isDescending = sorted?.sortby_dir === 'SORTBY_DESC'
  if (value === undefined || isDescending || !(fraction >= 0 && fraction <= 1) || written.agg_order?.length === 2) {
    return refuse(reading, span, 'This percentile', 'It is `percentile_cont(0.9) within group (order by x)`, with a number from 0 to 1.')
  }
  return { kind: 'aggregate', name: 'percentile', argument: reading.read(value, span), fraction, type: 'unknown', span }
}
