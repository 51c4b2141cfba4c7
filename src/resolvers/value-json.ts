/** Values of an answer as JSON, by the scalar of each type: they are decoded already (see AnswerValue). */
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { AnswerValue } from '../semantic/query/answer.ts'

/** Of values that are no null. */
export const valueJson: Readonly<Record<ValueType, (value: AnswerValue) => string>> = {
  string: textual,
  decimal: quoted,
  date: quoted,
  timestamp: quoted,
  integer: String,
  float: String,
  boolean: String,
  bigint: (value) => (typeof value === 'number' ? String(value) : quoted(value)),
}

/** Neither control characters, quotes and backslashes nor halves of characters. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

/** Most texts need no escapes, and looking is quicker than writing them anew. */
function textual(value: AnswerValue): string {
  return typeof value === 'string' && plain.test(value) ? `"${value}"` : JSON.stringify(value)
}

/** Digits, signs, colons and letters: nothing to escape. */
function quoted(value: AnswerValue): string {
  return `"${value}"`
}
