/** Every mistake of `segments[]`: place, code and full text. */
import { expect, test } from 'vitest'
import { issuesWith } from './grouping-story.ts'

const when = (condition: string) => `{ name: a, when: "${condition}" }`

test.each<[declaration: string, ...issues: string[]]>([
  [when('${r} >= 4 and (${vip} or ${recent_orders} > 1)')],
  [when("${tier} = 'GOLD' or ${tier} in ('SILVER')")],
  [when('${a}'), '17 CYCLIC_REFERENCE A circle of references: `customer.a` reads `customer.a`.'],
  [when('not ${vipp}'), '31 UNKNOWN_MEMBER Entity `customer` has no member `vipp`. Closest: `vip`.'],
  [when('${worth}'), '26 TYPE_MISMATCH The condition of `customer.a` takes boolean, not decimal.'],
  [when('null'), '26 TYPE_MISMATCH The condition of `customer.a` takes boolean, not null.'],
  [
    when('sum(${worth}) > 1'),
    '27 EXPRESSION_NOT_ALLOWED Aggregate `sum` is not allowed in an expression. A value per row has none; measures aggregate, and dimensions with `measure:` read them.',
  ],
  [
    when('${customers} > 1'),
    '27 TYPE_MISMATCH `customer.customers` in `customer.a` takes a dimension (one value per row), not a measure; a measure of type `number` may read it.',
  ],
  [
    when('${purchase.amount} > 1'),
    '27 MANY_VALUES `purchase.amount` has many values for a row of `customer`: `purchases` reaches many rows. A dimension with `measure:` makes one value of them.',
  ],
  [when('pg_sleep(1) is null'), '27 UNKNOWN_FUNCTION Function `pg_sleep` is not on the list of allowed functions.'],
  [
    when('(select true)'),
    '27 EXPRESSION_NOT_ALLOWED A sub-select is not allowed in an expression. Values of other entities are read as `${entity.member}`.',
  ],
  [when(''), '26 WRONG_TYPE `when` of segment `a` takes text, not an empty text.'],
  [when('${vip} and'), '34 EXPRESSION_SYNTAX Not an SQL expression: it ends after `and`.'],
  ['{ name: a }', '17 MISSING_KEY Segment `a` has no `when`.'],
  ['{ when: "${vip}" }', '11 MISSING_KEY A segment has no `name`.'],
  [
    '{ name: a, where: "${vip}" }',
    '17 MISSING_KEY Segment `a` has no `when`.',
    '20 UNKNOWN_KEY Unknown key `where` in segment `a`. Known keys: name, title, when, action, hidden, trusted, description, owner, tags, deprecated, verified.',
  ],
  [
    '{ name: worth, when: "${vip}" }',
    '17 NAME_CLASH Dimension `worth` clashes with dimension `worth` at model.yml:12:17. Rename one of them.',
  ],
  [
    '{ name: A b, when: "${vip}" }',
    '17 BAD_NAME `name` of segment `A b` is `A b`, not a legal name: lower-case letters, digits and single underscores, a letter first, at most 50 characters. Legal: `a_b`.',
  ],
])('%s', async (declaration, ...issues) => {
  expect(await issuesWith('segments', declaration)).toEqual(issues)
})

test('segments that read each other in a circle, a score among them', async () => {
  const [found, ...others] = await issuesWith(
    'segments',
    '{ name: a, when: "not ${b}" }',
    '{ name: b, when: "${c} or ${vip}" }',
    '{ name: c, when: "${a}" }',
  )
  expect([found, others]).toEqual([
    '17 CYCLIC_REFERENCE A circle of references: `customer.a` reads `customer.b` reads `customer.c` reads `customer.a`.',
    [],
  ])
  expect(
    await issuesWith('scores', '{ name: s, of: worth, where: "not ${vip} and ${decile} > 1", buckets: 5, best: highest, best_score: 5 }'),
  ).toEqual([])
})

test.each([
  ["${tier} = 'gold'", "'gold'", 'gold', 'GOLD'],
  ["'Gold' = ${tier}", "'Gold'", 'Gold', 'GOLD'],
  ["${tier} not in ('GOLD', 'SILVR')", "'SILVR'", 'SILVR', 'SILVER'],
  ["${tier} is distinct from 'bronce'", "'bronce'", 'bronce', 'BRONZE'],
  ["case ${tier} when 'gld' then true else false end", "'gld'", 'gld', 'GOLD'],
])('a text that is no group of the segmentation it is compared with: %s', async (condition, written, value, closest) => {
  const column = 27 + condition.indexOf(written)
  expect(await issuesWith('segments', when(condition))).toEqual([
    `${column} UNKNOWN_VALUE A group of \`customer.tier\` cannot be \`${value}\`. Closest: \`${closest}\`.`,
  ])
})

test('a text that is near none of its groups', async () => {
  expect(await issuesWith('segments', when("${tier} = 'PLATINUM'"))).toEqual([
    '37 UNKNOWN_VALUE A group of `customer.tier` cannot be `PLATINUM`. Allowed: GOLD, SILVER, BRONZE.',
  ])
})
