/** Numbers beside the steps of an axis: 12.5K, with as many digits as tell the steps apart. */
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 6 })
const powers = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 6 })

export function shortNumber(value: number): string {
  const size = Math.abs(value)
  return size >= 1e15 || (size > 0 && size < 1e-6) ? powers.format(value) : compact.format(value)
}
