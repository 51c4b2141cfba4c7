/**
 * Which way leads from one entity to another (semantics.md 1): the direct relationship, else the shortest way without a to-many hop,
 * else the shortest. A tie goes to the one path over a `preferred` relationship, else it is refused with the candidates.
 */
import { failure, issue, type Result, success } from '../issues/issue.ts'
import type { Hop } from './catalog.ts'

export type Path = readonly Hop[]

/** What the search needs to know of an entity. */
export interface GraphNode {
  readonly hops: ReadonlyMap<string, Hop>
}

export type Graph = ReadonlyMap<string, GraphNode>

/** `asked` names what the path is for, in messages. */
export function findPath(
  graph: Graph,
  from: string,
  to: string,
  asked: { readonly measure?: string; readonly dimension?: string } = {},
): Result<Path> {
  if (from === to) return success([])
  const direct = hopsOf(graph, from).filter((hop) => hop.to === to)
  const candidates = [
    direct.map((hop) => [hop]),
    shortestPaths(graph, from, to, { toOneOnly: true }),
    shortestPaths(graph, from, to, { toOneOnly: false }),
  ].find((paths) => paths.length > 0)
  if (candidates === undefined) return failure(issue('NO_PATH', { dimension: to, ...asked, from }))
  const preferred = candidates.filter((path) => path.some((hop) => hop.preferred))
  const [only, ...others] = candidates.length > 1 && preferred.length === 1 ? preferred : candidates
  if (only === undefined || others.length > 0) {
    return failure(issue('AMBIGUOUS_PATH', { from, to, candidates: candidates.map(printPath), ...asked }))
  }
  return success(only)
}

export function isToOne(path: Path): boolean {
  return path.every((hop) => hop.cardinality === 'one')
}

/** `customer.region`: the field names along the way. */
export function printPath(path: Path): string {
  return path.map((hop) => hop.name).join('.')
}

/** All ways of the least number of hops, found layer by layer; no entity is visited twice. */
function shortestPaths(graph: Graph, from: string, to: string, options: { readonly toOneOnly: boolean }): Path[] {
  let layer: Path[] = [[]]
  const visited = new Set([from])
  while (layer.length > 0) {
    const next = layer.flatMap((path) =>
      hopsOf(graph, path.at(-1)?.to ?? from)
        .filter((hop) => !visited.has(hop.to) && (!options.toOneOnly || hop.cardinality === 'one'))
        .map((hop) => [...path, hop]),
    )
    const found = next.filter((path) => path.at(-1)?.to === to)
    if (found.length > 0) return found
    for (const path of next) {
      const end = path.at(-1)
      if (end !== undefined) visited.add(end.to)
    }
    layer = next
  }
  return []
}

function hopsOf(graph: Graph, entity: string): readonly Hop[] {
  return [...(graph.get(entity)?.hops.values() ?? [])]
}
