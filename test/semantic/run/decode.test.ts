/** Driver values as values of the model's types, where the two are not one. */
import { expect, test } from 'vitest'
import { decoderOf, tooLarge } from '../../../src/semantic/run/decode.ts'

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
