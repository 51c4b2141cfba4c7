/**
 * Values as people read them. Amounts arrive as text, since a JavaScript number cannot hold every decimal; they are written from that text, digit by
 * digit, and never become a number: "9007199254740993.55" is $9,007,199,254,740,993.55.
 */

/** As the server writes an exact number; `Intl` rounds such text without a detour over floating point. */
export type Decimal = `${number}`

const locale = 'en-US'
const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' })
const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const means = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const shares = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
// Days begin in the time zone of the model, which is UTC, wherever the browser stands.
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** A value that is not there. */
export const none = '–'

/** Means are numbers already when they arrive. */
export function formatAmount(amount: Decimal | number | null): string {
  return amount === null ? none : amounts.format(amount)
}

export function formatCount(count: number | null): string {
  return count === null ? none : counts.format(count)
}

export function formatMean(mean: number | null): string {
  return mean === null ? none : means.format(mean)
}

/** Of 0 to 100, as the server has it. */
export function formatPercentage(percentage: number | null): string {
  return percentage === null ? none : `${shares.format(percentage)} %`
}

export function formatDay(day: string | null): string {
  return day === null ? none : days.format(new Date(day))
}

export function formatMoment(moment: string | null): string {
  return moment === null ? none : moments.format(new Date(moment))
}

export function formatCounted(count: number, [one, many]: readonly [one: string, many: string]): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** OUT_OF_STOCK: out of stock. */
export function formatCode(code: string | null): string {
  return code === null ? none : code.toLowerCase().replaceAll('_', ' ')
}
