/** Runs expressions of a model over rows on one engine, with the values as the model's types have them: the same text for the same value. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/database.ts'
import type { Sql } from '../../../src/semantic/dialect/dialect.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { checkExpression } from '../../../src/semantic/expression/check.ts'
import type { Expression, ExpressionType, ParsedReference } from '../../../src/semantic/expression/expression.ts'
import { parseExpression } from '../../../src/semantic/expression/parse.ts'
import { expressionToSql } from '../../../src/semantic/expression/to-sql.ts'
import { type Issue, issue, type Result } from '../../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../../src/semantic/issues/print.ts'

export type Columns = Readonly<Record<string, ExpressionType>>

export interface Question {
  readonly asOf: { readonly date: string; readonly instant: string }
  readonly timeZone: string
  readonly weekStart: 'monday' | 'sunday'
}

export const berlin: Question = {
  asOf: { date: '2024-06-30', instant: '2024-06-30T22:00:00Z' },
  timeZone: 'Europe/Berlin',
  weekStart: 'monday',
}

/** Parsed and checked over columns of these types; both `${name}` and `name` are the column. */
export function compile(text: string, columns: Columns, options: Partial<CompileOptions> = {}): Result<Expression<string>> {
  const { trusted = false, aggregates = 'refused', division = 'sql' } = options
  const parsed = parseExpression({ value: text, span: { file: 'model.yml', line: 1, column: 1 } }, { trusted, aggregates })
  return parsed.ok ? checkExpression(parsed.value, (reference) => resolve(reference, columns), { division }) : parsed
}

interface CompileOptions {
  readonly trusted: boolean
  readonly aggregates: 'allowed' | 'refused'
  readonly division: 'float' | 'sql'
}

function resolve(reference: ParsedReference, columns: Columns): Result<{ reference: string; type: ExpressionType }> {
  const name = reference.kind === 'member' ? reference.member : reference.column
  const type = columns[name]
  if (type !== undefined) return { ok: true, value: { reference: name, type } }
  return { ok: false, issues: [issue('UNKNOWN_MEMBER', { what: 'member', name, of: 'The test row' }, reference.span)] }
}

export function toSqlOn(database: Database, expression: Expression<string>, question: Question = berlin): Sql {
  return expressionToSql(expression, { ...question, dialect: dialectOf(database.engine), reference: (name) => sql.ref(name) })
}

/** Values of one SQL term over the rows of a table, in the order of the rows. */
export async function valuesOf(database: Database, value: Sql, type: ValueType, table = 'facts'): Promise<readonly unknown[]> {
  const rows = await sql<{ value: unknown }>`select ${value} as value from ${sql.table(table)}`.execute(database.kysely)
  return rows.rows.map((row) => normalized(row.value, type))
}

/** One spelling per value: decimals without closing zeros, timestamps without `+00`. */
export function normalized(value: unknown, type: ExpressionType): unknown {
  if (value === null) return null
  switch (type) {
    case 'integer':
    case 'bigint':
      return BigInt(String(value)).toString()
    case 'decimal':
      return String(value).includes('.') ? String(value).replace(/\.?0+$/, '') : String(value)
    case 'float':
      return Number(value)
    case 'timestamp':
      return String(value)
        .replace('T', ' ')
        .replace(/(\+00(:00)?|Z)$/, '')
        .replace(/\.(\d*?)0*$/, (_, digits: string) => (digits === '' ? '' : `.${digits}`))
    default:
      return value
  }
}

/** Place and message of each issue, as a test writes them. */
export function messages(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.issues.map((found: Issue) => `${found.span?.column} ${found.code} ${issueMessage(found)}`)
}
