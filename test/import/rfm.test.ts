/**
 * A Lens over an activity stream, imported: recency, frequency and monetary value by any dimension. Ann (MA) ordered Beer for 10 and Wine for 5 in
 * order 1 on 10 June, Beer for 2.50 in order 2 on 28 June at 14:00; Bob (NY) Beer for 7 in his order 1 on 1 May; Cid (MA) nothing.
 */
import { expect, test } from 'vitest'
import type { TestTables } from '../support/databases.ts'
import { askBothEngines, fixture } from './imported.ts'

/** Tables without a schema: those of other tests stand beside them. */
const lens = fixture('activities.yml').replaceAll('lake.crm.', '')

const tables: TestTables = {
  customers: {
    columns: { customer_id: 'string', email: 'string', state: 'string' },
    rows: [
      ['ann', 'ann@example.org', 'MA'],
      ['bob', null, 'NY'],
      ['cid', 'cid@example.org', 'MA'],
    ],
  },
  activities: {
    columns: {
      activity_id: 'string',
      entity_id: 'string',
      activity: 'string',
      activity_ts: 'timestamp',
      feature1: 'string',
      feature2: 'string',
      feature3: 'string',
      feature4: 'string',
      activity_occurrence: 'integer',
    },
    rows: [
      ['a1', 'ann', 'order_placed', '2024-06-10 09:00:00', '1-1', ' Beer', '10', '2024-06-12', 1],
      ['a2', 'ann', 'order_placed', '2024-06-10 09:00:00', '1-2', 'Wine', '5', '2024-06-12', 2],
      ['a3', 'ann', 'order_placed', '2024-06-28 14:00:00', '2-1', 'Beer ', '2.50', '2024-06-30', 3],
      ['b1', 'bob', 'order_placed', '2024-05-01 23:59:59', '1-1', 'Beer', '7', '2024-05-03', 1],
      ['b2', 'bob', 'order_rejected', '2024-05-02 10:00:00', '1-1 ', null, null, null, 1],
      ['z1', 'zoe', 'page_seen', '2024-06-29 10:00:00', 'not an order', null, 'no number', null, 1],
    ],
  },
}

askBothEngines(lens, tables, (ask) => {
  test('by a dimension of the customer', async () => {
    const slice = `{ slice(by: { customer: [STATE] }, asOf: "2024-06-30") {
      rows { customer { state customers } orderPlaced { recency frequency monetary } orderRejected { rejections } }
      totals { customer { customers } orderPlaced { recency frequency monetary } } } }`
    expect(await ask(slice)).toEqual({
      rows: [
        {
          customer: { state: 'MA', customers: 2 },
          orderPlaced: { recency: 2, frequency: 2, monetary: 17.5 },
          orderRejected: { rejections: 0 },
        },
        {
          customer: { state: 'NY', customers: 1 },
          orderPlaced: { recency: 60, frequency: 1, monetary: 7 },
          orderRejected: { rejections: 1 },
        },
      ],
      totals: { customer: { customers: 3 }, orderPlaced: { recency: 2, frequency: 3, monetary: 24.5 } },
    })
  })

  test('by a dimension of the product, with customers, over the clock', async () => {
    const slice = `{ slice(by: { customer: [CUSTOMER_ID], orderPlaced: [PRODUCT_CATEGORY], time: [MONTH] }, of: [ORDER_PLACED], asOf: "2024-06-30") {
      rows { customer { customerId } orderPlaced { productCategory recency frequency monetary } time { month } } } }`
    expect(await ask(slice)).toEqual({
      rows: [
        {
          customer: { customerId: 'ann' },
          orderPlaced: { productCategory: 'Beer', recency: 2, frequency: 2, monetary: 12.5 },
          time: { month: '2024-06-01' },
        },
        {
          customer: { customerId: 'ann' },
          orderPlaced: { productCategory: 'Wine', recency: 20, frequency: 1, monetary: 5 },
          time: { month: '2024-06-01' },
        },
        {
          customer: { customerId: 'bob' },
          orderPlaced: { productCategory: 'Beer', recency: 60, frequency: 1, monetary: 7 },
          time: { month: '2024-05-01' },
        },
      ],
    })
  })

  test('at an earlier date: what came later does not exist', async () => {
    const slice = '{ slice(by: {}, asOf: "2024-06-11") { rows { orderPlaced { recency frequency monetary } } } }'
    expect(await ask(slice)).toEqual({ rows: [{ orderPlaced: { recency: 1, frequency: 2, monetary: 22 } }] })
  })

  test('a date kept as text in the stream is a date', async () => {
    const slice = '{ slice(by: { orderPlaced: [DELIVERY_DATE_MONTH] }) { rows { orderPlaced { deliveryDateMonth frequency } } } }'
    expect(await ask(slice)).toEqual({
      rows: [
        { orderPlaced: { deliveryDateMonth: '2024-05-01', frequency: 1 } },
        { orderPlaced: { deliveryDateMonth: '2024-06-01', frequency: 2 } },
      ],
    })
  })
})
