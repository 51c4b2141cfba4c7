/**
 * The orders of one customer: what was placed, what of it was rejected, what was invoiced in the end.
 *
 *   placed 10 cases -> rejected 3 (out of stock) -> rejected 2 (damaged) -> invoiced 5; cases, bottles and cents add up
 */
import { type Calendar, dayOf, drawDay, drawTimeOfDay, secondOf } from './calendar.ts'
import type { Customer } from './customers.ts'
import { demand, type Product } from './products.ts'
import { itemAt, type Random, type Weighted, weighted } from './random.ts'

export interface Quantity {
  readonly cases: number
  readonly bottles: number
  readonly cents: number
}

export interface OrderLine {
  /** Unique in the whole sample. */
  readonly id: string
  readonly product: Product
  readonly requestedDay: number
}

export type ActivityName = 'order_placed' | 'order_rejected' | 'order_invoiced'

export interface Activity extends Quantity {
  readonly activity: ActivityName
  readonly second: number
  readonly line: OrderLine
  readonly rejection?: Rejection
}

interface Rejection {
  readonly code: string
  readonly delivery: string
  readonly isWhole: boolean
}

/** How the life of a line goes on; per mille. `open`: neither rejected nor invoiced. */
const fates = weighted<'invoiced' | 'rejected' | 'rejectedInPart' | 'rejectedTwice' | 'open'>([
  ['invoiced', 832],
  ['rejected', 46],
  ['rejectedInPart', 19],
  ['rejectedTwice', 6],
  ['open', 97],
])

const linesPerOrder = weighted<number>([
  [1, 38],
  [2, 28],
  [3, 17],
  [4, 9],
  [5, 5],
  [6, 3],
])

const rejections: Weighted<{ readonly code: string; readonly delivery: string }> = weighted([
  [{ code: 'OUT_OF_STOCK', delivery: 'NOT_SHIPPED' }, 42],
  [{ code: 'CREDIT_HOLD', delivery: 'NOT_SHIPPED' }, 21],
  [{ code: 'LICENSE_LAPSED', delivery: 'NOT_SHIPPED' }, 6],
  [{ code: 'DAMAGED', delivery: 'RETURNED' }, 16],
  [{ code: 'REFUSED', delivery: 'REFUSED_AT_DOOR' }, 15],
])

/** Prices rise by this much a year, per mille. */
const yearlyRise = 31

/** The order numbers given out so far, by day. */
export type OrderNumbers = Uint32Array

interface OrderBook {
  readonly calendar: Calendar
  readonly customer: Customer
  readonly numbers: OrderNumbers
  readonly random: Random
}

/** One order with all that became of it by the end of the sample. */
export function placeOrder(book: OrderBook): Activity[] {
  const { calendar, customer, random } = book
  const placed = openOrder(book, random.draw(linesPerOrder), drawDay(calendar, random, customer.firstDay, customer.lastDay))
  const followed = placed.flatMap((line) => [line, ...followUp(random, line)])
  return followed.filter((activity) => activity.second < calendar.endSeconds)
}

/** An order of exactly `rows` activities: lines and their invoices, one line left open when `rows` is odd. */
export function placeClosingOrder(book: OrderBook, rows: number): Activity[] {
  const { calendar, customer, random } = book
  const lastDay = Math.max(customer.firstDay, Math.min(customer.lastDay, calendar.days - 1 - longestInvoiceDays))
  const placed = openOrder(book, Math.ceil(rows / 2), drawDay(calendar, random, customer.firstDay, lastDay))
  return placed.flatMap((line, index) => (2 * index + 1 < rows ? [line, invoice(random, line, line.second, line)] : [line]))
}

function openOrder({ calendar, customer, numbers, random }: OrderBook, lines: number, day: number): Activity[] {
  const second = secondOf(day, drawTimeOfDay(random))
  const number = itemAt(numbers, day) + 1
  numbers[day] = number
  const orderNumber = `${itemAt(calendar.shortDates, day)}${String(number).padStart(4, '0')}`
  const requestedDay = day + random.between(2, 6)
  const products = demand(customer.channel, itemAt(calendar.months, day))
  return Array.from({ length: lines }, (_, index) => {
    const product = random.draw(random.draw(products))
    const line = { id: `${orderNumber}-${index + 1}`, product, requestedDay }
    return { activity: 'order_placed', second, line, ...drawQuantity(random, customer, product, day) }
  })
}

/** Bigger customers order more in a line, but far from in proportion. */
function drawQuantity(random: Random, customer: Customer, product: Product, day: number): Quantity {
  const typical = Math.floor(customer.channel.cases * Math.sqrt(Math.sqrt(customer.size)))
  const cases = random.happens(120) ? 0 : 1 + random.below(2 * typical)
  const hasBottles = cases === 0 || random.happens(90)
  const bottles = hasBottles ? random.between(1, product.bottlesPerCase - 1) : 0
  const units = cases * product.bottlesPerCase + bottles
  const rise = 1000 + Math.floor((yearlyRise * day) / 365)
  return { cases, bottles, cents: Math.round((units * product.bottleCents * rise) / 1000) }
}

function followUp(random: Random, placed: Activity): Activity[] {
  switch (random.draw(fates)) {
    case 'open':
      return []
    case 'invoiced':
      return [invoice(random, placed, placed.second, placed)]
    case 'rejected':
      return [reject(random, placed, placed.second, { quantity: placed, isWhole: true })]
    case 'rejectedInPart':
      return rejectParts(random, placed, 1)
    case 'rejectedTwice':
      return rejectParts(random, placed, 2)
  }
}

/** Parts of at least one case, then an invoice of what is left; a line of a single case is rejected whole. */
function rejectParts(random: Random, placed: Activity, times: number): Activity[] {
  const activities: Activity[] = []
  let rest: Quantity = placed
  let second = placed.second
  for (let n = 0; n < times && rest.cases > 0; n++) {
    const part = partOf(rest, random.between(1, rest.cases), placed.line.product)
    rest = { cases: rest.cases - part.cases, bottles: rest.bottles - part.bottles, cents: rest.cents - part.cents }
    const rejection = reject(random, placed, second, { quantity: part, isWhole: isNothing(rest) && n === 0 })
    second = rejection.second
    activities.push(rejection)
  }
  if (activities.length === 0) return [reject(random, placed, second, { quantity: placed, isWhole: true })]
  return isNothing(rest) ? activities : [...activities, invoice(random, placed, second, rest)]
}

/** Some cases of a quantity, with their part of the price; all of the cases take the loose bottles along. */
function partOf(quantity: Quantity, cases: number, product: Product): Quantity {
  if (cases === quantity.cases) return { cases, bottles: quantity.bottles, cents: quantity.cents }
  const units = quantity.cases * product.bottlesPerCase + quantity.bottles
  return { cases, bottles: 0, cents: Math.floor((quantity.cents * cases * product.bottlesPerCase) / units) }
}

function isNothing({ cases, bottles }: Quantity): boolean {
  return cases === 0 && bottles === 0
}

/** An hour to three days after what came before. */
function reject(
  random: Random,
  placed: Activity,
  after: number,
  { quantity, isWhole }: { readonly quantity: Quantity; readonly isWhole: boolean },
): Activity {
  const { cases, bottles, cents } = quantity
  const { code, delivery } = random.draw(rejections)
  const second = after + random.between(3600, 3 * 86_400)
  return { activity: 'order_rejected', second, line: placed.line, cases, bottles, cents, rejection: { code, delivery, isWhole } }
}

const invoiceDays = weighted<number>([
  [1, 14],
  [2, 24],
  [3, 22],
  [4, 14],
  [5, 10],
  [6, 7],
  [7, 5],
  [10, 3],
  [14, 1],
])
const longestInvoiceDays = 14

/** In the evening of a later day. */
function invoice(random: Random, placed: Activity, after: number, { cases, bottles, cents }: Quantity): Activity {
  const day = dayOf(after) + random.draw(invoiceDays)
  const second = secondOf(day, 18 * 3600 + random.below(4 * 3600))
  return { activity: 'order_invoiced', second, line: placed.line, cases, bottles, cents }
}
