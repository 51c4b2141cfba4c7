/** Groups of answers put beside those of other answers: added up, told apart by bucket, compared. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { durationOf, isEarlier, type Size, stepOf } from './calendar.ts'
import { isSame } from './hold.ts'
import { type Answer, type Question, questionText, type Value } from './question.ts'
import type { World } from './world.ts'

export interface Asked {
  readonly world: World
  readonly question: Question
}

/** Several questions of one world. */
export interface AskedOften {
  readonly world: World
  readonly questions: readonly Question[]
}

/** Three questions: what a world has is soon looked at, and making it takes longer. */
export function often(world: World, question: fc.Arbitrary<Question>): fc.Arbitrary<AskedOften> {
  return fc.record({ world: fc.constant(world), questions: fc.array(question, { minLength: 3, maxLength: 3 }) })
}

/** Of a question by one size of bucket. */
export interface Group {
  /** Its other keys as JSON. */
  readonly others: string
  readonly bucket: string | null
  readonly values: readonly Value[]
}

/** In the order of their buckets. */
export function groupsOf({ groups }: Answer): readonly Group[] {
  return [...groups]
    .map(([key, values]) => {
      const keys: readonly (string | null)[] = JSON.parse(key)
      return { others: JSON.stringify(keys.slice(0, -1)), bucket: keys.at(-1) ?? null, values }
    })
    .sort((a, b) => ((a.bucket ?? '') < (b.bucket ?? '') ? -1 : 1))
}

export function keyOf({ others, bucket }: Pick<Group, 'others' | 'bucket'>): string {
  return JSON.stringify([...JSON.parse(others), bucket])
}

/** Of nothing but nulls null. */
export function sumOf(values: readonly Value[]): Value {
  const present = values.filter((value) => value !== null)
  return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0)
}

/** Column by column; undefined where there is no group. */
export function addedUp(groups: readonly Pick<Group, 'values'>[]): readonly Value[] | undefined {
  return groups[0]?.values.map((_, index) => sumOf(groups.map(({ values }) => values[index] ?? null)))
}

export function expectEqual(
  what: string,
  { world, question }: Asked,
  actual: readonly Value[] | undefined,
  expected: readonly Value[] | undefined,
): void {
  const areEqual =
    actual !== undefined && expected !== undefined
      ? actual.length === expected.length && actual.every((value, index) => isSame(value, expected[index] ?? null))
      : actual === expected
  if (!areEqual) throw new Error(`${questionText(world, question)}\n${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`)
}

/** Every group of either has the values of the other's. */
export function expectEqualGroups(asked: Asked, actual: Answer['groups'], expected: Answer['groups']): void {
  for (const key of new Set([...actual.keys(), ...expected.keys()])) expectEqual(key, asked, actual.get(key), expected.get(key))
}

export function dayOf(bucket: string | null): Temporal.PlainDate {
  if (bucket === null) throw new Error('No bucket')
  return Temporal.PlainDate.from(bucket)
}

export function nextBucket(bucket: string | null, size: Size): Temporal.PlainDate {
  return dayOf(bucket).add(durationOf({ n: 1, unit: stepOf(size) }))
}

export function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return isEarlier(one, other) ? one : other
}
