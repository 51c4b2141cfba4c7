/** Lists of different values: of rows one by one, and of nothing else. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { tickets } from './tickets.ts'
import { rowsOneByOne } from './values.ts'

describe('lists', () => {
  onBothEngines(tickets, (ask) => {
    test('each value once, ascending by its type, texts by code point, nulls left out; nothing is an empty list', async () => {
      expect(await rowsOneByOne(ask, 'customer', ['brands', 'amounts', 'bought_days'])).toEqual([
        [
          ['Apex', 'Bock'],
          ['1.00', '5.00', '10.00', '20.50'],
          ['2024-01-01', '2024-03-01'],
        ],
        [['Apex'], ['7.00'], ['2024-02-01', '2024-02-02']],
        [[], [], []],
      ])
    })

    test('of every type, exactly', async () => {
      expect(await rowsOneByOne(ask, 'customer', ['moments', 'flags', 'numbers', 'ratios'])).toEqual([
        [
          ['2024-01-01T09:00:00Z', '2024-03-01T09:00:00Z'],
          [false, true],
          ['9007199254740993', '9007199254740994'],
          [1.5, 5.5, 10.5, 21],
        ],
        [['2024-02-01T09:00:00Z', '2024-02-02T09:00:00Z'], [true], ['9007199254740993'], [7.5]],
        [[], [], [], []],
      ])
    })

    test('of rows that lie after a row', async () => {
      expect((await rowsOneByOne(ask, 'bought', ['statuses_after'])).flat()).toEqual([
        [],
        ['closed', 'open'],
        ['closed'],
        ['closed', 'open'],
        ['open'],
        [],
        [],
      ])
    })

    test('at an earlier date', async () => {
      expect(await rowsOneByOne(ask, 'customer', ['brands'], '2024-02-01T08:00:00Z')).toEqual([[['Apex', 'Bock']], [[]], [[]]])
    })

    test('on a profile, each value as its type is written', async () => {
      expect(await ask('{ customer(customerId: 1) { brands amounts boughtDays moments flags numbers ratios } }')).toEqual({
        brands: ['Apex', 'Bock'],
        amounts: ['1.00', '5.00', '10.00', '20.50'],
        boughtDays: ['2024-01-01', '2024-03-01'],
        moments: ['2024-01-01T09:00:00Z', '2024-03-01T09:00:00Z'],
        flags: [false, true],
        numbers: ['9007199254740993', '9007199254740994'],
        ratios: [1.5, 5.5, 10.5, 21],
      })
      expect(
        await ask('{ customers(first: 2, after: null) { nodes { customerId brands boughts(first: 2) { nodes { statusesAfter } } } } }'),
      ).toEqual({
        nodes: [
          { customerId: 1, brands: ['Apex', 'Bock'], boughts: { nodes: [{ statusesAfter: [] }, { statusesAfter: ['closed', 'open'] }] } },
          { customerId: 2, brands: ['Apex'], boughts: { nodes: [{ statusesAfter: ['open'] }, { statusesAfter: [] }] } },
        ],
      })
    })

    test('a slice has no word for them', async () => {
      expect(await ask.errors('{ slice(by: { customer: [BRANDS] }) { rows { customer { customerId } } } }')).toEqual([
        expect.stringContaining('Value "BRANDS" does not exist in "CustomerDimension" enum.'),
      ])
      expect(
        await ask.errors('{ slice(by: {}, where: { customer: { brands: { eq: "Apex" } } }) { rows { customer { customers } } } }'),
      ).toEqual([expect.stringContaining('Field "brands" is not defined by type "CustomerFilter"')])
    })
  })
})
