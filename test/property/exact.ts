/** Exact numbers of the naive evaluator: fractions of big integers, so that no sum, average or median is ever rounded. */
export interface Exact {
  readonly over: bigint
  /** Positive; the fraction is in lowest terms. */
  readonly under: bigint
}

export function exact(over: bigint, under = 1n): Exact {
  if (under < 0n) return exact(-over, -under)
  const divisor = greatestCommonDivisor(over < 0n ? -over : over, under)
  return { over: over / divisor, under: under / divisor }
}

/** Of a whole number or of decimal text: `12`, `-0.50`. */
export function parseExact(text: string | number): Exact {
  const [whole = '0', fraction = ''] = String(text).split('.')
  return exact(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
}

export const add = (a: Exact, b: Exact): Exact => exact(a.over * b.under + b.over * a.under, a.under * b.under)
export const subtract = (a: Exact, b: Exact): Exact => add(a, exact(-b.over, b.under))
export const multiply = (a: Exact, b: Exact): Exact => exact(a.over * b.over, a.under * b.under)
export const divide = (a: Exact, b: Exact): Exact | null => (b.over === 0n ? null : exact(a.over * b.under, a.under * b.over))

export function compareExact(a: Exact, b: Exact): number {
  const difference = a.over * b.under - b.over * a.under
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The whole part, cut off towards zero as PostgreSQL divides integers. */
export function truncate(a: Exact): Exact {
  return exact(a.over / a.under)
}

export function toNumber(a: Exact): number {
  return Number(a.over) / Number(a.under)
}

/** Decimal text without trailing zeros: `1.5`, `-2`. Only of fractions that end. */
export function toText(a: Exact): string {
  let { over, under } = a
  let places = 0
  while (under !== 1n) {
    over *= 10n
    places++
    const divisor = greatestCommonDivisor(over < 0n ? -over : over, under)
    over /= divisor
    under /= divisor
    if (places > 60) throw new Error(`${a.over}/${a.under} has no end as a decimal`)
  }
  const digits = (over < 0n ? -over : over).toString().padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return over < 0n ? `-${text}` : text
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a === 0n ? 1n : a) : greatestCommonDivisor(b, a % b)
}
