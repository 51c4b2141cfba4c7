/** Every mistake of `scores[]`: place, code and full text. */
import { describe, expect, test } from 'vitest'
import { issuesOf } from '../../support/story.ts'
import { briefly, issuesWith } from './grouping-story.ts'

const quantile = (rest: string) => `{ name: s, of: worth, ${rest} }`
const five = 'buckets: 5, best: highest, best_score: 5'
const bands = (list: string) => `{ name: s, of: worth, method: bands, bands: [${list}] }`
const shares = (list: string, best = 3) =>
  `{ name: s, of: worth, method: cumulative_share, shares: [${list}], best: highest, best_score: ${best} }`

describe('keys', () => {
  test.each<[declaration: string, ...issues: string[]]>([
    [quantile(five)],
    [
      '{ name: s, of: worth }',
      '17 MISSING_KEY Score `s` has no `buckets`, which `method: quantile`, the default, needs.',
      '17 MISSING_KEY Score `s` has no `best`, which `method: quantile`, the default, needs.',
      '17 MISSING_KEY Score `s` has no `best_score`, which `method: quantile`, the default, needs.',
    ],
    [
      '{ name: s, of: worth, method: ntile }',
      '17 MISSING_KEY Score `s` has no `buckets`, which `method: ntile` needs.',
      '17 MISSING_KEY Score `s` has no `best`, which `method: ntile` needs.',
      '17 MISSING_KEY Score `s` has no `best_score`, which `method: ntile` needs.',
    ],
    [
      '{ name: s, of: worth, method: cumulative_share, buckets: 3 }',
      '17 MISSING_KEY Score `s` has no `shares`, which `method: cumulative_share` needs.',
      '17 MISSING_KEY Score `s` has no `best`, which `method: cumulative_share` needs.',
      '17 MISSING_KEY Score `s` has no `best_score`, which `method: cumulative_share` needs.',
      '57 MISPLACED_KEY `buckets` has no meaning in score `s`: it goes only with `method: quantile` or `method: ntile`.',
    ],
    [
      '{ name: s, of: worth, method: bands, buckets: 5, best: highest, best_score: 5, cut: left, shares: [0.5] }',
      '17 MISSING_KEY Score `s` has no `bands`, which `method: bands` needs.',
      '46 MISPLACED_KEY `buckets` has no meaning in score `s`: it goes only with `method: quantile` or `method: ntile`.',
      '58 MISPLACED_KEY `best` has no meaning in score `s`: it goes only with `method: quantile`, `method: ntile` or `method: cumulative_share`.',
      '73 MISPLACED_KEY `best_score` has no meaning in score `s`: it goes only with `method: quantile`, `method: ntile` or `method: cumulative_share`.',
      '88 MISPLACED_KEY `cut` has no meaning in score `s`: it goes only with `method: quantile`.',
      '99 MISPLACED_KEY `shares` has no meaning in score `s`: it goes only with `method: cumulative_share`.',
    ],
    [
      quantile(`${five}, bands: [{ score: 1 }], shares: [0.5]`),
      '73 MISPLACED_KEY `bands` has no meaning in score `s`: it goes only with `method: bands`.',
      '96 MISPLACED_KEY `shares` has no meaning in score `s`: it goes only with `method: cumulative_share`.',
    ],
    [
      quantile(`method: ntile, ${five}, cut: left`),
      '88 MISPLACED_KEY `cut` has no meaning in score `s`: it goes only with `method: quantile`.',
    ],
    [`{ of: worth, ${five} }`, '11 MISSING_KEY A score has no `name`.'],
    [`{ name: s, ${five} }`, '17 MISSING_KEY Score `s` has no `of`.'],
    [quantile(`${five}, bucket: 5`), '73 UNKNOWN_KEY Unknown key `bucket` in score `s`. Closest: `buckets`.'],
    [quantile(`method: quantiles, ${five}`), '39 UNKNOWN_VALUE `method` of score `s` cannot be `quantiles`. Closest: `quantile`.'],
    [quantile(`${five}, cut: rigth`), '78 UNKNOWN_VALUE `cut` of score `s` cannot be `rigth`. Closest: `right`.'],
    [quantile('buckets: 5, best: high, best_score: 5'), '49 UNKNOWN_VALUE `best` of score `s` cannot be `high`. Allowed: lowest, highest.'],
  ])('%s', async (declaration, ...issues) => {
    expect(await issuesWith('scores', declaration)).toEqual(issues)
  })
})

describe('numbers', () => {
  test.each<[declaration: string, ...issues: string[]]>([
    [quantile('buckets: 2, best: highest, best_score: 1')],
    [quantile('buckets: 100, best: highest, best_score: 100')],
    [
      quantile('buckets: 5, best: highest, best_score: 3'),
      '70 BAD_VALUE `best_score` of score `s` is `3`, neither 1 nor the number of buckets, 5.',
    ],
    [quantile('buckets: 1, best: highest, best_score: 1'), '40 BAD_VALUE `buckets` of score `s` is `1`, not a whole number from 2 to 100.'],
    [
      quantile('buckets: 101, best: highest, best_score: 1'),
      '40 BAD_VALUE `buckets` of score `s` is `101`, not a whole number from 2 to 100.',
    ],
    [
      quantile('buckets: 2.5, best: highest, best_score: 1'),
      '40 BAD_VALUE `buckets` of score `s` is `2.5`, not a whole number from 2 to 100.',
    ],
    [
      quantile('buckets: five, best: highest, best_score: 1'),
      '40 WRONG_TYPE `buckets` of score `s` takes a whole number from 2 to 100, not the text `five`.',
    ],
    [
      quantile('buckets: 5, best: highest, best_score: best'),
      '70 WRONG_TYPE `best_score` of score `s` takes a whole number from 1 to 100, not the text `best`.',
    ],
  ])('%s', async (declaration, ...issues) => {
    expect(await issuesWith('scores', declaration)).toEqual(issues)
  })
})

describe('bands', () => {
  test.each<[list: string, ...issues: string[]]>([
    ['{ score: 0 }'],
    ['{ from: 10, score: 2 }, { from: -0.5, below: 10.0, score: 1 }'],
    [
      '{ below: 10, score: 1 }, { from: 20, score: 2 }',
      '81 BAD_VALUE A band is `[20, ∞)`, which leaves a hole after the band at model.yml:24:56, [-∞, 10).',
    ],
    [
      '{ below: 30, score: 1 }, { from: 20, score: 2 }',
      '81 BAD_VALUE A band is `[20, ∞)`, which overlaps the band at model.yml:24:56, [-∞, 30).',
    ],
    [
      '{ score: 1 }, { from: 20, below: 30, score: 2 }',
      '70 BAD_VALUE A band is `[20, 30)`, which overlaps the band at model.yml:24:56, [-∞, ∞).',
    ],
    [
      '{ below: 10000000000000001, score: 1 }, { from: 10000000000000000, score: 2 }',
      '96 BAD_VALUE A band is `[10000000000000000, ∞)`, which overlaps the band at model.yml:24:56, [-∞, 10000000000000001).',
    ],
    [
      '{ from: 10, below: 10, score: 1 }, { from: 10, score: 2 }',
      '56 BAD_VALUE A band is `[10, 10)`, which holds no value: `from` is to be less than `below`.',
    ],
    [
      '{ from: -1, below: -1.5, score: 1 }',
      '56 BAD_VALUE A band is `[-1, -1.5)`, which holds no value: `from` is to be less than `below`.',
    ],
    [
      '{ below: 10, score: 1 }, { from: 10, score: 1 }',
      '81 BAD_VALUE `score` of a band is `1`, which the band at model.yml:24:56 scores, too.',
    ],
    ['{ below: 10 }', '56 MISSING_KEY A band has no `score`.'],
    ['{ score: 1001 }', '63 BAD_VALUE `score` of a band is `1001`, not a whole number from 0 to 1000.'],
    [
      '{ below: 1e3, score: 1 }, { from: "10", score: 2 }',
      '63 WRONG_TYPE `below` of a band takes a number such as `60` or `-0.5`, not the number 1e3.',
      '88 WRONG_TYPE `from` of a band takes a number such as `60` or `-0.5`, not the text `10`.',
    ],
    ['', '53 WRONG_TYPE `bands` of score `s` takes a list of at least one, not an empty list.'],
  ])('%s', async (list, ...issues) => {
    expect(await issuesWith('scores', bands(list))).toEqual(issues)
  })
})

describe('shares', () => {
  test.each<[list: string, ...issues: string[]]>([
    ['0.8, 0.95'],
    ['0.95, 0.8', '65 BAD_VALUE `shares` of score `s` is `[0.95, 0.8]`, which does not ascend between 0 and 1, both left out.'],
    ['0.8, 0.8', '65 BAD_VALUE `shares` of score `s` is `[0.8, 0.8]`, which does not ascend between 0 and 1, both left out.'],
    ['0, 0.8', '65 BAD_VALUE `shares` of score `s` is `[0, 0.8]`, which does not ascend between 0 and 1, both left out.'],
    ['0.8, 1', '65 BAD_VALUE `shares` of score `s` is `[0.8, 1]`, which does not ascend between 0 and 1, both left out.'],
    [
      '80, 95',
      '66 BAD_VALUE An item of `shares` of score `s` is `80`, which is not between 0 and 1.',
      '70 BAD_VALUE An item of `shares` of score `s` is `95`, which is not between 0 and 1.',
    ],
    ['0.8', '99 BAD_VALUE `best_score` of score `s` is `3`, neither 1 nor the number of buckets, 2.'],
    ['', '65 WRONG_TYPE `shares` of score `s` takes a list of at least one, not an empty list.'],
  ])('%s', async (list, ...issues) => {
    expect(await issuesWith('scores', shares(list))).toEqual(issues)
  })
})

describe('what is scored', () => {
  const of = (name: string, rest = '') => `{ name: s, of: ${name}, ${rest}${five} }`
  test.each<[declaration: string, ...issues: string[]]>([
    [of('r')],
    [of('worths'), '24 UNKNOWN_MEMBER Entity `customer` has no dimension `worths`. Closest: `worth`.'],
    [
      of('customers'),
      '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not the measure `customers`; a dimension with `measure: customer.customers` has its value for each row.',
    ],
    [
      of('purchase.revenue'),
      '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not the measure `purchase.revenue`; a dimension with `measure: purchase.revenue` has its value for each row.',
    ],
    [of('purchase.revenu'), '24 UNKNOWN_MEMBER Entity `customer` has no dimension `purchase.revenu`.'],
    [
      of('since'),
      '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not date; days since then are `cast(${as_of} as date) - cast(${since} as date)`.',
    ],
    [of('state'), '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not string.'],
    [of('vip'), '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not boolean.'],
    [of('tier'), '24 TYPE_MISMATCH `of` of `customer.s` takes a numeric dimension, not string.'],
    [of('s'), '17 CYCLIC_REFERENCE A circle of references: `customer.s` reads `customer.s`.'],
    [
      of('r', 'window: { last: 24, unit: month }, '),
      '37 TYPE_MISMATCH `of` of `customer.s`, which has a `window`, takes an aggregate (`measure:`), not `r`, which is none.',
    ],
    [
      of('recent_orders', 'window: { last: 24, unit: month }, '),
      '49 TYPE_MISMATCH `of` of `customer.s`, which has a `window`, takes an aggregate without a `window` of its own, not `recent_orders`.',
    ],
    [of('ticket_count', 'window: { last: 24, unit: month }, '), '48 NO_TIME Entity `ticket` has no `time`, which `window` needs.'],
    [of('orders', 'window: { last: 24, unit: month }, ')],
    [of('orders', 'window: { last: 24 }, '), '42 MISSING_KEY A dimension window has no `unit`, which `last` needs.'],
  ])('%s', async (declaration, ...issues) => {
    expect(await issuesWith('scores', declaration)).toEqual(issues)
  })

  test.each<[where: string, ...issues: string[]]>([
    ['${orders} > 1 and not ${vip}'],
    ['${worth}', '38 TYPE_MISMATCH The condition of `customer.s` takes boolean, not decimal.'],
    ['${wort} > 1', '39 UNKNOWN_MEMBER Entity `customer` has no member `wort`. Closest: `worth`.'],
    ['${s} > 1', '17 CYCLIC_REFERENCE A circle of references: `customer.s` reads `customer.s`.'],
    [
      'sum(${worth}) > 1',
      '39 EXPRESSION_NOT_ALLOWED Aggregate `sum` is not allowed in an expression. A value per row has none; measures aggregate, and dimensions with `measure:` read them.',
    ],
    ["${tier} = 'GLD'", '49 UNKNOWN_VALUE A group of `customer.tier` cannot be `GLD`. Closest: `GOLD`.'],
  ])('where %s', async (where, ...issues) => {
    expect(await issuesWith('scores', `{ name: s, of: worth, where: "${where}", ${five} }`)).toEqual(issues)
  })

  test('mistakes of `of` and of `where` are told together', async () => {
    expect(await issuesWith('scores', `{ name: s, of: wort, where: "\${state}", ${five} }`)).toEqual([
      '24 UNKNOWN_MEMBER Entity `customer` has no dimension `wort`. Closest: `worth`.',
      '37 TYPE_MISMATCH The condition of `customer.s` takes boolean, not string.',
    ])
  })

  test('rows that nothing tells apart', async () => {
    const text = `version: 1
model: shop
entities:
  - name: visit
    table: visits
    dimensions: [{ name: seconds, type: integer }]
    scores:
      - { name: s, of: seconds, ${five} }
`
    expect(briefly(await issuesOf(text), 8)).toEqual(['24 NO_PRIMARY_KEY Entity `visit` has no `primary_key`, which a score needs.'])
  })
})

describe('names', () => {
  const named = (name: string) => `{ name: ${name}, of: worth, ${five} }`
  test.each<[declaration: string, ...issues: string[]]>([
    [named('state'), '17 NAME_CLASH Dimension `state` clashes with dimension `state` at model.yml:9:17. Rename one of them.'],
    [
      named('since_month'),
      '10:17 NAME_CLASH Dimension `customer.since` by month clashes with dimension `customer.since_month` at model.yml:24:17. Rename one of them.',
    ],
    [named('id'), '17 RESERVED_NAME `id` is a reserved name. Write `name: customer_id`.'],
    [named('in_segment'), '17 RESERVED_NAME `in_segment` is a reserved name. Write `name: customer_in_segment`.'],
    [
      named('Recency Score'),
      '17 BAD_NAME `name` of score `Recency Score` is `Recency Score`, not a legal name: lower-case letters, digits and single underscores, a letter first, at most 50 characters. Legal: `recency_score`.',
    ],
  ])('%s', async (declaration, ...issues) => {
    expect(await issuesWith('scores', declaration)).toEqual(issues)
  })
})
