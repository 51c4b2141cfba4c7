/** Attributes of the shipped model, and what is there without customers, held against SQL written by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../support/databases.ts'
import { askOf } from '../support/story.ts'
import { openSampleDatabases, type SampleDatabases } from './sample-databases.ts'

let databases: SampleDatabases
beforeAll(async () => {
  databases = await openSampleDatabases()
}, 120_000)
afterAll(() => databases.close())

/** After the last day of the sample. */
const asOf = '2026-01-01'

const lines = `(select *, cast(feature9 as numeric(18, 2)) as order_value from activity_stream where activity = 'order_placed')`
const orders = `(select concat(entity_id, '-', split_part(feature1, '-', 1)) as order_no, entity_id, min(activity_ts) as placed_at
  from activity_stream where activity = 'order_placed' group by 1, 2)`

type Row = Readonly<Record<string, Readonly<Record<string, unknown>>>>

describe.each(engines)('%s', (engine) => {
  /** Both as lists of texts; null groups come last. */
  async function hold(slice: string, byHand: string): Promise<void> {
    const ask = askOf(databases.catalog, databases.on(engine))
    const { rows } = (await ask(`{ slice(asOf: "${asOf}", limit: 500, ${slice} } }`)) as { readonly rows: readonly Row[] }
    const ours = rows.map((row) => Object.values(row).flatMap((members) => Object.values(members).map(String)))
    const theirs = (await ask.sql(byHand)).map((row) => Object.values(row).map(String))
    expect(ours.length).toBeGreaterThan(1)
    expect(ours).toEqual(theirs)
  }

  test('revenue by region of the store, and by brand of the product', async () => {
    await hold(
      'by: { store: [REGION] }) { rows { store { region } orderPlaced { monetary } }',
      `select region, sum(order_value) from ${lines} as l join customer on customer_id = entity_id join store on store_no = site group by 1 order by 1`,
    )
    await hold(
      'by: { product: [BRAND_NAME] }) { rows { product { brandName } orderPlaced { monetary orderLines } }',
      `select brand_name, sum(order_value), count(*) from ${lines} as l join product on product_id = feature2 group by 1 order by brand_name`,
    )
  })

  test('every line is of a product of the catalogue, and says of it what the catalogue does', async () => {
    const ask = askOf(databases.catalog, databases.on(engine))
    const [count] = await ask.sql(
      `select count(*) as found from ${lines} as l join product on product_id = feature2
       and brand_name = feature3 and supplier_name = feature4 and category = feature5 and classification = feature6`,
    )
    const [all] = await ask.sql(`select count(*) as found from ${lines} as l`)
    expect(String(count?.found)).toBe(String(all?.found))
    const [delivered] = await ask.sql(
      'select count(*) as found from customer join store on store_no = site and store.state = customer.state',
    )
    expect(String(delivered?.found)).toBe('200')
  })

  test('customers by the category they began with, and by their favourite', async () => {
    await hold(
      'by: { customer: [FIRST_ORDER_CATEGORY] }) { rows { customer { firstOrderCategory countCustomers } }',
      `select category, count(*) from customer left join (
         select entity_id, feature5 as category, row_number() over (partition by entity_id order by activity_ts, activity_uuid) as place from ${lines} as l
       ) as f on entity_id = customer_id and place = 1 group by 1 order by category nulls last`,
    )
    await hold(
      'by: { customer: [FAVOURITE_CATEGORY] }) { rows { customer { favouriteCategory countCustomers } }',
      `select category, count(*) from customer left join (
         select entity_id, feature5 as category, row_number() over (partition by entity_id order by count(*) desc, feature5) as place
         from ${lines} as l group by 1, 2
       ) as f on entity_id = customer_id and place = 1 group by 1 order by category nulls last`,
    )
  })

  test('orders by the days since the one before, and by the mailing opened last before', async () => {
    await hold(
      'by: { order: [DAYS_SINCE_PREVIOUS_ORDER] }) { rows { order { daysSincePreviousOrder countOrders } }',
      `select cast(placed_at as date) - cast((select max(placed_at) from ${orders} as b where b.entity_id = o.entity_id and b.placed_at < o.placed_at) as date) as days,
         count(*) from ${orders} as o group by 1 order by days nulls last`,
    )
    await hold(
      'by: { order: [LAST_CAMPAIGN_OPENED] }) { rows { order { lastCampaignOpened countOrders } }',
      `select (select feature1 from engagement_stream as m where m.activity = 'email_opened' and m.entity_id = o.entity_id and m.activity_ts < o.placed_at
         order by activity_ts desc, activity_uuid desc limit 1) as campaign, count(*) from ${orders} as o group by 1 order by campaign nulls last`,
    )
  })

  test('customers by when they ordered for the second time', async () => {
    await hold(
      'by: { customer: [SECOND_ORDERED_AT_YEAR] }) { rows { customer { secondOrderedAtYear countCustomers } }',
      `select cast(cast(date_trunc('year', placed_at) as date) as text) as year, count(*) from customer left join (
         select entity_id, placed_at, row_number() over (partition by entity_id order by placed_at, order_no) as place from ${orders} as o
       ) as s on entity_id = customer_id and place = 2 group by 1 order by year nulls last`,
    )
  })
})
