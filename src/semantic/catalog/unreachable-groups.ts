/**
 * Groups of segmentations that no row can be in: whatever fits them fits a group before them. Said as warnings, since answers are right.
 *
 *   loyal X1X, then promising X13|X14    ->   promising: what it fits is loyal
 *
 * Found where the conditions before them read scores, or are the same. What depends on anything else may be met by some row: nothing is said.
 */
import { type Issue, issue } from '../issues/issue.ts'
import type { Catalog, Dimension, Group } from './catalog.ts'
import { type Assignment, Conditions, type Known } from './told-by-scores.ts'

/** More combinations than are looked through while somebody waits. */
const mostCombinations = 20_000

export function unreachableGroups(catalog: Pick<Catalog, 'entities'>): readonly Issue[] {
  const conditions = new Conditions(catalog)
  return [...catalog.entities.values()].flatMap(({ dimensions }) =>
    [...dimensions.values()].flatMap((segmentation) =>
      segmentation.groups === undefined ? [] : unreachableOf(segmentation, segmentation.groups, conditions),
    ),
  )
}

type Conditional = Group & Required<Pick<Group, 'condition'>>

function unreachableOf({ entity, name }: Dimension, all: readonly Group[], conditions: Conditions): readonly Issue[] {
  const groups = all.filter((group): group is Conditional => group.condition !== undefined)
  const takers = takersByCombination(groups, conditions) ?? takersByText(groups, conditions)
  return groups.flatMap((group, index) => {
    const taken = takers[index]
    if (taken === undefined) return []
    const before = [...taken].sort((a, b) => a - b).map((place) => nameOf(groups[place]))
    return [issue('GROUP_NEVER_MATCHES', { segmentation: `${entity}.${name}`, group: nameOf(group), before }, group.declaredAt)]
  })
}

/** As in the model. */
function nameOf(group: Group | undefined): string {
  return group?.value.toLowerCase() ?? ''
}

/** By group that no row can be in: the groups before it that have what it fits. */
type Takers = readonly (ReadonlySet<number> | undefined)[]

/** Undefined where there are too many to look through. */
function takersByCombination(groups: readonly Conditional[], conditions: Conditions): Takers | undefined {
  const variables = new Map<string, readonly Known[]>()
  for (const { condition } of groups) conditions.variablesOf(condition, variables)
  if ([...variables.values()].reduce((product, values) => product * values.length, 1) > mostCombinations) return undefined
  const takers = groups.map((): Set<number> | undefined => new Set())
  for (const combination of combinations([...variables])) {
    let winner: number | undefined
    groups.forEach(({ condition }, index) => {
      const isMet = conditions.valueOf(condition, combination)
      if (isMet === false || isMet === null) return
      if (winner !== undefined) takers[index]?.add(winner)
      else takers[index] = undefined
      if (isMet === true) winner ??= index
    })
  }
  return takers
}

function* combinations(variables: readonly (readonly [name: string, values: readonly Known[]])[]): Generator<Assignment> {
  const [first, ...others] = variables
  if (first === undefined) {
    yield new Map()
    return
  }
  const [name, values] = first
  for (const rest of combinations(others)) for (const value of values) yield new Map([...rest, [name, value]])
}

function takersByText(groups: readonly Conditional[], conditions: Conditions): Takers {
  const texts = groups.map(({ condition }) => conditions.textOf(condition))
  return texts.map((text, index) => {
    const first = texts.indexOf(text)
    return first < index ? new Set([first]) : undefined
  })
}
