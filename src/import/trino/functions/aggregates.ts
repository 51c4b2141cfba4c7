/** Aggregates that Trino has and a model says otherwise; those of one name are read by the parser itself. */
import type { Rule, Rules } from '../context.ts'
import { type Call, literalOf, type Node } from '../nodes.ts'

function onlyInNumbers(rule: Rule): Rule {
  return (call, context) =>
    context.options.aggregates === 'allowed'
      ? rule(call, context)
      : context.refuse(call.span, `\`${call.name}\` is an aggregate, and stands only in measures of type \`number\`.`)
}

function aggregate({ span }: Call, more: Omit<Extract<Node, { kind: 'aggregate' }>, 'kind' | 'type' | 'span'>): Node {
  return { kind: 'aggregate', type: 'unknown', ...more, ...(span && { span }) }
}

const countIf: Rule = (call) => {
  const [filter, ...others] = call.arguments
  return filter === undefined || others.length > 0 ? undefined : aggregate(call, { name: 'count', filter })
}

export const approximateCount = 'an approximate count of distinct values is exact here.'

/** The second argument is the error that is tolerated. */
const approxDistinct: Rule = (call, context) => {
  const [argument] = call.arguments
  if (argument === undefined) return undefined
  context.decide('changed', approximateCount)
  return aggregate(call, { name: 'count_distinct', argument })
}

const approxPercentile: Rule = (call, context) => {
  const [argument, fraction, ...others] = call.arguments
  const part = Number(literalOf(fraction) ?? Number.NaN)
  if (argument === undefined || others.length > 0 || !(part >= 0 && part <= 1)) return undefined
  context.decide('changed', 'an approximate percentile is exact here, and lies between two values where it falls between them.')
  return aggregate(call, { name: 'percentile', argument, fraction: part })
}

export const aggregateRules: Rules = Object.fromEntries(
  Object.entries({ count_if: countIf, approx_distinct: approxDistinct, approx_percentile: approxPercentile }).map(([name, rule]) => [
    name,
    onlyInNumbers(rule),
  ]),
)
