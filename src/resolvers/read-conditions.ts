/**
 * `where` and `having` of a slice as conditions by names of the model.
 *
 *   where: { orderPlaced: { customer: { state: { eq: "BY" } } } }  ->  entity order_placed (related customer, one (test state eq BY))
 */
import { InternalError } from '../semantic/issues/issue.ts'
import type { EntityCondition, HavingCondition, RowCondition, SliceCondition } from '../semantic/query/semantic-query.ts'
import { allOf, asList, asObject, everything, type InputAt, nullIssue, readLogic, segmentFields } from './read-logic.ts'
import { readTests } from './read-tests.ts'
import { type EntityWords, segmentsOf, type Vocabulary, wordsNamed } from './vocabulary.ts'

export function readWhere(input: InputAt, vocabulary: Vocabulary): SliceCondition | undefined {
  return readLogic<SliceLeaf>(input, (field, at) => {
    if (field === 'time') return allOf<SliceLeaf>(readTests(at).map((test) => ({ kind: 'time', test })))
    const words = wordsNamed(vocabulary, field)
    const condition = readRowCondition(at, words, vocabulary)
    return condition && { kind: 'entity', entity: words.entity.name, condition }
  })
}

/** Conditions on the rows of one entity, as its filter is written. */
export function readEntityWhere(input: InputAt, words: EntityWords, vocabulary: Vocabulary): EntityCondition | undefined {
  const condition = readRowCondition(input, words, vocabulary)
  return condition && { kind: 'entity', entity: words.entity.name, condition }
}

export function readHaving(input: InputAt, vocabulary: Vocabulary): HavingCondition | undefined {
  return readLogic<HavingLeaf>(input, (field, at) => {
    const words = wordsNamed(vocabulary, field)
    // No `and`, `or`, `not` on this level: the schema has them on the level above only.
    return readLogic<HavingLeaf>(at, (name, tests) => {
      const measure = words.measures.get(name)?.measure
      if (measure === undefined) throw new InternalError(`The schema has the measure ${field}.${name}, the vocabulary does not.`)
      return allOf<HavingLeaf>(
        readTests(tests).map((test) => ({ kind: 'measure', measure: { entity: measure.entity, measure: measure.name }, test })),
      )
    })
  })
}

/** Conditions on a row by itself. */
export function readRowCondition(input: InputAt, words: EntityWords, vocabulary: Vocabulary): RowCondition | undefined {
  return readLogic<RowLeaf>(input, (field, at) => {
    const relationship = words.relationships.get(field)
    if (relationship !== undefined) {
      const target = wordsNamed(vocabulary, relationship.target)
      if (relationship.cardinality === 'many') return readQuantifiers(at, relationship.name, target, vocabulary)
      const condition = readRowCondition(at, target, vocabulary)
      return condition && { kind: 'related', relationship: relationship.name, quantifier: 'one', condition }
    }
    if (segmentFields.includes(field)) return readSegments(field, at.value, words)
    const dimension = words.grains.get(field)?.dimension
    if (dimension === undefined) throw new InternalError(`The schema has the filter ${words.field}.${field}, the vocabulary does not.`)
    return allOf<RowLeaf>(readTests(at).map((test) => ({ kind: 'test', dimension: dimension.name, test })))
  })
}

/** In any of the segments, or in none of them: nobody is in one of none. */
function readSegments(field: string, value: unknown, words: EntityWords): RowCondition {
  const known = segmentsOf(words).map(({ dimension }) => dimension.name)
  const segments = asList(value).map((name): RowCondition => {
    const dimension = known.find((each) => each === name)
    if (dimension === undefined) throw new InternalError(`The schema has the segment ${String(name)}, the vocabulary does not.`)
    return { kind: 'test', dimension, test: { operator: 'eq', value: true } }
  })
  const any: RowCondition = { kind: 'or', conditions: segments }
  return field === 'inSegment' ? any : { kind: 'not', condition: any }
}

const quantifiers = ['some', 'none', 'every'] as const

/** `{ some: X, none: Y }`: both hold. `some: {}` asks for any row. */
function readQuantifiers(input: InputAt, relationship: string, target: EntityWords, vocabulary: Vocabulary): RowCondition | undefined {
  const found = quantifiers.flatMap((quantifier): RowCondition[] => {
    const value = input.value[quantifier]
    const place = `${input.place}.${quantifier}`
    if (value === undefined) return []
    if (value === null) input.issues.push(nullIssue(place))
    const at = { ...input, place, value: asObject(value ?? {}) }
    const condition: RowCondition = readRowCondition(at, target, vocabulary) ?? everything<RowLeaf>()
    return [{ kind: 'related', relationship, quantifier, condition }]
  })
  return allOf<RowLeaf>(found)
}

type LeafOf<Condition> = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' }>
type SliceLeaf = LeafOf<SliceCondition>
type HavingLeaf = LeafOf<HavingCondition>
type RowLeaf = LeafOf<RowCondition>
