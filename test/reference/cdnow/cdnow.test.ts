/**
 * CDNOW order lines of 1997 and 1998 (Fader and Hardie's sample). Published: 2,357 customers, 6,919 lines, 6,696 orders (customer and day),
 * 244,091.94 in revenue, 16,479 items; the rest is held against SQL written by hand.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../../support/loaded-model.ts'

const cases = path.resolve('../shared/cases/cdnow')
const isHere = existsSync(cases)

test.runIf(!isHere)(`the cases of other projects are not here (${path.relative('.', cases)}): nothing was held against CDNOW`, () => {})

describe.runIf(isHere).each(engines)('CDNOW on %s', (engine) => {
  let loaded: LoadedModel
  beforeAll(async () => {
    loaded = await openLoadedModel(engine, 'test/reference/cdnow')
  })
  afterAll(() => loaded?.close())

  test('the published totals', async () => {
    const slice = await loaded.ask('{ slice(by: {}) { rows { customer { customers } purchase { lines orders buyers revenue items } } } }')
    expect(slice).toEqual({
      rows: [{ customer: { customers: 2357 }, purchase: { lines: 6919, orders: 6696, buyers: 2357, revenue: '244091.94', items: 16479 } }],
    })
  })

  test('revenue by month equals hand-written SQL, and the months add up', async () => {
    const slice = (await loaded.ask(
      '{ slice(by: { time: [MONTH] }) { rows { time { month } purchase { revenue lines buyers } } totals { purchase { revenue } } rowCount } }',
    )) as {
      rows: { time: { month: string }; purchase: { revenue: string; lines: number; buyers: number } }[]
    }
    const check = await loaded.ask.sql(
      `select to_char_month as month, cast(sum(amount) as text) as revenue, count(*) as lines, count(distinct customer_id) as buyers
       from (select substring(cast(order_date as text) from 1 for 7) || '-01' as to_char_month, amount, customer_id from purchase) as by_month
       group by to_char_month order by to_char_month`,
    )
    expect(slice.rows.map(({ time, purchase }) => ({ month: time.month, ...purchase }))).toEqual(
      check.map((row) => ({ month: row.month, revenue: row.revenue, lines: Number(row.lines), buyers: Number(row.buyers) })),
    )
    expect(slice).toMatchObject({ totals: { purchase: { revenue: '244091.94' } }, rowCount: 18 })
    expect(slice.rows[0]).toEqual({ time: { month: '1997-01-01' }, purchase: { revenue: check[0]?.revenue, lines: 885, buyers: 781 } })
  })

  test('top customers by monetary with recency as of the end of the sample', async () => {
    const slice = (await loaded.ask(
      '{ slice(by: { customer: [CUSTOMER_ID] }, orderBy: [{ purchase: { revenue: DESC } }], limit: 10, asOf: "1998-06-30") { rows { customer { customerId } purchase { revenue orders recency } } hasMore } }',
    )) as { rows: { customer: { customerId: number }; purchase: { revenue: string; orders: number; recency: number } }[] }
    const check = await loaded.ask.sql(
      `select customer_id, cast(sum(amount) as text) as revenue, count(distinct order_date) as orders, date '1998-06-30' - max(order_date) as recency
       from purchase group by customer_id order by sum(amount) desc, customer_id limit 10`,
    )
    expect(slice.rows.map(({ customer, purchase }) => ({ ...customer, ...purchase }))).toEqual(
      check.map((row) => ({
        customerId: Number(row.customer_id),
        revenue: row.revenue,
        orders: Number(row.orders),
        recency: Number(row.recency),
      })),
    )
    expect(slice).toMatchObject({ hasMore: true })
  })

  test('the calibration summary of every customer: repeat purchases, weeks until the last, weeks observed, mean spend', async () => {
    const [, ...lines] = readFileSync(path.join(cases, 'expected_cal_summary_weeks.csv'), 'utf8').trim().split('\n')
    const theirs = lines.map((line) => line.split(',').map(Number))
    const { rows } = (await loaded.ask(
      '{ slice(by: { purchase: [CUSTOMER_ID] }, asOf: "1997-09-30", limit: 3000) { rows { purchase { customerId repeats weeksActive weeksObserved repeatSpend } } } }',
    )) as { readonly rows: readonly { readonly purchase: Readonly<Record<string, number>> }[] }
    expect(rows.length).toBe(2357)
    // Theirs have two places.
    const rounded = rows.map(({ purchase }) => Object.values(purchase).map((value) => Math.round((value + 1e-9) * 100) / 100))
    expect(rounded).toEqual(theirs)
  })

  test('customers above a lifetime value, and what they bought in the second quarter of 1997', async () => {
    const slice = await loaded.ask(
      '{ slice(by: {}, where: { customer: { monetary: { gt: "1000" } }, time: { gte: "1997-04-01", lt: "1997-07-01" } }) { rows { purchase { buyers revenue } } } }',
    )
    const [check] = await loaded.ask.sql(
      `select count(distinct customer_id) as buyers, cast(sum(amount) as text) as revenue from purchase
       where customer_id in (select customer_id from purchase group by customer_id having sum(amount) > 1000)
         and order_date >= date '1997-04-01' and order_date < date '1997-07-01'`,
    )
    expect(slice).toEqual({ rows: [{ purchase: { buyers: Number(check?.buyers), revenue: check?.revenue } }] })
  })
})
