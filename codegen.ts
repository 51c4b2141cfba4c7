/** Typed documents for the tests, from the printed schema of the shipped model: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['semantic-models/customer-360/queries/*.graphql', 'test/documents/*.ts'],
  importExtension: '.ts',
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          BigInt: { input: 'number | string', output: 'number | string' },
          TimePoint: 'string',
          TimeZone: 'string',
        },
      },
    },
  },
}

export default config
