/** dbt's jaffle shop: orders with several payments must not be counted several times. Expected answers are those of its own models. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../../support/loaded-model.ts'

const cases = path.resolve('../shared/cases/jaffle-shop')
const isHere = existsSync(cases)

test.runIf(!isHere)(
  `the cases of other projects are not here (${path.relative('.', cases)}): nothing was held against the jaffle shop`,
  () => {},
)

interface Customer {
  readonly customer: {
    readonly customerId: number
    readonly numberOfOrders: number
    readonly lifetimeValue: string | null
    readonly customers: number
  }
  readonly order: { readonly firstOrder: string | null; readonly mostRecentOrder: string | null; readonly orders: number }
  readonly payment: { readonly amount: string | null }
}

describe.runIf(isHere).each(engines)('jaffle shop on %s', (engine) => {
  let loaded: LoadedModel
  beforeAll(async () => {
    loaded = await openLoadedModel(engine, 'test/reference/jaffle-shop')
  })
  afterAll(() => loaded?.close())

  test('99 orders and the sum of 113 payments in one slice', async () => {
    expect(await loaded.ask('{ slice(by: {}) { rows { order { orders } payment { amount } } } }')).toEqual({
      rows: [{ order: { orders: 99 }, payment: { amount: '1672.00' } }],
    })
  })

  test('by status of the order', async () => {
    expect(await loaded.ask('{ slice(by: { order: [STATUS] }) { rows { order { status orders } payment { amount } } } }')).toEqual({
      rows: [
        { order: { status: 'completed', orders: 67 }, payment: { amount: '1103.00' } },
        { order: { status: 'placed', orders: 13 }, payment: { amount: '284.00' } },
        { order: { status: 'return_pending', orders: 2 }, payment: { amount: '38.00' } },
        { order: { status: 'returned', orders: 4 }, payment: { amount: '49.00' } },
        { order: { status: 'shipped', orders: 13 }, payment: { amount: '198.00' } },
      ],
    })
  })

  test('by payment method', async () => {
    expect(
      await loaded.ask('{ slice(by: { payment: [PAYMENT_METHOD] }) { rows { payment { paymentMethod amount ordersPaid } } } }'),
    ).toEqual({
      rows: [
        { payment: { paymentMethod: 'bank_transfer', amount: '411.00', ordersPaid: 33 } },
        { payment: { paymentMethod: 'coupon', amount: '185.00', ordersPaid: 13 } },
        { payment: { paymentMethod: 'credit_card', amount: '871.00', ordersPaid: 51 } },
        { payment: { paymentMethod: 'gift_card', amount: '205.00', ordersPaid: 12 } },
      ],
    })
  })

  test('by month, payments by the date of their order', async () => {
    expect(
      await loaded.ask('{ slice(by: { time: [MONTH] }) { rows { time { month } order { orders buyers } payment { amount } } } }'),
    ).toEqual({
      rows: [
        { time: { month: '2018-01-01' }, order: { orders: 29, buyers: 24 }, payment: { amount: '496.00' } },
        { time: { month: '2018-02-01' }, order: { orders: 27, buyers: 25 }, payment: { amount: '415.00' } },
        { time: { month: '2018-03-01' }, order: { orders: 35, buyers: 31 }, payment: { amount: '622.00' } },
        { time: { month: '2018-04-01' }, order: { orders: 8, buyers: 8 }, payment: { amount: '139.00' } },
      ],
    })
  })

  test('customers by number of orders: 38 of 100 have none', async () => {
    expect(await loaded.ask('{ slice(by: { customer: [NUMBER_OF_ORDERS] }) { rows { customer { numberOfOrders customers } } } }')).toEqual({
      rows: [
        { customer: { numberOfOrders: 0, customers: 38 } },
        { customer: { numberOfOrders: 1, customers: 33 } },
        { customer: { numberOfOrders: 2, customers: 23 } },
        { customer: { numberOfOrders: 3, customers: 5 } },
        { customer: { numberOfOrders: 5, customers: 1 } },
      ],
    })
  })

  test('the customers table of the project, row by row', async () => {
    const slice = (await loaded.ask(
      '{ slice(by: { customer: [CUSTOMER_ID, NUMBER_OF_ORDERS, LIFETIME_VALUE] }) { rows { customer { customerId numberOfOrders lifetimeValue customers } order { firstOrder mostRecentOrder orders } payment { amount } } } }',
    )) as { rows: Customer[] }
    const expected: Record<string, string>[] = parse(readFileSync(path.join(cases, 'expected_customers.csv')), { columns: true })
    const orNull = (text: string | undefined) => (text === '' || text === undefined ? null : text)
    expect(
      slice.rows.map(({ customer, order, payment }) => [
        customer.customerId,
        order.firstOrder,
        order.mostRecentOrder,
        order.orders,
        customer.numberOfOrders,
        Number(payment.amount),
        Number(customer.lifetimeValue),
      ]),
    ).toEqual(
      expected.map((row) => {
        const orders = Number(row.number_of_orders)
        const value = Number(row.customer_lifetime_value)
        return [Number(row.customer_id), orNull(row.first_order), orNull(row.most_recent_order), orders, orders, value, value]
      }),
    )
  })
})
