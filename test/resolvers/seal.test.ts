/** Tokens for ids and cursors: what was sealed comes back, and nothing else opens. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSeal, type Json, longestToken } from '../../src/resolvers/seal.ts'
import { testSeal } from '../support/test-seal.ts'

const { seal, open } = testSeal
/** Zero has one sign in JSON. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
const purpose = fc.constantFrom('id' as const, 'cursor' as const)
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

test('an id is short, and the same for the same row on every instance', () => {
  const id = seal('id', ['customer', '123'])
  expect(id).toMatch(/^[\w-]{46}$/)
  expect(createSeal('the secret of every test').seal('id', ['customer', '123'])).toBe(id)
  expect(seal('id', ['customer', '124'])).not.toBe(id)
  expect(open('id', id)).toEqual(['customer', '123'])
})

test('every value comes back, whatever it is, and null is a value', () => {
  expect(open('id', seal('id', null))).toBeNull()
  expect(open('cursor', seal('cursor', ['ß 日本 🙂 \u0000 \ud800', -1.5e300, { a: [] }]))).toEqual([
    'ß 日本 🙂 \u0000 \ud800',
    -1.5e300,
    { a: [] },
  ])
  fc.assert(
    fc.property(purpose, json, (to, value) => {
      expect(open(to, seal(to, value))).toEqual(value)
    }),
  )
})

test('no bit of a token can be turned, none added, none left out', () => {
  fc.assert(
    fc.property(purpose, json, (to, value) => {
      const bytes = Buffer.from(seal(to, value), 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const turned = Buffer.from(bytes)
        turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(open(to, turned.toString('base64url'))).toBeUndefined()
      }
      for (let length = 0; length < bytes.length; length++) {
        expect(open(to, bytes.subarray(0, length).toString('base64url'))).toBeUndefined()
      }
      expect(open(to, Buffer.concat([bytes, Buffer.of(0)]).toString('base64url'))).toBeUndefined()
    }),
    { numRuns: 20 },
  )
})

test('no character of a token has another spelling', () => {
  const token = seal('id', ['customer', '123'])
  const spellings = [...token].flatMap((own, place) =>
    [...alphabet, '+', '/', '=', ' ', '.', 'é']
      .filter((other) => other !== own)
      .map((other) => token.slice(0, place) + other + token.slice(place + 1)),
  )
  expect(spellings.filter((each) => open('id', each) !== undefined)).toEqual([])
  const padded = [
    `${token}=`,
    `${token}==`,
    `${token}\n`,
    ` ${token}`,
    `${token}A`,
    '',
    '=',
    '-',
    Buffer.from(token, 'base64url').toString('hex'),
  ]
  expect(padded.filter((each) => open('id', each) !== undefined)).toEqual([])
})

test('text of whatever kind that was never sealed does not open', () => {
  fc.assert(
    fc.property(purpose, fc.string({ unit: 'binary' }), (to, text) => {
      expect(open(to, text)).toBeUndefined()
    }),
  )
  fc.assert(
    fc.property(purpose, fc.uint8Array({ maxLength: 100 }), (to, bytes) => {
      expect(open(to, Buffer.from(bytes).toString('base64url'))).toBeUndefined()
    }),
  )
})

test('an id is no cursor and a cursor no id', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(open('cursor', seal('id', value))).toBeUndefined()
      expect(open('id', seal('cursor', value))).toBeUndefined()
      expect(seal('id', value)).not.toBe(seal('cursor', value))
    }),
  )
})

test('what one secret sealed, another neither opens nor makes', () => {
  const other = createSeal('the secret of another')
  fc.assert(
    fc.property(purpose, json, (to, value) => {
      expect(other.open(to, seal(to, value))).toBeUndefined()
      expect(other.seal(to, value)).not.toBe(seal(to, value))
    }),
  )
})

test('no text of a key can be read from a token', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 40 }), (key) => {
      const token = seal('id', ['customer', key])
      const bytes = Buffer.from(token, 'base64url')
      expect(bytes.includes(Buffer.from(key, 'utf8'))).toBe(false)
      expect(bytes.includes('customer')).toBe(false)
      expect(token).not.toContain(key)
    }),
  )
})

test('keys that begin alike do not give tokens that begin alike', () => {
  const beginnings = Array.from({ length: 1000 }, (_, n) => seal('id', ['customer', `ann.${n}@example.com`]).slice(0, 12))
  expect(new Set(beginnings).size).toBe(1000)
})

test('the longest token opens, a longer one is not made and not looked at', () => {
  const longest = 'x'.repeat(12_272 - 2)
  expect(seal('cursor', longest)).toHaveLength(longestToken)
  expect(open('cursor', seal('cursor', longest))).toBe(longest)
  expect(() => seal('cursor', `${longest}x`)).toThrow('A token of 16386 characters would never open.')
  expect(open('cursor', 'A'.repeat(longestToken + 1))).toBeUndefined()
})
