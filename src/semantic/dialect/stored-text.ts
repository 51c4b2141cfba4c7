/**
 * Text that a database stores as another type: uuid, an enum, citext, char(n). Its value is its text, compared and ordered by code point like any
 * other; where two stored values stand side by side they are compared as they are stored, so that an index can be used.
 *
 *   read        cast("customer"."id" as text) collate "C"
 *   joined      "purchase"."customer_id" = "customer"."id"       where both are uuid
 *   looked up   "customer"."id" = cast($1 as uuid)               null where the value asked for is the text of no uuid
 *
 * Stored values are never ordered: a database orders an enum by position. Of citext they are not compared either, it takes small letters for capitals.
 */
import { type Expression, type OperationNode, sql } from 'kysely'
import type { Dialect, Sql, SqlInput } from './dialect.ts'
import { type Bindable, mapBindable } from './late.ts'
import { operand } from './operand.ts'

export interface TextStorage {
  /** The type, without length: columns of one type compare with each other. */
  readonly type: string
  /** What is known of it; an enum is `other`. */
  readonly kind: 'uuid' | 'char' | 'citext' | 'other'
}

/** By entity, then by column: what is stored as text is not in it. */
export type StoredTexts = ReadonlyMap<string, ReadonlyMap<string, TextStorage>>

const plain = ['text', 'varchar', 'character varying']
const kinds: Readonly<Record<string, TextStorage['kind']>> = { uuid: 'uuid', character: 'char', citext: 'citext' }

/** Of a column that holds text, from the name of its type in the database; undefined where that is text. */
export function textStorageOf(sqlType: string): TextStorage | undefined {
  const name = sqlType.replace(/\(.*\)$/s, '')
  const word = name.toLowerCase()
  if (plain.includes(word)) return undefined
  // DuckDB's enums have no name, their labels are the type.
  return { type: word === 'enum' ? sqlType : name, kind: kinds[word] ?? 'other' }
}

/** What is looked up as a stored value: what it is cast to, and its one spelling. Any other text is the value of no row. */
const lookups = {
  uuid: { type: 'uuid', spelling: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
  // Spaces at its end are padding.
  char: { type: 'bpchar', spelling: /(^|[^ ])$/ },
} as const

/** As an expression it is the text; `column` is the stored value. */
export class StoredText implements Expression<unknown> {
  readonly column: SqlInput
  readonly storage: TextStorage
  readonly #text: Sql

  constructor(column: SqlInput, storage: TextStorage, dialect: Dialect) {
    this.column = column
    this.storage = storage
    this.#text = dialect.textOrder(dialect.cast(column, 'string'))
  }

  get expressionType(): undefined {
    return undefined
  }

  toOperationNode(): OperationNode {
    return this.#text.toOperationNode()
  }

  /** Whether equal stored values are equal texts. */
  get isExact(): boolean {
    return this.storage.kind !== 'citext'
  }

  /** Whether the text is one of these: true, or not true. */
  isOneOf(values: readonly Bindable<string>[]): Sql {
    const { kind } = this.storage
    if (kind !== 'uuid' && kind !== 'char') {
      return isOneOf(
        this,
        values.map((value) => sql`${value}`),
      )
    }
    const { type, spelling } = lookups[kind]
    const stored = (value: string) => (spelling.test(value) ? value : null)
    return isOneOf(
      this.column,
      values.map((value) => sql`cast(${mapBindable(value, stored)} as ${sql.raw(type)})`),
    )
  }
}

/** What groups and is counted like `x`: the stored value where that is as good as its text, and less work. */
export function keyOf(x: SqlInput): SqlInput {
  return x instanceof StoredText && x.isExact ? x.column : x
}

/** What is null where `x` is. */
export function storedOf(x: SqlInput): SqlInput {
  return x instanceof StoredText ? x.column : x
}

/** Both sides by the same values, as they are stored where they are stored alike and equal as texts are. */
export function compared(a: SqlInput, operator: '=' | '>=' | '<' | 'is not distinct from', b: SqlInput): Sql {
  const isAlike = a instanceof StoredText && b instanceof StoredText && a.isExact && a.storage.type === b.storage.type
  const [left, right] = isAlike && operator !== '>=' && operator !== '<' ? [a.column, b.column] : [a, b]
  return sql`${operand(left)} ${sql.raw(operator)} ${operand(right)}`
}

/** `x = a`, `x in (a, b)`; values stand as they are written. */
export function isOneOf(x: SqlInput, [first, ...others]: readonly Sql[]): Sql {
  return others.length === 0 ? sql`${operand(x)} = ${first}` : sql`${operand(x)} in (${sql.join([first, ...others])})`
}

export function isNoneOf(x: SqlInput, [first, ...others]: readonly Sql[]): Sql {
  return others.length === 0 ? sql`${operand(x)} <> ${first}` : sql`${operand(x)} not in (${sql.join([first, ...others])})`
}
