/** Apollo Client as an application has it; its network is this process. */
import { ApolloClient, ApolloLink, InMemoryCache, type InMemoryCacheConfig } from '@apollo/client'
import { print } from 'graphql'
import { from } from 'rxjs'
import type { Ask } from '../support/story.ts'

export interface ApolloTestClient {
  readonly client: ApolloClient
  /** What was asked of the network, in the order asked. */
  readonly requests: readonly { readonly name: string | undefined; readonly variables: Readonly<Record<string, unknown>> }[]
}

export function apolloClient(ask: Ask, cache: InMemoryCacheConfig = {}): ApolloTestClient {
  const requests: { name: string | undefined; variables: Readonly<Record<string, unknown>> }[] = []
  const link = new ApolloLink(({ operationName, query, variables }) => {
    requests.push({ name: operationName, variables })
    return from(ask.raw(print(query), variables) as Promise<ApolloLink.Result>)
  })
  return { client: new ApolloClient({ link, cache: new InMemoryCache(cache) }), requests }
}
