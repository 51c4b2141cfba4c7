/** Questions over time that between them take every road of windows, earlier periods, levels, balances, conversions and filled buckets. */
import { journey } from '../over-time/journey.ts'
import { ledger } from '../over-time/ledger.ts'
import type { ShopQuestion } from './shop-questions.ts'
import type { Story } from './story.ts'

export interface StoryQuestion extends ShopQuestion {
  readonly story: Story
}

const asOf = { asOf: '2024-06-30' }
const otherAsOf = { asOf: '2024-03-31T12:00:00Z' }
const span = { from: '2024-01-01', to: '2024-06-01' }
/** Both end before their question: a span that ends later is one more condition. */
const otherSpan = { from: '2023-02-03', to: '2024-02-29T01:02:03Z' }

export const overTimeQuestions: readonly StoryQuestion[] = [
  {
    name: 'running totals by month',
    story: ledger,
    query: `query Q($asOf: TimePoint) { slice(by: { time: [MONTH] }, asOf: $asOf) {
      rows { time { month } sale { revenueSoFar salesSoFar buyersSoFar middleSoFar averageSoFar meanSoFar largeBuyersSoFar revenueYearToDate } } totals { sale { revenueSoFar buyersSoFar averageSoFar } } rowCount } }`,
    variables: asOf,
    others: otherAsOf,
  },
  {
    name: 'rolling windows of a span, by state and month, a page of them',
    story: ledger,
    query: `query Q($asOf: TimePoint, $from: TimePoint, $to: TimePoint, $channels: [String], $limit: Int) {
      slice(by: { customer: [STATE], time: [MONTH] }, where: { time: { gte: $from, lt: $to }, sale: { channel: { in: $channels } } }, orderBy: [{ sale: { revenueOf2Months: DESC } }], limit: $limit, asOf: $asOf) {
      rows { customer { state } time { month } sale { revenueOf3Days revenueOf2Months buyersOf2Months middleOf2Months revenueMonthToDate } } totals { sale { revenueOf2Months middleOf2Months } }
      subtotals(by: { customer: [STATE] }) { customer { state } sale { revenueOf2Months revenueSoFar } } } }`,
    variables: { ...asOf, ...span, channels: ['web', null], limit: 3 },
    others: { ...otherAsOf, ...otherSpan, channels: ['shop', null], limit: 7 },
  },
  {
    name: 'windows by month and week, and by the date itself',
    story: ledger,
    query: `query Q($asOf: TimePoint, $from: TimePoint) {
      weeks: slice(by: { time: [MONTH, WEEK] }, where: { time: { gte: $from } }, asOf: $asOf) { rows { time { month week } sale { revenueSoFar buyersSoFar revenueOf3Days } } }
      days: slice(by: { sale: [SOLD_ON] }, where: { time: { gte: $from } }, asOf: $asOf) { rows { sale { soldOn revenueOf3Days buyersOf2Months } } } }`,
    variables: { ...asOf, from: '2024-01-01' },
    others: { ...otherAsOf, from: '2023-05-05' },
  },
  {
    name: 'windows of instants by hour of a zone',
    story: ledger,
    query: `query Q($asOf: TimePoint, $from: TimePoint, $zone: TimeZone) {
      slice(by: { time: [HOUR, DAY] }, where: { time: { gte: $from } }, timeZone: $zone, asOf: $asOf) {
      rows { time { hour day } call { minutesSoFar callersSoFar minutesOf2Hours minutesOf2Days minutesOfDayToDate } } totals { call { minutesOf2Hours minutesOf2Days } } } }`,
    variables: { ...asOf, from: '2024-06-01', zone: 'Europe/Berlin' },
    others: { ...otherAsOf, from: '2024-03-03T04:05:06Z', zone: 'Pacific/Chatham' },
  },
  {
    name: 'windows by what is reached many times, of groups chosen by them',
    story: ledger,
    query: `query Q($asOf: TimePoint, $least: Int, $amount: Decimal) {
      slice(by: { balance: [ACCOUNT], time: [QUARTER] }, of: [SALE], where: { balance: { amount: { gt: $amount } } }, having: { sale: { salesSoFar: { gte: $least } } }, asOf: $asOf) {
      rows { balance { account } time { quarter } sale { revenueSoFar buyersSoFar middleOf2Months } } totals { sale { revenue revenueSoFar } } } }`,
    variables: { ...asOf, least: 1, amount: '10' },
    others: { ...otherAsOf, least: 3, amount: '20' },
  },
  {
    name: 'windows of the whole question',
    story: ledger,
    query: `query Q($asOf: TimePoint, $to: TimePoint) { slice(by: {}, where: { time: { lte: $to } }, asOf: $asOf) {
      rows { sale { revenueSoFar revenueOf3Days middleOf2Months revenueYearToDate soFarMonthBefore } call { minutesOf2Hours minutesOf2Days } } } }`,
    variables: { ...asOf, to: '2024-05-01' },
    others: { ...otherAsOf, to: '2024-02-03T04:05:06Z' },
  },
  {
    name: 'earlier periods beside the present one',
    story: ledger,
    query: `query Q($asOf: TimePoint, $from: TimePoint, $to: TimePoint) { slice(by: { time: [MONTH], customer: [STATE] }, where: { time: { gte: $from, lt: $to } }, asOf: $asOf) {
      rows { time { month } customer { state } sale { revenue revenueMonthBefore revenueYearBefore monthBeforeMonthBefore revenueChange revenueGrowth averageGrowth soFarMonthBefore soFarGrowth buyersMonthBefore } balance { balanceMonthBefore } }
      totals { sale { revenueChange revenueGrowth } } } }`,
    variables: { ...asOf, ...span },
    others: { ...otherAsOf, ...otherSpan },
  },
  {
    name: 'instants a day and an hour before',
    story: ledger,
    query: `query Q($asOf: TimePoint, $zone: TimeZone, $from: TimePoint, $least: Int) { slice(by: { time: [DAY] }, where: { or: [{ time: { gte: $from } }, { call: { length: { gte: $least } } }] }, timeZone: $zone, asOf: $asOf) {
      rows { time { day } call { minutes minutesDayBefore minutesHourBefore } } } }`,
    variables: { ...asOf, zone: 'Europe/Berlin', from: '2024-03-30', least: 8 },
    others: { ...otherAsOf, zone: 'Asia/Kathmandu', from: '2024-01-01T00:00:00Z', least: 16 },
  },
  {
    name: 'shares and ranks, of groups chosen by them',
    story: ledger,
    query: `query Q($asOf: TimePoint, $rank: Int) { slice(by: { customer: [STATE], time: [MONTH] }, having: { sale: { revenueRankInMonth: { lte: $rank } } }, orderBy: [{ sale: { revenueShare: DESC } }], asOf: $asOf) {
      rows { customer { state } time { month } sale { revenueShare revenueShareOfMonth revenueShareOfState buyersShare averageShare soFarShareOfMonth revenueRank soFarRank largeRank } }
      totals { sale { revenueShare revenueRank buyersShare } } subtotals(by: { time: [MONTH] }) { time { month } sale { revenueShare revenueShareOfMonth revenueRank } } rowCount } }`,
    variables: { ...asOf, rank: 1 },
    others: { ...otherAsOf, rank: 2 },
  },
  {
    name: 'shares of what is reached many times, and of the whole question',
    story: ledger,
    query: `query Q($asOf: TimePoint) {
      accounts: slice(by: { balance: [ACCOUNT] }, of: [SALE], asOf: $asOf) { rows { balance { account } sale { revenueShare revenueRank } } totals { sale { revenueShare } } }
      whole: slice(by: {}, asOf: $asOf) { rows { sale { revenueShare revenueRank shareMonthBefore } } } }`,
    variables: asOf,
    others: otherAsOf,
  },
  {
    name: 'balances by state and month',
    story: ledger,
    query: `query Q($asOf: TimePoint, $amount: Decimal) { slice(by: { customer: [STATE], time: [MONTH] }, where: { balance: { amount: { gt: $amount } } }, having: { balance: { currentBalance: { gt: $amount } } }, asOf: $asOf) {
      rows { customer { state } time { month } balance { lastBalance currentBalance firstBalance over90 accounts meanBalance balanceShare } } totals { balance { lastBalance currentBalance meanBalance } } } }`,
    variables: { ...asOf, amount: '10' },
    others: { ...otherAsOf, amount: '20' },
  },
  {
    name: 'balances by what is reached many times, and as a dimension',
    story: ledger,
    query: `query Q($asOf: TimePoint) {
      channels: slice(by: { sale: [CHANNEL] }, of: [BALANCE], asOf: $asOf) { rows { sale { channel } balance { currentBalance accountsOfLastDay } } }
      held: slice(by: { customer: [HELD] }, asOf: $asOf) { rows { customer { held customers } } } }`,
    variables: asOf,
    others: otherAsOf,
  },
  {
    name: 'filled buckets of several streams',
    story: ledger,
    query: `query Q($asOf: TimePoint, $from: TimePoint, $to: TimePoint, $least: Int) { slice(by: { customer: [STATE], time: [MONTH] }, where: { time: { gte: $from, lt: $to } }, having: { sale: { sales: { gte: $least } } }, limit: 5, fill: true, asOf: $asOf) {
      rows { customer { state } time { month } sale { revenue average revenueSoFar revenueMonthBefore revenueShare } call { minutes } balance { currentBalance } } totals { sale { revenue } } rowCount } }`,
    variables: { ...asOf, ...span, least: 0 },
    others: { ...otherAsOf, ...otherSpan, least: 1 },
  },
  {
    name: 'filled buckets of months and weeks, from first to last',
    story: ledger,
    query: `query Q($asOf: TimePoint, $channel: String) { slice(by: { time: [MONTH, WEEK] }, where: { sale: { channel: { eq: $channel } } }, fill: true, asOf: $asOf) { rows { time { month week } sale { revenue revenueRank } } } }`,
    variables: { ...asOf, channel: 'web' },
    others: { ...otherAsOf, channel: 'shop' },
  },
  {
    name: 'conversions by page, and by what is reached many times',
    story: journey,
    query: `query Q($asOf: TimePoint, $zone: TimeZone, $from: TimePoint) {
      pages: slice(by: { visited: [PAGE, OCCURRENCE], time: [DAY] }, where: { time: { gte: $from } }, timeZone: $zone, asOf: $asOf) {
        rows { visited { page occurrence visits boughtWithin7Days fromAds boughtWithin24Hours boughtSoFar } time { day } } totals { visited { boughtWithin7Days } } }
      amounts: slice(by: { bought: [AMOUNT] }, of: [VISITED], timeZone: $zone, asOf: $asOf) { rows { bought { amount } visited { boughtWithin7Days } } } }`,
    variables: { ...asOf, zone: 'Europe/Berlin', from: '2024-05-01' },
    others: { ...otherAsOf, zone: 'Asia/Kathmandu', from: '2024-03-03T04:05:06Z' },
  },
  {
    name: 'aggregates in windows as dimensions and conditions',
    story: journey,
    query: `query Q($asOf: TimePoint, $zone: TimeZone, $least: Int, $above: Boolean) {
      slice(by: { customer: [ORDERS, ORDERS_LAST_30_DAYS, LARGE_ORDERS_THIS_YEAR, FIRST_MONTH] }, where: { customer: { ordersLastMonth: { gte: $least }, aboveOwnAverage: { eq: $above } } },
        orderBy: [{ customer: { orders: DESC } }], timeZone: $zone, asOf: $asOf) {
      rows { customer { orders ordersLast30Days largeOrdersThisYear firstMonth customers averageOrders meanBasket } bought { spent } } totals { customer { customers meanBasket } } } }`,
    variables: { ...asOf, zone: 'Europe/Berlin', least: 1, above: true },
    others: { ...otherAsOf, zone: 'Asia/Kathmandu', least: 2, above: false },
  },
]
