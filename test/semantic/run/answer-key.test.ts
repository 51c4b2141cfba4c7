/** What makes two questions one, and how late rows may be for a date to say nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayChange } from '../../../src/semantic/dialect/changing.ts'
import { type AskedStatement, Identities, keyOf, valueText } from '../../../src/semantic/run/answer-key.ts'
import { comparable, endless, liesBefore, noTimes } from '../../../src/semantic/run/horizon.ts'

const statement = { text: 'select 1', parameters: [1, 'x'], asOfBounds: [], entities: [], reader: {} }
const asked: AskedStatement = { statement, limit: 10, asOf: '2024-01-01T00:00:00Z' }

function keysOf(questions: readonly AskedStatement[], saysNothing = false): readonly (string | undefined)[] {
  const identities = new Identities()
  return questions.map((question) => {
    const identity = identities.of(question)
    return identity && keyOf(identity, () => saysNothing)
  })
}

describe('keys', () => {
  test('two lists of values have one text only where they are equal', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.bigInt(), fc.boolean(), fc.constant(null))
    const nested = fc.array(fc.oneof(value, fc.array(value, { maxLength: 3 })), { maxLength: 4 })
    fc.assert(
      fc.property(nested, nested, (one, other) => {
        expect(valueText(one) === valueText(other)).toBe(Object.is(one, other) || isSame(one, other))
      }),
      {
        numRuns: 500,
        examples: [
          [['1'], [1]],
          [['a', 'b'], ['a b']],
          [[null], ['null']],
          [[[1], 2], [[1, 2]]],
          [[1n], [1]],
          [[true], ['true']],
        ],
      },
    )
  })

  test('reader, limit, values and policy tell questions apart; the echo of asOf does not', () => {
    const others: readonly AskedStatement[] = [
      { ...asked, statement: { ...statement, reader: {} } },
      { ...asked, limit: 11 },
      { ...asked, statement: { ...statement, parameters: [2, 'x'] } },
      { ...asked, policy: 'north' },
      { ...asked, policy: '-' },
    ]
    expect(new Set(keysOf([asked, ...others])).size).toBe(6)
    expect(new Set(keysOf([asked, { ...asked, asOf: '2025-01-01T00:00:00Z' }])).size).toBe(1)
  })

  test('a bound counts unless it says nothing', () => {
    const at = (day: string) => ({
      ...asked,
      statement: { ...statement, parameters: [1, day], asOfBounds: [{ position: 1, entity: 'order' }] },
    })
    const days = [at('2024-01-01'), at('2024-01-02')]
    expect(new Set(keysOf(days)).size).toBe(2)
    expect(new Set(keysOf(days, true)).size).toBe(1)
  })

  test('a value of an unknown kind has no key', () => {
    expect(keysOf([{ ...asked, statement: { ...statement, parameters: [new Date(0)] } }])).toEqual([undefined])
  })
})

describe('horizons', () => {
  test('days and instants as drivers and questions write them', () => {
    const written = [
      '2024-03-31',
      '2024-03-31 10:00:00',
      '2024-03-31 10:00:00.5+00',
      '2024-03-31T10:00:00.000000Z',
      'infinity',
      '+010000-01-01',
      null,
    ]
    expect(written.map(comparable)).toEqual([
      '2024-03-31',
      '2024-03-31T10:00:00.000000',
      '2024-03-31T10:00:00.500000',
      '2024-03-31T10:00:00.000000',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('rows lie before a bound that is later than the latest of them; where that is not known, none do', () => {
    expect(liesBefore('2024-03-31T10:00:00.000000', '2024-03-31T10:00:00.000001Z')).toBe(true)
    expect(liesBefore('2024-03-31T10:00:00.000000', '2024-03-31T10:00:00.000000Z')).toBe(false)
    expect(liesBefore('2024-03-31', '2024-04-01')).toBe(true)
    expect(liesBefore('2024-03-31', '2024-04-01T00:00:00.000000Z')).toBe(false)
    expect(liesBefore(endless, '2024-04-01')).toBe(false)
    expect(liesBefore(noTimes, '2024-04-01')).toBe(true)
  })
})

test('statements that read the clock or throw dice are known, members of such names are not taken for them', () => {
  const changing = [
    'select now()',
    'where ts > current_date - 1',
    'select RANDOM ()',
    'select uuid()',
    "where ts > 'today'",
    'where x=current_timestamp',
  ]
  const fixed = [
    'select "now" from t',
    'select t.current_date_of_sale',
    'select "current_date" from t',
    'select average(x), storage(y), $1',
    'select known(x)',
  ]
  expect([changing.map(mayChange), fixed.map(mayChange)]).toEqual([changing.map(() => true), fixed.map(() => false)])
})

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other)
  return one.length === other.length && one.every((value, index) => isSame(value, other[index]))
}
