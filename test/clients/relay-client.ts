/** Relay as an application has it, without its components; its network is this process. */
import type { GraphQLResponse, GraphQLTaggedNode, OperationDescriptor, Variables } from 'relay-runtime'
import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getFragment,
  getPaginationMetadata,
  getPaginationVariables,
  getRefetchMetadata,
  getRequest,
  getSingularSelector,
  getValueAtPath,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime'
import type { Ask } from '../support/story.ts'

export interface RelayClient {
  readonly environment: Environment
  /** What was asked of the network, in the order asked. */
  readonly requests: readonly { readonly name: string; readonly variables: Variables }[]
  /** Asks the network, puts the answer into the store, and reads it from there. */
  fetch(query: GraphQLTaggedNode, variables: Variables): Promise<unknown>
  /** What the store has of a query, without the network; undefined where a field is missing. */
  stored(query: GraphQLTaggedNode, variables: Variables): unknown
  /** What a component sees: the fields of its fragment, of the object it was handed. */
  read(fragment: GraphQLTaggedNode, object: unknown): unknown
  /** What `loadNext` and `loadPrevious` of a component with a pagination fragment do. */
  loadMore(fragment: GraphQLTaggedNode, object: unknown, more: { readonly next: number } | { readonly previous: number }): Promise<void>
  /** What `refetch` of a component with a refetchable fragment does; the object it is handed then. */
  refetch(fragment: GraphQLTaggedNode, object: unknown): Promise<unknown>
  /** Ids of the records that the store has of a type. */
  ids(type: string): readonly string[]
}

interface PageInfo {
  readonly startCursor: string | null
  readonly endCursor: string | null
}

export function relayClient(ask: Ask): RelayClient {
  const requests: { name: string; variables: Variables }[] = []
  const network = Network.create(async ({ name, text }, variables) => {
    requests.push({ name, variables })
    return (await ask.raw(text ?? '', variables)) as GraphQLResponse
  })
  const environment = new Environment({ network, store: new Store(new RecordSource()) })
  const operationOf = (query: GraphQLTaggedNode, variables: Variables) => createOperationDescriptor(getRequest(query), variables)
  const lookup = ({ fragment }: OperationDescriptor) => environment.lookup(fragment).data
  const fetch = (query: GraphQLTaggedNode, variables: Variables) => {
    // A mounted component keeps what it shows.
    environment.retain(operationOf(query, variables))
    return fetchQuery(environment, query, variables).toPromise()
  }
  const selectorOf = (fragment: GraphQLTaggedNode, object: unknown) => {
    const selector = getSingularSelector(getFragment(fragment), object)
    if (selector == null) throw new Error('The object does not have this fragment')
    return selector
  }
  /** Variables of the query that made the object, and of the fragment. */
  const variablesOf = (fragment: GraphQLTaggedNode, object: unknown): Variables => {
    const { owner, variables } = selectorOf(fragment, object)
    return { ...owner.variables, ...variables }
  }
  /** Of the query that Relay's compiler made of a refetchable fragment. */
  const idVariables = (fragment: GraphQLTaggedNode, object: unknown): Variables => {
    const { identifierInfo } = getRefetchMetadata(getFragment(fragment), 'test')
    if (identifierInfo == null) return {}
    const fields = environment.lookup(selectorOf(fragment, object)).data as Readonly<Record<string, unknown>>
    return { [identifierInfo.identifierQueryVariableName]: fields[identifierInfo.identifierField] }
  }
  return {
    environment,
    requests,
    fetch,
    stored: (query, variables) => {
      const operation = operationOf(query, variables)
      return environment.check(operation).status === 'available' ? lookup(operation) : undefined
    },
    read: (fragment, object) => environment.lookup(selectorOf(fragment, object)).data,
    loadMore: async (fragment, object, more) => {
      const { connectionPathInFragmentData, paginationMetadata, paginationRequest } = getPaginationMetadata(getFragment(fragment), 'test')
      const connection = getValueAtPath(environment.lookup(selectorOf(fragment, object)).data, connectionPathInFragmentData)
      const { startCursor, endCursor } = (connection as { pageInfo: PageInfo }).pageInfo
      const [direction, count, cursor] =
        'next' in more ? (['forward', more.next, endCursor] as const) : (['backward', more.previous, startCursor] as const)
      const base = variablesOf(fragment, object)
      const variables = getPaginationVariables(direction, count, cursor, base, {}, paginationMetadata)
      await fetch(paginationRequest, { ...variables, ...idVariables(fragment, object) })
    },
    refetch: async (fragment, object) => {
      const { refetchableRequest, fragmentRefPathInResponse } = getRefetchMetadata(getFragment(fragment), 'test')
      const answer = await fetch(refetchableRequest, { ...variablesOf(fragment, object), ...idVariables(fragment, object) })
      return getValueAtPath(answer, fragmentRefPathInResponse)
    },
    ids: (type) =>
      Object.entries(environment.getStore().getSource().toJSON()).flatMap(([id, record]) => (record?.__typename === type ? [id] : [])),
  }
}
