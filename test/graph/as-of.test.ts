/** Rows as they were known at a date, and everything below them. */
import { expect, test } from 'vitest'
import type { Context } from '../../src/resolvers/context.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { type EngineName, openTestDatabase, type TestTables } from '../support/databases.ts'
import { responseText } from '../support/response-text.ts'
import { catalogOf, onBothEngines } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'
import { crm } from './crm.ts'

type Rows = Readonly<Record<string, { readonly id: string }>>

const profile = `name revenue orders valueScore big size
  purchases { totalCount nodes { purchaseId } } tickets { nodes { number } }
  timeline { totalCount nodes { __typename occurredAt } }`

onBothEngines(crm, (ask) => {
  test('a profile at two dates in one operation', async () => {
    expect(
      (
        await ask.raw(`{
          february: customer(customerId: "ann@x.org", asOf: "2024-02-10") { ${profile} }
          march: customer(customerId: "ann@x.org", asOf: "2024-03-10T10:00:00Z", timeZone: "UTC") { ${profile} }
        }`)
      ).data,
    ).toEqual({
      february: {
        name: 'Ann',
        revenue: '120.00',
        orders: 2,
        // Bob has 50.00: of two buckets Ann is in the better one.
        valueScore: 2,
        big: true,
        size: 'LARGE',
        purchases: { totalCount: 2, nodes: [{ purchaseId: 1 }, { purchaseId: 2 }] },
        // A ticket without a time is there at any date.
        tickets: { nodes: [{ number: 1 }, { number: 1 }] },
        timeline: {
          totalCount: 3,
          nodes: [
            { __typename: 'Purchase', occurredAt: '2024-02-10T11:00:00+01:00' },
            { __typename: 'Ticket', occurredAt: '2024-02-10T00:00:00+01:00' },
            { __typename: 'Purchase', occurredAt: '2024-01-10T11:00:00+01:00' },
          ],
        },
      },
      march: {
        name: 'Ann',
        revenue: '150.00',
        orders: 3,
        valueScore: 2,
        big: true,
        size: 'LARGE',
        purchases: { totalCount: 3, nodes: [{ purchaseId: 1 }, { purchaseId: 2 }, { purchaseId: 3 }] },
        tickets: { nodes: [{ number: 1 }, { number: 1 }] },
        timeline: {
          totalCount: 4,
          nodes: [
            { __typename: 'Purchase', occurredAt: '2024-03-10T10:00:00Z' },
            { __typename: 'Purchase', occurredAt: '2024-02-10T10:00:00Z' },
            { __typename: 'Ticket', occurredAt: '2024-02-10T00:00:00Z' },
            { __typename: 'Purchase', occurredAt: '2024-01-10T10:00:00Z' },
          ],
        },
      },
    })
    expect(await ask(`{ customer(customerId: "ann@x.org", asOf: "2024-01-09") { ${profile} } }`)).toMatchObject({
      revenue: null,
      orders: 0,
      valueScore: null,
      big: false,
      size: 'NONE',
      purchases: { totalCount: 0, nodes: [] },
      timeline: { totalCount: 0, nodes: [] },
    })
  })

  test('the date goes down every link', async () => {
    expect(
      await ask(`{ regions(asOf: "2024-02-15") { nodes { name customers(where: { revenue: { gte: "50" } }) { nodes {
        revenue purchases(last: 1) { nodes { purchaseId customer { orders region { customers { totalCount nodes { orders } } } } } } } } } } }`),
    ).toEqual({
      nodes: [
        {
          name: 'North',
          customers: {
            nodes: [
              { id: 2, revenue: '120.00', orders: 2 },
              { id: 4, revenue: '50.00', orders: 1 },
            ].map(({ id, revenue, orders }) => ({
              revenue,
              purchases: {
                nodes: [
                  { purchaseId: id, customer: { orders, region: { customers: { totalCount: 2, nodes: [{ orders: 2 }, { orders: 1 }] } } } },
                ],
              },
            })),
          },
        },
        { name: 'South', customers: { nodes: [] } },
      ],
    })
  })

  test('ids carry the date and the zone that were named, and nothing else', async () => {
    const { plain, again, dated, zoned, listed } = (
      await ask.raw(`{
        plain: customer(customerId: "ann@x.org") { id }
        again: customer(customerId: "ann@x.org") { id }
        dated: customer(customerId: "ann@x.org", asOf: "2024-02-10") { id }
        zoned: customer(customerId: "ann@x.org", asOf: "2024-02-10", timeZone: "UTC") { id }
        listed: customers(first: 1, asOf: "2024-02-10") { nodes { id purchases { nodes { customer { id } } } } }
      }`)
    ).data as Rows & { readonly listed: { readonly nodes: readonly unknown[] } }
    expect(again?.id).toBe(plain?.id)
    expect(new Set([plain, dated, zoned].map((row) => row?.id)).size).toBe(3)
    // The same row at the same date is one row to a cache, whichever way leads to it.
    expect(listed.nodes).toEqual([
      { id: dated?.id, purchases: { nodes: [{ customer: { id: dated?.id } }, { customer: { id: dated?.id } }] } },
    ])
    const several = JSON.stringify([zoned?.id, plain?.id, dated?.id])
    const fields = '... on Customer { id revenue timeline(first: 1) { nodes { occurredAt } } }'
    expect(await ask(`{ nodes(ids: ${several}) { ${fields} } }`)).toEqual([
      { id: zoned?.id, revenue: '120.00', timeline: { nodes: [{ occurredAt: '2024-02-10T10:00:00Z' }] } },
      { id: plain?.id, revenue: '150.00', timeline: { nodes: [{ occurredAt: '2024-03-10T11:00:00+01:00' }] } },
      { id: dated?.id, revenue: '120.00', timeline: { nodes: [{ occurredAt: '2024-02-10T11:00:00+01:00' }] } },
    ])
    expect(await ask(`{ node(id: "${dated?.id}") { ${fields} } }`)).toMatchObject({ revenue: '120.00' })
  })

  test('a row later than the date is not there by key, by id, in lists and in timelines', async () => {
    expect(await ask('{ purchase(purchaseId: 7) { amount } }')).toBeNull()
    const { id } = (await ask('{ purchase(purchaseId: 7, asOf: "2025-01-01") { id } }')) as { readonly id: string }
    expect(await ask(`{ node(id: "${id}") { ... on Purchase { amount } } }`)).toEqual({ amount: '1000.00' })
    expect(await ask('{ purchases(where: { amount: { gt: "500" } }) { totalCount nodes { purchaseId } } }')).toEqual({
      totalCount: 0,
      nodes: [],
    })
    expect(await ask('{ customer(customerId: "bob@x.org") { purchases { totalCount } timeline { totalCount } } }')).toEqual({
      purchases: { totalCount: 1 },
      // His ticket is of April.
      timeline: { totalCount: 2 },
    })
  })

  test('days begin in the zone: a purchase of half past ten at night, in Berlin of the next month', async () => {
    const dan = async (scope: string) => ask(`{ customer(customerId: "dan@x.org", ${scope}) { orders purchases { nodes { placedAt } } } }`)
    expect(await dan('asOf: "2024-03-31"')).toEqual({ orders: 0, purchases: { nodes: [] } })
    expect(await dan('asOf: "2024-03-31", timeZone: "UTC"')).toEqual({
      orders: 1,
      purchases: { nodes: [{ placedAt: '2024-03-31T22:30:00Z' }] },
    })
  })
})

/** A later row that an earlier one points to. */
const planned = {
  model: `
version: 1
model: planned
entities:
  - name: delivery
    table: delivery
    primary_key: delivery_id
    time: delivered_on
    dimensions: [{ name: delivery_id, type: integer }, { name: delivered_on, type: date }]
  - name: parcel
    table: parcel
    primary_key: parcel_id
    time: sent_on
    dimensions: [{ name: parcel_id, type: integer }, { name: sent_on, type: date }, { name: delivery_id, type: integer }]
    relationships: [{ type: N:1, field: delivery_id, target: { entity: delivery, field: delivery_id } }]
`,
  tables: {
    delivery: { columns: { delivery_id: 'integer', delivered_on: 'date' }, rows: [[1, '2024-05-01']] },
    parcel: {
      columns: { parcel_id: 'integer', sent_on: 'date', delivery_id: 'integer' },
      rows: [
        [1, '2024-04-01', 1],
        [2, '2024-05-01', 1],
      ],
    },
  },
} as const

onBothEngines(planned, (ask) => {
  test('what a visible row points to is there, even if it is later; what points to it is cut at the date', async () => {
    expect(
      await ask(
        '{ parcels(asOf: "2024-04-15") { nodes { parcelId delivery { deliveredOn parcels { totalCount nodes { parcelId } } } } } }',
      ),
    ).toEqual({
      nodes: [{ parcelId: 1, delivery: { deliveredOn: '2024-05-01', parcels: { totalCount: 1, nodes: [{ parcelId: 1 }] } } }],
    })
    expect(await ask('{ delivery(deliveryId: 1, asOf: "2024-04-15") { deliveredOn } }')).toBeNull()
    expect(await ask('{ deliveries: deliverys(asOf: "2024-04-15") { totalCount } }')).toEqual({ totalCount: 0 })
  })
})

/** Purchases a minute apart; the clock of the operations moves on between pages. */
const minutes: TestTables = {
  ...crm.tables,
  purchase: {
    columns: { purchase_id: 'integer', customer_id: 'string', placed_at: 'timestamp', category: 'string', amount: 'decimal' },
    rows: [1, 2, 3, 4].map((minute) => [minute, 'ann@x.org', `2024-06-30T12:0${minute}:00Z`, 'Beer', '1.00']),
  },
}

interface Listed {
  readonly list: { readonly nodes: readonly unknown[]; readonly pageInfo: { readonly endCursor: string } }
}

interface OfCustomer {
  readonly customer: Listed
}

interface Answered<T> {
  readonly data: T
  readonly errors?: readonly { readonly message: string }[]
}

test.each<EngineName>(['duckdb', 'postgres'])('a walk without a date stays at the instant it began at, on %s', async (name) => {
  const catalog = await catalogOf(crm.model)
  const schema = buildSchema(catalog)
  const database = await openTestDatabase(name, minutes)
  try {
    const engine = createEngine({ catalog, kysely: database.kysely, dialect: database.engine })
    const askAt = async <T = Listed>(now: string, source: string) => {
      const contextValue: Context = { engine, now, requestId: 'walk', access: { key: 'test', showSql: false }, seal: testSeal }
      return JSON.parse(await responseText(schema, { source, contextValue })) as Answered<T>
    }
    const page = (field: string, fields: string) => `${field} { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } }`
    const atThree = '2024-06-30T12:03:00Z'
    const later = '2024-06-30T12:10:00Z'

    const rows = (after: string) => `{ list: ${page(`purchases(first: 2${after})`, 'purchaseId customer { orders }')} }`
    const first = (await askAt(atThree, rows(''))).data.list
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [
        { purchaseId: 1, customer: { orders: 3 } },
        { purchaseId: 2, customer: { orders: 3 } },
      ],
    })
    const second = (await askAt(later, rows(`, after: "${first.pageInfo.endCursor}"`))).data.list
    expect(second).toMatchObject({ totalCount: 3, nodes: [{ purchaseId: 3, customer: { orders: 3 } }], pageInfo: { hasNextPage: false } })
    expect((await askAt(later, rows(''))).data.list).toMatchObject({ totalCount: 4 })
    // What the last page gives for a cursor belongs to the same walk.
    const back = rows(`, before: "${second.pageInfo.endCursor}"`).replace('first: 2', 'last: 2')
    expect((await askAt(later, back)).data.list).toMatchObject({ totalCount: 3, nodes: [{ purchaseId: 1 }, { purchaseId: 2 }] })

    const timeline = (after: string) =>
      `{ customer(customerId: "ann@x.org") { orders list: ${page(`timeline(first: 2${after}, activities: [PURCHASE])`, '... on Purchase { purchaseId }')} } }`
    const newest = (await askAt<OfCustomer>(atThree, timeline(''))).data.customer.list
    expect(newest).toMatchObject({ totalCount: 3, nodes: [{ purchaseId: 3 }, { purchaseId: 2 }] })
    const rest = (await askAt<OfCustomer>(later, timeline(`, after: "${newest.pageInfo.endCursor}"`))).data.customer
    expect(rest).toMatchObject({ orders: 4, list: { totalCount: 3, nodes: [{ purchaseId: 1 }] } })

    const between = `{ list: ${page(`purchases(first: 2, after: "${first.pageInfo.endCursor}", before: "${(await askAt(later, rows(''))).data.list.pageInfo.endCursor}")`, 'purchaseId')} }`
    expect((await askAt(later, between)).errors?.map(({ message }) => message)).toEqual([
      '`after` and `before` are cursors of walks that began at different times. Begin again without them.',
    ])
  } finally {
    await database.close()
  }
})
