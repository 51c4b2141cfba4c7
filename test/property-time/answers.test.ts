/** Random worlds and questions: what measures over time answer on both engines is what plain loops over the rows make of them. */
import fc from 'fast-check'
import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines } from '../support/databases.ts'
import { expectSame, holds } from './hold.ts'
import { evaluate } from './naive/evaluate.ts'
import { openCustomers } from './open-world.ts'
import { answerTo, questionsOf, questionText } from './question.ts'
import { worlds } from './world.ts'

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = await Promise.all(engines.map(openCustomers))
})
afterAll(() => Promise.all(databases.map((database) => database.close())))

holds(
  {
    title: 'measures over time are what the rows say',
    given: worlds.chain((world) =>
      fc.record({ world: fc.constant(world), questions: fc.array(questionsOf(world), { minLength: 3, maxLength: 5 }) }),
    ),
    check: async ({ world, questions }, ask) => {
      for (const question of questions) {
        const actual = await answerTo(world, question, ask)
        expectSame(questionText(world, question), question.measures, actual, evaluate(world, question))
      }
    },
  },
  { worlds: 40, databases: () => databases },
)
