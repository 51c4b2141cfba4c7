/** The cases of Cube that we answer otherwise. All others pass. */
import { expect } from 'vitest'
import type { Cell, Row } from '../compare.ts'
import type { Comparison, Decision } from '../suite.ts'

const emptyWindow: Decision = {
  explainedAt: 'A rolling count whose window is empty',
  ours: ({ ours, theirs }) => expect(ours.map((row) => row.map((cell) => (cell === '0' ? null : cell)))).toEqual(theirs),
}

const half = 'Half years'
const anyInterval: Decision = { explainedAt: 'Buckets of any length', refused: 'THREE_MONTHS_BY_MARCH' }
const window: Decision = { explainedAt: 'A rolling window along such buckets', refused: 'TWO_MO_BY_FEB' }

export const decided: Readonly<Record<string, Decision>> = {
  'querying BigECommerce: rolling window by 2 day': emptyWindow,
  'querying BigECommerce: rolling window by 2 week': emptyWindow,
  'querying BigECommerce: rolling window by 2 month': emptyWindow,
  'querying custom granularities ECommerce: count by half_year + no dimension': {
    explainedAt: half,
    ours: answering([
      ['18', '2020-01-01', '2020-01-01'],
      ['26', '2020-07-01', '2020-07-01'],
    ]),
  },
  'querying custom granularities ECommerce: count by half_year_by_1st_april + no dimension': {
    explainedAt: half,
    ours: answering([
      ['19', '2020-04-01', '2020-04-01'],
      ['20', '2020-10-01', '2020-10-01'],
      ['5', '2019-10-01', '2019-10-01'],
    ]),
  },
  // Of 1 January 2020.
  'querying custom granularities ECommerce: count by half_year + dimension': {
    explainedAt: half,
    ours: answeringTheirs({ 'Lorain 2019-07-01': '2020-01-01' }),
  },
  // Of 10 April and of 12 October.
  'querying custom granularities ECommerce: count by half_year_by_1st_april + dimension': {
    explainedAt: half,
    ours: answeringTheirs({ 'Philadelphia 2019-10-01': '2020-04-01', 'Lakewood 2020-04-01': '2020-10-01' }),
  },
  'querying custom granularities (with preaggregation) ECommerce: totalQuantity by half_year + no dimension': {
    explainedAt: half,
    ours: answering([
      ['2020-01-01', '2020-01-01', '57'],
      ['2020-07-01', '2020-07-01', '103'],
    ]),
  },
  'querying custom granularities (with preaggregation) ECommerce: totalQuantity by half_year + dimension': {
    explainedAt: half,
    ours: ({ ours, theirs }) => expect(ours).toEqual(inTheHalfBefore(theirs)),
  },
  'querying custom granularities ECommerce: count by three_months_by_march + no dimension': anyInterval,
  'querying custom granularities ECommerce: count by three_months_by_march + dimension': anyInterval,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByUnbounded': window,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByTrailing': window,
  'querying custom granularities ECommerce: count by two_mo_by_feb + no dimension + rollingCountByLeading': window,
}

export const later: Readonly<Record<string, string>> = {}

function answering(rows: readonly Row[]): (comparison: Comparison) => void {
  return ({ ours }) => expect(ours).toEqual(rows)
}

/** Their rows of city, count, half and half again, with some cities of a half in another. */
function answeringTheirs(halves: Readonly<Record<string, string>>): (comparison: Comparison) => void {
  return ({ ours, theirs }) => {
    const corrected = theirs.map((row) => {
      const [city, count, theirHalf] = row
      const ourHalf = halves[`${city} ${theirHalf}`] ?? theirHalf ?? null
      return [city ?? null, count ?? null, ourHalf, ourHalf]
    })
    expect(ours).toEqual(corrected.sort((a, b) => (`${a[2]} ${a[0]}` < `${b[2]} ${b[0]}` ? -1 : 1)))
  }
}

/** Their rows of half, half again, product and quantity: those from July 2020 on are of the half before, where some products are already. */
function inTheHalfBefore(theirs: readonly Row[]): readonly Row[] {
  const quantities = new Map<string, number>()
  for (const [theirHalf, , product, quantity] of theirs) {
    const key = JSON.stringify([theirHalf === '2021-01-01' ? '2020-07-01' : '2020-01-01', product])
    quantities.set(key, (quantities.get(key) ?? 0) + Number(quantity))
  }
  return [...quantities]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, quantity]) => {
      const [ourHalf, product]: [Cell, Cell] = JSON.parse(key)
      return [ourHalf, ourHalf, product, String(quantity)]
    })
}
