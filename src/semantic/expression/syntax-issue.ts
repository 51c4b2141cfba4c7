/** A syntax error of the parser in our words: what stands at the place, and for the clauses of a statement why there are none. */
import { type Issue, issue, type Spanned } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
import { scanSql } from './scan.ts'

const clauses = ['from', 'where', 'group', 'having', 'order', 'limit', 'union', 'intersect', 'except', 'into', 'window']

export function syntaxIssue(text: Spanned<string>, offset: number): Issue {
  const tokens = scanSql(text.value).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const found = tokens.find((token) => token.offset + token.text.length > offset)
  const last = tokens.at(-1)
  if (found === undefined) {
    const problem = last === undefined ? 'it is empty.' : `it ends after \`${last.text}\`.`
    return issue('EXPRESSION_SYNTAX', { problem }, spanAt(text, last?.offset ?? 0, last?.text.length))
  }
  const span = spanAt(text, found.offset, found.text.length)
  const word = found.text.toLowerCase()
  if (word === 'as')
    return issue('EXPRESSION_NOT_ALLOWED', { what: 'An alias (`as`)', fix: 'The name of the member is the name of the value.' }, span)
  if (word === '*') return issue('EXPRESSION_NOT_ALLOWED', { what: '`*` without two factors' }, span)
  if (clauses.includes(word)) {
    return issue(
      'EXPRESSION_NOT_ALLOWED',
      { what: `\`${word}\``, fix: 'An expression is one value; its rows are those of the entity.' },
      span,
    )
  }
  return issue('EXPRESSION_SYNTAX', { problem: `\`${found.text}\` is not expected at this place.` }, span)
}
