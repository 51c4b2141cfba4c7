/**
 * A property of worlds held on both engines, repeatable by its seed.
 *
 * TESSERA_PROPERTY_CASES says how much is tried (1000 unless it says otherwise), TESSERA_PROPERTY_SEED repeats a run.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines } from '../support/databases.ts'
import type { Ask } from '../support/story.ts'
import { modelText } from './model.ts'
import { openWorld } from './open-world.ts'
import type { Answer, Value } from './question.ts'
import type { World } from './world.ts'

const cases = Number(process.env.TESSERA_PROPERTY_CASES ?? 1000)
const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))

const secondsToShrink = 20

export interface Property<Given extends { readonly world: World }> {
  readonly title: string
  readonly given: fc.Arbitrary<Given>
  /** Throws where it does not hold. */
  readonly check: (given: Given, ask: Ask, database: Database) => Promise<void>
}

export interface Effort {
  /** So many for every thousand cases. */
  readonly worlds: number
  /** One for each of `engines`. */
  readonly databases: () => readonly Database[]
}

export function holds<Given extends { readonly world: World }>(law: Property<Given>, { worlds, databases }: Effort): void {
  test(
    `${law.title} (TESSERA_PROPERTY_SEED=${seed})`,
    async () => {
      let shrinkUntil: number | undefined
      const property = fc.asyncProperty(law.given, async (given) => {
        // A failure that is small enough: whatever else is tried counts as right.
        if (shrinkUntil !== undefined && Date.now() > shrinkUntil) return
        await checkOnEngines(law, given, databases()).catch((error: unknown) => {
          shrinkUntil ??= Date.now() + secondsToShrink * 1000
          throw error
        })
      })
      const result = await fc.check(property, { seed, numRuns: Math.max(1, Math.round((cases * worlds) / 1000)) })
      if (!result.failed) return
      const { errorInstance } = result
      expect.fail(`TESSERA_PROPERTY_SEED=${seed}\n${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`)
    },
    60_000 + cases * 500,
  )
}

async function checkOnEngines<Given extends { readonly world: World }>(
  { check }: Property<Given>,
  given: Given,
  databases: readonly Database[],
): Promise<void> {
  const { asks, close } = await openWorld(given.world, databases)
  try {
    for (const [index, database] of databases.entries()) {
      const ask = asks[index]
      if (ask === undefined) throw new Error(`No world on ${engines[index]}`)
      await check(given, ask, database).catch((error: unknown) => {
        throw new Error(storyOf(engines[index] ?? '', given.world, error))
      })
    }
  } finally {
    await close()
  }
}

function storyOf(engine: string, world: World, error: unknown): string {
  const { sales, visits, ...rest } = world
  return [
    `--- on ${engine}`,
    error instanceof Error ? error.message : String(error),
    '--- world',
    JSON.stringify(rest),
    ...sales.map((sale) => `sale ${JSON.stringify(sale)}`),
    ...visits.map((visit) => `visit ${JSON.stringify(visit)}`),
    '--- model',
    modelText(world, ''),
  ].join('\n')
}

/** Throws with both answers where they differ; `names` are those of their values. */
export function expectSame(asked: string, names: readonly string[], actual: Answer, expected: Answer): void {
  const keys = new Set([...actual.groups.keys(), ...expected.groups.keys()])
  const wrong = [...keys].filter((key) => !areSame(actual.groups.get(key), expected.groups.get(key)))
  const lines = wrong.map((key) => `${key}: ${shown(actual.groups.get(key))}, not ${shown(expected.groups.get(key))}`)
  if (!areSame(actual.totals, expected.totals)) lines.push(`totals: ${shown(actual.totals)}, not ${shown(expected.totals)}`)
  if (lines.length > 0) throw new Error([asked, names.join(', '), ...lines.slice(0, 20)].join('\n'))
}

function shown(values: readonly Value[] | undefined): string {
  return values === undefined ? 'no group' : JSON.stringify(values)
}

function areSame(actual: readonly Value[] | undefined, expected: readonly Value[] | undefined): boolean {
  if (actual === undefined || expected === undefined) return actual === expected
  return actual.length === expected.length && actual.every((value, index) => isSame(value, expected[index] ?? null))
}

/** Sums of money have two places; whatever a division made is a float. */
export function isSame(a: Value, b: Value): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)))
}
