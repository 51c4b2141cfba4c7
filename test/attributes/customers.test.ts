/** Attributes of customers out of what they did: first, last, n-th and most frequent values. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { tickets } from './tickets.ts'
import { valuesOf } from './values.ts'

describe('attributes of customers', () => {
  onBothEngines(tickets, (ask) => {
    const ofCustomers = (...fields: readonly string[]) => valuesOf(ask, 'customer', fields)

    test('the first, the last and the n-th row in the order of time, then key by code point; rows without a time are none of them', async () => {
      expect(await ofCustomers('firstCategory', 'lastCategory', 'secondCategory', 'thirdAmount', 'lastBoughtOn', 'lastStatus')).toEqual([
        ['beer', 'beer', 'wine', '5.00', '2024-03-01', 'closed'],
        // The first row has no category: null is its value.
        [null, 'wine', 'wine', null, '2024-02-02', 'open'],
        [null, null, null, null, null, null],
      ])
    })

    test('the most frequent value, of several the least; rows without a time count', async () => {
      expect(await ofCustomers('favouriteBrand', 'favouriteAmount')).toEqual([
        // Apex and Bock twice each; four amounts once each.
        ['Apex', '1.00'],
        ['Apex', '7.00'],
        [null, null],
      ])
    })

    test('only rows of a condition, or of a stretch of time', async () => {
      expect(await ofCustomers('firstLargeCategory', 'secondLargeCategory', 'lastCategoryThisSpring')).toEqual([
        ['beer', 'wine', 'beer'],
        [null, 'wine', null],
        [null, null, null],
      ])
    })

    test('one value for all rows that are equal in a dimension, or for all there are', async () => {
      expect(await ofCustomers('favouriteBrandOfState', 'lastCategoryOfAll')).toEqual([
        ['Apex', 'tea'],
        ['Apex', 'tea'],
        // The tea is of a customer nobody knows, whose state is unknown too.
        ['apex', 'tea'],
      ])
    })

    test('what lies after the question is not there', async () => {
      expect(await valuesOf(ask, 'customer', ['lastCategory', 'favouriteBrand'], 'asOf: "2024-02-01"')).toEqual([
        ['wine', 'Apex'],
        [null, 'Apex'],
        [null, null],
      ])
      expect(await valuesOf(ask, 'customer', ['lastCategory', 'lastStatus'], 'asOf: "2024-12-31"')).toEqual([
        ['gin', 'later'],
        ['wine', 'open'],
        [null, null],
      ])
    })

    test('they are dimensions like all others: in expressions, segments, groups, filters and orders', async () => {
      expect(await ofCustomers('isLoyal', 'beganWithBeer')).toEqual([
        [true, true],
        [null, false],
        [null, false],
      ])
      const slice = await ask(
        '{ slice(by: { customer: [FIRST_CATEGORY] }, orderBy: [{ customer: { firstCategory: DESC } }]) { rows { customer { firstCategory } bought { revenue } } } }',
      )
      expect(slice).toEqual({
        rows: [
          { customer: { firstCategory: 'beer' }, bought: { revenue: '36.50' } },
          { customer: { firstCategory: null }, bought: { revenue: '17.00' } },
        ],
      })
      const filtered = await ask(
        '{ slice(by: {}, where: { customer: { favouriteBrand: { eq: "Apex" }, lastCategory: { ne: "beer" } } }) { rows { customer { customers } bought { revenue } } } }',
      )
      expect(filtered).toEqual({ rows: [{ customer: { customers: 1 }, bought: { revenue: '14.00' } }] })
    })

    test('all that is made from the same rows is made in one pass over them', async () => {
      const words = 'CUSTOMER_ID, FIRST_CATEGORY, LAST_CATEGORY, SECOND_CATEGORY, THIRD_AMOUNT, FAVOURITE_BRAND, ORDERS'
      const { sql } = (await ask(`{ slice(by: { customer: [${words}] }) { rows { customer { customerId } } sql } }`)) as { sql: string }
      expect(sql.match(/(from|join)\s+"bought"/g)).toHaveLength(1)
      const conditional = (await ask(
        '{ slice(by: { customer: [CUSTOMER_ID, FIRST_CATEGORY, FIRST_LARGE_CATEGORY, SECOND_LARGE_CATEGORY] }) { rows { customer { customerId } } sql } }',
      )) as { sql: string }
      expect(conditional.sql.match(/(from|join)\s+"bought"/g)).toHaveLength(2)
    })
  })
})
