/**
 * Orders of the R package rfm, analysed at the end of 2006: recency, frequency, monetary, their scores and the segment of 995 customers, the cut
 * points, and the summary of the segments.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../../support/loaded-model.ts'
import { readCases, sayCasesAreAbsent } from '../suite.ts'

type Cases = { readonly cases: readonly { readonly id: string; readonly expected: Readonly<Record<string, unknown>> }[] }

const suite = readCases<Cases>('rfm-orders')

if (suite === undefined) sayCasesAreAbsent('rfm-orders')
else holdRfmOrders(suite)

function holdRfmOrders({ cases }: Cases): void {
  const expectedOf = (id: string) => {
    const found = cases.find((each) => each.id === id)
    if (found === undefined) throw new Error(`No case ${id}`)
    return found.expected
  }
  const published = parse<Readonly<Record<string, string>>>(
    readFileSync(path.resolve('../shared/cases/rfm-orders/expected_orders_rfm_segments.csv'), 'utf8'),
    { columns: true },
  )
  const asOf = 'asOf: "2006-12-31"'

  describe.each(engines)('rfm-orders on %s', (engine) => {
    let loaded: LoadedModel
    beforeAll(async () => {
      loaded = await openLoadedModel(engine, 'test/reference/rfm-orders')
    })
    afterAll(() => loaded?.close())

    test('recency, frequency, monetary, the three scores and the segment of every customer', async () => {
      const titles = await titlesOf(loaded)
      const { rows } = (await loaded.ask(
        `{ slice(by: { customer: [CUSTOMER_ID, RECENCY_DAYS, ORDER_COUNT, AMOUNT, RECENCY_SCORE, FREQUENCY_SCORE, MONETARY_SCORE, SEGMENT] }, ${asOf}, limit: 2000) {
             rows { customer { customerId recencyDays orderCount amount recencyScore frequencyScore monetaryScore segment } } } }`,
      )) as { readonly rows: readonly { readonly customer: Readonly<Record<string, string | number>> }[] }
      const ours = rows.map(({ customer }) => ({
        ...customer,
        customerId: customer.customerId,
        segment: titles.get(String(customer.segment)),
      }))
      expect(ours.length).toBe(995)
      const theirs = published.map((row) => ({
        customerId: row.customer_id,
        recencyDays: Number(row.recency_days),
        orderCount: Number(row.transaction_count),
        amount: Number(row.amount),
        recencyScore: Number(row.recency_score),
        frequencyScore: Number(row.frequency_score),
        monetaryScore: Number(row.monetary_score),
        segment: row.segment,
      }))
      expect(theirs.length).toBe(995)
      expect(new Map(ours.map((row) => [row.customerId, row]))).toEqual(new Map(theirs.map((row) => [row.customerId, row])))
    })

    test('the cut points', async () => {
      const { scores } = (await loaded.ask(`{ customerSegmentation(name: SEGMENT, ${asOf}) { scores { name cutPoints } } }`)) as {
        readonly scores: readonly { readonly name: string; readonly cutPoints: readonly number[] }[]
      }
      const { recency, frequency, monetary } = expectedOf('orders-rfm-thresholds')
      expect(new Map(scores.map(({ name, cutPoints }) => [name, cutPoints]))).toEqual(
        new Map([
          ['RECENCY_SCORE', recency],
          ['FREQUENCY_SCORE', frequency],
          ['MONETARY_SCORE', monetary],
        ]),
      )
    })

    test('customers, orders, revenue and average order value of every segment', async () => {
      const titles = await titlesOf(loaded)
      const { rows, totals } = (await loaded.ask(
        `{ slice(by: { customer: [SEGMENT] }, ${asOf}) { rows { customer { segment customers } purchase { orderCount revenue averageOrderValue } }
             totals { customer { customers } purchase { orderCount revenue } } } }`,
      )) as {
        readonly rows: readonly { readonly customer: Record<string, unknown>; readonly purchase: Record<string, number> }[]
        readonly totals: unknown
      }
      const summary = expectedOf('orders-segment-summary-scheme1')
      const averages = summary.aov_2dp_recomputed as Readonly<Record<string, number>>
      const theirs = (summary.rows as readonly (readonly [string, number, number, number, number])[]).map(([name, ...counts]) => [
        name,
        ...counts.slice(0, 3),
        averages[name],
      ])
      const ours = rows.map(({ customer, purchase }) => [
        titles.get(String(customer.segment)),
        customer.customers,
        purchase.orderCount,
        purchase.revenue,
        Math.round((purchase.averageOrderValue ?? Number.NaN) * 100) / 100,
      ])
      expect(ours.sort(byText)).toEqual(theirs.sort(byText))
      expect(totals).toEqual({ customer: { customers: 995 }, purchase: { orderCount: 4906, revenue: 464_158 } })
      expect(expectedOf('orders-total-transactions')).toEqual({ transactions: 4906 })
    })

    test('customers by number of orders', async () => {
      const { rows } = (await loaded.ask(
        `{ slice(by: { customer: [ORDER_COUNT] }, ${asOf}) { rows { customer { orderCount customers } } } }`,
      )) as { readonly rows: readonly { readonly customer: Readonly<Record<string, number>> }[] }
      expect(rows.map(({ customer }) => [customer.orderCount, customer.customers])).toEqual(
        expectedOf('orders-customers-by-order-count').rows,
      )
    })
  })
}

async function titlesOf({ ask }: LoadedModel): Promise<ReadonlyMap<string, string>> {
  const [segmentation] = (await ask('{ customerSegmentations { groups { name title } } }')) as readonly {
    readonly groups: readonly { readonly name: string; readonly title: string }[]
  }[]
  return new Map(segmentation?.groups.map(({ name, title }) => [name, title]))
}

function byText([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1
}
