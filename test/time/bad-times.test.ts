/** Times that cannot be: each has its answer or its refusal, the same on both engines. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: revenue, type: decimal, measure: sale.revenue }
    measures:
      - { name: customers, type: count }
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: sold_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: sales, type: count }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: last_sale, type: max, sql: "\${sold_on}" }
      - { name: average, type: avg, sql: "\${amount}" }
      - { name: middle, type: median, sql: "\${amount}" }
      - { name: revenue_per_visit, type: number, sql: "\${revenue} / \${visit.visits}" }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: visit
    table: visit
    primary_key: visit_id
    time: seen_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: seen_at, type: timestamp }
    measures: [{ name: visits, type: count }]
`
const tables = {
  customer: { columns: { customer_id: 'integer' }, rows: [[1], [2]] },
  sale: {
    columns: { sale_id: 'integer', customer_id: 'integer', sold_on: 'date', amount: 'decimal' },
    rows: [
      [1, 1, '2024-01-10', '10.00'],
      [2, 1, '2024-02-10', '20.00'],
      [3, 2, '9999-12-31', '40.00'],
      [4, 2, '0001-01-01', '80.00'],
    ],
  },
  visit: {
    columns: { visit_id: 'integer', seen_at: 'timestamp' },
    rows: [
      [1, '2024-01-10 12:00:00'],
      [2, '2024-02-10 12:00:00'],
      [3, '9999-12-31 23:59:59.999999'],
    ],
  },
} as const

const dayOnly = 'whose granularities are day, week, month, quarter, year.'
const notATime = (text: string) =>
  `undefined: TimePoint cannot be "${text}". Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".`

describe('times that cannot be', () => {
  onBothEngines({ model, tables }, (ask) => {
    const sales = async (condition: string, rest = '') =>
      (
        (await ask(
          `{ slice(by: {}, asOf: "9999-12-31"${rest}, where: { sale: { soldOn: ${condition} } }) { rows { sale { sales } } } }`,
        )) as {
          rows: { sale: { sales: number } }[]
        }
      ).rows[0]?.sale.sales
    const visits = async (condition: string, rest = '') =>
      (
        (await ask(`{ slice(by: {}, asOf: "9999-12-31"${rest}, where: { time: ${condition} }) { rows { visit { visits } } } }`)) as {
          rows: { visit: { visits: number } }[]
        }
      ).rows[0]?.visit.visits

    test('what is known by day has no hours, minutes or seconds', async () => {
      for (const field of ['hour', 'minute', 'second']) {
        const refusal = `BAD_USER_INPUT: \`time.${field}\` does not exist: \`sale.sold_on\` is of type date, ${dayOnly}`
        const by = `by: { time: [${field.toUpperCase()}] }`
        expect(await ask.errors(`{ slice(${by}) { rows { time { ${field} } sale { sales } } } }`)).toEqual([refusal])
        // One entity whose time has hours does not give them to the other.
        expect(await ask.errors(`{ slice(${by}) { rows { time { ${field} } sale { sales } visit { visits } } } }`)).toEqual([refusal])
        expect(await ask.errors(`{ slice(${by}) { rows { time { ${field} } visit { visits } } } }`)).toEqual([])
      }
    })

    test('a dimension known by day has no word for hours', async () => {
      const [text] = await ask.errors('{ slice(by: { sale: [SOLD_ON_HOUR] }) { rows { sale { sales } } } }')
      expect(text).toContain(
        'Value "SOLD_ON_HOUR" does not exist in "SaleDimension" enum. Did you mean the enum value "SOLD_ON_YEAR", "SOLD_ON_DAY"',
      )
    })

    test('a range in hours on days is the days it touches', async () => {
      expect(await sales('{ inTheLast: { n: 36, unit: HOUR } }', '')).toBe(1)
      const asOf = (hours: number) =>
        ask(
          `{ slice(by: {}, asOf: "2024-02-11T06:00:00", where: { time: { inTheLast: { n: ${hours}, unit: HOUR } } }) { rows { sale { sales } } } }`,
        )
      expect(await asOf(6)).toEqual({ rows: [{ sale: { sales: 0 } }] })
      expect(await asOf(7)).toEqual({ rows: [{ sale: { sales: 1 } }] })
    })

    test.each(['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', 'yesterday', '', '10000-01-01', '2024-03-31T25:00:00Z'])(
      'the day %s',
      async (text) => {
        expect(await ask.errors(`{ slice(by: {}, where: { time: { gte: "${text}" } }) { rows { sale { sales } } } }`)).toEqual([
          notATime(text),
        ])
        expect(await ask.errors('query ($at: TimePoint!) { slice(by: {}, asOf: $at) { rows { sale { sales } } } }', { at: text })).toEqual([
          `undefined: Variable "$at" got invalid value "${text}"; ${notATime(text).slice('undefined: '.length)}`,
        ])
      },
    )

    test('a zone that does not exist, with the nearest that does', async () => {
      const inZone = (zone: string) => ask.errors(`{ slice(by: {}, timeZone: "${zone}") { rows { sale { sales } } } }`)
      expect(await inZone('America/NewYork')).toEqual([
        'BAD_USER_INPUT: `America/NewYork` is not a time zone. Closest: `America/New_York`.',
      ])
      expect(await inZone('Mars/Olympus')).toEqual([
        'BAD_USER_INPUT: `Mars/Olympus` is not a time zone. Write an IANA name such as Europe/Berlin.',
      ])
      expect(await inZone('+02:00')).toEqual(['BAD_USER_INPUT: `+02:00` is not a time zone. Write an IANA name such as Europe/Berlin.'])
    })

    test('a between whose ends are reversed is refused', async () => {
      const between = (from: string, to: string, rest = '') =>
        ask.errors(
          `{ slice(by: {}${rest}, where: { time: { between: { from: "${from}", to: "${to}" } } }) { rows { sale { sales } visit { visits } } } }`,
        )
      expect(await between('2024-02-01', '2024-01-31')).toEqual([
        'BAD_USER_INPUT: `between` goes from `2024-02-01` to `2024-01-31`, which is earlier; `from` is the earlier of the two.',
      ])
      expect(await between('2024-02-01T10:00:00Z', '2024-01-31')).toEqual([
        'BAD_USER_INPUT: `between` goes from `2024-02-01T10:00:00Z` to `2024-01-31`, which is earlier; `from` is the earlier of the two.',
      ])
      expect(await between('2024-02-01T10:00:00', '2024-02-01T09:59:59')).toHaveLength(1)
      // The whole day, and from ten o'clock to its end.
      expect(await between('2024-02-01', '2024-02-01')).toEqual([])
      expect(await between('2024-02-01T10:00:00', '2024-02-01')).toEqual([])
      // The last hour of January in UTC is the first of February in Berlin.
      expect(await between('2024-02-01', '2024-01-31T23:30:00Z', ', timeZone: "Europe/Berlin"')).toEqual([])
    })

    test('a reversed between is refused under a not, in every row condition and as part of a list', async () => {
      const reversed = '{ between: { from: "2024-02-01", to: "2024-01-31" } }'
      for (const where of [
        `{ not: { time: ${reversed} } }`,
        `{ sale: { soldOn: ${reversed} } }`,
        `{ or: [{ customer: { revenue: { gt: "1" } } }, { sale: { soldOn: ${reversed} } }] }`,
      ]) {
        const [text] = await ask.errors(`{ slice(by: {}, where: ${where}) { rows { sale { sales } } } }`)
        expect(text).toBe(
          'BAD_USER_INPUT: `between` goes from `2024-02-01` to `2024-01-31`, which is earlier; `from` is the earlier of the two.',
        )
      }
    })

    test('separate edges that leave nothing between them find nothing', async () => {
      expect(await sales('{ gte: "2024-03-01", lt: "2024-01-01" }')).toBe(0)
      expect(await visits('{ gt: "2024-02-10T12:00:00Z", lte: "2024-02-10T12:00:00Z" }')).toBe(0)
      const where = '{ time: { gte: "2024-03-01", lt: "2024-01-01" } }'
      expect(
        await ask(
          `{ slice(by: { time: [MONTH] }, where: ${where}) { rows { time { month } sale { sales revenue } } totals { sale { sales revenue } } rowCount } }`,
        ),
      ).toEqual({
        rows: [],
        totals: { sale: { sales: 0, revenue: null } },
        rowCount: 0,
      })
    })

    test('no whole number of units', async () => {
      const last = (n: number, unit = 'DAY') =>
        ask.errors(`{ slice(by: {}, where: { time: { inTheLast: { n: ${n}, unit: ${unit} } } }) { rows { sale { sales } } } }`)
      expect(await last(0)).toEqual(['BAD_USER_INPUT: `n` of `inTheLast` is 0; it counts whole units, 1 or more.'])
      expect(await last(-3)).toEqual(['BAD_USER_INPUT: `n` of `inTheLast` is -3; it counts whole units, 1 or more.'])
      expect(await last(2024, 'YEAR')).toEqual(['BAD_USER_INPUT: `inTheLast` reaches back before year 1.'])
      expect(await last(2_147_483_647, 'YEAR')).toEqual(['BAD_USER_INPUT: `inTheLast` reaches back before year 1.'])
      expect(await last(2_147_483_647, 'SECOND')).toEqual([])
    })

    test('a fiscal year where the model has none is no word of the schema', async () => {
      const [text] = await ask.errors('{ slice(by: { time: [FISCAL_YEAR] }) { rows { sale { sales } } } }')
      expect(text).toContain('Value "FISCAL_YEAR" does not exist in "TimeGranularity" enum.')
    })

    test('the first and the last day there are can be asked for', async () => {
      expect(await sales('{ eq: "9999-12-31" }')).toBe(1)
      expect(await sales('{ lte: "9999-12-31" }')).toBe(4)
      expect(await sales('{ gt: "9999-12-31" }')).toBe(0)
      expect(await sales('{ between: { from: "0001-01-01", to: "9999-12-31" } }')).toBe(4)
      expect(await sales('{ gte: "0001-01-01" }', ', timeZone: "Asia/Tokyo"')).toBe(4)
      expect(await sales('{ lt: "0001-01-02" }')).toBe(1)
      expect(await visits('{ eq: "9999-12-31" }')).toBe(1)
      expect(await visits('{ lte: "9999-12-31" }', ', timeZone: "America/New_York"')).toBe(3)
      expect(await visits('{ between: { from: "0001-01-01", to: "9999-12-31" } }', ', timeZone: "Asia/Tokyo"')).toBe(2)
    })

    test('a range to the last day does not show what is later than the question', async () => {
      expect(
        await ask(
          '{ slice(by: {}, asOf: "2024-01-31", where: { time: { lte: "9999-12-31" } }) { rows { sale { sales } visit { visits } } } }',
        ),
      ).toEqual({
        rows: [{ sale: { sales: 2 }, visit: { visits: 1 } }],
      })
    })

    test('the week of the first day begins in the year before it', async () => {
      expect(
        await ask('{ slice(by: { sale: [SOLD_ON_WEEK] }, where: { sale: { saleId: { eq: 4 } } }) { rows { sale { soldOnWeek sales } } } }'),
      ).toEqual({
        rows: [{ sale: { soldOnWeek: '0001-01-01', sales: 1 } }],
      })
    })
  })

  onBothEngines({ model: model.replace('model: shop', 'model: shop\nweek_start: sunday\nfiscal_year_start: april'), tables }, (ask) => {
    test('a bucket that begins before year 1 is written as in ISO 8601', async () => {
      expect(
        await ask(
          '{ slice(by: { sale: [SOLD_ON_WEEK, SOLD_ON_FISCAL_YEAR] }, where: { sale: { saleId: { eq: 4 } } }) { rows { sale { soldOnWeek soldOnFiscalYear sales } } } }',
        ),
      ).toEqual({ rows: [{ sale: { soldOnWeek: '0000-12-31', soldOnFiscalYear: '0000-04-01', sales: 1 } }] })
    })
  })
})

describe('before all data', () => {
  const began = {
    ...tables,
    sale: { ...tables.sale, rows: tables.sale.rows.slice(0, 2) },
    visit: { ...tables.visit, rows: tables.visit.rows.slice(0, 2) },
  }
  onBothEngines({ model, tables: began }, (ask) => {
    const members = 'sale { sales buyers revenue lastSale average middle revenuePerVisit } visit { visits }'
    const nothing = {
      sale: { sales: 0, buyers: 0, revenue: null, lastSale: null, average: null, middle: null, revenuePerVisit: null },
      visit: { visits: 0 },
    }

    test('there is nothing: counts are 0, everything else is null', async () => {
      expect(await ask(`{ slice(by: {}, asOf: "2024-01-09") { rows { ${members} } totals { ${members} } } }`)).toEqual({
        rows: [nothing],
        totals: nothing,
      })
    })

    test('there are no groups', async () => {
      const question = `slice(by: { time: [MONTH] }, asOf: "1999-12-31") { rows { time { month } ${members} } totals { ${members} } rowCount hasMore }`
      expect(await ask(`{ ${question} }`)).toEqual({ rows: [], totals: nothing, rowCount: 0, hasMore: false })
    })

    test('what has no time is there at any date, and has done nothing yet', async () => {
      const question =
        'slice(by: { customer: [CUSTOMER_ID, REVENUE] }, asOf: "1999-12-31") { rows { customer { customerId revenue customers } } }'
      expect(await ask(`{ ${question} }`)).toEqual({
        rows: [1, 2].map((customerId) => ({ customer: { customerId, revenue: null, customers: 1 } })),
      })
    })

    test('the day of the first row is not before it', async () => {
      expect(await ask('{ slice(by: {}, asOf: "2024-01-10") { rows { sale { sales revenue } } } }')).toEqual({
        rows: [{ sale: { sales: 1, revenue: '10.00' } }],
      })
    })
  })
})
