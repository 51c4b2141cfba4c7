/** LIKE, ILIKE and regular expressions. */
import { sql } from 'kysely'
import type { Expression } from '../expression.ts'
import { portableRegex } from '../regex.ts'
import { type FunctionDefinition, fitAll, level, literalText, piece, within } from './function.ts'

function likeFunction(name: 'like' | 'ilike'): FunctionDefinition {
  return {
    name,
    takes: 'a string and a pattern; a pattern with ESCAPE is quoted text and does not end in the escape character',
    check: (nodes) => {
      const fitted = fitAll(nodes, ['string', 'string', 'string'], 2)
      const [x, pattern, escapeBy] = fitted ?? []
      const escaped = pattern && withBackslashes(pattern, escapeBy)
      return x && escaped ? { type: 'boolean', arguments: [x, escaped] } : undefined
    },
    toSql: ({ dialect, arguments: [x, pattern] }) => {
      if (x === undefined || pattern === undefined) return piece(sql`null`, level.term)
      if (name === 'ilike') return { sql: dialect.likeIgnoringCase(x.sql, pattern.sql), level: level.match }
      // DuckDB has no escape character unless it is named.
      const needsEscape = typeof pattern.literal !== 'string' || pattern.literal.includes('\\')
      const to = sql`like ${within(pattern, level.operator)}${needsEscape ? sql` escape '\\'` : sql``}`
      const left = within(x, level.operator)
      return { sql: sql`${left} ${to}`, negated: sql`${left} not ${to}`, level: level.match }
    },
  }
}

/** The pattern with `\` as its escape character, PostgreSQL's default; undefined when it cannot be said so. */
function withBackslashes<R>(pattern: Expression<R>, escapeBy: Expression<R> | undefined): Expression<R> | undefined {
  const text = literalText(pattern)
  if (text === undefined || pattern.kind !== 'literal') return escapeBy === undefined ? pattern : undefined
  const character = escapeBy === undefined ? '\\' : literalText(escapeBy)
  if (character === undefined || [...character].length > 1) return undefined
  let rewritten = ''
  const characters = [...text]
  for (let position = 0; position < characters.length; position++) {
    const current = characters[position] ?? ''
    if (current === character) {
      const next = characters[++position]
      if (next === undefined) return undefined
      rewritten += /[\\%_]/.test(next) ? `\\${next}` : next
    } else rewritten += current === '\\' ? '\\\\' : current
  }
  return { ...pattern, value: rewritten }
}

function regexFunction(name: '~' | '~*'): FunctionDefinition {
  return {
    name,
    takes:
      'a string and a quoted pattern of what both databases read alike: no look-around, back-references, `(?` options or escapes other than \\d \\w \\s \\t \\n \\r and of signs',
    check: (nodes) => {
      const [x, pattern] = fitAll(nodes, ['string', 'string']) ?? []
      const text = portableRegex(literalText(pattern) ?? '')
      if (x === undefined || pattern?.kind !== 'literal' || pattern.value === null || text === undefined) return undefined
      return { type: 'boolean', arguments: [x, { ...pattern, value: text }] }
    },
    toSql: ({ dialect, arguments: [x, pattern] }) =>
      piece(dialect.matches(x?.sql ?? sql`null`, pattern?.sql ?? sql`null`, { ignoreCase: name === '~*' }), level.operator),
  }
}

export const patternFunctions: readonly FunctionDefinition[] = [
  likeFunction('like'),
  likeFunction('ilike'),
  regexFunction('~'),
  regexFunction('~*'),
]
