/** Totals of measures that add up are the sums of the groups, of all or of those that `having` keeps, with buckets filled in and without. */
import fc from 'fast-check'
import type { Ask } from '../../support/story.ts'
import { type Asked, type AskedOften, addedUp, expectEqual, often } from '../groups.ts'
import type { Property } from '../hold.ts'
import { answerTo, questionsOf } from '../question.ts'
import { worlds } from '../world.ts'

const measures = ['sales', 'web_sales', 'sales_before', 'revenue', 'revenue_before']

const having = fc.record({ measure: fc.constantFrom(...measures), above: fc.constantFrom(-1, 0, 1, 5) })

export const totals: Property<AskedOften> = {
  title: 'totals of measures that add up are the sums of the groups, filled or not',
  given: worlds.chain((world) =>
    often(
      world,
      fc
        .record({ asked: questionsOf(world), having: fc.option(having, { freq: 2 }) })
        .map(({ asked, having }) => ({ ...asked, measures, ...(having !== null && { having }) })),
    ),
  ),
  check: async ({ world, questions }, ask) => {
    for (const question of questions) await expectSums({ world, question }, ask)
  },
}

async function expectSums({ world, question }: Asked, ask: Ask): Promise<void> {
  const answer = await answerTo(world, question, ask)
  const sums = addedUp([...answer.groups.values()].map((values) => ({ values }))) ?? [0, 0, 0, null, null]
  // In buckets that are filled in a sum of nothing is 0; the total says that there is nothing.
  const isEmpty = (index: number) => question.fill && answer.totals[index] === null && sums[index] === 0
  const expected = sums.map((sum, index) => (isEmpty(index) ? null : sum))
  expectEqual('the totals', { world, question }, answer.totals, expected)
}
