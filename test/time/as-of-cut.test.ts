/**
 * Invariant: a question `asOf` a date is the same question on data that ends there, whatever is asked: groups, conditions, aggregates as dimensions,
 * activities numbered by their customer. Random data; both ways of asking go through both engines.
 *
 * TESSERA_CUT_WORLDS says how many worlds are made.
 *
 * Rows refer to rows that are not later than they are, as in life: what is looked up from a row that exists is never hidden (docs/semantics.md).
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'

/** The same model over tables whose names begin with `prefix`. */
const modelOver = (prefix: string) => `
version: 1
model: shop
streams:
  - name: stream
    table: ${prefix}activity
    customer: customer
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: ${prefix}customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: order_count, type: integer, measure: order.orders }
      - { name: spent, type: decimal, measure: order.spent }
      - { name: paid, type: decimal, measure: order.spent, where: "\${order.status} = 'paid'" }
      - { name: last_order, type: date, measure: order.last_order }
      - { name: recency_days, type: integer, measure: order.recency }
      - { name: is_regular, type: boolean, sql: "\${order_count} >= 2 and \${recency_days} <= 30" }
    measures:
      - { name: customers, type: count }
      - { name: average_recency, type: avg, sql: "\${recency_days}" }
      - { name: median_spent, type: median, sql: "\${spent}" }
      - { name: regulars, type: count, where: "\${is_regular}" }
  - name: order
    table: ${prefix}order
    primary_key: order_id
    time: ordered_on
    dimensions:
      - { name: order_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: ordered_on, type: date }
      - { name: amount, type: decimal }
      - { name: status, type: string }
      - { name: complaint_count, type: integer, measure: complaint.complaints }
    measures:
      - { name: orders, type: count }
      - { name: spent, type: sum, sql: "\${amount}" }
      - { name: paid, type: sum, sql: "\${amount}", where: "\${status} = 'paid'" }
      - { name: median_amount, type: median, sql: "\${amount}" }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: last_order, type: max, sql: "\${ordered_on}" }
      - { name: recency, type: number, sql: "cast(\${as_of} as date) - max(\${ordered_on})", returns: integer }
      - { name: complaints_per_order, type: number, sql: "\${complaint.complaints} / \${orders}" }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: complaint
    table: ${prefix}complaint
    primary_key: complaint_id
    time: raised_at
    dimensions:
      - { name: complaint_id, type: integer }
      - { name: order_id, type: integer }
      - { name: raised_at, type: timestamp }
      - { name: days_ago, type: integer, sql: "cast(\${as_of} as date) - cast(\${raised_at} as date)" }
    measures:
      - { name: complaints, type: count }
      - { name: last_complaint, type: max, sql: "\${raised_at}" }
    relationships: [{ type: N:1, field: order_id, target: { entity: order, field: order_id } }]
  - name: plan
    table: ${prefix}plan
    primary_key: plan_id
    time: due_on
    future: true
    dimensions:
      - { name: plan_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: due_on, type: date }
    measures: [{ name: plans, type: count }]
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: visit
    extends: stream
    activity: visited
    measures:
      - { name: visits, type: count }
      - { name: returned, type: count, where: "\${repeated_at} is not null" }
`

const questions = {
  'everything at once':
    'by: {}) { rows { customer { customers averageRecency medianSpent regulars } order { orders spent paid medianAmount buyers lastOrder recency complaintsPerOrder } complaint { complaints lastComplaint } plan { plans } visit { visits returned } } }',
  'by state, with totals':
    'by: { customer: [STATE] }) { rows { customer { state customers averageRecency } order { orders spent medianAmount recency } complaint { complaints } } totals { customer { averageRecency } order { spent recency } } rowCount }',
  'by the shared clock':
    'by: { time: [WEEK] }) { rows { time { week } order { orders spent } complaint { complaints } plan { plans } visit { visits } } totals { order { orders } } }',
  'by an aggregate': 'by: { customer: [ORDER_COUNT] }) { rows { customer { orderCount customers } order { spent } } }',
  'by several aggregates':
    'by: { customer: [IS_REGULAR, LAST_ORDER_MONTH] }) { rows { customer { isRegular lastOrderMonth customers medianSpent } } }',
  'by an aggregate of orders': 'by: { order: [COMPLAINT_COUNT, STATUS] }) { rows { order { complaintCount status orders } } }',
  'a list of aggregates':
    'by: { customer: [CUSTOMER_ID, SPENT, PAID, RECENCY_DAYS] }) { rows { customer { customerId spent paid recencyDays } } }',
  'where an aggregate is large':
    'by: { customer: [STATE] }, where: { customer: { spent: { gt: "30" }, recencyDays: { lte: 40 } } }) { rows { customer { state } order { orders } } totals { order { spent } } }',
  'where there are complaints':
    'by: { order: [STATUS] }, where: { order: { complaints: { some: {} } } }) { rows { order { status orders } complaint { complaints } } }',
  'where there are none':
    'by: {}, where: { customer: { orders: { none: { complaints: { some: {} } } } } }) { rows { customer { customers } order { spent } } }',
  'where every order is paid':
    'by: {}, where: { customer: { orders: { every: { status: { eq: "paid" } } } } }) { rows { customer { customers } } }',
  lately:
    'by: { time: [DAY] }, where: { time: { inTheLast: { n: 3, unit: WEEK } } }) { rows { time { day } order { orders } complaint { complaints } } }',
  'the month so far': 'by: {}, where: { time: { toDate: MONTH } }) { rows { order { spent } complaint { complaints } visit { visits } } }',
  'the month before':
    'by: {}, where: { time: { inThePrevious: { n: 1, unit: MONTH } } }) { rows { order { spent } complaint { complaints } } }',
  'without a time': 'by: {}, where: { time: { isNull: true } }) { rows { order { orders } } }',
  'groups that pass':
    'by: { customer: [CUSTOMER_ID] }, having: { order: { orders: { gte: 2 } } }, orderBy: [{ order: { spent: DESC } }], limit: 2) { rows { customer { customerId } order { spent } } totals { order { spent } } rowCount hasMore }',
  'by what they did before': 'by: { visit: [OCCURRENCE, REPEATED_AT] }) { rows { visit { occurrence repeatedAt visits } } }',
  'by age': 'by: { complaint: [DAYS_AGO] }) { rows { complaint { daysAgo complaints } } }',
  'across a path to many': 'by: { complaint: [DAYS_AGO] }, of: [CUSTOMER]) { rows { complaint { daysAgo } customer { customers } } }',
} as const

const timeZones = ['UTC', 'Asia/Kathmandu', 'America/New_York'] as const

/** Minutes since the beginning of 2024, up to the end of March. */
const minute = fc.integer({ min: 0, max: 91 * 24 * 60 - 1 })
const worlds = fc.record({
  orders: fc.array(
    fc.record({
      customer: fc.constantFrom(1, 2, 3, 4),
      at: fc.option(minute, { freq: 8 }),
      amount: fc.integer({ min: 0, max: 40 }),
      status: fc.constantFrom('paid', 'open'),
      /** Days from the order to each complaint about it. */
      complaints: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 2 }),
    }),
    { minLength: 4, maxLength: 14 },
  ),
  visits: fc.array(fc.record({ customer: fc.constantFrom(1, 2, 3), at: minute }), { maxLength: 8 }),
  plans: fc.array(fc.record({ customer: fc.constantFrom(1, 2), at: minute }), { maxLength: 4 }),
  asOf: minute,
  isDay: fc.boolean(),
  timeZone: fc.constantFrom(...timeZones),
})
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never

const beginning = Temporal.Instant.from('2024-01-01T00:00:00Z')
const after = (minutes: number) => beginning.add({ minutes })
const text = (instant: Temporal.Instant) => instant.toString().replace('T', ' ').replace('Z', '')
const dayIn = (instant: Temporal.Instant, zone: string) => instant.toZonedDateTimeISO(zone).toPlainDate().toString()

interface Cut {
  readonly instant: (instant: Temporal.Instant | null) => boolean
  readonly day: (day: string | null) => boolean
}

const uncut: Cut = { instant: () => true, day: () => true }

/** What a question asks for that ends with its date: a bare date with the end of the day. */
function cutOf({ asOf, isDay, timeZone }: World): Cut {
  const last = dayIn(after(asOf), timeZone)
  return {
    instant: (instant) =>
      instant === null || (isDay ? dayIn(instant, timeZone) <= last : Temporal.Instant.compare(instant, after(asOf)) <= 0),
    day: (day) => day === null || day <= last,
  }
}

function asOfText({ asOf, isDay, timeZone }: World): string {
  return isDay ? dayIn(after(asOf), timeZone) : after(asOf).toString()
}

function tablesOf(world: World, prefix: string, cut: Cut): TestTables {
  const orders = world.orders.map((order, id) => ({ ...order, id, day: order.at === null ? null : dayIn(after(order.at), 'UTC') }))
  // An order is known by its day in UTC: from the day after next it is past in every zone.
  const complaints = orders.flatMap(({ id, at, complaints: days }) =>
    days.map((day) => ({ order: id, at: after((at ?? 0) + (day + 2) * 24 * 60) })),
  )
  const visits = world.visits.map(({ customer, at }) => ({ customer, at: after(at) }))
  return {
    [`${prefix}customer`]: {
      columns: { customer_id: 'integer', state: 'string' },
      rows: [
        [1, 'MA'],
        [2, 'NY'],
        [3, 'MA'],
      ],
    },
    [`${prefix}order`]: {
      columns: { order_id: 'integer', customer_id: 'integer', ordered_on: 'date', amount: 'decimal', status: 'string' },
      rows: orders.filter(({ day }) => cut.day(day)).map((row) => [row.id, row.customer, row.day, `${row.amount}.50`, row.status]),
    },
    [`${prefix}complaint`]: {
      columns: { complaint_id: 'integer', order_id: 'integer', raised_at: 'timestamp' },
      rows: complaints
        .map((row, id) => ({ ...row, id }))
        .filter(({ at }) => cut.instant(at))
        .map(({ id, order, at }) => [id, order, text(at)]),
    },
    [`${prefix}activity`]: {
      columns: { activity_id: 'string', customer_id: 'integer', activity: 'string', ts: 'timestamp' },
      rows: visits
        .map((row, id) => ({ ...row, id }))
        .filter(({ at }) => cut.instant(at))
        .map(({ id, customer, at }) => [`v${id}`, customer, 'visited', text(at)]),
    },
    // Plans are about the future: the whole of them is known at any date.
    [`${prefix}plan`]: {
      columns: { plan_id: 'integer', customer_id: 'integer', due_on: 'date' },
      rows: world.plans.map(({ customer, at }, id) => [id, customer, dayIn(after(at), 'UTC')]),
    },
  }
}

interface Sides {
  readonly whole: Ask
  readonly cut: Ask
  readonly close: () => Promise<void>
}

const catalogs = (async () => ({ all: await catalogOf(modelOver('all_')), cut: await catalogOf(modelOver('cut_')) }))()

async function open(engine: (typeof engines)[number], world: World): Promise<Sides> {
  const tables = { ...tablesOf(world, 'all_', uncut), ...tablesOf(world, 'cut_', cutOf(world)) }
  const database: Database = await openTestDatabase(engine, tables)
  const { all, cut } = await catalogs
  return { whole: askOf(all, database), cut: askOf(cut, database), close: () => database.close() }
}

const worldCount = Number(process.env.TESSERA_CUT_WORLDS ?? 12)

/** How often the cut took something away, so that the test cannot pass by asking about the end of all data. */
let worldsCutShort = 0

test('a question as of a date is the question on data that ends there', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      if (tablesOf(world, '', uncut).order?.rows.length !== tablesOf(world, '', cutOf(world)).order?.rows.length) worldsCutShort += 1
      const answered: unknown[] = []
      for (const engine of engines) {
        const { whole, cut, close } = await open(engine, world)
        try {
          for (const [name, question] of Object.entries(questions)) {
            const [by, ...rest] = question.split(') {')
            const query = `{ slice(${by}, asOf: "${asOfText(world)}", timeZone: "${world.timeZone}") {${rest.join(') {')} }`
            const found = await whole(query)
            expect({ name, answer: found }).toEqual({ name, answer: await cut(query) })
            answered.push(found)
          }
        } finally {
          await close()
        }
      }
      expect(answered.slice(0, answered.length / 2)).toEqual(answered.slice(answered.length / 2))
    }),
    { numRuns: worldCount },
  )
  expect(worldsCutShort).toBeGreaterThan(worldCount / 4)
}, 300_000)

describe.each(engines)('two dates in one operation, on %s', (engine) => {
  const world: World = {
    orders: [
      { customer: 1, at: 0, amount: 1, status: 'paid', complaints: [3] },
      { customer: 1, at: 40 * 24 * 60, amount: 2, status: 'open', complaints: [] },
      { customer: 2, at: 80 * 24 * 60, amount: 4, status: 'paid', complaints: [] },
    ],
    visits: [],
    plans: [],
    asOf: 0,
    isDay: true,
    timeZone: 'UTC',
  }
  let sides: Sides
  beforeAll(async () => {
    sides = await open(engine, world)
  })
  afterAll(() => sides.close())

  const members = '{ rows { customer { customers averageRecency } order { orders spent recency } complaint { complaints } } asOf }'
  const state = (customers: number, averageRecency: number | null, order: object, complaints: number) => ({
    customer: { customers, averageRecency },
    order,
    complaint: { complaints },
  })

  test('each alias has its own, in its counts, its aggregates and its recency', async () => {
    const { data } = await sides.whole.raw(`{
      january: slice(by: {}, asOf: "2024-01-31") ${members}
      february: slice(by: {}, asOf: "2024-02-29") ${members}
      now: slice(by: {}) ${members}
    }`)
    // Orders of 1.50 on January 1, 2.50 on February 10, 4.50 on March 21; now is June 30.
    expect(data).toEqual({
      january: { rows: [state(3, 30, { orders: 1, spent: '1.50', recency: 30 }, 1)], asOf: '2024-01-31T23:59:59.999999Z' },
      february: { rows: [state(3, 19, { orders: 2, spent: '4.00', recency: 19 }, 1)], asOf: '2024-02-29T23:59:59.999999Z' },
      now: { rows: [state(3, 121, { orders: 3, spent: '8.50', recency: 101 }, 1)], asOf: '2024-06-30T12:00:00Z' },
    })
  })

  test('an alias answers what it answers alone', async () => {
    const dates = ['2023-12-31', '2024-01-01', '2024-02-10', '2024-03-21']
    const question = (date: string) =>
      `slice(by: { customer: [CUSTOMER_ID, ORDER_COUNT, SPENT] }, asOf: "${date}") { rows { customer { customerId orderCount spent } } }`
    const together = await sides.whole.raw(`{ ${dates.map((date, index) => `at${index}: ${question(date)}`).join('\n')} }`)
    const alone = await Promise.all(dates.map((date) => sides.whole(`{ ${question(date)} }`)))
    expect(Object.values(together.data as object)).toEqual(alone)
    expect(new Set(alone.map((answer) => JSON.stringify(answer))).size).toBe(4)
  })
})
