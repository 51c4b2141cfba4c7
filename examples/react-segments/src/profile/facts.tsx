/** What is known of a customer, and what it is worth. */
import { formatAmount, formatCount, formatMoment, none } from '../format.ts'
import { type FragmentType, getFragmentData, graphql } from '../generated/index.ts'

const fragment = graphql(`
  fragment Facts on Customer {
    customerId
    status
    channelName
    address
    zip
    countyName
    state
    email
    phoneNumber
    lifetimeValue
    value12m
    expectedLifetimeValue
    lifetimeOrders
    firstOrderedAt
    daysSinceLastOrder
    favouriteCategory
    favouriteBrand
  }
`)

export function Facts({ customer: masked }: { readonly customer: FragmentType<typeof fragment> }) {
  const customer = getFragmentData(fragment, masked)
  const place = [customer.countyName, [customer.state, customer.zip].filter(isThere).join(' ')].filter(isThere).join(', ')
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    ['Lifetime value', formatAmount(customer.lifetimeValue)],
    ['Value of 12 months', formatAmount(customer.value12m)],
    ['Expected lifetime value', formatAmount(customer.expectedLifetimeValue)],
    ['Orders', formatCount(customer.lifetimeOrders)],
    ['First order', formatMoment(customer.firstOrderedAt)],
    ['Days since last order', formatCount(customer.daysSinceLastOrder)],
    ['Favourites', [customer.favouriteCategory, customer.favouriteBrand].filter(isThere).join(', ')],
    ['Number', customer.customerId],
    ['Status', customer.status],
    ['Channel', customer.channelName],
    ['Street', customer.address],
    ['Place', place],
    ['E-mail', customer.email],
    ['Telephone', customer.phoneNumber],
  ]
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">Facts</h2>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value === null || value === '' ? none : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function isThere(text: string | null): text is string {
  return text !== null && text !== ''
}
