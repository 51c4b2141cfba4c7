/** Keys of the language that this version refuses: known, so never "unknown", and never read. */
import type { Key } from '../mapping.ts'

export function notYetKey(name: string): Key<undefined> {
  return {
    name,
    description: 'Not in this version.',
    isNotYet: true,
    shape: { takes: 'nothing yet', mappings: [], jsonSchema: {}, decode: () => undefined },
  }
}
