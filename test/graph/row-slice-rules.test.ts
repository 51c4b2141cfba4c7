/** What a slice of a row means, by hand: its own pages, buckets, windows, shares and conditions, wherever the row is reached. */
import { describe, expect, test } from 'vitest'
import { type Ask, onBothEngines, type Story } from '../support/story.ts'
import { crm } from './crm.ts'

const story: Story = {
  model: `${crm.model.replace(
    '      - { name: share, ',
    `      - { name: place, type: rank, of: revenue }
      - { name: so_far, type: cumulative, of: revenue }
      - { name: share, `,
  )}
  - name: weather
    table: weather
    primary_key: day
    dimensions: [{ name: day, type: date }]
    measures: [{ name: days, type: count }]
`,
  tables: { ...crm.tables, weather: { columns: { day: 'date' }, rows: [['2024-01-01']] } },
}

interface Slice {
  readonly rows: readonly unknown[]
  readonly subtotals?: unknown
  readonly sql?: string
}

/** By customer, first on one page, then each by itself: both must be alike. */
async function slicesOf(ask: Ask, slice: string): Promise<Readonly<Record<string, Slice>>> {
  const { nodes } = (await ask(`{ customers { nodes { customerId slice${slice} } } }`)) as {
    readonly nodes: readonly { readonly customerId: string; readonly slice: Slice }[]
  }
  const alone = await ask.raw(
    `{ ${nodes.map(({ customerId }, index) => `c${index}: customer(customerId: "${customerId}") { slice${slice} }`).join(' ')} }`,
  )
  expect(Object.values(alone.data as object)).toEqual(nodes.map((node) => ({ slice: node.slice })))
  return Object.fromEntries(nodes.map(({ customerId, slice: found }) => [customerId.slice(0, 3), found]))
}

/** Rows as lists: month, then orders. */
async function ordersByMonth(ask: Ask, args: string): Promise<Readonly<Record<string, unknown>>> {
  const slices = await slicesOf(ask, `(by: { time: [MONTH] }, ${args}) { rows { time { month } purchase { countOrders } } }`)
  const line = (row: unknown) => {
    const { time, purchase } = row as { readonly time: { readonly month: string }; readonly purchase: { readonly countOrders: number } }
    return `${time.month.slice(5, 7)}: ${purchase.countOrders}`
  }
  return Object.fromEntries(Object.entries(slices).map(([name, { rows }]) => [name, rows.map(line).join(', ')]))
}

const orders = (countOrders: number) => ({ purchase: { countOrders } })

describe('of each customer', () => {
  onBothEngines(story, (ask) => {
    test('without a grain there is one row, also where nothing happened, and none where having refuses it', async () => {
      const fields = '{ rows { purchase { countOrders } } rowCount totals { purchase { countOrders } } }'
      const none = { rows: [], rowCount: 0, totals: orders(0) }
      const row = (count: number) => ({ rows: [orders(count)], rowCount: 1, totals: orders(count) })
      expect(await slicesOf(ask, `(by: {}, having: { purchase: { countOrders: { lt: 2 } } }) ${fields}`)).toEqual({
        ann: none,
        bob: row(1),
        cid: row(0),
        dan: row(1),
        eve: row(0),
      })
      expect(await slicesOf(ask, `(by: {}, having: { purchase: { countOrders: { gte: 1 } } }) ${fields}`)).toEqual({
        ann: row(3),
        bob: row(1),
        cid: none,
        dan: row(1),
        eve: none,
      })
    })

    test('the one row has all values, whoever makes the groups', async () => {
      const { ann, dan } = await slicesOf(ask, '(by: {}, of: [TICKET]) { rows { purchase { revenue } ticket { countTickets } } }')
      expect(ann).toEqual({ rows: [{ purchase: { revenue: '150.00' }, ticket: { countTickets: 2 } }] })
      expect(dan).toEqual({ rows: [{ purchase: { revenue: '10.00' }, ticket: { countTickets: 0 } }] })
    })

    test('pages of nothing and pages after the end know what there is', async () => {
      const fields = '{ rows { purchase { category } } hasMore rowCount totals { purchase { countOrders } } }'
      for (const [args, ann] of [
        ['limit: 0', { rows: [], hasMore: true, rowCount: 2, totals: orders(3) }],
        ['limit: 1, offset: 1', { rows: [{ purchase: { category: 'Wine' } }], hasMore: false, rowCount: 2, totals: orders(3) }],
        ['offset: 9', { rows: [], hasMore: false, rowCount: 2, totals: orders(3) }],
      ] as const) {
        const slices = await slicesOf(ask, `(by: { purchase: [CATEGORY] }, ${args}) ${fields}`)
        expect(slices.ann).toEqual(ann)
        expect(slices.cid).toEqual({ rows: [], hasMore: false, rowCount: 0, totals: orders(0) })
      }
      const whole = '{ rows { purchase { countOrders } } hasMore rowCount }'
      const { ann, cid } = await slicesOf(ask, `(by: {}, limit: 0) ${whole}`)
      expect([ann, cid]).toEqual(Array.from({ length: 2 }, () => ({ rows: [], hasMore: true, rowCount: 1 })))
      expect((await slicesOf(ask, `(by: {}, offset: 1) ${whole}`)).cid).toEqual({ rows: [], hasMore: false, rowCount: 1 })
    })

    test('filled months begin with the first of each, or with the span; in a span, also where nothing happened', async () => {
      const beer = 'fill: true, where: { purchase: { category: { eq: "Beer" } }'
      expect(await ordersByMonth(ask, `${beer} }`)).toEqual({ ann: '01: 1, 02: 0, 03: 1', bob: '02: 1', cid: '', dan: '', eve: '' })
      const zeros = '01: 0, 02: 0, 03: 0'
      const spring = 'time: { gte: "2024-01-01", lt: "2024-04-01" } }'
      expect(await ordersByMonth(ask, `${beer}, ${spring}`)).toEqual({
        ann: '01: 1, 02: 0, 03: 1',
        bob: '01: 0, 02: 1, 03: 0',
        cid: zeros,
        dan: zeros,
        eve: zeros,
      })
      const having = (test: string) => `${beer}, ${spring}, having: { purchase: { countOrders: { ${test} } } }`
      expect(await ordersByMonth(ask, having('gt: 0'))).toEqual({ ann: '01: 1, 03: 1', bob: '02: 1', cid: '', dan: '', eve: '' })
      expect(await ordersByMonth(ask, `limit: 1, offset: 1, ${having('eq: 0')}`)).toEqual({
        ann: '',
        bob: '03: 0',
        cid: '02: 0',
        dan: '02: 0',
        eve: '02: 0',
      })
    })

    test('windows from its first month to the question; shares and ranks among its own groups, of which totals have all and none', async () => {
      const { bob, cid } = await slicesOf(
        ask,
        '(by: { time: [MONTH] }, orderBy: [{ time: { month: DESC } }], limit: 1) { rows { time { month } purchase { soFar } } rowCount totals { purchase { soFar } } }',
      )
      // February to June.
      expect(bob).toEqual({
        rows: [{ time: { month: '2024-06-01' }, purchase: { soFar: '50.00' } }],
        rowCount: 5,
        totals: { purchase: { soFar: '50.00' } },
      })
      expect(cid).toEqual({ rows: [], rowCount: 0, totals: { purchase: { soFar: null } } })
      const { ann, dan } = await slicesOf(
        ask,
        '(by: { purchase: [CATEGORY] }) { rows { purchase { category share place } } totals { purchase { share place } } subtotals(by: {}) { purchase { share place } } }',
      )
      const all = { totals: { purchase: { share: 1, place: null } }, subtotals: [{ purchase: { share: 1, place: null } }] }
      expect(ann).toEqual({
        rows: [
          { purchase: { category: 'Beer', share: 130 / 150, place: 1 } },
          { purchase: { category: 'Wine', share: 20 / 150, place: 2 } },
        ],
        ...all,
      })
      expect(dan).toEqual({ rows: [{ purchase: { category: null, share: 1, place: 1 } }], ...all })
    })

    test('subtotals and totals are of the groups that pass', async () => {
      const { ann, bob, cid } = await slicesOf(
        ask,
        `(by: { purchase: [CATEGORY], time: [MONTH] }, having: { purchase: { revenue: { lt: "60" } } }) {
          rows { time { month } } subtotals(by: { purchase: [CATEGORY] }) { purchase { category revenue } } totals { purchase { revenue } } }`,
      )
      expect(ann).toEqual({
        rows: [{ time: { month: '2024-03-01' } }, { time: { month: '2024-02-01' } }],
        subtotals: [{ purchase: { category: 'Beer', revenue: '30.00' } }, { purchase: { category: 'Wine', revenue: '20.00' } }],
        totals: { purchase: { revenue: '50.00' } },
      })
      expect(bob?.subtotals).toEqual([{ purchase: { category: 'Beer', revenue: '50.00' } }])
      expect(cid).toEqual({ rows: [], subtotals: [], totals: { purchase: { revenue: null } } })
    })

    test('conditions on its entity are about itself', async () => {
      const revenue = async (filter: string) => {
        const slices = await slicesOf(ask, `(by: {}, where: { customer: ${filter} }) { rows { purchase { revenue } } }`)
        return Object.values(slices).map(
          ({ rows }) => (rows as readonly { readonly purchase: { readonly revenue: string | null } }[])[0]?.purchase.revenue,
        )
      }
      expect(await revenue('{ name: { eq: "Bob" } }')).toEqual([null, '50.00', null, '10.00', null])
      expect(await revenue('{ purchases: { some: { category: { eq: "Wine" } } } }')).toEqual(['150.00', null, null, null, null])
      expect(await revenue('{ customerId: { ne: "ann@x.org" } }')).toEqual([null, '50.00', null, '10.00', null])
    })

    test('columns are those of the client; a category that is reached many times overlaps', async () => {
      const { ann } = await slicesOf(
        ask,
        '(by: { purchase: [CATEGORY], customer: [CUSTOMER_ID] }) { columns { path overlapping } rows { c: customer { all: customers customerId } purchase { category } } totals { customer { customers } } }',
      )
      expect(ann).toEqual({
        columns: [
          { path: 'c.all', overlapping: false },
          { path: 'c.customerId', overlapping: false },
          { path: 'purchase.category', overlapping: true },
        ],
        rows: ['Beer', 'Wine'].map((category) => ({ c: { all: 1, customerId: 'ann@x.org' }, purchase: { category } })),
        totals: { customer: { customers: 1 } },
      })
    })

    test('sql is a statement about this row alone, its values parameters', async () => {
      const slices = await slicesOf(ask, '(by: { purchase: [CATEGORY] }, where: { purchase: { category: { eq: "Beer" } } }) { sql }')
      expect(slices.ann?.sql).toMatch(/"customer_id" = \$\d/)
      expect(slices.ann?.sql).not.toMatch(/ann|Beer|row_number/)
      expect(slices.bob).toEqual(slices.ann)
    })

    test('what no measure can be sliced by is refused at each row, and harms nothing beside it', async () => {
      const { data, errors = [] } = await ask.raw(
        `{ customers(first: 2) { nodes { customerId slice(by: {}) { rows { weather { days } } } ok: slice(by: {}) { rows { purchase { countOrders } } } } } }`,
      )
      expect(errors.map((error) => Reflect.get(error as object, 'path'))).toEqual(
        [0, 1].map((index) => ['customers', 'nodes', index, 'slice']),
      )
      expect(errors).toMatchObject([{ extensions: { code: 'NO_PATH' } }, { extensions: { code: 'NO_PATH' } }])
      expect(data).toEqual({
        customers: {
          nodes: [
            { customerId: 'ann@x.org', slice: null, ok: { rows: [orders(3)] } },
            { customerId: 'bob@x.org', slice: null, ok: { rows: [orders(1)] } },
          ],
        },
      })
    })
  })
})

describe('wherever a row is reached', () => {
  onBothEngines(story, (ask) => {
    const counts = 'slice(by: {}) { rows { purchase { countOrders } } }'

    test('as of the date and in the zone that were named above; aliases have their own', async () => {
      const { data } = await ask.raw(`query {
        berlin: customer(customerId: "dan@x.org") { slice(by: { time: [MONTH] }) { rows { time { month } ...Orders } timeZone } }
        utc: customer(customerId: "dan@x.org", timeZone: "UTC") { slice(by: { time: [MONTH] }) { rows { time { month } ...Orders } timeZone } }
        earlier: customers(first: 1, asOf: "2024-02-29") { nodes { ${counts} beer: slice(by: {}, where: { purchase: { category: { eq: "Beer" } } }) { asOf rows { purchase { countOrders } } } } }
        now: customers(first: 1) { nodes { ${counts} } }
      } fragment Orders on SliceRow { purchase { countOrders } }`)
      expect(data).toEqual({
        // Half past ten at night in UTC.
        berlin: { slice: { rows: [{ time: { month: '2024-04-01' }, ...orders(1) }], timeZone: 'Europe/Berlin' } },
        utc: { slice: { rows: [{ time: { month: '2024-03-01' }, ...orders(1) }], timeZone: 'UTC' } },
        earlier: { nodes: [{ slice: { rows: [orders(2)] }, beer: { asOf: '2024-02-29T23:59:59.999999+01:00', rows: [orders(1)] } }] },
        now: { nodes: [{ slice: { rows: [orders(3)] } }] },
      })
    })

    test('behind links, in a timeline, by a key of two fields, by id', async () => {
      expect(
        await ask(
          `{ tickets { nodes { number slice(by: { ticket: [STATUS] }) { rows { ticket { status countTickets } } } customer { ${counts} } } } }`,
        ),
      ).toEqual({
        nodes: [
          { number: 1, slice: { rows: [{ ticket: { status: 'open', countTickets: 1 } }] }, customer: { slice: { rows: [orders(3)] } } },
          { number: 2, slice: { rows: [{ ticket: { status: 'closed', countTickets: 1 } }] }, customer: { slice: { rows: [orders(1)] } } },
          { number: 1, slice: { rows: [{ ticket: { status: 'open', countTickets: 1 } }] }, customer: { slice: { rows: [orders(3)] } } },
        ],
      })
      expect(
        await ask(`{ customer(customerId: "ann@x.org") { timeline(first: 3) { nodes {
          ... on Purchase { slice(by: {}) { rows { purchase { revenue } } } customer { ${counts} } }
          ... on Ticket { slice(by: {}) { rows { ticket { countTickets } } } } } } } }`),
      ).toEqual({
        timeline: {
          nodes: [
            { slice: { rows: [{ purchase: { revenue: '30.00' } }] }, customer: { slice: { rows: [orders(3)] } } },
            { slice: { rows: [{ purchase: { revenue: '20.00' } }] }, customer: { slice: { rows: [orders(3)] } } },
            { slice: { rows: [{ ticket: { countTickets: 1 } }] } },
          ],
        },
      })
      const { id } = (await ask('{ ticket(house: "A", number: 2) { id } }')) as { readonly id: string }
      expect(await ask(`{ node(id: "${id}") { ... on Ticket { slice(by: {}) { rows { ticket { countTickets } } } } } }`)).toEqual({
        slice: { rows: [{ ticket: { countTickets: 1 } }] },
      })
    })
  })
})

const gifts: Story = {
  model: `
version: 1
model: gifts
entities:
  - name: person
    table: person
    primary_key: person_id
    dimensions: [{ name: person_id, type: integer }]
    measures: [{ name: persons, type: count }]
  - name: gift
    table: gift
    primary_key: [gift_id, given_on]
    time: given_on
    dimensions:
      - { name: gift_id, type: integer }
      - { name: giver_id, type: integer }
      - { name: taker_id, type: integer }
      - { name: given_on, type: date }
    measures:
      - { name: gifts, type: count }
      - { name: share_of_day, type: share, of: gifts, within: [time.day] }
      - { name: gifts_day_before, type: offset, of: gifts, by: { n: 1, unit: day } }
    relationships:
      - { type: N:1, field: giver_id, target: { entity: person, field: person_id }, name: giver, inverse: given }
      - { type: N:1, field: taker_id, target: { entity: person, field: person_id }, name: taker, inverse: taken }
`,
  tables: {
    person: { columns: { person_id: 'integer' }, rows: [[1], [2]] },
    gift: {
      columns: { gift_id: 'integer', giver_id: 'integer', taker_id: 'integer', given_on: 'date' },
      rows: [
        [1, 1, 2, '2024-01-01'],
        [2, 1, 2, '2024-01-02'],
        [3, 2, 1, '2024-01-02'],
      ],
    },
  },
}

describe('paths and keys', () => {
  onBothEngines(gifts, (ask) => {
    test('paths choose one of several ways from the measures to the row', async () => {
      const by = (via: string) => `slice(by: {}, paths: [{ from: GIFT, to: PERSON, via: [${via}] }]) { rows { gift { gifts } } }`
      expect(await ask(`{ persons { nodes { gave: ${by('GIVER')} got: ${by('TAKER')} } } }`)).toEqual({
        nodes: [
          { gave: { rows: [{ gift: { gifts: 2 } }] }, got: { rows: [{ gift: { gifts: 1 } }] } },
          { gave: { rows: [{ gift: { gifts: 1 } }] }, got: { rows: [{ gift: { gifts: 2 } }] } },
        ],
      })
      expect(await ask.errors('{ person(personId: 1) { slice(by: {}) { rows { gift { gifts } } } } }')).toEqual([
        expect.stringMatching(/^AMBIGUOUS_PATH: .*`giver`.*`taker`/),
      ])
    })

    test('of one moment there is nothing over time, on a page as by itself', async () => {
      const refused = 'BAD_USER_INPUT: `gift.given_on` is the time of `gift`: within one value of it there are no measures over time.'
      const slice = 'slice(by: {}) { rows { gift { giftsDayBefore } } } ok: slice(by: {}) { rows { gift { gifts } } }'
      expect(await ask.errors(`{ gifts(first: 1) { nodes { ${slice} } } }`)).toEqual([refused])
      expect(await ask.errors(`{ gifts(first: 2) { nodes { ${slice} } } }`)).toEqual([refused, refused])
    })

    test('a mistake is told in the words of the question, without the key', async () => {
      const slice = 'slice(by: { gift: [GIFT_ID] }, paths: [{ from: GIFT, to: PERSON, via: [GIVER] }]) { rows { gift { shareOfDay } } }'
      const refused =
        'NOT_IN_GRAIN: A measure is counted within `time.day`, but the grain is `gift.gift_id`. Add it to `by`: a selected measure is counted within it.'
      expect(await ask.errors(`{ persons { nodes { ${slice} } } }`)).toEqual([refused, refused])
    })
  })
})
