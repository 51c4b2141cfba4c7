/** A running total ends with the total, and what it adds from bucket to bucket is the bucket. */
import fc from 'fast-check'
import { type Asked, expectEqual, groupsOf, keyOf } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, bySize } from '../question.ts'
import { worlds } from '../world.ts'

export const running: Property<Asked> = {
  title: 'a running total ends with the total, and what it adds from bucket to bucket is the bucket',
  given: fc.record({ world: worlds, question: bySize(['sales_so_far', 'revenue_so_far']) }),
  check: async (asked, ask) => {
    const { world, question } = asked
    // Sales without a time are in no bucket.
    const plain = { ...question, measures: ['sales', 'revenue'], shown: { to: '2100-01-01' } }
    const answer = await answerTo(world, question, ask)
    const buckets = await answerTo(world, plain, ask)
    const { groups, totals } = await answerTo(world, { ...plain, clock: [] }, ask)
    expectEqual('the total', asked, answer.totals, totals)
    // Without others there is a total of nothing too.
    const combinations = totals[0] === 0 ? [] : [...groups.keys()]
    const own = new Set(groupsOf(answer).map(({ others }) => others))
    expectEqual('combinations', asked, [own.size], [combinations.length])
    for (const others of combinations) {
      const run = groupsOf(answer).filter((group) => group.others === others)
      expectEqual(`the last bucket of ${others}`, asked, run.at(-1)?.values, groups.get(others))
      for (const [index, { bucket, values }] of run.entries()) {
        const before = run[index - 1]?.values ?? []
        const added = values.map((value, column) => (value ?? 0) - (before[column] ?? 0))
        const key = keyOf({ others, bucket })
        expectEqual(
          `what ${key} adds`,
          asked,
          added,
          (buckets.groups.get(key) ?? [0, 0]).map((value) => value ?? 0),
        )
      }
      const known = new Set(run.map(keyOf))
      const missing = groupsOf(buckets).find((group) => group.others === others && !known.has(keyOf(group)))
      expectEqual(`the buckets of ${others}`, asked, missing?.values, undefined)
    }
  },
}
