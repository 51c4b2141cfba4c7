/**
 * The `sql:` of an entity: exactly one SELECT over tables, sub-selects and VALUES. What comes out is printed from the parser's tree, so that nothing
 * the checks have not seen (comments, a second statement) reaches a database.
 */
import { deparseSync } from 'pgsql-deparser'
import { failure, type Issue, issue, type Result, type Span, type Spanned, success } from '../issues/issue.ts'
import { spanAt } from '../issues/span-at.ts'
import { locationOf, sameTree, textOf } from './ast.ts'
import { canonicalName, closestFunction, insteadOf } from './functions/index.ts'
import { type Node, parseSql } from './parser.ts'
import { scanSql } from './scan.ts'
import { syntaxIssue } from './syntax-issue.ts'
import { writtenType } from './written-types.ts'

const longest = 50_000

/** Beyond the functions of expressions: aggregates and windows of whole rows. */
const rowFunctions: readonly string[] = [
  ...[
    'count',
    'sum',
    'avg',
    'min',
    'max',
    'bool_and',
    'bool_or',
    'string_agg',
    'percentile_cont',
    'percentile_disc',
    'stddev_samp',
    'var_samp',
  ],
  ...['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile', 'lag', 'lead', 'first_value', 'last_value', 'nth_value'],
]

export function parseSelect(text: Spanned<string>, options: { readonly trusted: boolean }): Result<{ readonly sql: string }> {
  if (text.value.length > longest) {
    return failure(
      issue('EXPRESSION_TOO_LARGE', { reason: `${text.value.length} characters, at most ${longest} are read` }, spanAt(text, 0)),
    )
  }
  const reference = scanSql(text.value).find(({ kind }) => kind === 'reference')
  if (reference !== undefined) {
    const fix = 'Dimensions over the rows of the SELECT have references.'
    const span = spanAt(text, reference.offset, reference.text.length)
    return failure(issue('SELECT_NOT_ALLOWED', { what: `\`${reference.text}\``, fix }, span))
  }
  if (scanSql(text.value).every(({ kind }) => kind === 'space' || kind === 'comment')) {
    return failure(issue('EXPRESSION_SYNTAX', { problem: 'it is empty.' }, text.span))
  }
  const parsed = parseSql(text.value)
  if (!parsed.ok) return failure(parsed.problem === 'size' ? tooDeep(text) : syntaxIssue(text, parsed.offset))
  const [statement, second] = parsed.statements
  if (statement === undefined) return failure(issue('EXPRESSION_SYNTAX', { problem: 'it is empty.' }, text.span))
  if (second !== undefined || !('SelectStmt' in statement)) {
    const verb = scanSql(text.value)
      .find(({ kind }) => kind === 'word')
      ?.text.toLowerCase()
    const what = second === undefined ? `\`${verb}\`` : 'A second statement'
    return failure(issue('SELECT_NOT_ALLOWED', { what, fix: 'It is one SELECT.' }, text.span))
  }
  return printed(statement, { text, options, offsetOf: parsed.offsetOf, issues: [] })
}

function printed(statement: Node, walk: Walk): Result<{ readonly sql: string }> {
  try {
    visit(statement, walk, walk.text.span)
    return walk.issues.length > 0 ? failure(...walk.issues) : success({ sql: reprinted(statement, walk.text) })
  } catch (error) {
    if (error instanceof RangeError) return failure(tooDeep(walk.text))
    throw error
  }
}

/**
 * Printed from the tree; where the printer says something else than was written, the text itself without its comments. It writes ESCAPE as an
 * inner function of PostgreSQL, which DuckDB does not have.
 */
function reprinted(statement: Node, text: Spanned<string>): string {
  const sql = deparseSync(statement)
  const again = parseSql(sql)
  const isPortable = !sql.includes('like_escape')
  if (isPortable && again.ok && again.statements.length === 1 && sameTree(again.statements[0], statement)) return sql
  const tokens = scanSql(text.value).map(({ kind, text }) => (kind === 'comment' ? ' ' : text === ';' ? '' : text))
  return tokens.join('').trim()
}

function tooDeep(text: Spanned<string>): Issue {
  return issue('EXPRESSION_TOO_LARGE', { reason: 'it is nested too deeply' }, spanAt(text, 0))
}

interface Walk {
  readonly text: Spanned<string>
  readonly options: { readonly trusted: boolean }
  readonly offsetOf: (location: number | undefined) => number
  readonly issues: Issue[]
}

const allowed: ReadonlySet<string> = new Set([
  ...['SelectStmt', 'ResTarget', 'RangeVar', 'RangeSubselect', 'JoinExpr', 'Alias', 'WithClause', 'CommonTableExpr', 'WindowDef', 'SortBy'],
  ...[
    'ColumnRef',
    'A_Star',
    'A_Const',
    'A_Expr',
    'BoolExpr',
    'FuncCall',
    'TypeCast',
    'TypeName',
    'CaseExpr',
    'CaseWhen',
    'NullTest',
    'BooleanTest',
  ],
  ...['CoalesceExpr', 'MinMaxExpr', 'SubLink', 'List', 'String', 'Integer', 'Float', 'RowExpr', 'GroupingSet'],
])

const words: Readonly<Record<string, readonly [what: string, fix?: string]>> = {
  ParamRef: ['A parameter such as `$1`'],
  RangeFunction: ['A function in FROM', '`trusted: true` on the entity allows it.'],
  RangeTableSample: ['`tablesample`'],
  IntoClause: ['`into`'],
  LockingClause: ['A lock (`for update`)'],
  CollateClause: ['`collate`', 'Text is always compared by code point.'],
  InsertStmt: ['`insert`'],
  UpdateStmt: ['`update`'],
  DeleteStmt: ['`delete`'],
  MergeStmt: ['`merge`'],
  SQLValueFunction: ['A value of the session such as `current_date` or `current_user`', 'Dimensions and measures read `${as_of}`.'],
}

/** Clauses that stand in the tree without a kind of their own. */
const clauseKinds: Readonly<Record<string, string>> = { intoClause: 'IntoClause' }

/** Every object of the tree with one capitalised key is a node; all nodes are looked at, whatever they hang on. */
function visit(value: unknown, walk: Walk, where: Span): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, walk, where)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, content] of Object.entries(value)) {
    const kind = /^[A-Z]/.test(key) ? key : clauseKinds[key]
    const span = kind === undefined ? where : placeOf({ [key]: content }, walk, where)
    if (kind !== undefined) checkNode(kind, content, walk, span)
    visit(content, walk, span)
  }
}

function placeOf(node: object, walk: Walk, where: Span): Span {
  const location = locationOf(node)
  if (location === undefined || location < 0) return where
  const offset = walk.offsetOf(location)
  return spanAt(walk.text, offset, /^[\w.$]+|^./u.exec(walk.text.value.slice(offset))?.[0].length)
}

function checkNode(kind: string, content: object, walk: Walk, span: Span): void {
  if (kind === 'RangeFunction' && walk.options.trusted) return
  if (!allowed.has(kind)) {
    const [what, fix] = words[kind] ?? [`\`${kind}\``]
    walk.issues.push(issue('SELECT_NOT_ALLOWED', { what, ...(fix !== undefined && { fix }) }, span))
  }
  if (kind === 'FuncCall') checkFunction(content, walk, span)
  if (kind === 'TypeCast' && 'typeName' in content && isObject(content.typeName)) checkType(content.typeName, walk, span)
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null
}

function checkType(typeName: Parameters<typeof writtenType>[0], walk: Walk, span: Span): void {
  const { typmods: _, ...plain } = typeName
  const written = writtenType(plain)
  if ('refused' in written && !walk.options.trusted) {
    walk.issues.push(issue('SELECT_NOT_ALLOWED', { what: written.refused, fix: written.fix }, span))
  }
}

function checkFunction(content: { readonly funcname?: readonly Node[]; readonly funcformat?: string }, walk: Walk, span: Span): void {
  const path = (content.funcname ?? []).map((part) => textOf(part) ?? '')
  const name = path.at(-1) ?? ''
  if (walk.options.trusted) return
  if (path.length > 1 && content.funcformat !== 'COERCE_SQL_SYNTAX' && name !== 'like_escape') {
    const fix = `Functions are called by their name alone: \`${name}\`.`
    walk.issues.push(issue('SELECT_NOT_ALLOWED', { what: `Function \`${path.join('.')}\` with a schema in front`, fix }, span))
    return
  }
  if (canonicalName(name) !== undefined || rowFunctions.includes(name) || name === 'like_escape') return
  const fix = insteadOf(name)
  if (fix !== undefined) walk.issues.push(issue('SELECT_NOT_ALLOWED', { what: `\`${name}\``, fix }, span))
  else {
    const nearest = closestFunction(name)
    walk.issues.push(issue('UNKNOWN_FUNCTION', { name, ...(nearest !== undefined && { closest: nearest }) }, span))
  }
}
