/**
 * The one table of mistakes users can make: code -> what it means, and the message made from its facts.
 * Codes are public API (docs/errors.md is generated from here): add, never rename. No "you" in messages; state facts, end with the fix if it is known.
 */
interface CodeDefinition<F> {
  /** One sentence for docs/errors.md: when this happens and what to do. */
  readonly meaning: string
  readonly message: (facts: F) => string
}

function define<F>(definition: CodeDefinition<F>): CodeDefinition<F> {
  return definition
}

/** " Closest: `x`." or nothing. */
function closestText(closest: string | undefined): string {
  return closest === undefined ? '' : ` Closest: \`${closest}\`.`
}

export const issueCodes = {
  // Model files
  MODEL_SYNTAX: define<{ problem: string }>({
    meaning: 'The file is not valid YAML.',
    message: ({ problem }) => `Not valid YAML: ${problem}`,
  }),
  UNKNOWN_KEY: define<{ key: string; of: string; closest?: string; allowed: readonly string[] }>({
    meaning: 'A mapping of the model has a key that is not part of the language.',
    message: ({ key, of, closest, allowed }) =>
      `Unknown key \`${key}\` in ${of}.${closest === undefined ? ` Known keys: ${allowed.join(', ')}.` : closestText(closest)}`,
  }),

  // Names
  UNKNOWN_MEMBER: define<{ what: string; name: string; of: string; closest?: string }>({
    meaning: 'A name is used that nothing in the model has.',
    message: ({ what, name, of, closest }) => `${of} has no ${what} \`${name}\`.${closestText(closest)}`,
  }),

  // Queries
  NOT_YET: define<{ what: string; instead?: string }>({
    meaning: 'Part of the language that this version does not answer; it refuses instead of answering wrongly.',
    message: ({ what, instead }) => `Not supported yet: ${what}.${instead === undefined ? '' : ` ${instead}`}`,
  }),
} as const

export type IssueCode = keyof typeof issueCodes
export type IssueFacts<C extends IssueCode> = Parameters<(typeof issueCodes)[C]['message']>[0]
