/**
 * A score as one window expression over the rows that are scored (n of them), its value's place counted by ranks: whole numbers, so exact.
 *
 *   right   cut points passed: the r < b with (n - 1) * r < less * b, where `less` values are less
 *   left    the r < b with (n - 1) * r <= last * b, where `last` is the place (from 0) of the last equal value
 */
import { sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import { operand } from '../dialect/operand.ts'
import { assertNever, InternalError } from '../issues/issue.ts'
import type { WindowFunction } from '../plan/plan.ts'
import { ascends } from '../plan/score.ts'

type Score = Extract<WindowFunction, { readonly kind: 'score' }>

/** Writes the clause: over the rows that are scored, those of an equal value alone, in an order. */
type Over = (clause?: { readonly equal?: SqlInput; readonly order?: readonly SqlInput[] }) => Sql

/** `0.8` and `8e-1` -> 4 / 5, as whole numbers written out. */
function fractionOf(share: string): { readonly numerator: string; readonly denominator: string } {
  const [digits = '', exponent = '0'] = share.toLowerCase().split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  const places = fraction.length - Number(exponent)
  let [numerator, denominator] = [BigInt(whole + fraction) * 10n ** BigInt(Math.max(-places, 0)), 10n ** BigInt(Math.max(places, 0))]
  for (const factor of [2n, 5n]) {
    while (numerator % factor === 0n && denominator % factor === 0n) {
      numerator /= factor
      denominator /= factor
    }
  }
  return { numerator: String(numerator), denominator: String(denominator) }
}

export function scoreToSql(
  { column, among, rule }: Score,
  order: readonly SqlInput[],
  columnOf: (name: string) => SqlInput,
  over: Over,
  dialect: Dialect,
): Sql {
  const value = columnOf(column)
  const isAscending = ascends(rule)
  const isIn = columnOf(among)
  const scored = (score: Sql, when: SqlInput = isIn) => sql`case when ${when} then ${dialect.cast(score, 'integer')} end`
  switch (rule.method) {
    case 'quantile': {
      const { buckets } = rule
      const after = (passed: Sql) => scored(isAscending ? sql`1 + ${passed}` : sql`${sql.lit(buckets)} - ${passed}`)
      const between = sql`count(*) ${over()} - 1`
      if (rule.cut === 'right') {
        const less = sql`greatest((rank() ${over({ order })} - 1) * ${sql.lit(buckets)} - 1, 0)`
        return after(sql`coalesce(${dialect.divideIntegers(less, between)}, 0)`)
      }
      if (rule.cut === 'plus_one') throw new InternalError('Cut points that are moved are no ranks')
      const upTo = sql`count(*) ${over({ order })}`
      const passed = dialect.divideIntegers(sql`(${upTo} - 1) * ${sql.lit(buckets)}`, between)
      return after(sql`case when ${upTo} = count(*) ${over()} then ${sql.lit(buckets - 1)} else ${passed} end`)
    }
    case 'ntile': {
      const tile = sql`ntile(${sql.lit(rule.buckets)}) ${over({ order })}`
      return scored(isAscending ? tile : sql`${sql.lit(rule.buckets + 1)} - ${tile}`)
    }
    case 'cumulative_share': {
      const total = sql`sum(${value}) ${over()}`
      const bestFirst = rule.best === 'highest' ? sql`${operand(value)} desc` : value
      const better = sql`sum(${value}) ${over({ order: [bestFirst] })} - sum(${value}) ${over({ equal: value })}`
      const passed = sql.join(
        rule.shares.map((share) => {
          // 0.8 is 4 / 5: in whole numbers decimals stay as wide as they are.
          const { numerator, denominator } = fractionOf(share)
          return sql`case when ${sql.raw(denominator)} * (${better}) >= ${sql.raw(numerator)} * ${total} then 1 else 0 end`
        }),
        sql.raw(' + '),
      )
      const score = rule.bestScore === 1 ? sql`1 + ${passed}` : sql`${sql.lit(rule.bestScore)} - (${passed})`
      return scored(score, sql`${operand(isIn)} and ${total} > 0`)
    }
    default:
      return assertNever(rule)
  }
}
