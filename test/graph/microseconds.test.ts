/** Instants as numbers: the same ones Temporal gives. */
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { microsecondsOf } from '../../src/resolvers/graph/microseconds.ts'

test.each([
  ['1970-01-01T00:00:00Z', 0n],
  ['1970-01-01T01:00:00+01:00', 0n],
  ['1970-01-01T00:00:01.5Z', 1_500_000n],
  ['1970-01-01T00:00:00.123456Z', 123_456n],
  ['1970-01-01T00:00:00.1239Z', 123_900n],
  ['1970-01-01T00:00:00.000001-00:30', 1_800_000_001n],
  // Before 1970 the fraction still goes forwards.
  ['1969-12-31T23:59:59.999999Z', -1n],
  ['1969-12-31T23:59:59.0001Z', -999_900n],
])('%s', (text, expected) => {
  expect(microsecondsOf(text)).toBe(expected)
})

test.each([
  '0001-01-01T00:00:00.000001Z',
  '1890-01-01T00:00:00+00:53:28',
  '9999-12-31T23:59:59.999999+14:00',
  '2024-03-10T02:30:00.654321-05:00',
])('%s as Temporal has it', (text) => {
  expect(microsecondsOf(text)).toBe(Temporal.Instant.from(text).epochNanoseconds / 1000n)
})
