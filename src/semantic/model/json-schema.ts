/**
 * The model language as a JSON Schema (draft 2020-12) of one file, for editors: made from the table that drives the decoder.
 * It cannot say what needs several files (one header, names twice), the list of time zones, that two lists are equally long, or what numbers of a
 * score go together: bands beside each other, shares that ascend, the best score.
 */

import { modelFile } from './language/model-file.ts'
import { definitionName, type Key, type MappingDefinition } from './mapping.ts'
import { ruleSchema } from './rule-schema.ts'
import type { JsonSchema } from './shape.ts'

export function modelJsonSchema(): JsonSchema {
  const [root, ...others] = modelMappings()
  if (root === undefined) return {}
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Tessera model, one file',
    ...mappingSchema(root),
    $defs: Object.fromEntries(others.map((definition) => [definitionName(definition), mappingSchema(definition)])),
  }
}

/** Every mapping of the language, the file first, each before those it holds. */
export function modelMappings(): readonly MappingDefinition[] {
  const found = new Set<MappingDefinition>(modelFile.mappings)
  for (const definition of found) for (const key of definition.keys) for (const inner of key.shape.mappings) found.add(inner)
  return [...found]
}

function mappingSchema(definition: MappingDefinition): JsonSchema {
  const keys = definition.keys
  const required = keys.filter((key) => key.isRequired).map((key) => key.name)
  const rules = definition.rules.map(ruleSchema)
  return {
    description: definition.description,
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key.name, keySchema(key)])),
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...(rules.length === 0 ? {} : { allOf: rules }),
  }
}

function keySchema(key: Key<unknown>): JsonSchema {
  const note = key.default === undefined ? '' : ` Default: ${key.default}.`
  const examples = key.example === undefined ? {} : { examples: [key.example] }
  return { description: `${key.description}${note}`, ...key.shape.jsonSchema, ...examples }
}
