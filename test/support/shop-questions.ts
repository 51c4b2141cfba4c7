/** Questions on the shop of test/slice/shop.ts that between them take every road through the compiler; `others` are other values of the same question. */
import type { Asked } from './recorded.ts'

type Variables = Readonly<Record<string, unknown>>

export interface ShopQuestion extends Asked {
  readonly name: string
  readonly variables: Variables
  readonly others: Variables
}

const asOf = { asOf: '2024-06-30' }
const otherAsOf = { asOf: '2024-03-31T12:00:00Z' }

export const shopQuestions: readonly ShopQuestion[] = [
  {
    name: 'measures by a to-one dimension, some states',
    query: `query Q($asOf: TimePoint, $states: [String]) { slice(by: { customer: [STATE] }, where: { customer: { state: { in: $states } } }, asOf: $asOf) {
      rows { customer { state } purchase { revenue beerRevenue averageAmount medianAmount p90Amount recency firstCategory } } totals { purchase { revenue averageAmount } } rowCount hasMore } }`,
    variables: { ...asOf, states: ['NY', 'CA', null] },
    others: { ...otherAsOf, states: ['TX', 'WA', null] },
  },
  {
    name: 'three entities by month of a zone',
    query: `query Q($asOf: TimePoint, $from: TimePoint, $to: TimePoint, $zone: TimeZone) {
      slice(by: { time: [MONTH], customer: [STATE] }, where: { time: { gte: $from, lt: $to } }, timeZone: $zone, asOf: $asOf) {
      rows { time { month } customer { state } purchase { revenue complaintsPerPurchase } complaint { complaints latest anyOpen } } totals { purchase { complaintsPerPurchase } } } }`,
    variables: { ...asOf, from: '2024-01-01', to: '2024-06-01', zone: 'Europe/Berlin' },
    others: { ...otherAsOf, from: '2023-01-01', to: '2023-12-31', zone: 'Pacific/Chatham' },
  },
  {
    name: 'customers by what they bought, with a bound condition and having',
    query: `query Q($asOf: TimePoint, $members: Boolean, $least: Int) {
      slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], where: { purchase: { quantity: { gte: $least } }, customer: { isMember: { eq: $members } } },
        having: { customer: { customers: { gte: $least } } }, asOf: $asOf) {
      rows { purchase { category } customer { customers percentageMembers } } totals { customer { customers percentageMembers } } rowCount } }`,
    variables: { ...asOf, members: true, least: 1 },
    others: { ...otherAsOf, members: false, least: 20 },
  },
  {
    name: 'a bound condition on either of two entities',
    query: `query Q($asOf: TimePoint, $state: String, $category: String) {
      slice(by: { purchase: [CATEGORY] }, of: [CUSTOMER], where: { or: [{ customer: { state: { eq: $state } } }, { purchase: { category: { ne: $category } } }] }, asOf: $asOf) {
      rows { purchase { category } customer { customers } complaint { complaints } } totals { customer { customers } } } }`,
    variables: { ...asOf, state: 'NY', category: 'Beer' },
    others: { ...otherAsOf, state: 'CA', category: 'Wine' },
  },
  {
    name: 'some, none, every',
    query: `query Q($asOf: TimePoint, $text: [String!], $category: String, $open: Boolean) {
      slice(by: {}, where: { customer: { purchases: { some: { category: { contains: $text } }, every: { not: { category: { eq: $category } } } }, complaints: { none: { isOpen: { eq: $open } } } } }, asOf: $asOf) {
      rows { customer { customers } } totals { customer { customers } } } }`,
    variables: { ...asOf, text: ['ee', 'i'], category: 'Tea', open: true },
    others: { ...otherAsOf, text: ['%', '_'], category: 'Wine', open: false },
  },
  {
    name: 'conditions on other entities than the measured one',
    query: `query Q($asOf: TimePoint, $category: String, $open: Boolean) {
      slice(by: { customer: [STATE_OR_UNKNOWN] }, where: { and: [{ purchase: { category: { eq: $category } } }, { not: { complaint: { isOpen: { eq: $open } } } }] }, asOf: $asOf) {
      rows { customer { stateOrUnknown customers } purchase { purchases } } } }`,
    variables: { ...asOf, category: 'Beer', open: true },
    others: { ...otherAsOf, category: 'Wine', open: false },
  },
  {
    name: 'aggregates as dimensions and conditions',
    query: `query Q($asOf: TimePoint, $least: Int) {
      slice(by: { customer: [NUMBER_OF_PURCHASES, LIFETIME_REVENUE] }, where: { customer: { largePurchases: { gte: $least } } }, asOf: $asOf) {
      rows { customer { numberOfPurchases lifetimeRevenue customers } purchase { revenue } } totals { customer { customers } } } }`,
    variables: { ...asOf, least: 1 },
    others: { ...otherAsOf, least: 3 },
  },
  {
    name: 'by the key of what is pointed to, a page of them',
    query: `query Q($asOf: TimePoint, $limit: Int, $offset: Int) {
      slice(by: { customer: [CUSTOMER_ID, STATE] }, orderBy: [{ purchase: { revenue: DESC } }, { customer: { state: DESC } }], limit: $limit, offset: $offset, asOf: $asOf) {
      rows { customer { customerId state } purchase { revenue categories } complaint { complaints } } totals { purchase { categories } } rowCount hasMore } }`,
    variables: { ...asOf, limit: 2, offset: 1 },
    others: { ...otherAsOf, limit: 7, offset: 4 },
  },
  {
    name: 'subtotals of groups that pass',
    query: `query Q($asOf: TimePoint, $least: Int) {
      slice(by: { customer: [STATE], purchase: [CATEGORY] }, having: { purchase: { purchases: { gte: $least } } }, asOf: $asOf) {
      rows { customer { state customers } purchase { category purchases revenue } } subtotals(by: { customer: [STATE] }) { customer { state customers } purchase { revenue } } } }`,
    variables: { ...asOf, least: 1 },
    others: { ...otherAsOf, least: 2 },
  },
  {
    name: 'by month of rows behind a to-many path',
    query: `query Q($asOf: TimePoint, $zone: TimeZone) {
      slice(by: { complaint: [RAISED_AT_MONTH] }, of: [PURCHASE, COMPLAINT], timeZone: $zone, having: { purchase: { purchases: { gt: 0 } } }, asOf: $asOf) {
      rows { complaint { raisedAtMonth } purchase { purchases medianAmount } } totals { purchase { medianAmount categories } } } }`,
    variables: { ...asOf, zone: 'Europe/Berlin' },
    others: { ...otherAsOf, zone: 'America/New_York' },
  },
  {
    name: 'combinations without measures',
    query: `query Q($asOf: TimePoint, $from: TimePoint) {
      slice(by: { customer: [STATE, SINCE_YEAR] }, where: { customer: { since: { gte: $from } } }, asOf: $asOf) { rows { customer { state sinceYear } } rowCount } }`,
    variables: { ...asOf, from: '2023-01-01' },
    others: { ...otherAsOf, from: '2022-05-05' },
  },
  {
    name: 'a having about the grand total',
    query: `query Q($asOf: TimePoint, $least: Int) {
      slice(by: {}, having: { purchase: { purchases: { gte: $least } } }, asOf: $asOf) { rows { purchase { purchases revenuePerPurchase } complaint { complaints } } totals { purchase { revenue } complaint { complaints } } rowCount } }`,
    variables: { ...asOf, least: 1 },
    others: { ...otherAsOf, least: 1000 },
  },
  {
    name: 'the last months, by week',
    query: `query Q($asOf: TimePoint, $n: Int!) {
      slice(by: { time: [WEEK] }, where: { time: { inTheLast: { n: $n, unit: MONTH } } }, asOf: $asOf) { rows { time { week } purchase { revenue } complaint { complaints } } } }`,
    variables: { ...asOf, n: 3 },
    others: { ...otherAsOf, n: 5 },
  },
]

/** Apart from the others: on DuckDB a decimal's type is as wide as its digits. */
export const decimalQuestion: ShopQuestion = {
  name: 'decimals of other widths',
  query: `query Q($asOf: TimePoint, $amount: Decimal) {
      slice(by: { purchase: [CATEGORY] }, where: { purchase: { amount: { gte: $amount } } }, having: { purchase: { revenue: { gt: $amount } } }, asOf: $asOf) {
      rows { purchase { category revenue } } } }`,
  variables: { ...asOf, amount: '20' },
  others: { ...otherAsOf, amount: '1000.125' },
}

/** Every kind of value a client can send, none of which occurs in the model. */
export const canaries = {
  text: 'canary_eq',
  list: ['canary_in', "canary'; drop table customer; --"],
  pattern: 'canary_like',
  decimal: '31415.92653',
  integer: 271828,
  big: '9007199254740993',
  float: 1.61803398,
  date: '2019-07-13',
  instant: '2019-08-17T03:04:05Z',
  zone: 'Pacific/Chatham',
  limit: 4177,
  offset: 4243,
} as const

export const canaryQuestion: Asked = {
  query: `query Q($text: String, $list: [String], $pattern: [String!], $decimal: Decimal!, $integer: Int, $big: BigInt, $float: Float, $date: TimePoint, $instant: TimePoint, $zone: TimeZone, $limit: Int, $offset: Int) {
    slice(by: { customer: [STATE], time: [MONTH], purchase: [CATEGORY] }, of: [PURCHASE, COMPLAINT], timeZone: $zone, limit: $limit, offset: $offset, asOf: $instant,
      where: { customer: { state: { ne: $text, in: $list }, score: { lt: $float }, since: { eq: $date }, lifetimeRevenue: { gt: $decimal },
                 complaints: { some: { raisedAt: { lt: $instant } }, none: { complaintId: { eq: $integer } } } },
               purchase: { category: { startsWith: $pattern, notIn: $list }, amount: { between: { from: $decimal, to: $decimal } }, quantity: { ne: $integer } },
               time: { gte: $instant } },
      having: { purchase: { revenue: { gt: $decimal }, items: { lte: $big } } }) {
    rows { customer { state } time { month } purchase { category revenue } complaint { complaints } } totals { purchase { revenue } } rowCount } }`,
  variables: canaries,
}
