/** The generated base is the same everywhere, of any size, and consistent in itself. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateSample } from '../../src/sample/generate.ts'
import { checkSampleOptions, type SampleOptions } from '../../src/sample/options.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { cents, groupBy, lineOf, type Row, rowsOf, sum } from './base.ts'

function hashOf(options: SampleOptions): string {
  const hash = createHash('sha256')
  for (const batch of generateSample(options)) for (const row of batch.rows) hash.update(`${batch.table} ${JSON.stringify(row)}\n`)
  return hash.digest('hex')
}

describe('the same options give the same bytes', () => {
  test('of a small base, on every machine', () => {
    expect(hashOf({ customers: 200 })).toBe('2987a3cbb9c07d277f520e4b2007889033464e97b93f662fb35ab1bc0e096968')
  })

  test('of orders, and of customers but for how they came, whatever else is drawn', () => {
    const hash = createHash('sha256')
    for (const { table, rows } of generateSample({ customers: 200 })) {
      if (!['customer', 'activity_stream'].includes(table)) continue
      for (const row of rows) hash.update(`${table} ${JSON.stringify(table === 'customer' ? row.slice(0, 18) : row)}\n`)
    }
    expect(hash.digest('hex')).toBe('f8e8fca3f258d143fa674e88247596cf94e9a6da3a4e167c2c136d341b5f7854')
  })

  test('first rows, as they are written', () => {
    const [customers, stream, engagements, products, stores] = [...generateSample({ customers: 3 })]
    expect(customers?.rows[0]).toEqual([
      'C000001',
      'Harbor Light Tavern',
      'purchasing1@harbor-light-tavern.example',
      '+1 864 555 0135',
      '2841 Second Ave',
      '10001',
      'SC',
      'Greenville',
      '29656',
      'ON',
      'active',
      'Tier 3',
      'Full Liquor',
      'BAR',
      'Bar',
      'On Premise',
      '155',
      'no',
      'Sales Visit',
      null,
    ])
    expect(stream?.rows[0]).toEqual([
      '0185e8b0-fb98-7001-8a42-6031c8ea8c2c',
      'C000001',
      'order_placed',
      '2023-01-25 11:29:51',
      '2301250001-1',
      'BE0001',
      'Tall Grass Lager',
      'Meridian Brewing',
      'Beer',
      'Core',
      '7',
      '0',
      '188.54',
      '2023-01-27',
      1,
      '2024-03-28 19:20:43',
    ])
    expect(products?.rows[0]).toEqual([
      'BE0001',
      'Tall Grass Lager, 24 bottles',
      'Tall Grass Lager',
      'Meridian Brewing',
      'Beer',
      'Core',
      24,
      112,
    ])
    expect(stores?.rows[0]).toEqual(['101', 'Houston', 'TX', 'South'])
    expect(engagements?.rows[0]).toEqual([
      '01888ff6-bc60-7001-855e-06e7b8cdcffe',
      'C000001',
      'email_opened',
      '2023-06-06 09:08:12',
      'Newsletter 2023-06',
      null,
      null,
      1,
      '2023-11-16 09:41:00',
    ])
  })

  test('another seed or another last day gives another base', () => {
    const small = { customers: 20 }
    expect(new Set([hashOf(small), hashOf({ ...small, seed: 2 }), hashOf({ ...small, until: '2024-12-31' })]).size).toBe(3)
  })

  test('customers of a smaller base are the first of a larger one', () => {
    expect(rowsOf({ customers: 30 }, 'customer')).toEqual(rowsOf({ customers: 300 }, 'customer').slice(0, 30))
  })

  test('without orders there are engagements, and no promotion is used', () => {
    const kinds = new Set(rowsOf({ customers: 100, activities: 0 }, 'engagement_stream').map((row) => row.activity))
    expect([...kinds].sort()).toEqual(['email_clicked', 'email_opened', 'site_visited', 'survey_answered'])
  })
})

describe('any size', () => {
  test.each([
    { customers: 0, activities: 0 },
    { customers: 1, activities: 0 },
    { customers: 1, activities: 1 },
    { customers: 1, activities: 5000 },
    { customers: 7, activities: 100 },
    { customers: 3000, activities: 10 },
    { customers: 500, activities: 10_000 },
  ])('$customers customers with $activities activities', ({ customers, activities }) => {
    expect(rowsOf({ customers, activities }, 'customer')).toHaveLength(customers)
    expect(rowsOf({ customers, activities }, 'activity_stream')).toHaveLength(activities)
    expect(rowsOf({ customers, activities }, 'engagement_stream')).toHaveLength(3 * customers)
  })

  test('twenty activities for each customer when not told otherwise', () => {
    expect(rowsOf({ customers: 50 }, 'activity_stream')).toHaveLength(1000)
  })

  test('rows come in batches, customers first', () => {
    const batches = [...generateSample({ customers: 5000, activities: 20_000 })]
    const tables = batches.map((batch) => batch.table)
    expect(tables.lastIndexOf('customer')).toBeLessThan(tables.indexOf('activity_stream'))
    expect(tables.lastIndexOf('customer')).toBeLessThan(tables.indexOf('engagement_stream'))
    expect(Math.max(...batches.map((batch) => batch.rows.length))).toBeLessThan(2500)
  })

  test('three years that end with the last day, also where February has 29 days', () => {
    for (const [until, first] of [
      ['2025-12-31', '2023-01-01'],
      ['2024-02-29', '2021-03-02'],
    ] as const) {
      const days = rowsOf({ customers: 300, until }, 'activity_stream').map((row) => String(row.activity_ts).slice(0, 10))
      expect(days.reduce((a, b) => (a > b ? a : b))).toBe(until)
      expect(days.reduce((a, b) => (a < b ? a : b)) >= first).toBe(true)
    }
  })
})

describe('what may be asked', () => {
  const texts = (options: SampleOptions) => checkSampleOptions(options).map(issueMessage)

  test('sizes, seeds and days that cannot be are all refused, each with what is expected', () => {
    expect(texts({ customers: -1, activities: 1.5, seed: Number.NaN, until: '2025-02-30' })).toEqual([
      'Sample option `customers` is `-1`; expected a whole number from 0 to 10000000.',
      'Sample option `activities` is `1.5`; expected a whole number from 0 to 1000000000.',
      'Sample option `seed` is `NaN`; expected a whole number from 0 to 4294967295.',
      'Sample option `until` is `2025-02-30`; expected a day from 1973-01-01 to 2090-12-31, as YYYY-MM-DD.',
    ])
  })

  test('activities need a customer', () => {
    expect(texts({ customers: 0, activities: 5 })).toEqual(['Sample option `activities` is `5`; expected 0, as there are no customers.'])
  })

  test('nothing is wrong with the smallest and the default base', () => {
    expect([...texts({ customers: 0 }), ...texts({ customers: 5000 })]).toEqual([])
  })
})

describe('rows agree with each other', () => {
  const stream = rowsOf({ customers: 500, activities: 20_000 }, 'activity_stream')
  const placed = new Map(stream.filter((row) => row.activity === 'order_placed').map((row) => [lineOf(row), row]))
  const followUps = stream.filter((row) => row.activity !== 'order_placed')

  test('every activity has a customer and an identifier of its own', () => {
    const customers = new Set(rowsOf({ customers: 500 }, 'customer').map((row) => row.customer_id))
    expect(stream.filter((row) => !customers.has(row.entity_id ?? ''))).toEqual([])
    expect(new Set(stream.map((row) => row.activity_uuid)).size).toBe(20_000)
    for (const row of stream) expect(row.activity_uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('an order line is placed once, whoever placed it', () => {
    const lines = stream.filter((row) => row.activity === 'order_placed').map((row) => row.feature1)
    expect(new Set(lines).size).toBe(lines.length)
  })

  test('what is rejected or invoiced was placed earlier by the same customer, as the same product for the same day', () => {
    const wrong = followUps.filter((row) => {
      const line = placed.get(lineOf(row))
      return (
        line === undefined ||
        !(String(line.activity_ts) < String(row.activity_ts)) ||
        line.feature2 !== row.feature2 ||
        line.feature10 !== row.feature10
      )
    })
    expect(wrong).toEqual([])
  })

  test('a line is invoiced at most once, after its rejections, and rejected at most twice', () => {
    for (const rows of groupBy(followUps, lineOf).values()) {
      const inTime = [...rows].sort((a, b) => (String(a.activity_ts) < String(b.activity_ts) ? -1 : 1)).map((row) => row.activity)
      expect([
        ['order_invoiced'],
        ['order_rejected'],
        ['order_rejected', 'order_invoiced'],
        ['order_rejected', 'order_rejected'],
        ['order_rejected', 'order_rejected', 'order_invoiced'],
      ]).toContainEqual(inTime)
    }
  })

  test.each(['feature7', 'feature8', 'feature9'])(
    '%s rejected and invoiced adds up to what was placed, or to less while the line is open',
    (feature) => {
      const hundredths = (row: Row) => Math.round(Number(row[feature]) * 100)
      for (const [line, rows] of groupBy(followUps, lineOf)) {
        const done = sum(rows.map(hundredths))
        const asked = hundredths(placed.get(line) ?? {})
        expect(done).toBeLessThanOrEqual(asked)
        if (rows.some((row) => row.activity === 'order_invoiced' || row.feature4 === 'CANCELLED')) expect(done).toBe(asked)
      }
    },
  )

  test('money is text with two digits after the point, cases and bottles are whole numbers', () => {
    for (const row of stream) {
      expect(row.feature9).toMatch(/^\d+\.\d{2}$/)
      expect(`${row.feature7} ${row.feature8}`).toMatch(/^\d+ \d+$/)
      expect(row.feature10).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })

  test.each(['activity_stream', 'engagement_stream'] as const)(
    'occurrence and repetition in %s are those of the same activity of the same customer in order of time',
    (table) => {
      for (const rows of groupBy(
        rowsOf({ customers: 500, activities: 20_000 }, table),
        (row) => `${row.entity_id} ${row.activity}`,
      ).values()) {
        const inTime = [...rows].sort((a, b) => (`${a.activity_ts} ${a.activity_uuid}` < `${b.activity_ts} ${b.activity_uuid}` ? -1 : 1))
        expect(inTime.map((row) => row.activity_occurrence)).toEqual(inTime.map((_, index) => index + 1))
        expect(inTime.map((row) => row.activity_repeated_at)).toEqual(inTime.map((_, index) => inTime[index + 1]?.activity_ts ?? null))
      }
    },
  )
})

describe('what customers do beside ordering', () => {
  const options = { customers: 500, activities: 20_000 }
  const customers = rowsOf(options, 'customer')
  const engagements = rowsOf(options, 'engagement_stream')
  const placed = new Map(
    rowsOf(options, 'activity_stream')
      .filter((row) => row.activity === 'order_placed')
      .map((row) => [lineOf(row), row]),
  )
  const of = (activity: string) => engagements.filter((row) => row.activity === activity)

  test('every engagement has a customer, an identifier of its own and a time within the three years', () => {
    const known = new Set(customers.map((row) => row.customer_id))
    expect(engagements.filter((row) => !known.has(row.entity_id ?? ''))).toEqual([])
    expect(new Set(engagements.map((row) => row.activity_uuid)).size).toBe(engagements.length)
    const days = engagements.map((row) => String(row.activity_ts).slice(0, 10))
    expect(days.filter((day) => day < '2023-01-01' || day > '2025-12-31')).toEqual([])
  })

  test('a promotion is used at most once with an order line, with the order, for a part of its price', () => {
    const redeemed = of('promotion_redeemed')
    expect(redeemed.length).toBeGreaterThan(50)
    expect(new Set(redeemed.map(lineOf)).size).toBe(redeemed.length)
    const wrong = redeemed.filter((row) => {
      const line = placed.get(lineOf(row))
      const discount = Math.round(Number(row.feature3) * 100)
      const percent = Number(String(row.feature2).replace(/\D+/, ''))
      return line === undefined || line.activity_ts !== row.activity_ts || discount !== Math.floor((cents(line) * percent) / 100)
    })
    expect(wrong).toEqual([])
  })

  test('answers are whole numbers from 0 to 10, all of them given', () => {
    const given = rowsOf({ customers: 5000 }, 'engagement_stream')
      .filter((row) => row.activity === 'survey_answered')
      .map((row) => Number(row.feature1))
    expect([...new Set(given)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('mails name a campaign and visits a page', () => {
    for (const row of [...of('email_opened'), ...of('email_clicked')]) expect(row.feature1).toMatch(/^[A-Z][A-Za-z ]+ \d{4}-\d{2}$/)
    for (const row of of('site_visited')) expect(row.feature1).toMatch(/^[A-Z][A-Za-z ]+$/)
  })

  test('whoever recommended a customer is another one, of a lower number', () => {
    const referred = customers.filter((row) => row.referred_by !== null)
    expect(referred.length).toBeGreaterThan(20)
    const known = new Set(customers.map((row) => row.customer_id))
    expect(referred.filter((row) => !known.has(row.referred_by ?? '') || String(row.referred_by) >= String(row.customer_id))).toEqual([])
  })

  test('some came over each source, and of some it is not known', () => {
    expect([...groupBy(customers, (row) => String(row.acquisition_source)).keys()].sort()).toEqual([
      'E-Mail Campaign',
      'Sales Visit',
      'Social Media',
      'Trade Fair',
      'Web Search',
      'null',
    ])
  })
})
