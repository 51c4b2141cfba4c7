/** A customer: facts, scores, groups, and what happened. */
import { useQuery } from '@apollo/client/react'
import { hrefOf } from '../address.ts'
import { formatDay } from '../format.ts'
import { graphql } from '../generated/index.ts'
import { Loading, Nothing, Problem } from '../states.tsx'
import { Facts } from './facts.tsx'
import { Memberships } from './memberships.tsx'
import { Scores } from './scores.tsx'
import { Timeline } from './timeline.tsx'

const document = graphql(`
  query Profile($customerId: String!, $asOf: TimePoint!) {
    customer(customerId: $customerId, asOf: $asOf) {
      id
      customerName
      ...Facts
      ...Scores
      ...Memberships
    }
  }
`)

export function ProfilePage({ asOf, customerId }: { readonly asOf: string; readonly customerId: string }) {
  const { data, error, refetch } = useQuery(document, { variables: { asOf, customerId } })
  if (error !== undefined) return <Problem error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="the customer" />
  const { customer } = data
  if (customer == null) {
    return (
      <Nothing>
        There was no customer {customerId} on {formatDay(asOf)}.
      </Nothing>
    )
  }
  return (
    <>
      <title>{`${customer.customerName ?? customerId} · Customer segments`}</title>
      <nav aria-label="Breadcrumb">
        <a href={hrefOf({ asOf, place: { kind: 'groups' } })}>All groups</a>
      </nav>
      <h1>{customer.customerName ?? customerId}</h1>
      <div className="profile">
        <div>
          <Facts customer={customer} />
          <Scores customer={customer} />
          <Memberships asOf={asOf} customer={customer} />
        </div>
        <Timeline asOf={asOf} customerId={customerId} />
      </div>
    </>
  )
}
