/** A question as of a date is the same question on the rows there are by then. */
import fc from 'fast-check'
import type { Ask } from '../../support/story.ts'
import { Calendar } from '../calendar.ts'
import { type Asked, expectEqualGroups } from '../groups.ts'
import type { Property } from '../hold.ts'
import { openWorld } from '../open-world.ts'
import { answerTo, questionsOf, questionText } from '../question.ts'
import { later, type Visit, type World, worlds } from '../world.ts'

export const asOf: Property<Asked> = {
  title: 'a question as of a date is the question on the rows there are by then',
  given: fc
    .record({ each: worlds, days: fc.integer({ min: -3, max: 3 }) })
    // In the middle of the sales.
    .map(({ each, days }): World => ({ ...each, asOf: later(each.around, days) + (/T.*/.exec(each.asOf)?.[0] ?? '') }))
    .chain((world) => fc.record({ world: fc.constant(world), question: questionsOf(world) })),
  check: async ({ world, question }, ask, database) => {
    const calendar = new Calendar(world)
    const isThere = ({ at }: Visit) => at === null || calendar.isBefore(calendar.moment(at), calendar.asOf)
    const cut = await openWorld({ ...world, sales: world.sales.filter(isThere), visits: world.visits.filter(isThere) }, [database])
    try {
      for (const askCut of cut.asks) {
        const text = questionText(world, question)
        const [all, before] = [JSON.stringify(await ask.raw(text)), JSON.stringify(await askCut.raw(text))]
        if (all !== before) throw new Error(`${text}\n${all}\nof the rows there are by then\n${before}`)
        await expectSameLater({ world, question }, ask, askCut)
      }
    } finally {
      await cut.close()
    }
  },
}

/** What looks at nothing but its own bucket stays as it was while the date moves on. */
async function expectSameLater({ world, question }: Asked, ask: Ask, askCut: Ask): Promise<void> {
  const plain = { ...question, shown: {}, fill: false, measures: ['sales', 'revenue', 'buyers', 'middle', 'last_balance'] }
  const then = await answerTo(world, plain, ask)
  const muchLater = await answerTo({ ...world, asOf: '2100-01-01' }, plain, askCut)
  expectEqualGroups({ world, question: plain }, then.groups, muchLater.groups)
}
