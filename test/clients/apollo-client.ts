/** Apollo Client as an application has it; its network is this process. */
import {
  ApolloClient,
  ApolloLink,
  type DocumentNode,
  InMemoryCache,
  type InMemoryCacheConfig,
  type OperationVariables,
} from '@apollo/client'
import { print } from 'graphql'
import { firstValueFrom, from } from 'rxjs'
import { filter } from 'rxjs/operators'
import type { Ask } from '../support/story.ts'

export interface ApolloTestClient {
  readonly client: ApolloClient
  /** What was asked of the network, in the order asked. */
  readonly requests: readonly { readonly name: string | undefined; readonly variables: Readonly<Record<string, unknown>> }[]
  /** A query that a component shows, once it is loaded. */
  show<T>(query: DocumentNode, variables?: OperationVariables): Promise<Shown<T>>
  /** Ids of the rows that the cache has of a type. */
  ids(type: string): readonly string[]
}

export interface Shown<T> {
  /** What the component shows now. */
  current(): T
  /** Its `fetchMore`. */
  more(variables: OperationVariables): Promise<void>
}

export function apolloClient(ask: Ask, cache: InMemoryCacheConfig = {}): ApolloTestClient {
  const requests: { name: string | undefined; variables: Readonly<Record<string, unknown>> }[] = []
  const link = new ApolloLink(({ operationName, query, variables }) => {
    requests.push({ name: operationName, variables })
    return from(ask.raw(print(query), variables) as Promise<ApolloLink.Result>)
  })
  const client = new ApolloClient({ link, cache: new InMemoryCache(cache) })
  return {
    client,
    requests,
    show: async <T>(query: DocumentNode, variables: OperationVariables = {}) => {
      const shown = client.watchQuery<T>({ query, variables })
      const { error } = await firstValueFrom(from(shown).pipe(filter(({ loading }) => !loading)))
      if (error !== undefined) throw error
      return {
        current: () => shown.getCurrentResult().data as T,
        more: async (others) => {
          await shown.fetchMore({ variables: others })
        },
      }
    },
    ids: (type) =>
      Object.entries(client.cache.extract() as Readonly<Record<string, { readonly __typename?: string }>>).flatMap(([id, record]) =>
        record.__typename === type ? [id] : [],
      ),
  }
}
