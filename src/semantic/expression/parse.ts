/**
 * Expression step: text of the model -> tree, by PostgreSQL's own parser; exactly one value, nothing that is not on the lists.
 *
 *   lower(${state}) = 'ny'   ->   call `=` (call `lower` (member state), literal 'ny')
 */
import { failure, InternalError, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
import type { Expression, ParsedReference } from './expression.ts'
import { type Node, type ParsedSql, parseSql } from './parser.ts'
import { readNode } from './read-tree.ts'
import { type Parsed, type ParseOptions, type Reading, refuse } from './reading.ts'
import { syntaxIssue } from './syntax-issue.ts'
import { readTemplate, type Template } from './template.ts'

export { loadExpressionParser } from './parser.ts'

/** The line end closes a comment at the end of the text. */
const before = 'select (\n'
const after = '\n)'

/** Far above what people write; the parser, both databases and this process nest this deep without trouble. */
const longest = 20_000
const deepest = 200

export function parseExpression(text: Spanned<string>, options: ParseOptions): Result<Expression<ParsedReference>> {
  if (text.value.length > longest) return failure(tooLarge(text, `${text.value.length} characters, at most ${longest} are read`))
  if (text.value.trim() === '') return failure(issue('EXPRESSION_SYNTAX', { problem: 'it is empty.' }, text.span))
  const template = readTemplate(text)
  if (!template.ok) return template
  const sole = soleReference(text, template.value)
  if (sole !== undefined) return success(sole)
  const parsed = parseSql(`${before}${template.value.sql}${after}`)
  if (!parsed.ok) {
    return failure(parsed.problem === 'size' ? tooLarge(text, 'it is nested too deeply') : syntaxIssue(text, parsed.offset - before.length))
  }
  return readValue(onlyValue(parsed.statements), text, options, template.value, parsed)
}

/** `${amount}` and nothing else, as most measures are written: what the parser would say is known. */
function soleReference(text: Spanned<string>, { references }: Template): Expression<ParsedReference> | undefined {
  const reference = references.get(0)
  if (reference === undefined || text.value.indexOf('}') !== text.value.length - 1) return undefined
  const span = spanAt(text, 0, text.value.length)
  return reference === 'as_of' ? { kind: 'as_of', type: 'unknown', span } : { kind: 'reference', reference, type: 'unknown', span }
}

function readValue(
  value: Node | undefined,
  text: Spanned<string>,
  options: ParseOptions,
  { references }: Template,
  { offsetOf }: Extract<ParsedSql, { ok: true }>,
): Result<Expression<ParsedReference>> {
  let depth = 0
  const reading: Reading = {
    text,
    options,
    references,
    offsetOf: (location) => offsetOf(location) - before.length,
    found: new Set(),
    issues: [],
    isInAggregate: false,
    read: (node, where): Parsed => {
      if (node === undefined) throw new InternalError('The parser left out an operand.')
      if (depth >= deepest) {
        if (!reading.issues.some(({ code }) => code === 'EXPRESSION_TOO_LARGE'))
          reading.issues.push(tooLarge(text, 'it is nested too deeply'))
        return { kind: 'literal', value: null, type: 'unknown' }
      }
      depth++
      const read = readNode(node, reading, where)
      depth--
      return read
    },
  }
  const expression = value === undefined ? refuse(reading, text.span, 'More than one value') : reading.read(value, text.span)
  const lost = [...references.keys()].filter((offset) => !reading.found.has(offset))
  if (reading.issues.length > 0) return failure(...reading.issues)
  // A reference that is there and is not read stands where a name cannot be a value: an alias, a part of another name.
  return lost.length > 0 ? failure(...lost.map((offset) => syntaxIssue(text, offset))) : success(expression)
}

function tooLarge(text: Spanned<string>, reason: string): Issue {
  return issue('EXPRESSION_TOO_LARGE', { reason }, spanAt(text, 0))
}

/** The one value of one SELECT that has nothing else, or undefined. */
function onlyValue(statements: readonly Node[]): Node | undefined {
  const [statement] = statements
  if (statements.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const { targetList, limitOption, op, ...others } = statement.SelectStmt
  const [target] = targetList ?? []
  if (Object.keys(others).length > 0 || op !== 'SETOP_NONE' || limitOption !== 'LIMIT_OPTION_DEFAULT' || targetList?.length !== 1)
    return undefined
  if (target === undefined || !('ResTarget' in target) || target.ResTarget.name !== undefined) return undefined
  return target.ResTarget.val
}
