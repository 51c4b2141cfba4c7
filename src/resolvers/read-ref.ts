/** References to one member, `{ orderPlaced: MONETARY }`: the word they name. */
import { InternalError } from '../semantic/issues/issue.ts'
import type { InputObject } from './read-logic.ts'
import { findWord, type GrainWord, type MeasureWord, type Vocabulary, type Word } from './vocabulary.ts'

export function readMeasureRef(ref: InputObject, vocabulary: Vocabulary): MeasureWord {
  const word = readRef(ref, vocabulary)
  if (word.kind !== 'measure') throw new InternalError(`${word.path} is no measure.`)
  return word
}

export function readDimensionRef(ref: InputObject, vocabulary: Vocabulary): GrainWord {
  const word = readRef(ref, vocabulary)
  if (word.kind !== 'grain') throw new InternalError(`${word.path} is no dimension.`)
  return word
}

/** One field, made sure of by @oneOf. */
function readRef(ref: InputObject, vocabulary: Vocabulary): Word {
  const [[group, field] = []] = Object.entries(ref)
  const word = findWord(vocabulary, String(group), String(field))
  if (word === undefined) throw new InternalError(`The schema refers to ${group}.${field}, the vocabulary does not have it.`)
  return word
}
