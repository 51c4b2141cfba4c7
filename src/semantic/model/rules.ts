/**
 * Rules between the keys of one mapping, as data: checked here, exported as JSON Schema, and told in docs/model.md.
 */
import { listText } from '../issues/define-code.ts'
import { assertNever, type Issue, issue } from '../issues/issue.ts'
import type { Fields } from './mapping.ts'
import type { JsonSchema } from './shape.ts'
import { nounFor, spanOf } from './tree.ts'

export type Rule =
  /** Exactly one of the alternatives; the keys of one alternative go together. */
  | { readonly kind: 'source'; readonly alternatives: readonly (readonly string[])[] }
  | { readonly kind: 'at-most-one'; readonly keys: readonly string[] }
  | { readonly kind: 'exactly-one'; readonly keys: readonly string[] }
  /** With any of `others`, and only with them. */
  | { readonly kind: 'goes-with'; readonly key: string; readonly others: readonly string[] }
  | { readonly kind: 'only-with'; readonly key: string; readonly other: string }
  /** In the file where one of `keys` stands, all of `required` do. */
  | { readonly kind: 'header'; readonly keys: readonly string[]; readonly required: readonly string[] }
  | { readonly kind: 'needed-for'; readonly key: string; readonly word: string; readonly values: readonly string[] }
  /** With the values in `others` the key has no meaning; `reason` ends the sentence. */
  | { readonly kind: 'only-for'; readonly key: string; readonly word: string; readonly others: readonly string[]; readonly reason: string }
  /** Of a key that takes a mapping or something else: which of them with these values. `takes` ends the sentence. */
  | {
      readonly kind: 'form-for'
      readonly key: string
      readonly word: string
      readonly values: readonly string[]
      readonly form: 'mapping' | 'plain'
      readonly takes: string
    }

type Of<K extends Rule['kind']> = Extract<Rule, { kind: K }>

export function checkRules(rules: readonly Rule[], fields: Fields): readonly Issue[] {
  return rules.flatMap((rule) => checkRule(rule, fields))
}

function checkRule(rule: Rule, fields: Fields): readonly Issue[] {
  switch (rule.kind) {
    case 'source':
      return checkSource(rule, fields)
    case 'at-most-one':
      return conflicts(rule.keys, fields, `Only one of ${listText(rule.keys, 'and')} is allowed.`)
    case 'exactly-one':
      return checkExactlyOne(rule.keys, fields)
    case 'goes-with':
      return checkGoesWith(rule, fields)
    case 'only-with':
      return fields.entry(rule.other) === undefined ? misplaced(rule.key, `it goes only with \`${rule.other}\``, fields) : []
    case 'header':
      // Told once for the whole model, when its files are merged.
      return []
    case 'needed-for': {
      const value = wordOf(rule.word, fields)
      return value !== undefined && rule.values.includes(value) ? missing(rule.key, `\`${rule.word}: ${value}\``, fields) : []
    }
    case 'only-for': {
      const value = wordOf(rule.word, fields)
      return value !== undefined && rule.others.includes(value) ? misplaced(rule.key, rule.reason, fields) : []
    }
    case 'form-for':
      return checkForm(rule, fields)
    default:
      return assertNever(rule)
  }
}

function checkExactlyOne(keys: readonly string[], fields: Fields): readonly Issue[] {
  if (keys.some((key) => fields.entry(key) !== undefined))
    return conflicts(keys, fields, `Exactly one of ${listText(keys, 'and')} is needed.`)
  return [issue('MISSING_KEY', { key: keys[0] ?? '', of: fields.of, alternatives: keys.slice(1) }, fields.place)]
}

function checkGoesWith({ key, others }: Of<'goes-with'>, fields: Fields): readonly Issue[] {
  const other = others.find((name) => fields.entry(name) !== undefined)
  return other === undefined ? misplaced(key, `it goes only with ${listText(others)}`, fields) : missing(key, `\`${other}\``, fields)
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

function wordOf(word: string, fields: Fields): string | undefined {
  const value = fields.entry(word)?.value
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
    case 'exactly-one':
      return `Exactly one of ${listText(rule.keys, 'and')}.`
    case 'goes-with':
      return `\`${rule.key}\` with ${listText(rule.others, 'or')}, and only there.`
    case 'only-with':
      return `\`${rule.key}\` only with \`${rule.other}\`.`
    case 'header':
      return `The header stands in one file of the model, with at least ${listText(rule.required, 'and')}.`
    case 'needed-for':
      return `\`${rule.key}\` is needed for ${listText(rule.values.map((value) => `${rule.word}: ${value}`))}.`
    case 'only-for':
      return `\`${rule.key}\`: ${rule.reason}.`
    case 'form-for':
      return `\`${rule.key}\` is ${rule.takes} for ${listText(rule.values.map((value) => `${rule.word}: ${value}`))}.`
    default:
      return assertNever(rule)
  }
}

/** The same rule for editors. */
export function ruleSchema(rule: Rule): JsonSchema {
  switch (rule.kind) {
    case 'source':
      return sourceSchema(rule)
    case 'at-most-one':
      return { allOf: pairs(rule.keys).map((pair) => ({ not: { required: pair } })) }
    case 'exactly-one':
      return { oneOf: rule.keys.map((key) => ({ required: [key] })) }
    case 'goes-with':
      return {
        dependentRequired: Object.fromEntries(rule.others.map((other) => [other, [rule.key]])),
        ...implies({ required: [rule.key] }, { anyOf: rule.others.map((other) => ({ required: [other] })) }),
      }
    case 'only-with':
      return { dependentRequired: { [rule.key]: [rule.other] } }
    case 'header':
      return { dependentRequired: Object.fromEntries(rule.keys.map((key) => [key, rule.required])) }
    case 'needed-for':
      return implies(isOneOf(rule.word, rule.values), { required: [rule.key] })
    case 'only-for':
      return implies(isOneOf(rule.word, rule.others), { not: { required: [rule.key] } })
    case 'form-for': {
      const isMapping = { type: 'object' }
      return implies(isOneOf(rule.word, rule.values), {
        properties: { [rule.key]: rule.form === 'mapping' ? isMapping : { not: isMapping } },
      })
    }
    default:
      return assertNever(rule)
  }
}

function sourceSchema(rule: Of<'source'>): JsonSchema {
  const together = rule.alternatives.filter((keys) => keys.length > 1)
  const dependents = together.flatMap((keys) => keys.map((key) => [key, keys.filter((other) => other !== key)] as const))
  const oneOf = rule.alternatives.map((keys) => ({ required: keys }))
  return dependents.length === 0 ? { oneOf } : { oneOf, dependentRequired: Object.fromEntries(dependents) }
}

function isOneOf(word: string, values: readonly string[]): JsonSchema {
  return { properties: { [word]: { enum: values } }, required: [word] }
}

function implies(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  return { anyOf: [{ not: condition }, consequence] }
}

function pairs(keys: readonly string[]): readonly (readonly [string, string])[] {
  return keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [a, b] as const))
}
