/**
 * dbt's jaffle shop: orders with several payments must not be counted several times. Expected answers are read from the cases, where they are the
 * results of the shop's own models. Two of its choices are not ours: a customer without payments has a null value there and here, an order
 * without payments of a method 0 there and null here.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../../support/loaded-model.ts'

const folder = path.resolve('../shared/cases/jaffle-shop')
const isHere = existsSync(folder)

test.runIf(!isHere)(
  `the cases of other projects are not here (${path.relative('.', folder)}): nothing was held against the jaffle shop`,
  () => {},
)

interface Case {
  readonly id: string
  readonly expected: { readonly rows?: readonly (readonly unknown[])[]; readonly csv?: string }
}

const cases: readonly Case[] = isHere ? JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')).cases : []

function expectedOf(id: string): Case['expected'] {
  const found = cases.find((each) => each.id === id)
  if (found === undefined) throw new Error(`No case ${id}`)
  return found.expected
}

function csvOf(id: string): readonly Readonly<Record<string, string>>[] {
  return parse(readFileSync(path.join(folder, expectedOf(id).csv ?? ''), 'utf8'), { columns: true })
}

/** Field by field as the path says: `order.orders`; amounts as numbers, null where there is none. */
function cellsOf(slice: unknown, paths: readonly string[]): unknown[][] {
  const { rows } = slice as { readonly rows: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[] }
  return rows.map((row) =>
    paths.map((each) => {
      const [group = '', field = ''] = each.split('.')
      const value = row[group]?.[field]
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
    }),
  )
}

const numberOrNull = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text))
const textOrNull = (text: string | undefined) => (text === undefined || text === '' ? null : text)
const zeroIsNull = (value: number | null) => (value === 0 ? null : value)

describe.runIf(isHere).each(engines)('jaffle shop on %s', (engine) => {
  let loaded: LoadedModel
  beforeAll(async () => {
    loaded = await openLoadedModel(engine, 'test/reference/jaffle-shop')
  })
  afterAll(() => loaded?.close())

  const grouped: readonly (readonly [id: string, query: string, paths: readonly string[]])[] = [
    [
      'orders-with-payments-fan-out',
      '{ slice(by: {}) { rows { order { orders } payment { amount } } } }',
      ['order.orders', 'payment.amount'],
    ],
    [
      'by-status',
      '{ slice(by: { order: [STATUS] }) { rows { order { status orders } payment { amount } } } }',
      ['order.status', 'order.orders', 'payment.amount'],
    ],
    [
      'by-payment-method',
      '{ slice(by: { payment: [PAYMENT_METHOD] }) { rows { payment { paymentMethod amount ordersPaid } } } }',
      ['payment.paymentMethod', 'payment.amount', 'payment.ordersPaid'],
    ],
    [
      'by-month',
      '{ slice(by: { time: [MONTH] }) { rows { time { month } order { orders buyers } payment { amount } } } }',
      ['time.month', 'order.orders', 'order.buyers', 'payment.amount'],
    ],
    [
      'customers-by-number-of-orders',
      '{ slice(by: { customer: [NUMBER_OF_ORDERS] }) { rows { customer { numberOfOrders customers } } } }',
      ['customer.numberOfOrders', 'customer.customers'],
    ],
  ]

  test.each(grouped)('%s', async (id, query, paths) => {
    expect(cellsOf(await loaded.ask(query), paths)).toEqual(expectedOf(id).rows)
  })

  test('the customers table of the project, row by row', async () => {
    const slice = await loaded.ask(
      `{ slice(by: { customer: [CUSTOMER_ID, NUMBER_OF_ORDERS, LIFETIME_VALUE] }, of: [CUSTOMER]) {
        rows { customer { customerId numberOfOrders lifetimeValue } order { firstOrder mostRecentOrder orders } payment { amount } } } }`,
    )
    const paths = [
      'customer.customerId',
      'order.firstOrder',
      'order.mostRecentOrder',
      'order.orders',
      'customer.numberOfOrders',
      'payment.amount',
      'customer.lifetimeValue',
    ]
    expect(cellsOf(slice, paths)).toEqual(
      csvOf('customers-table').map((row) => {
        // They have no number for a customer without orders; a count of nothing is 0 here.
        const orders = numberOrNull(row.number_of_orders) ?? 0
        const value = numberOrNull(row.customer_lifetime_value)
        return [Number(row.customer_id), textOrNull(row.first_order), textOrNull(row.most_recent_order), orders, orders, value, value]
      }),
    )
  })

  test('the orders table of the project, row by row', async () => {
    const slice = await loaded.ask(
      `{ slice(by: { order: [ORDER_ID, CUSTOMER_ID, ORDER_DATE, STATUS, AMOUNT] }, of: [ORDER]) {
        rows { order { orderId customerId orderDate status amount } payment { creditCardAmount couponAmount bankTransferAmount giftCardAmount amount } } } }`,
    )
    const methods = ['credit_card', 'coupon', 'bank_transfer', 'gift_card'] as const
    const paths = [
      'order.orderId',
      'order.customerId',
      'order.orderDate',
      'order.status',
      'payment.creditCardAmount',
      'payment.couponAmount',
      'payment.bankTransferAmount',
      'payment.giftCardAmount',
      'payment.amount',
      'order.amount',
    ]
    const cells = cellsOf(slice, paths).map((row) =>
      row.map((cell, index) => (index >= 4 && typeof cell === 'number' ? zeroIsNull(cell) : cell)),
    )
    expect(cells).toEqual(
      csvOf('orders-table').map((row) => {
        const amount = zeroIsNull(numberOrNull(row.amount))
        const byMethod = methods.map((method) => zeroIsNull(numberOrNull(row[`${method}_amount`])))
        return [Number(row.order_id), Number(row.customer_id), row.order_date, row.status, ...byMethod, amount, amount]
      }),
    )
  })

  test('no case is left out', () => {
    const held = [...grouped.map(([id]) => id), 'customers-table', 'orders-table']
    expect(cases.map(({ id }) => id).filter((id) => !held.includes(id))).toEqual([])
  })
})
