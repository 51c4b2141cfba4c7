/** What is said when a model of another language becomes one of ours: what was left out, what means something else here, what was guessed. */
import { define, listText } from './define-code.ts'

/** A longer list is cut in the message; the facts have all of them. */
const mostNamed = 4

function named(members: readonly string[]): string {
  const rest = members.length - mostNamed
  if (rest <= 1) return listText(members, 'and')
  return `${members
    .slice(0, mostNamed)
    .map((name) => `\`${name}\``)
    .join(', ')} and ${rest} more`
}

export const importCodes = {
  NO_LENS: define<{ file: string; problem: string }>({
    meaning: 'The file given to `tessera import lens` holds no Lens: no YAML mapping with `entities`.',
    message: ({ file, problem }) => `No Lens in \`${file}\`: ${problem}.`,
    example: { file: 'notes.txt', problem: 'no line in it begins with `entities:`' },
  }),
  NOT_IMPORTED: define<{ what: string; reason: string }>({
    meaning:
      'Part of a Lens has no counterpart in the model language, or is not valid; it is left out of the model, and nothing else changes.',
    message: ({ what, reason }) => `${what.charAt(0).toUpperCase()}${what.slice(1)} is left out: ${reason}`,
    example: { what: 'measure `order.tags`', reason: 'function `array_agg` has no counterpart in the expressions of a model.' },
  }),
  IMPORTED_OTHERWISE: define<{ change: string; members: readonly string[] }>({
    meaning: 'Part of a Lens was translated into something that can have another value in some cases; the message says which.',
    message: ({ change, members }) => `In ${named(members)}: ${change}`,
    example: { change: '`approx_distinct` counts exactly here.', members: ['order.customers'] },
  }),
  IMPORT_GUESSED: define<{ guess: string; members: readonly string[] }>({
    meaning: 'The model needs something that a Lens does not say; it was guessed, and a comment in the model marks the place.',
    message: ({ guess, members }) => `For ${named(members)}: ${guess}`,
    example: { guess: 'a `number` of the Lens is `float` here.', members: ['order.amount'] },
  }),
  FOLDER_NOT_WRITABLE: define<{ folder: string; problem: string }>({
    meaning: 'A command was asked to write a model into a folder that has files already, or that cannot be written to.',
    message: ({ folder, problem }) => `Cannot write to \`${folder}\`: ${problem}`,
    example: { folder: 'semantic-models/shop', problem: 'it has files already, and none is written over. `--out` names another folder.' },
  }),
} as const
