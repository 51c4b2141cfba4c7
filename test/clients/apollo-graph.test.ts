/** Apollo Client on the customer graph: its cache keeps rows by `id`, so that dates never mix, and its own page policies join our pages. */
import { gql, type InMemoryCacheConfig } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'
import { expect, test } from 'vitest'
import { crm } from '../graph/crm.ts'
import { type Ask, onBothEngines } from '../support/story.ts'
import { apolloClient } from './apollo-client.ts'

/** As an application sets it: what implements the interfaces, asked of the server; and which arguments make a list another one. */
async function configOf(ask: Ask): Promise<InMemoryCacheConfig> {
  const { types } = (await ask('{ __schema { types { name possibleTypes { name } } } }')) as Introspected
  return {
    possibleTypes: Object.fromEntries(
      types.flatMap(({ name, possibleTypes }) => (possibleTypes === null ? [] : [[name, possibleTypes.map((each) => each.name)]])),
    ),
    typePolicies: {
      Query: { fields: { customers: relayStylePagination(['where', 'orderBy', 'asOf', 'timeZone']) } },
      Customer: { fields: { purchases: relayStylePagination(['where', 'orderBy']), timeline: relayStylePagination(['activities']) } },
    },
  }
}

interface Introspected {
  readonly types: readonly { readonly name: string; readonly possibleTypes: readonly { readonly name: string }[] | null }[]
}

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string
    readonly endCursor: string
  }
}

type Purchases = Page<{ readonly purchaseId: number }>

const profile = gql`
  fragment Profile on Customer {
    id
    revenue
    purchases(first: 5) { edges { node { id purchaseId } } }
  }
`

const twoDates = gql`
  query TwoDates {
    february: customer(customerId: "ann@x.org", asOf: "2024-02-28") { ...Profile }
    now: customer(customerId: "ann@x.org") { ...Profile }
  }
  ${profile}
`

const oneDate = gql`
  query OneDate($asOf: TimePoint) {
    customer(customerId: "ann@x.org", asOf: $asOf) { ...Profile }
  }
  ${profile}
`

const waysToAnn = gql`
  query WaysToAnn {
    customer(customerId: "ann@x.org") { id name }
    customers(where: { customerId: { eq: "ann@x.org" } }) { edges { node { id revenue } } }
    purchase(purchaseId: 1) { id customer { id orders } }
  }
`

const purchases = gql`
  fragment Purchases on Customer {
    purchases(first: $count, after: $afterPurchase, orderBy: [{ amount: DESC }]) {
      edges { node { id purchaseId } }
      pageInfo { hasNextPage endCursor }
    }
  }
`

const customers = gql`
  query Customers($first: Int, $last: Int, $after: String, $before: String, $count: Int = 1, $afterPurchase: String) {
    customers(first: $first, last: $last, after: $after, before: $before, orderBy: [{ name: ASC }]) {
      edges { node { id customerId ...Purchases } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
  ${purchases}
`

const morePurchases = gql`
  query MorePurchases($id: ID!, $count: Int, $afterPurchase: String) {
    node(id: $id) { id ...Purchases }
  }
  ${purchases}
`

const timeline = gql`
  query Timeline($first: Int, $after: String) {
    customer(customerId: "ann@x.org") {
      id
      timeline(first: $first, after: $after) { edges { node { ...Moment } } pageInfo { hasNextPage endCursor } }
    }
  }
  fragment Moment on Activity {
    ...Row
    occurredAt
    ... on Purchase { category }
    ... on Ticket { status }
  }
  fragment Row on Node { id }
`

onBothEngines(crm, (ask) => {
  const open = async () => apolloClient(ask, await configOf(ask))

  test('two dates of a row never mix, asked for together or one after the other', async () => {
    const inFebruary = { revenue: '120.00', purchases: { edges: [1, 2].map((purchaseId) => ({ node: { purchaseId } })) } }
    const atPresent = { revenue: '150.00', purchases: { edges: [1, 2, 3].map((purchaseId) => ({ node: { purchaseId } })) } }
    const together = await open()
    expect((await together.show(twoDates)).current()).toMatchObject({ february: inFebruary, now: atPresent })
    expect((await together.show(oneDate, { asOf: '2024-02-28' })).current()).toMatchObject({ customer: inFebruary })
    expect((await together.show(oneDate)).current()).toMatchObject({ customer: atPresent })
    // The other two were read from the cache.
    expect(together.requests).toHaveLength(1)
    const apart = await open()
    expect((await apart.show(oneDate)).current()).toMatchObject({ customer: atPresent })
    expect((await apart.show(oneDate, { asOf: '2024-02-28' })).current()).toMatchObject({ customer: inFebruary })
    expect((await apart.show(twoDates)).current()).toMatchObject({ february: inFebruary, now: atPresent })
    expect(apart.requests).toHaveLength(2)
    expect(apart.ids('Customer')).toHaveLength(2)
    expect(apart.ids('Purchase')).toHaveLength(5)
  })

  test('a row reached in several ways is one record with all that is known of it', async () => {
    const { client, show, ids } = await open()
    await show(waysToAnn)
    const [id = '', ...others] = ids('Customer')
    expect(others).toEqual([])
    const fragment = gql`fragment Ann on Customer { name revenue orders }`
    expect(client.cache.readFragment({ id, fragment })).toMatchObject({ name: 'Ann', revenue: '150.00', orders: 3 })
  })

  test('pages of a list join forwards; those of what belongs to a row join in the row, wherever it is shown', async () => {
    type Node = { readonly id: string; readonly customerId: string; readonly purchases: Purchases }
    const { show } = await open()
    const { current, more } = await show<{ customers: Page<Node> }>(customers, { first: 2 })
    const names = () => current().customers.edges.map(({ node }) => node.customerId.slice(0, 3))
    for (const _ of [2, 3]) await more({ after: current().customers.pageInfo.endCursor })
    expect(current().customers.pageInfo.hasNextPage).toBe(false)
    expect(names()).toEqual(['ann', 'bob', 'dan', 'cid', 'eve'])
    const ann = () => current().customers.edges[0]?.node as Node
    const { pageInfo } = ann().purchases
    await show(morePurchases, { id: ann().id, count: 5, afterPurchase: pageInfo.endCursor })
    expect(ann().purchases.edges.map(({ node }) => node.purchaseId)).toEqual([1, 3, 2])
    expect(ann().purchases.pageInfo.hasNextPage).toBe(false)
    expect(names()).toEqual(['ann', 'bob', 'dan', 'cid', 'eve'])
  })

  test('pages of a list join backwards', async () => {
    const { show } = await open()
    const { current, more } = await show<{ customers: Page<{ readonly customerId: string }> }>(customers, { last: 2 })
    for (const _ of [2, 3]) await more({ before: current().customers.pageInfo.startCursor })
    expect(current().customers.pageInfo.hasPreviousPage).toBe(false)
    expect(current().customers.edges.map(({ node }) => node.customerId.slice(0, 3))).toEqual(['ann', 'bob', 'dan', 'cid', 'eve'])
  })

  test('pages of a timeline join; fragments on its interfaces are read', async () => {
    const { show } = await open()
    const { current, more } = await show<{ customer: { timeline: Page<unknown> } }>(timeline, { first: 3 })
    await more({ after: current().customer.timeline.pageInfo.endCursor })
    expect(current().customer.timeline.edges.map(({ node }) => node)).toMatchObject([
      { __typename: 'Purchase', occurredAt: '2024-03-10T11:00:00+01:00', category: 'Beer' },
      { __typename: 'Purchase', occurredAt: '2024-02-10T11:00:00+01:00', category: 'Wine' },
      { __typename: 'Ticket', occurredAt: '2024-02-10T00:00:00+01:00', status: 'open' },
      { __typename: 'Purchase', occurredAt: '2024-01-10T11:00:00+01:00', category: 'Beer' },
    ])
    expect(current().customer.timeline.pageInfo.hasNextPage).toBe(false)
  })
})
