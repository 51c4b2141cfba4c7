/** The sizes of a time bucket, finest first. The fiscal ones exist where a model says when its fiscal year starts. */
export const granularities = [
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'fiscal_quarter',
  'year',
  'fiscal_year',
] as const
export type Granularity = (typeof granularities)[number]
export type FiscalGranularity = 'fiscal_quarter' | 'fiscal_year'

/** Buckets from day upward are calendar dates; finer ones are instants. */
export const dateGranularities = [
  'day',
  'week',
  'month',
  'quarter',
  'fiscal_quarter',
  'year',
  'fiscal_year',
] as const satisfies readonly Granularity[]

/** First day of the week bucket; weeks starting on Monday are ISO weeks. */
export type WeekStart = 'monday' | 'sunday'

/** Where a model's weeks and fiscal years begin. */
export interface Calendar {
  readonly weekStart: WeekStart
  /** The month whose first day begins the fiscal year: 1 to 12. */
  readonly fiscalYearStart?: number
}

export const months: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

export function isDateGranularity(granularity: Granularity): boolean {
  return (dateGranularities as readonly Granularity[]).includes(granularity)
}

export function isFiscal(granularity: Granularity): granularity is FiscalGranularity {
  return granularity === 'fiscal_quarter' || granularity === 'fiscal_year'
}

/** The sizes that a calendar has. */
export function granularitiesIn({ fiscalYearStart }: Calendar): readonly Granularity[] {
  return fiscalYearStart === undefined ? granularities.filter((granularity) => !isFiscal(granularity)) : granularities
}

/** The calendar alone, of what has one beside other things. */
export function calendarOf({ weekStart, fiscalYearStart }: Calendar): Calendar {
  return { weekStart, ...(fiscalYearStart !== undefined && { fiscalYearStart }) }
}

/** What a bucket's key is: a calendar date from day upward, else an instant. */
export function bucketType(granularity: Granularity): 'date' | 'timestamp' {
  return isDateGranularity(granularity) ? 'date' : 'timestamp'
}

/**
 * Fiscal years and quarters are those of the calendar, moved by this many months: 3 in a year that starts in April. Quarters of such a year are
 * quarters of the calendar, as four of them are a year.
 */
export function fiscalShift(
  granularity: FiscalGranularity,
  fiscalYearStart: number,
): { readonly unit: 'quarter' | 'year'; readonly months: number } {
  const months = fiscalYearStart - 1
  return granularity === 'fiscal_year' ? { unit: 'year', months } : { unit: 'quarter', months: months % 3 }
}
