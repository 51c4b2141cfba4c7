/** All documents that a server knows before anybody asks, or everything that is wrong with any of them. */
import type { GraphQLSchema } from 'graphql'
import { failure, type Result, success } from '../semantic/issues/issue.ts'
import { readSavedQueries } from './read-saved-queries.ts'
import type { SavedQueries } from './saved-query.ts'
import { readWrittenDocuments, type TrustedDocuments, trustedDocuments } from './trusted-documents.ts'

export interface DocumentPlaces {
  readonly modelFolder: string
  /** A file or folder of an application's documents. */
  readonly documents?: string
}

export interface KnownDocuments {
  readonly savedQueries: SavedQueries
  readonly trusted: TrustedDocuments
}

export async function readKnownDocuments(
  { modelFolder, documents }: DocumentPlaces,
  schema: GraphQLSchema,
): Promise<Result<KnownDocuments>> {
  const saved = await readSavedQueries(modelFolder, schema)
  const written = await readWrittenDocuments(documents, schema)
  if (!saved.ok || !written.ok) return failure(...[saved, written].flatMap((read) => (read.ok ? [] : read.issues)))
  return success({ savedQueries: saved.value, trusted: trustedDocuments(saved.value, written.value) })
}
