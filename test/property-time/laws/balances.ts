/** A last balance is that of the last day, a first one that of the first; a balance of channels is the sum of theirs. */
import fc from 'fast-check'
import { Calendar } from '../calendar.ts'
import { type Asked, addedUp, dayOf, expectEqual, groupsOf, keyOf } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, bySize } from '../question.ts'
import { worlds } from '../world.ts'

export const balances: Property<Asked> = {
  title: 'a last balance is that of the last day; a balance of channels is the sum of theirs',
  given: fc.record({
    world: worlds,
    question: bySize(['balance_of_channels', 'last_balance', 'first_balance']).map((question) => ({
      ...question,
      others: question.others.filter((other) => other === 'state'),
    })),
  }),
  check: async (asked, ask) => {
    const { world, question } = asked
    const [size = 'day'] = question.clock
    const { others } = question
    const answer = groupsOf(await answerTo(world, question, ask)).filter(({ bucket }) => bucket !== null)
    const perChannel = { ...question, others: [...others, 'channel' as const], measures: ['last_balance'] }
    const channels = groupsOf(await answerTo(world, perChannel, ask)).map(({ others, ...group }) => ({
      ...group,
      others: JSON.stringify(JSON.parse(others).slice(0, -1)),
    }))
    for (const group of answer) {
      const own = channels.filter((channel) => keyOf(channel) === keyOf(group))
      expectEqual(`the channels of ${keyOf(group)}`, asked, group.values.slice(0, 1), addedUp(own))
    }

    // The last instant of a day is not all of the day.
    if (world.clock === 'timestamp') return
    const calendar = new Calendar(world)
    const days = groupsOf(await answerTo(world, { ...question, clock: ['day'], measures: ['revenue'] }, ask)).flatMap(
      ({ others, bucket, values }) =>
        bucket === null ? [] : [{ values, key: keyOf({ others, bucket: calendar.bucket({ day: dayOf(bucket) }, size) }) }],
    )
    for (const group of answer) {
      const own = days.filter(({ key }) => key === keyOf(group))
      const [firstDay, lastDay] = [own[0]?.values[0] ?? null, own.at(-1)?.values[0] ?? null]
      expectEqual(`the last and the first day of ${keyOf(group)}`, asked, group.values.slice(1), [lastDay, firstDay])
    }
  },
}
