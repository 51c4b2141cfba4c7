/** The list of saved queries, asked for once; again where it could not be had. */
import type { Server } from '../server.ts'
import type { SavedQuery } from './saved-query.ts'

export type SavedQueryList = () => Promise<readonly SavedQuery[]>

export function createSavedQueryList(server: Server): SavedQueryList {
  let asked: Promise<readonly SavedQuery[]> | undefined
  return () => {
    asked ??= readList(server).catch((reason: unknown) => {
      asked = undefined
      throw reason
    })
    return asked
  }
}

async function readList(server: Server): Promise<readonly SavedQuery[]> {
  const { queries } = (await (await server.saved('q')).json()) as { readonly queries: readonly SavedQuery[] }
  return queries
}
