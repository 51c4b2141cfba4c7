/**
 * Intervals as written in a model: `30 days`, `1 month`, `1 year 6 months`, `90 minutes`. Only what both engines read alike, in whole numbers;
 * the clock form (`04:05:06`) and abbreviations are refused.
 */
const units: Readonly<Record<string, 'calendar' | 'clock'>> = {
  year: 'calendar',
  month: 'calendar',
  week: 'calendar',
  day: 'calendar',
  hour: 'clock',
  minute: 'clock',
  second: 'clock',
}

const part = /\s*([+-]?\d{1,9})\s*([a-z]+?)s?(?=\s|$)/gy

/** The text in one spelling, and whether a part of a day is in it; undefined when it is no interval. */
export function readInterval(text: string): { readonly text: string; readonly hasClock: boolean } | undefined {
  const parts: string[] = []
  let hasClock = false
  const source = text.trim().toLowerCase()
  part.lastIndex = 0
  while (part.lastIndex < source.length) {
    const [, number, unit = ''] = part.exec(source) ?? []
    const kind = Object.hasOwn(units, unit) ? units[unit] : undefined
    if (number === undefined || kind === undefined) return undefined
    parts.push(`${Number(number)} ${Math.abs(Number(number)) === 1 ? unit : `${unit}s`}`)
    hasClock ||= kind === 'clock'
  }
  return parts.length === 0 ? undefined : { text: parts.join(' '), hasClock }
}
