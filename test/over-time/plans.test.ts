/** Plans and forecasts (`future: true`) lie after the question's date: windows and filled buckets reach as far as the span that is shown. */
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'
import { ledger } from './ledger.ts'
import { rowsOf, totalsOf } from './values.ts'

/** The sale of July 1 over 1000 is planned; the question is of June 30. */
const planned: Story = { ...ledger, model: ledger.model.replace('    table: sale\n', '    table: sale\n    future: true\n') }

describe('plans', () => {
  onBothEngines(planned, (ask) => {
    test('windows reach to the end of the span', async () => {
      const slice = await ask(`{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-06-01", lt: "2024-09-01" } }) {
        rows { time { month } sale { revenue revenueSoFar revenueOf2Months revenueYearToDate buyersSoFar } } totals { sale { revenue revenueSoFar revenueOf2Months buyersSoFar } } } }`)
      expect(rowsOf(slice)).toEqual([
        ['2024-06-01', null, '88.00', '43.00', '88.00', 5],
        ['2024-07-01', '1000.00', '1088.00', '1000.00', '1088.00', 5],
        ['2024-08-01', null, '1088.00', '1000.00', '1088.00', 5],
      ])
      expect(totalsOf(slice)).toEqual(['1000.00', '1088.00', '1000.00', 5])
    })

    test('without an end of the span, to the date of the question', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-06-01" } }) { rows { time { month } sale { revenueSoFar revenueOf3Days } } totals { sale { revenueSoFar } } } }`,
      )
      expect(rowsOf(slice)).toEqual([['2024-06-01', '88.00', null]])
      expect(totalsOf(slice)).toEqual(['88.00'])
    })

    test('a month later too, what is planned is shown', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-06-01" } }) { rows { time { month } sale { revenue revenueMonthBefore revenueChange } } totals { sale { revenueMonthBefore } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-06-01', null, '43.00', null],
        ['2024-07-01', '1000.00', null, null],
        ['2024-08-01', null, '1000.00', null],
      ])
      expect(totalsOf(slice)).toEqual(['1043.00'])
    })

    test('buckets are filled to the end of the span', async () => {
      const slice = await ask(
        `{ slice(by: { time: [MONTH] }, where: { time: { gte: "2024-06-01", lt: "2024-09-01" } }, fill: true) { rows { time { month } sale { revenue } } } }`,
      )
      expect(rowsOf(slice)).toEqual([
        ['2024-06-01', '0'],
        ['2024-07-01', '1000'],
        ['2024-08-01', '0'],
      ])
    })
  })
})
