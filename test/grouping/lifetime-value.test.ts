/**
 * Lifetime value by the formula of e-commerce: average order value x orders per buyer x margin / churn, over one period for all four, at every level.
 * Numbers that are printed somewhere are those of the guide to lifetime value that docs/lifetime-value.md names; it misprints two signs.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'

/** One row is one case of the formula: the sums of a period. */
const formula = `
version: 1
model: formula
entities:
  - name: period
    table: period
    primary_key: period_id
    dimensions:
      - { name: period_id, type: integer }
      - { name: turnover, type: decimal }
      - { name: cost, type: decimal }
      - { name: orders, type: integer }
      - { name: buyers, type: integer }
      - { name: at_start, type: bigint }
      - { name: lost, type: bigint }
      - { name: acquisition_cost, type: decimal }
      - { name: won, type: integer }
    measures:
      - { name: average_order_value, type: number, sql: "sum(\${turnover}) / sum(\${orders})" }
      - { name: purchase_frequency, type: number, sql: "sum(\${orders}) / sum(\${buyers})" }
      - { name: gross_margin, type: number, sql: "(sum(\${turnover}) - sum(\${cost})) / sum(\${turnover})" }
      - { name: churn_rate, type: number, sql: "sum(\${lost}) / sum(\${at_start})" }
      - name: lifetime_value
        type: number
        sql: "case when \${churn_rate} > 0 then \${average_order_value} * \${purchase_frequency} * \${gross_margin} / \${churn_rate} end"
      - name: lifetime_turnover
        type: number
        sql: "case when \${churn_rate} > 0 then \${average_order_value} * \${purchase_frequency} / \${churn_rate} end"
      - name: why_no_lifetime_value
        type: number
        returns: string
        sql: >
          case
            when \${churn_rate} is null then 'NO_CUSTOMERS_AT_START'
            when \${churn_rate} = 0 then 'NOBODY_LEFT'
            when \${churn_rate} < 0 then 'CHURN_NOT_POSITIVE'
            when \${average_order_value} is null or \${purchase_frequency} is null then 'NO_ORDERS'
            when \${gross_margin} is null then 'NO_TURNOVER'
          end
      - { name: cost_of_acquisition, type: number, sql: "sum(\${acquisition_cost}) / sum(\${won})" }
      - name: acquisition_ratio
        type: number
        sql: "case when \${cost_of_acquisition} > 0 then \${lifetime_value} / \${cost_of_acquisition} end"
      - name: viability
        type: number
        returns: string
        sql: >
          case
            when \${acquisition_ratio} < 1 then 'NOT_VIABLE'
            when \${acquisition_ratio} <= 3 then 'VIABLE'
            when \${acquisition_ratio} > 3 then 'EXCELLENT'
          end
      - name: why_no_acquisition_ratio
        type: number
        returns: string
        sql: >
          case
            when \${why_no_lifetime_value} is not null then \${why_no_lifetime_value}
            when \${acquisition_ratio} is null then 'NO_ACQUISITION_COST'
          end
`

type Case = readonly [
  turnover: string,
  cost: string,
  orders: number,
  buyers: number,
  atStart: number,
  lost: number,
  acquisitionCost?: string | null,
  won?: number,
]

const periods = (...cases: readonly Case[]): Story => ({
  model: formula,
  tables: {
    period: {
      columns: {
        period_id: 'integer',
        turnover: 'decimal',
        cost: 'decimal',
        orders: 'integer',
        buyers: 'integer',
        at_start: 'bigint',
        lost: 'bigint',
        acquisition_cost: 'decimal',
        won: 'integer',
      },
      rows: cases.map(([turnover, cost, orders, buyers, atStart, lost, acquisitionCost = null, won = 1], index) => [
        index + 1,
        turnover,
        cost,
        orders,
        buyers,
        atStart,
        lost,
        acquisitionCost,
        won,
      ]),
    },
  },
})

const one = (data: unknown): Record<string, unknown> => (data as { rows: { period: Record<string, unknown> }[] }).rows[0]?.period ?? {}

/** The printed example has its parts of different sizes: 30,000 orders of 1,500 buyers are 20 each. */
const printed: Case = ['1000000', '500000', 30_000, 1_500, 110, 30, '40000', 100]

describe('the formula', () => {
  onBothEngines(periods(printed), (ask) => {
    test('the printed parts, unrounded, and churn with its sign', async () => {
      const parts = one(
        await ask(
          '{ slice(by: {}) { rows { period { averageOrderValue purchaseFrequency grossMargin churnRate lifetimeValue lifetimeTurnover whyNoLifetimeValue costOfAcquisition acquisitionRatio } } } }',
        ),
      )
      expect(parts.averageOrderValue).toBeCloseTo(100 / 3, 9)
      expect(parts.purchaseFrequency).toBe(20)
      expect(parts.grossMargin).toBe(0.5)
      // 110 customers, 80 are left: the guide prints -0.27.
      expect(parts.churnRate).toBeCloseTo(3 / 11, 12)
      // Times, not plus: (33.33 + 20 + 0.5) / 0.27 would be 197.
      expect(parts.lifetimeValue).toBeCloseTo(1222.2222, 4)
      expect(parts.lifetimeTurnover).toBeCloseTo(2444.4444, 4)
      expect(parts.whyNoLifetimeValue).toBeNull()
      expect(parts.costOfAcquisition).toBe(400)
      expect(parts.acquisitionRatio).toBeCloseTo(1222.2222 / 400, 6)
    })
  })

  const values: readonly (readonly [what: string, given: Case, lifetimeValue: number])[] = [
    ['nothing is rounded on the way', ['1000000', '500000', 30_000, 1_500, 4, 1, null], 1333.333333],
    ['all parts of one month', ['83333.3333', '41666.66665', 2_500, 1_500, 110, 30, null], 101.851852],
    // Of 11^12 customers 8^12 are left after twelve months in which 30 of 110 leave: churn 0.978104.
    ['all parts of one year', ['1000000', '500000', 30_000, 1_500, 11 ** 12, 11 ** 12 - 8 ** 12], 340.795439],
    ['a subscription: 50 a month, one in 36 leaves', ['50', '0', 1, 1, 36, 1, null], 1800],
    ['the same at half the margin', ['50', '25', 1, 1, 36, 1, null], 900],
    ['sold below cost', ['100', '150', 1, 1, 2, 1, null], -100],
  ]
  describe.each(values)('%s', (_, given, lifetimeValue) => {
    onBothEngines(periods(given), (ask) => {
      test(`${lifetimeValue}`, async () => {
        const { lifetimeValue: found } = one(await ask('{ slice(by: {}) { rows { period { lifetimeValue } } } }'))
        expect(found).toBeCloseTo(lifetimeValue, 5)
      })
    })
  })

  const refusals: readonly (readonly [why: string, given: Case])[] = [
    ['NO_CUSTOMERS_AT_START', ['100', '50', 1, 1, 0, 0]],
    ['NOBODY_LEFT', ['100', '50', 1, 1, 2, 0]],
    ['CHURN_NOT_POSITIVE', ['100', '50', 1, 1, 2, -1]],
    ['NO_ORDERS', ['0', '0', 0, 0, 2, 1]],
    ['NO_TURNOVER', ['0', '0', 1, 1, 2, 1]],
    // Several reasons: the first in this order.
    ['NO_CUSTOMERS_AT_START', ['0', '0', 0, 0, 0, 0]],
    ['NOBODY_LEFT', ['0', '0', 0, 0, 2, 0]],
    ['CHURN_NOT_POSITIVE', ['0', '0', 1, 1, 2, -1]],
  ]
  describe.each(refusals)('no value: %s', (why, given) => {
    onBothEngines(periods(given), (ask) => {
      test('null, and the reason', async () => {
        const found = one(
          await ask('{ slice(by: {}) { rows { period { lifetimeValue whyNoLifetimeValue acquisitionRatio whyNoAcquisitionRatio } } } }'),
        )
        expect(found).toEqual({ lifetimeValue: null, whyNoLifetimeValue: why, acquisitionRatio: null, whyNoAcquisitionRatio: why })
      })
    })
  })

  // Nothing is paid for the goods and everybody leaves: lifetime value is turnover.
  const ratios: readonly (readonly [what: string, given: Case, ratio: number | null, viability: string | null, why: string | null])[] = [
    ['the printed 10,000 for 3,000', ['10000', '0', 1, 1, 1, 1, '3000'], 10 / 3, 'EXCELLENT', null],
    ['below 1', ['99', '0', 1, 1, 1, 1, '100'], 0.99, 'NOT_VIABLE', null],
    ['exactly 1', ['100', '0', 1, 1, 1, 1, '100'], 1, 'VIABLE', null],
    ['exactly 3', ['300', '0', 1, 1, 1, 1, '100'], 3, 'VIABLE', null],
    ['above 3', ['301', '0', 1, 1, 1, 1, '100'], 3.01, 'EXCELLENT', null],
    ['100 for two new customers are 50 each', ['100', '0', 1, 1, 1, 1, '100', 2], 2, 'VIABLE', null],
    ['sold below cost', ['100', '200', 1, 1, 1, 1, '100'], -1, 'NOT_VIABLE', null],
    ['no cost known', ['100', '0', 1, 1, 1, 1, null], null, null, 'NO_ACQUISITION_COST'],
    ['a cost of 0', ['100', '0', 1, 1, 1, 1, '0'], null, null, 'NO_ACQUISITION_COST'],
    ['nobody won', ['100', '0', 1, 1, 1, 1, '100', 0], null, null, 'NO_ACQUISITION_COST'],
    ['neither lifetime value nor cost', ['100', '0', 1, 1, 1, 0, null], null, null, 'NOBODY_LEFT'],
  ]
  describe.each(ratios)('lifetime value for the cost of acquisition: %s', (_, given, ratio, viability, why) => {
    onBothEngines(periods(given), (ask) => {
      test(`${ratio}, ${viability ?? why}`, async () => {
        const found = one(await ask('{ slice(by: {}) { rows { period { acquisitionRatio viability whyNoAcquisitionRatio } } } }'))
        if (ratio === null) expect(found.acquisitionRatio).toBeNull()
        else expect(found.acquisitionRatio).toBeCloseTo(ratio, 9)
        expect(found).toMatchObject({ viability, whyNoAcquisitionRatio: why })
      })
    })
  })
})

const levels: Story = {
  model: `
version: 1
model: levels
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: orders_12m, type: integer, measure: purchase.orders, window: { last: 12, unit: month } }
      - { name: turnover_12m, type: decimal, measure: purchase.turnover, window: { last: 12, unit: month } }
      - { name: margin_12m, type: decimal, measure: purchase.margin, window: { last: 12, unit: month } }
      - name: orders_12m_before
        type: integer
        measure: purchase.orders
        where: "\${bought_on} <= \${as_of} - interval '12 months' and \${bought_on} > \${as_of} - interval '24 months'"
      - { name: base_churn, type: float, measure: churn_rate, per: [] }
      - { name: base_margin, type: float, measure: gross_margin, per: [] }
      - { name: lifetime_value_formula, type: float, sql: "case when \${base_churn} > 0 then \${turnover_12m} * \${base_margin} / \${base_churn} end" }
    segments:
      - { name: big, when: "\${turnover_12m} >= 100" }
    measures:
      - { name: customers_at_start, type: count, where: "\${orders_12m_before} > 0" }
      - { name: customers_lost, type: count, where: "\${orders_12m_before} > 0 and \${orders_12m} = 0" }
      - { name: buyers, type: count, where: "\${orders_12m} > 0" }
      - { name: churn_rate, type: number, sql: "\${customers_lost} / \${customers_at_start}" }
      - { name: gross_margin, type: number, sql: "sum(\${margin_12m}) / sum(\${turnover_12m})" }
      - { name: average_order_value, type: number, sql: "sum(\${turnover_12m}) / sum(\${orders_12m})" }
      - { name: purchase_frequency, type: number, sql: "sum(\${orders_12m}) / \${buyers}" }
      - { name: lifetime_value, type: number, sql: "case when \${churn_rate} > 0 then \${average_order_value} * \${purchase_frequency} * \${gross_margin} / \${churn_rate} end" }
      - { name: average_lifetime_value, type: avg, sql: "\${lifetime_value_formula}" }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: orders, type: count }
      - { name: turnover, type: sum, sql: "\${amount}" }
      - { name: margin, type: sum, sql: "\${amount} * 0.5" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  tables: {
    customer: { columns: { customer_id: 'string' }, rows: [['A'], ['B'], ['C'], ['D']] },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'string', bought_on: 'date', amount: 'decimal' },
      rows: [
        [1, 'A', '2023-03-01', '100'],
        [2, 'A', '2024-03-01', '100'],
        [3, 'B', '2023-05-01', '40'],
        [4, 'C', '2024-05-01', '60'],
        // After the question.
        [5, 'B', '2025-01-01', '999'],
      ],
    },
  },
}

describe('levels of lifetime value', () => {
  onBothEngines(levels, (ask) => {
    // A and B were there a year ago, B has left: churn 1/2. A and C bought for 160 in two orders: 80 x 1 x 0.5 / 0.5.
    test('the whole base, and each customer with the churn of the base: their mean is the same', async () => {
      expect(
        await ask(
          '{ slice(by: {}, asOf: "2024-12-31") { rows { customer { customersAtStart customersLost buyers churnRate grossMargin averageOrderValue purchaseFrequency lifetimeValue averageLifetimeValue } } } }',
        ),
      ).toEqual({
        rows: [
          {
            customer: {
              customersAtStart: 2,
              customersLost: 1,
              buyers: 2,
              churnRate: 0.5,
              grossMargin: 0.5,
              averageOrderValue: 80,
              purchaseFrequency: 1,
              lifetimeValue: 80,
              averageLifetimeValue: 80,
            },
          },
        ],
      })
      const each = await ask(
        '{ slice(by: { customer: [CUSTOMER_ID, LIFETIME_VALUE_FORMULA] }, asOf: "2024-12-31") { rows { customer { customerId lifetimeValueFormula } } } }',
      )
      expect(each).toEqual({
        rows: [
          { customer: { customerId: 'A', lifetimeValueFormula: 100 } },
          { customer: { customerId: 'B', lifetimeValueFormula: null } },
          { customer: { customerId: 'C', lifetimeValueFormula: 60 } },
          { customer: { customerId: 'D', lifetimeValueFormula: null } },
        ],
      })
    })

    // Two at the start and two now, as C came: nothing lost on balance, and yet one of two.
    test('churn is of those who left, whoever came', async () => {
      const { rows } = (await ask('{ slice(by: {}, asOf: "2024-12-31") { rows { customer { customersAtStart buyers churnRate } } } }')) as {
        rows: unknown[]
      }
      expect(rows).toEqual([{ customer: { customersAtStart: 2, buyers: 2, churnRate: 0.5 } }])
    })

    test('a segment has its own churn: of the big ones nobody has left', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [BIG] }, asOf: "2024-12-31") { rows { customer { big churnRate lifetimeValue averageLifetimeValue } } } }',
        ),
      ).toEqual({
        rows: [
          { customer: { big: false, churnRate: 1, lifetimeValue: 30, averageLifetimeValue: 60 } },
          { customer: { big: true, churnRate: 0, lifetimeValue: null, averageLifetimeValue: 100 } },
        ],
      })
    })

    test('the churn of the base is that of the base, whatever a question is about', async () => {
      expect(
        await ask(
          '{ slice(by: {}, where: { customer: { customerId: { eq: "A" } } }, asOf: "2024-12-31") { rows { customer { averageLifetimeValue churnRate } } } }',
        ),
      ).toEqual({ rows: [{ customer: { averageLifetimeValue: 100, churnRate: 0 } }] })
    })
  })
})

/** The model that docs/lifetime-value.md shows. */
const membershipModel = [...readFileSync('docs/lifetime-value.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
  .map(([, yaml = '']) => yaml)
  .find((yaml) => yaml.includes('model: memberships'))

/** 36 at the start of June 2024, of whom one leaves in it; one left before, one comes in June. */
const memberships = (cost: string): Story => ({
  model: membershipModel ?? '',
  tables: {
    membership: {
      columns: { membership_id: 'integer', started_on: 'date', ended_on: 'date', price: 'decimal', cost: 'decimal' },
      rows: [
        ...Array.from({ length: 35 }, (_, index) => [index, '2023-01-01', null, '50', cost]),
        [35, '2024-05-30', '2024-06-15', '50', cost],
        [36, '2023-01-01', '2024-05-30', '999', '0'],
        [37, '2024-06-01', null, '999', '0'],
      ],
    },
  },
})

const prices: readonly (readonly [what: string, cost: string, lifetimeValue: number])[] = [
  ['50 a month, nothing paid for it', '0', 1800],
  ['half of it paid for', '25', 900],
]
describe.each(prices)('a membership of the documents, %s', (_, cost, lifetimeValue) => {
  onBothEngines(memberships(cost), (ask) => {
    test(`${lifetimeValue}, where one in 36 leaves`, async () => {
      const { rows } = (await ask(
        '{ slice(by: {}, asOf: "2024-06-30") { rows { membership { atStart lost churnRate averagePrice lifetimeValue } } } }',
      )) as { rows: { membership: Record<string, unknown> }[] }
      expect(rows[0]?.membership).toMatchObject({ atStart: 36, lost: 1, averagePrice: 50 })
      expect(rows[0]?.membership.churnRate).toBeCloseTo(1 / 36, 12)
      expect(rows[0]?.membership.lifetimeValue).toBeCloseTo(lifetimeValue, 6)
    })
  })
})
