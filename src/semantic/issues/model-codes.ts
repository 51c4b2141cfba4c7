/** Mistakes in the files of a model, found in one file or one declaration alone. */
import { closestText, define, listText } from './define-code.ts'

export const modelCodes = {
  MODEL_NOT_FOUND: define<{ folder: string; problem: string; closest?: string }>({
    meaning: 'The folder of the model is missing or holds no *.yml file.',
    message: ({ folder, problem, closest }) => `No model in \`${folder}\`: ${problem}.${closestText(closest)}`,
    example: { folder: 'semantic-models/custmer-360', problem: 'the folder does not exist', closest: 'semantic-models/customer-360' },
  }),
  MODEL_UNREADABLE: define<{ path: string; problem: string }>({
    meaning: 'A file or folder of the model is there and cannot be read as text.',
    message: ({ path, problem }) => `Cannot read \`${path}\`: ${problem}.`,
    example: { path: 'semantic-models/shop/orders.yml', problem: 'it is not UTF-8 text' },
  }),
  MODEL_SYNTAX: define<{ problem: string }>({
    meaning: 'The file is not valid YAML 1.2, or uses a part of YAML that models do not have (tags, several documents).',
    message: ({ problem }) => `Not valid YAML: ${problem}`,
    example: { problem: 'a tab indents this line; YAML is indented with spaces.' },
  }),
  UNKNOWN_KEY: define<{ key: string; of: string; closest?: string; allowed: readonly string[] }>({
    meaning: 'A mapping of the model has a key that is not part of the language.',
    message: ({ key, of, closest, allowed }) =>
      `Unknown key \`${key}\` in ${of}.${closest === undefined ? ` Known keys: ${allowed.join(', ')}.` : closestText(closest)}`,
    example: { key: 'primary_keys', of: 'entity `customer`', closest: 'primary_key', allowed: [] },
  }),
  DUPLICATE_KEY: define<{ key: string; of: string; otherPlace: string; fix?: string }>({
    meaning: 'A key stands twice in one mapping, or a key of the header in two files.',
    message: ({ key, of, otherPlace, fix }) => `\`${key}\` stands twice in ${of}; the first is at ${otherPlace}.${sentence(fix)}`,
    example: { key: 'type', of: 'dimension `state`', otherPlace: 'model.yml:9:9' },
  }),
  MISSING_KEY: define<{ key: string; of: string; because?: string; alternatives?: readonly string[] }>({
    meaning: 'A declaration lacks a key it needs.',
    message: ({ key, of, because, alternatives = [] }) =>
      `${capital(of)} has no ${listText([key, ...alternatives])}${because === undefined ? '' : `, which ${because} needs`}.`,
    example: { key: 'sql', of: 'measure `revenue`', because: '`type: sum`' },
  }),
  MISSING_SOURCE: define<{ of: string; sources: string }>({
    meaning: 'An entity or stream does not say where its rows come from.',
    message: ({ of, sources }) => `${capital(of)} has no source: exactly one of ${sources} is needed.`,
    example: { of: 'entity `customer`', sources: '`table`, `sql`, `file`, `extends` with `activity`' },
  }),
  CONFLICTING_KEYS: define<{ keys: readonly string[]; of: string; fix: string }>({
    meaning: 'Keys stand in one declaration that exclude each other.',
    message: ({ keys, of, fix }) => `${capital(of)} has ${keys.length > 2 ? '' : 'both '}${listText(keys, 'and')}. ${fix}`,
    example: { keys: ['table', 'sql'], of: 'entity `customer`', fix: 'Exactly one source is allowed.' },
  }),
  MISPLACED_KEY: define<{ key: string; of: string; rule: string }>({
    meaning: 'A key of the language stands where it has no meaning.',
    message: ({ key, of, rule }) => `\`${key}\` has no meaning in ${of}: ${rule}.`,
    example: { key: 'percentile', of: 'measure `revenue`', rule: 'it goes only with `type: percentile`' },
  }),
  WRONG_TYPE: define<{ what: string; expected: string; actual: string }>({
    meaning: 'A value of the model is of another kind than its key takes, e.g. a text where a list is needed.',
    message: ({ what, expected, actual }) => `${what} takes ${expected}, not ${actual}.`,
    example: { what: '`hidden` of measure `revenue`', expected: 'true or false', actual: 'the text `yes`' },
  }),
  UNKNOWN_VALUE: define<{ what: string; value: string; closest?: string; allowed: readonly string[] }>({
    meaning: 'A key takes one of a few words, and the value is none of them.',
    message: ({ what, value, closest, allowed }) =>
      `${what} cannot be \`${value}\`.${closest === undefined ? ` Allowed: ${allowed.join(', ')}.` : closestText(closest)}`,
    example: { what: '`type` of dimension `state`', value: 'strng', closest: 'string', allowed: [] },
  }),
  BAD_VALUE: define<{ what: string; value: string; problem: string; closest?: string }>({
    meaning: 'A value of the model is of the right kind and outside what its key takes.',
    message: ({ what, value, problem, closest }) => `${what} is \`${value}\`, ${problem}.${closestText(closest)}`,
    example: { what: '`percentile` of measure `p90`', value: '90', problem: 'which is not between 0 and 1' },
  }),
  NO_TIME: define<{ entity: string; because: string; candidates: readonly string[] }>({
    meaning: 'A measure or a window looks back in time, and an entity whose rows it reads says no primary `time`.',
    message: ({ entity, because, candidates }) =>
      `Entity \`${entity}\` has no \`time\`, which ${because} needs.${candidates.length === 0 ? '' : ` It could be ${listText(candidates)}.`}`,
    example: { entity: 'customer', because: '`type: cumulative`', candidates: ['created_at'] },
  }),
  NO_SHARED_ENTITY: define<{ measure: string; from: string; to: string; ofFrom: readonly string[]; ofTo: readonly string[] }>({
    meaning:
      'A conversion, or `when` of a dimension, follows rows of the same customer, say, and the two entities belong to none together.',
    message: ({ measure, from, to, ofFrom, ofTo }) =>
      `\`${measure}\` cannot tell which rows of \`${to}\` belong to a row of \`${from}\`: both need a to-one relationship to the same entity. ${belongsText(from, ofFrom)} ${belongsText(to, ofTo)}`,
    example: { measure: 'visit.ordered', from: 'visit', to: 'order', ofFrom: ['page'], ofTo: ['customer', 'store'] },
  }),
  SEVERAL_SHARED_ENTITIES: define<{ measure: string; from: string; to: string; candidates: readonly string[] }>({
    meaning:
      'A conversion, or `when` of a dimension, follows rows of the same customer, say, and the two entities belong to several together.',
    message: ({ measure, from, to, candidates }) =>
      `\`${measure}\` does not say which rows of \`${to}\` belong to a row of \`${from}\`: those of the same ${listText(candidates)}. \`by: ${candidates[0]}\` says it.`,
    example: { measure: 'order.returned', from: 'order', to: 'return', candidates: ['customer', 'store'] },
  }),
  GROUP_NEVER_MATCHES: define<{ segmentation: string; group: string; before: readonly string[] }>({
    meaning:
      'No row can be in a group of a segmentation: all that fits it fits groups before it, or nothing does. Answers are right; `tessera check` warns.',
    message: ({ segmentation, group, before }) => {
      const named = `Group \`${group}\` of \`${segmentation}\` can have no row: `
      if (before.length === 0) return `${named}nothing meets its condition.`
      const [stand, one] = before.length === 1 ? ['stands', 'that'] : ['stand', 'those']
      return `${named}what fits it fits ${listText(before)}, which ${stand} before it. Before ${one} it would have rows.`
    },
    example: { segmentation: 'customer.barilliance', group: 'promising', before: ['loyal'] },
  }),
  BAD_NAME: define<{ what: string; name: string; legal: string }>({
    meaning: 'A name does not fit the pattern that makes it a legal name in GraphQL and SQL alike.',
    message: ({ what, name, legal }) =>
      `${what} is \`${name}\`, not a legal name: lower-case letters, digits and single underscores, a letter first, at most 50 characters. Legal: \`${legal}\`.`,
    example: { what: '`name` of a dimension', name: 'Order Date', legal: 'order_date' },
  }),
} as const

function capital(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1)
}

function belongsText(entity: string, toOne: readonly string[]): string {
  return toOne.length === 0 ? `\`${entity}\` has none.` : `\`${entity}\` has one to ${listText(toOne, 'and')}.`
}

function sentence(fix: string | undefined): string {
  return fix === undefined ? '' : ` ${fix}`
}
