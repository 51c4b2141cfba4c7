/**
 * The customer 360 Lens that the project began with, where it is at hand: all of it is translated, it loads, and answers recency, frequency and
 * monetary value by any dimension. Rows: Ann (MA) ordered Beer for 10 on 28 June at 14:00 and Wine for 5.50 the same time in one order; Bob (NY)
 * Beer for 7 on 1 June, rejected the day after.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TestTables } from '../support/databases.ts'
import { askBothEngines, imported, told, written } from './imported.ts'

const folder = path.resolve('../shared/seeds')
const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith('004')) : undefined

test.runIf(name === undefined)(`the Lens of the project's first question is not here (${path.relative('.', folder)})`, () => {})

describe.runIf(name !== undefined)('the Lens of the first question', () => {
  const text = name === undefined ? '' : readFileSync(path.join(folder, name), 'utf8')

  test('everything in it is translated, and nothing changes without a word', async () => {
    const model = await imported(text)
    expect(model).toMatchObject({ name: 'customer_360', entities: 4, dimensions: 60, measures: 9, relationships: 5 })
    expect(model.leftOut).toEqual([])
    expect(told(model.changed).map((line) => line.replace(/^.*?: /, ''))).toEqual([
      'the catalog in front of the name of a table is left out.',
      '`trim` removes spaces here; in Trino it removes tabs and line breaks, too.',
      'the date of today is the date of the question (`${as_of}`) here.',
      'days are calendar days here (yesterday is 1 day ago); Trino counts 24 hours back from the midnight that began today.',
    ])
    expect(written(model, 'model.yml')).toContain('contract: customer_360\nowner: iamgroot\ntags: [c360, activity_schema, segment]\n')
    expect(written(model, 'customer.yml').match(/hidden: true/g)).toHaveLength(4)
    expect(written(model, 'customer.yml').match(/verified: true/g)).toHaveLength(4)
  })

  const tables: TestTables = {
    customers_large_data: {
      columns: Object.fromEntries(
        [
          ...['customer_id', 'customer_name', 'email', 'phone_number', 'address', 'customer_no', 'site', 'state', 'county_name', 'zip'],
          ...['premise_code', 'status', 'license_classification', 'license_type', 'channel_code', 'channel_name', 'selling_division_name'],
          'consent',
        ].map((column) => [column, 'string']),
      ),
      rows: [
        ['ann', 'Ann', 'ann@example.org', null, null, '1', 'S1', 'MA', ...Array.from({ length: 10 }, () => null)],
        ['bob', 'Bob', null, null, null, '2', 'S1', 'NY', ...Array.from({ length: 10 }, () => null)],
      ],
    },
    activity_streams_large_data: {
      columns: {
        activity_uuid: 'string',
        entity_id: 'string',
        activity: 'string',
        activity_ts: 'timestamp',
        ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`feature${index + 1}`, 'string'])),
        activity_occurence: 'integer',
        activity_repeated_at: 'timestamp',
      },
      rows: [
        ['1', 'ann', 'order_placed', '2024-06-28 14:00:00', '7-1', 'p1', 'B', 'S', 'Beer', 'Local', '1', '0', '10', '2024-07-01', 1, null],
        [
          '2',
          'ann',
          'order_placed',
          '2024-06-28 14:00:00',
          '7-2',
          'p2',
          'W',
          'S',
          'Wine',
          'Local',
          '1',
          '0',
          '5.50',
          '2024-07-01',
          2,
          null,
        ],
        ['3', 'bob', 'order_placed', '2024-06-01 08:00:00', '7-1', 'p1', 'B', 'S', 'Beer', 'Local', '1', '0', '7', '2024-06-03', 1, null],
        ['4', 'bob', 'order_rejected', '2024-06-02 08:00:00', '7-1', 'p1', 'OUT', 'X', 'Y', null, '1', '0', '7', '2024-06-03', 1, null],
      ],
    },
  }

  askBothEngines(text.replaceAll('icebase.audience.', ''), tables, (ask) => {
    test('RFM by state', async () => {
      const slice = `{ slice(by: { customer: [STATE] }, asOf: "2024-06-30") {
        rows { customer { state } orderPlaced { recency frequency monetary } orderRejected { recency frequency } } } }`
      expect(await ask(slice)).toEqual({
        rows: [
          {
            customer: { state: 'MA' },
            orderPlaced: { recency: 2, frequency: 1, monetary: 15.5 },
            orderRejected: { recency: null, frequency: 0 },
          },
          {
            customer: { state: 'NY' },
            orderPlaced: { recency: 29, frequency: 1, monetary: 7 },
            orderRejected: { recency: 28, frequency: 1 },
          },
        ],
      })
    })

    test('RFM by customer and product', async () => {
      const slice = `{ slice(by: { customer: [CUSTOMER_NAME], orderPlaced: [PRODUCT_CATEGORY] }, of: [ORDER_PLACED], asOf: "2024-06-30") {
        rows { customer { customerName } orderPlaced { productCategory recency frequency monetary } } } }`
      expect(await ask(slice)).toEqual({
        rows: [
          { customer: { customerName: 'Ann' }, orderPlaced: { productCategory: 'Beer', recency: 2, frequency: 1, monetary: 10 } },
          { customer: { customerName: 'Ann' }, orderPlaced: { productCategory: 'Wine', recency: 2, frequency: 1, monetary: 5.5 } },
          { customer: { customerName: 'Bob' }, orderPlaced: { productCategory: 'Beer', recency: 29, frequency: 1, monetary: 7 } },
        ],
      })
    })
  })
})
