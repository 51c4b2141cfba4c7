/**
 * The scalars, as GraphQL carries them. Values of answers are already decoded by the model's types; what clients send is checked here.
 *
 * Literals of Decimal and BigInt are read from their text: as JavaScript numbers 0.1 would not be 0.1 and 9007199254740993 another number.
 */
import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql'
import { parseTimePoint } from '../semantic/time/time-point.ts'

interface TextScalar {
  readonly name: string
  readonly description: string
  readonly specifiedByURL: string
  /** The text to use, or undefined when it is no value of this scalar. */
  readonly accept: (text: string) => string | undefined
  readonly expected: string
  /** Which literals and JSON values carry the text. */
  readonly numbers: 'none' | 'integers' | 'all'
}

export const dateScalar = textScalar({
  name: 'Date',
  description: 'A calendar day, `2024-03-31`. Never moved by a time zone. Buckets from day upwards are their first day.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  accept: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && isTimePoint(text) ? text : undefined),
  expected: 'an ISO date such as "2024-03-31"',
  numbers: 'none',
})

export const dateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'An instant, ISO 8601 with its offset: `2024-03-31T10:00:00Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  accept: (text) => (/(Z|[+-]\d{2}:\d{2})$/i.test(text.slice(11)) && isTimePoint(text) ? text : undefined),
  expected: 'an ISO date-time with offset such as "2024-03-31T10:00:00Z"',
  numbers: 'none',
})

export const timePointScalar = textScalar({
  name: 'TimePoint',
  description:
    'A point of time in an argument: an ISO date, the whole day in the time zone of the question, or an ISO date-time (local time without an offset). `2024-03-31`, `2024-03-31T10:00:00Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  accept: (text) => (isTimePoint(text) ? text : undefined),
  expected: 'an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z"',
  numbers: 'none',
})

/** Whether the zone exists is checked with the question, where a wrong one fails one field and not the whole operation. */
export const timeZoneScalar = textScalar({
  name: 'TimeZone',
  description: 'An IANA time zone: `Europe/Berlin`, `UTC`.',
  specifiedByURL: 'https://www.iana.org/time-zones',
  accept: (text) => text,
  expected: 'an IANA name such as "Europe/Berlin"',
  numbers: 'none',
})

export const decimalScalar = textScalar({
  name: 'Decimal',
  description: 'An exact decimal number, written as text: `"1234.50"`. In arguments a number is read from its text.',
  specifiedByURL: 'https://www.w3.org/TR/xmlschema11-2/#decimal',
  accept: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? text : undefined),
  expected: 'a decimal number such as "1234.50", without exponent',
  numbers: 'all',
})

export const bigIntScalar = new GraphQLScalarType<string, number | string>({
  ...textScalar({
    name: 'BigInt',
    description: 'A whole number of any size: a JSON number up to 2^53 - 1, text beyond. In arguments both are accepted.',
    specifiedByURL: 'https://www.w3.org/TR/xmlschema11-2/#integer',
    accept: (text) => (/^-?\d+$/.test(text) ? text : undefined),
    expected: 'a whole number, as text beyond 2^53 - 1',
    numbers: 'integers',
  }).toConfig(),
  serialize: (value) => {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  },
})

export const jsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value: text, a number, true, false, null.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
})

function textScalar({ accept, expected, numbers, ...names }: TextScalar): GraphQLScalarType<string, string> {
  const parse = (text: string, shown: string, node?: ValueNode): string => {
    const accepted = accept(text)
    if (accepted === undefined) throw refusal(names.name, shown, expected, node)
    return accepted
  }
  return new GraphQLScalarType<string, string>({
    ...names,
    serialize: String,
    parseValue: (value) => {
      const text = textOfValue(value, numbers)
      if (text === undefined) throw refusal(names.name, shorten(JSON.stringify(value) ?? String(value)), expected)
      return parse(text, shorten(JSON.stringify(value)))
    },
    parseLiteral: (node) => {
      const text = textOfLiteral(node, numbers)
      if (text === undefined) throw refusal(names.name, shorten(print(node)), expected, node)
      return parse(text, shorten(print(node)), node)
    },
  })
}

function textOfLiteral(node: ValueNode, numbers: TextScalar['numbers']): string | undefined {
  if (node.kind === Kind.STRING) return node.value
  if (node.kind === Kind.INT && numbers !== 'none') return node.value
  return node.kind === Kind.FLOAT && numbers === 'all' ? node.value : undefined
}

/** A JSON number has been through a float: beyond 15 digits it may not be the number that was written. */
function textOfValue(value: unknown, numbers: TextScalar['numbers']): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' && numbers !== 'none') return String(value)
  if (typeof value !== 'number' || numbers === 'none') return undefined
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? String(value) : undefined
  return numbers === 'all' && Number(value.toPrecision(15)) === value ? String(value) : undefined
}

function isTimePoint(text: string): boolean {
  return parseTimePoint(text, 'UTC').ok
}

function refusal(scalar: string, shown: string, expected: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(`${scalar} cannot be ${shown}. Expected: ${expected}.`, { nodes: node })
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
