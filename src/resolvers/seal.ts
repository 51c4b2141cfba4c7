/**
 * Opaque tokens for what clients hand back unread: global ids and cursors. Nobody without the secret can read, make or change one.
 *
 *   seal('id', ['customer', 'C1']) -> 'l0Hk…' -> open('id', …) -> ['customer', 'C1']
 *
 * Equal values give equal tokens, since caches of clients compare ids: the initialisation vector is not drawn but is the code that
 * authenticates purpose and value (a synthetic IV), followed by the value's JSON, encrypted. So a token tells two things: that two values
 * are equal, and how long one is, which is 16 bytes less than the token.
 *
 * Source: RFC 5297 (SIV), with HMAC-SHA-256 in the place of S2V.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, scryptSync, timingSafeEqual } from 'node:crypto'
import { InternalError } from '../semantic/issues/issue.ts'

/** What a token is good for; it opens for nothing else. */
export type SealPurpose = 'id' | 'cursor'

/** What JSON can say. Objects are equal where their keys stand in the same order. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export interface Seal {
  /** Letters, digits, `-` and `_`. A value of more than `mostSealedBytes` is our mistake: its token would never open. */
  seal(purpose: SealPurpose, value: Json): string
  /** A name for a text that does not hold it, always of the same length: equal for equal texts. */
  mark(purpose: 'slice', text: string): string
  /** The sealed value; undefined for whatever this secret did not seal for this purpose, character by character. */
  open(purpose: SealPurpose, token: string): Json | undefined
}

/** Bytes of JSON that a value may have: its token is as long as one may be. */
export const mostSealedBytes = 12_272

/** Opening takes time that grows with the token, and a document can name one token many times. */
export const longestToken = 16_384

const vectorBytes = 16

interface Keys {
  readonly authentication: KeyObject
  readonly encryption: KeyObject
}

/** Cheap until it is first used, which takes some 50 ms: deriving keys is slow on purpose. */
export function createSeal(secret: string): Seal {
  let derived: Keys | undefined
  const keysOf = () => {
    derived ??= deriveKeys(secret)
    return derived
  }
  return {
    seal: (purpose, value) => seal(keysOf(), purpose, value),
    mark: (purpose, text) => vectorOf(keysOf(), purpose, Buffer.from(text, 'utf8')).toString('base64url'),
    open: (purpose, token) => open(keysOf(), purpose, token),
  }
}

/** Two independent keys. scrypt, not a plain hash: whoever has a token can try secrets on it, and the secret may be made of a password. */
function deriveKeys(secret: string): Keys {
  // The text names this construction: tokens of another one would be refused, not misread.
  const bytes = scryptSync(secret, 'tessera seal 1', 64, { N: 16_384, r: 8, p: 1 })
  return { authentication: createSecretKey(bytes.subarray(0, 32)), encryption: createSecretKey(bytes.subarray(32)) }
}

function seal(keys: Keys, purpose: SealPurpose, value: Json): string {
  const plain = Buffer.from(JSON.stringify(value), 'utf8')
  const vector = vectorOf(keys, purpose, plain)
  const token = Buffer.concat([vector, createCipheriv('aes-256-ctr', keys.encryption, vector).update(plain)]).toString('base64url')
  if (token.length > longestToken) throw new InternalError(`A token of ${token.length} characters would never open.`)
  return token
}

function open(keys: Keys, purpose: SealPurpose, token: string): Json | undefined {
  if (token.length > longestToken) return undefined
  const bytes = Buffer.from(token, 'base64url')
  // Reading base64 skips what is none of it, and forgives the last bits: every value has one spelling here.
  if (bytes.length < vectorBytes || bytes.toString('base64url') !== token) return undefined
  const vector = bytes.subarray(0, vectorBytes)
  const plain = createDecipheriv('aes-256-ctr', keys.encryption, vector).update(bytes.subarray(vectorBytes))
  return timingSafeEqual(vector, vectorOf(keys, purpose, plain)) ? (JSON.parse(plain.toString('utf8')) as Json) : undefined
}

/** A purpose holds no NUL, so no purpose with a value reads like another one with another value. */
function vectorOf(keys: Keys, purpose: SealPurpose | 'slice', plain: Buffer): Buffer {
  return createHmac('sha256', keys.authentication).update(`${purpose}\0`).update(plain).digest().subarray(0, vectorBytes)
}
