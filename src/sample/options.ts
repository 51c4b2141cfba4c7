/** What may be asked of the generator. */
import { type Issue, issue } from '../semantic/issues/issue.ts'

export interface SampleOptions {
  readonly customers: number
  /** Default: 20 for each customer. */
  readonly activities?: number
  /** Another seed is another base of the same kind. */
  readonly seed?: number
  /** The last day, 'YYYY-MM-DD'; the base covers the three years before its end. */
  readonly until?: string
}

export const sampleDefaults = {
  customers: 5000,
  activitiesPerCustomer: 20,
  engagementsPerCustomer: 3,
  seed: 1,
  until: '2025-12-31',
} as const

/** The largest base: 10 million customers, a thousand million activities. */
const limits = { customers: 10_000_000, activities: 1_000_000_000, seed: 0xffff_ffff }

export function withDefaults(options: SampleOptions): Required<SampleOptions> {
  const { customers, activities, seed, until } = options
  return {
    customers,
    activities: activities ?? customers * sampleDefaults.activitiesPerCustomer,
    seed: seed ?? sampleDefaults.seed,
    until: until ?? sampleDefaults.until,
  }
}

/** What customers do beside ordering; how much of it there is follows from their number. */
export function engagementsOf({ customers }: SampleOptions): number {
  return customers * sampleDefaults.engagementsPerCustomer
}

/** Everything wrong with the options; empty when they can be generated. */
export function checkSampleOptions(options: SampleOptions): readonly Issue[] {
  const asked = withDefaults(options)
  const issues = (['customers', 'activities', 'seed'] as const)
    .filter((option) => !isWholeUpTo(asked[option], limits[option]))
    .map((option) =>
      issue('BAD_SAMPLE_OPTION', { option, value: String(asked[option]), expected: `a whole number from 0 to ${limits[option]}` }),
    )
  if (!isDay(asked.until)) {
    issues.push(
      issue('BAD_SAMPLE_OPTION', { option: 'until', value: asked.until, expected: 'a day from 1973-01-01 to 2090-12-31, as YYYY-MM-DD' }),
    )
  }
  if (asked.customers === 0 && asked.activities > 0) {
    issues.push(
      issue('BAD_SAMPLE_OPTION', { option: 'activities', value: String(asked.activities), expected: '0, as there are no customers' }),
    )
  }
  return issues
}

function isWholeUpTo(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= limit
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1973-01-01' || text > '2090-12-31') return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}
