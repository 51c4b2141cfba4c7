/**
 * A driver's value as a value of the model's type, whichever engine it came from: the type is the model's, never the driver's guess.
 */
import { Temporal } from 'temporal-polyfill'
import type { ValueType } from '../dialect/value-type.ts'
import { InternalError } from '../issues/issue.ts'
import type { AnswerScalar, AnswerValue } from '../query/answer.ts'

/** Returns the answer's value; `tooLarge` stands for a whole number that its type cannot hold. */
export type Decoder<V extends AnswerValue = AnswerValue> = (value: unknown) => V | typeof tooLarge

export const tooLarge = Symbol('too large')

export function decoderOf(type: ValueType, timeZone: string): Decoder<AnswerScalar> {
  const decode = notNullDecoder(type, timeZone)
  return (value) => (value === null || value === undefined ? null : decode(value))
}

function notNullDecoder(type: ValueType, timeZone: string): Decoder<AnswerScalar> {
  switch (type) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : String(value))
    case 'decimal':
      return decodeDecimal
    case 'integer':
      return decodeInteger
    case 'bigint':
      return decodeBigInt
    case 'float':
      return decodeFloat
    case 'boolean':
      return (value) => {
        // In a list they are texts.
        if (value === 'true' || value === 'false') return value === 'true'
        if (typeof value !== 'boolean') throw new InternalError(`Not a boolean: ${typeof value}`)
        return value
      }
    case 'date':
      return decodeDate
    case 'timestamp':
      return timeZone === 'UTC' ? decodeUtc : (value) => toZone(decodeUtc(value), timeZone)
  }
}

/** `150.00` -> `150`, `0.500` -> `0.5`: for decimals whose closing zeros are the engine's choice. */
export function withoutClosingZeros(decode: Decoder<AnswerScalar>): Decoder<AnswerScalar> {
  return (value) => {
    const decoded = decode(value)
    return typeof decoded === 'string' && decoded.includes('.') ? decoded.replace(/\.?0+$/, '') : decoded
  }
}

/** The text of a JSON list of texts, each a value as a driver gives it. */
export function listDecoder(decode: Decoder<AnswerScalar>): Decoder {
  return (value) => {
    if (value === null || value === undefined) return null
    const texts: unknown = JSON.parse(String(value))
    if (!Array.isArray(texts)) throw new InternalError('A list that is none')
    const decoded: AnswerScalar[] = []
    for (const text of texts) {
      const one = decode(text)
      if (one === tooLarge) return tooLarge
      // A float that is no number is none in answers.
      if (one !== null) decoded.push(one)
    }
    return decoded
  }
}

const maximumInt = 2 ** 31 - 1

function decodeInteger(value: unknown): number | typeof tooLarge {
  const number = Number(value)
  if (!Number.isInteger(number)) throw new InternalError('A value of type integer is no whole number')
  return number > maximumInt || number < -maximumInt - 1 ? tooLarge : number
}

/** Numbers where JSON holds them exactly, text beyond. */
function decodeBigInt(value: unknown): number | string {
  if (typeof value === 'number') return value
  const text = String(value)
  // Fifteen digits are always exact.
  if (text.length <= 15) return Number(text)
  const exact = BigInt(text.replace(/\.0*$/, ''))
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact.toString()
}

/** PostgreSQL's numeric knows NaN and infinities, which are no decimals: null, as of floats. */
function decodeDecimal(value: unknown): string | null {
  const text = String(value)
  return /^-?\d/.test(text) ? text : null
}

/** JSON has no NaN and no infinities: null. */
function decodeFloat(value: unknown): number | null {
  const number = typeof value === 'number' ? value : Number(value)
  if (!Number.isFinite(number)) return null
  // One zero: -0 is 0 to people, and engines differ in when they make one.
  return number === 0 ? 0 : number
}

function decodeDate(value: unknown): string {
  const match = /^(\d{4,6})(-\d{2}-\d{2})(?:[ T].*)?$/.exec(String(value))
  if (match === null) throw new InternalError('A value of type date is no ISO date')
  return `${isoYear(match[1], value)}${match[2]}`
}

/** Databases count backwards from 1 BC, ISO 8601 from year 0; years that four digits do not hold have six and a sign. */
function isoYear(digits: string | undefined, value: unknown): string {
  const year = String(value).endsWith(' BC') ? 1 - Number(digits) : Number(digits)
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0')
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}

const fourDigitYear = /^\d{4}-/

/** `2024-03-31 10:00:00[.123][+00]` -> `2024-03-31T10:00:00[.123]Z`; trailing zeros of the fraction are dropped. */
function decodeUtc(value: unknown): string {
  // What nearly all are, and both drivers write without trailing zeros: read without taking it apart.
  if (typeof value === 'string' && value.length >= 19 && value[10] === ' ' && fourDigitYear.test(value)) {
    if (value.length === 19) return `${value.slice(0, 10)}T${value.slice(11)}Z`
    if (value.length === 22 && value.endsWith('+00')) return `${value.slice(0, 10)}T${value.slice(11, 19)}Z`
  }
  return decodeAnyUtc(value)
}

function decodeAnyUtc(value: unknown): string {
  const match = /^(\d{4,6})(-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:Z|\+00(?::?00)?)?(?: BC)?$/.exec(String(value))
  if (match === null) throw new InternalError('A value of type timestamp is no UTC timestamp')
  const fraction = match[4]?.replace(/0+$/, '')
  return `${isoYear(match[1], value)}${match[2]}T${match[3]}${fraction ? `.${fraction}` : ''}Z`
}

function toZone(utc: string, timeZone: string): string {
  return Temporal.Instant.from(utc).toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' })
}
