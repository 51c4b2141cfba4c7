/**
 * `${member}`, `${entity.member}` and `${as_of}` made readable for an SQL parser: each becomes a quoted name of the same length, so that every place
 * in the SQL is the place in the text.
 *
 *   ${price} * 2     ->   "{price" * 2      a reference at offset 0
 *
 * What such a name is, is told by its place, not by its spelling: nothing written in the text can pass for a reference, and a reference that the
 * parser does not find at its place (because it became part of something else) is an issue.
 */
import { type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
import type { ParsedReference } from './expression.ts'
import { scanSql, type Token } from './scan.ts'

export interface Template {
  readonly sql: string
  /** By offset. */
  readonly references: ReadonlyMap<number, ParsedReference | 'as_of'>
}

const closing: Partial<Record<Token['kind'], string>> = {
  text: 'a quoted text',
  name: 'a quoted name',
  comment: 'a comment',
  reference: '`${`',
}

export function readTemplate(text: Spanned<string>): Result<Template> {
  const issues: Issue[] = []
  const references = new Map<number, ParsedReference | 'as_of'>()
  const tokens = scanSql(text.value)
  for (const token of tokens) {
    const problem = problemOf(token, text)
    if (problem !== undefined) issues.push(problem)
    else if (token.kind === 'reference') {
      const reference = readReference(token, text)
      if (reference === undefined) issues.push(notAReference(token, text))
      else references.set(token.offset, reference)
    }
  }
  // A quote left open swallows parentheses: they are looked at only when all else is whole.
  if (issues.length === 0) issues.push(...checkParentheses(tokens, text))
  if (issues.length > 0) return { ok: false, issues }
  return success({
    sql: tokens.map((token) => (token.kind === 'reference' ? `"{${token.text.slice(2, -1)}"` : token.text)).join(''),
    references,
  })
}

function problemOf(token: Token, text: Spanned<string>): Issue | undefined {
  const span = spanAt(text, token.offset, token.text.length)
  if (!token.isClosed) {
    const what = closing[token.kind] ?? token.text
    return issue('EXPRESSION_SYNTAX', { problem: `${what} is not closed.` }, span)
  }
  if (token.text === ';')
    return issue('EXPRESSION_NOT_ALLOWED', { what: 'A `;`', fix: 'An expression is one value, without statements.' }, span)
  if (token.kind !== 'text' && token.kind !== 'name') return undefined
  const inside = /\$\{\s*[\w.]+\s*\}/.exec(token.text)
  if (inside === null) return undefined
  return issue(
    'EXPRESSION_NOT_ALLOWED',
    { what: `\`${inside[0]}\` inside quotes`, fix: `Texts are joined by \`||\`: \`'...' || ${inside[0]}\`.` },
    spanAt(text, token.offset + inside.index, inside[0].length),
  )
}

function readReference(token: Token, text: Spanned<string>): ParsedReference | 'as_of' | undefined {
  const name = /^\$\{\s*(?:([A-Za-z_]\w*)\.)?([A-Za-z_]\w*)\s*\}$/.exec(token.text)
  const [, entity, member] = name ?? []
  if (member === undefined) return undefined
  if (entity === undefined && member === 'as_of') return 'as_of'
  const span = spanAt(text, token.offset, token.text.length)
  return entity === undefined ? { kind: 'member', member, span } : { kind: 'member', entity, member, span }
}

function notAReference(token: Token, text: Spanned<string>): Issue {
  const problem = `\`${token.text}\` names no member; a reference is \`\${member}\` or \`\${entity.member}\`.`
  return issue('EXPRESSION_SYNTAX', { problem }, spanAt(text, token.offset, token.text.length))
}

/** Every `)` closes a `(` of the text: the parentheses the parser is given around the text stay around all of it. */
function checkParentheses(tokens: readonly Token[], text: Spanned<string>): readonly Issue[] {
  const open: Token[] = []
  for (const token of tokens) {
    if (token.text === '(') open.push(token)
    else if (token.text === ')' && open.pop() === undefined) {
      return [issue('EXPRESSION_SYNTAX', { problem: '`)` closes nothing.' }, spanAt(text, token.offset))]
    }
  }
  const last = open.at(-1)
  return last === undefined ? [] : [issue('EXPRESSION_SYNTAX', { problem: '`(` is not closed.' }, spanAt(text, last.offset))]
}
