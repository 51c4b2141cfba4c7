/** Relay on the customer graph: what its compiler makes of refetchable fragments works against `node(id)`, and its store keeps rows and dates apart. */
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { crm } from '../graph/crm.ts'
import { catalogOf, onBothEngines } from '../support/story.ts'
import { type RelayArtifacts, relayArtifacts } from './relay-artifacts.ts'
import { type RelayClient, relayClient } from './relay-client.ts'

let artifact: RelayArtifacts
beforeAll(async () => {
  artifact = await relayArtifacts(printSchemaOf(await catalogOf(crm.model)), path.join(import.meta.dirname, 'graph-documents'))
})

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }
}

type Customer = { readonly customerId: string }
type Purchase = { readonly purchaseId: number; readonly customer: Customer }

function customersIn({ read }: RelayClient, list: unknown): Page<Customer> {
  return (read(artifact('customersPage'), list) as { customers: Page<Customer> }).customers
}

function idsIn(client: RelayClient, list: unknown): readonly string[] {
  return customersIn(client, list).edges.map(({ node }) => node.customerId.slice(0, 3))
}

function purchasesIn({ read }: RelayClient, customer: unknown): Page<Purchase> {
  return (read(artifact('customersPurchases'), customer) as { purchases: Page<Purchase> }).purchases
}

function numbersIn(client: RelayClient, customer: unknown): readonly number[] {
  return purchasesIn(client, customer).edges.map(({ node }) => node.purchaseId)
}

function namesOf({ requests }: RelayClient): readonly string[] {
  return requests.map(({ name }) => name)
}

onBothEngines(crm, (ask) => {
  async function profileOf(client: RelayClient, variables: { readonly asOf?: string; readonly timeZone?: string } = {}) {
    const answer = await client.fetch(artifact('profileQuery'), { customerId: 'ann@x.org', ...variables })
    return (answer as { customer: unknown }).customer
  }

  test('a list is loaded page by page until its end, each row once', async () => {
    const client = relayClient(ask)
    const list = await client.fetch(artifact('customersQuery'), { first: 2 })
    expect(idsIn(client, list)).toEqual(['ann', 'bob'])
    await client.loadMore(artifact('customersPage'), list, { next: 2 })
    expect(customersIn(client, list).pageInfo.hasNextPage).toBe(true)
    await client.loadMore(artifact('customersPage'), list, { next: 2 })
    expect(customersIn(client, list).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
    expect(idsIn(client, list)).toEqual(['ann', 'bob', 'dan', 'cid', 'eve'])
    expect(client.ids('Customer')).toHaveLength(5)
    expect(namesOf(client)).toEqual(['customersQuery', 'customersMoreQuery', 'customersMoreQuery'])
  })

  test('a list is loaded from its end to its beginning', async () => {
    const client = relayClient(ask)
    const list = await client.fetch(artifact('customersQuery'), { last: 2 })
    expect(idsIn(client, list)).toEqual(['cid', 'eve'])
    await client.loadMore(artifact('customersPage'), list, { previous: 2 })
    expect(customersIn(client, list).pageInfo.hasPreviousPage).toBe(true)
    await client.loadMore(artifact('customersPage'), list, { previous: 2 })
    expect(customersIn(client, list).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
    expect(idsIn(client, list)).toEqual(['ann', 'bob', 'dan', 'cid', 'eve'])
  })

  test('what belongs to one row of a list is paged through by the id of the row, and points back to it', async () => {
    const client = relayClient(ask)
    const list = await client.fetch(artifact('customersQuery'), { first: 2 })
    const [ann, bob] = customersIn(client, list).edges.map(({ node }) => node)
    await client.loadMore(artifact('customersPurchases'), ann, { next: 1 })
    expect(purchasesIn(client, ann).pageInfo.hasNextPage).toBe(true)
    await client.loadMore(artifact('customersPurchases'), ann, { next: 1 })
    expect(purchasesIn(client, ann).pageInfo.hasNextPage).toBe(false)
    expect(numbersIn(client, ann)).toEqual([1, 3, 2])
    expect(numbersIn(client, bob)).toEqual([4])
    expect(purchasesIn(client, ann).edges.map(({ node }) => node.customer.customerId)).toEqual(['ann@x.org', 'ann@x.org', 'ann@x.org'])
    expect(client.ids('Customer')).toHaveLength(2)
    expect(client.ids('Purchase')).toHaveLength(4)
  })

  test('two dates of a row are two records; each is refetched and paged through at its own date', async () => {
    const client = relayClient(ask)
    const february = await profileOf(client, { asOf: '2024-02-28' })
    const now = await profileOf(client)
    const figures = artifact('profileFigures')
    const sliced = (...rows: [string, string][]) => ({ rows: rows.map(([category, revenue]) => ({ purchase: { category, revenue } })) })
    const inFebruary = { revenue: '120.00', orders: 2, region: { name: 'North' }, slice: sliced(['Beer', '100.00'], ['Wine', '20.00']) }
    const atPresent = { revenue: '150.00', orders: 3, region: { name: 'North' }, slice: sliced(['Beer', '130.00'], ['Wine', '20.00']) }
    expect(client.read(figures, february)).toMatchObject(inFebruary)
    expect(client.read(figures, now)).toMatchObject(atPresent)
    expect(client.read(figures, await client.refetch(figures, february))).toMatchObject(inFebruary)
    expect(client.read(figures, await client.refetch(figures, now))).toMatchObject(atPresent)
    for (const profile of [february, now]) await client.loadMore(artifact('customersPurchases'), profile, { next: 5 })
    expect(numbersIn(client, february)).toEqual([1, 2])
    expect(numbersIn(client, now)).toEqual([1, 3, 2])
    expect(client.ids('Customer')).toHaveLength(2)
    expect(client.ids('Region')).toHaveLength(2)
    expect(client.ids('Purchase')).toHaveLength(5)
  })

  test('a timeline is paged through, and its rows are read by fragments on Activity and Node', async () => {
    const client = relayClient(ask)
    const zone = { timeZone: 'America/New_York' }
    const profile = await profileOf(client, zone)
    const pageOf = () => (client.read(artifact('profileTimeline'), profile) as { timeline: Page<unknown> }).timeline
    expect(pageOf().edges).toHaveLength(2)
    await client.loadMore(artifact('profileTimeline'), profile, { next: 2 })
    expect(pageOf().pageInfo.hasNextPage).toBe(false)
    const rows = pageOf().edges.map(({ node }) => node)
    expect(rows.map((row) => client.read(artifact('profileMoment'), row))).toEqual([
      { occurredAt: '2024-03-10T06:00:00-04:00', category: 'Beer' },
      { occurredAt: '2024-02-10T05:00:00-05:00', category: 'Wine' },
      { occurredAt: '2024-02-10T00:00:00-05:00', status: 'open' },
      { occurredAt: '2024-01-10T05:00:00-05:00', category: 'Beer' },
    ])
    const again = await Promise.all(rows.slice(1, 3).map((row) => client.refetch(artifact('profileRow'), row)))
    expect(again.map((row) => client.read(artifact('profileRow'), row))).toMatchObject([
      { __typename: 'Purchase', amount: '20.00' },
      { __typename: 'Ticket', house: 'A', number: 1 },
    ])
    // The first of them under `purchases`, too.
    expect(client.ids('Purchase')).toHaveLength(3)
    expect(client.ids('Ticket')).toHaveLength(1)
  })
})
