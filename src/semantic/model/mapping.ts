/**
 * Closed mappings: a table of keys and rules, and what is built from them. Unknown, repeated and missing keys are reported here, once for the whole language.
 */
import { type Issue, issue, type Span } from '../issues/issue.ts'
import { placeText } from '../issues/print.ts'
import { closest } from '../issues/suggest.ts'
import { checkRules, type Rule } from './rules.ts'
import type { Report, Shape } from './shape.ts'
import { type Entry, type MappingTree, nounFor, spanOf } from './tree.ts'

export interface Key<T> {
  readonly name: string
  readonly shape: Shape<T>
  /** One sentence for editors and docs/model.md. */
  readonly description: string
  readonly isRequired?: boolean
  /** In words or as YAML: "UTC", "the column of that name". */
  readonly default?: string
  readonly example?: unknown
}

export interface MappingDefinition {
  /** In messages, in the JSON Schema and as the heading in docs/model.md. */
  readonly noun: string
  readonly plural?: string
  readonly description: string
  /** Valid YAML, shown in docs/model.md. */
  readonly example: string
  readonly keys: readonly Key<unknown>[]
  readonly rules: readonly Rule[]
}

/** The entries of one mapping, opened by its definition. */
export class Fields {
  /** "dimension `state`", "a dimension". */
  readonly of: string
  readonly span: Span
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #report: Report

  constructor(tree: MappingTree, definition: MappingDefinition, report: Report) {
    this.of = labelOf(tree, definition.noun)
    this.span = tree.span
    this.#report = report
    this.#entries = this.#open(tree, definition)
    for (const found of checkRules(definition.rules, this)) report(found)
  }

  entry(name: string): Entry | undefined {
    return this.#entries.get(name)
  }

  /** Every key is to be read, whatever the others hold: reading is what reports its mistakes. */
  read<T>(key: Key<T>): T | undefined {
    const entry = this.#entries.get(key.name)
    return entry === undefined ? undefined : key.shape.decode(entry.value, `\`${key.name}\` of ${this.of}`, this.#report)
  }

  /** For checks between values of one declaration. */
  report(found: Issue): void {
    this.#report(found)
  }

  #open(tree: MappingTree, definition: MappingDefinition): ReadonlyMap<string, Entry> {
    const entries = new Map<string, Entry>()
    const known = new Map(definition.keys.map((key) => [key.name, key]))
    for (const entry of tree.entries) {
      const first = entries.get(entry.key.value)
      if (first === undefined) entries.set(entry.key.value, entry)
      else this.#report(repeated(entry, first, this.of))
    }
    for (const entry of entries.values()) {
      const key = known.get(entry.key.value)
      if (key === undefined) this.#report(unknownKey(entry, definition, this.of))
    }
    for (const key of definition.keys) {
      if (key.isRequired && !entries.has(key.name))
        this.#report(issue('MISSING_KEY', { key: key.name, of: this.of }, placeOf(entries, tree)))
    }
    return entries
  }

  /** Where a missing key is reported: at the name of the declaration, or at its beginning. */
  get place(): Span {
    return placeOf(this.#entries, this)
  }
}

function placeOf(entries: ReadonlyMap<string, Entry>, whole: { readonly span: Span }): Span {
  const name = entries.get('name')?.value
  return name === undefined ? whole.span : spanOf(name)
}

function repeated(entry: Entry, first: Entry, of: string): Issue {
  return issue('DUPLICATE_KEY', { key: entry.key.value, of, otherPlace: placeText(first.key.span) }, entry.key.span)
}

function unknownKey(entry: Entry, definition: MappingDefinition, of: string): Issue {
  const allowed = definition.keys.map((key) => key.name)
  const key = entry.key.value
  return issue('UNKNOWN_KEY', { key, of, closest: closest(key, allowed), allowed }, entry.key.span)
}

function labelOf(tree: MappingTree, noun: string): string {
  const name = tree.entries.find((entry) => entry.key.value === 'name')?.value
  if (name?.kind === 'scalar' && name.value !== null) return `${noun} \`${name.text.value.trim()}\``
  if (noun.startsWith('`') || noun.startsWith('the ')) return noun
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

/** A closed mapping as a shape: opened by its definition, then built. */
export function mapping<T>(definition: MappingDefinition, build: (fields: Fields) => T | undefined): Shape<T> {
  return {
    takes: definition.noun,
    takesMany: definition.plural,
    mappings: [definition],
    jsonSchema: { $ref: `#/$defs/${definitionName(definition)}` },
    decode: (tree, what, report) => {
      if (tree.kind === 'mapping') return build(new Fields(tree, definition, report))
      const expected = `a mapping (\`key: value\`)`
      report(issue('WRONG_TYPE', { what, expected, actual: nounFor(tree) }, spanOf(tree)))
      return undefined
    },
  }
}

export function definitionName(definition: MappingDefinition): string {
  return definition.noun.replace(/^the /, '').replaceAll('`', '').replaceAll(' ', '_')
}

export type Formed<M, T> = { readonly form: 'mapping'; readonly value: M } | { readonly form: 'plain'; readonly value: T }

/** A mapping, or something that is none: told apart by their form. */
export function mappingOr<M, T>(mapped: Shape<M>, plain: Shape<T>): Shape<Formed<M, T>> {
  return {
    takes: `${plain.takes}, or ${mapped.takes}`,
    mappings: [...mapped.mappings, ...plain.mappings],
    jsonSchema: { anyOf: [mapped.jsonSchema, plain.jsonSchema] },
    decode: (tree, what, report) => {
      if (tree.kind === 'mapping') {
        const value = mapped.decode(tree, what, report)
        return value === undefined ? undefined : { form: 'mapping', value }
      }
      const value = plain.decode(tree, what, report)
      return value === undefined ? undefined : { form: 'plain', value }
    },
  }
}
