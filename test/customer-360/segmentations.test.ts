/** The shipped segmentations: their sizes on the sample base, SQL written by hand beside them, and every edge on a few rows. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { sampleDefaults } from '../../src/sample/options.ts'
import { writeSample } from '../../src/sample/write.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf } from '../support/story.ts'
import { type BaseRows, type Row, shippedCatalog, tablesOf } from './rows.ts'
import { modelFolder } from './sample-databases.ts'

interface Answer {
  readonly rows: readonly { readonly customer: Row }[]
  readonly totals?: { readonly customer: Row }
}

/** Customers in each group of the sample base on 2025-12-31, in the order of the model; `otherwise` comes last. */
const sizes = {
  mosaique: {
    VIPS: 571,
    NEW_CUSTOMERS: 148,
    LOYAL: 590,
    BIG_SPENDERS: 468,
    PROMISING: 506,
    REGULARS: 406,
    SHAKY_CANDIDATES: 700,
    SLEEPING: 1083,
    WITHOUT_ORDERS: 528,
  },
  barilliance: { HARDCORE: 250, RECRUITS: 176, UNFAITHFUL: 546, PROMISING: 162, LOYAL: 464, WHALES: 579, OTHERS: 2823 },
  putler: {
    RECENT: 142,
    PROMISING: 107,
    INDISPENSABLE: 76,
    CHAMPIONS: 696,
    NEED_ATTENTION: 748,
    PASSIVE: 267,
    HIBERNATING: 519,
    LOST: 313,
    AT_RISK: 612,
    FUTURE_LOYAL: 696,
    LOYAL: 609,
    NEVER_ORDERED: 215,
  },
  recencyFrequency: {
    RECENT_FREQUENT: 272,
    RECENT_REPEATED: 939,
    RECENT_FEW: 281,
    COOLING_FREQUENT: 79,
    COOLING_REPEATED: 590,
    COOLING_FEW: 203,
    COLD_FREQUENT: 72,
    COLD_REPEATED: 1492,
    COLD_FEW: 857,
    NEVER_ORDERED: 215,
  },
  turnoverSize: { LARGE: 2147, MEDIUM: 1355, SMALL: 1283, WITHOUT_TURNOVER: 215 },
  journey: { POTENTIAL: 215, FIRST_TIME: 382, INACTIVE_REPEAT: 740, REPEAT_AT_RISK: 804, LOYAL: 135, REPEAT: 2724 },
  nps: { PROMOTERS: 246, PASSIVES: 152, DETRACTORS: 132, NOT_ASKED: 4470 },
  activityState: { ACTIVE: 3874, INACTIVE: 911, NEVER_ORDERED: 215 },
  engagement: { HOT: 24, WARM: 94, COLD: 1262, SILENT: 3620 },
  promotionBuyers: { RECENT: 135, COUPON_LOVERS: 153, OCCASIONAL: 595, NEVER_USED: 3902, NEVER_ORDERED: 215 },
  acquisition: { REFERRED: 528, SALES_VISIT: 1697, TRADE_FAIR: 772, WEB_SEARCH: 719, EMAIL_CAMPAIGN: 515, SOCIAL_MEDIA: 421, UNKNOWN: 348 },
  cohortAge: { NEW: 148, FIRST_YEAR: 422, ESTABLISHED: 4215, PROSPECT: 215 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>

type Segmentation = keyof typeof sizes
const names = Object.keys(sizes) as Segmentation[]

let catalog: Catalog
beforeAll(async () => {
  catalog = await shippedCatalog()
})

/** `recencyFrequency` is the field, `RECENCY_FREQUENCY` what it is grouped by. */
function inUpperCase(field: string): string {
  return field.replace(/[A-Z]|\d+/g, (part) => `_${part}`).toUpperCase()
}

async function sizesOf(ask: Ask, segmentation: Segmentation, asOf = '2025-12-31'): Promise<Readonly<Record<string, number>>> {
  const slice = (await ask(
    `{ slice(by: { customer: [${inUpperCase(segmentation)}] }, asOf: "${asOf}") { rows { customer { ${segmentation} countCustomers } } } }`,
  )) as Answer
  return Object.fromEntries(slice.rows.map(({ customer }) => [String(customer[segmentation]), Number(customer.countCustomers)]))
}

test('these are all that the model has', () => {
  const declared = [...(catalog.entities.get('customer')?.dimensions.values() ?? [])].filter(({ groups }) => groups !== undefined)
  expect(declared.map((dimension) => dimension.name).sort()).toEqual(names.map((name) => inUpperCase(name).toLowerCase()).sort())
})

test.each(names)('docs/segmentations.md has the groups of %s in order, with their sizes', (segmentation) => {
  const name = inUpperCase(segmentation).toLowerCase()
  const section = readFileSync('docs/segmentations.md', 'utf8')
    .split(/^## /m)
    .find((text) => text.includes(`(\`${name}\`)\n`))
  const rows = [...(section ?? '').matchAll(/^\| `([A-Z_]+)` \|.* \| (\d+) \|$/gm)].map(([, group, size]) => [group, Number(size)])
  expect(rows).toEqual(Object.entries(sizes[segmentation]))
  const declared = catalog.entities.get('customer')?.dimensions.get(name)?.groups ?? []
  expect(declared.map((group) => group.value)).toEqual(rows.map(([group]) => group))
})

describe.each(engines)('on the sample base, %s', (engine) => {
  let database: Database
  let ask: Ask
  beforeAll(async () => {
    database = await openTestDatabase(engine, {})
    expect(await writeSample(database, sampleDefaults)).toMatchObject({ ok: true })
    ask = askOf(catalog, database)
  }, 120_000)
  afterAll(() => database.close())

  test.each(names)('%s: everybody is in exactly one group', async (segmentation) => {
    const found = await sizesOf(ask, segmentation)
    expect(found).toEqual(sizes[segmentation])
    expect(Object.values(found).reduce((sum, size) => sum + size, 0)).toBe(5000)
  })

  test('groups counted apart are as large as they are side by side', async () => {
    const apart = names.map((segmentation) => {
      const counts = Object.keys(sizes[segmentation]).map(
        (group) =>
          `${group}: slice(by: {}, where: { customer: { ${segmentation}: { eq: ${group} } } }, asOf: "2025-12-31") { rows { customer { countCustomers } } }`,
      )
      return { segmentation, question: `{ ${counts.join('\n')} }` }
    })
    for (const { segmentation, question } of apart) {
      const { data, errors } = await ask.raw(question)
      expect(errors).toBeUndefined()
      const counted = Object.entries(data as Record<string, Answer>).map(([group, { rows }]) => [group, rows[0]?.customer.countCustomers])
      expect(Object.fromEntries(counted)).toEqual(sizes[segmentation])
    }
  })

  test('mosaique: orders, value and days of each group, and its part of the base', async () => {
    const slice = (await ask(readFileSync(path.join(modelFolder, 'queries', 'mosaique.graphql'), 'utf8'))) as Answer
    const table = slice.rows.map(({ customer }) => [
      customer.mosaique,
      customer.countCustomers,
      Number(customer.averageOrders).toFixed(2),
      Number(customer.averageLifetimeValue).toFixed(2),
      Number(customer.averageDaysSinceLastOrder).toFixed(1),
      customer.percentageCustomers,
    ])
    expect(table).toEqual([
      ['BIG_SPENDERS', 468, '4.63', '6600.95', '63.4', 9.36],
      ['LOYAL', 590, '7.66', '4351.87', '71.5', 11.8],
      ['NEW_CUSTOMERS', 148, '1.34', '893.16', '42.6', 2.96],
      ['PROMISING', 506, '4.43', '2330.35', '36.8', 10.12],
      ['REGULARS', 406, '4.11', '2116.09', '112.6', 8.12],
      ['SHAKY_CANDIDATES', 700, '5.85', '6260.34', '267.1', 14],
      ['SLEEPING', 1083, '3.93', '2425.51', '349.7', 21.66],
      ['VIPS', 571, '11.14', '11910.61', '29.7', 11.42],
      ['WITHOUT_ORDERS', 528, '1.20', '1367.09', '919.9', 10.56],
    ])
    expect(slice.totals?.customer).toMatchObject({ countCustomers: 5000, percentageCustomers: 100 })
  })

  test('customerSegmentation has the groups of mosaique in the order of the model, with the numbers of the slice', async () => {
    const slice = (await ask(readFileSync(path.join(modelFolder, 'queries', 'mosaique.graphql'), 'utf8'))) as Answer
    const { groups } = (await ask(
      '{ customerSegmentation(name: MOSAIQUE, asOf: "2025-12-31") { groups { name count percentage averages { lifetimeOrders lifetimeValue daysSinceLastOrder } } } }',
    )) as { readonly groups: readonly (Row & { readonly averages: Row })[] }
    expect(groups.map(({ name }) => name)).toEqual(Object.keys(sizes.mosaique))
    const bySlice = new Map(slice.rows.map(({ customer }) => [customer.mosaique, customer]))
    for (const { name, count, percentage, averages } of groups) {
      expect({
        mosaique: name,
        countCustomers: count,
        averageOrders: averages.lifetimeOrders,
        averageLifetimeValue: averages.lifetimeValue,
        averageDaysSinceLastOrder: averages.daysSinceLastOrder,
        percentageCustomers: percentage,
      }).toEqual(bySlice.get(name))
    }
  })

  test.each(['2023-01-01', '2024-02-29', '2025-06-30'])('on %s everybody is in exactly one group, too', async (asOf) => {
    for (const segmentation of names) {
      const found = await sizesOf(ask, segmentation, asOf)
      expect(Object.values(found).reduce((sum, size) => sum + size, 0)).toBe(5000)
      expect(Object.keys(sizes[segmentation])).toEqual(expect.arrayContaining(Object.keys(found)))
    }
  })

  test('mosaique and putler are what SQL written by hand finds, customer by customer', async () => {
    const slice = (await ask(
      '{ slice(by: { customer: [CUSTOMER_ID, MOSAIQUE, PUTLER] }, limit: 5000, asOf: "2025-12-31") { rows { customer { customerId mosaique putler } } } }',
    )) as Answer
    const found = await ask.sql(byHand)
    expect(slice.rows.map(({ customer }) => customer)).toEqual(
      found.map((row) => ({ customerId: row.customer_id, mosaique: row.mosaique, putler: row.putler })),
    )
    expect(found).toHaveLength(5000)
  })

  test('answers, engagement, promotions and where customers came from are what SQL written by hand finds', async () => {
    const slice = (await ask(
      '{ slice(by: { customer: [CUSTOMER_ID, NPS, ENGAGEMENT, PROMOTION_BUYERS, ACQUISITION] }, limit: 5000, asOf: "2025-12-31") { rows { customer { customerId nps engagement promotionBuyers acquisition } } } }',
    )) as Answer
    const found = await ask.sql(engagementByHand)
    expect(slice.rows.map(({ customer }) => Object.values(customer))).toEqual(found.map((row) => Object.values(row)))
    expect(found).toHaveLength(5000)
  })
})

const engagementByHand = `
  with latest as (
    select entity_id, max(cast(feature1 as integer)) as answer from engagement_stream e
    where activity = 'survey_answered' and not exists (
      select 1 from engagement_stream later
      where later.activity = 'survey_answered' and later.entity_id = e.entity_id and later.activity_ts > e.activity_ts
    )
    group by entity_id
  ),
  touched as (
    select
      entity_id,
      sum(case activity when 'email_opened' then 1 when 'site_visited' then 3 when 'email_clicked' then 5 else 0 end
        * power(2, -(date '2025-12-31' - cast(activity_ts as date)) / 30.0)) as points
    from engagement_stream
    where activity in ('email_opened', 'site_visited', 'email_clicked') and activity_ts >= timestamp '2025-07-05'
    group by entity_id
  ),
  promoted as (
    select
      entity_id,
      count(distinct split_part(feature1, '-', 1)) as orders,
      max(activity_ts) as last_at
    from engagement_stream where activity = 'promotion_redeemed' group by entity_id
  ),
  ordered as (
    select entity_id, count(distinct split_part(feature1, '-', 1)) as orders from activity_stream where activity = 'order_placed' group by entity_id
  )
  select
    customer_id,
    case when answer is null then 'NOT_ASKED' when answer < 7 then 'DETRACTORS' when answer < 9 then 'PASSIVES' else 'PROMOTERS' end as nps,
    case when points is null then 'SILENT' when points < 5 then 'COLD' when points < 20 then 'WARM' else 'HOT' end as engagement,
    case
      when ordered.orders is null then 'NEVER_ORDERED'
      when promoted.orders is null then 'NEVER_USED'
      when promoted.last_at >= timestamp '2025-10-03' then 'RECENT'
      when promoted.orders >= ordered.orders / 2.0 then 'COUPON_LOVERS'
      else 'OCCASIONAL'
    end as promotion_buyers,
    case
      when referred_by is not null then 'REFERRED'
      when acquisition_source is null then 'UNKNOWN'
      else upper(replace(replace(acquisition_source, 'E-Mail', 'Email'), ' ', '_'))
    end as acquisition
  from customer
  left join latest on latest.entity_id = customer_id
  left join touched on touched.entity_id = customer_id
  left join promoted on promoted.entity_id = customer_id
  left join ordered on ordered.entity_id = customer_id
  order by customer_id`

const cutPoints = [0.2, 0.4, 0.6, 0.8].map(
  (share) => `
    select
      percentile_cont(${share}) within group (order by days) as days,
      percentile_cont(${share}) within group (order by orders) as orders,
      percentile_cont(${share}) within group (order by value) as value
    from recently`,
)

const byHand = `
  with line as (
    select entity_id, cast(activity_ts as date) as day, split_part(feature1, '-', 1) as order_number, cast(feature9 as numeric(18, 2)) as value
    from activity_stream where activity = 'order_placed'
  ),
  ever as (select entity_id, date '2025-12-31' - min(day) as age from line group by entity_id),
  recently as (
    select entity_id, count(distinct order_number) as orders, sum(value) as value, date '2025-12-31' - max(day) as days
    from line where day >= date '2024-01-01' group by entity_id
  ),
  cut_point as (${cutPoints.join(' union all ')}
  ),
  scored as (
    select
      entity_id,
      5 - (select count(*) from cut_point where cut_point.days < recently.days) as r,
      1 + (select count(*) from cut_point where cut_point.orders < recently.orders) as f,
      1 + (select count(*) from cut_point where cut_point.value < recently.value) as m
    from recently
  ),
  placed as (
    select customer_id, age, r, f, m, coalesce(r, 0) as r0, coalesce((f + m) / 2.0, 0) as fm
    from customer left join ever on ever.entity_id = customer_id left join scored on scored.entity_id = customer_id
  )
  select
    customer_id,
    case
      when r >= 4 and f >= 4 and m >= 4 then 'VIPS'
      when age <= 90 then 'NEW_CUSTOMERS'
      when r is null then 'WITHOUT_ORDERS'
      when r >= 3 and f >= 4 then 'LOYAL'
      when r >= 3 and m >= 4 then 'BIG_SPENDERS'
      when r >= 4 then 'PROMISING'
      when r = 3 then 'REGULARS'
      when f >= 4 or m >= 4 then 'SHAKY_CANDIDATES'
      else 'SLEEPING'
    end as mosaique,
    case
      when age is null then 'NEVER_ORDERED'
      when r0 between 4 and 5 and fm between 0 and 1 then 'RECENT'
      when r0 between 3 and 4 and fm between 0 and 1 then 'PROMISING'
      when r0 between 0 and 1 and fm between 4 and 5 then 'INDISPENSABLE'
      when r0 between 4 and 5 and fm between 4 and 5 then 'CHAMPIONS'
      when r0 between 2 and 3 and fm between 2 and 3 then 'NEED_ATTENTION'
      when r0 between 2 and 3 and fm between 0 and 2 then 'PASSIVE'
      when r0 between 1 and 2 and fm between 1 and 2 then 'HIBERNATING'
      when r0 between 0 and 2 and fm between 0 and 2 then 'LOST'
      when r0 between 0 and 2 and fm between 2 and 5 then 'AT_RISK'
      when r0 between 3 and 5 and fm between 1 and 3 then 'FUTURE_LOYAL'
      when r0 between 2 and 5 and fm between 3 and 5 then 'LOYAL'
    end as putler
  from placed order by customer_id`

describe.each(engines)('by head, %s', (engine) => {
  const open: Database[] = []
  afterAll(() => Promise.all(open.map((database) => database.close())))

  /** The group of each customer on 2025-12-31, in order of their identifiers; `also` are further fields. */
  async function groupsOf(segmentation: Segmentation, base: BaseRows, also: readonly string[] = []): Promise<unknown> {
    const database = await openTestDatabase(engine, tablesOf(base))
    open.push(database)
    const fields = [segmentation, ...also]
    const grain = ['CUSTOMER_ID', ...fields.map(inUpperCase)].join(', ')
    const slice = (await askOf(
      catalog,
      database,
    )(`{ slice(by: { customer: [${grain}] }, asOf: "2025-12-31") { rows { customer { customerId ${fields.join(' ')} } } } }`)) as Answer
    return slice.rows.map(({ customer }) => [customer.customerId, ...fields.map((field) => customer[field])])
  }

  test.each(names)('%s of nobody is empty', async (segmentation) => {
    expect(await groupsOf(segmentation, {})).toEqual([])
  })

  test('recency by frequency: 59 days are recent, 60 and 119 cooling, 120 cold; 4 orders are some, 10 are many', async () => {
    const base = {
      customer: customers('a59', 'b60', 'c119', 'd120', 'e0', 'f3', 'g4', 'h9', 'i10', 'never'),
      activity_stream: [
        order('a59', '2025-11-02'),
        order('b60', '2025-11-01'),
        order('c119', '2025-09-03'),
        order('d120', '2025-09-02'),
        order('e0', '2025-12-31 23:59:59'),
        ...orders('f3', 3),
        ...orders('g4', 4),
        ...orders('h9', 9),
        ...orders('i10', 10),
      ],
    }
    expect(await groupsOf('recencyFrequency', base, ['recencyBand', 'frequencyBand'])).toEqual([
      ['a59', 'RECENT_FEW', 3, 1],
      ['b60', 'COOLING_FEW', 2, 1],
      ['c119', 'COOLING_FEW', 2, 1],
      ['d120', 'COLD_FEW', 1, 1],
      ['e0', 'RECENT_FEW', 3, 1],
      ['f3', 'RECENT_FEW', 3, 1],
      ['g4', 'RECENT_REPEATED', 3, 2],
      ['h9', 'RECENT_REPEATED', 3, 2],
      ['i10', 'RECENT_FREQUENT', 3, 3],
      ['never', 'NEVER_ORDERED', null, null],
    ])
  })

  test('money bands: below 2,000 is 1, 2,000 is 2, 6,000 is 3; nothing ordered, or less than nothing, has none', async () => {
    const worth: readonly (readonly [string, string])[] = [
      ['a', '0.00'],
      ['b', '1999.99'],
      ['c', '2000.00'],
      ['d', '5999.99'],
      ['e', '6000.00'],
      ['f', '-0.01'],
    ]
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'e', 'f', 'never'),
      activity_stream: worth.map(([id, value]) => order(id, '2025-12-01', { value })),
    }
    const found = (await groupsOf('turnoverSize', base, ['monetaryBand'])) as readonly unknown[][]
    expect(found.map(([id, , band]) => [id, band])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
      ['d', 2],
      ['e', 3],
      ['f', null],
      ['never', null],
    ])
  })

  test('size by turnover: of 120 the marks are 96 and 114; who crosses one is still before it, equals stay together', async () => {
    // Worth more than each: 0, 60, 60, 100, 110, 110.
    const worth = { a: 60, b: 20, c: 20, d: 10, e: 5, f: 5 }
    const base = {
      customer: customers(...Object.keys(worth), 'never'),
      activity_stream: Object.entries(worth).map(([id, value]) => order(id, '2025-12-01', { value: `${value}.00` })),
    }
    expect(await groupsOf('turnoverSize', base)).toEqual([
      ['a', 'LARGE'],
      ['b', 'LARGE'],
      ['c', 'LARGE'],
      ['d', 'MEDIUM'],
      ['e', 'MEDIUM'],
      ['f', 'MEDIUM'],
      ['never', 'WITHOUT_TURNOVER'],
    ])
  })

  test('size by turnover: one customer alone is large; the one beyond 95 % is small; without a positive total nobody has a size', async () => {
    const sizesOfWorth = (...worth: readonly string[]) =>
      groupsOf('turnoverSize', {
        customer: customers(...worth.map((_, index) => `c${index}`)),
        activity_stream: worth.map((value, index) => order(`c${index}`, '2025-12-01', { value })),
      })
    expect(await sizesOfWorth('1.00')).toEqual([['c0', 'LARGE']])
    // Worth more than the last: 95 of 100.
    expect(await sizesOfWorth('95.00', '5.00')).toEqual([
      ['c0', 'LARGE'],
      ['c1', 'SMALL'],
    ])
    expect(await sizesOfWorth('0.00', '0.00')).toEqual([
      ['c0', 'WITHOUT_TURNOVER'],
      ['c1', 'WITHOUT_TURNOVER'],
    ])
  })

  test('journey: 180 days are repeat and 181 at risk, 365 at risk and 366 inactive; three orders in 90 days are loyal', async () => {
    const twice = (id: string, last: string) => [order(id, '2023-02-01'), order(id, last)]
    const base = {
      customer: customers('a180', 'b181', 'c365', 'd366', 'e once', 'f lines', 'g two', 'h three', 'i 90 days ago', 'never'),
      activity_stream: [
        ...twice('a180', '2025-07-04'),
        ...twice('b181', '2025-07-03'),
        ...twice('c365', '2024-12-31'),
        ...twice('d366', '2024-12-30'),
        order('e once', '2023-02-01'),
        // Three lines of one order.
        ...['1', '2', '3'].map((line) => order('f lines', '2025-12-01', { line: `1-${line}` })),
        ...twice('g two', '2025-12-01'),
        ...orders('h three', 3),
        // The 90 days begin on October 3.
        ...['2025-10-02', '2025-10-03', '2025-10-04'].map((day) => order('i 90 days ago', day)),
        // In the future of the question.
        order('never', '2026-01-01'),
      ],
    }
    expect(await groupsOf('journey', base)).toEqual([
      ['a180', 'REPEAT'],
      ['b181', 'REPEAT_AT_RISK'],
      ['c365', 'REPEAT_AT_RISK'],
      ['d366', 'INACTIVE_REPEAT'],
      ['e once', 'FIRST_TIME'],
      ['f lines', 'FIRST_TIME'],
      ['g two', 'REPEAT'],
      ['h three', 'LOYAL'],
      ['i 90 days ago', 'REPEAT'],
      ['never', 'POTENTIAL'],
    ])
  })

  test('active until a year is over: 2025-01-01 is, 2024-12-31 is not', async () => {
    const base = {
      customer: customers('a', 'b', 'never'),
      activity_stream: [order('a', '2025-01-01'), order('b', '2024-12-31 23:59:59')],
    }
    expect(await groupsOf('activityState', base)).toEqual([
      ['a', 'ACTIVE'],
      ['b', 'INACTIVE'],
      ['never', 'NEVER_ORDERED'],
    ])
  })

  test('age of the cohort: 90 days are new, 91 and 365 the first year, 366 established', async () => {
    const base = {
      customer: customers('a90', 'b91', 'c365', 'd366', 'never'),
      activity_stream: [order('a90', '2025-10-02'), order('b91', '2025-10-01'), order('c365', '2024-12-31'), order('d366', '2024-12-30')],
    }
    expect(await groupsOf('cohortAge', base, ['customerAgeDays'])).toEqual([
      ['a90', 'NEW', 90],
      ['b91', 'FIRST_YEAR', 91],
      ['c365', 'FIRST_YEAR', 365],
      ['d366', 'ESTABLISHED', 366],
      ['never', 'PROSPECT', null],
    ])
  })

  test('net promoter score: of 10, 9, 7, 6 and no answer it is 25.0', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'silent'),
      engagement_stream: [answer('a', '10'), answer('b', '9'), answer('c', '7'), answer('d', '6')],
    }
    expect(await groupsOf('nps', base)).toEqual([
      ['a', 'PROMOTERS'],
      ['b', 'PROMOTERS'],
      ['c', 'PASSIVES'],
      ['d', 'DETRACTORS'],
      ['silent', 'NOT_ASKED'],
    ])
    const database = open.at(-1)
    if (database === undefined) throw new Error('No database')
    const score = (where: string) =>
      askOf(catalog, database)(`{ slice(by: {} ${where} asOf: "2025-12-31") { rows { customer { netPromoterScore } } } }`)
    expect(await score('')).toEqual({ rows: [{ customer: { netPromoterScore: 25 } }] })
    expect(await score('where: { customer: { customerId: { eq: "silent" } } }')).toEqual({
      rows: [{ customer: { netPromoterScore: null } }],
    })
  })

  test('the latest answer counts, of two at once the higher; numbers that cannot be are no answer', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'e', 'f'),
      engagement_stream: [
        answer('a', '10', '2025-05-01'),
        answer('a', '0', '2025-06-01'),
        answer('b', '6', '2025-06-01'),
        answer('b', '9', '2025-06-01'),
        answer('c', '11'),
        answer('d', '-1'),
        answer('e', '8', '2025-12-31 23:59:59'),
        answer('e', '0', '2026-01-01'),
        answer('f', '0'),
      ],
    }
    expect(await groupsOf('nps', base)).toEqual([
      ['a', 'DETRACTORS'],
      ['b', 'PROMOTERS'],
      ['c', 'NOT_ASKED'],
      ['d', 'NOT_ASKED'],
      ['e', 'PASSIVES'],
      ['f', 'DETRACTORS'],
    ])
  })

  test('engagement points lose half of their worth in 30 days, and are gone after 180', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      engagement_stream: [
        did('a', 'email_clicked', '2025-12-31'),
        did('b', 'email_clicked', '2025-12-01'),
        did('c', 'email_clicked', '2025-11-01'),
        did('d', 'email_opened', '2025-12-31'),
        did('e', 'site_visited', '2025-12-01'),
        // The 180 days begin on July 5.
        did('f', 'email_clicked', '2025-07-04 23:59:59'),
        ...Array.from({ length: 4 }, () => did('g', 'email_clicked', '2025-12-31')),
        ...Array.from({ length: 3 }, () => did('h', 'email_clicked', '2025-12-31')),
        did('h', 'site_visited', '2025-12-31'),
        did('h', 'email_opened', '2025-12-31'),
      ],
    }
    expect(await groupsOf('engagement', base, ['engagementPoints'])).toEqual([
      ['a', 'WARM', '5'],
      ['b', 'COLD', '2.5'],
      ['c', 'COLD', '1.25'],
      ['d', 'COLD', '1'],
      ['e', 'COLD', '1.5'],
      ['f', 'SILENT', '0'],
      ['g', 'HOT', '20'],
      ['h', 'WARM', '19'],
      ['i', 'SILENT', '0'],
    ])
  })

  test('promotion buyers: recent within 90 days, lovers from half of all orders on; an order counts once', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'e', 'never'),
      activity_stream: [
        order('a', '2025-10-03', { line: '1-1' }),
        // One order of two, 90 days ago: not recent any more.
        order('b', '2025-10-02', { line: '2-1' }),
        order('b', '2025-12-01', { line: '3-1' }),
        // One of three, though two of its lines had a promotion.
        order('c', '2025-01-01', { line: '4-1' }),
        order('c', '2025-01-01', { line: '4-2' }),
        order('c', '2025-02-01', { line: '5-1' }),
        order('c', '2025-03-01', { line: '6-1' }),
        order('d', '2025-12-01', { line: '7-1' }),
        // A lover who is recent too.
        order('e', '2025-12-01', { line: '8-1' }),
      ],
      engagement_stream: [
        redeemed('a', '2025-10-03', '1-1'),
        redeemed('b', '2025-10-02', '2-1'),
        redeemed('c', '2025-01-01', '4-1'),
        redeemed('c', '2025-01-01', '4-2'),
        redeemed('e', '2025-12-01', '8-1'),
      ],
    }
    expect(await groupsOf('promotionBuyers', base, ['promotionOrders', 'promotionOrders90d', 'lifetimeOrders'])).toEqual([
      ['a', 'RECENT', 1, 1, 1],
      ['b', 'COUPON_LOVERS', 1, 0, 2],
      ['c', 'OCCASIONAL', 1, 0, 3],
      ['d', 'NEVER_USED', 0, 0, 1],
      ['e', 'RECENT', 1, 1, 1],
      ['never', 'NEVER_ORDERED', 0, 0, 0],
    ])
  })

  test('a recommendation counts before the source; a source that is not listed is unknown', async () => {
    const customer = [
      { customer_id: 'a', acquisition_source: 'Trade Fair', referred_by: 'b' },
      { customer_id: 'b', acquisition_source: 'Trade Fair' },
      { customer_id: 'c', acquisition_source: 'Telegram' },
      { customer_id: 'd' },
      { customer_id: 'e', referred_by: 'a' },
    ]
    expect(await groupsOf('acquisition', { customer })).toEqual([
      ['a', 'REFERRED'],
      ['b', 'TRADE_FAIR'],
      ['c', 'UNKNOWN'],
      ['d', 'UNKNOWN'],
      ['e', 'REFERRED'],
    ])
  })

  test('putler and mosaique: whoever ordered before the window is lost and without orders, whoever never did is apart', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'e', 'long ago', 'never'),
      activity_stream: [
        // Five customers, each a fifth: e is best in everything. The window begins on 2024-01-01.
        ...orders('a', 1, '2024-02-01'),
        ...orders('b', 2, '2024-03-01'),
        ...orders('c', 3, '2024-04-01'),
        ...orders('d', 4, '2024-05-01'),
        ...orders('e', 5, '2024-06-01'),
        order('long ago', '2023-12-31'),
      ],
    }
    expect(await groupsOf('putler', base, ['mosaique', 'recencyScore24m', 'frequencyScore24m', 'monetaryScore24m'])).toEqual([
      ['a', 'HIBERNATING', 'SLEEPING', 1, 1, 1],
      ['b', 'NEED_ATTENTION', 'SLEEPING', 2, 2, 2],
      ['c', 'NEED_ATTENTION', 'REGULARS', 3, 3, 3],
      ['d', 'CHAMPIONS', 'VIPS', 4, 4, 4],
      ['e', 'CHAMPIONS', 'VIPS', 5, 5, 5],
      ['long ago', 'LOST', 'WITHOUT_ORDERS', null, null, null],
      ['never', 'NEVER_ORDERED', 'WITHOUT_ORDERS', null, null, null],
    ])
  })

  test('barilliance: 1 is best; narrow groups come first', async () => {
    const base = {
      customer: customers('a', 'b', 'c', 'd', 'never'),
      activity_stream: [
        // a: least often and longest ago; d: most often and last.
        ...orders('a', 1, '2024-02-01'),
        ...orders('b', 2, '2024-03-01'),
        ...orders('c', 3, '2024-04-01'),
        ...orders('d', 4, '2024-05-01'),
      ],
    }
    expect(await groupsOf('barilliance', base, ['recencyQuartile24m', 'frequencyQuartile24m', 'monetaryQuartile24m'])).toEqual([
      ['a', 'UNFAITHFUL', 4, 4, 4],
      ['b', 'OTHERS', 3, 3, 3],
      ['c', 'OTHERS', 2, 2, 2],
      ['d', 'HARDCORE', 1, 1, 1],
      ['never', 'OTHERS', null, null, null],
    ])
  })
})

function customers(...ids: readonly string[]): readonly Row[] {
  return ids.map((customer_id) => ({ customer_id }))
}

/** A line of 10.00; without `line` the only one of an order of its own, which is named by its time. */
function order(entity_id: string, activity_ts: string, { line, value = '10.00' }: { line?: string; value?: string } = {}): Row {
  return { activity: 'order_placed', entity_id, activity_ts, feature1: line ?? `${activity_ts.replaceAll('-', '')}-1`, feature9: value }
}

/** So many orders on one day. */
function orders(entity_id: string, count: number, day = '2025-12-01'): readonly Row[] {
  return Array.from({ length: count }, (_, index) => order(entity_id, day, { line: `${index + 1}-1` }))
}

function did(entity_id: string, activity: string, activity_ts: string): Row {
  return { activity, entity_id, activity_ts }
}

function answer(entity_id: string, feature1: string, activity_ts = '2025-06-01'): Row {
  return { ...did(entity_id, 'survey_answered', activity_ts), feature1 }
}

function redeemed(entity_id: string, activity_ts: string, feature1: string): Row {
  return { ...did(entity_id, 'promotion_redeemed', activity_ts), feature1 }
}
