/** The schema of a file against the schema of now: what breaks clients, what may surprise them, and where it stands. */
import { BreakingChangeType, buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql'
import { expect, test } from 'vitest'
import { findSchemaChanges } from '../../src/queries/schema-changes.ts'
import { issueMessage, printIssues } from '../../src/semantic/issues/print.ts'

function compare(before: string, now: string) {
  const changes = findSchemaChanges({ name: 'schema.graphql', text: before }, now)
  if (!changes.ok) throw new Error(printIssues(changes.issues, new Map()))
  return changes.value
}

/** `severity coordinate place` of each. */
function found(before: string, now: string): readonly string[] {
  return compare(before, now).map(({ severity, issue }) => {
    const coordinate = 'coordinate' in issue.facts ? issue.facts.coordinate : issue.code
    return `${severity} ${coordinate} ${issue.span === undefined ? '-' : `${issue.span.line}:${issue.span.column}`}`
  })
}

const before = `directive @d(a: Int) repeatable on FIELD | QUERY
directive @gone on FIELD
interface I { x: Int }
type A implements I { x: Int }
type B { y: Int, z(n: Int, m: Int, k: Int = 1): Int }
type C { x: Int }
union U = A | B
enum Out { ONE TWO }
enum In { ONE }
input F { a: Int, e: In }
scalar S
type Query { a: A, u: U, out: Out, f(where: F, e: In): Int, kind: C, s: S, fl: Float }`

const now = `directive @d(b: Int!) on FIELD
interface I { x: Int }
interface J { x: Int }
type A { x: String }
type B implements J { z(n: String, k: Int = 2, o: Int, p: Int!): Int, x: Int }
union C = A
type D { x: Int }
union U = B | D
enum Out { ONE THREE }
enum In { ONE TWO }
input F { a: Int, e: In, b: Int, c: Int! }
type Query { a: A, u: U, out: Out, f(where: F, e: In): Int, kind: C }
`

test('every kind of change is about an element, and stands where that element or what holds it stood', () => {
  expect(found(before, now)).toEqual([
    'error S 11:8',
    'error Float -',
    'error A.x 4:23',
    'error A 4:6',
    'error B.y 5:10',
    'error B.z(m:) 5:28',
    'error B.z(n:) 5:20',
    'error B.z(p:) 5:18',
    'error C 6:6',
    'error U 7:7',
    'error Out.TWO 8:16',
    'error F.c 10:7',
    'error Query.s 12:70',
    'error Query.fl 12:76',
    'error @gone 2:12',
    'error @d(b:) 1:12',
    'error @d(a:) 1:14',
    'error @d 1:12',
    'error @d 1:12',
    'warning B.z(k:) 5:36',
    'warning B 5:6',
    'warning U 7:7',
    'warning Out.THREE 8:6',
  ])
})

test('the two schemas of the test above differ in every way that graphql-js knows', () => {
  const [old, recent] = [buildSchema(before), buildSchema(now)]
  const changes = [...findBreakingChanges(old, recent), ...findDangerousChanges(old, recent)]
  const kinds: readonly string[] = [...Object.keys(BreakingChangeType), ...Object.keys(DangerousChangeType)]
  expect([...new Set(changes.map(({ type }) => type))].sort()).toEqual(kinds.toSorted())
})

test('messages say what happened and how to accept it', () => {
  expect(compare('type Query { a: Int b: Int }', 'type Query { b: Int }').map(({ issue }) => issueMessage(issue))).toEqual([
    'Query.a was removed. Clients that use it break. `tessera schema > schema.graphql` accepts it.',
  ])
  const warned = compare('type Query { a: E } enum E { X }', 'type Query { a: E } enum E { X Y }')
  expect(warned.map(({ issue }) => issueMessage(issue))).toEqual([
    'Y was added to enum type E. Clients may get what they do not expect. `tessera schema > schema.graphql` accepts it.',
  ])
})

test('a new field, argument, input field, enum value to send, or description makes the file old, and no more', () => {
  const old = 'type Query { a(n: In): Int } input In { e: E } enum E { X }'
  for (const now of [
    'type Query { a(n: In): Int b: Int } input In { e: E } enum E { X }',
    'type Query { a(n: In, m: Int): Int } input In { e: E } enum E { X }',
    'type Query { a(n: In): Int } input In { e: E f: Int } enum E { X }',
    'type Query { a(n: In): Int } input In { e: E } enum E { X Y }',
    '"All." type Query { a(n: In): Int } input In { e: E } enum E { X }',
  ]) {
    expect(found(old, now)).toEqual(['hint SCHEMA_FILE_OUTDATED -'])
  }
  expect(compare(old, `${old} type T { x: Int }`).map(({ issue }) => issueMessage(issue))).toEqual([
    '`schema.graphql` is out of date, and no client is touched. `tessera schema > schema.graphql` writes it anew.',
  ])
})

test('another order, other spaces and comments are no difference', () => {
  expect(
    found('# Old.\ntype T { y: Int x: Int }\ntype Query { t: T }\n', 'type Query {\n  t: T\n}\n\ntype T {\n  x: Int\n  y: Int\n}\n'),
  ).toEqual([])
})

function refused(text: string): string {
  const changes = findSchemaChanges({ name: 'schema.graphql', text }, 'type Query { a: Int }')
  return changes.ok ? '' : printIssues(changes.issues, new Map([['schema.graphql', text]]))
}

test('a file that is no schema says where', () => {
  expect(refused('type Query {\n<<<<<<< HEAD\n  a: Int\n}\n')).toBe(`schema.graphql:2:1  GRAPHQL_PARSE_FAILED
  Unexpected character: "<".
      2 | <<<<<<< HEAD
        | ^`)
  expect(refused('type Query {\n  a: Int\n  b: Custommer\n}\ntype Query { c: Int }\n')).toBe(`schema.graphql:3:6  SCHEMA_FILE_INVALID
  This is no schema: Unknown type "Custommer".
      3 |   b: Custommer
        |      ^^^^^^^^^

schema.graphql:5:6  SCHEMA_FILE_INVALID
  This is no schema: There can be only one type named "Query".
      5 | type Query { c: Int }
        |      ^^^^^`)
  expect(refused('{ a }')).toBe(`schema.graphql:1:1  SCHEMA_FILE_INVALID
  This is no schema: it has no type \`Query\`.
      1 | { a }
        | ^`)
  expect(refused('')).toContain('schema.graphql:1:1  GRAPHQL_PARSE_FAILED')
})
