/** Shares add up to 1 within their level. */
import fc from 'fast-check'
import { type Size, sizes } from '../calendar.ts'
import { type Asked, expectEqual, sumOf } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, type Question, questionsOf, type Value } from '../question.ts'
import { worlds } from '../world.ts'

export const shares: Property<Asked> = {
  title: 'shares add up to 1 within their level',
  given: worlds.chain((world) => fc.record({ world: fc.constant(world), question: questionsOf(world).map(withLevels) })),
  check: async (asked, ask) => {
    const { world, question } = asked
    const groups = [...(await answerTo(world, question, ask)).groups].map(([key, values]) => ({ keys: JSON.parse(key), values }))
    const month = question.others.length + question.clock.indexOf('month')
    const levels = [
      { share: 0, of: 3, keyOf: () => 'all' },
      { share: 1, of: 4, keyOf: (keys: readonly unknown[]) => `state ${keys[0]}` },
      { share: 2, of: 3, keyOf: (keys: readonly unknown[]) => `month ${keys[month]}` },
    ]
    for (const { share, of, keyOf } of levels) {
      for (const level of new Set(groups.map(({ keys }) => keyOf(keys)))) {
        const inLevel = groups.filter(({ keys }) => keyOf(keys) === level)
        const sumAt = (index: number): Value => sumOf(inLevel.map(({ values }) => values[index] ?? null))
        // Of nothing, and of what adds up to 0, there are no shares.
        const isShared = Math.abs(sumAt(of) ?? 0) > 1e-9
        expectEqual(`the shares of ${level}`, asked, [sumAt(share)], [isShared ? 1 : null])
      }
    }
  },
}

/** By all that the shares are within; the months of `time`, as the model says. */
function withLevels(question: Question): Question {
  const clock = [...new Set<Size>([...question.clock.filter((size) => size !== 'hour'), 'month'])]
  return {
    ...question,
    own: false,
    fill: false,
    others: ['state', 'channel'],
    clock: clock.sort((a, b) => sizes.indexOf(a) - sizes.indexOf(b)),
    measures: ['share_of_all', 'share_of_state', 'share_of_month', 'sales', 'revenue'],
  }
}
