/**
 * SQL text cut into its lexical parts, as PostgreSQL does it, before the parser sees it: so that `${...}`, `;` and parentheses count only where they are
 * code, and not inside quoted text, quoted names and comments.
 *
 * Source: PostgreSQL documentation, chapter "Lexical Structure".
 */
export type Token = {
  readonly offset: number
  readonly text: string
  /** Quoted text, names, comments and `${` may end before they are closed. */
  readonly isClosed: boolean
  readonly kind: 'text' | 'name' | 'comment' | 'reference' | 'word' | 'space' | 'symbol'
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n\r]*/y],
  ['reference', /\$\{[^}'"\n]*\}?/y],
  ['text', /[eE]'(?:[^'\\]|\\[\s\S]|'')*'?/y],
  ['text', /'(?:[^']|'')*'?/y],
  ['name', /"(?:[^"]|"")*"?/y],
  // Every character beyond ASCII is one of a word. A word may hold `$`, but not the one that opens a reference.
  ['word', /[A-Za-z_\u0080-\uffff](?:[\w\u0080-\uffff]|\$(?!\{))*/y],
  ['word', /\d[\w.]*/y],
]

export function scanSql(sql: string): readonly Token[] {
  const tokens: Token[] = []
  for (let offset = 0; offset < sql.length; ) {
    const token = tokenAt(sql, offset)
    tokens.push(token)
    offset += token.text.length
  }
  return tokens
}

function tokenAt(sql: string, offset: number): Token {
  if (sql.startsWith('/*', offset)) return blockComment(sql, offset)
  const dollarQuoted = dollarQuotedText(sql, offset)
  if (dollarQuoted !== undefined) return dollarQuoted
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset
    const text = pattern.exec(sql)?.[0]
    if (text !== undefined) return { kind, offset, text, isClosed: isClosed(kind, text) }
  }
  return { kind: 'symbol', offset, text: sql[offset] ?? '', isClosed: true }
}

function isClosed(kind: Token['kind'], text: string): boolean {
  if (kind === 'reference') return text.endsWith('}')
  if (kind === 'name') return /^"(?:[^"]|"")*"$/.test(text)
  if (kind !== 'text') return true
  return /^[eE]/.test(text) ? /^[eE]'(?:[^'\\]|\\[\s\S]|'')*'$/.test(text) : /^'(?:[^']|'')*'$/.test(text)
}

/** Comments nest. */
function blockComment(sql: string, offset: number): Token {
  const marks = /\/\*|\*\//g
  marks.lastIndex = offset
  let depth = 0
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return { kind: 'comment', offset, text: sql.slice(offset, marks.lastIndex), isClosed: true }
  }
  return { kind: 'comment', offset, text: sql.slice(offset), isClosed: false }
}

function dollarQuotedText(sql: string, offset: number): Token | undefined {
  if (sql[offset] !== '$') return undefined
  const opening = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
  opening.lastIndex = offset
  const tag = opening.exec(sql)?.[0]
  if (tag === undefined) return undefined
  const end = sql.indexOf(tag, offset + tag.length)
  return { kind: 'text', offset, text: end < 0 ? sql.slice(offset) : sql.slice(offset, end + tag.length), isClosed: end >= 0 }
}
