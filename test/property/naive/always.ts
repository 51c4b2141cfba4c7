/** Conditions that every row meets, or none, whatever it holds: they can be told without looking. */
import type { EntityFilter, Operators, Quantifiers } from '../case.ts'

type Certainty = 'always' | 'never' | 'depends'

export function alwaysOrNever(filter: EntityFilter): Certainty {
  return all([
    ...Object.values(filter.dimensions).map(ofOperators),
    ...Object.values(filter.one).map(alwaysOrNever),
    ...Object.values(filter.many).map(ofQuantifiers),
    ...(filter.and ?? []).map(alwaysOrNever),
    ...(filter.or ? [opposite(all(filter.or.map((part) => opposite(alwaysOrNever(part)))))] : []),
    ...(filter.not ? [opposite(alwaysOrNever(filter.not))] : []),
  ])
}

/** Of nothing: always. */
function all(parts: readonly Certainty[]): Certainty {
  if (parts.includes('never')) return 'never'
  return parts.every((part) => part === 'always') ? 'always' : 'depends'
}

function opposite(certainty: Certainty): Certainty {
  return certainty === 'depends' ? 'depends' : certainty === 'always' ? 'never' : 'always'
}

/** Only a list can be empty. */
function ofOperators({ in: anyOf, notIn, contains, startsWith, endsWith, ...others }: Operators): Certainty {
  const isEmpty = (list: readonly unknown[] | undefined) => list?.length === 0
  if ([anyOf, contains, startsWith, endsWith].some(isEmpty)) return 'never'
  const isOpen = [anyOf, notIn?.length === 0 ? undefined : notIn, contains, startsWith, endsWith, ...Object.values(others)]
  return isOpen.every((operand) => operand === undefined) ? 'always' : 'depends'
}

/** Whether there are rows at all is not known. */
function ofQuantifiers({ some, none, every }: Quantifiers): Certainty {
  return all([
    ...(some ? [alwaysOrNever(some) === 'never' ? ('never' as const) : ('depends' as const)] : []),
    ...(none ? [alwaysOrNever(none) === 'never' ? ('always' as const) : ('depends' as const)] : []),
    ...(every ? [alwaysOrNever(every)] : []).map((inner) => (inner === 'always' ? inner : ('depends' as const))),
  ])
}
