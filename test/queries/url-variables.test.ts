/** The variables of a saved query, from the parameters of a URL. */
import { buildSchema, type DocumentNode, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import type { SavedQuery } from '../../src/queries/saved-query.ts'
import { readUrlVariables } from '../../src/queries/url-variables.ts'
import { decimalScalar } from '../../src/schema/scalars.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'

const sdl = `scalar Decimal  enum Channel { HOTEL GROCERY }
  input Range { gt: Decimal lt: Decimal }  input Filter { state: String amount: Range and: [Filter!] }
  type Query { a(s: String, i: Int, f: Float, b: Boolean, id: ID, e: Channel, d: Decimal, w: Filter, l: [String!], n: [Int], m: [[Int]], ws: [Filter], es: [Channel!]): Int }`
const parsed = buildSchema(sdl)
// As the schema of a model has it: exact, and with its own words for what is wrong.
Object.assign(parsed.getType('Decimal') ?? {}, { parseValue: decimalScalar.parseValue })
const schema = parsed

function saved(variables: string): SavedQuery {
  const text = `query Q(${variables}) { a }`
  const document: DocumentNode = parse(text)
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new Error('No operation')
  return { name: 'numbers', description: '', text, document, operation, file: 'queries/numbers.graphql' }
}

/** The variables, or the message of every mistake. */
function read(variables: string, search: string): unknown {
  const result = readUrlVariables(saved(variables), schema, new URLSearchParams(search))
  if (result.ok) return result.value
  expect(new Set(result.issues.map(({ code }) => code))).toEqual(new Set(['BAD_USER_INPUT']))
  return result.issues.map(issueMessage)
}

test('each parameter is read as its type; those left out stay out', () => {
  const variables = '$s: String, $i: Int!, $f: Float, $b: Boolean, $id: ID, $e: Channel, $d: Decimal, $default: Int! = 3, $absent: Int'
  expect(read(variables, 's=12&i=-12&f=1.5e3&b=true&id=007&e=HOTEL&d=12345678901234567890.10')).toEqual({
    s: '12',
    i: -12,
    f: 1500,
    b: true,
    id: '007',
    e: 'HOTEL',
    d: '12345678901234567890.10',
  })
})

test('a list is its parameter once for each item, or one JSON list', () => {
  expect(read('$l: [String!]', 'l=TX&l=FL')).toEqual({ l: ['TX', 'FL'] })
  expect(read('$l: [String!]!', 'l=TX')).toEqual({ l: ['TX'] })
  expect(read('$l: [String!]', `l=${encodeURIComponent('["TX","FL"]')}`)).toEqual({ l: ['TX', 'FL'] })
  expect(read('$l: [String!]', 'l=[]')).toEqual({ l: [] })
  expect(read('$n: [Int]', 'n=1&n=2')).toEqual({ n: [1, 2] })
  expect(read('$n: [Int]', 'n=[1,null]')).toEqual({ n: [1, null] })
  expect(read('$m: [[Int]]', 'm=[1]&m=[2,3]')).toEqual({ m: [[1], [2, 3]] })
  expect(read('$m: [[Int]]', 'm=[[1],[2,3]]')).toEqual({ m: [[1], [2, 3]] })
  expect(read('$ws: [Filter]', 'ws={"state":"TX"}&ws={"state":"FL"}')).toEqual({ ws: [{ state: 'TX' }, { state: 'FL' }] })
})

test('a JSON list among repeated parameters is not taken for a text', () => {
  expect(read('$l: [String!]', 'l=["TX"]&l=FL')).toEqual(['`l` is `["TX"]`; expected: one String! each time, or all in one JSON list.'])
  expect(read('$l: [String!]', 'l=[TX&l=FL')).toEqual({ l: ['[TX', 'FL'] })
})

test('an input object is JSON', () => {
  expect(read('$w: Filter', 'w={"state":"TX","amount":{"gt":"12.50","lt":99.5}}')).toEqual({
    w: { state: 'TX', amount: { gt: '12.50', lt: 99.5 } },
  })
})

test('empty text is a value of String, in a list too, and of nothing else', () => {
  expect(read('$s: String, $l: [String!]', 's=&l=')).toEqual({ s: '', l: [''] })
  expect(read('$i: Int, $f: Float, $b: Boolean, $e: Channel, $d: Decimal, $w: Filter, $n: [Int]', 'i=&f=&b=&e=&d=&w=&n=')).toEqual([
    '`i` is empty; expected: a whole number.',
    '`f` is empty; expected: a number such as 12.5.',
    '`b` is empty; expected: true or false.',
    '`e` is empty; expected: a Channel.',
    '`d` is empty; expected: a Decimal.',
    '`w` is empty; expected: a JSON object, a Filter.',
    '`n` is empty; expected: a whole number.',
  ])
})

test('what is no value of its type is refused: nothing is guessed', () => {
  expect(read('$i: Int, $f: Float, $b: Boolean', 'i=1.0&f=1,5&b=TRUE')).toEqual([
    '`i` is `1.0`; expected: a whole number.',
    '`f` is `1,5`; expected: a number such as 12.5.',
    '`b` is `TRUE`; expected: true or false.',
  ])
  expect(read('$i: Int, $d: Decimal, $e: Channel', 'i=3000000000&d=1e3&e=HOTELS')).toEqual([
    '`i`: Int cannot represent non 32-bit signed integer value: 3000000000',
    '`d`: Decimal cannot be "1e3". Expected: a decimal number such as "1234.50", without exponent.',
    '`e`: Value "HOTELS" does not exist in "Channel" enum. Did you mean the enum value "HOTEL"?',
  ])
  expect(read('$l: [String!], $w: Filter, $n: [Int], $es: [Channel!]', 'l=["TX"&w={state:TX}&n=1&n=two&es=HOTEL&es=SHIP')).toEqual([
    '`l` is `["TX"`; expected: a JSON list such as ["a","b"].',
    '`w` is `{state:TX}`; expected: a JSON object, a Filter.',
    '`n` is `two`; expected: a whole number.',
    '`es.1`: Value "SHIP" does not exist in "Channel" enum.',
  ])
  expect(read('$w: Filter, $l: [String!]', 'w={"stat":"TX","amount":{"gt":true}}&l=["TX",null]')).toEqual([
    '`w.amount.gt`: Decimal cannot be true. Expected: a decimal number such as "1234.50", without exponent.',
    '`w`: Field "stat" is not defined by type "Filter". Did you mean "state"?',
    '`l.1`: Expected non-nullable type "String!" not to be null.',
  ])
})

test('a number in JSON that a float does not hold is refused: as text it is exact', () => {
  expect(read('$w: Filter', 'w={"amount":{"gt":12345678901234567.89}}')).toEqual([
    '`w.amount.gt`: Decimal cannot be 12345678901234568. Expected: a decimal number such as "1234.50", without exponent.',
  ])
})

test('all that is missing, unknown and repeated is told at once', () => {
  expect(read('$states: [String!]!, $first: Int!, $asOf: String', 'statse=TX&asOf=2025-12-31&asOf=2025-11-30&quarter=1')).toEqual([
    'Saved query `numbers` has no variable `statse`. Closest: `states`.',
    'Saved query `numbers` has no variable `quarter`.',
    '`states` is missing; expected: [String!]!.',
    '`first` is missing; expected: Int!.',
    '`asOf` is there 2 times, and is no list; expected: one String.',
  ])
})

test('a query without variables takes none', () => {
  const { operation, ...rest } = saved('$i: Int')
  const { variableDefinitions: _, ...bare } = operation
  const result = readUrlVariables({ ...rest, operation: bare }, schema, new URLSearchParams('i=1'))
  expect(result).toMatchObject({ ok: false, issues: [{ facts: { problem: 'Saved query `numbers` has no variable `i`.' } }] })
})
