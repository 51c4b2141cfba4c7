/** One group in the table of groups. */
import { hrefOf, readGroup, start } from '../address.ts'
import { type Decimal, formatAmount, formatCount, formatMean, formatPercentage } from '../format.ts'
import { type FragmentType, getFragmentData, graphql } from '../generated/index.ts'

const fragment = graphql(`
  fragment SegmentRow on CustomerGroup {
    name
    title
    description
    count
    percentage
    averages {
      lifetimeValue
      daysSinceLastOrder
    }
  }
`)

interface SegmentRowProps {
  readonly asOf: string
  readonly group: FragmentType<typeof fragment>
  readonly lifetimeValue: Decimal | null
}

export function SegmentRow({ asOf, group: masked, lifetimeValue }: SegmentRowProps) {
  const { name, title, description, count, percentage, averages } = getFragmentData(fragment, masked)
  const group = readGroup(name)
  return (
    <tr>
      <th scope="row">
        {group === undefined ? title : <a href={hrefOf({ asOf, place: { kind: 'group', group, from: start } })}>{title}</a>}{' '}
        <code>{name}</code>
        <span className="about">{description}</span>
      </th>
      <td>{formatCount(count)}</td>
      <td>
        {formatPercentage(percentage)}
        <span className="bar" aria-hidden="true">
          <span style={{ width: `${percentage ?? 0}%` }} />
        </span>
      </td>
      <td>{formatAmount(lifetimeValue)}</td>
      <td>{formatAmount(averages.lifetimeValue)}</td>
      <td>{formatMean(averages.daysSinceLastOrder)}</td>
    </tr>
  )
}
