/**
 * The grain of a slice or explore: what its rows stand for, and whether the selection agrees with it.
 */
import { InternalError, type Issue, issue } from '../semantic/issues/issue.ts'
import { asList, type InputObject } from './read-logic.ts'
import type { SelectedRows } from './selection.ts'
import type { GrainWord, Vocabulary } from './vocabulary.ts'

/** In the order of the model, the shared clock last: fields of an input object have no order of their own. A member named twice counts once. */
export function grainOfArgument(by: InputObject, vocabulary: Vocabulary): readonly GrainWord[] {
  const groups = [
    ...[...vocabulary.entities.values()].map((words) => [words.field, words.grains] as const),
    ['time', byGranularity(vocabulary)] as const,
  ]
  return groups.flatMap(([group, words]) => [...new Set(asList(by[group] ?? []))].map((value) => grainWord(words, group, value)))
}

/** Buckets of the shared clock are named by their size: FISCAL_YEAR is `fiscal_year` in arguments, `fiscalYear` in answers. */
function byGranularity({ time }: Vocabulary): ReadonlyMap<string, GrainWord> {
  return new Map([...time.values()].map((word) => [word.granularity ?? word.field, word]))
}

function grainWord(words: ReadonlyMap<string, GrainWord>, group: string, value: unknown): GrainWord {
  const word = words.get(String(value))
  if (word === undefined) throw new InternalError(`The schema has ${group}.${String(value)} in \`by\`, the vocabulary does not.`)
  return word
}

export function outsideGrain(selected: readonly GrainWord[], grain: readonly GrainWord[]): readonly Issue[] {
  return selected
    .filter((word) => !grain.includes(word))
    .map((word) =>
      issue('NOT_IN_GRAIN', {
        dimension: word.path,
        grain: grain.map(({ path }) => path),
        usedIn: 'rows',
        fix: `Add it with \`${byArgument([...grain, word])}\`, or take it out of \`rows\`.`,
      }),
    )
}

/** `by: { customer: [STATE, CHANNEL], time: [MONTH] }` */
export function byArgument(grain: readonly GrainWord[]): string {
  const groups = [...new Set(grain.map(({ group }) => group))]
  const values = (group: string) => grain.filter((word) => word.group === group).map((word) => word.enumValue)
  return `by: { ${groups.map((group) => `${group}: [${values(group).join(', ')}]`).join(', ')} }`
}

/** The dimensions under `rows` are the grain of an explore, so several `rows` must select the same. */
export function differingRows(rows: readonly SelectedRows[]): readonly Issue[] {
  const grains = rows.map(({ name, words }) => ({
    name,
    paths: words.filter(({ word }) => word.kind === 'grain').map(({ word }) => word.path),
  }))
  const first = grains[0]
  const other = grains.find(({ paths }) => first !== undefined && !isSameSet(paths, first.paths))
  if (first === undefined || other === undefined) return []
  const list = (paths: readonly string[]) => (paths.length === 0 ? 'none' : [...new Set(paths)].map((path) => `\`${path}\``).join(', '))
  const problem = `\`${first.name}\` and \`${other.name}\` select different dimensions (${list(first.paths)}; ${list(other.paths)}). The dimensions under \`rows\` are the grain of an explore: select the same under both, or use two explore fields.`
  return [issue('BAD_USER_INPUT', { problem })]
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => b.includes(item)) && b.every((item) => a.includes(item))
}
