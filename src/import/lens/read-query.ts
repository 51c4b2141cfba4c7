/**
 * The query of an entity, where it is simple: columns and expressions of one table, and at most a condition.
 *
 *   SELECT id, trim(feature1) AS order_id FROM icebase.audience.events e WHERE e.activity = 'order_placed'
 *     -> table icebase.audience.events, outputs id (a column) and order_id (an expression), a condition
 *
 * Joins, groups, windows and sub-selects are no simple query: undefined.
 */
import type { Token } from '../../semantic/expression/scan.ts'
import type { Span, Spanned } from '../../semantic/issues/issue.ts'
import { spanAt } from '../../semantic/issues/span-at.ts'
import { sliceText } from '../trino/edit-text.ts'
import { nameOf, significant } from '../trino/prepare.ts'

export interface SimpleQuery {
  /** As written, catalog and schema included. */
  readonly table: readonly string[]
  readonly tableSpan: Span
  /** Names a column may have in front. */
  readonly qualifiers: readonly string[]
  /** Every column of the table is there as well. */
  readonly hasStar: boolean
  readonly outputs: ReadonlyMap<string, Output>
  readonly where?: Spanned<string>
}

export type Output = { readonly column: string } | { readonly expression: Spanned<string> }

export function readQuery(query: Spanned<string>): SimpleQuery | undefined {
  const tokens = significant(query)
  const end = tokens.at(-1)?.text === ';' ? tokens.length - 1 : tokens.length
  const from = topLevel(tokens, 'from', 1)
  if (!isWord(tokens[0], 'select') || from === undefined || isWord(tokens[1], 'distinct') || isWord(tokens[1], 'all')) return undefined
  const table = readTable(tokens, from + 1, end)
  if (table === undefined) return undefined
  const where = table.next === end ? undefined : tokens[table.next]
  if (where !== undefined && (!isWord(where, 'where') || hasClause(tokens, table.next + 1, end))) return undefined
  const outputs = readOutputs(query, tokens.slice(1, from), table.qualifiers)
  if (outputs === undefined) return undefined
  const [first, last] = [tokens[table.next + 1], tokens[end - 1]]
  const condition =
    where !== undefined && first !== undefined && last !== undefined
      ? sliceText(query, first.offset, last.offset + last.text.length)
      : undefined
  const start = tokens[from + 1]
  return {
    table: table.path,
    tableSpan: spanAt(query, start?.offset ?? 0, start === undefined ? 1 : table.end - start.offset),
    qualifiers: table.qualifiers,
    ...outputs,
    ...(condition !== undefined && { where: condition }),
  }
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word
}

/** The position of the word outside all parentheses. */
function topLevel(tokens: readonly Token[], word: string, start: number): number | undefined {
  let depth = 0
  for (let position = start; position < tokens.length; position++) {
    const token = tokens[position]
    if (token?.text === '(') depth += 1
    else if (token?.text === ')') depth -= 1
    else if (depth === 0 && isWord(token, word)) return position
  }
  return undefined
}

const clauses = [
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'fetch',
  'window',
  'union',
  'intersect',
  'except',
  'select',
  'join',
  'qualify',
]

/** A clause after the condition, or a sub-select in it. */
function hasClause(tokens: readonly Token[], start: number, end: number): boolean {
  return tokens.slice(start, end).some((token) => token.kind === 'word' && clauses.includes(token.text.toLowerCase()))
}

interface Table {
  readonly path: readonly string[]
  readonly qualifiers: readonly string[]
  /** The token after the table and its alias. */
  readonly next: number
  /** The offset where its name ends. */
  readonly end: number
}

function readTable(tokens: readonly Token[], start: number, end: number): Table | undefined {
  const path: string[] = []
  let position = start
  let last = tokens[start]
  while (position < end && isNameToken(tokens[position])) {
    last = tokens[position]
    path.push(nameOf(last))
    position += 1
    if (tokens[position]?.text !== '.') break
    position += 1
  }
  if (path.length === 0 || path.length > 3 || last === undefined) return undefined
  const own = path.at(-1) ?? ''
  const hasAs = isWord(tokens[position], 'as')
  const alias = tokens[position + (hasAs ? 1 : 0)]
  const hasAlias = position + (hasAs ? 1 : 0) < end && isNameToken(alias) && !isWord(alias, 'where') && !isClause(alias)
  const next = hasAlias ? position + (hasAs ? 2 : 1) : position
  return { path, qualifiers: hasAlias ? [nameOf(alias)] : [own], next, end: last.offset + last.text.length }
}

function isClause(token: Token): boolean {
  return (
    token.kind === 'word' &&
    [...clauses, 'left', 'right', 'inner', 'cross', 'full', 'natural', 'tablesample', 'on'].includes(token.text.toLowerCase())
  )
}

function isNameToken(token: Token | undefined): token is Token {
  return token?.kind === 'name' || (token?.kind === 'word' && /^[^\d]/.test(token.text))
}

function readOutputs(query: Spanned<string>, tokens: readonly Token[], qualifiers: readonly string[]) {
  const outputs = new Map<string, Output>()
  let hasStar = false
  for (const item of items(tokens)) {
    const star = item.at(-1)?.text === '*' && (item.length === 1 || (item.length === 3 && qualifiers.includes(nameOf(item[0]))))
    if (star) {
      hasStar = true
      continue
    }
    const output = readItem(query, item, qualifiers)
    if (output === undefined || outputs.has(output.name)) return undefined
    outputs.set(output.name, output.output)
  }
  return { hasStar, outputs }
}

function items(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (token.text === ',' && depth === 0) found.push([])
    else found.at(-1)?.push(token)
  }
  return found
}

/** Words that end an expression and are no name for it. */
const endings = ['end', 'null', 'true', 'false', 'year', 'month', 'day', 'hour', 'minute', 'second']

function readItem(
  query: Spanned<string>,
  item: readonly Token[],
  qualifiers: readonly string[],
): { name: string; output: Output } | undefined {
  const last = item.at(-1)
  const before = item.at(-2)
  if (last === undefined) return undefined
  const hasAs = isWord(before, 'as')
  const isAlias = hasAs || (before !== undefined && isNameToken(last) && endsValue(before) && !endings.includes(last.text.toLowerCase()))
  const value = isAlias ? item.slice(0, hasAs ? -2 : -1) : item
  const column = columnOf(value, qualifiers)
  if (!isAlias) return column === undefined ? undefined : { name: column, output: { column } }
  const [first, end] = [value[0], value.at(-1)]
  if (first === undefined || end === undefined) return undefined
  const expression = sliceText(query, first.offset, end.offset + end.text.length)
  return { name: nameOf(last), output: column === undefined ? { expression } : { column } }
}

function endsValue(token: Token): boolean {
  return token.text === ')' || token.kind === 'word' || token.kind === 'name' || token.kind === 'text'
}

/** `x`, `e.x` */
function columnOf(value: readonly Token[], qualifiers: readonly string[]): string | undefined {
  const [first, dot, column] = value
  if (value.length === 1 && isNameToken(first)) return nameOf(first)
  const isQualified = value.length === 3 && dot?.text === '.' && isNameToken(column) && qualifiers.includes(nameOf(first))
  return isQualified ? nameOf(column) : undefined
}
