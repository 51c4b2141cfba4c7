/** All groups of the segmentation: how large they are, what their customers are worth, and how long ago they ordered. */
import { useQuery } from '@apollo/client/react'
import { type Decimal, formatAmount, formatCount, formatMean, formatPercentage } from '../format.ts'
import { graphql } from '../generated/index.ts'
import { Loading, Nothing, Problem } from '../states.tsx'
import { TableFrame } from '../table-frame.tsx'
import { SegmentRow } from './segment-row.tsx'

const document = graphql(`
  query Segments($asOf: TimePoint!) {
    customerSegmentation(name: MOSAIQUE, asOf: $asOf) {
      title
      description
      groups {
        name
        ...SegmentRow
      }
    }
    slice(by: { customer: [MOSAIQUE] }, asOf: $asOf) {
      rows {
        customer { mosaique }
        orderPlaced { monetary }
      }
      totals {
        customer { countCustomers averageLifetimeValue averageDaysSinceLastOrder }
        orderPlaced { monetary }
      }
    }
  }
`)

export function SegmentsPage({ asOf }: { readonly asOf: string }) {
  const { data, error, refetch } = useQuery(document, { variables: { asOf } })
  if (error !== undefined) return <Problem error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="the groups" />
  const { customerSegmentation: segmentation, slice } = data
  if (segmentation == null || slice == null) return <Nothing>There is no such segmentation.</Nothing>
  const { totals } = slice
  // The slice has no row for a group without customers: its value is that of no orders.
  const values = new Map<string | null, Decimal | null>(
    slice.rows.map(({ customer, orderPlaced }) => [customer.mosaique, orderPlaced.monetary]),
  )
  return (
    <>
      <title>{`${segmentation.title} · Customer segments`}</title>
      <h1>{segmentation.title}</h1>
      <p className="lead">{segmentation.description}</p>
      <TableFrame label={`Groups of ${segmentation.title}`}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Customers</th>
            <th scope="col">Share</th>
            <th scope="col">Lifetime value</th>
            <th scope="col">Per customer</th>
            <th scope="col">Days since last order</th>
          </tr>
        </thead>
        <tbody>
          {segmentation.groups.map((group) => (
            <SegmentRow key={group.name} asOf={asOf} group={group} lifetimeValue={values.get(group.name) ?? null} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All customers</th>
            <td>{formatCount(totals.customer.countCustomers)}</td>
            <td>{formatPercentage(100)}</td>
            <td>{formatAmount(totals.orderPlaced.monetary)}</td>
            <td>{formatAmount(totals.customer.averageLifetimeValue)}</td>
            <td>{formatMean(totals.customer.averageDaysSinceLastOrder)}</td>
          </tr>
        </tfoot>
      </TableFrame>
      <p className="note">
        Lifetime value is all that was ordered until this date; per customer, and days, on average of the customers who ordered.
      </p>
    </>
  )
}
