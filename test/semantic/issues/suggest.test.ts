import { describe, expect, test } from 'vitest'
import { closest } from '../../../src/semantic/issues/suggest.ts'

describe('closest', () => {
  test.each([
    ['amuont', ['state', 'amount'], 'amount'],
    ['primarykey', ['primary_key', 'percentile'], 'primary_key'],
    ['orderPlaced', ['order_placed', 'order_rejected'], 'order_placed'],
    ['STATE', ['state'], 'state'],
    ['dimension', ['dimensions'], 'dimensions'],
    ['revenu', ['revenue', 'revenues'], 'revenue'],
    ['dat', ['date', 'day'], 'date'],
  ])('%s among %j is %s', (name, candidates, expected) => {
    expect(closest(name, candidates)).toBe(expected)
  })

  test('a name far from every candidate gets no suggestion', () => {
    expect(closest('colour', ['amount', 'state'])).toBeUndefined()
    expect(closest('id', ['at', 'ok'])).toBeUndefined()
    expect(closest('', ['a', 'b'])).toBeUndefined()
    expect(closest('a', [])).toBeUndefined()
  })

  test('of equally near candidates the first in the given order is taken', () => {
    expect(closest('stale', ['state', 'scale'])).toBe('state')
    expect(closest('stale', ['scale', 'state'])).toBe('scale')
  })

  test('an endless name costs nothing', () => {
    expect(closest('a'.repeat(1_000_000), ['aaaa'])).toBeUndefined()
  })
})
