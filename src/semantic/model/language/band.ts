/**
 * `bands` of a score: which values score what, fixed. Half-open, so that each value lies in one of them; compared digit by digit.
 *
 *   [{ below: 60, score: 3 }, { from: 60, below: 120, score: 2 }]   59.9 scores 3, 60 scores 2, 120 has no score
 */
import { type Issue, issue } from '../../issues/issue.ts'
import { placeText } from '../../issues/print.ts'
import type { Band } from '../grouping.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import { decimalNumber, wholeNumberWithin } from '../shape.ts'

const keys = {
  score: {
    name: 'score',
    shape: wholeNumberWithin(0, 1000),
    description: 'What the values in it score. No two bands of a score have the same.',
    isRequired: true,
    example: 3,
  },
  from: {
    name: 'from',
    shape: decimalNumber(),
    description: 'The least value that is in it.',
    default: 'it has no lower end',
    example: 60,
  },
  below: {
    name: 'below',
    shape: decimalNumber(),
    description: 'The least value that is too great for it.',
    default: 'it has no upper end',
    example: 120,
  },
} satisfies Record<string, Key<unknown>>

/** A band with its place. */
export interface WrittenBand extends Band {
  readonly fields: Fields
}

export const band = mapping(
  {
    noun: 'band',
    plural: 'bands',
    description:
      'Values that score alike: `from` is in the band, `below` is not. In any order; each begins where the one before it ends. Values before the first and after the last have no score.',
    example: 'bands: [{ below: 60, score: 3 }, { from: 60, below: 120, score: 2 }, { from: 120, score: 1 }]',
    keys: Object.values(keys),
    rules: [],
  },
  (fields): WrittenBand | undefined => {
    const score = fields.read(keys.score)
    const from = fields.read(keys.from)
    const below = fields.read(keys.below)
    // An end that cannot be read is not the same as no end.
    const isRead = (value: unknown, key: string) => value !== undefined || fields.entry(key) === undefined
    if (score === undefined || !isRead(from, 'from') || !isRead(below, 'below')) return undefined
    return { score, ...(from !== undefined && { from: from.value }), ...(below !== undefined && { below: below.value }), fields }
  },
)

/** What is wrong with the bands of one score. */
export function bandIssues(bands: readonly WrittenBand[]): readonly Issue[] {
  const empty = bands.filter(({ from, below }) => from !== undefined && below !== undefined && compareDecimals(from, below) >= 0)
  if (empty.length > 0)
    return empty.map((each) => problem(each, edges(each), 'which holds no value: `from` is to be less than `below`', 'A band'))
  return [...repeatedScores(bands), ...neighbourIssues(bands)]
}

/** Ascending, without their places. */
export function bandsInOrder(bands: readonly WrittenBand[]): readonly Band[] {
  return inOrder(bands).map(({ fields, ...each }) => each)
}

function repeatedScores(bands: readonly WrittenBand[]): readonly Issue[] {
  return bands.flatMap((each, index) => {
    const first = bands.slice(0, index).find(({ score }) => score === each.score)
    if (first === undefined) return []
    return [problem(each, String(each.score), `which the band at ${placeText(first.fields.span)} scores, too`, '`score` of a band')]
  })
}

function neighbourIssues(bands: readonly WrittenBand[]): readonly Issue[] {
  const sorted = inOrder(bands)
  return sorted.flatMap((next, index): readonly Issue[] => {
    const before = sorted[index - 1]
    if (before === undefined) return []
    // Negative: it begins before the other ends, or one of them has no end there.
    const distance = before.below === undefined || next.from === undefined ? -1 : compareDecimals(next.from, before.below)
    if (distance === 0) return []
    const other = `the band at ${placeText(before.fields.span)}, ${edges(before)}`
    return [problem(next, edges(next), distance < 0 ? `which overlaps ${other}` : `which leaves a hole after ${other}`, 'A band')]
  })
}

function inOrder(bands: readonly WrittenBand[]): readonly WrittenBand[] {
  return bands.toSorted((a, b) => compareEnds(a.from, b.from, -1) || compareEnds(a.below, b.below, 1))
}

/** `absent`: where the end that is not there lies. */
function compareEnds(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : -absent
  return compareDecimals(a, b)
}

/** Digits with an optional sign and point: floats would call neighbours beyond 2^53 equal. */
function compareDecimals(a: string, b: string): number {
  const places = Math.max(...[a, b].map((text) => text.split('.')[1]?.length ?? 0))
  const [left, right] = [scaled(a, places), scaled(b, places)]
  return left === right ? 0 : left < right ? -1 : 1
}

function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(places, '0'))
}

function edges({ from, below }: Band): string {
  return `[${from ?? '-∞'}, ${below ?? '∞'})`
}

function problem({ fields }: WrittenBand, value: string, what: string, of: string): Issue {
  return issue('BAD_VALUE', { what: of, value, problem: what }, fields.span)
}
