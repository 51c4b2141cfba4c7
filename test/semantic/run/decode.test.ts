/** Driver values as values of the model's types, where the two are not one. */
import { expect, test } from 'vitest'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { decoderOf, listDecoder, tooLarge } from '../../../src/semantic/run/decode.ts'

test('decimals stay text with every digit; NaN and infinities of PostgreSQL are null', () => {
  const decode = decoderOf('decimal', 'UTC')
  expect(['0.10', '-12345678901234567890.5', 7, null].map(decode)).toEqual(['0.10', '-12345678901234567890.5', '7', null])
  expect(['NaN', 'Infinity', '-Infinity'].map(decode)).toEqual([null, null, null])
})

test('floats without NaN, infinities and minus zero', () => {
  const decode = decoderOf('float', 'UTC')
  expect([0.1, '2.5', -0, Number.NaN, 'NaN', Number.POSITIVE_INFINITY].map(decode)).toEqual([0.1, 2.5, 0, null, null, null])
})

test('whole numbers of any size: a number where JavaScript holds it, else text; an integer beyond 32 bits is too large', () => {
  const decode = decoderOf('bigint', 'UTC')
  expect(['9007199254740991', 9007199254740992n, '-9007199254740993', '18464758472219033599.0', 5].map(decode)).toEqual([
    9007199254740991,
    '9007199254740992',
    '-9007199254740993',
    '18464758472219033599',
    5,
  ])
  expect([2147483647n, '2147483648', -2147483649].map(decoderOf('integer', 'UTC'))).toEqual([2147483647, tooLarge, tooLarge])
})

test('days and instants far away are ISO 8601: year 0 is 1 BC, and years that four digits do not hold have six and a sign', () => {
  expect(['2024-03-31', '0001-04-01 BC', '0044-03-15 BC', '12024-01-01'].map(decoderOf('date', 'UTC'))).toEqual([
    '2024-03-31',
    '0000-04-01',
    '-000043-03-15',
    '+012024-01-01',
  ])
  expect(['2024-03-31 10:00:00.250+00', '0001-12-31 14:41:01+00 BC'].map(decoderOf('timestamp', 'Europe/Berlin'))).toEqual([
    '2024-03-31T12:00:00.25+02:00',
    '0000-12-31T15:34:29+00:53',
  ])
})

test('lists hold their values as the type says, without what is none; one that is too large makes the list too large', () => {
  const of = (type: ValueType, value: unknown) => listDecoder(decoderOf(type, 'Europe/Berlin'))(value)
  expect(of('decimal', '["-0.50","12345678901234567890.10"]')).toEqual(['-0.50', '12345678901234567890.10'])
  expect(of('float', '["1.5","1e+20","NaN"]')).toEqual([1.5, 1e20])
  expect(of('boolean', '["false","true"]')).toEqual([false, true])
  expect(of('timestamp', '["2024-07-01 00:00:00+00"]')).toEqual(['2024-07-01T02:00:00+02:00'])
  expect(of('string', '["a \\"b\\"","ä"]')).toEqual(['a "b"', 'ä'])
  expect([of('string', '[]'), of('string', null)]).toEqual([[], null])
  expect(of('integer', '["1","2147483648"]')).toBe(tooLarge)
})
