/** Questions of the customer graph: what several of them ask, and their answers as the rows that SQL has. */
import type { AnswerPart, GraphData } from './question.ts'

/** `{ customer, order }` for each of the orders; a customer without any has one row, as in a left join. */
export function besideEach(customer: unknown, name: string, list: unknown): readonly GraphData[] {
  if (customer === null) return []
  if (!Array.isArray(list)) throw new Error(`The answer has no list for ${name}.`)
  return list.length === 0 ? [{ customer }] : list.map((each) => ({ customer, [name]: each }))
}

/** What a way of names leads to: `timeline.nodes`. */
export function fieldOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value)
}

/** A customer as a list or a short profile shows it. */
export const customerFields = 'customerId customerName state channel recencyDays orders value'
export const customerAnswer: readonly AnswerPart[] = [
  { path: 'customer.customerId', kind: 'text' },
  { path: 'customer.customerName', kind: 'text' },
  { path: 'customer.state', kind: 'text' },
  { path: 'customer.channel', kind: 'text' },
  { path: 'customer.recencyDays', kind: 'number' },
  { path: 'customer.orders', kind: 'number' },
  { path: 'customer.value', kind: 'exact' },
]

/** What happened last, with the fields that all three kinds have. */
export const timelineField = `timeline(first: 10) {
      nodes {
        activity: __typename
        occurredAt
        ... on OrderPlaced { orderId productCategory quantity orderValue }
        ... on OrderInvoiced { orderId productCategory quantity orderValue }
        ... on OrderRejected { orderId productCategory quantity orderValue }
      }
    }`
export const happenedAnswer: readonly AnswerPart[] = [
  { path: 'happened.activity', kind: 'text' },
  { path: 'happened.occurredAt', kind: 'time' },
  { path: 'happened.orderId', kind: 'text' },
  { path: 'happened.productCategory', kind: 'text' },
  { path: 'happened.quantity', kind: 'number' },
  { path: 'happened.orderValue', kind: 'exact' },
]

/** The same in SQL, of a table `happened`. */
export const happenedColumns = `case activity when 'order_placed' then 'OrderPlaced' when 'order_invoiced' then 'OrderInvoiced' when 'order_rejected' then 'OrderRejected' end as kind,
  activity_ts, order_id, product_category, quantity, order_value`
