/**
 * Rows looked up by many values: keys of a page.
 *
 *   PostgreSQL   customer_id = any($1)                                        one text for any number of them
 *   DuckDB       customer_id in ($1, $2, ...) and customer_id between $1 and $9   few blocks are read where the values lie close together
 */
import { sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from '../dialect/dialect.ts'
import { type Bindable, decide, madeOf, mapBindable } from '../dialect/late.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Scalar } from '../query/semantic-query.ts'

/** Undefined for types that are not looked up in another way than any condition holds. */
export function lookedUp(x: SqlInput, values: readonly Bindable<Scalar>[], type: ValueType, dialect: Dialect): Sql | undefined {
  if (type !== 'string' && type !== 'integer' && type !== 'bigint') return undefined
  const texts = values.map((value) => mapBindable(value, String))
  const isText = type === 'string'
  if (!isText && !texts.every((text) => decide(text, isInt64))) return undefined
  if (dialect.looksUpBy === 'list') {
    const list = madeOf(texts, (all) => all)
    return isText ? sql`${x} = any(${list})` : sql`${x} = any(cast(${list} as bigint[]))`
  }
  const bound = (text: Bindable<string>) => (isText ? sql`${text}` : sql`cast(${text} as bigint)`)
  const order = isText ? byCodePoint : byNumber
  const least = madeOf(texts, (all) => all.reduce((a, b) => (order(b, a) < 0 ? b : a)))
  const greatest = madeOf(texts, (all) => all.reduce((a, b) => (order(b, a) > 0 ? b : a)))
  return sql`(${x} in (${sql.join(texts.map(bound))}) and ${x} between ${bound(least)} and ${bound(greatest)})`
}

/** As it is bound: UTF-8 is in the order of code points, UTF-16 is not. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function byNumber(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : Number(difference > 0n)
}

function isInt64(text: string): boolean {
  const value = BigInt(text)
  return BigInt.asIntN(64, value) === value
}
