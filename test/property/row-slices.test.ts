/**
 * Random models, rows and questions: a slice of a row is the slice of everything by its key, about this key alone.
 *
 * TESSERA_PROPERTY_CASES says how many questions, TESSERA_PROPERTY_SEED repeats a run.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { expectRowSlices, type RowSlices } from '../support/row-slices.ts'
import { type Case, CaseArbitrary } from './arbitrary.ts'
import type { Entity, Question, World } from './case.ts'
import { inOrder } from './generate/grain.ts'
import { openWorld } from './open-world.ts'
import { queryText } from './write-query.ts'

const questionsPerWorld = 4
const cases = Math.ceil(Number(process.env.TESSERA_PROPERTY_CASES ?? 1000) / 30)
const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = await Promise.all(engines.map((engine) => openTestDatabase(engine, {})))
})
afterAll(() => Promise.all(databases.map((database) => database.close())))

/** Entities whose rows can be told from each other. */
function keyed({ entities }: World): readonly Entity[] {
  return entities.filter(({ key, rows }) => {
    const keys = rows.map((row) => JSON.stringify(key.map((name) => row[name])))
    return key.length > 0 && new Set(keys).size === rows.length && !keys.some((text) => text.includes('null'))
  })
}

function rowSlices(world: World, { name, key }: Entity, { asOf, of, ...asked }: Question): RowSlices {
  // Without a grain it does not matter whose rows make groups: there is one.
  const question: Question = { ...asked, ...(of && asked.by.length > 0 && { of }) }
  const field = (text: string) => text.slice(1, -1).trim()
  return {
    one: name,
    page: `${name}s`,
    key,
    scope: asOf === undefined ? '' : `asOf: "${asOf}"`,
    slice: field(queryText(world, { ...asked, ...(of && { of }) })),
    isOpen: question.by.length === 0,
    root: ({ where, isByKey, hasHaving }) => {
      const { having, ...rest } = question
      const members = key.map((dimension) => ({ kind: 'dimension' as const, entity: name, name: dimension }))
      const by = inOrder(world, [...(isByKey ? members : []), ...question.by])
      const filter = { entities: { [name]: marker } }
      const kept = { ...rest, by, ...(hasHaving && having && { having }), ...(asOf !== undefined && { asOf }) }
      const text = queryText(world, { ...kept, where: { entities: {}, and: [...(question.where ? [question.where] : []), filter] } })
      const shown = queryText(world, question).replace(/^.*?\) \{ rows \{/, '{ rows {')
      return field(`${text.replace(/\) \{ rows \{.*$/, ')').replace(markerText, where)} ${shown}`)
    },
  }
}

/** Written out by another hand. */
const marker = { dimensions: {}, one: {}, many: {}, not: { dimensions: {}, one: {}, many: {} } }
const markerText = '{ not: {} }'

let compared = 0

async function holds({ world, questions }: Case, chosen: number): Promise<void> {
  const entities = keyed(world)
  const entity = entities[chosen % Math.max(1, entities.length)]
  if (entity === undefined) return
  const opened = await openWorld(world, databases)
  try {
    for (const [index, { ask }] of opened.entries()) {
      for (const question of questions) {
        compared += await expectRowSlices(ask, rowSlices(world, entity, question)).catch((error: unknown) => {
          throw new Error(`on ${engines[index]}: ${error instanceof Error ? error.message : error}`)
        })
      }
    }
  } finally {
    await Promise.all(opened.map((one) => one.close()))
  }
}

test(
  `${cases} random slices of rows answer as slices by their keys (TESSERA_PROPERTY_SEED=${seed})`,
  async () => {
    const started = Date.now()
    const property = fc.asyncProperty(new CaseArbitrary(questionsPerWorld), fc.nat(11), holds)
    const result = await fc.check(property, { seed, numRuns: Math.ceil(cases / questionsPerWorld), endOnFailure: true, verbose: 0 })
    console.info(`seed ${seed}, ${Math.round((Date.now() - started) / 1000)} s: ${compared} slices`)
    if (result.failed) {
      const { errorInstance } = result
      expect.fail(`TESSERA_PROPERTY_SEED=${seed}\n${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`)
    }
    expect(compared).toBeGreaterThan(0)
  },
  60_000 + cases * 2_000,
)
