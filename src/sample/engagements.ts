/**
 * What one customer did beside ordering, as rows of a stream of its own: mails opened and clicked, visits of the site, answers to
 * surveys, promotions used with an order.
 *
 *   lines placed + exactly `count` engagements -> rows in order of time; drawn apart, orders do not depend on it
 */
import { type ActivityRow, type Happening, moneyText, rowsOf, type Stream } from './activities.ts'
import { type Calendar, drawDay, drawTimeOfDay, secondOf, shareOfDays } from './calendar.ts'
import { type Customer, purposes } from './customers.ts'
import type { Activity } from './orders.ts'
import { itemAt, Random, weighted } from './random.ts'

interface Engagement extends Happening {
  /** feature1 to feature3; what they mean depends on the activity and is said by the model. */
  readonly features: readonly [string, string | null, string | null]
}

type Kind = 'survey_answered' | 'email_opened' | 'site_visited' | 'email_clicked' | 'promotion_redeemed'

const kindsOfMost = weighted<Kind>([
  ['email_opened', 42],
  ['site_visited', 27],
  ['email_clicked', 13],
  ['promotion_redeemed', 11],
  ['survey_answered', 7],
])

const kindsOfBargainHunters = weighted<Kind>([
  ['email_opened', 18],
  ['site_visited', 10],
  ['email_clicked', 12],
  ['promotion_redeemed', 57],
  ['survey_answered', 3],
])
const bargainHunterShare = 110

/** How lively a customer is, whatever it orders; a quarter does nothing but order. */
const liveliness = weighted<number>([
  [0, 25],
  [1, 39],
  [3, 24],
  [9, 10],
  [100, 2],
])

const answers = weighted<number>([
  [10, 22],
  [9, 24],
  [8, 17],
  [7, 13],
  [6, 8],
  [5, 6],
  [4, 3],
  [3, 2],
  [2, 2],
  [1, 1],
  [0, 2],
])

const campaigns = ['Newsletter', 'New Products', 'Price List', 'Season Opening', 'Events'] as const
const pages = ['Catalogue', 'Prices', 'Promotions', 'Recipes', 'Delivery Times', 'Contact'] as const
const promotions = [
  { code: 'SAVE5', percent: 5 },
  { code: 'SAVE10', percent: 10 },
  { code: 'CASE15', percent: 15 },
] as const

/** Its part of all engagements, against the others. */
export function engagementWeight(calendar: Calendar, customer: Customer, seed: number): number {
  return livelinessOf(engagementRandom(customer, seed), customer) * shareOfDays(calendar, customer.firstDay, customer.lastDay)
}

/** Exactly `count` rows. */
export function engagementRows({ calendar, seed }: Stream, customer: Customer, placed: readonly Activity[], count: number): ActivityRow[] {
  const random = engagementRandom(customer, seed)
  livelinessOf(random, customer)
  const kinds = random.happens(bargainHunterShare) ? kindsOfBargainHunters : kindsOfMost
  // Each line has one promotion at most.
  const lines = placed.filter(({ activity }) => activity === 'order_placed')
  const engagements = Array.from({ length: count }, () => {
    const kind = random.draw(kinds)
    const line = kind === 'promotion_redeemed' && lines.length > 0 ? lines.splice(random.below(lines.length), 1)[0] : undefined
    return line === undefined ? contactOf(calendar, customer, random, kind) : redemptionOf(random, line)
  })
  engagements.sort((a, b) => a.second - b.second)
  return rowsOf(calendar, customer, random, engagements, ({ features }) => features)
}

function engagementRandom(customer: Customer, seed: number): Random {
  return new Random(seed, customer.index, purposes.engagement)
}

/** The first customer is always lively, so that a base of one has engagements. */
function livelinessOf(random: Random, customer: Customer): number {
  return Math.max(random.draw(liveliness), customer.index === 0 ? 1 : 0)
}

/** Whoever has no line to use a promotion with looks at the site instead. */
function contactOf(calendar: Calendar, { firstDay, lastDay }: Customer, random: Random, kind: Kind): Engagement {
  // The later of two days: there is more of it every year.
  const day = Math.max(drawDay(calendar, random, firstDay, lastDay), drawDay(calendar, random, firstDay, lastDay))
  const second = secondOf(day, drawTimeOfDay(random))
  switch (kind) {
    case 'survey_answered':
      return { activity: kind, second, features: [String(random.draw(answers)), null, null] }
    case 'email_opened':
    case 'email_clicked':
      return { activity: kind, second, features: [`${random.pick(campaigns)} ${itemAt(calendar.dates, day).slice(0, 7)}`, null, null] }
    case 'site_visited':
    case 'promotion_redeemed':
      return { activity: 'site_visited', second, features: [random.pick(pages), null, null] }
  }
}

/** With the order, for a part of the price of the line. */
function redemptionOf(random: Random, { second, line, cents }: Activity): Engagement {
  const { code, percent } = random.pick(promotions)
  return { activity: 'promotion_redeemed', second, features: [line.id, code, moneyText(Math.floor((cents * percent) / 100))] }
}
