/** The client of the server's GraphQL endpoint. Rows have an `id` that carries their date: two dates of a customer never mix in the cache. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'
import type { Activity } from './profile/timeline.tsx'

/** What implements the interface, which the cache cannot know. The compiler tells when the model has a kind more. */
const activities: Record<Activity['__typename'], true> = {
  EmailClicked: true,
  EmailOpened: true,
  Order: true,
  OrderInvoiced: true,
  OrderPlaced: true,
  OrderRejected: true,
  PromotionRedeemed: true,
  SiteVisited: true,
  SurveyAnswered: true,
}

export function createClient(): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: '/graphql' }),
    cache: new InMemoryCache({
      possibleTypes: { Activity: Object.keys(activities) },
      // "Show earlier" adds to the timeline of a customer; pages of customers take each other's place and need no policy.
      typePolicies: { Customer: { fields: { timeline: relayStylePagination(['activities']) } } },
    }),
  })
}
