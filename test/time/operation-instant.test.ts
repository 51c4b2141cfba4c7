/** The instant of an operation is read without a calendar; it means what the calendar says. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOfPoint } from '../../src/semantic/time/as-of.ts'

test.each([
  ['2024-06-30T12:00:00.000Z', '2024-06-30', '2024-06-30T12:00:00.000001Z', '2024-06-30T12:00:00Z'],
  ['2024-12-31T23:59:59.999Z', '2024-12-31', '2024-12-31T23:59:59.999001Z', '2024-12-31T23:59:59.999Z'],
  ['2024-02-29T00:00:10.100Z', '2024-02-29', '2024-02-29T00:00:10.100001Z', '2024-02-29T00:00:10.1Z'],
])('%s', (text, date, before, echo) => {
  expect(asOfPoint(text, 'UTC')).toEqual({ ok: true, value: { date, instant: `${before.slice(0, -2)}0Z`, before, echo } })
})

test('any millisecond is the same as with microseconds, which the calendar reads', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      const text = date.toISOString()
      expect(asOfPoint(text, 'UTC')).toEqual(asOfPoint(`${text.slice(0, -1)}000Z`, 'UTC'))
    }),
  )
})

test.each(['2023-02-29T10:00:00.000Z', '2024-01-01T24:00:00.000Z', '2024-13-01T00:00:00.000Z', '2024-01-01T10:60:00.000Z'])(
  '%s is no point of time',
  (text) => {
    expect(asOfPoint(text, 'UTC')).toMatchObject({ ok: false, issues: [{ code: 'BAD_USER_INPUT' }] })
  },
)
