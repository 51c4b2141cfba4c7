/** What happened to a customer until the date, newest first. */
import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { formatAmount, formatCode, formatCount, formatCounted, formatMoment, none } from '../format.ts'
import type { TimelineQuery } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { Loading, Nothing, Problem } from '../states.tsx'

// An order is there once, with the value of its lines, and not once more for each line.
const document = graphql(`
  query Timeline($customerId: String!, $asOf: TimePoint!, $after: String) {
    customer(customerId: $customerId, asOf: $asOf) {
      id
      timeline(
        first: 20
        after: $after
        activities: [ORDER, ORDER_REJECTED, PROMOTION_REDEEMED, EMAIL_OPENED, EMAIL_CLICKED, SITE_VISITED, SURVEY_ANSWERED]
      ) {
        totalCount
        edges {
          node {
            __typename
            id
            occurredAt
            ... on Order {
              orderNo
              daysToInvoice
              slice(by: {}) {
                rows {
                  orderPlaced { monetary orderLines }
                }
              }
            }
            ... on OrderRejected { orderRejectCode orderValue }
            ... on PromotionRedeemed { promotionCode discount }
            ... on EmailOpened { campaign }
            ... on EmailClicked { campaign }
            ... on SiteVisited { page }
            ... on SurveyAnswered { answer }
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  }
`)

export function Timeline({ asOf, customerId }: { readonly asOf: string; readonly customerId: string }) {
  const { data, error, loading, refetch, fetchMore } = useQuery(document, { variables: { asOf, customerId } })
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      {error !== undefined && <Problem error={error} onRetry={refetch} />}
      {data === undefined && loading && <Loading what="the timeline" />}
      {data !== undefined && (
        <Activities
          key={data.customer?.id}
          timeline={data.customer?.timeline ?? null}
          isLoading={loading}
          onMore={(after) => fetchMore({ variables: { after } })}
        />
      )}
    </section>
  )
}

type Page = NonNullable<NonNullable<TimelineQuery['customer']>['timeline']>
export type Activity = Page['edges'][number]['node']

interface ActivitiesProps {
  readonly timeline: Page | null
  readonly isLoading: boolean
  readonly onMore: (after: string | null) => Promise<unknown>
}

function Activities({ timeline, isLoading, onMore }: ActivitiesProps) {
  const [isAsked, setAsked] = useState(false)
  const [failure, setFailure] = useState<Error>()
  if (timeline === null || timeline.edges.length === 0) return <Nothing>Nothing happened until this date.</Nothing>
  const { edges, totalCount, pageInfo } = timeline
  const showEarlier = async () => {
    if (isLoading) return
    setAsked(true)
    setFailure(undefined)
    try {
      await onMore(pageInfo.endCursor)
    } catch (reason) {
      setFailure(reason instanceof Error ? reason : new Error(String(reason)))
    }
  }
  return (
    <>
      <p role="status">
        {formatCount(edges.length)} of {formatCounted(totalCount, ['activity', 'activities'])}, in UTC
      </p>
      <ol className="timeline">
        {edges.map(({ node }) => (
          <Entry key={node.id} activity={node} />
        ))}
      </ol>
      {failure !== undefined && <Problem error={failure} onRetry={showEarlier} />}
      {pageInfo.hasNextPage && failure === undefined && (
        // Not `disabled`: a button that is has no focus, and the next press of the key would go nowhere.
        <button type="button" aria-disabled={isLoading} onClick={() => void showEarlier()}>
          Show earlier
        </button>
      )}
      {!pageInfo.hasNextPage && isAsked && (
        // In place of the button that was pressed, which is gone.
        <p className="end note" tabIndex={-1} ref={focus}>
          Nothing happened before.
        </p>
      )}
    </>
  )
}

/** The same function each time, so that the focus is taken once. */
function focus(element: HTMLElement | null) {
  element?.focus({ preventScroll: true })
}

function Entry({ activity }: { readonly activity: Activity }) {
  const { title, detail, amount } = describe(activity)
  return (
    <li className={activity.__typename}>
      <time dateTime={activity.occurredAt ?? undefined}>{formatMoment(activity.occurredAt)}</time>
      <strong>{title}</strong>
      {amount !== undefined && <span className="amount">{amount}</span>}
      {detail !== undefined && <span className="about">{detail}</span>}
    </li>
  )
}

interface Description {
  readonly title: string
  readonly detail?: string
  readonly amount?: string
}

function describe(activity: Activity): Description {
  switch (activity.__typename) {
    case 'Order': {
      const { monetary = null, orderLines = null } = activity.slice?.rows[0]?.orderPlaced ?? {}
      const invoiced =
        activity.daysToInvoice === null ? 'not invoiced yet' : `invoiced after ${formatCounted(activity.daysToInvoice, ['day', 'days'])}`
      return { title: 'Order', detail: `${formatCounted(orderLines ?? 0, ['line', 'lines'])}, ${invoiced}`, amount: formatAmount(monetary) }
    }
    case 'OrderRejected':
      return { title: 'Line rejected', detail: formatCode(activity.orderRejectCode), amount: formatAmount(activity.orderValue) }
    case 'PromotionRedeemed':
      return { title: 'Promotion', detail: activity.promotionCode ?? none, amount: formatAmount(activity.discount) }
    case 'EmailOpened':
      return { title: 'Mail opened', detail: activity.campaign ?? none }
    case 'EmailClicked':
      return { title: 'Link in a mail clicked', detail: activity.campaign ?? none }
    case 'SiteVisited':
      return { title: 'Site visited', detail: activity.page ?? none }
    case 'SurveyAnswered':
      return { title: 'Survey answered', detail: `${activity.answer ?? none} of 10` }
    default:
      // What the model may tell of one day, and this page does not know.
      return { title: activity.__typename }
  }
}
