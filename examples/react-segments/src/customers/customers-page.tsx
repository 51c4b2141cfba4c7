/** The customers of a group, page by page, those of the largest lifetime value first. */
import { useQuery } from '@apollo/client/react'
import { type From, hrefOf, start } from '../address.ts'
import { formatCounted } from '../format.ts'
import type { CustomerMosaique } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { Loading, Nothing, Problem } from '../states.tsx'
import { TableFrame } from '../table-frame.tsx'
import { CustomerRow } from './customer-row.tsx'

const document = graphql(`
  query GroupCustomers(
    $group: CustomerMosaique!
    $asOf: TimePoint!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    # Of no date: what a group is called is always the same. A segmentation has no id, so with a date the cache would put it in place of the one with sizes.
    customerSegmentation(name: MOSAIQUE) {
      groups {
        name
        title
        description
        action
      }
    }
    customers(
      where: { mosaique: { eq: $group } }
      orderBy: [{ lifetimeValue: DESC }]
      asOf: $asOf
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      nodes {
        id
        ...CustomerRow
      }
      pageInfo {
        startCursor
        endCursor
        hasNextPage
        hasPreviousPage
      }
    }
  }
`)

interface CustomersPageProps {
  readonly asOf: string
  readonly group: CustomerMosaique
  readonly from: From
}

export function CustomersPage({ asOf, group: name, from }: CustomersPageProps) {
  const { data, error, refetch } = useQuery(document, { variables: { group: name, asOf, ...pageArguments(from) } })
  const placeFrom = (other: From) => hrefOf({ asOf, place: { kind: 'group', group: name, from: other } })
  if (error !== undefined) {
    return (
      <Problem error={error} onRetry={refetch}>
        {from.kind !== 'start' && <a href={placeFrom(start)}>First page</a>}
      </Problem>
    )
  }
  if (data === undefined) return <Loading what="the customers" />
  const { customers, customerSegmentation: segmentation } = data
  const group = segmentation?.groups.find((each) => each.name === name)
  if (customers == null || group === undefined) return <Nothing>There is no such group.</Nothing>
  const { previous, next } = neighbours(from, customers.pageInfo)
  return (
    <>
      <title>{`${group.title} · Customer segments`}</title>
      <nav aria-label="Breadcrumb">
        <a href={hrefOf({ asOf, place: { kind: 'groups' } })}>All groups</a>
      </nav>
      <h1>{group.title}</h1>
      <p className="lead">
        {group.description} {group.action}
      </p>
      {customers.nodes.length === 0 ? (
        <Nothing>Nobody is in this group on this date.</Nothing>
      ) : (
        <>
          <p>{formatCounted(customers.totalCount, ['customer', 'customers'])}, by lifetime value</p>
          <TableFrame label={`Customers of ${group.title}`}>
            <thead>
              <tr>
                <th scope="col">Customer</th>
                <th scope="col">Lifetime value</th>
                <th scope="col">Orders</th>
                <th scope="col">Days since last order</th>
                <th scope="col" className="text">
                  State
                </th>
                <th scope="col" className="text">
                  Channel
                </th>
              </tr>
            </thead>
            <tbody>
              {customers.nodes.map((customer) => (
                <CustomerRow key={customer.id} asOf={asOf} customer={customer} />
              ))}
            </tbody>
          </TableFrame>
        </>
      )}
      {(previous !== undefined || next !== undefined) && (
        <nav className="pages" aria-label="Pages">
          {previous === undefined ? <span>← Previous page</span> : <a href={placeFrom(previous)}>← Previous page</a>}
          {next === undefined ? <span>Next page →</span> : <a href={placeFrom(next)}>Next page →</a>}
        </nav>
      )}
    </>
  )
}

const pageSize = 20

function pageArguments(from: From) {
  switch (from.kind) {
    case 'start':
      return { first: pageSize }
    case 'after':
      return { first: pageSize, after: from.cursor }
    case 'before':
      return { last: pageSize, before: from.cursor }
  }
}

interface PageInfo {
  readonly startCursor: string | null
  readonly endCursor: string | null
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** A page read forwards knows only whether rows follow, and one read backwards whether rows precede; the other side is where it was come from. */
function neighbours(from: From, { startCursor, endCursor, hasNextPage, hasPreviousPage }: PageInfo) {
  return {
    previous:
      startCursor !== null && (hasPreviousPage || from.kind === 'after') ? ({ kind: 'before', cursor: startCursor } as const) : undefined,
    next: endCursor !== null && (hasNextPage || from.kind === 'before') ? ({ kind: 'after', cursor: endCursor } as const) : undefined,
  }
}
