import { parseValue } from 'graphql'
import { expect, test } from 'vitest'
import { bigIntScalar, dateScalar, dateTimeScalar, decimalScalar, timePointScalar, timeZoneScalar } from '../../src/schema/scalars.ts'

function literal(scalar: { parseLiteral(node: ReturnType<typeof parseValue>): unknown }, text: string): unknown {
  return scalar.parseLiteral(parseValue(text))
}

test('Decimal keeps every digit of a literal, quoted or not', () => {
  expect(literal(decimalScalar, '0.1000000000000000000001')).toBe('0.1000000000000000000001')
  expect(literal(decimalScalar, '"-12345678901234567890.10"')).toBe('-12345678901234567890.10')
  expect(literal(decimalScalar, '1000')).toBe('1000')
  expect(decimalScalar.serialize('10.50')).toBe('10.50')
})

test('a JSON number is a Decimal as long as a float holds it exactly as written', () => {
  expect(decimalScalar.parseValue(0.1)).toBe('0.1')
  expect(decimalScalar.parseValue(1234.5)).toBe('1234.5')
  expect(() => decimalScalar.parseValue(0.1 + 0.2)).toThrow(
    'Decimal cannot be 0.30000000000000004. Expected: a decimal number such as "1234.50", without exponent.',
  )
  expect(() => decimalScalar.parseValue(2 ** 53)).toThrow('Decimal cannot be 9007199254740992.')
})

test('Decimal refuses what is no plain number', () => {
  for (const text of ['"1,5"', '"1e3"', '1e3', '""', '"NaN"', '"+1"', 'true', '[1]']) {
    expect(() => literal(decimalScalar, text), text).toThrow(`Decimal cannot be ${text}.`)
  }
  expect(() => decimalScalar.parseValue(Number.NaN)).toThrow('Decimal cannot be null.')
})

test('BigInt is a number up to 2^53 - 1 and text beyond, both ways', () => {
  expect(bigIntScalar.serialize(9007199254740991)).toBe(9007199254740991)
  expect(bigIntScalar.serialize('9007199254740991')).toBe(9007199254740991)
  expect(bigIntScalar.serialize('9007199254740993')).toBe('9007199254740993')
  expect(bigIntScalar.serialize('-9007199254740993')).toBe('-9007199254740993')
  expect(literal(bigIntScalar, '9007199254740993')).toBe('9007199254740993')
  expect(bigIntScalar.parseValue('9007199254740993')).toBe('9007199254740993')
  expect(bigIntScalar.parseValue(12)).toBe('12')
})

test('BigInt refuses fractions and numbers that lost digits on the way', () => {
  expect(() => bigIntScalar.parseValue(1.5)).toThrow('BigInt cannot be 1.5. Expected: a whole number, as text beyond 2^53 - 1.')
  expect(() => bigIntScalar.parseValue(2 ** 53)).toThrow('BigInt cannot be 9007199254740992.')
  expect(() => literal(bigIntScalar, '1.5')).toThrow('BigInt cannot be 1.5.')
})

test('TimePoint takes dates and date-times that exist', () => {
  for (const text of ['2024-02-29', '2024-03-31T10:00:00Z', '2024-03-31T10:00:00.123456+02:00', '2024-03-31T10:00']) {
    expect(literal(timePointScalar, JSON.stringify(text))).toBe(text)
    expect(timePointScalar.parseValue(text)).toBe(text)
  }
})

test('TimePoint refuses days and hours that do not exist', () => {
  const expected = 'Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".'
  for (const text of ['2023-02-29', '2024-13-01', '2024-03-31T25:00:00Z', '31.03.2024', '2024', 'yesterday', '']) {
    expect(() => timePointScalar.parseValue(text), text).toThrow(`TimePoint cannot be ${JSON.stringify(text)}. ${expected}`)
  }
  expect(() => timePointScalar.parseValue(20240331)).toThrow(`TimePoint cannot be 20240331. ${expected}`)
})

test('Date is a day, DateTime an instant with its offset', () => {
  expect(dateScalar.parseValue('2024-02-29')).toBe('2024-02-29')
  expect(() => dateScalar.parseValue('2024-02-29T00:00:00Z')).toThrow(
    'Date cannot be "2024-02-29T00:00:00Z". Expected: an ISO date such as "2024-03-31".',
  )
  expect(dateTimeScalar.parseValue('2024-02-29T00:00:00+01:00')).toBe('2024-02-29T00:00:00+01:00')
  expect(() => dateTimeScalar.parseValue('2024-02-29T00:00:00')).toThrow('DateTime cannot be "2024-02-29T00:00:00".')
})

test('TimeZone takes text; whether the zone exists is checked with the question', () => {
  expect(timeZoneScalar.parseValue('Europe/Berlin')).toBe('Europe/Berlin')
  expect(() => timeZoneScalar.parseValue(1)).toThrow('TimeZone cannot be 1. Expected: an IANA name such as "Europe/Berlin".')
})
