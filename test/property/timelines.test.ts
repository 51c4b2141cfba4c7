/**
 * Timelines: walked page by page they are one whole page, which is a plain sort of everything that happened up to the date of the question. Times are
 * few and lie where days begin, in zones whose days begin oddly, so that the same instant is met as a date, as a time and in several entities.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'

const catalog = await catalogOf(`
version: 1
model: happened
time_zone: Europe/Berlin
streams:
  - name: events
    table: events
    customer: customer
    columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: string }]
  - name: ticket
    table: ticket
    primary_key: [house, number]
    time: opened_on
    dimensions:
      - { name: house, type: string }
      - { name: number, type: integer }
      - { name: customer_id, type: string }
      - { name: opened_on, type: date }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - { name: visit, extends: events, activity: visited }
  - name: reply
    table: reply
    primary_key: reply_id
    time: sent_at
    dimensions:
      - { name: reply_id, type: integer }
      - { name: house, type: string }
      - { name: number, type: integer }
      - { name: sent_at, type: timestamp }
    relationships: [{ type: N:1, field: [house, number], target: { entity: ticket, field: [house, number] } }]
  - { name: buy, extends: events, activity: bought }
  - name: plan
    table: plan
    primary_key: plan_id
    time: due_on
    future: true
    dimensions:
      - { name: plan_id, type: integer }
      - { name: customer_id, type: string }
      - { name: due_on, type: date }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`)

/** Days that are odd there: an hour is missing or doubled, midnight is missing or doubled, the whole day is missing. */
const zones = {
  'Europe/Berlin': ['2024-03-31', '2023-10-29'],
  'America/Sao_Paulo': ['2018-11-04', '2018-02-18'],
  'Pacific/Chatham': ['2024-04-07', '2023-09-24'],
  'America/St_Johns': ['2010-11-07', '2010-03-14'],
  'Pacific/Apia': ['2011-12-30', '2011-12-31'],
} as const
type Zone = keyof typeof zones

const customers = ['a', 'B', 'é']
const kinds = ['ticket', 'visit', 'reply', 'buy', 'plan'] as const
type Kind = (typeof kinds)[number]
/** At the same instant: in the order of the model; both activities of the stream stand where its first does. */
const places: Readonly<Record<Kind, number>> = { ticket: 0, visit: 1, buy: 1, reply: 2, plan: 3 }

interface Happened {
  readonly kind: Kind
  readonly customer: string | null
  readonly key: readonly (string | number)[]
  readonly day?: string
  readonly instant?: Temporal.Instant
}

const startOf = (day: string, zone: Zone) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant()

function worldIn(zone: Zone) {
  const day = fc
    .tuple(fc.constantFrom(...zones[zone]), fc.integer({ min: -1, max: 1 }))
    .map(([odd, days]) => Temporal.PlainDate.from(odd).add({ days }).toString())
  const instant = fc
    .tuple(
      day,
      fc.constantFrom({ microseconds: 0 }, { microseconds: -1 }, { microseconds: 1 }, { minutes: -30 }, { minutes: 30 }, { hours: 1 }),
    )
    .map(([from, offset]) => startOf(from, zone).add(offset))
  const customer = fc.option(fc.constantFrom(...customers), { freq: 12 })
  const rows = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 12, maxLength: 24 })
  const unknown = <T>(each: fc.Arbitrary<T>) => fc.option(each, { freq: 9 })
  return fc.record({
    tickets: rows(fc.tuple(customer, unknown(day))),
    events: rows(fc.tuple(customer, fc.constantFrom('visited', 'bought', 'other'), unknown(instant))),
    replies: rows(fc.tuple(fc.nat({ max: 15 }), unknown(instant))),
    plans: rows(fc.tuple(customer, unknown(day))),
    questions: fc.array(
      fc.record({
        first: fc.integer({ min: 1, max: 9 }),
        asOf: fc.option(fc.oneof(day, instant.map(String))),
        activities: fc.option(fc.subarray([...kinds]), { freq: 2 }),
      }),
      { minLength: 4, maxLength: 4 },
    ),
  })
}

type World = ReturnType<typeof worldIn> extends fc.Arbitrary<infer T> ? T : never

const houseOf = (number: number) => (number % 2 === 0 ? 'north' : 'South')
const stored = (instant: Temporal.Instant | null) =>
  instant?.toString({ fractionalSecondDigits: 6 }).replace('T', ' ').replace('Z', '') ?? null

function tablesOf({ tickets, events, replies, plans }: World): TestTables {
  return {
    customer: { columns: { customer_id: 'string' }, rows: customers.map((id) => [id]) },
    ticket: {
      columns: { house: 'string', number: 'integer', customer_id: 'string', opened_on: 'date' },
      rows: tickets.map(([customer, day], number) => [houseOf(number), number, customer, day]),
    },
    events: {
      columns: { event_id: 'string', customer_id: 'string', activity: 'string', ts: 'timestamp' },
      rows: events.map(([customer, activity, instant], id) => [`e${id}`, customer, activity, stored(instant)]),
    },
    reply: {
      columns: { reply_id: 'integer', house: 'string', number: 'integer', sent_at: 'timestamp' },
      rows: replies.map(([number, instant], id) => [id, houseOf(number), number, stored(instant)]),
    },
    plan: {
      columns: { plan_id: 'integer', customer_id: 'string', due_on: 'date' },
      rows: plans.map(([customer, day], id) => [id, customer, day]),
    },
  }
}

function happenedIn({ tickets, events, replies, plans }: World): readonly Happened[] {
  const activities = { visited: 'visit', bought: 'buy' } as const
  return [
    ...tickets.map(([customer, day], number) => ({
      kind: 'ticket' as const,
      customer,
      key: [houseOf(number), number],
      ...(day && { day }),
    })),
    ...events.flatMap(([customer, activity, instant], id) =>
      activity === 'other'
        ? []
        : [{ kind: activities[activity as 'visited' | 'bought'], customer, key: [`e${id}`], ...(instant && { instant }) }],
    ),
    ...replies.map(([number, instant], id) => ({
      kind: 'reply' as const,
      customer: tickets[number]?.[0] ?? null,
      key: [id],
      ...(instant && { instant }),
    })),
    ...plans.map(([customer, day], id) => ({ kind: 'plan' as const, customer, key: [id], ...(day && { day }) })),
  ]
}

interface Question {
  readonly zone: Zone
  readonly asOf: string | null
  readonly activities: readonly Kind[] | null
}

/** By the definition: what is known to have happened up to the date, the latest first. */
function timelineOf(customer: string, world: World, { zone, asOf, activities }: Question): readonly string[] {
  const isDay = asOf !== null && !asOf.includes('T')
  const before = isDay ? startOf(Temporal.PlainDate.from(asOf).add({ days: 1 }).toString(), zone) : undefined
  const last = asOf === null ? undefined : (before?.subtract({ microseconds: 1 }) ?? Temporal.Instant.from(asOf))
  // Of a day that the zone left out, the day before.
  const lastDay = last?.toZonedDateTimeISO(zone).toPlainDate().toString() ?? '9999'
  const isPast = ({ kind, day, instant }: Happened) => {
    if (kind === 'plan' || asOf === null) return true
    if (day !== undefined) return day <= lastDay
    return instant !== undefined && last !== undefined && Temporal.Instant.compare(instant, last) <= 0
  }
  return happenedIn(world)
    .filter((each) => each.customer === customer && (activities?.includes(each.kind) ?? true))
    .filter((each) => (each.day ?? each.instant) !== undefined && isPast(each))
    .map((each) => ({ ...each, at: each.instant ?? startOf(String(each.day), zone) }))
    .toSorted((a, b) => Temporal.Instant.compare(b.at, a.at) || places[a.kind] - places[b.kind] || compareRows(a, b))
    .map(({ kind, key, at }) => [kind, ...key, at].join(' '))
}

/** Of one source: the later day, then the key. */
function compareRows(a: Happened, b: Happened): number {
  const days = compareValues(b.day ?? '', a.day ?? '')
  return days || a.key.map((part, index) => compareValues(part, b.key[index] ?? '')).find((difference) => difference !== 0) || 0
}

function compareValues(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}

interface Page {
  readonly totalCount: number
  readonly nodes: readonly Readonly<Record<string, string | number>>[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

const shown = (page: Page) =>
  page.nodes.map(({ __typename, occurredAt, ...key }) =>
    [String(__typename).toLowerCase(), ...Object.values(key), Temporal.Instant.from(String(occurredAt))].join(' '),
  )

async function holds(ask: Ask, world: World, { first, ...question }: Question & { readonly first: number }): Promise<void> {
  const { zone, asOf, activities } = question
  const scope = `timeZone: "${zone}"${asOf === null ? '' : `, asOf: "${asOf}"`}`
  const only = activities === null ? '' : `, activities: [${activities.map((kind) => kind.toUpperCase()).join(', ')}]`
  const timeline = (size: number, after = '') =>
    `timeline(first: ${size}${after}${only}) { totalCount pageInfo { hasNextPage endCursor } nodes { __typename occurredAt
      ... on Ticket { house number } ... on Visit { eventId } ... on Buy { eventId } ... on Reply { replyId } ... on Plan { planId } } }`
  const { nodes } = (await ask(`{ customers(${scope}) { nodes { customerId ${timeline(1000)} } } }`)) as {
    readonly nodes: readonly { readonly customerId: string; readonly timeline: Page }[]
  }
  for (const { customerId, timeline: whole } of nodes) {
    const expected = timelineOf(customerId, world, question)
    expect(shown(whole)).toEqual(expected)
    expect(whole.totalCount).toBe(expected.length)
    const walked: string[] = []
    for (let after = ''; ; ) {
      const { timeline: page } = (await ask(`{ customer(customerId: "${customerId}", ${scope}) { ${timeline(first, after)} } }`)) as {
        readonly timeline: Page
      }
      walked.push(...shown(page))
      expect(walked.length).toBeLessThanOrEqual(expected.length)
      if (!page.pageInfo.hasNextPage) break
      after = `, after: "${page.pageInfo.endCursor}"`
    }
    expect(walked).toEqual(expected)
  }
}

describe.each(engines)('timelines on %s', (engine) => {
  test.each(Object.keys(zones) as Zone[])(
    'page by page they are a plain sort, in %s',
    async (zone) => {
      await fc.assert(
        fc.asyncProperty(worldIn(zone), async ({ questions, ...world }) => {
          const database = await openTestDatabase(engine, tablesOf({ ...world, questions }))
          try {
            const ask = askOf(catalog, database)
            for (const question of questions) await holds(ask, { ...world, questions }, { ...question, zone })
          } finally {
            await database.close()
          }
        }),
        { numRuns: Number(process.env.TESSERA_TIMELINES ?? 1), seed: Number(process.env.TESSERA_PROPERTY_SEED ?? 7), endOnFailure: true },
      )
    },
    60_000,
  )
})
