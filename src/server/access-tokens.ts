/**
 * Access tokens as TESSERA_TOKENS lists them. What is kept of a token is its hash, so that nobody can read a token out of the process,
 * and its name, so that logs can say who asked.
 *
 *   power-bi:sha256:9f86…0a08,correct-horse-battery   ->   [{ name: 'power-bi', sha256: '9f86…0a08' }, { name: 'token-2', sha256: 'c4bb…' }]
 */
import { createHash, randomBytes } from 'node:crypto'

export interface AccessToken {
  readonly name: string
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

export interface ReadTokens {
  readonly tokens: readonly AccessToken[]
  /** All that is wrong, none of it quoting what may be a token. */
  readonly problems: readonly string[]
}

/** Stands in log lines. */
export const tokenName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
export const tokenNameExpected = 'up to 64 letters, digits, `.`, `_` and `-`, beginning with a letter or a digit'

export function readAccessTokens(text: string): ReadTokens {
  const read = text.split(',').map((entry, index) => readEntry(entry.trim(), index + 1))
  const tokens = read.filter((entry) => typeof entry !== 'string')
  const problems = read.filter((entry) => typeof entry === 'string')
  const repeated = [
    ...repeatedIn(read, ({ name }) => name).map((places) => `entries ${places} have one name`),
    ...repeatedIn(read, ({ sha256 }) => sha256).map((places) => `entries ${places} are one token`),
  ]
  return { tokens, problems: [...problems, ...repeated] }
}

/** `tsr_` tells people, and programs that look for secrets in texts, what it is; 256 random bits cannot be guessed, nor found from the hash. */
export function makeToken(): string {
  return `tsr_${randomBytes(32).toString('base64url')}`
}

export function sha256Of(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

/** As TESSERA_TOKENS takes it. */
export function entryOf({ name, sha256 }: AccessToken): string {
  return `${name}:sha256:${sha256}`
}

/** The token of an entry, or what is wrong with it. */
function readEntry(entry: string, place: number): AccessToken | string {
  if (entry === '') return `entry ${place} is empty`
  if (entry.includes(':')) return readNamed(entry, place)
  if (!/^[\x21-\x7e]+$/.test(entry)) return `entry ${place} has a space, or a character that is not printable ASCII`
  if (entry.length < 16) return `entry ${place} is shorter than 16 characters`
  return { name: `token-${place}`, sha256: sha256Of(entry) }
}

function readNamed(entry: string, place: number): AccessToken | string {
  const [, name, hash] = /^([^:]*):sha256:([^:]*)$/.exec(entry) ?? []
  if (name === undefined || hash === undefined) return `entry ${place} has a colon, and is no \`<name>:sha256:<hash>\``
  if (!tokenName.test(name)) return `the name of entry ${place} is not ${tokenNameExpected}`
  if (!/^[0-9a-f]{64}$/i.test(hash)) return `the hash of entry ${place} is not 64 hexadecimal digits`
  // It would stand in every log line.
  if (sha256Of(name) === hash.toLowerCase()) return `entry ${place} has the token itself for a name`
  return { name, sha256: hash.toLowerCase() }
}

/** The places of tokens that have something in common: `1 and 3`. */
function repeatedIn(read: readonly (AccessToken | string)[], keyOf: (token: AccessToken) => string): readonly string[] {
  const places = new Map<string, number[]>()
  read.forEach((entry, index) => {
    if (typeof entry !== 'string') places.set(keyOf(entry), [...(places.get(keyOf(entry)) ?? []), index + 1])
  })
  return [...places.values()].filter((those) => those.length > 1).map((those) => those.join(' and '))
}
