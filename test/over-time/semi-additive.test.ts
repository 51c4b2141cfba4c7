/** Measures of a state, such as a balance: of each group only the rows of its last (or first) instant count, of each account where the model says so. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

describe('balances', () => {
  onBothEngines(ledger, (ask) => {
    test('the last of a month, of each account the last of the month, of each account the first of the month', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }) { rows { time { month } balance { lastBalance currentBalance firstBalance } } totals { balance { lastBalance currentBalance firstBalance } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        // On January 31 A alone; B on the 15th.
        ['2024-01-01', '100.00', '150.00', '150.00'],
        // On February 29 A and C; C began with 7.
        ['2024-02-01', '89.00', '89.00', '87.00'],
      ])
      // B has not changed since January: 80, 50 and 9; 100, 50 and 7.
      expect(totalsOf(slice)).toEqual(['89.00', '139.00', '157.00'])
    })

    test('by other dimensions: each group has its own last instant', async () => {
      const states = await ask(
        '{ slice(by: { customer: [STATE] }) { rows { customer { state } balance { lastBalance currentBalance firstBalance } } } }',
      )
      expect(rowsOf(states)).toEqual([
        ['CA', '9.00', '9.00', '7.00'],
        ['NY', '80.00', '130.00', '150.00'],
      ])
      const accounts = await ask(
        '{ slice(by: { balance: [ACCOUNT] }) { rows { balance { account lastBalance currentBalance } } totals { balance { currentBalance } } } }',
      )
      expect(rowsOf(accounts)).toEqual([
        ['A', '80.00', '80.00'],
        ['B', '50.00', '50.00'],
        ['C', '9.00', '9.00'],
      ])
      expect(totalsOf(accounts)).toEqual(['139.00'])
    })

    test('at another date it is what was last known then', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [STATE] }, asOf: "2024-02-15") { rows { customer { state } balance { lastBalance currentBalance } } totals { balance { lastBalance currentBalance } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['CA', '7.00', '7.00'],
        ['NY', '100.00', '150.00'],
      ])
      expect(totalsOf(slice)).toEqual(['7.00', '157.00'])
      expect(
        await ask(
          '{ slice(by: { customer: [STATE] }, asOf: "2023-12-31") { rows { balance { currentBalance } } totals { balance { currentBalance accounts } } } }',
        ),
      ).toEqual({
        rows: [],
        totals: { balance: { currentBalance: null, accounts: 0 } },
      })
    })

    test('filters restrict the rows among which the last is looked for', async () => {
      const january = await ask(
        '{ slice(by: {}, where: { time: { lt: "2024-02-01" } }) { rows { balance { lastBalance currentBalance } } } }',
      )
      expect(rowsOf(january)).toEqual([['100.00', '150.00']])
      const large = await ask(
        '{ slice(by: {}, where: { balance: { amount: { gte: "50" } } }) { rows { balance { currentBalance firstBalance } } } }',
      )
      expect(rowsOf(large)).toEqual([['130.00', '150.00']])
    })

    test("a measure's own filter does too: the last balance above 90, not the last if it is above 90", async () => {
      const slice = await ask(
        '{ slice(by: { time: [MONTH] }) { rows { time { month } balance { over90 currentBalance } } totals { balance { over90 } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', '100.00', '150.00'],
        ['2024-02-01', null, '89.00'],
      ])
      expect(totalsOf(slice)).toEqual(['100.00'])
    })

    test('counts, and numbers made of them', async () => {
      const slice = await ask(
        '{ slice(by: { time: [MONTH] }) { rows { time { month } balance { accounts accountsOfLastDay meanBalance } } totals { balance { accounts accountsOfLastDay meanBalance } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-01-01', 2, 1, 75],
        ['2024-02-01', 2, 2, 44.5],
      ])
      expect(totalsOf(slice)).toEqual([3, 2, 139 / 3])
    })

    test('a month before, and as a share', async () => {
      const months = await ask(
        '{ slice(by: { time: [MONTH] }) { rows { time { month } balance { currentBalance balanceMonthBefore } } totals { balance { balanceMonthBefore } } } }',
      )
      expect(rowsOf(months)).toEqual([
        ['2024-01-01', '150.00', null],
        ['2024-02-01', '89.00', '150.00'],
        ['2024-03-01', null, '89.00'],
      ])
      expect(totalsOf(months)).toEqual(['139.00'])
      const accounts = await ask(
        '{ slice(by: { balance: [ACCOUNT] }) { rows { balance { account balanceShare } } totals { balance { balanceShare } } } }',
      )
      expect(rowsOf(accounts)).toEqual([
        ['A', 80 / 139],
        ['B', 50 / 139],
        ['C', 9 / 139],
      ])
      expect(totalsOf(accounts)).toEqual([1])
    })

    test('by what is reached many times each balance counts once in a group', async () => {
      // Customer 1 bought three times.
      const slice = await ask(
        '{ slice(by: { sale: [CHANNEL] }, of: [BALANCE]) { rows { sale { channel } balance { currentBalance accounts } } totals { balance { currentBalance accounts } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['shop', '89.00', 2],
        ['web', '139.00', 3],
      ])
      expect(totalsOf(slice)).toEqual(['139.00', 3])
    })

    test('the total of groups that were chosen is the last of their rows; so are subtotals', async () => {
      const slice = await ask(`{ slice(by: { customer: [STATE], time: [MONTH] }, having: { balance: { currentBalance: { gt: "10" } } }) {
        rows { customer { state } time { month } balance { currentBalance } } totals { balance { currentBalance lastBalance } }
        subtotals(by: { customer: [STATE] }) { customer { state } balance { currentBalance } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['NY', '2024-01-01', '150.00'],
        ['NY', '2024-02-01', '80.00'],
      ])
      expect(slice).toMatchObject({
        totals: { balance: { currentBalance: '130.00', lastBalance: '80.00' } },
        subtotals: [{ customer: { state: 'NY' }, balance: { currentBalance: '130.00' } }],
      })
    })

    test('seen from a customer it is a dimension', async () => {
      const slice = await ask(
        '{ slice(by: { customer: [HELD] }, where: { customer: { not: { held: { eq: "9" } } } }) { rows { customer { held customers } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['50.00', 1],
        ['80.00', 1],
        [null, 1],
      ])
    })
  })
})

const { balance } = ledger.tables
if (balance === undefined) throw new Error('No balances')
const undated: Story = {
  ...ledger,
  tables: {
    ...ledger.tables,
    balance: { ...balance, rows: [...balance.rows, ['A', 1, null, '1.00'], ['D', 4, null, '5.00'], ['C', 3, '2024-03-01', null]] },
  },
}

describe('of unknown days and amounts', () => {
  onBothEngines(undated, (ask) => {
    test('a balance of no day is never the last; one of no amount can be', async () => {
      const slice = await ask(
        '{ slice(by: { balance: [ACCOUNT] }) { rows { balance { account currentBalance accounts } } totals { balance { currentBalance accounts } } } }',
      )
      expect(rowsOf(slice)).toEqual([
        ['A', '80.00', 1],
        ['B', '50.00', 1],
        ['C', null, 1],
        ['D', null, 0],
      ])
      expect(totalsOf(slice)).toEqual(['130.00', 3])
    })
  })
})
