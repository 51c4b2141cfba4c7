/**
 * YAML with places and without its odder parts: what the decoder reads. Mappings are lists of entries, so a key can be any text
 * (`__proto__` too), and a key that stands twice is still there twice.
 */
import type { Span, Spanned } from '../issues/issue.ts'

export interface ScalarTree {
  readonly kind: 'scalar'
  /** The source text of a plain scalar (`007`, `1e3`, `yes`), the content of a quoted or block one. */
  readonly text: Spanned<string>
  /** What YAML 1.2 makes of it. */
  readonly value: string | number | boolean | null
}

export interface ListTree {
  readonly kind: 'list'
  readonly items: readonly Tree[]
  readonly span: Span
}

export interface Entry {
  readonly key: Spanned<string>
  readonly value: Tree
}

export interface MappingTree {
  readonly kind: 'mapping'
  readonly entries: readonly Entry[]
  readonly span: Span
}

export type Tree = ScalarTree | ListTree | MappingTree

export function spanOf(tree: Tree): Span {
  return tree.kind === 'scalar' ? tree.text.span : tree.span
}

/** How the value reads in a sentence: "..., not the text `yes`". */
export function nounFor(tree: Tree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'mapping') return 'a mapping'
  if (tree.value === null) return 'an empty value'
  const shown = tree.text.value.length > 40 ? `${tree.text.value.slice(0, 40)}...` : tree.text.value
  if (typeof tree.value === 'string') return shown.trim() === '' ? 'an empty text' : `the text \`${shown.replaceAll(/\s+/g, ' ')}\``
  return typeof tree.value === 'number' ? `the number ${shown}` : `\`${shown}\``
}
