/** Relay as an application has it, without its components; its network is this process. */
import type { GraphQLResponse, GraphQLTaggedNode, Variables } from 'relay-runtime'
import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getFragment,
  getRequest,
  getSingularSelector,
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
}

export function relayClient(ask: Ask): RelayClient {
  const requests: { name: string; variables: Variables }[] = []
  const network = Network.create(async ({ name, text }, variables) => {
    requests.push({ name, variables })
    return (await ask.raw(text ?? '', variables)) as GraphQLResponse
  })
  const environment = new Environment({ network, store: new Store(new RecordSource()) })
  return {
    environment,
    requests,
    fetch: (query, variables) => fetchQuery(environment, query, variables).toPromise(),
    stored: (query, variables) => {
      const operation = createOperationDescriptor(getRequest(query), variables)
      return environment.check(operation).status === 'available' ? environment.lookup(operation.fragment).data : undefined
    },
    read: (fragment, object) => {
      const selector = getSingularSelector(getFragment(fragment), object)
      return selector && environment.lookup(selector).data
    },
  }
}
