import fc from 'fast-check'
import { expect, test } from 'vitest'
import { granularitiesOf, granularityName, toEnumValue, toFieldName, toTypeName } from '../../../src/semantic/catalog/names.ts'

test('a name of the model is a field, a type and an enum value', () => {
  expect([toFieldName('order_placed'), toTypeName('order_placed'), toEnumValue('order_placed')]).toEqual([
    'orderPlaced',
    'OrderPlaced',
    'ORDER_PLACED',
  ])
  expect([toFieldName('state'), toTypeName('state'), toEnumValue('state')]).toEqual(['state', 'State', 'STATE'])
  expect([toFieldName('address_2_line'), toEnumValue('address_2_line')]).toEqual(['address2Line', 'ADDRESS_2_LINE'])
  expect([toFieldName('orderNo'), toTypeName('orderNo'), toEnumValue('orderNo')]).toEqual(['orderNo', 'OrderNo', 'ORDER_NO'])
})

test('names written differently can be one field: what the rule on clashes compares', () => {
  expect(toFieldName('order_no')).toBe(toFieldName('orderNo'))
  expect(toFieldName('order_1')).toBe(toFieldName('order1'))
  expect(toFieldName('order__no')).toBe(toFieldName('order_no'))
})

test('two names with one enum value, or one type, have one field', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/)
  fc.assert(
    fc.property(name, name, (a, b) => {
      const sameField = toFieldName(a) === toFieldName(b)
      return (toEnumValue(a) !== toEnumValue(b) || sameField) && (toTypeName(a) === toTypeName(b)) === sameField
    }),
  )
})

test('a time dimension has buckets, a date none below day', () => {
  const monday = { weekStart: 'monday' } as const
  expect(granularitiesOf('date', monday)).toEqual(['day', 'week', 'month', 'quarter', 'year'])
  expect(granularitiesOf('timestamp', monday)).toEqual(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'])
  expect(granularitiesOf('string', monday)).toEqual([])
  const april = { weekStart: 'monday', fiscalYearStart: 4 } as const
  expect(granularitiesOf('date', april)).toEqual(['day', 'week', 'month', 'quarter', 'fiscal_quarter', 'year', 'fiscal_year'])
  expect(toFieldName(granularityName('activity_ts', 'month'))).toBe('activityTsMonth')
})
