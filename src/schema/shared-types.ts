/** Types every schema has that belong to no family: granularities, directions, types of values. */

import { toEnumValue } from '../semantic/catalog/names.ts'
import type { ValueType } from '../semantic/dialect/value-type.ts'
import { valueTypes } from '../semantic/dialect/value-type.ts'
import { type Calendar, type Granularity, granularitiesIn, isFiscal, months } from '../semantic/time/granularity.ts'
import type { Builder } from './builder.ts'

/** How values of a model travel. */
export const scalarOf = {
  string: 'String',
  integer: 'Int',
  bigint: 'BigInt',
  decimal: 'Decimal',
  float: 'Float',
  boolean: 'Boolean',
  date: 'Date',
  timestamp: 'DateTime',
} as const satisfies Record<ValueType, string>

export type SharedTypes = ReturnType<typeof createSharedTypes>

export function createSharedTypes(builder: Builder, calendar: Calendar) {
  return {
    granularity: builder.enumType('TimeGranularity', {
      description: 'The size of a time bucket.',
      values: Object.fromEntries(
        granularitiesIn(calendar).map((granularity) => [
          toEnumValue(granularity),
          { value: granularity, description: describeGranularity(granularity, calendar) },
        ]),
      ),
    }),
    direction: builder.enumType('SortDirection', {
      description: 'Which values come first. Rows without a value come last either way.',
      values: {
        ASC: { value: 'asc', description: 'Smallest first; text by code point.' },
        DESC: { value: 'desc', description: 'Largest first; text by code point.' },
      },
    }),
    valueType: builder.enumType('ValueType', {
      description: 'The type of the values of a member, as its model declares it.',
      values: Object.fromEntries(
        valueTypes.map((type) => [
          toEnumValue(type),
          {
            value: type,
            description: `Travels as \`${scalarOf[type]}\`${type === 'string' ? ', a group of a segmentation as a value of its enum' : ''}.`,
          },
        ]),
      ),
    }),
    columnKind: builder.enumType('SliceColumnKind', {
      description: 'What a column of a slice is.',
      values: {
        DIMENSION: { value: 'dimension', description: 'One of the values the rows are grouped by.' },
        MEASURE: { value: 'measure', description: 'Computed over the rows of the group.' },
      },
    }),
  }
}

function describeGranularity(granularity: Granularity, { fiscalYearStart }: Calendar): string {
  if (!isFiscal(granularity) || fiscalYearStart === undefined) return `By ${granularity}.`
  const [first = '', ...rest] = months[fiscalYearStart - 1] ?? ''
  return `By ${granularity.replace('_', ' ')}; the fiscal year starts in ${first.toUpperCase()}${rest.join('')}.`
}
