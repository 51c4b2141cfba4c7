/** The allow-list: every function and operator an expression may use, and what is said about well-known ones that it may not. */
import { closest } from '../../issues/suggest.ts'
import { arithmeticFunctions } from './arithmetic.ts'
import type { FunctionDefinition } from './function.ts'
import { logicFunctions } from './logic.ts'
import { moved } from './moved.ts'
import { numberFunctions } from './numbers.ts'
import { patternFunctions } from './patterns.ts'
import { textFunctions } from './text.ts'
import { timeFunctions } from './times.ts'

const definitions: readonly FunctionDefinition[] = [
  ...logicFunctions,
  ...arithmeticFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...patternFunctions,
  ...timeFunctions,
  moved,
]

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(definitions.map((definition) => [definition.name, definition]))

/** Other spellings PostgreSQL has for the same function. */
const aliases: Readonly<Record<string, string>> = {
  btrim: 'trim',
  ceiling: 'ceil',
  char_length: 'length',
  character_length: 'length',
  date_part: 'extract',
  mod: '%',
  position: 'strpos',
  pow: 'power',
  substr: 'substring',
}

export function functionOf(name: string): FunctionDefinition | undefined {
  return byName.get(name)
}

/** Names that can be written as a call. */
const callable = [...byName.keys(), ...Object.keys(aliases)].filter(
  (name) => /^[a-z][a-z_]*$/.test(name) && !/^(and|or|not|in|is_.*|between|i?like)$/.test(name),
)

export const functionNames: readonly string[] = [...new Set([...callable, 'coalesce', 'greatest', 'least', 'nullif'])].sort()

/** The canonical name of a function as written (`substr`), if it is allowed. */
export function canonicalName(name: string): string | undefined {
  if (!functionNames.includes(name)) return undefined
  return Object.hasOwn(aliases, name) ? aliases[name] : name
}

export function closestFunction(name: string): string | undefined {
  return closest(name, functionNames)
}

const asOf = 'The date of the question is `${as_of}`.'
const instead: Readonly<Record<string, string>> = {
  now: asOf,
  clock_timestamp: asOf,
  statement_timestamp: asOf,
  transaction_timestamp: asOf,
  timeofday: asOf,
  today: asOf,
  getdate: asOf,
  to_char:
    "Parts of a date are `extract(year from x)`, buckets are `date_trunc('month', x)`; how values look is for the reader of the answer.",
  to_date: 'Text in ISO form is a date by `cast(x as date)`, parts of one by `make_date(year, month, day)`.',
  to_timestamp: 'Text in ISO form is a timestamp by `cast(x as timestamp)`.',
  to_number: 'Text is a number by `cast(x as numeric(18, 2))`.',
  age: 'Days between two dates are `cast(a as date) - cast(b as date)`.',
  timezone: 'Timestamps are read in the zone of the question: `cast(x as date)`, `extract`, `date_trunc`.',
  log: 'The natural logarithm is `ln(x)`; to base 10: `ln(x) / ln(10)`.',
  trunc: 'Towards zero: `cast(case when x < 0 then ceil(x) else floor(x) end as integer)`.',
  regexp_matches: "Whether a text matches: `x ~ 'pattern'`.",
  regexp_like: "Whether a text matches: `x ~ 'pattern'`.",
  if: '`case when condition then a else b end`.',
  ifnull: '`coalesce(a, b)`.',
  nvl: '`coalesce(a, b)`.',
}

/** What to write instead of a well-known function that is not allowed. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(instead, name) ? instead[name] : undefined
}
