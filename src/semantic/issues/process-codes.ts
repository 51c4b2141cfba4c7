/** Mistakes around the process: settings, addresses, files on the command line, HTTP requests, GraphQL documents. */
import { closestText, define } from './define-code.ts'

export const processCodes = {
  // The process: settings, addresses, files on the command line
  INVALID_SETTING: define<{ setting: string; value?: string; problem?: string; expected: string }>({
    meaning: 'A variable of the environment has a value it cannot have; docs/configuration.md lists them.',
    message: ({ setting, value, problem, expected }) =>
      `\`${setting}\` ${value === undefined ? 'is not valid' : `is \`${value}\``}${problem === undefined ? '' : `: ${problem}`}. Expected: ${expected}.`,
    example: { setting: 'PORT', value: 'abc', expected: 'a whole number from 0 to 65535' },
  }),
  UNKNOWN_SETTING: define<{ setting: string; closest?: string }>({
    meaning: 'A variable of the environment starts with TESSERA_ and is no setting; docs/configuration.md lists them.',
    message: ({ setting, closest }) => `\`${setting}\` is not a setting.${closestText(closest)}`,
    example: { setting: 'TESSERA_TOKEN', closest: 'TESSERA_TOKENS' },
  }),
  UNPROTECTED_ADDRESS: define<{ host: string }>({
    meaning: 'The server was asked to listen on an address other machines can reach, without access tokens.',
    message: ({ host }) =>
      `\`HOST\` is \`${host}\`, which other machines can reach, and there are no access tokens. Set \`TESSERA_TOKENS\` (\`tessera token <name>\` makes an entry), or bind to 127.0.0.1.`,
    example: { host: '0.0.0.0' },
  }),
  ADDRESS_UNAVAILABLE: define<{ host: string; port: number; problem: string }>({
    meaning: 'The server cannot listen on the address: the port is taken or privileged, or the host is not this machine.',
    message: ({ host, port, problem }) => `Cannot listen on ${host}:${port}: ${problem}`,
    example: { host: '127.0.0.1', port: 4000, problem: 'another process uses the port. `PORT` chooses another one, 0 any free one.' },
  }),
  FILE_UNREADABLE: define<{ file: string; problem: string }>({
    meaning: 'A file named on the command line cannot be read.',
    message: ({ file, problem }) => `Cannot read \`${file}\`: ${problem}.`,
    example: { file: 'top-states.graphql', problem: 'there is no such file' },
  }),

  // HTTP
  UNAUTHENTICATED: define<Record<never, never>>({
    meaning: 'The request carries no valid access token (HTTP 401).',
    message: () => 'A valid access token is needed: `Authorization: Bearer <token>`, or Basic authentication with the token as password.',
    example: {},
  }),
  FORBIDDEN_HOST: define<{ host: string }>({
    meaning:
      'A server without access tokens was asked for under a name that is not a loopback name (HTTP 403): a web page could be behind it.',
    message: ({ host }) => `Without access tokens only loopback names are served, not \`${host}\`. \`TESSERA_TOKENS\` lifts this.`,
    example: { host: 'attacker.example' },
  }),
  CROSS_SITE: define<Record<never, never>>({
    meaning:
      'A page of another site made a browser ask (HTTP 403), which could not read the answer and would keep the database busy. Applications on other sites ask through their own server.',
    message: () => 'Pages of other sites cannot ask this server.',
    example: {},
  }),
  QUERY_TOO_LARGE: define<{ what: string; actual?: number; limit: number }>({
    meaning:
      'A GraphQL document is larger than a server should answer: tokens, depth, root fields or selections after expanding fragments.',
    message: ({ what, actual, limit }) => `The document has ${actual === undefined ? 'too many' : actual} ${what}; the limit is ${limit}.`,
    example: { what: 'levels of nested fields', actual: 13, limit: 12 },
  }),

  // GraphQL documents; the codes are those of Apollo Server
  GRAPHQL_PARSE_FAILED: define<{ problem: string }>({
    meaning: 'A GraphQL document is not well-formed.',
    message: ({ problem }) => problem,
    example: { problem: 'Expected Name, found "}".' },
  }),
  GRAPHQL_VALIDATION_FAILED: define<{ problem: string }>({
    meaning: 'A GraphQL document does not fit the schema: an unknown field or argument, a missing or wrong value.',
    message: ({ problem }) => problem,
    example: { problem: 'Cannot query field "revenu" on type "PurchaseMeasures". Did you mean "revenue"?' },
  }),
} as const
