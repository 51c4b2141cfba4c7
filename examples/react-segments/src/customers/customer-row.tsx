/** One customer in the list of a group. */
import { hrefOf } from '../address.ts'
import { formatAmount, formatCount, none } from '../format.ts'
import { type FragmentType, getFragmentData, graphql } from '../generated/index.ts'

const fragment = graphql(`
  fragment CustomerRow on Customer {
    customerId
    customerName
    state
    channelName
    lifetimeValue
    lifetimeOrders
    daysSinceLastOrder
  }
`)

export function CustomerRow({ asOf, customer: masked }: { readonly asOf: string; readonly customer: FragmentType<typeof fragment> }) {
  const customer = getFragmentData(fragment, masked)
  const { customerId } = customer
  const name = customer.customerName ?? customerId ?? none
  return (
    <tr>
      <th scope="row">{customerId === null ? name : <a href={hrefOf({ asOf, place: { kind: 'customer', customerId } })}>{name}</a>}</th>
      <td>{formatAmount(customer.lifetimeValue)}</td>
      <td>{formatCount(customer.lifetimeOrders)}</td>
      <td>{formatCount(customer.daysSinceLastOrder)}</td>
      <td className="text">{customer.state ?? none}</td>
      <td className="text">{customer.channelName ?? none}</td>
    </tr>
  )
}
