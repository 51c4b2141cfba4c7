/** Functions and operators that mean in a model what they mean in Trino; and what is said of those that have no counterpart. */

export const sameMeaning: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'is_null', 'is_not_null', 'is_true', 'is_not_true', 'is_false', 'is_not_false'],
  ...['like', '+', '*', '||'],
  ...['abs', 'ceil', 'floor', 'round', 'sign', 'sqrt', 'ln', 'exp', 'power'],
  ...['lower', 'upper', 'length', 'strpos'],
])

const jsonReason = 'JSON is not read by the expressions of a model; a view of the database can hold the value as a column.'
const zoneReason = 'timestamps are read in the time zone of the question; `time_zone` of the model is its default.'
const arrayReason = 'arrays have no counterpart in the expressions of a model.'
const sessionReason = 'what a session knows (its user, its catalog) has no place in a model.'

const reasons: Readonly<Record<string, string>> = {
  json_extract_scalar: jsonReason,
  json_extract: jsonReason,
  json_value: jsonReason,
  json_query: jsonReason,
  json_parse: jsonReason,
  json_format: jsonReason,
  timezone: zoneReason,
  at_timezone: zoneReason,
  with_timezone: zoneReason,
  current_timezone: zoneReason,
  split: arrayReason,
  array_agg: arrayReason,
  array_join: arrayReason,
  cardinality: arrayReason,
  contains: arrayReason,
  current_user: sessionReason,
  current_catalog: sessionReason,
  current_schema: sessionReason,
  try: 'an error stays an error in a model; `try_cast` and `nullif` around a divisor have counterparts.',
}

/** `with`: "these arguments", where others would do. */
export function reasonFor(name: string, withWhat?: string): string {
  const known = Object.hasOwn(reasons, name) ? reasons[name] : undefined
  if (known !== undefined) return `\`${name}\`: ${known}`
  return `function \`${name}\` has no counterpart in the expressions of a model${withWhat === undefined ? '' : ` with ${withWhat}`}.`
}
