/**
 * The frame every filter input shares: `and`, `or`, `not` beside its own fields, all of which must hold.
 *
 *   { state: X, or: [Y, {}] }  ->  and(X, or(Y, everything))
 *
 * A field that is left out, or `{}`, does not restrict. A null would look like "has no value" to one reader and like "left out" to the next: it is refused.
 */
import { InternalError, type Issue, issue } from '../semantic/issues/issue.ts'
import type { Logic } from '../semantic/query/semantic-query.ts'

/** A value of an input object type, coerced by graphql-js. */
export type InputObject = Readonly<Record<string, unknown>>

/** A part of an argument: its value, where it stands (`where.or[0].customer`), and the list its mistakes go to. */
export interface InputAt<T = InputObject> {
  readonly value: T
  readonly place: string
  readonly issues: Issue[]
}

/** Beside the dimensions of an entity: lists of its segments. */
export const segmentFields: readonly string[] = ['inSegment', 'notInSegment']

/** What a field of the input means, an object or a list; undefined: nothing restricted. */
type ReadLeaf<Leaf> = (field: string, input: InputAt) => Logic<Leaf> | undefined

/** `and` of nothing holds for everything, `or` of nothing for nothing. */
export function everything<Leaf>(): Logic<Leaf> {
  return { kind: 'and', conditions: [] }
}

export function readLogic<Leaf>(input: InputAt, readLeaf: ReadLeaf<Leaf>): Logic<Leaf> | undefined {
  const conditions: Logic<Leaf>[] = []
  for (const [field, value] of Object.entries(input.value)) {
    const place = `${input.place}.${field}`
    if (value === null) {
      input.issues.push(segmentFields.includes(field) ? nullListIssue(place) : nullIssue(place))
    } else if (field === 'and' || field === 'or') {
      const list = readList(value, { ...input, place }, readLeaf)
      conditions.push({ kind: field, conditions: field === 'and' ? list.map(apart) : list })
    } else {
      const at = { ...input, place, value: asObject(value) }
      const condition = field === 'not' ? negation(at, readLeaf) : readLeaf(field, at)
      if (condition !== undefined) conditions.push(condition)
    }
  }
  return allOf(conditions)
}

/** The conditions of one object are about the same row of what they reach, those of different objects are not: each object is a group of its own. */
function apart<Leaf>(condition: Logic<Leaf>): Logic<Leaf> {
  return { kind: 'and', conditions: [condition] }
}

/** Undefined for none, the condition itself for one. */
export function allOf<Leaf>(conditions: readonly Logic<Leaf>[]): Logic<Leaf> | undefined {
  return conditions.length > 1 ? { kind: 'and', conditions } : conditions[0]
}

export function asObject(value: unknown): InputObject {
  if (!isObject(value)) throw new InternalError('An input object is not an object after coercion.')
  return value
}

function isObject(value: unknown): value is InputObject {
  return typeof value === 'object' && value !== null
}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new InternalError('An input list is not a list after coercion.')
  return value
}

function readList<Leaf>(value: unknown, input: InputAt<unknown>, readLeaf: ReadLeaf<Leaf>): readonly Logic<Leaf>[] {
  return asList(value).map((item, index) => {
    const at = { ...input, place: `${input.place}[${index}]`, value: asObject(item) }
    return readLogic(at, readLeaf) ?? everything()
  })
}

function negation<Leaf>(input: InputAt, readLeaf: ReadLeaf<Leaf>): Logic<Leaf> {
  return { kind: 'not', condition: readLogic(input, readLeaf) ?? everything() }
}

export function nullIssue(place: string): Issue {
  return issue('BAD_USER_INPUT', {
    problem: `\`${place}\` is null. Rows without a value are found with \`isNull\`; to not restrict, it is left out.`,
  })
}

function nullListIssue(place: string): Issue {
  return issue('BAD_USER_INPUT', { problem: `\`${place}\` is null; it takes a list of segments. To not restrict, it is left out.` })
}
