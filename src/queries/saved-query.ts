/** A query that stands beside the model under a name, so that tools which know only URLs can ask it. */
import type { DocumentNode, OperationDefinitionNode } from 'graphql'

export interface SavedQuery {
  /** `rfm-by-state`: the file's name without `.graphql`. */
  readonly name: string
  /** The comment at the head of the file; empty without one. */
  readonly description: string
  readonly text: string
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** How messages call the file. */
  readonly file: string
}

/** By name, in the order of names. */
export type SavedQueries = ReadonlyMap<string, SavedQuery>
