/** How a customer came: over what, and recommended by whom. Drawn apart, so that nothing else about the customer depends on it. */
import type { Calendar } from './calendar.ts'
import { type Customer, createCustomer, customerId, purposes } from './customers.ts'
import { Random, weighted } from './random.ts'

export interface Acquisition {
  /** Null where nobody noted it. */
  readonly source: string | null
  /** Identifier of an earlier customer. */
  readonly referredBy: string | null
}

const sources = weighted<string | null>([
  ['Sales Visit', 38],
  ['Trade Fair', 17],
  ['Web Search', 16],
  ['E-Mail Campaign', 12],
  ['Social Media', 9],
  [null, 8],
])

/** Of those who could have been, per mille. */
const referredShare = 140

export function acquisitionOf(calendar: Calendar, customer: Customer, seed: number): Acquisition {
  const random = new Random(seed, customer.index, purposes.acquisition)
  const source = random.draw(sources)
  return { source, referredBy: random.happens(referredShare) ? referrerOf(calendar, customer, seed, random) : null }
}

/** Lower numbers only, so that a smaller base is the beginning of a larger one; nobody is recommended by one who came later. */
function referrerOf(calendar: Calendar, { index, firstDay }: Customer, seed: number, random: Random): string | null {
  if (index === 0) return null
  const referrer = random.below(index)
  return createCustomer(calendar, seed, referrer).firstDay <= firstDay ? customerId(referrer) : null
}
