/**
 * One customer of the sample, from the seed and its number alone: no customer depends on another, so any part of the base can be made again.
 */
import { type Calendar, shareOfDays } from './calendar.ts'
import { type Channel, channels, nameStarts } from './channels.ts'
import { type County, type Site, sites, streets } from './places.ts'
import { Random } from './random.ts'

/** What its activities follow from. */
export interface Customer {
  readonly index: number
  readonly id: string
  readonly site: Site
  readonly channel: Channel
  /** Days it buys on, counted from the start of the sample. */
  readonly firstDay: number
  readonly lastDay: number
  readonly hasLeft: boolean
  /** 0: never ordered anything. Half of all customers are below 1.5, one in a hundred above 13. */
  readonly size: number
  /** Its part of all activities, against the others. */
  readonly weight: number
}

/** Separate sequences, so that one more draw in one part leaves the others as they were. */
export const purposes = { profile: 1, contact: 2, orders: 3, engagement: 4, acquisition: 5 } as const

const idleShare = 45
const newShare = 280
const leavingShare = 170
const shortestLifeDays = 60

export function createCustomer(calendar: Calendar, seed: number, index: number): Customer {
  const random = new Random(seed, index, purposes.profile)
  const site = random.draw(sites)
  const channel = random.draw(channels)
  // The first customer always buys, so that a base of one has activities.
  const isIdle = random.happens(idleShare) && index > 0
  const size = isIdle ? 0 : drawSize(random)
  const isNew = random.happens(newShare)
  const firstDay = isNew ? random.below(calendar.days - shortestLifeDays) : 0
  const leaves = random.happens(leavingShare)
  const lastDay = leaves ? random.between(firstDay + shortestLifeDays - 1, calendar.days - 1) : calendar.days - 1
  const weight = size * shareOfDays(calendar, firstDay, lastDay)
  return { index, id: customerId(index), site, channel, firstDay, lastDay, hasLeft: leaves, size, weight }
}

export function customerId(index: number): string {
  return `C${String(index + 1).padStart(6, '0')}`
}

/** Pareto with alpha 8/3, at most 63: u^(-3/8) by square roots, which are exact on every machine. */
function drawSize(random: Random): number {
  const u = random.between(1, 0x10000) / 0x10000
  const quarter = Math.sqrt(Math.sqrt(u))
  return 1 / (quarter * Math.sqrt(quarter))
}

/** The row of table `customer`, but for how the customer came. `numberInSite` is unique within its site only. */
export function customerRow(customer: Customer, seed: number, numberInSite: number): readonly (string | null)[] {
  const random = new Random(seed, customer.index, purposes.contact)
  const { channel, site } = customer
  const county = random.draw(site.counties)
  const name = `${random.pick(nameStarts)} ${random.pick(channel.nouns)}`
  const email = contact(random, channel.missing.email, () => emailOf(random, name, customer.index))
  const phone = contact(random, channel.missing.phone, () => phoneOf(random, county))
  const address = contact(random, channel.missing.address, () => `${random.between(1, 4800)} ${random.pick(streets)}`)
  return [
    customer.id,
    name,
    email,
    phone,
    address,
    String(10_000 + numberInSite),
    site.state,
    county.name,
    `${county.zip}${String(random.below(100)).padStart(2, '0')}`,
    channel.premise,
    statusOf(random, customer),
    classificationOf(customer),
    random.draw(channel.licenses),
    channel.code,
    channel.name,
    channel.division,
    site.number,
    consentOf(random),
  ]
}

function contact(random: Random, missingPerMille: number, make: () => string): string | null {
  return random.happens(missingPerMille) ? null : make()
}

/** Under `.example`, which no mail reaches (RFC 2606). */
function emailOf(random: Random, name: string, index: number): string {
  const mailbox = random.pick(['orders', 'office', 'hello', 'purchasing', 'manager'])
  const domain = name.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  return `${mailbox}${index + 1}@${domain}.example`
}

/** Numbers set aside for fiction: 555-0100 to 555-0199. */
function phoneOf(random: Random, county: County): string {
  return `+1 ${county.areaCode} 555 01${String(random.below(100)).padStart(2, '0')}`
}

function statusOf(random: Random, customer: Customer): string {
  if (random.happens(18)) return 'suspended'
  if (customer.hasLeft) return 'inactive'
  return customer.size === 0 && random.happens(400) ? 'inactive' : 'active'
}

function classificationOf({ size }: Customer): string {
  if (size >= 6) return 'Tier 1'
  if (size >= 2.5) return 'Tier 2'
  return size >= 1.35 ? 'Tier 3' : 'Tier 4'
}

/** Some were never asked. */
function consentOf(random: Random): string | null {
  const point = random.below(100)
  if (point < 61) return 'yes'
  return point < 84 ? 'no' : null
}
