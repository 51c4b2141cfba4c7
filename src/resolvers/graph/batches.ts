/**
 * Rows asked for at one place of a document, by however many parents, are one statement.
 *
 *   customers { nodes { orders { nodes { ... } } } }   50 customers ask for orders at `customers.nodes.orders`, the loader of that place asks once
 */
import DataLoader from 'dataloader'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'
import { KeptByContext } from '../kept-by-context.ts'

/**
 * Keys of one batch; a page of pages may have more, and then takes a statement more for each so many. A statement names its keys again for what it
 * computes for their rows, and has room for 65,535 values.
 */
const mostKeys = 1_000

type Load<K, V> = (keys: readonly K[]) => Promise<readonly (V | Error)[]>

const loaders = new KeptByContext(() => new Map<string, DataLoader<unknown, unknown>>())

/** The loader of a place in the operation of `context`; `load` is called when the place is met first. */
export function batchAt<K, V>(place: string, context: Context, makeLoad: () => Load<K, V>): DataLoader<K, V> {
  const ofOperation = loaders.of(context)
  const known = ofOperation.get(place)
  if (known !== undefined) return known as DataLoader<K, V>
  const made = new DataLoader<K, V>(makeLoad(), { cache: false, maxBatchSize: mostKeys })
  ofOperation.set(place, made as DataLoader<unknown, unknown>)
  return made
}

/** Response names and types on the way to a field, without positions in lists. */
export function placeOf({ path }: Pick<GraphQLResolveInfo, 'path'>): string {
  const names: string[] = []
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) {
    if (typeof at.key === 'string') names.push(`${at.typename ?? ''}.${at.key}`)
  }
  return names.reverse().join('/')
}
