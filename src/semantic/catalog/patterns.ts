/**
 * Patterns of a segmentation: which combinations of scores a group takes, written short.
 *
 *   X13|X14        a digit or X for each score in turn: any frequency of the list's first, 1, then 3 or 4
 *   R4-5 FM4-5     letters with a value or a range, both ends in it; what is left out may be anything, a missing score too
 *
 *   text -parse-> alternatives of intervals, one for each score it is about -conditionOf-> condition
 */
import type { Expression, ParsedReference } from '../expression/expression.ts'
import { numberType, plainNumber } from '../expression/literals.ts'
import { listText } from '../issues/define-code.ts'
import { failure, InternalError, type Issue, issue, type Result, type Span, type Spanned, success } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
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

/** A piece of a pattern: `R4-5`, or a whole alternative. */
interface Part {
  readonly text: string
  readonly offset: number
}

/** Far above what people write; the databases read conditions this long without trouble. */
const mostComparisons = 1500

type Refuse = (part: Part, problem: string, nearest?: string) => void

export function parsePattern(pattern: Spanned<string>, axes: readonly Axis[], of: string): Result<readonly Alternative[]> {
  const issues: Issue[] = []
  const refuse: Refuse = ({ text, offset }, problem, nearest) => {
    const what = `${text === pattern.value ? '' : 'A part of '}\`pattern\` of ${of}`
    const facts = { what, value: text, problem, ...(nearest !== undefined && { closest: nearest }) }
    issues.push(issue('BAD_VALUE', facts, spanAt(pattern, offset, text.length)))
  }
  if (axes.length === 0) {
    refuse({ text: pattern.value, offset: 0 }, 'but the segmentation has no `scores`')
    return failure(...issues)
  }
  const alternatives = between(pattern.value).map((part): Alternative => {
    const written = trimmed(part)
    if (/^[\s,]*$/.test(written.text)) {
      refuse({ text: pattern.value, offset: 0 }, 'with nothing where an alternative should be')
      return new Map()
    }
    return /^[0-9Xx]+$/.test(written.text) ? byPlace(written, axes, refuse) : byLetters(written, axes, refuse)
  })
  const comparisons = alternatives.reduce((sum, { size }) => sum + size, 0)
  if (comparisons > mostComparisons) {
    refuse({ text: pattern.value, offset: 0 }, `which compares scores ${comparisons} times, at most ${mostComparisons} are read`)
  }
  return issues.length > 0 ? failure(...issues) : success(alternatives)
}

/** What stands between the `|`. */
function between(pattern: string): readonly Part[] {
  const texts = pattern.split('|')
  return texts.map((text, index) => ({ text, offset: texts.slice(0, index).join('|').length + (index > 0 ? 1 : 0) }))
}

function partsOf({ text, offset }: Part, part: RegExp): readonly Part[] {
  return [...text.matchAll(part)].map((match) => ({ text: match[0], offset: offset + match.index }))
}

function trimmed({ text, offset }: Part): Part {
  return { text: text.trim(), offset: offset + text.length - text.trimStart().length }
}

function byPlace(written: Part, axes: readonly Axis[], refuse: Refuse): Alternative {
  const { text } = written
  if (axes.some(({ letters }) => letters !== undefined)) {
    const example = axes.map(({ letters, values }) => `${letters}${values?.at(-1) ?? 1}`).join(' ')
    refuse(written, `but the \`scores\` have letters: \`${example}\``)
    return new Map()
  }
  const long = axes.find(({ values = [] }) => values.some((value) => value > 9))
  if (long !== undefined) {
    const letter = long.member.charAt(0).toUpperCase()
    refuse(
      written,
      `but \`${long.member}\` has scores of two digits: \`scores\` by letters, such as \`{ ${letter}: ${long.member} }\`, can name them`,
    )
    return new Map()
  }
  if (text.length !== axes.length) {
    refuse(written, `${counted(text.length, 'character')} for ${counted(axes.length, 'score')}`)
    return new Map()
  }
  return new Map(
    axes.map((axis, index) => {
      const digit = text.charAt(index)
      if (digit.toUpperCase() === 'X') return [index, {}]
      checkRange({ from: digit, to: digit }, axis, written, refuse)
      return [index, { from: digit, to: digit }]
    }),
  )
}

const token = /^([A-Za-z]+)(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/

function byLetters(written: Part, axes: readonly Axis[], refuse: Refuse): Alternative {
  const intervals = new Map<number, Interval>()
  for (const part of partsOf(written, /[^\s,]+/g)) {
    const [, letters, from, to = from] = token.exec(part.text) ?? []
    if (letters === undefined || from === undefined || to === undefined) {
      refuse(part, 'neither digits and `X` nor letters with a score or a range, such as `R4-5`')
      continue
    }
    const index = axisNamed(letters, axes, part, refuse)
    const axis = index === undefined ? undefined : axes[index]
    if (index === undefined || axis === undefined) continue
    if (intervals.has(index)) refuse(part, `the second about \`${axis.member}\`: alternatives stand beside \`|\``)
    if ([from, to].some((end) => numberType(end) === undefined)) refuse(part, 'with a number of more than 38 digits')
    else if (Number(from) > Number(to)) refuse(part, `a range from more to less: \`${letters}${to}-${from}\` is one from less to more`)
    else checkRange({ from, to }, axis, part, refuse)
    intervals.set(index, { from, to })
  }
  return intervals
}

function axisNamed(letters: string, axes: readonly Axis[], part: Part, refuse: Refuse): number | undefined {
  const wanted = letters.toLowerCase()
  const exact = axes.findIndex((axis) => (axis.letters ?? axis.member).toLowerCase() === wanted)
  if (exact !== -1) return exact
  const begun = axes.flatMap((axis, index) => (axis.letters === undefined && isBegunBy(wanted, axis.member) ? [index] : []))
  const [only, other] = begun
  if (only !== undefined && other === undefined) return only
  const known = axes.map((axis) => axis.letters ?? axis.member)
  if (only === undefined) refuse(part, `but \`${letters}\` is none of the \`scores\`: ${listText(known, 'and')}`, closest(letters, known))
  else {
    const candidates = listText(begun.map((index) => axes[index]?.member ?? ''))
    refuse(
      part,
      `but \`${letters}\` may be ${candidates}: \`scores\` by letters, such as \`{ ${letters}: ${axes[only]?.member} }\`, say which`,
    )
  }
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

/** Both ends lie where the score has values, and one of them between: any other range says less than it seems to. */
function checkRange({ from, to }: Required<Interval>, { member, values }: Axis, part: Part, refuse: Refuse): void {
  const [first, last] = [values?.[0], values?.at(-1)]
  if (values === undefined || first === undefined || last === undefined) return
  const isMet = values.some((value) => value >= Number(from) && value <= Number(to))
  const outside = [from, to].find((end) => Number(end) < first || Number(end) > last)
  if (isMet && outside === undefined) return
  const never = outside ?? (from === to ? from : `${from} to ${to}`)
  refuse(part, `but \`${member}\` is never ${never}: it is ${valuesText(values)}`)
}

function valuesText(values: readonly number[]): string {
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  const isUnbroken = last - first === values.length - 1
  return values.length > 2 && isUnbroken
    ? `${first} to ${last}`
    : `${values.slice(0, -1).join(', ')}${values.length > 1 ? ' or ' : ''}${last}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** As an expression of the model; true or false, and unknown where a score is missing. Its parts have no place but that of the pattern. */
export function conditionOf(alternatives: readonly Alternative[], axes: readonly Axis[], span: Span): Expression<ParsedReference> {
  const call = (name: string, ...given: readonly Expression<ParsedReference>[]): Expression<ParsedReference> => ({
    kind: 'call',
    name,
    arguments: given,
    type: 'unknown',
    span,
  })
  const joined = (name: 'and' | 'or', parts: readonly Expression<ParsedReference>[]): Expression<ParsedReference> => {
    const [first, second] = parts
    return first !== undefined && second === undefined ? first : call(name, ...parts)
  }
  const number = (value: string): Expression<ParsedReference> => {
    const type = numberType(value)
    if (type === undefined) throw new InternalError(`No number: ${value}`)
    return { kind: 'literal', value: plainNumber(value), type, span }
  }
  const conditions = alternatives.map((alternative) => {
    const parts = [...alternative].map(([index, { from, to }]) => {
      const axis = axes[index]
      if (axis === undefined) throw new InternalError(`No axis ${index}`)
      const score: Expression<ParsedReference> = {
        kind: 'reference',
        reference: { kind: 'member', member: axis.member, span },
        type: 'unknown',
        span,
      }
      if (from === undefined || to === undefined) return call('is_not_null', score)
      return from === to ? call('=', score, number(from)) : call('between', score, number(from), number(to))
    })
    return joined('and', parts)
  })
  return joined('or', conditions)
}
