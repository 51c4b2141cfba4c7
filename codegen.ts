/** Typed documents for the tests and for the example, from the printed schema of the shipped model: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/generated/': {
      documents: ['semantic-models/customer-360/queries/*.graphql', 'test/documents/*.ts'],
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
    'examples/react-segments/src/generated/': {
      documents: ['examples/react-segments/src/**/*.{ts,tsx}', '!examples/react-segments/src/generated/**'],
      preset: 'client',
      // A component reads what its own fragment asked for, and nothing else.
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'getFragmentData' } },
      config: {
        // Groups are told from other text when the page runs, too.
        enumType: 'const',
        useTypeImports: true,
        scalars: {
          DateTime: 'string',
          // Text that is a number: `Intl.NumberFormat` takes it as it is.
          Decimal: '`${number}`',
          TimePoint: 'string',
        },
      },
    },
  },
}

export default config
