/** Lifetime value of the shipped model: on the sample base beside SQL written by hand, and every rule on a few rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { sampleDefaults } from '../../src/sample/options.ts'
import { writeSample } from '../../src/sample/write.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf } from '../support/story.ts'
import { type BaseRows, type Row, shippedCatalog, tablesOf } from './rows.ts'

interface Answer {
  readonly rows: readonly { readonly customer: Row }[]
}

let catalog: Catalog
beforeAll(async () => {
  catalog = await shippedCatalog()
})

/** Measures of customers, for each of `by`; the names of `by` come first in each row. */
async function slice(ask: Ask, by: readonly string[], members: string, asOf = '2025-12-31'): Promise<readonly Row[]> {
  const { rows } = (await ask(
    `{ slice(by: { customer: [${by.join(', ')}] }, limit: 5000, asOf: "${asOf}") { rows { customer { ${members} } } } }`,
  )) as Answer
  return rows.map(({ customer }) => customer)
}

async function ofAll(ask: Ask, members: string, asOf?: string): Promise<Row> {
  return (await slice(ask, [], members, asOf))[0] ?? {}
}

describe.each(engines)('on the sample base, %s', (engine) => {
  let database: Database
  let ask: Ask
  beforeAll(async () => {
    database = await openTestDatabase(engine, {})
    expect(await writeSample(database, sampleDefaults)).toMatchObject({ ok: true })
    ask = askOf(catalog, database)
  }, 120_000)
  afterAll(() => database.close())

  test('the parts of the formula are what SQL written by hand finds, and the formula is made of them', async () => {
    const found = await ofAll(
      ask,
      'customersAtStart customersLost customersWon buyers churnRate grossMargin averageOrderValue purchaseFrequency formulaLifetimeValue formulaLifetimeTurnover whyNoLifetimeValue',
    )
    const [byHand] = await ask.sql(partsByHand)
    const { atStart, lost, won, buyers, orders, turnover } = {
      atStart: Number(byHand?.at_start),
      lost: Number(byHand?.lost),
      won: Number(byHand?.won),
      buyers: Number(byHand?.buyers),
      orders: Number(byHand?.orders),
      turnover: Number(byHand?.turnover),
    }
    expect([atStart, lost, won, buyers]).toEqual([3568, 598, 568, 3874])
    expect(found).toMatchObject({ customersAtStart: atStart, customersLost: lost, customersWon: won, buyers, whyNoLifetimeValue: null })
    expect(found.churnRate).toBeCloseTo(0.167601, 6)
    expect(found.grossMargin).toBeCloseTo(0.3, 9)
    expect(found.averageOrderValue).toBeCloseTo(turnover / orders, 6)
    expect(found.purchaseFrequency).toBeCloseTo(orders / buyers, 9)
    // Orders cancel out: value of a buyer x margin / churn.
    expect(found.formulaLifetimeValue).toBeCloseTo((turnover / buyers) * 0.3 * (atStart / lost), 4)
    expect(found.formulaLifetimeTurnover).toBeCloseTo((turnover / buyers) * (atStart / lost), 4)
    // Customers at the end less those at the start are more, not fewer: a churn of that kind would be below 0.
    expect((buyers - atStart) / atStart).toBeCloseTo(0.085762, 6)
  })

  test('the mean of what is expected of each buyer is the value by formula', async () => {
    const found = await ofAll(
      ask,
      'formulaLifetimeValue formulaLifetimeTurnover averageExpectedLifetimeValue averageExpectedLifetimeTurnover',
    )
    expect(found.formulaLifetimeValue).toBeCloseTo(3862.7151, 4)
    expect(found.formulaLifetimeTurnover).toBeCloseTo(3862.7151 / 0.3, 3)
    expect(found.averageExpectedLifetimeValue).toBeCloseTo(Number(found.formulaLifetimeValue), 6)
    expect(found.averageExpectedLifetimeTurnover).toBeCloseTo(Number(found.formulaLifetimeTurnover), 6)
  })

  test('each customer has the own value of 12 months at the churn of all', async () => {
    const customers = await slice(ask, ['CUSTOMER_ID', 'EXPECTED_LIFETIME_VALUE'], 'customerId expectedLifetimeValue')
    const byHand = new Map((await ask.sql(valueByHand)).map((row) => [row.entity_id, Number(row.value)]))
    expect(customers).toHaveLength(5000)
    expect(byHand.size).toBe(3874)
    for (const { customerId, expectedLifetimeValue } of customers) {
      const value = byHand.get(customerId)
      if (value === undefined) expect(expectedLifetimeValue).toBeNull()
      else expect(expectedLifetimeValue).toBeCloseTo((value * 0.3 * 3568) / 598, 4)
    }
  })

  test('each group of mosaique has a churn of its own; with that of all customers the groups add up', async () => {
    const groups = await slice(
      ask,
      ['MOSAIQUE'],
      'mosaique customersAtStart customersLost buyers churnRate formulaLifetimeValue averageExpectedLifetimeValue whyNoLifetimeValue',
    )
    expect(groups.map((group) => [group.mosaique, group.customersAtStart, group.customersLost, group.whyNoLifetimeValue])).toEqual([
      ['BIG_SPENDERS', 363, 0, 'NOBODY_LEFT'],
      ['LOYAL', 559, 0, 'NOBODY_LEFT'],
      ['NEW_CUSTOMERS', 0, 0, 'NO_CUSTOMERS_AT_START'],
      ['PROMISING', 296, 0, 'NOBODY_LEFT'],
      ['REGULARS', 248, 0, 'NOBODY_LEFT'],
      ['SHAKY_CANDIDATES', 664, 135, null],
      ['SLEEPING', 895, 463, null],
      ['VIPS', 543, 0, 'NOBODY_LEFT'],
      ['WITHOUT_ORDERS', 0, 0, 'NO_CUSTOMERS_AT_START'],
    ])
    for (const { whyNoLifetimeValue, formulaLifetimeValue, averageExpectedLifetimeValue, churnRate } of groups) {
      if (whyNoLifetimeValue !== null) expect(formulaLifetimeValue).toBeNull()
      // The margin is the same everywhere, so that only the churn differs.
      else expect(formulaLifetimeValue).toBeCloseTo((Number(averageExpectedLifetimeValue) * (598 / 3568)) / Number(churnRate), 6)
    }
    const total = groups.reduce((sum, group) => sum + Number(group.buyers) * Number(group.averageExpectedLifetimeValue), 0)
    const all = await ofAll(ask, 'buyers formulaLifetimeValue')
    expect(total).toBeCloseTo(Number(all.buyers) * Number(all.formulaLifetimeValue), 2)
  })

  test('a question about some customers has their churn, and leaves that of all as it is', async () => {
    const { rows } = (await ask(
      '{ slice(by: {}, where: { customer: { licenseClassification: { eq: "Tier 1" } } }, asOf: "2025-12-31") { rows { customer { buyers churnRate averageExpectedLifetimeValue } } } }',
    )) as Answer
    const tiers = await slice(ask, ['LICENSE_CLASSIFICATION'], 'licenseClassification buyers churnRate averageExpectedLifetimeValue')
    expect(rows[0]?.customer).toMatchObject({ buyers: 37, churnRate: 0 })
    expect(tiers.find((tier) => tier.licenseClassification === 'Tier 1')).toEqual({ licenseClassification: 'Tier 1', ...rows[0]?.customer })
  })

  test('deciles are tenths of those who ordered, by all time and by 12 months, side by side', async () => {
    const sizes = async (decile: string, field: string) =>
      (await slice(ask, [decile], `${field} countCustomers`)).map((row) => [row[field], row.countCustomers])
    const ever = await sizes('LIFETIME_VALUE_DECILE', 'lifetimeValueDecile')
    expect(ever).toEqual([
      [1, 479],
      [2, 478],
      [3, 479],
      [4, 478],
      [5, 479],
      [6, 478],
      [7, 478],
      [8, 479],
      [9, 478],
      [10, 479],
      [null, 215],
    ])
    const recent = await sizes('VALUE_DECILE_12M', 'valueDecile12m')
    expect(recent.map(([decile]) => decile)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null])
    expect(recent.at(-1)).toEqual([null, 5000 - 3874])
    const both = await slice(ask, ['LIFETIME_VALUE_DECILE', 'VALUE_DECILE_12M'], 'lifetimeValueDecile valueDecile12m countCustomers')
    expect(both.reduce((sum, row) => sum + Number(row.countCustomers), 0)).toBe(5000)
    // Whoever is best in all time did not order yesterday for the first time.
    expect(both.find((row) => row.lifetimeValueDecile === 1 && row.valueDecile12m === 10)).toBeUndefined()
  })
})

const partsByHand = `
  with placed as (
    select entity_id, split_part(feature1, '-', 1) as order_number, max(activity_ts) as last_at, sum(cast(feature9 as numeric(18, 2))) as value
    from activity_stream where activity = 'order_placed' group by 1, 2
  ),
  buyer as (
    select entity_id,
      count(*) as ever,
      count(*) filter (where last_at >= timestamp '2025-01-01') as now,
      count(*) filter (where last_at >= timestamp '2024-01-01' and last_at < timestamp '2025-01-01') as before,
      sum(value) filter (where last_at >= timestamp '2025-01-01') as turnover
    from placed group by entity_id
  )
  select
    count(*) filter (where before > 0) as at_start,
    count(*) filter (where before > 0 and now = 0) as lost,
    count(*) filter (where now = ever) as won,
    count(*) filter (where now > 0) as buyers,
    sum(now) as orders,
    sum(turnover) as turnover
  from buyer`

const valueByHand = `
  select entity_id, sum(cast(feature9 as numeric(18, 2))) as value
  from activity_stream where activity = 'order_placed' and activity_ts >= timestamp '2025-01-01' group by entity_id`

describe.each(engines)('on a few rows, %s', (engine) => {
  const open: Database[] = []
  afterAll(() => Promise.all(open.map((database) => database.close())))

  async function askAbout(base: BaseRows): Promise<Ask> {
    const database = await openTestDatabase(engine, tablesOf(base))
    open.push(database)
    return askOf(catalog, database)
  }

  /** At the start A and B, of whom B leaves; C comes; D never orders. */
  const four: BaseRows = {
    customer: [
      { customer_id: 'a', acquisition_source: 'Trade Fair' },
      { customer_id: 'b' },
      { customer_id: 'c', acquisition_source: 'E-Mail Campaign' },
      { customer_id: 'd', acquisition_source: 'Sales Visit' },
    ],
    activity_stream: [
      order('a', '2023-03-01', '100'),
      order('a', '2024-03-01', '100'),
      order('b', '2023-05-01', '40'),
      order('c', '2024-05-01', '60'),
      // After the question.
      order('b', '2025-01-01', '999'),
    ],
  }

  test('80 an order x 1 order x 0.3 margin / 0.5 churn is 48, and the mean of 60 and 36', async () => {
    const ask = await askAbout(four)
    expect(
      await ofAll(
        ask,
        'customersAtStart customersLost customersWon buyers churnRate grossMargin averageOrderValue purchaseFrequency formulaLifetimeValue formulaLifetimeTurnover averageExpectedLifetimeValue averageExpectedLifetimeTurnover whyNoLifetimeValue',
        '2024-12-31',
      ),
    ).toEqual({
      customersAtStart: 2,
      customersLost: 1,
      customersWon: 1,
      buyers: 2,
      churnRate: 0.5,
      grossMargin: 0.3,
      averageOrderValue: 80,
      purchaseFrequency: 1,
      formulaLifetimeValue: 48,
      formulaLifetimeTurnover: 160,
      averageExpectedLifetimeValue: 48,
      averageExpectedLifetimeTurnover: 160,
      whyNoLifetimeValue: null,
    })
    const each = await slice(
      ask,
      ['CUSTOMER_ID', 'EXPECTED_LIFETIME_VALUE', 'EXPECTED_LIFETIME_TURNOVER', 'ORDERS_12M_BEFORE'],
      'customerId expectedLifetimeValue expectedLifetimeTurnover orders12mBefore',
      '2024-12-31',
    )
    expect(each.map((customer) => Object.values(customer))).toEqual([
      ['a', 60, 200, 1],
      ['b', null, null, 1],
      ['c', 36, 120, 0],
      ['d', null, null, 0],
    ])
  })

  test('the cost of acquisition is that of the customers won: C alone came, for 50', async () => {
    const ask = await askAbout(four)
    const members = 'averageAcquisitionCost acquisitionRatio acquisitionViability whyNoAcquisitionRatio'
    expect(await ofAll(ask, members, '2024-12-31')).toEqual({
      averageAcquisitionCost: 50,
      acquisitionRatio: 0.96,
      acquisitionViability: 'NOT_VIABLE',
      whyNoAcquisitionRatio: null,
    })
    // Nobody comes in 2025, when B returns: A and C are lost. Lifetime value is there, a cost is not.
    expect(await ofAll(ask, `customersWon churnRate ${members}`, '2025-12-31')).toEqual({
      customersWon: 0,
      churnRate: 1,
      averageAcquisitionCost: null,
      acquisitionRatio: null,
      acquisitionViability: null,
      whyNoAcquisitionRatio: 'NO_ACQUISITION_COST',
    })
  })

  test('a source without a known cost counts for nothing in the mean', async () => {
    const ask = await askAbout({
      customer: [
        { customer_id: 'a', acquisition_source: 'Web Search' },
        { customer_id: 'b', acquisition_source: 'E-Mail Campaign' },
        { customer_id: 'c', acquisition_source: 'Telegram' },
        { customer_id: 'd' },
      ],
      activity_stream: ['a', 'b', 'c', 'd'].map((customer) => order(customer, '2025-05-01', '10')),
    })
    expect(await ofAll(ask, 'customersWon averageAcquisitionCost whyNoAcquisitionRatio')).toEqual({
      customersWon: 4,
      averageAcquisitionCost: 175,
      whyNoAcquisitionRatio: 'NO_CUSTOMERS_AT_START',
    })
  })

  const reasons: readonly (readonly [why: string, orders: readonly Row[]])[] = [
    ['NO_CUSTOMERS_AT_START', []],
    ['NO_CUSTOMERS_AT_START', [order('a', '2025-01-01', '10')]],
    ['NOBODY_LEFT', [order('a', '2024-12-31', '10'), order('a', '2025-01-01', '10')]],
    ['NO_ORDERS', [order('a', '2024-01-01', '10')]],
    ['NO_TURNOVER', [order('a', '2024-01-01', '10'), order('b', '2025-01-01', '0')]],
    // One day before the 24 months.
    ['NO_CUSTOMERS_AT_START', [order('a', '2023-12-31', '10')]],
  ]
  test.each(reasons)('no lifetime value: %s %#', async (why, activity_stream) => {
    const ask = await askAbout({ customer: [{ customer_id: 'a' }, { customer_id: 'b' }], activity_stream })
    expect(
      await ofAll(
        ask,
        'formulaLifetimeValue averageExpectedLifetimeValue whyNoLifetimeValue acquisitionRatio acquisitionViability whyNoAcquisitionRatio',
      ),
    ).toEqual({
      formulaLifetimeValue: null,
      averageExpectedLifetimeValue: null,
      whyNoLifetimeValue: why,
      acquisitionRatio: null,
      acquisitionViability: null,
      whyNoAcquisitionRatio: why,
    })
  })

  test('an order over the end of a period is one of the later period; leap days are in one period, too', async () => {
    const ask = await askAbout({
      customer: [{ customer_id: 'a' }, { customer_id: 'b' }],
      activity_stream: [
        order('a', '2024-12-31 23:59:59', '10', '1-1'),
        order('a', '2025-01-01', '10', '1-2'),
        order('b', '2024-02-29', '10'),
      ],
    })
    const members = ['CUSTOMER_ID', 'ORDERS_12M_BEFORE', 'ORDERS_12M', 'ORDERS_24M'] as const
    const counted = async (asOf: string) =>
      (await slice(ask, members, 'customerId orders12mBefore orders12m orders24m', asOf)).map((row) => Object.values(row))
    expect(await counted('2025-12-31')).toEqual([
      ['a', 0, 1, 1],
      ['b', 1, 0, 1],
    ])
    // Twelve months to the end of February begin on March 1.
    expect(await counted('2025-02-28')).toEqual([
      ['a', 0, 1, 1],
      ['b', 1, 0, 1],
    ])
  })

  test('value of any window: rows drop out as the date of the question moves on', async () => {
    const ask = await askAbout({
      customer: [{ customer_id: 'a' }],
      activity_stream: [
        order('a', '2023-01-01', '1'),
        order('a', '2023-06-01', '2'),
        order('a', '2024-06-01', '4'),
        order('a', '2025-06-01', '8'),
      ],
    })
    const values = async (asOf: string) => {
      const members = ['VALUE_12M', 'VALUE_24M', 'VALUE_36M', 'LIFETIME_VALUE']
      return Object.values((await slice(ask, members, 'value12m value24m value36m lifetimeValue', asOf))[0] ?? {})
    }
    expect(await values('2025-12-31')).toEqual(['8.00', '12.00', '15.00', '15.00'])
    expect(await values('2026-01-01')).toEqual(['8.00', '12.00', '14.00', '15.00'])
    expect(await values('2026-06-01')).toEqual([null, '8.00', '12.00', '15.00'])
    expect(await values('2024-12-31')).toEqual(['4.00', '7.00', '7.00', '7.00'])
  })

  /** Customers with one order each, all in 2025. */
  async function decilesOf(values: readonly string[]): Promise<readonly unknown[]> {
    const ids = values.map((_, index) => `c${String(index).padStart(2, '0')}`)
    const ask = await askAbout({
      customer: [...ids, 'never'].map((customer_id) => ({ customer_id })),
      activity_stream: values.map((value, index) => order(ids[index] ?? '', '2025-06-01', value)),
    })
    const rows = await slice(
      ask,
      ['CUSTOMER_ID', 'LIFETIME_VALUE_DECILE', 'VALUE_DECILE_12M'],
      'customerId lifetimeValueDecile valueDecile12m',
    )
    for (const row of rows) expect(row.valueDecile12m).toBe(row.lifetimeValueDecile)
    return rows.map((row) => row.lifetimeValueDecile)
  }

  test('deciles: ten different values are one each, 10 for the most', async () => {
    expect(await decilesOf(['10', '20', '30', '40', '50', '60', '70', '80', '90', '100'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null])
  })

  test('deciles: equal values are in one of them', async () => {
    expect(await decilesOf(['50', '50', '50', '50'])).toEqual([1, 1, 1, 1, null])
  })

  // Cut points of 0, 50, 100 are 10, 20, ... 90: 50 passes four of them, 100 all nine.
  test('deciles of three customers are the first, the fifth and the tenth', async () => {
    expect(await decilesOf(['0', '50', '100'])).toEqual([1, 5, 10, null])
  })
})

/** An order of one line; without `line` it is named by its time. */
function order(entity_id: string, activity_ts: string, value: string, line = `${activity_ts.replaceAll('-', '')}-1`): Row {
  return { activity: 'order_placed', entity_id, activity_ts, feature1: line, feature9: value }
}
