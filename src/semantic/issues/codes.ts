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

  BAD_USER_INPUT: define<{ problem: string }>({
    meaning: 'An argument has a value it cannot have.',
    message: ({ problem }) => problem,
  }),
  NOT_IN_GRAIN: define<{ dimension: string; grain: readonly string[]; usedIn: 'rows' | 'orderBy'; fix: string }>({
    meaning: 'A slice reads or orders by a dimension that its rows are not grouped by.',
    message: ({ dimension, grain, usedIn, fix }) => {
      const rows =
        grain.length === 0 ? 'the slice has no grain, it is one row' : `the grain is ${grain.map((name) => `\`${name}\``).join(', ')}`
      return `${usedIn === 'rows' ? `\`${dimension}\` is selected` : `\`orderBy\` names \`${dimension}\``}, but ${rows}. ${fix}`
    },
  }),
  LIMIT_EXCEEDED: define<{ limit: number; maximum: number }>({
    meaning: 'More rows are asked for than one answer may have; read the rest with `offset`.',
    message: ({ limit, maximum }) => `\`limit\` is ${limit}; one answer has ${maximum} rows at most. The rest is read with \`offset\`.`,
  }),
  NUMBER_TOO_LARGE: define<{ member: string; value: number }>({
    meaning:
      'A whole number does not fit the 32 bits of Int; the model can declare it `returns: bigint` (a measure) or `type: bigint` (a dimension).',
    message: ({ member, value }) =>
      `\`${member}\` is ${value}, more than Int holds (2147483647). The model can declare it as bigint (\`returns: bigint\` on a measure).`,
  }),

  // The process: settings, addresses, files on the command line
  INVALID_SETTING: define<{ setting: string; value?: string; expected: string }>({
    meaning: 'A variable of the environment has a value it cannot have; docs/configuration.md lists them.',
    message: ({ setting, value, expected }) =>
      `\`${setting}\` ${value === undefined ? 'is not valid' : `is \`${value}\``}. Expected: ${expected}.`,
  }),
  UNKNOWN_SETTING: define<{ setting: string; closest?: string }>({
    meaning: 'A variable of the environment starts with TESSERA_ and is no setting; docs/configuration.md lists them.',
    message: ({ setting, closest }) => `\`${setting}\` is not a setting.${closestText(closest)}`,
  }),
  UNPROTECTED_ADDRESS: define<{ host: string }>({
    meaning: 'The server was asked to listen on an address other machines can reach, without access tokens.',
    message: ({ host }) =>
      `\`HOST\` is \`${host}\`, which other machines can reach, and there are no access tokens. Set \`TESSERA_TOKENS\`, or bind to 127.0.0.1.`,
  }),
  ADDRESS_UNAVAILABLE: define<{ host: string; port: number; problem: string }>({
    meaning: 'The server cannot listen on the address: the port is taken or privileged, or the host is not this machine.',
    message: ({ host, port, problem }) => `Cannot listen on ${host}:${port}: ${problem}`,
  }),
  FILE_UNREADABLE: define<{ file: string; problem: string }>({
    meaning: 'A file named on the command line cannot be read.',
    message: ({ file, problem }) => `Cannot read \`${file}\`: ${problem}.`,
  }),

  // HTTP
  UNAUTHENTICATED: define<Record<never, never>>({
    meaning: 'The request carries no valid access token (HTTP 401).',
    message: () => 'A valid access token is needed: `Authorization: Bearer <token>`, or Basic authentication with the token as password.',
  }),
  FORBIDDEN_HOST: define<{ host: string }>({
    meaning:
      'A server without access tokens was asked for under a name that is not a loopback name (HTTP 403): a web page could be behind it.',
    message: ({ host }) => `Without access tokens only loopback names are served, not \`${host}\`. \`TESSERA_TOKENS\` lifts this.`,
  }),
  QUERY_TOO_LARGE: define<{ what: string; actual?: number; limit: number }>({
    meaning:
      'A GraphQL document is larger than a server should answer: tokens, depth, root fields or selections after expanding fragments.',
    message: ({ what, actual, limit }) => `The document has ${actual === undefined ? 'too many' : actual} ${what}; the limit is ${limit}.`,
  }),

  // Sample base
  BAD_SAMPLE_OPTION: define<{ option: string; value: string; expected: string }>({
    meaning: 'The generated customer base was asked for with a size, seed or date that it cannot have.',
    message: ({ option, value, expected }) => `Sample option \`${option}\` is \`${value}\`; expected ${expected}.`,
  }),
} as const

export type IssueCode = keyof typeof issueCodes
export type IssueFacts<C extends IssueCode> = Parameters<(typeof issueCodes)[C]['message']>[0]
