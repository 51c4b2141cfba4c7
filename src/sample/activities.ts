/** All orders of one customer as rows of an activity stream: in order of time, numbered, each knowing when it was repeated. */
import { type Calendar, timestampText } from './calendar.ts'
import { type Customer, purposes } from './customers.ts'
import { type Activity, type OrderNumbers, placeClosingOrder, placeOrder } from './orders.ts'
import { itemAt, Random } from './random.ts'

export type ActivityRow = readonly (string | number | null)[]

/** What every stream asks of an activity. */
export interface Happening {
  readonly activity: string
  /** From the first midnight of the sample. */
  readonly second: number
}

export interface Stream {
  readonly calendar: Calendar
  readonly seed: number
  readonly numbers: OrderNumbers
}

/** The orders of one customer, and the rows they are written as. */
export interface Orders {
  readonly activities: readonly Activity[]
  readonly rows: readonly ActivityRow[]
}

/** Exactly `count` activities. */
export function ordersOf(stream: Stream, customer: Customer, count: number): Orders {
  const random = new Random(stream.seed, customer.index, purposes.orders)
  const activities = drawActivities(stream, customer, random, count)
  return { activities, rows: rowsOf(stream.calendar, customer, random, activities, (activity) => featuresOf(stream.calendar, activity)) }
}

/** One customer's activities in order of time -> the rows of a stream. */
export function rowsOf<T extends Happening>(
  calendar: Calendar,
  customer: Customer,
  random: Random,
  activities: readonly T[],
  featuresOf: (activity: T) => readonly (string | null)[],
): ActivityRow[] {
  const repeatedAt = nextSeconds(activities)
  const occurrences = new Map<string, number>()
  return activities.map((activity, index) => {
    const occurrence = (occurrences.get(activity.activity) ?? 0) + 1
    occurrences.set(activity.activity, occurrence)
    const next = itemAt(repeatedAt, index)
    return [
      uuidOf(calendar, random, activity.second, occurrence),
      customer.id,
      activity.activity,
      timestampText(calendar, activity.second),
      ...featuresOf(activity),
      occurrence,
      next < 0 ? null : timestampText(calendar, next),
    ]
  })
}

function drawActivities(stream: Stream, customer: Customer, random: Random, count: number): Activity[] {
  const book = { calendar: stream.calendar, customer, numbers: stream.numbers, random }
  const activities: Activity[] = []
  while (activities.length < count) {
    const rest = count - activities.length
    const order = placeOrder(book)
    activities.push(...(order.length <= rest ? order : placeClosingOrder(book, rest)))
  }
  // The sort is stable: lines of one order keep their order.
  return activities.sort((a, b) => a.second - b.second)
}

/** For each activity the second of the next one of its kind, -1 where there is none. */
function nextSeconds(activities: readonly Happening[]): Int32Array {
  const next = new Int32Array(activities.length).fill(-1)
  const later = new Map<string, number>()
  for (let index = activities.length - 1; index >= 0; index--) {
    const { activity, second } = itemAt(activities, index)
    next[index] = later.get(activity) ?? -1
    later.set(activity, second)
  }
  return next
}

/** Identifiers of one customer's activities sort as they happened: UUID version 7 (RFC 9562), its counter is the occurrence. */
function uuidOf(calendar: Calendar, random: Random, second: number, occurrence: number): string {
  const time = hex(calendar.startMs + second * 1000, 12)
  const low = hex(random.bits(), 8)
  const variant = hex(0x8000 + random.below(0x4000), 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(occurrence % 0x1000, 3)}-${variant}-${hex(random.below(0x10000), 4)}${low}`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/** feature1 to feature10; what they mean depends on the activity and is said by the model. */
function featuresOf(calendar: Calendar, { line, rejection, cases, bottles, cents }: Activity): readonly (string | null)[] {
  const { product } = line
  const described =
    rejection === undefined
      ? [product.brand, product.supplier, product.category, product.classification]
      : [rejection.code, rejection.isWhole ? 'CANCELLED' : 'PARTLY_CANCELLED', rejection.delivery, null]
  return [line.id, product.id, ...described, String(cases), String(bottles), moneyText(cents), itemAt(calendar.dates, line.requestedDay)]
}

export function moneyText(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}
