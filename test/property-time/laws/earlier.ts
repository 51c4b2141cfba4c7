/** What was a period ago is the plain measure of the bucket that long before; difference and growth follow from both. */
import fc from 'fast-check'
import { Calendar, durationOf, type Size } from '../calendar.ts'
import { type Asked, dayOf, expectEqual, expectEqualGroups, groupsOf, keyOf } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, bySize } from '../question.ts'
import { type PeriodUnit, type World, worlds } from '../world.ts'

/** Sizes whose buckets, moved by the unit, are buckets again. */
const wholeBuckets: Readonly<Record<Exclude<PeriodUnit, 'hour'>, readonly Size[]>> = {
  day: ['day'],
  week: ['day', 'week'],
  month: ['month'],
  quarter: ['month', 'quarter', 'fiscal_quarter'],
  year: ['month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'],
}

const bases = ['sales', 'revenue', 'highest', 'buyers', 'middle']

export const earlierPeriod: Property<Asked> = {
  title: 'what was a period ago is the plain measure of the bucket that long before; difference and growth follow',
  given: worlds.chain((each) => {
    const { n, unit } = each.before
    const world: World = { ...each, before: { n, unit: unit === 'hour' ? 'month' : unit } }
    const sizes = wholeBuckets[unit === 'hour' ? 'month' : unit]
    const measures = bases.map((base) => `${base}_before`)
    return fc.record({ world: fc.constant(world), question: bySize(measures, sizes) })
  }),
  check: async (asked, ask) => {
    const { world, question } = asked
    const [size = 'day'] = question.clock
    const calendar = new Calendar(world)
    const today = calendar.bucket({ day: calendar.asOf.day.subtract({ days: 1 }) }, size)
    const now = await answerTo(world, { ...question, measures: bases }, ask)
    const moved = groupsOf(now).flatMap(({ others, bucket, values }) => {
      if (bucket === null) return []
      const later = dayOf(bucket).add(durationOf(world.before)).toString()
      return later > today ? [] : [[keyOf({ others, bucket: later }), values] as const]
    })
    expectEqualGroups(asked, (await answerTo(world, question, ask)).groups, new Map(moved))

    const measures = ['sales', 'revenue', 'sales_before', 'revenue_before', 'sales_change', 'revenue_change', 'revenue_growth']
    const both = { ...question, measures }
    for (const [key, values] of (await answerTo(world, both, ask)).groups) {
      const [sales = null, revenue = null, salesBefore = null, revenueBefore = null, ...compared] = values
      const change = revenue === null || revenueBefore === null ? null : revenue - revenueBefore
      const growth = change === null || !revenueBefore ? null : change / revenueBefore
      expectEqual(`difference and growth of ${key}`, { world, question: both }, compared, [
        (sales ?? 0) - (salesBefore ?? 0),
        change,
        growth,
      ])
      expectEqual(
        `the plain measures of ${key}`,
        { world, question: both },
        [sales, revenue],
        now.groups.get(key)?.slice(0, 2) ?? [0, null],
      )
    }
  },
}
