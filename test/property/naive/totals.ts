/** Groups put in order, and their source rows put together again for totals and subtotals. */
import { type Cell, type MemberName, measureNamed, type Question, type Row } from '../case.ts'
import type { Base } from './base.ts'
import { type Groups, grainType } from './groups.ts'
import { measureOfRows } from './measures.ts'
import { compareValues, keyText, toJson, type Value } from './values.ts'

export interface Grouped {
  readonly branches: ReadonlyMap<string, Groups>
  readonly makers: readonly string[]
}

export interface OneGroup {
  readonly text: string
  readonly key: readonly Value[]
  readonly measure: (name: MemberName) => Value
}

/** Nulls last in both directions; ties by the grain, ascending. */
export function compareGroups({ by, orderBy }: Question, a: OneGroup, b: OneGroup): number {
  for (const { member, direction } of orderBy) {
    const value = ({ key, measure }: OneGroup) =>
      member.kind === 'measure' ? measure(member) : (key[by.findIndex((other) => JSON.stringify(other) === JSON.stringify(member))] ?? null)
    const sign = compareNullable(value(a), value(b), direction)
    if (sign !== 0) return sign
  }
  for (const [position, value] of a.key.entries()) {
    const sign = compareNullable(value, b.key[position] ?? null, 'ASC')
    if (sign !== 0) return sign
  }
  return 0
}

function compareNullable(a: Value, b: Value, direction: 'ASC' | 'DESC'): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return direction === 'ASC' ? compareValues(a, b) : compareValues(b, a)
}

interface Passed {
  readonly branches: Grouped['branches']
  readonly groups: readonly OneGroup[]
}

/** From the source rows of the groups that passed, each once. */
export function totalsOf(base: Base, { measures }: Question, passed: Passed): readonly Cell[] {
  return measures.map((name) => toJson(measureOver(base, passed, name), measureNamed(base.world, name).type))
}

function measureOver(base: Base, { branches, groups }: Passed, name: MemberName): Value {
  const rowsOf = (entity: string): readonly Row[] => [
    ...new Set(groups.flatMap(({ text }) => [...(branches.get(entity)?.get(text)?.rows ?? [])])),
  ]
  return measureOfRows(base, name, rowsOf)
}

/** The same for the groups that agree in some of the dimensions; ordered as the groups are, as far as that can be said of them. */
export function subtotalsOf(base: Base, question: Question, { branches, groups }: Passed): readonly (readonly Cell[])[] {
  const { subtotals, by, orderBy } = question
  if (subtotals === undefined) return []
  // Without a grain there is one row, whatever the groups.
  if (subtotals.length === 0) return [totalsOf(base, question, { branches, groups })]
  const isKept = (member: object) => subtotals.some((kept) => JSON.stringify(kept) === JSON.stringify(member))
  const ordered = { ...question, by: subtotals, orderBy: orderBy.filter(({ member }) => member.kind === 'measure' || isKept(member)) }
  const keyOf = ({ key }: OneGroup) => key.filter((_, position) => isKept(by[position] ?? {}))
  const parts = new Map<string, OneGroup[]>()
  for (const group of groups) {
    const text = keyText(keyOf(group))
    parts.set(text, [...(parts.get(text) ?? []), group])
  }
  return [...parts]
    .flatMap(([text, members]) => {
      const measure = (name: MemberName) => measureOver(base, { branches, groups: members }, name)
      return members.slice(0, 1).map((first) => ({ text, key: keyOf(first), measure, members }))
    })
    .toSorted((a, b) => compareGroups(ordered, a, b))
    .map(({ key, members }) => [
      ...subtotals.map((member, position) => toJson(key[position] ?? null, grainType(base, member))),
      ...totalsOf(base, question, { branches, groups: members }),
    ])
}
