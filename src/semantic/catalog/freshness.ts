/** How one sees that the rows of an entity have changed: aggregates over its whole table, or a length of time. Of a stream, for all its activities. */
import { checkExpression } from '../expression/check.ts'
import type { Expression, ParsedReference } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse.ts'
import { aggregatesOf, childrenOf } from '../expression/references.ts'
import { failure, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import type { FreshnessDeclaration, Model } from '../model/model.ts'
import type { Freshness, MemberReference } from './catalog.ts'

const milliseconds = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** By entity. */
export function freshnessByEntity(model: Model, issues: Issue[]): ReadonlyMap<string, Freshness> {
  const streams = new Map(
    model.streams.map(({ name, freshness }) => [name.value, freshnessOf(freshness, `stream \`${name.value}\``, name.value, issues)]),
  )
  return new Map(
    model.entities.flatMap(({ name, source, freshness }) => {
      const own = freshnessOf(freshness, `entity \`${name.value}\``, name.value, issues)
      const known = own ?? (source.kind === 'activity' ? streams.get(source.stream.value) : undefined)
      return known === undefined ? [] : [[name.value, known] as const]
    }),
  )
}

function freshnessOf(declaration: FreshnessDeclaration | undefined, of: string, name: string, issues: Issue[]): Freshness | undefined {
  if (declaration === undefined) return undefined
  if (declaration.kind === 'keep_for') return { kind: 'keep_for', ms: declaration.n * milliseconds[declaration.unit] }
  const aggregates = declaration.aggregates.map((text) => {
    const checked = aggregate(text, of, name)
    if (!checked.ok) issues.push(...checked.issues)
    return checked.ok ? { expression: checked.value, declaredAt: text.span } : undefined
  })
  return { kind: 'version', aggregates: aggregates.filter((found) => found !== undefined) }
}

function aggregate(text: Spanned<string>, of: string, name: string): Result<Expression<MemberReference>> {
  const parsed = parseExpression(text, { trusted: false, aggregates: 'allowed' })
  if (!parsed.ok) return parsed
  const checked = checkExpression(parsed.value, (reference) => columnOf(reference, name))
  if (!checked.ok) return checked
  const expression = checked.value
  if (holdsAsOf(expression)) {
    const fix = 'It changes with every question, and says nothing about the rows.'
    return failure(issue('EXPRESSION_NOT_ALLOWED', { what: '`${as_of}` in a `version`', fix }, text.span))
  }
  if (aggregatesOf(expression).length > 0 && !readsSingleRows(expression)) return checked
  const what = `\`version\` of ${of}`
  const actual = readsSingleRows(expression) ? 'a value of each row' : 'a constant'
  return failure(issue('TYPE_MISMATCH', { what, expected: 'one value of all rows, such as `max(updated_at)`', actual }, text.span))
}

/** The database knows its type. */
function columnOf(reference: ParsedReference, entity: string): Result<{ reference: MemberReference; type: 'unknown' }> {
  if (reference.kind === 'column') return success({ reference: { kind: 'column', entity, column: reference.column }, type: 'unknown' })
  const what = `\`\${${reference.entity === undefined ? '' : `${reference.entity}.`}${reference.member}}\` in a \`version\``
  return failure(
    issue('EXPRESSION_NOT_ALLOWED', { what, fix: 'It reads columns of the table, written without `${}`: `updated_at`.' }, reference.span),
  )
}

function holdsAsOf(expression: Expression<unknown>): boolean {
  return expression.kind === 'as_of' || childrenOf(expression).some(holdsAsOf)
}

/** Whether a column stands outside an aggregate. */
function readsSingleRows(expression: Expression<unknown>): boolean {
  if (expression.kind === 'aggregate') return false
  return expression.kind === 'reference' || childrenOf(expression).some(readsSingleRows)
}
