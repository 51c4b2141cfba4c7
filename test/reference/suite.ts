/**
 * The verdict over a suite of another project: each case passes on both engines, is a different decision of ours that
 * docs/compatibility.md explains, or waits for something the model language does not have yet. Anything else fails.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EngineName, engines } from '../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../support/loaded-model.ts'
import type { Ask } from '../support/story.ts'
import type { Row } from './compare.ts'

/** Both answers in one spelling. */
export interface Comparison {
  readonly ours: readonly Row[]
  readonly theirs: readonly Row[]
  /** Where the case asks how many rows there are. */
  readonly count?: { readonly ours: number; readonly theirs: number }
}

export type Decision = {
  /** A line of docs/compatibility.md, as it begins there. */
  readonly explainedAt: string
} & (
  | {
      /** Holds what we answer instead: rows, or how ours become theirs. */
      readonly ours: (comparison: Comparison) => void
    }
  | {
      /** Why it is not asked, or what refuses it. */
      readonly refused: string
    }
)

export interface Suite<Case extends { readonly id: string }> {
  readonly name: string
  readonly cases: readonly Case[]
  /** Folder of the model a case is asked of. */
  modelOf(each: Case): string
  /** Throws where the case cannot be asked of the model. */
  compare(each: Case, ask: Ask): Promise<Comparison>
  readonly decided: Readonly<Record<string, Decision>>
  /** What the model language lacks. */
  readonly later: Readonly<Record<string, string>>
}

const folder = path.resolve('../shared/cases')

/** Undefined where the cases are not at hand. */
export function readCases<Content>(suite: string, file = 'cases.json'): Content | undefined {
  const place = path.join(folder, suite, file)
  return existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : undefined
}

export function sayCasesAreAbsent(suite: string): void {
  test(`the cases of other projects are not here (${path.relative('.', path.join(folder, suite))}): nothing was held against them`, () => {})
}

export function holdSuite<Case extends { readonly id: string }>(suite: Suite<Case>): void {
  describe.each(engines)(`${suite.name} on %s`, (engine) => holdOn(engine, suite))
  const ids = new Set(suite.cases.map(({ id }) => id))
  const listed = [...Object.keys(suite.decided), ...Object.keys(suite.later)]

  test(`${suite.name}: what is decided or waits is a case, and only one of the two`, () => {
    expect(listed.filter((id) => !ids.has(id))).toEqual([])
    expect(listed.filter((id, at) => listed.indexOf(id) !== at)).toEqual([])
  })

  test(`${suite.name}: every different decision is explained`, () => {
    const lines = readFileSync('docs/compatibility.md', 'utf8').split('\n')
    const places = [...new Set(Object.values(suite.decided).map(({ explainedAt }) => explainedAt))]
    expect(places.filter((place) => !lines.some((line) => line.startsWith(`| ${place}`)))).toEqual([])
  })
}

function holdOn<Case extends { readonly id: string }>(engine: EngineName, suite: Suite<Case>): void {
  const open = new Map<string, LoadedModel>()
  beforeAll(async () => {
    for (const model of new Set(suite.cases.map(suite.modelOf))) open.set(model, await openLoadedModel(engine, model))
  })
  afterAll(() => Promise.all([...open.values()].map((model) => model.close())))

  const compare = async (each: Case): Promise<Comparison> => {
    const loaded = open.get(suite.modelOf(each))
    if (loaded === undefined) throw new Error(`${suite.modelOf(each)} is not open`)
    return suite.compare(each, loaded.ask)
  }
  for (const each of suite.cases) {
    const decision = suite.decided[each.id]
    if (decision !== undefined)
      test(`${each.id}: decided otherwise`, async () => {
        if ('refused' in decision) return expect(compare(each)).rejects.toThrow(decision.refused)
        const comparison = await compare(each)
        expect(isSame(comparison)).toBe(false)
        decision.ours(comparison)
      })
    else if (suite.later[each.id] !== undefined)
      test(`${each.id}: waits for ${suite.later[each.id]}`, async () => {
        expect(await compare(each).then(isSame, () => false)).toBe(false)
      })
    else
      test(each.id, async () => {
        const { ours, theirs, count } = await compare(each)
        expect(ours).toEqual(theirs)
        expect(count?.ours).toBe(count?.theirs)
      })
  }
}

function isSame({ ours, theirs, count }: Comparison): boolean {
  return JSON.stringify(ours) === JSON.stringify(theirs) && count?.ours === count?.theirs
}
