/** Questions on scores, segments and segmentations: by them and filtered by them, with measures of other entities, at several dates, and about them. */
import { rfm } from '../grouping/rfm.ts'
import { scored } from '../grouping/scored.ts'
import type { StoryQuestion } from './over-time-questions.ts'

const asOf = { asOf: '2024-06-30' }
const otherAsOf = { asOf: '2024-03-31T12:00:00Z' }
const years = { from: '2023-12-31', to: '2024-06-30' }
const otherYears = { from: '2022-12-31', to: '2023-06-30' }

export const groupingQuestions: readonly StoryQuestion[] = [
  {
    name: 'customers by segmentation',
    story: rfm,
    query: `query Q($asOf: TimePoint) { slice(by: { customer: [VALUE_SEGMENT] }, asOf: $asOf) {
      rows { customer { valueSegment customers averageRevenue } } totals { customer { customers } } rowCount } }`,
    variables: asOf,
    others: otherAsOf,
  },
  {
    name: 'measures of two entities by two segmentations and a score, some rows, a page of them',
    story: scored,
    query: `query Q($asOf: TimePoint, $state: String, $limit: Int) {
      slice(by: { customer: [LETTERED, MIXED, TILE] }, where: { customer: { state: { eq: $state } } }, orderBy: [{ purchase: { revenue: DESC } }], limit: $limit, asOf: $asOf) {
      rows { customer { lettered mixed tile customers } purchase { orders revenue } visit { visits } } totals { customer { customers } purchase { revenue } visit { visits } } rowCount hasMore } }`,
    variables: { ...asOf, state: 'NY', limit: 2 },
    others: { ...otherAsOf, state: 'CA', limit: 5 },
  },
  {
    name: 'every way to score, one customer each',
    story: scored,
    query: `query Q($asOf: TimePoint) { slice(by: { customer: [CUSTOMER_ID, R, F, M, TILE, LEFT_F, MOVED_M, PARETO, BAND, RECENT_F, OF_OLD_ONES] }, asOf: $asOf) {
      rows { customer { customerId r f m tile leftF movedM pareto band recentF ofOldOnes } } } }`,
    variables: asOf,
    others: otherAsOf,
  },
  {
    name: 'every way to score, from purchases',
    story: scored,
    query: `query Q($asOf: TimePoint, $zone: TimeZone) { slice(by: { customer: [TILE, MOVED_M, PARETO, OF_OLD_ONES], time: [MONTH] }, timeZone: $zone, asOf: $asOf) {
      rows { customer { tile movedM pareto ofOldOnes } time { month } purchase { revenue } visit { visits } } totals { purchase { revenue } } } }`,
    variables: { ...asOf, zone: 'Europe/Berlin' },
    others: { ...otherAsOf, zone: 'Pacific/Chatham' },
  },
  {
    name: 'rows of other entities whose customer scores, is in a segment, and is in a group',
    story: scored,
    query: `query Q($asOf: TimePoint, $least: Int, $label: String) {
      slice(by: { visit: [PAGE] }, where: { customer: { m: { gte: $least }, inSegment: [VIP], notInSegment: [BUSY], lettered: { in: [BEST, REST] } }, visit: { page: { ne: $label } } }, asOf: $asOf) {
      rows { visit { page visits } purchase { vipRevenue } } totals { visit { visits } } } }`,
    variables: { ...asOf, least: 1, label: 'home' },
    others: { ...otherAsOf, least: 2, label: 'shop' },
  },
  {
    name: 'groups of a segmentation with averages, coverage, cut points and sizes of scores',
    story: scored,
    query: `query Q($asOf: TimePoint, $state: String) {
      customerSegmentation(name: LETTERED, asOf: $asOf, where: { state: { eq: $state } }) {
        groups { name count percentage averages { revenue orders } } coverage { rest never groups { name alone won overlap } } scores { name cutPoints sizes { score count } } } }`,
    variables: { ...asOf, state: 'NY' },
    others: { ...otherAsOf, state: 'CA' },
  },
  {
    name: 'a segmentation over time',
    story: scored,
    query: `query Q($asOf: TimePoint, $from: TimePoint!, $to: TimePoint) {
      customerSegmentation(name: MIXED, asOf: $asOf) { history(from: $from, to: $to, every: QUARTER) { asOf groups { name count percentage } } } }`,
    variables: { ...asOf, ...years },
    others: { ...otherAsOf, ...otherYears },
  },
  {
    name: 'moves between groups',
    story: scored,
    query: `query Q($from: TimePoint!, $to: TimePoint!, $state: String) {
      customerMigration(name: MIXED, from: $from, to: $to, where: { state: { eq: $state } }) { cells { from to count } } }`,
    variables: { ...years, state: 'NY' },
    others: { ...otherYears, state: 'CA' },
  },
  {
    name: 'segments with averages, and how many there are of a predicate',
    story: scored,
    query: `query Q($asOf: TimePoint, $least: Int) {
      customerSegments(asOf: $asOf) { name count percentage averages { revenue } } customerCount(asOf: $asOf, where: { pareto: { gte: $least }, inSegment: [VIP] }) }`,
    variables: { ...asOf, least: 2 },
    others: { ...otherAsOf, least: 3 },
  },
]
