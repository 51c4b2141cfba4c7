/** The sizes of a time bucket, finest first. */
export const granularities = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Granularity = (typeof granularities)[number]

/** Buckets from day upward are calendar dates; finer ones are instants. */
export const dateGranularities = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Granularity[]

export function isDateGranularity(granularity: Granularity): boolean {
  return (dateGranularities as readonly Granularity[]).includes(granularity)
}

/** What a bucket's key is: a calendar date from day upward, else an instant. */
export function bucketType(granularity: Granularity): 'date' | 'timestamp' {
  return isDateGranularity(granularity) ? 'date' : 'timestamp'
}

/** First day of the week bucket; weeks starting on Monday are ISO weeks. */
export type WeekStart = 'monday' | 'sunday'
