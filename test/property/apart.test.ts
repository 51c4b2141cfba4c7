/**
 * Random models, rows and questions: an answer cut into parts is, part by part, the answer to the question for that key alone.
 *
 * TESSERA_PROPERTY_CASES says how many questions (a twentieth of it), TESSERA_PROPERTY_SEED repeats a run.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { questionsIn } from '../support/asked-questions.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { expectPartsAlone, expectTotalsAlone, partMembers } from '../support/parts-alone.ts'
import { type Case, CaseArbitrary } from './arbitrary.ts'
import { openWorld } from './open-world.ts'
import { queryText } from './write-query.ts'

const questionsPerWorld = 4
const cases = Math.ceil(Number(process.env.TESSERA_PROPERTY_CASES ?? 1000) / 20)
const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = await Promise.all(engines.map((engine) => openTestDatabase(engine, {})))
})
afterAll(() => Promise.all(databases.map((database) => database.close())))

let compared = 0

async function isWholeInParts({ world, questions }: Case, chosen: number): Promise<void> {
  const opened = await openWorld(world, databases)
  try {
    for (const [index, { ask }] of opened.entries()) {
      const engine = ask.engine()
      for (const question of questions) {
        const text = queryText(world, question)
        for (const query of await questionsIn(engine.catalog, text)) {
          const members = partMembers(query)
          const apart = members.filter((_, place) => ((chosen >> place) & 1) === 1)
          if (apart.length === 0) continue
          const page = { limit: 1 + (chosen % 3), offset: Math.floor(chosen / 4) % 2 }
          try {
            const keys = await expectPartsAlone(engine, query, apart, page)
            await expectTotalsAlone(engine, query, apart, keys)
            compared += keys.length
          } catch (error) {
            throw new Error(`on ${engines[index]}: ${text}\n${JSON.stringify(query)}\n${error instanceof Error ? error.message : error}`)
          }
        }
      }
    }
  } finally {
    await Promise.all(opened.map((one) => one.close()))
  }
}

test(
  `${cases} random slices in parts answer as each part alone (TESSERA_PROPERTY_SEED=${seed})`,
  async () => {
    const started = Date.now()
    const property = fc.asyncProperty(new CaseArbitrary(questionsPerWorld), fc.integer({ min: 1, max: 15 }), isWholeInParts)
    const result = await fc.check(property, { seed, numRuns: Math.ceil(cases / questionsPerWorld), endOnFailure: true, verbose: 0 })
    console.info(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s: ${compared} parts`)
    if (result.failed) {
      const { errorInstance } = result
      expect.fail(`TESSERA_PROPERTY_SEED=${seed}\n${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`)
    }
    expect(compared).toBeGreaterThan(0)
  },
  60_000 + cases * 2_000,
)
