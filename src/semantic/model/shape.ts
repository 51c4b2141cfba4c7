/**
 * What a key of the model takes. One object each holds the decoder, the JSON Schema and the words for docs/model.md, so that the three cannot drift apart.
 *
 *   text()   name()   trueOrFalse()   oneOfWords(['1:1', ...])   list(text())   oneOrMore(text())   mapping(...)
 */
import { type Issue, issue, type Spanned } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import type { MappingDefinition } from './mapping.ts'
import { isLegalName, legalName, namePattern } from './names.ts'
import { nounFor, type ScalarTree, spanOf, type Tree } from './tree.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }
export type Report = (issue: Issue) => void

export interface Shape<T> {
  /** The value, or nothing once it is reported why not. `what` begins the sentence: "`type` of dimension `state`". */
  decode(tree: Tree, what: string, report: Report): T | undefined
  readonly jsonSchema: JsonSchema
  /** "text", "list of text", "true or false". */
  readonly takes: string
  /** "dimensions", where more than one reads differently. */
  readonly takesMany?: string
  /** Mappings inside, for the definitions of the JSON Schema and the sections of the reference. */
  readonly mappings: readonly MappingDefinition[]
}

function refuse(tree: Tree, what: string, expected: string, report: Report): undefined {
  report(issue('WRONG_TYPE', { what, expected, actual: nounFor(tree) }, spanOf(tree)))
}

function isFilled(tree: Tree): tree is ScalarTree {
  return tree.kind === 'scalar' && tree.value !== null && tree.text.value.trim() !== ''
}

/** Any scalar, as its source text: `007` stays three digits, `yes` three letters. White space at the end is YAML's, not the author's. */
export function text(): Shape<Spanned<string>> {
  return {
    takes: 'text',
    mappings: [],
    jsonSchema: { type: ['string', 'number', 'boolean'], pattern: '\\S' },
    decode: (tree, what, report) => (isFilled(tree) ? trimmedEnd(tree.text) : refuse(tree, what, 'text', report)),
  }
}

function trimmedEnd(spanned: Spanned<string>): Spanned<string> {
  const value = spanned.value.trimEnd()
  return { ...spanned, value, lines: spanned.lines?.slice(0, value.split('\n').length) }
}

/** Text for people, whose place nobody asks for. */
export function plainText(): Shape<string> {
  const spanned = text()
  return { ...spanned, decode: (tree, what, report) => spanned.decode(tree, what, report)?.value }
}

/** The name of a thing declared here. References to names are `text()`: what they name is checked when all names are known. */
export function name(): Shape<Spanned<string>> {
  return {
    takes: 'name',
    mappings: [],
    jsonSchema: { type: 'string', pattern: namePattern.source },
    decode: (tree, what, report) => {
      if (!isFilled(tree)) return refuse(tree, what, 'a name', report)
      const written = trimmedEnd(tree.text)
      if (isLegalName(written.value)) return written
      report(issue('BAD_NAME', { what, name: written.value, legal: legalName(written.value) }, written.span))
      return undefined
    },
  }
}

export function trueOrFalse(): Shape<boolean> {
  return {
    takes: 'true or false',
    mappings: [],
    jsonSchema: { type: 'boolean' },
    decode: (tree, what, report) =>
      tree.kind === 'scalar' && typeof tree.value === 'boolean' ? tree.value : refuse(tree, what, 'true or false', report),
  }
}

export function numberWithin(minimum: number, maximum: number): Shape<Spanned<number>> {
  const expected = `a number from ${minimum} to ${maximum}`
  return {
    takes: expected,
    takesMany: `numbers from ${minimum} to ${maximum}`,
    mappings: [],
    jsonSchema: { type: 'number', minimum, maximum },
    decode: (tree, what, report) => {
      if (tree.kind !== 'scalar' || typeof tree.value !== 'number') return refuse(tree, what, expected, report)
      if (tree.value >= minimum && tree.value <= maximum) return { value: tree.value, span: tree.text.span }
      const problem = `which is not between ${minimum} and ${maximum}`
      report(issue('BAD_VALUE', { what, value: tree.text.value, problem }, tree.text.span))
      return undefined
    },
  }
}

/** A number as it is written, digit by digit: no float comes between. */
export function decimalNumber(): Shape<Spanned<string>> {
  return {
    takes: 'a number',
    mappings: [],
    jsonSchema: { type: 'number' },
    decode: (tree, what, report) =>
      tree.kind === 'scalar' && typeof tree.value === 'number' && /^-?\d+(\.\d+)?$/.test(tree.text.value)
        ? tree.text
        : refuse(tree, what, 'a number such as `60` or `-0.5`', report),
  }
}

export function wholeNumberWithin(minimum: number, maximum: number): Shape<number> {
  const expected = `a whole number from ${minimum} to ${maximum}`
  return {
    takes: expected,
    mappings: [],
    jsonSchema: { type: 'integer', minimum, maximum },
    decode: (tree, what, report) => {
      if (tree.kind !== 'scalar' || typeof tree.value !== 'number') return refuse(tree, what, expected, report)
      if (Number.isInteger(tree.value) && tree.value >= minimum && tree.value <= maximum) return tree.value
      report(issue('BAD_VALUE', { what, value: tree.text.value, problem: `not ${expected}` }, tree.text.span))
      return undefined
    },
  }
}

/** The version of the language: one number, written for the day there is a second. */
export function constant<const C extends number>(only: C, problem: string): Shape<C> {
  return {
    takes: `${only}`,
    mappings: [],
    jsonSchema: { const: only },
    decode: (tree, what, report) => {
      if (tree.kind === 'scalar' && tree.value === only) return only
      if (tree.kind !== 'scalar' || typeof tree.value !== 'number') return refuse(tree, what, `the number ${only}`, report)
      report(issue('BAD_VALUE', { what, value: tree.text.value, problem }, tree.text.span))
      return undefined
    },
  }
}

/** One of a few words; `besides` lists what else the key takes, for messages. */
export function oneOfWords<const W extends string>(words: readonly W[], besides: readonly string[] = []): Shape<Spanned<W>> {
  const takes = words.map((word) => `\`${word}\``).join(', ')
  return {
    takes,
    mappings: [],
    jsonSchema: { enum: words },
    decode: (tree, what, report) => {
      if (!isFilled(tree)) return refuse(tree, what, `one of ${takes}`, report)
      const { span } = tree.text
      const written = tree.text.value.trimEnd()
      const value = words.find((word) => word === written)
      if (value !== undefined) return { value, span }
      report(
        issue(
          'UNKNOWN_VALUE',
          { what, value: written, closest: closest(written, words.filter(isWord)), allowed: [...words, ...besides] },
          span,
        ),
      )
      return undefined
    },
  }
}

/** Among symbols such as `1:N` a near one has another meaning: none is suggested. */
function isWord(word: string): boolean {
  return /^[a-z]/.test(word)
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  const takes = `list of ${item.takesMany ?? item.takes}`
  return {
    takes,
    mappings: item.mappings,
    jsonSchema: { type: 'array', items: item.jsonSchema },
    decode: (tree, what, report) => {
      if (tree.kind !== 'list') return refuse(tree, what, `a ${takes}`, report)
      return tree.items.map((one) => item.decode(one, `An item of ${what}`, report)).filter((value) => value !== undefined)
    },
  }
}

/** A list of at least one. Where one of them is wrong there is none: what is held between them would be held against a part. */
export function filledList<T>(item: Shape<T>): Shape<readonly T[]> {
  const any = list(item)
  return {
    ...any,
    jsonSchema: { ...any.jsonSchema, minItems: 1 },
    decode: (tree, what, report) => {
      if (tree.kind === 'list' && tree.items.length === 0) {
        report(issue('WRONG_TYPE', { what, expected: 'a list of at least one', actual: 'an empty list' }, spanOf(tree)))
        return undefined
      }
      const values = any.decode(tree, what, report)
      return tree.kind === 'list' && values?.length === tree.items.length ? values : undefined
    },
  }
}

/** One value, or a list of at least one. */
export function oneOrMore<T>(item: Shape<T>): Shape<readonly T[]> {
  const many = list(item)
  return {
    takes: `${item.takes}, or ${many.takes}`,
    mappings: item.mappings,
    jsonSchema: { anyOf: [item.jsonSchema, { ...many.jsonSchema, minItems: 1 }] },
    decode: (tree, what, report) => {
      if (tree.kind === 'list' && tree.items.length === 0) return refuseEmpty(tree, what, item.takes, report)
      if (tree.kind === 'list') return many.decode(tree, what, report)
      const value = item.decode(tree, what, report)
      return value === undefined ? undefined : [value]
    },
  }
}

function refuseEmpty(tree: Tree, what: string, takes: string, report: Report): undefined {
  report(issue('WRONG_TYPE', { what, expected: `${takes} or a list of at least one`, actual: 'an empty list' }, spanOf(tree)))
}
