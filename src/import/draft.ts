/** A model about to be written: keys in their order, with the comments that stand behind them. */

/** A flow mapping `{ entity: customer, field: customer_id }` is an object. */
export type EntryValue = string | number | boolean | readonly string[] | Readonly<Record<string, string | number>>

export interface Entry {
  readonly key: string
  readonly value: EntryValue
  /** One line, behind the value. */
  readonly comment?: string
}

/** `id` tells which declaration a line of the written file belongs to: "measure order_placed.recency". */
export interface Draft {
  readonly id: string
  readonly entries: readonly Entry[]
}

export interface EntityDraft extends Draft {
  /** Names the file. */
  readonly name: string
  readonly dimensions: readonly Draft[]
  readonly measures: readonly Draft[]
  readonly relationships: readonly Draft[]
}

export interface ModelDraft {
  readonly header: Draft
  readonly streams: readonly Draft[]
  readonly entities: readonly EntityDraft[]
}

/** Nothing where there is no value, an empty list, or false: what the language has as its default. */
export function entry(key: string, value: EntryValue | undefined, comment?: string): readonly Entry[] {
  if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) return []
  return [{ key, value, ...(comment !== undefined && { comment }) }]
}
