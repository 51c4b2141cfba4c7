/**
 * The variables of a saved query from the parameters of a URL, each read as the type that the document declares.
 *
 *   $states: [String!], $first: Int, $asOf: TimePoint
 *   ?states=TX&states=FL&first=20&asOf=2025-12-31  ->  { states: ['TX', 'FL'], first: 20, asOf: '2025-12-31' }
 *
 * A list is its parameter once for each item, or one JSON list; an input object is JSON. Values of our own scalars stay text: no digit is lost.
 */
import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'
import { closestText } from '../semantic/issues/define-code.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { closest } from '../semantic/issues/suggest.ts'
import type { SavedQuery } from './saved-query.ts'

/** What graphql takes as `variableValues`; or every mistake at once. */
export function readUrlVariables(
  query: SavedQuery,
  schema: GraphQLSchema,
  search: URLSearchParams,
): Result<Readonly<Record<string, unknown>>> {
  const variables = (query.operation.variableDefinitions ?? []).map((definition) => toVariable(definition, schema))
  const names = variables.map(({ name }) => name)
  const unknown = [...new Set(search.keys())].filter((name) => !names.includes(name))
  const read = variables.map((variable) => readVariable(variable, search.getAll(variable.name)))
  const issues = [...unknown.map((name) => unknownParameter(name, query, names)), ...read.flatMap((one) => (one.ok ? [] : one.issues))]
  return issues.length > 0 ? failure(...issues) : success(Object.fromEntries(read.flatMap((one) => (one.ok ? one.value : []))))
}

interface Variable {
  readonly name: string
  readonly type: GraphQLInputType
  readonly hasDefault: boolean
}

function toVariable({ variable, type: node, defaultValue }: VariableDefinitionNode, schema: GraphQLSchema): Variable {
  const type = typeFromAST(schema, node)
  if (!isInputType(type)) throw new InternalError(`Variable ${variable.name.value} of a document that was not validated`)
  return { name: variable.name.value, type, hasDefault: defaultValue !== undefined }
}

function unknownParameter(name: string, query: SavedQuery, names: readonly string[]): Issue {
  const nearest = closestText(closest(name, names))
  return mistake(`Saved query \`${query.name}\` has no variable \`${shorten(name)}\`.${nearest}`)
}

/** Name and value, or nothing where the URL leaves it out. */
function readVariable({ name, type, hasDefault }: Variable, texts: readonly string[]): Result<readonly [string, unknown][]> {
  const [text, ...others] = texts
  if (text === undefined)
    return isNonNullType(type) && !hasDefault ? failure(mistake(`\`${name}\` is missing; expected: ${type}.`)) : success([])
  if (others.length > 0 && !isListType(getNullableType(type))) {
    return failure(mistake(`\`${name}\` is there ${texts.length} times, and is no list; expected: one ${type}.`))
  }
  const value = others.length > 0 ? readItems(texts, type) : readText(text, type)
  if (!value.ok) return failure(mistake(`\`${name}\` is ${shown(value.text)}; expected: ${value.expected}.`))
  const issues = mistakesIn(name, value.value, type)
  return issues.length > 0 ? failure(...issues) : success([[name, value.value]])
}

type Reading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly text: string; readonly expected: string }

function readItems(texts: readonly string[], type: GraphQLInputType): Reading {
  const items = texts.map((text) => readItem(text, itemType(type)))
  return items.find((item) => !item.ok) ?? { ok: true, value: items.map((item) => item.ok && item.value) }
}

/** A JSON list among repeated parameters would be taken for a text, which nothing is equal to. */
function readItem(text: string, type: GraphQLInputType): Reading {
  const isList = text.startsWith('[') && !isListType(getNullableType(type)) && readJson(text, '', Array.isArray).ok
  return isList ? { ok: false, text, expected: `one ${type} each time, or all in one JSON list` } : readText(text, type)
}

/** The kind of text that a type is written as in a URL. */
function readText(text: string, type: GraphQLInputType): Reading {
  const named = getNullableType(type)
  if (isListType(named))
    return text.startsWith('[') ? readJson(text, 'a JSON list such as ["a","b"]', Array.isArray) : readItems([text], named)
  if (isInputObjectType(named)) return readJson(text, `a JSON object, a ${named.name}`, isObject)
  switch (named.name) {
    case 'Int':
      return /^-?\d+$/.test(text) ? { ok: true, value: Number(text) } : { ok: false, text, expected: 'a whole number' }
    case 'Float':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)
        ? { ok: true, value: Number(text) }
        : { ok: false, text, expected: 'a number such as 12.5' }
    case 'Boolean':
      return /^(true|false)$/.test(text) ? { ok: true, value: text === 'true' } : { ok: false, text, expected: 'true or false' }
    case 'String':
    case 'ID':
      return { ok: true, value: text }
    default:
      return text === '' ? { ok: false, text, expected: `a ${named.name}` } : { ok: true, value: text }
  }
}

function itemType(type: GraphQLInputType): GraphQLInputType {
  const list = getNullableType(type)
  return isListType(list) ? list.ofType : list
}

function readJson(text: string, expected: string, isExpected: (value: unknown) => boolean): Reading {
  try {
    const value: unknown = JSON.parse(text)
    if (isExpected(value)) return { ok: true, value }
  } catch {
    // Not JSON at all: the same mistake.
  }
  return { ok: false, text, expected }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the type itself says of the value, as GraphQL would: the names of an enum, the fields of an input, the form of a date. */
function mistakesIn(name: string, value: unknown, type: GraphQLInputType): readonly Issue[] {
  const issues: Issue[] = []
  coerceInputValue(value, type, (path: readonly (string | number)[], _wrong: unknown, { message }: GraphQLError) => {
    issues.push(mistake(`\`${[name, ...path].join('.')}\`: ${message}`))
  })
  return issues
}

function mistake(problem: string): Issue {
  return issue('BAD_USER_INPUT', { problem })
}

function shown(text: string): string {
  return text === '' ? 'empty' : `\`${shorten(text)}\``
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
