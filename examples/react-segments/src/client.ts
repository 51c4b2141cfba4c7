/** The client of the server's GraphQL endpoint. Rows have an `id` that carries their date: two dates of a customer never mix in the cache. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'

export function createClient(): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: '/graphql' }),
    cache: new InMemoryCache({
      // "Show earlier" adds to the timeline of a customer; pages of customers take each other's place and need no policy.
      typePolicies: { Customer: { fields: { timeline: relayStylePagination(['activities']) } } },
    }),
  })
}
