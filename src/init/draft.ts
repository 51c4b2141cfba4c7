/** A first model about to be written, with what was decided on the way. */

export type Value = string | number | boolean | readonly string[] | { readonly [key: string]: Value }

/** One line of the model: a mapping, and why it says what it says. */
export interface Line {
  readonly keys: Readonly<Record<string, Value>>
  readonly comment?: string
}

/** A key of an entity on a line of its own. */
export interface Entry {
  readonly key: string
  readonly value: Value
  readonly comment?: string
}

export interface EntityDraft {
  readonly name: string
  /** Above the entity. */
  readonly comments: readonly string[]
  readonly entries: readonly Entry[]
  readonly dimensions: readonly Line[]
  readonly measures: readonly Line[]
  readonly relationships: readonly Line[]
}

export interface ModelDraft {
  readonly name: string
  readonly comments: readonly string[]
  readonly entities: readonly EntityDraft[]
}

/** Something people should know of the model: what was guessed, left out, or done to a file. */
export interface Remark {
  readonly kind: 'guessed' | 'left out' | 'noted'
  readonly text: string
}
