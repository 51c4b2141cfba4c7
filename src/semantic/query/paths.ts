/**
 * Which path a question takes from one entity to another: the one it names itself, else the model's choice for that entity, else rule 1 of semantics.md.
 */
import type { Catalog } from '../catalog/catalog.ts'
import { findPath, type Path } from '../catalog/join-graph.ts'
import { failure, issue, type Result, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { NamedPath } from './semantic-query.ts'

export class Paths {
  readonly #catalog: Catalog
  readonly #named: ReadonlyMap<string, Path>

  constructor(catalog: Catalog, named: ReadonlyMap<string, Path> = new Map()) {
    this.#catalog = catalog
    this.#named = named
  }

  find(from: string, to: string, asked: { readonly measure?: string; readonly dimension?: string } = {}): Result<Path> {
    const named = this.#named.get(key(from, to))
    return named === undefined ? findPath(this.#catalog.entities, from, to, asked) : success(named)
  }

  /** The same, with paths from one entity fixed. */
  with(from: string, paths: ReadonlyMap<string, Path>): Paths {
    return new Paths(this.#catalog, new Map([...this.#named, ...[...paths].map(([to, path]) => [key(from, to), path] as const)]))
  }
}

/** `paths` of a question: relationship by relationship, held against the model. */
export function namedPaths(named: readonly NamedPath[], catalog: Catalog): Result<Paths> {
  const issues = []
  const paths = new Map<string, Path>()
  for (const { from, to, via } of named) {
    const path = followPath(from, to, via, catalog)
    if (path.ok) paths.set(key(from, to), path.value)
    else issues.push(...path.issues)
  }
  return issues.length > 0 ? failure(...issues) : success(new Paths(catalog, paths))
}

function followPath(from: string, to: string, via: readonly string[], catalog: Pick<Catalog, 'entities'>): Result<Path> {
  const path = []
  let here = from
  for (const name of via) {
    const hops = catalog.entities.get(here)?.hops ?? new Map()
    const hop = hops.get(name)
    if (hop === undefined) {
      const nearest = closest(name, [...hops.keys()])
      return failure(
        issue('UNKNOWN_MEMBER', {
          what: 'relationship',
          name,
          of: `Entity \`${here}\``,
          ...(nearest !== undefined && { closest: nearest }),
        }),
      )
    }
    path.push(hop)
    here = hop.to
  }
  if (here === to) return success(path)
  return failure(issue('BAD_USER_INPUT', { problem: `The path \`${[from, ...via].join('.')}\` leads to \`${here}\`, not to \`${to}\`.` }))
}

function key(from: string, to: string): string {
  return `${from}>${to}`
}
