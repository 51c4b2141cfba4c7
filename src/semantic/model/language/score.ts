/** `scores[]` of an entity: where a row stands among all others, as a small whole number. */
import { listText } from '../../issues/define-code.ts'
import { issue, type Spanned } from '../../issues/issue.ts'
import type { RelativeTest } from '../../time/range.ts'
import type { ScoreOrigin, ScoreRule, ScoreScale } from '../grouping.ts'
import { quantileCuts, scoreMethods } from '../grouping.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { DimensionDeclaration } from '../model.ts'
import type { Rule } from '../rules.ts'
import { filledList, name, numberWithin, oneOfWords, plainText, type Shape, text, wholeNumberWithin } from '../shape.ts'
import { spanOf } from '../tree.ts'
import { annotationKeys, hiddenKey, readShown, verifiedKey } from './annotations.ts'
import { band, bandIssues, bandsInOrder } from './band.ts'
import { dimensionWindow } from './period.ts'

const mostBuckets = 100

const keys = {
  name: {
    name: 'name',
    shape: name(),
    description: 'A dimension of that name: a whole number.',
    isRequired: true,
    example: 'recency_score',
  },
  title: { name: 'title', shape: plainText(), description: 'For people.', default: 'the name in words', example: 'Recency score' },
  of: {
    name: 'of',
    shape: text(),
    description: 'What is scored: a numeric dimension of the entity, such as an aggregate or another score.',
    isRequired: true,
    example: 'recency_days',
  },
  method: {
    name: 'method',
    shape: oneOfWords(scoreMethods),
    description:
      '`quantile`: cut points split the values into buckets of about equal size, and equal values score alike. `ntile`: buckets of equal size, in the order of the values and, among equal ones, of the key; equal values may score differently. `cumulative_share`: by the share of the total that strictly better rows make up (Pareto, ABC analysis). `bands`: values score what is written.',
    default: '`quantile`',
    example: 'quantile',
  },
  buckets: {
    name: 'buckets',
    shape: wholeNumberWithin(2, mostBuckets),
    description: 'How many scores there are, from 1 up.',
    example: 5,
  },
  cut: {
    name: 'cut',
    shape: oneOfWords(quantileCuts),
    description:
      'Cut points lie among the ordered values, interpolated between two of them where they fall between (type 7, as in Excel, NumPy and R). A value has passed a cut point when it is greater (`right`), greater or equal (`left`), or greater by at least 1 (`plus_one`, as in the R package rfm); its bucket is 1 and one more for each cut point passed.',
    default: '`right`',
    example: 'right',
  },
  shares: {
    name: 'shares',
    shape: filledList(numberWithin(0, 1)),
    description:
      'Where one bucket ends and the next begins, ascending between 0 and 1, both left out. There is one bucket more than shares: with 0.8 and 0.95 the best make up 80 % of the total, the next 15 %, the rest 5 %; whoever crosses a share is still before it.',
    example: [0.8, 0.95],
  },
  bands: {
    name: 'bands',
    shape: filledList(band),
    description: 'Which values score what; values below and above all bands have no score.',
  },
  best: {
    name: 'best',
    shape: oneOfWords(['lowest', 'highest']),
    description: 'Which values are best: the lowest (days since the last order) or the highest (money).',
    example: 'lowest',
  },
  bestScore: {
    name: 'best_score',
    shape: wholeNumberWithin(1, mostBuckets),
    description: 'The score of the best values: 1, or the number of buckets.',
    example: 5,
  },
  where: {
    name: 'where',
    shape: text(),
    description: 'Who is scored: a condition. All other rows have no score and do not count among those that are scored.',
    default: 'every row that has a value',
    example: "${first_ordered_on} < cast(${as_of} as date) - interval '1 year'",
  },
  window: {
    name: 'window',
    shape: withPlace(dimensionWindow),
    description:
      'Where `of` is an aggregate: only rows whose time lies there are aggregated. Several scores of one aggregate may have different windows.',
    default: 'all rows, or the window of the dimension',
    example: '{ last: 24, unit: month }',
  },
  hidden: hiddenKey,
} satisfies Record<string, Key<unknown>>

const ofBuckets = ['quantile', 'ntile'] as const
const ofOrder = [...ofBuckets, 'cumulative_share'] as const
const absent = 'quantile'

function onlyWith(key: string, methods: readonly string[]): Rule {
  const others = scoreMethods.filter((method) => !methods.includes(method))
  const reason = `it goes only with ${listText(methods.map((method) => `method: ${method}`))}`
  return { kind: 'only-for', key, word: 'method', others, reason, absent }
}

function needed(key: string, values: readonly string[]): Rule {
  return { kind: 'needed-for', key, word: 'method', values, absent }
}

export const score = mapping(
  {
    noun: 'score',
    plural: 'scores',
    description:
      'Where a row stands among all rows of its entity, as a small whole number. It is a dimension, computed at the date of the question over the whole base: filters and groups of the question do not change it. A row without a value has no score; a count of 0 is no value, because nothing was counted.',
    example: `scores:
  - { name: recency_score, of: recency_days, buckets: 5, best: lowest, best_score: 5 }
  - { name: frequency_score_24_months, of: order_count, window: { last: 24, unit: month }, buckets: 5, best: highest, best_score: 5 }
  - { name: value_decile, of: lifetime_revenue, method: ntile, buckets: 10, best: highest, best_score: 1 }
  - { name: turnover_class, of: lifetime_revenue, method: cumulative_share, shares: [0.8, 0.95], best: highest, best_score: 3 }
  - name: recency_band
    of: recency_days
    method: bands
    bands: [{ from: 0, below: 60, score: 3 }, { from: 60, below: 120, score: 2 }, { from: 120, score: 1 }]`,
    keys: [...Object.values(keys), ...annotationKeys, verifiedKey],
    rules: [
      onlyWith('buckets', ofBuckets),
      onlyWith('cut', ['quantile']),
      onlyWith('shares', ['cumulative_share']),
      onlyWith('bands', ['bands']),
      onlyWith('best', ofOrder),
      onlyWith('best_score', ofOrder),
      needed('buckets', ofBuckets),
      needed('shares', ['cumulative_share']),
      needed('bands', ['bands']),
      needed('best', ofOrder),
      needed('best_score', ofOrder),
    ],
  },
  build,
)

function build(fields: Fields): DimensionDeclaration | undefined {
  const scoreName = fields.read(keys.name)
  const of = fields.read(keys.of)
  const where = fields.read(keys.where)
  const window = fields.read(keys.window)
  const rule = readRule(fields)
  const declaration = readShown(fields, keys.title)
  if (scoreName === undefined || of === undefined || rule === undefined) return undefined
  const from: ScoreOrigin = { kind: 'score', of, rule, ...(where !== undefined && { where }), ...(window !== undefined && { window }) }
  return { name: scoreName, type: { value: 'integer', span: scoreName.span }, from, ...declaration }
}

function readRule(fields: Fields): ScoreRule | undefined {
  const written = fields.read(keys.method)
  const method = written?.value ?? (fields.entry('method') === undefined ? absent : undefined)
  const buckets = fields.read(keys.buckets)
  const cut = fields.read(keys.cut)?.value ?? 'right'
  const shares = fields.read(keys.shares)
  const bands = fields.read(keys.bands)
  const best = fields.read(keys.best)
  const bestScore = fields.read(keys.bestScore)
  const scaled = (of: number | undefined): ScoreScale | undefined => {
    if (of === undefined || best === undefined || bestScore === undefined) return undefined
    if (bestScore === 1 || bestScore === of) return { best: best.value, bestScore }
    report(fields, 'best_score', bestScore, `neither 1 nor the number of buckets, ${of}`)
    return undefined
  }
  switch (method) {
    case undefined:
      return undefined
    case 'quantile': {
      const scale = scaled(buckets)
      return buckets === undefined || scale === undefined ? undefined : { method, buckets, cut, ...scale }
    }
    case 'ntile': {
      const scale = scaled(buckets)
      return buckets === undefined || scale === undefined ? undefined : { method, buckets, ...scale }
    }
    case 'cumulative_share': {
      const scale = scaled(shares === undefined ? undefined : shares.length + 1)
      const isAscending = shares?.every(({ value }, index) => value > (shares[index - 1]?.value ?? 0) && value < 1)
      if (shares !== undefined && !isAscending)
        report(fields, 'shares', `[${shares.map(({ value }) => value).join(', ')}]`, 'which does not ascend between 0 and 1, both left out')
      if (shares === undefined || !isAscending || scale === undefined) return undefined
      return { method, shares: shares.map(({ value }) => String(value)), ...scale }
    }
    case 'bands': {
      const problems = bandIssues(bands ?? [])
      for (const problem of problems) fields.report(problem)
      return bands === undefined || problems.length > 0 ? undefined : { method, bands: bandsInOrder(bands) }
    }
  }
}

function report(fields: Fields, key: string, value: string | number, problem: string): void {
  const entry = fields.entry(key)
  fields.report(
    issue(
      'BAD_VALUE',
      { what: `\`${key}\` of ${fields.of}`, value: String(value), problem },
      entry === undefined ? fields.place : spanOf(entry.value),
    ),
  )
}

function withPlace(shape: Shape<RelativeTest>): Shape<Spanned<RelativeTest>> {
  return {
    ...shape,
    decode: (tree, what, report) => {
      const value = shape.decode(tree, what, report)
      return value === undefined ? undefined : { value, span: spanOf(tree) }
    },
  }
}
