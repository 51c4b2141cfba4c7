/** A rolling sum is the sum of its days, as a plain question by day has them. */
import fc from 'fast-check'
import { Calendar, durationOf, isEarlier } from '../calendar.ts'
import { type Asked, addedUp, dayOf, earlier, expectEqual, groupsOf, nextBucket } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, bySize } from '../question.ts'
import { type World, worlds } from '../world.ts'

export const rolling: Property<Asked> = {
  title: 'a rolling sum is the sum of its days',
  given: worlds
    .map(inDays)
    .chain((world) => fc.record({ world: fc.constant(world), question: bySize(['sales_rolling', 'revenue_rolling']) })),
  check: async (asked, ask) => {
    const { world, question } = asked
    const [size = 'day'] = question.clock
    const { day: tomorrow } = new Calendar(world).asOf
    const days = groupsOf(await answerTo(world, { ...question, clock: ['day'], measures: ['sales', 'revenue'] }, ask))
    const before = (end: ReturnType<typeof dayOf>) => {
      const start = end.subtract(durationOf(world.rolling))
      return days.filter(({ bucket }) => bucket !== null && !isEarlier(dayOf(bucket), start) && isEarlier(dayOf(bucket), end))
    }
    const answer = await answerTo(world, question, ask)
    for (const { others, bucket, values } of groupsOf(answer)) {
      const end = earlier(nextBucket(bucket, size), tomorrow)
      const window = before(end).filter((day) => day.others === others)
      expectEqual(`${others} up to ${end}`, asked, values, addedUp(window) ?? [0, null])
    }
    expectEqual('the total', asked, answer.totals, addedUp(before(tomorrow)) ?? [0, null])
  },
}

function inDays(world: World): World {
  const { n, unit } = world.rolling
  return { ...world, rolling: { n, unit: unit === 'hour' ? 'day' : unit } }
}
