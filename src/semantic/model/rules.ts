/**
 * Rules between the keys of one mapping, as data: checked here, exported as JSON Schema, and told in docs/model.md.
 */
import { listText } from '../issues/define-code.ts'
import { assertNever, type Issue, issue } from '../issues/issue.ts'
import type { Fields } from './mapping.ts'
import { nounFor, spanOf } from './tree.ts'

export type Rule =
  /** Exactly one of the alternatives; the keys of one alternative go together. */
  | { readonly kind: 'source'; readonly alternatives: readonly (readonly string[])[] }
  | { readonly kind: 'at-most-one'; readonly keys: readonly string[] }
  /** Exactly one of the alternatives, each known by its first key; others may share the rest. */
  | { readonly kind: 'one-of'; readonly alternatives: readonly (readonly [string, ...string[]])[] }
  /** `others`: one of them is enough. */
  | { readonly kind: 'only-with'; readonly key: string; readonly others: readonly string[] }
  /** In the file where one of `keys` stands, all of `required` do. */
  | { readonly kind: 'header'; readonly keys: readonly string[]; readonly required: readonly string[] }
  /** `absent`: what it means when `word` is not written. */
  | {
      readonly kind: 'needed-for'
      readonly key: string
      readonly word: string
      readonly values: readonly string[]
      readonly absent?: string
    }
  /** With the values in `others` the key has no meaning; `reason` ends the sentence. */
  | {
      readonly kind: 'only-for'
      readonly key: string
      readonly word: string
      readonly others: readonly string[]
      readonly reason: string
      readonly absent?: string
    }
  | { readonly kind: 'at-most'; readonly key: string; readonly most: number; readonly word: string; readonly values: readonly string[] }
  /** Of a key that takes a mapping or something else: which of them with these values. `takes` ends the sentence. */
  | {
      readonly kind: 'form-for'
      readonly key: string
      readonly word: string
      readonly values: readonly string[]
      readonly form: 'mapping' | 'plain'
      readonly takes: string
    }

export type Of<K extends Rule['kind']> = Extract<Rule, { kind: K }>

export function checkRules(rules: readonly Rule[], fields: Fields): readonly Issue[] {
  return rules.flatMap((rule) => checkRule(rule, fields))
}

function checkRule(rule: Rule, fields: Fields): readonly Issue[] {
  switch (rule.kind) {
    case 'source':
      return checkSource(rule, fields)
    case 'at-most-one':
      return conflicts(rule.keys, fields, `Only one of ${listText(rule.keys, 'and')} is allowed.`)
    case 'one-of':
      return checkOneOf(rule, fields)
    case 'only-with':
      return rule.others.some((other) => fields.entry(other) !== undefined)
        ? []
        : misplaced(rule.key, `it goes only with ${listText(rule.others)}`, fields)
    case 'header':
      // Told once for the whole model, when its files are merged.
      return []
    case 'needed-for': {
      const value = wordOf(rule.word, fields, rule.absent)
      const note = fields.entry(rule.word) === undefined ? ', the default,' : ''
      return value !== undefined && rule.values.includes(value) ? missing(rule.key, `\`${rule.word}: ${value}\`${note}`, fields) : []
    }
    case 'only-for': {
      const value = wordOf(rule.word, fields, rule.absent)
      return value !== undefined && rule.others.includes(value) ? misplaced(rule.key, rule.reason, fields) : []
    }
    case 'at-most':
      return checkMost(rule, fields)
    case 'form-for':
      return checkForm(rule, fields)
    default:
      return assertNever(rule)
  }
}

function checkOneOf({ alternatives }: Of<'one-of'>, fields: Fields): readonly Issue[] {
  const [first = '', ...others] = alternatives.map(([key]) => key)
  const begun = alternatives.filter(([key]) => fields.entry(key) !== undefined)
  const [only] = begun
  if (only === undefined) return [issue('MISSING_KEY', { key: first, of: fields.of, alternatives: others }, fields.place)]
  if (begun.length > 1) return conflicts([first, ...others], fields, `Exactly one of ${listText([first, ...others], 'and')} is needed.`)
  const foreign = keysBeside(only, alternatives).flatMap((key) => {
    const owners = alternatives.flatMap((keys) => (keys.includes(key) ? [keys[0]] : []))
    return misplaced(key, `it goes only with ${listText(owners)}`, fields)
  })
  return [...only.flatMap((key) => missing(key, `\`${only[0]}\``, fields)), ...foreign]
}

/** The keys that only the other alternatives have. */
export function keysBeside(alternative: readonly string[], alternatives: Of<'one-of'>['alternatives']): readonly string[] {
  return [...new Set(alternatives.flat())].filter((key) => !alternative.includes(key))
}

function checkMost({ key, most, word, values }: Of<'at-most'>, fields: Fields): readonly Issue[] {
  const unit = wordOf(word, fields)
  const entry = fields.entry(key)?.value
  if (unit === undefined || !values.includes(unit) || entry?.kind !== 'scalar') return []
  if (typeof entry.value !== 'number' || entry.value <= most) return []
  const problem = `more than ${most}, the most with \`${word}: ${unit}\``
  return [issue('BAD_VALUE', { what: `\`${key}\` of ${fields.of}`, value: entry.text.value, problem }, entry.text.span)]
}

function checkForm({ key, word, values, form, takes }: Of<'form-for'>, fields: Fields): readonly Issue[] {
  const type = wordOf(word, fields)
  const value = fields.entry(key)?.value
  if (type === undefined || value === undefined || !values.includes(type) || (value.kind === 'mapping') === (form === 'mapping')) return []
  const what = `\`${key}\` of ${fields.of}`
  return [issue('WRONG_TYPE', { what, expected: `${takes} with \`${word}: ${type}\``, actual: nounFor(value) }, spanOf(value))]
}

function checkSource(rule: Of<'source'>, fields: Fields): readonly Issue[] {
  const begun = rule.alternatives.filter((keys) => keys.some((key) => fields.entry(key) !== undefined))
  if (begun.length === 0) return [issue('MISSING_SOURCE', { of: fields.of, sources: sourcesText(rule) }, fields.place)]
  const present = begun.flat().filter((key) => fields.entry(key) !== undefined)
  if (begun.length > 1) return conflicts(present, fields, `Exactly one source is allowed: ${sourcesText(rule)}.`)
  return begun.flat().flatMap((key) => missing(key, present.map((other) => `\`${other}\``).join(' and '), fields))
}

function conflicts(keys: readonly string[], fields: Fields, fix: string): readonly Issue[] {
  const present = keys.filter((key) => fields.entry(key) !== undefined)
  const second = present[1]
  return second === undefined ? [] : [issue('CONFLICTING_KEYS', { keys: present, of: fields.of, fix }, fields.entry(second)?.key.span)]
}

function misplaced(key: string, rule: string, fields: Fields): readonly Issue[] {
  const entry = fields.entry(key)
  return entry === undefined ? [] : [issue('MISPLACED_KEY', { key, of: fields.of, rule }, entry.key.span)]
}

function missing(key: string, because: string, fields: Fields): readonly Issue[] {
  return fields.entry(key) === undefined ? [issue('MISSING_KEY', { key, of: fields.of, because }, fields.place)] : []
}

function wordOf(word: string, fields: Fields, absent?: string): string | undefined {
  const value = fields.entry(word)?.value
  if (value === undefined) return absent
  return value?.kind === 'scalar' ? value.text.value.trimEnd() : undefined
}

function sourcesText(rule: Of<'source'>): string {
  return rule.alternatives.map((keys) => keys.map((key) => `\`${key}\``).join(' with ')).join(', ')
}

/** For docs/model.md: one sentence each. */
export function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case 'source':
      return `Exactly one source: ${sourcesText(rule)}.`
    case 'at-most-one':
      return `At most one of ${listText(rule.keys, 'and')}.`
    case 'one-of':
      return `Exactly one of ${rule.alternatives.map((keys) => keys.map((key) => `\`${key}\``).join(' with ')).join(', ')}.`
    case 'only-with':
      return `\`${rule.key}\` only with ${listText(rule.others)}.`
    case 'header':
      return `The header stands in one file of the model, with at least ${listText(rule.required, 'and')}.`
    case 'needed-for':
      return `\`${rule.key}\` is needed for ${listText(rule.values.map((value) => `${rule.word}: ${value}`))}.`
    case 'only-for':
      return `\`${rule.key}\`: ${rule.reason}.`
    case 'at-most':
      return `\`${rule.key}\` is at most ${rule.most} with ${listText(rule.values.map((value) => `${rule.word}: ${value}`))}.`
    case 'form-for':
      return `\`${rule.key}\` is ${rule.takes} for ${listText(rule.values.map((value) => `${rule.word}: ${value}`))}.`
    default:
      return assertNever(rule)
  }
}
