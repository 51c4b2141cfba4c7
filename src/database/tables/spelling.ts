/**
 * Cells of text that are numbers or days in a spelling of their own, and what is wrong with those that nearly are:
 *
 *   1.234,50 €   12,5       a comma before the decimals     -> remove "€", "." and blanks, then "," is the point
 *   $1,234.50    1,234,567  commas between the thousands    -> remove "$" and ","
 *   1,234                   either of both                  -> stays text
 *
 * A whole column decides: one cell that only one of both readings has is enough.
 */

/** Why a column is text though its cells look like something else. */
export type TextBecause =
  | 'no value'
  | 'leading zeros'
  | 'plus signs'
  | 'numbers'
  | 'day first'
  | 'slashes'
  | 'thousands or decimals'
  | 'percent signs'
  | 'several currencies'
  | 'other cells'
  | 'unread'

/** How a number is made of the text of a cell. */
export interface NumberSpelling {
  readonly mark: ',' | '.'
  /** What stands between its digits, before and after, and is no part of the number. */
  readonly remove: readonly string[]
  /** The most digits after the mark. */
  readonly places: number
}

/** `because` of other cells: how many of those that have a value, and one of them. */
export interface OtherCells {
  readonly are: 'numbers' | 'times'
  readonly count: number
  readonly example: string
}

export interface Spelling {
  readonly because?: TextBecause
  readonly number?: NumberSpelling
  readonly others?: OtherCells
  /** Every cell is an object or a list of JSON. */
  readonly isNested?: true
}

export interface Asked {
  readonly question: string
  readonly sql: string
  /** Once it is false of some rows it is false of all. */
  readonly isOfAll?: true
}

export type Answers = Readonly<Record<string, unknown>>

const blanks = { blank: ' ', 'no-break space': '\u00a0', 'narrow no-break space': '\u202f' } as const
const anyBlank = '[ \u00a0\u202f]'
const currency = '[$€£¥]|EUR|USD|GBP|CHF'

/** Digits, in groups of three by one and the same separator or without any, and decimals. */
function numberPattern(separator: string, mark: string): string {
  const groups = [separator, ' ', '\u00a0', '\u202f', "''", '’'].map((one) => `(?:[${one}][0-9]{3})+`).join('|')
  const digits = `(?:[0-9]+|[1-9][0-9]{0,2}(?:${groups}))(?:[${mark}][0-9]+)?`
  return `[+-]?(?:(?:${currency})${anyBlank}?)?[+-]?${digits}(?:${anyBlank}?(?:${currency}))?`
}

const patterns = {
  comma: numberPattern('.', ','),
  point: numberPattern(',', '.'),
  percent: `[+-]?[0-9]+([.,][0-9]+)?${anyBlank}?%`,
  dayFirst: '[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}',
  slashes: '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}( .*)?',
  time: '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?',
  unread: "[-+(]?[$€£¥]?[0-9][-0-9.,:/()''’ \u00a0\u202f$€£¥%]*",
} as const

/** `known` is the text of a cell, trimmed, or null. */
export function textQuestions(cell: string, known: string): readonly Asked[] {
  const matches = (pattern: string): string => `regexp_full_match(${known}, '${pattern}')`
  const all = (question: string, condition: string): Asked => {
    return { question, sql: `coalesce(bool_and(${condition}) filter (where ${known} is not null), false)`, isOfAll: true }
  }
  const isNumber = `(${matches(patterns.comma)} or ${matches(patterns.point)})`
  const sign = `nullif(regexp_extract(${known}, '${currency}'), '')`
  const core = `regexp_replace(${known}, '${anyBlank}?(${currency})${anyBlank}?', '')`
  const places = (mark: string): string => `coalesce(max(length(regexp_extract(${core}, '[${mark}]([0-9]+)$', 1))), 0)`
  const others = (kind: string, condition: string): readonly Asked[] => [
    { question: kind, sql: `count(*) filter (where ${condition})` },
    { question: `no ${kind}`, sql: `min(left(${known}, 20)) filter (where not ${condition})` },
  ]
  return [
    all('comma', matches(patterns.comma)),
    all('point', matches(patterns.point)),
    all('percent', matches(patterns.percent)),
    all('dayFirst', `${matches(patterns.dayFirst)} and try_strptime(${known}, '%d.%m.%Y') is not null`),
    all('slashes', matches(patterns.slashes)),
    all('nested', `left(${known}, 1) in ('{', '[') and json_valid(${known})`),
    all('unread', matches(patterns.unread)),
    { question: 'signs', sql: `count(${sign})` },
    { question: 'sign', sql: `min(${sign})` },
    { question: 'other sign', sql: `max(${sign})` },
    { question: 'separators', sql: `string_agg(distinct regexp_extract(${core}, '[^0-9+-]'), '')` },
    { question: 'places after ,', sql: places(',') },
    { question: 'places after .', sql: places('.') },
    ...Object.entries(blanks).map(([question, blank]) => ({ question, sql: `coalesce(bool_or(contains(${cell}, '${blank}')), false)` })),
    ...others('numbers', isNumber),
    ...others('times', matches(patterns.time)),
  ]
}

export function spellingOf(answers: Answers): Spelling {
  if (answers.nested === true) return { isNested: true }
  if (answers.comma === true || answers.point === true) return numbersOf(answers)
  if (answers.dayFirst === true) return { because: 'day first' }
  if (answers.slashes === true) return { because: 'slashes' }
  if (answers.percent === true) return { because: 'percent signs' }
  const others = othersOf(answers)
  if (others !== undefined) return { because: 'other cells', others }
  return answers.unread === true ? { because: 'unread' } : {}
}

function numbersOf(answers: Answers): Spelling {
  const { comma, point, sign, signs, known, separators = '' } = answers
  if (signs !== 0 && (signs !== known || sign !== answers['other sign'])) return { because: 'several currencies' }
  const set = new Set(String(separators))
  if (comma === true && point === true && (set.has(',') || set.has('.'))) return { because: 'thousands or decimals' }
  const mark = comma === true ? ',' : '.'
  const places = Number(answers[`places after ${mark}`])
  const found = Object.entries(blanks).flatMap(([question, blank]) => (answers[question] === true ? [blank] : []))
  // Groups of digits alone may be telephone numbers.
  if (signs === 0 && places === 0 && ![',', '.'].some((one) => set.has(one))) return { because: 'unread' }
  const between = [...set].filter((one) => one !== mark && !found.some((blank) => blank === one))
  return { because: 'numbers', number: { mark, places, remove: [...(signs === 0 ? [] : [String(sign)]), ...found, ...between] } }
}

/** Where most cells are of one kind, the others are mostly a word for nothing. */
function othersOf(answers: Answers): OtherCells | undefined {
  const known = Number(answers.known)
  for (const are of ['numbers', 'times'] as const) {
    const fitting = Number(answers[are])
    const example = answers[`no ${are}`]
    if (fitting * 2 > known && typeof example === 'string') return { are, count: known - fitting, example }
  }
  return undefined
}
