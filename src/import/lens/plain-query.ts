/**
 * A query that is more than columns of one table (joins, groups, windows, sub-selects): kept as it is where every part of it means the same on Trino
 * and on both databases of a model. Catalogs are left out of the names of tables, and types get PostgreSQL's names; nothing else is changed.
 */
import { locationOf, textOf } from '../../semantic/expression/ast.ts'
import { parseSelect } from '../../semantic/expression/parse-select.ts'
import { type Node, parseSql } from '../../semantic/expression/parser.ts'
import type { Spanned } from '../../semantic/issues/issue.ts'
import { spanAt } from '../../semantic/issues/span-at.ts'
import { type Problem, problemOf } from '../remark.ts'
import { type Edit, editText } from '../trino/edit-text.ts'
import { significant } from '../trino/prepare.ts'

type PlainQuery =
  | { readonly ok: true; readonly sql: string; readonly hasCatalog: boolean }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Functions whose text is the same on Trino, PostgreSQL and DuckDB, and whose values are. */
const portable: readonly string[] = [
  ...['count', 'sum', 'avg', 'min', 'max', 'row_number', 'rank', 'dense_rank', 'ntile', 'lag', 'lead', 'first_value', 'last_value'],
  ...['lower', 'upper', 'length', 'replace', 'abs', 'floor', 'ceil', 'ceiling', 'strpos', 'extract'],
]

const typeNames: Readonly<Record<string, string>> = {
  double: 'double precision',
  varchar: 'text',
  bigint: 'bigint',
  int8: 'bigint',
  integer: 'integer',
  int4: 'integer',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  numeric: '',
}

export function readPlainQuery(query: Spanned<string>): PlainQuery {
  const last = significant(query).at(-1)
  const text = last?.text === ';' ? editText(query, [{ from: last.offset, to: last.offset + 1, with: '' }]) : query
  const parsed = parseSql(text.value)
  const [statement] = parsed.ok ? parsed.statements : []
  if (!parsed.ok || statement === undefined) {
    const offset = !parsed.ok && parsed.problem === 'syntax' ? parsed.offset : 0
    return { ok: false, problems: [{ reason: 'the query is no SQL that both databases of a model read.', span: spanAt(text, offset) }] }
  }
  const walk: Walk = { text, offsetOf: parsed.offsetOf, problems: [], edits: [] }
  visit(statement, walk)
  if (walk.problems.length > 0) return { ok: false, problems: walk.problems }
  const written = editText(text, walk.edits)
  // Held against everything a model asks of a SELECT.
  const checked = parseSelect(written, { trusted: false })
  if (!checked.ok) return { ok: false, problems: checked.issues.map((found) => problemOf(found, query.span)) }
  return { ok: true, sql: written.value.trim(), hasCatalog: walk.edits.some(({ with: to }) => to === '') }
}

interface Walk {
  readonly text: Spanned<string>
  readonly offsetOf: (location: number | undefined) => number
  readonly problems: Problem[]
  readonly edits: Edit[]
}

function visit(value: unknown, walk: Walk): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, walk)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (isNode(value)) look(value, walk)
  for (const child of Object.values(value)) visit(child, walk)
}

function isNode(value: object): value is Node {
  const [kind, ...others] = Object.keys(value)
  return kind !== undefined && others.length === 0 && /^[A-Z]/.test(kind)
}

function look(node: Node, walk: Walk): void {
  if ('FuncCall' in node) {
    const name = nameOf(node.FuncCall.funcname?.at(-1))
    const isPart = name === 'extract' && !/^(year|quarter|month|week|day|hour|minute)$/.test(nameOf(node.FuncCall.args?.[0]))
    if (!portable.includes(name) || isPart) refuse(walk, node.FuncCall.location, `\`${name}\``)
  }
  // Nulls come last on Trino whatever the direction, and first on PostgreSQL where it is descending.
  if ('SortBy' in node && node.SortBy.sortby_dir === 'SORTBY_DESC' && node.SortBy.sortby_nulls === 'SORTBY_NULLS_DEFAULT')
    refuse(walk, locationOf(node.SortBy.node ?? node), '`desc` without `nulls last`')
  // One null makes the answer null on Trino, and is passed over on both databases.
  if ('MinMaxExpr' in node) refuse(walk, node.MinMaxExpr.location, '`greatest` or `least`')
  if ('TypeCast' in node && node.TypeCast.typeName !== undefined) retype(node.TypeCast.typeName, walk)
  if ('A_Expr' in node) {
    const sign = nameOf(node.A_Expr.name?.[0])
    const isKnown = /^([-+*/%=]|<>|<=?|>=?|\|\||!?~~|BETWEEN|NOT BETWEEN)$/.test(sign) || node.A_Expr.kind === 'AEXPR_IN'
    const isLike = sign.endsWith('~~') && walk.text.value.includes('\\')
    if (!isKnown || isLike) refuse(walk, node.A_Expr.location, `operator \`${sign}\``)
  }
  if ('RangeVar' in node && node.RangeVar.catalogname !== undefined) dropCatalog(node.RangeVar.location, walk)
}

function refuse(walk: Walk, location: number | undefined, what: string): void {
  const reason = `${what} is not translated in a query of several tables, of groups or of sub-selects.`
  walk.problems.push({ reason, span: spanAt(walk.text, walk.offsetOf(location)) })
}

function retype(typeName: Extract<Node, { TypeName: unknown }>['TypeName'], walk: Walk): void {
  const name = nameOf(typeName.names?.at(-1))
  const to = Object.hasOwn(typeNames, name) ? typeNames[name] : undefined
  const hasDigits = (typeName.typmods ?? []).length > 0
  if (to === undefined || (hasDigits && name !== 'numeric')) {
    refuse(walk, typeName.location, `type \`${name}\``)
    return
  }
  const from = walk.offsetOf(typeName.location)
  const word = /^\w+/.exec(walk.text.value.slice(from))?.[0] ?? ''
  const isWritten = word.toLowerCase() === name
  if (to !== '' && isWritten && to !== name) walk.edits.push({ from, to: from + word.length, with: to })
}

/** `icebase.audience.events` -> `audience.events`. */
function dropCatalog(location: number | undefined, walk: Walk): void {
  const from = walk.offsetOf(location)
  const catalog = /^("[^"]*"|\w+)\s*\.\s*/.exec(walk.text.value.slice(from))?.[0] ?? ''
  walk.edits.push({ from, to: from + catalog.length, with: '' })
}

function nameOf(node: Node | undefined): string {
  return textOf(node) ?? ''
}
