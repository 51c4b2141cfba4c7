/**
 * Trino's SQL made readable for PostgreSQL's parser: what only Trino writes becomes a call or a reference that the translation knows again.
 *
 *   try_cast(x as varchar(3))   "trino try_cast"(x, 'varchar(3)')      current_date        "current_date"()
 *   interval '30' day           interval '30 day'                      split(x, '-')[1]    split_part(x, '-', 1)
 *   {TABLE}.x, ${TABLE}.x       x                                      {state}             ${state}
 *   customer.state              ${customer.state}, or the column where `customer` is the table itself
 */

import { scanSql, type Token } from '../../semantic/expression/scan.ts'
import type { Spanned } from '../../semantic/issues/issue.ts'
import { spanAt } from '../../semantic/issues/span-at.ts'
import type { Problem } from '../remark.ts'
import { castEdits, subscriptEdits } from './brackets.ts'
import { type Edit, editText } from './edit-text.ts'

/** What a name in front of a dot can be. */
export interface Qualifiers {
  /** Names of the table itself: its own, its alias, the entity's. */
  readonly own: readonly string[]
  /** Names of all entities. */
  readonly entities: readonly string[]
}

type Prepared = { readonly text: Spanned<string> } | { readonly problem: Problem }

export function prepareTrino(text: Spanned<string>, qualifiers: Qualifiers): Prepared {
  const tokens = significant(text)
  const subscripts = subscriptEdits(tokens)
  const array = tokens.find(({ text: sign, offset }) => sign === '[' && !subscripts.some(({ from, to }) => from <= offset && offset < to))
  if (array !== undefined) {
    const reason = 'an array or a subscript has no counterpart in the expressions of a model.'
    return { problem: { reason, span: spanAt(text, array.offset) } }
  }
  const edits: Edit[] = [...subscripts, ...castEdits(tokens, text.value)]
  for (let position = 0; position < tokens.length; ) {
    const step = stepAt(tokens, position, qualifiers)
    edits.push(...step.edits)
    position += step.read
  }
  const last = tokens.at(-1)
  if (last?.text === ';') edits.push({ from: last.offset, to: last.offset + 1, with: '' })
  return { text: editText(text, edits) }
}

/** Tokens without spaces and comments. */
export function significant(text: Spanned<string>): readonly Token[] {
  return scanSql(text.value).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
}

interface Step {
  readonly edits: readonly Edit[]
  /** Tokens that are done with. */
  readonly read: number
}

const nothing: Step = { edits: [], read: 1 }

function stepAt(tokens: readonly Token[], position: number, qualifiers: Qualifiers): Step {
  const token = tokens[position]
  if (token === undefined) return nothing
  if (token.kind === 'reference') return tableReference(tokens, position)
  if (token.text === '{') return braces(tokens, position)
  if (!isName(token)) return nothing
  return clock(tokens, position) ?? interval(tokens, position) ?? qualified(tokens, position, qualifiers) ?? nothing
}

function replace(first: Token, last: Token, written: string, read: number): Step {
  return { edits: [{ from: first.offset, to: last.offset + last.text.length, with: written }], read }
}

const ofTable = /^(TABLE|CUBE)$/

/** `${TABLE}.x`: the column. */
function tableReference(tokens: readonly Token[], position: number): Step {
  const [reference, dot, column] = tokens.slice(position, position + 3)
  const isTable = ofTable.test(reference?.text.slice(2, -1).trim() ?? '')
  if (reference === undefined || !isTable || dot?.text !== '.' || column === undefined) return nothing
  return replace(reference, column, column.text, 3)
}

/** `{TABLE}.x`: the column; `{x}` and `{customer.x}`: members. */
function braces(tokens: readonly Token[], position: number): Step {
  const [open, first, second, third, fourth] = tokens.slice(position, position + 5)
  if (open === undefined || first === undefined) return nothing
  if (ofTable.test(first.text) && second?.text === '}' && third?.text === '.' && fourth !== undefined)
    return replace(open, fourth, fourth.text, 5)
  if (second?.text === '}') return replace(open, second, `\${${first.text}}`, 3)
  if (second?.text === '.' && third !== undefined && fourth?.text === '}')
    return replace(open, fourth, `\${${first.text}.${third.text}}`, 5)
  return nothing
}

const clocks = /^(current_date|current_time|current_timestamp|localtime|localtimestamp|current_user|current_catalog|current_schema)$/i

/** They are words without parentheses, or with a precision in them. */
function clock(tokens: readonly Token[], position: number): Step | undefined {
  const [word, open, , close] = tokens.slice(position, position + 4)
  if (word?.kind !== 'word' || !clocks.test(word.text)) return undefined
  const written = `"${word.text.toLowerCase()}"()`
  return open?.text === '(' && close?.text === ')' ? replace(word, close, written, 4) : replace(word, word, written, 1)
}

/** `interval '30' day`, `interval -'1' month`. With two units (`year to month`) it stays as it is, and is refused when it is read. */
function interval(tokens: readonly Token[], position: number): Step | undefined {
  const word = tokens[position]
  const sign = tokens[position + 1]?.text ?? ''
  const isSigned = sign === '-' || sign === '+'
  const start = position + (isSigned ? 2 : 1)
  const [number, unit, to] = tokens.slice(start, start + 3)
  if (word === undefined || !/^interval$/i.test(word.text) || number?.kind !== 'text' || unit?.kind !== 'word') return undefined
  if (/^to$/i.test(to?.text ?? '')) return undefined
  const written = `interval '${sign === '-' ? '-' : ''}${number.text.slice(1, -1)} ${unit.text.toLowerCase()}'`
  return replace(word, unit, written, start + 2 - position)
}

/** `customer.state`; of `schema.table.column` the part before the last says which table. */
function qualified(tokens: readonly Token[], position: number, { own, entities }: Qualifiers): Step | undefined {
  const first = tokens[position]
  let end = position
  while (tokens[end + 1]?.text === '.' && isName(tokens[end + 2])) end += 2
  const table = nameOf(tokens[end - 2])
  const column = tokens[end]
  if (end === position || first === undefined || column === undefined) return undefined
  const read = end + 1 - position
  if (own.includes(table)) return replace(first, column, column.text, read)
  return entities.includes(table) ? replace(first, column, `\${${table}.${nameOf(column)}}`, read) : { edits: [], read }
}

function isName(token: Token | undefined): token is Token {
  return token?.kind === 'name' || (token?.kind === 'word' && !/^\d/.test(token.text))
}

/** As PostgreSQL and Trino read it: lower case, unless quoted. */
export function nameOf(token: Token | undefined): string {
  if (token === undefined) return ''
  return token.kind === 'name' ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase()
}
