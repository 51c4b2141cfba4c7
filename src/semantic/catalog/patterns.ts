/**
 * Patterns of a segmentation: which combinations of scores a group takes, written short.
 *
 *   X13|X14        a digit or X for each score in turn: any frequency of the list's first, 1, then 3 or 4
 *   R4-5 FM4-5     letters with a value or a range, both ends in it; what is left out may be anything, a missing score too
 *
 *   text -parse-> alternatives of intervals, one for each score it is about -conditionText-> SQL condition
 */
import { failure, InternalError, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'

/** What a pattern is about. */
export interface Axis {
  readonly member: string
  /** In a mapping of the segmentation, the letters as written. */
  readonly letters?: string
  /** What a score may be; absent for any other number. */
  readonly values?: readonly number[]
}

/** Both ends in it, digits with an optional point; without them any value, but a value. */
export interface Interval {
  readonly from?: string
  readonly to?: string
}

/** One interval for each axis it names, by the axis's place. */
export type Alternative = ReadonlyMap<number, Interval>

export function parsePattern(pattern: Spanned<string>, axes: readonly Axis[], of: string): Result<readonly Alternative[]> {
  const issues: Issue[] = []
  const refuse = (value: string, problem: string, nearest?: string) => {
    const facts = { what: `\`pattern\` of ${of}`, value, problem, ...(nearest !== undefined && { closest: nearest }) }
    issues.push(issue('BAD_VALUE', facts, pattern.span))
  }
  if (axes.length === 0)
    return failure(
      issue(
        'BAD_VALUE',
        { what: `\`pattern\` of ${of}`, value: pattern.value, problem: 'and the segmentation lists no `scores`' },
        pattern.span,
      ),
    )
  const alternatives = pattern.value.split('|').map((text): Alternative => {
    const written = text.trim()
    if (/^[0-9Xx]+$/.test(written)) return byPlace(written, axes, refuse)
    return byLetters(written, axes, refuse)
  })
  return issues.length > 0 ? failure(...issues) : success(alternatives)
}

type Refuse = (value: string, problem: string, nearest?: string) => void

function byPlace(written: string, axes: readonly Axis[], refuse: Refuse): Alternative {
  if (axes.some(({ letters }) => letters !== undefined)) {
    const example = axes.map(({ letters, values }) => `${letters}${values?.at(-1) ?? 1}`).join(' ')
    refuse(written, `and the \`scores\` have letters: \`${example}\``)
    return new Map()
  }
  if (written.length !== axes.length) {
    refuse(
      written,
      `${written.length} ${written.length === 1 ? 'digit' : 'digits'} for ${axes.length} ${axes.length === 1 ? 'score' : 'scores'}`,
    )
    return new Map()
  }
  return new Map(
    axes.map((axis, index) => {
      const digit = written.charAt(index)
      if (digit.toUpperCase() === 'X') return [index, {}]
      checkValue(digit, axis, written, refuse)
      if ((axis.values ?? []).some((value) => value > 9)) {
        refuse(
          written,
          `and \`${axis.member}\` has values of two digits: name \`scores\` by letters, such as \`{ ${initials(axis.member).charAt(0).toUpperCase()}: ${axis.member} }\``,
        )
      }
      return [index, { from: digit, to: digit }]
    }),
  )
}

const token = /^([A-Za-z]+)(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/

function byLetters(written: string, axes: readonly Axis[], refuse: Refuse): Alternative {
  const intervals = new Map<number, Interval>()
  if (written === '') refuse(written, 'nothing between two `|`')
  for (const part of written.split(/[\s,]+/).filter((text) => text !== '')) {
    const [, letters, from, to = from] = token.exec(part) ?? []
    if (letters === undefined || from === undefined || to === undefined) {
      refuse(part, 'neither digits and `X` nor letters with a value or a range, such as `R4-5`')
      continue
    }
    const index = axisNamed(letters, axes, part, refuse)
    const axis = index === undefined ? undefined : axes[index]
    if (index === undefined || axis === undefined) continue
    if (Number(from) > Number(to)) refuse(part, `a range from more to less: \`${letters}${to}-${from}\``)
    if (intervals.has(index)) refuse(part, `a second time about \`${axis.member}\`: alternatives stand beside \`|\``)
    checkRange({ from, to }, axis, part, refuse)
    intervals.set(index, { from, to })
  }
  return intervals
}

function axisNamed(letters: string, axes: readonly Axis[], part: string, refuse: Refuse): number | undefined {
  const wanted = letters.toLowerCase()
  const exact = axes.findIndex((axis) => axis.letters?.toLowerCase() === wanted)
  if (exact !== -1) return exact
  const begun = axes.flatMap((axis, index) => (axis.letters === undefined && isBegunBy(wanted, axis.member) ? [index] : []))
  const [only, other] = begun
  if (only !== undefined && other === undefined) return only
  const known = axes.map((axis) => axis.letters ?? axis.member)
  if (only === undefined) refuse(part, `and none of the \`scores\` is \`${letters}\`: ${known.join(', ')}`, closest(letters, known))
  else
    refuse(
      part,
      `and \`${letters}\` may be ${begun.map((index) => `\`${axes[index]?.member}\``).join(' or ')}: name \`scores\` by letters, \`{ ${letters}: ${axes[only]?.member} }\``,
    )
  return undefined
}

function isBegunBy(letters: string, member: string): boolean {
  return member.replaceAll('_', '').startsWith(letters) || initials(member).startsWith(letters)
}

function initials(member: string): string {
  return member
    .split('_')
    .map((word) => word.charAt(0))
    .join('')
}

function checkValue(value: string, { member, values }: Axis, part: string, refuse: Refuse): void {
  if (values === undefined || values.includes(Number(value))) return
  refuse(part, `and \`${member}\` is never ${value}, but ${valuesText(values)}`)
}

function checkRange({ from, to }: Required<Interval>, { member, values }: Axis, part: string, refuse: Refuse): void {
  if (values === undefined || values.some((value) => value >= Number(from) && value <= Number(to))) return
  refuse(part, `and \`${member}\` is never there, but ${valuesText(values)}`)
}

function valuesText(values: readonly number[]): string {
  const [first, last] = [values[0], values.at(-1)]
  return values.length > 2 ? `${first} to ${last}` : values.join(' or ')
}

/** As an expression of the model; true or false, and unknown where a score is missing. */
export function conditionText(alternatives: readonly Alternative[], axes: readonly Axis[]): string {
  const texts = alternatives.map((alternative) => {
    const parts = [...alternative].map(([index, { from, to }]) => {
      const axis = axes[index]
      if (axis === undefined) throw new InternalError(`No axis ${index}`)
      const member = `\${${axis.member}}`
      if (from === undefined || to === undefined) return `${member} is not null`
      return from === to ? `${member} = ${from}` : `${member} between ${from} and ${to}`
    })
    return parts.length === 1 ? parts.join('') : `(${parts.join(' and ')})`
  })
  return texts.join(' or ')
}

/** More combinations than anyone looks through. */
const mostCombinations = 100_000

/** Combinations of scores each list of alternatives has and none before it; undefined where they cannot be told one by one. */
export function combinationsWon(groups: readonly (readonly Alternative[])[], axes: readonly Axis[]): readonly number[] | undefined {
  const values = axes.map((axis) => axis.values)
  if (values.some((of) => of === undefined)) return undefined
  // A row without a score is one more value: letters left out take it.
  const all = values.map((of): readonly (number | null)[] => [...(of ?? []), null])
  if (all.reduce((product, of) => product * of.length, 1) > mostCombinations) return undefined
  const won = groups.map(() => 0)
  for (const combination of combinations(all)) {
    const winner = groups.findIndex((alternatives) => alternatives.some((alternative) => holds(alternative, combination)))
    if (winner !== -1) won[winner] = (won[winner] ?? 0) + 1
  }
  return won
}

function* combinations(values: readonly (readonly (number | null)[])[]): Generator<readonly (number | null)[]> {
  const [first, ...others] = values
  if (first === undefined) {
    yield []
    return
  }
  for (const value of first) for (const rest of combinations(others)) yield [value, ...rest]
}

function holds(alternative: Alternative, combination: readonly (number | null)[]): boolean {
  return [...alternative].every(([index, { from, to }]) => {
    const value = combination[index] ?? null
    return value !== null && (from === undefined || value >= Number(from)) && (to === undefined || value <= Number(to))
  })
}
