/** The recommended rules of GraphQL ESLint for schemas hold, and those for Relay; where they are set otherwise, it says why. */
import graphqlEslint from '@graphql-eslint/eslint-plugin'
import { ESLint, type Linter } from 'eslint'
import { expect, test } from 'vitest'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { crm } from '../graph/crm.ts'
import { catalogOf } from '../support/story.ts'

const rules: Linter.RulesRecord = {
  ...graphqlEslint.configs['flat/schema-recommended'].rules,
  ...graphqlEslint.configs['flat/schema-relay'].rules,
  // A catalog has lists of other things than pages.
  '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  // A timeline goes one way.
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  // Only rows have an id: a page, a row of a slice, a member of the catalog is nothing that could be read again.
  '@graphql-eslint/strict-id-in-types': 'off',
  // Names are those of the model: a customer has a `customer_id`.
  '@graphql-eslint/no-typename-prefix': 'off',
}

/** `rule: message` of everything that is found. */
async function lint(sdl: string): Promise<readonly string[]> {
  const languageOptions = { parser: graphqlEslint.parser, parserOptions: { graphQLConfig: { schema: sdl } } }
  const plugins = { '@graphql-eslint': graphqlEslint as unknown as ESLint.Plugin }
  const overrideConfig: Linter.Config = { files: ['**/*.graphql'], languageOptions, plugins, rules }
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig })
  const [result] = await eslint.lintText(sdl, { filePath: 'schema.graphql' })
  return result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? ['not looked at']
}

test('the schema of the shipped model', async () => {
  const loaded = await loadModel('semantic-models/customer-360')
  if (!loaded.ok) throw new Error('The shipped model does not load')
  expect(await lint(printSchemaOf(loaded.value))).toEqual([])
})

test('the schema of a model with links of all kinds, timelines and segmentations; a mistake is found', async () => {
  const sdl = printSchemaOf(await catalogOf(crm.model))
  expect(await lint(sdl)).toEqual([])
  const nullable = sdl.replace(/(type CustomerConnection \{.*?) pageInfo: PageInfo!/s, '$1 pageInfo: PageInfo')
  expect(await lint(nullable)).toEqual([
    '@graphql-eslint/relay-connection-types: `pageInfo` field must return a non-null `PageInfo` Object type.',
  ])
})
