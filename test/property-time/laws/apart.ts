/** Each part of an answer is the answer to the question for its key alone: its own buckets, windows, shares and ranks. */
import fc from 'fast-check'
import { questionsIn } from '../../support/asked-questions.ts'
import { expectPartsAlone, type Page } from '../../support/parts-alone.ts'
import type { Asked } from '../groups.ts'
import type { Property } from '../hold.ts'
import { type Other, questionsOf, questionText } from '../question.ts'
import { worlds } from '../world.ts'

interface AskedInParts extends Asked {
  readonly by: Other
  readonly page: Page
}

const pages: readonly Page[] = [
  { limit: 100_000, offset: 0 },
  { limit: 3, offset: 0 },
  { limit: 2, offset: 2 },
]

export const apart: Property<AskedInParts> = {
  title: 'each part is the answer for its key alone',
  given: worlds.chain((world) =>
    questionsOf(world)
      .filter(({ others }) => others.length > 0)
      .chain((question) =>
        fc.record({
          world: fc.constant(world),
          question: fc.constant(question),
          by: fc.constantFrom(...question.others),
          page: fc.constantFrom(...pages),
        }),
      ),
  ),
  check: async ({ world, question, by, page }, ask) => {
    const text = questionText(world, question)
    const engine = ask.engine()
    for (const query of await questionsIn(engine.catalog, text)) {
      const member = { kind: 'dimension' as const, entity: by === 'state' ? 'customer' : 'sale', dimension: by }
      await expectPartsAlone(engine, query, [member], page).catch((error: unknown) => {
        throw new Error(`${text}\n${error instanceof Error ? error.message : String(error)}`)
      })
    }
  },
}
