/** Rules between the keys of one mapping as JSON Schema, for editors; rules.ts checks the same. */
import { assertNever } from '../issues/issue.ts'
import { keysBeside, type Of, type Rule } from './rules.ts'
import type { JsonSchema } from './shape.ts'

export function ruleSchema(rule: Rule): JsonSchema {
  switch (rule.kind) {
    case 'source':
      return sourceSchema(rule)
    case 'at-most-one':
      return { allOf: pairs(rule.keys).map((pair) => ({ not: { required: pair } })) }
    case 'one-of':
      return {
        anyOf: rule.alternatives.map((keys) => ({
          required: keys,
          allOf: keysBeside(keys, rule.alternatives).map((key) => ({ not: { required: [key] } })),
        })),
      }
    case 'only-with':
      return onlyWithSchema(rule)
    case 'header':
      return { dependentRequired: Object.fromEntries(rule.keys.map((key) => [key, rule.required])) }
    case 'needed-for':
      return implies(isOneOf(rule.word, rule.values, rule.absent), { required: [rule.key] })
    case 'only-for':
      return implies(isOneOf(rule.word, rule.others, rule.absent), { not: { required: [rule.key] } })
    case 'at-most':
      return implies(isOneOf(rule.word, rule.values), { properties: { [rule.key]: { maximum: rule.most } } })
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

function onlyWithSchema({ key, others }: Of<'only-with'>): JsonSchema {
  const [only, ...more] = others
  if (only !== undefined && more.length === 0) return { dependentRequired: { [key]: [only] } }
  return { anyOf: [{ not: { required: [key] } }, ...others.map((other) => ({ required: [other] }))] }
}

function sourceSchema(rule: Of<'source'>): JsonSchema {
  const together = rule.alternatives.filter((keys) => keys.length > 1)
  const dependents = together.flatMap((keys) => keys.map((key) => [key, keys.filter((other) => other !== key)] as const))
  const oneOf = rule.alternatives.map((keys) => ({ required: keys }))
  return dependents.length === 0 ? { oneOf } : { oneOf, dependentRequired: Object.fromEntries(dependents) }
}

function isOneOf(word: string, values: readonly string[], absent?: string): JsonSchema {
  const isOne = { properties: { [word]: { enum: values } } }
  return absent !== undefined && values.includes(absent) ? isOne : { ...isOne, required: [word] }
}

function implies(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  return { anyOf: [{ not: condition }, consequence] }
}

function pairs(keys: readonly string[]): readonly (readonly [string, string])[] {
  return keys.flatMap((a, index) => keys.slice(index + 1).map((b) => [a, b] as const))
}
