/**
 * Random models, rows and questions: the answer on both engines is the naive evaluator's.
 *
 * TESSERA_PROPERTY_CASES says how many questions, TESSERA_PROPERTY_SEED repeats a run.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Case, CaseArbitrary } from './arbitrary.ts'
import { disagreement } from './judge.ts'
import { evaluate } from './naive/slice.ts'
import { openWorld } from './open-world.ts'
import { type Failure, storyText } from './story.ts'

const questionsPerWorld = 4
const cases = Number(process.env.TESSERA_PROPERTY_CASES ?? 1000)
const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))

let databases: readonly Database[] = []
beforeAll(async () => {
  databases = await Promise.all(engines.map((engine) => openTestDatabase(engine, {})))
})
afterAll(() => Promise.all(databases.map((database) => database.close())))

const counts = new Map<string, number>()

/** The first failure's kind: while it is made smaller, other failures are of worlds that make no sense any more. */
let firstKind: string | undefined

async function holdsOrFailsAsBefore(given: Case): Promise<void> {
  const failure = await failureOf(given)
  if (failure === undefined) return
  firstKind ??= failure.kind
  if (failure.kind === firstKind) throw new Error(failure.text)
}

interface Failed {
  readonly kind: string
  readonly text: string
}

async function failureOf(given: Case): Promise<Failed | undefined> {
  try {
    const failure = await failureOnEngines(given)
    return failure && { kind: failure.problems.map(([engine, problem]) => `${engine} ${problem.kind}`).join(), text: storyText(failure) }
  } catch (error) {
    if (firstKind !== undefined) return undefined
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { kind: 'thrown', text: `${text}\n${JSON.stringify(given)}` }
  }
}

async function failureOnEngines({ world, questions }: Case): Promise<Failure | undefined> {
  const asked = questions.map((question) => ({ question, expected: evaluate(world, question) }))
  for (const { expected } of asked) counts.set(expected.kind, (counts.get(expected.kind) ?? 0) + 1)
  const opened = await openWorld(world, databases)
  try {
    for (const { question, expected } of asked) {
      const found = await Promise.all(opened.map(({ ask }) => disagreement(ask, world, question, expected)))
      const problems = found.flatMap((problem, position) => (problem === undefined ? [] : [[engines[position] ?? '', problem] as const]))
      if (problems.length > 0) return { world, question, problems }
    }
    return undefined
  } finally {
    await Promise.all(opened.map((world) => world.close()))
  }
}

test(
  `${cases} random slices answer as the naive evaluator does (TESSERA_PROPERTY_SEED=${seed})`,
  async () => {
    const started = Date.now()
    const result = await fc.check(fc.asyncProperty(new CaseArbitrary(questionsPerWorld), holdsOrFailsAsBefore), {
      seed,
      numRuns: Math.ceil(cases / questionsPerWorld),
      verbose: 0,
    })
    const seconds = Math.round((Date.now() - started) / 1000)
    console.info(`seed ${seed}, ${seconds} s: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}`)
    if (result.failed) {
      const { errorInstance } = result
      expect.fail(`TESSERA_PROPERTY_SEED=${seed}\n${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`)
    }
  },
  60_000 + cases * 500,
)
