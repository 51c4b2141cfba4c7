/** GraphQL files: mistakes with their place, operations chosen by name, root fields taken apart. */
import { buildSchema, print } from 'graphql'
import { expect, test } from 'vitest'
import { operationOf, readTextFile } from '../../src/cli/document.ts'
import { rootFields } from '../../src/cli/root-fields.ts'
import { checkDocument } from '../../src/queries/check-document.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'

const schema = buildSchema('type Query { a(n: Int): T b: T } type T { x: Int y: Int }')

function text(result: Result<unknown>, source = ''): string {
  return result.ok ? 'no issue' : printIssues(result.issues, new Map([['q.graphql', source]]))
}

test('a syntax error names the place and shows the line', () => {
  const source = '{\n  a { x\n'
  expect(text(checkDocument({ name: 'q.graphql', text: source }, schema), source)).toBe(
    ['q.graphql:3:1  GRAPHQL_PARSE_FAILED', '  Expected Name, found <EOF>.', '      3 | ', '        | ^'].join('\n'),
  )
})

test('all fields the schema does not have are named at once, each with its place', () => {
  const source = '{\n  a { z }\n  c { x }\n}\n'
  expect(text(checkDocument({ name: 'q.graphql', text: source }, schema), source)).toBe(
    [
      'q.graphql:2:7  GRAPHQL_VALIDATION_FAILED',
      '  Cannot query field "z" on type "T". Did you mean "x" or "y"?',
      '      2 |   a { z }',
      '        |       ^',
      '',
      'q.graphql:3:3  GRAPHQL_VALIDATION_FAILED',
      '  Cannot query field "c" on type "Query". Did you mean "a" or "b"?',
      '      3 |   c { x }',
      '        |   ^',
    ].join('\n'),
  )
})

test('a file that is not there, and a folder', async () => {
  expect(text(await readTextFile('missing.graphql', '/tmp'))).toBe(
    ['FILE_UNREADABLE', '  Cannot read `missing.graphql`: there is no such file.'].join('\n'),
  )
  expect(text(await readTextFile('.', '/tmp'))).toBe(['FILE_UNREADABLE', '  Cannot read `.`: it is a folder.'].join('\n'))
})

function document(source: string) {
  const checked = checkDocument({ name: 'q.graphql', text: source }, schema)
  if (!checked.ok) throw new Error(text(checked, source))
  return checked.value
}

test('of several operations one is named', () => {
  const two = document('query One { a { x } } query Two { b { y } }')
  expect(operationOf(two, 'Two')).toMatchObject({ ok: true, value: { name: { value: 'Two' } } })
  expect(text(operationOf(two, undefined))).toBe(
    ['BAD_USER_INPUT', '  The file has the operations One, Two: `--operation` chooses one.'].join('\n'),
  )
  expect(text(operationOf(two, 'Three'))).toBe(
    ['BAD_USER_INPUT', '  The file has the operations One, Two: none is named `Three`.'].join('\n'),
  )
})

test('root fields are taken apart in the order of the answer, through fragments, with their conditions', () => {
  const source = `query Q($s: Boolean!) { first: a(n: 1) { x } ...Rest @include(if: $s) first: a(n: 1) { y } }
    fragment Rest on Query { b { x } ... @skip(if: $s) { third: b { y } } }`
  const parsed = document(source)
  const operation = operationOf(parsed, undefined)
  if (!operation.ok) throw new Error('No operation')
  const fields = rootFields(parsed, operation.value).map(({ key, operation }) => [key, print(operation).replaceAll(/\s+/g, ' ')])
  expect(fields).toEqual([
    ['first', 'query Q($s: Boolean!) { first: a(n: 1) { x } first: a(n: 1) { y } }'],
    ['b', 'query Q($s: Boolean!) { ... @include(if: $s) { b { x } } }'],
    ['third', 'query Q($s: Boolean!) { ... @include(if: $s) { ... @skip(if: $s) { third: b { y } } } }'],
  ])
})
