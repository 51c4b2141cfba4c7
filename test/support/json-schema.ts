/**
 * Evaluates exactly the keywords of JSON Schema (draft 2020-12) that the model's export uses, and refuses any other,
 * so that a keyword added to the export cannot go unchecked.
 */
export type Schema = { readonly [keyword: string]: unknown }

const annotations = ['$schema', '$defs', 'title', 'description', 'examples']

export function isValid(value: unknown, schema: Schema, root: Schema = schema): boolean {
  return Object.entries(schema).every(([keyword, argument]) => {
    if (annotations.includes(keyword)) return true
    const check = keywords[keyword]
    if (check === undefined) throw new Error(`Keyword \`${keyword}\` is not evaluated.`)
    return check(argument, value, { schema, root })
  })
}

interface Context {
  readonly schema: Schema
  readonly root: Schema
}

const keywords: Readonly<Record<string, (argument: unknown, value: unknown, context: Context) => boolean>> = {
  $ref: (ref, value, { root }) => isValid(value, definition(String(ref), root), root),
  type: (types, value) => list(types).some((type) => type === typeOf(value) || (type === 'integer' && Number.isInteger(value))),
  const: (only, value) => value === only,
  enum: (allowed, value) => list(allowed).includes(value),
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value),
  minimum: (minimum, value) => typeof value !== 'number' || value >= Number(minimum),
  maximum: (maximum, value) => typeof value !== 'number' || value <= Number(maximum),
  minProperties: (count, value) => !isObject(value) || Object.keys(value).length >= Number(count),
  minItems: (count, value) => !Array.isArray(value) || value.length >= Number(count),
  items: (schema, value, { root }) => !Array.isArray(value) || value.every((item) => isValid(item, object(schema), root)),
  properties: (properties, value, { root }) =>
    !isObject(value) ||
    Object.entries(object(properties)).every(([key, schema]) => !has(value, key) || isValid(value[key], object(schema), root)),
  additionalProperties: (allowed, value, { schema, root }) => {
    if (!isObject(value)) return true
    const others = Object.entries(value).filter(([key]) => !isObject(schema.properties) || !has(schema.properties, key))
    return allowed === false ? others.length === 0 : others.every(([, inner]) => isValid(inner, object(allowed), root))
  },
  propertyNames: (schema, value, { root }) => !isObject(value) || Object.keys(value).every((key) => isValid(key, object(schema), root)),
  required: (keys, value) => !isObject(value) || list(keys).every((key) => has(value, String(key))),
  dependentRequired: (dependents, value) =>
    !isObject(value) ||
    Object.entries(object(dependents)).every(([key, keys]) => !has(value, key) || list(keys).every((other) => has(value, String(other)))),
  not: (schema, value, { root }) => !isValid(value, object(schema), root),
  allOf: (schemas, value, { root }) => count(schemas, value, root) === list(schemas).length,
  anyOf: (schemas, value, { root }) => count(schemas, value, root) > 0,
  oneOf: (schemas, value, { root }) => count(schemas, value, root) === 1,
}

function count(schemas: unknown, value: unknown, root: Schema): number {
  return list(schemas).filter((schema) => isValid(value, object(schema), root)).length
}

function definition(ref: string, root: Schema): Schema {
  const name = ref.replace('#/$defs/', '')
  const found = object(root.$defs)[name]
  if (found === undefined) throw new Error(`No definition ${ref}.`)
  return object(found)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function isObject(value: unknown): value is Schema {
  return typeOf(value) === 'object'
}

function has(value: Schema, key: string): boolean {
  return Object.hasOwn(value, key)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function object(value: unknown): Schema {
  if (!isObject(value)) throw new Error(`Not a schema: ${JSON.stringify(value)}`)
  return value
}
