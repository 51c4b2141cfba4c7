/** Measures made of others, as the catalog has them, and every reason why one cannot be. */
import { describe, expect, test } from 'vitest'
import { hasFixedScale } from '../../../src/semantic/catalog/decimal-scale.ts'
import { refusalsOf } from '../../support/refusals.ts'
import { catalogOf, issuesOf } from '../../support/story.ts'

/** A shop whose orders have these measures besides `orders`, `revenue` and `last_day`; the first of them stands on line 38. */
const shop = (measures: readonly string[], { header = '', customer = '' } = {}) => `version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: region, type: string }
      - { name: secret, type: string, hidden: true }
      - { name: since, type: date }
    measures:
      - { name: customers, type: count }
${customer}
  - name: store
    table: store
    primary_key: store_id
    dimensions:
      - { name: store_id, type: string }
      - { name: city, type: string }
  - name: order
    table: orders
    primary_key: order_id
    time: ordered_at
    dimensions:
      - { name: order_id, type: string }
      - { name: customer_id, type: string }
      - { name: ordered_at, type: timestamp }
      - { name: due_on, type: date }
      - { name: status, type: string }
      - { name: amount, type: decimal }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR, format: currency }
      - { name: last_day, type: max, sql: "\${due_on}" }
${measures.map((measure) => `      - { ${measure} }`).join('\n')}
  - name: day_sheet
    table: day_sheet
    primary_key: sheet_id
    time: day
    dimensions:
      - { name: sheet_id, type: string }
      - { name: day, type: date }
    measures:
      - { name: sheets, type: count }
${header}`

/** What the catalog has for the last of the measures. */
async function measureOf(...measures: readonly string[]) {
  const catalog = await catalogOf(shop(measures))
  const measure = [...(catalog.entities.get('order')?.measures.values() ?? [])].at(-1)
  if (measure === undefined) throw new Error('No measure')
  return measure
}

function refusalOf(...measures: readonly string[]): Promise<string> {
  return refusalsOf(shop(measures))
}

const revenue = { entity: 'order', name: 'revenue' }

describe('in the catalog', () => {
  test('a cumulative measure has the type, unit and format of what it adds up, and never adds up itself', async () => {
    expect(await measureOf('name: so_far, type: cumulative, of: revenue')).toMatchObject({
      type: 'decimal',
      unit: 'EUR',
      format: 'currency',
      additivity: 'non_additive',
      compute: { kind: 'cumulative', of: revenue, window: { kind: 'all' } },
    })
  })

  test('windows end with each bucket', async () => {
    expect((await measureOf('name: week, type: cumulative, of: revenue, window: { n: 7, unit: day }')).compute).toEqual({
      kind: 'cumulative',
      of: revenue,
      window: { kind: 'last', n: 7, unit: 'day' },
    })
    expect((await measureOf('name: mtd, type: cumulative, of: revenue, window: { to_date: month }')).compute).toEqual({
      kind: 'cumulative',
      of: revenue,
      window: { kind: 'to_date', unit: 'month' },
    })
  })

  test('an offset, a difference and a growth', async () => {
    const by = 'by: { n: 1, unit: year }'
    const compute = (kind: string) => ({ kind, of: revenue, by: { n: 1, unit: 'year' } })
    expect(await measureOf(`name: before, type: offset, of: order.revenue, ${by}`)).toMatchObject({
      type: 'decimal',
      unit: 'EUR',
      compute: compute('offset'),
    })
    expect(await measureOf(`name: more, type: difference, of: revenue, ${by}, unit: kEUR`)).toMatchObject({
      type: 'decimal',
      unit: 'kEUR',
      compute: compute('difference'),
    })
    const growth = await measureOf(`name: growth, type: growth, of: revenue, ${by}`)
    expect(growth).toMatchObject({ type: 'float', additivity: 'non_additive', compute: compute('growth') })
    expect(growth.unit).toBeUndefined()
  })

  test('an offset of a date is a date', async () => {
    expect((await measureOf('name: before, type: offset, of: last_day, by: { n: 1, unit: day }')).type).toBe('date')
  })

  test('a share within nothing is of the grand total', async () => {
    expect(await measureOf('name: part, type: share, of: revenue')).toMatchObject({
      type: 'float',
      additivity: 'non_additive',
      compute: { kind: 'share', of: revenue, within: [] },
    })
  })

  test('levels: own dimensions, those of others, own times by a bucket, the shared clock', async () => {
    const { compute } = await measureOf(
      'name: part, type: share, of: revenue, within: [status, customer.region, due_on_month, ordered_at, customer.since_year, time.week]',
    )
    expect(compute).toEqual({
      kind: 'share',
      of: revenue,
      within: [
        { kind: 'dimension', entity: 'order', dimension: 'status' },
        { kind: 'dimension', entity: 'customer', dimension: 'region' },
        { kind: 'dimension', entity: 'order', dimension: 'due_on', granularity: 'month' },
        { kind: 'dimension', entity: 'order', dimension: 'ordered_at' },
        { kind: 'dimension', entity: 'customer', dimension: 'since', granularity: 'year' },
        { kind: 'time', granularity: 'week' },
      ],
    })
  })

  test('a rank is a whole number, the highest first unless the model says otherwise', async () => {
    expect(await measureOf('name: place, type: rank, of: revenue')).toMatchObject({
      type: 'integer',
      compute: { kind: 'rank', of: revenue, within: [], direction: 'desc' },
    })
    expect((await measureOf('name: place, type: rank, of: last_day, within: status, order: asc')).compute).toEqual({
      kind: 'rank',
      of: { entity: 'order', name: 'last_day' },
      within: [{ kind: 'dimension', entity: 'order', dimension: 'status' }],
      direction: 'asc',
    })
  })

  test('a semi-additive measure keeps its aggregate and adds up over nothing', async () => {
    expect(
      await measureOf(
        'name: open, type: sum, sql: "${amount}", semi_additive: { keep: last, over: time, per: [customer_id, customer.region] }',
      ),
    ).toMatchObject({
      type: 'decimal',
      additivity: 'non_additive',
      compute: {
        kind: 'aggregate',
        aggregation: { name: 'sum' },
        semiAdditive: {
          keep: 'last',
          per: [
            { type: 'string', reference: { kind: 'dimension', entity: 'order', dimension: 'customer_id', path: [] } },
            { type: 'string', reference: { kind: 'dimension', entity: 'customer', dimension: 'region', path: [{ name: 'customer' }] } },
          ],
        },
      },
    })
  })

  test('measures of measures of measures', async () => {
    const chain = [
      'name: before, type: offset, of: revenue, by: { n: 1, unit: month }',
      'name: long_before, type: offset, of: before, by: { n: 1, unit: year }',
      'name: so_far, type: cumulative, of: before',
      'name: more_so_far, type: difference, of: so_far, by: { n: 1, unit: month }',
      'name: part, type: share, of: so_far, within: [time.month]',
      'name: place, type: rank, of: part',
      'name: text, type: number, sql: "${place} + ${part} * ${more_so_far} + ${long_before}"',
    ]
    expect(await measureOf(...chain)).toMatchObject({ type: 'float', compute: { kind: 'number' } })
  })

  test('a whole number may be answered as a wider one', async () => {
    expect((await measureOf('name: so_far, type: cumulative, of: orders, returns: bigint')).type).toBe('bigint')
  })

  test('sums, offsets and differences of amounts keep their places', async () => {
    const catalog = await catalogOf(
      shop([
        'name: so_far, type: cumulative, of: revenue',
        'name: before, type: offset, of: so_far, by: { n: 1, unit: month }',
        'name: more, type: difference, of: before, by: { n: 1, unit: month }',
        'name: paid, type: number, sql: "coalesce(${revenue}, 0)"',
        'name: paid_so_far, type: cumulative, of: paid',
      ]),
    )
    const order = catalog.entities.get('order')
    const fixed = ['so_far', 'before', 'more', 'paid_so_far'].map((name) => {
      const measure = order?.measures.get(name)
      return measure && hasFixedScale(measure, catalog)
    })
    expect(fixed).toEqual([true, true, true, false])
  })

  test('fiscal years are levels where the model has them', async () => {
    const model = shop(['name: part, type: share, of: revenue, within: time.fiscal_year'])
    const catalog = await catalogOf(model.replace('model: shop\n', 'model: shop\nfiscal_year_start: april\n'))
    expect(catalog.entities.get('order')?.measures.get('part')?.compute).toMatchObject({
      within: [{ kind: 'time', granularity: 'fiscal_year' }],
    })
    expect(await refusalsOf(model)).toBe(`\`time.fiscal_year\`: UNKNOWN_VALUE
  \`within\` of \`order.part\` cannot be \`time.fiscal_year\`. Allowed: time.second, time.minute, time.hour, time.day, time.week, time.month, time.quarter, time.year.`)
  })
})

describe('refused: what it is made of', () => {
  test('a misspelt measure, with the nearest, and its place', async () => {
    expect(await issuesOf(shop(['name: so_far, type: cumulative, of: revenu']))).toBe(`model.yml:38:47  UNKNOWN_MEMBER
  Entity \`order\` has no measure \`revenu\`.
     38 |       - { name: so_far, type: cumulative, of: revenu }
        |                                               ^^^^^^
  Closest: \`revenue\`.`)
  })

  test('a measure of another entity by its name alone', async () => {
    expect(await refusalOf('name: part, type: share, of: customers')).toBe(`\`customers\`: UNKNOWN_MEMBER
  Entity \`order\` has no measure \`customers\`.
  Closest: \`customer.customers\`.`)
  })

  test('a misspelt entity', async () => {
    expect(await refusalOf('name: part, type: share, of: custmer.customers')).toBe(`\`custmer.customers\`: UNKNOWN_MEMBER
  The model has no entity \`custmer\`.
  Closest: \`customer\`.`)
  })

  test('a name of three parts', async () => {
    expect(await refusalOf('name: part, type: share, of: order.revenue.total')).toBe(`\`order.revenue.total\`: UNKNOWN_MEMBER
  Entity \`order\` has no measure \`revenue.total\`.`)
  })

  test('a dimension', async () => {
    expect(await refusalOf('name: part, type: share, of: amount')).toBe(`\`amount\`: TYPE_MISMATCH
  \`of\` of \`order.part\` takes a measure, not the dimension \`order.amount\`.`)
  })

  test('itself, over others', async () => {
    expect(
      await refusalOf(
        'name: a, type: offset, of: b, by: { n: 1, unit: day }',
        'name: b, type: share, of: c',
        'name: c, type: number, sql: "${a} + 1"',
      ),
    ).toBe(`\`a\`: CYCLIC_REFERENCE
  A circle of references: \`order.a\` reads \`order.b\` reads \`order.c\` reads \`order.a\`.`)
    expect(await refusalOf('name: a, type: rank, of: a')).toBe(`\`a\`: CYCLIC_REFERENCE
  A circle of references: \`order.a\` reads \`order.a\`.`)
  })

  test('one that is wrong itself is told once', async () => {
    const wrong = 'name: wrong, type: sum, sql: "${status}"'
    expect(await refusalOf(wrong, 'name: so_far, type: cumulative, of: wrong', 'name: part, type: share, of: wrong')).toBe(
      `\`"\${status}"\`: TYPE_MISMATCH
  \`order.wrong\` (sum) takes integer, bigint, decimal, float, not string.`,
    )
  })
})

describe('refused: measures over time', () => {
  const by = 'by: { n: 1, unit: month }'

  test.each([
    ['cumulative', 'of: customer.customers'],
    ['offset', `of: customer.customers, ${by}`],
    ['difference', `of: customer.customers, ${by}`],
    ['growth', `of: customer.customers, ${by}`],
  ])('%s of rows without a time', async (type, keys) => {
    expect(await refusalOf(`name: measure, type: ${type}, ${keys}`)).toBe(`\`customer.customers\`: NO_TIME
  Entity \`customer\` has no \`time\`, which \`type: ${type}\` needs. It could be \`since\`.`)
  })

  test('of a number, one of whose entities has no time', async () => {
    expect(
      await refusalOf('name: each, type: number, sql: "${orders} / ${customer.customers}"', 'name: so_far, type: cumulative, of: each'),
    ).toBe(`\`each\`: NO_TIME
  Entity \`customer\` has no \`time\`, which \`type: cumulative\` needs. It could be \`since\`.`)
  })

  test.each([
    ['name: x, type: cumulative, of: revenue', 'which is cumulative'],
    ['name: x, type: share, of: revenue', 'a share among the groups of an answer'],
    ['name: x, type: rank, of: revenue', 'a rank among the groups of an answer'],
    ['name: x, type: count, semi_additive: { keep: last }', 'which counts only one instant of each group'],
  ])('cumulative over { %s }', async (inner, what) => {
    expect(await refusalOf(inner, 'name: twice, type: cumulative, of: x')).toBe(`\`x\`: TYPE_MISMATCH
  \`order.twice\` (cumulative) takes a measure of the rows of a window, not \`order.x\`, ${what}.`)
  })

  test('cumulative over a number that reads a cumulative one, an offset between them', async () => {
    expect(
      await refusalOf(
        'name: so_far, type: cumulative, of: revenue',
        `name: before, type: offset, of: so_far, ${by}`,
        'name: half, type: number, sql: "${before} / 2"',
        'name: twice, type: cumulative, of: half',
      ),
    ).toBe(`\`half\`: TYPE_MISMATCH
  \`order.twice\` (cumulative) takes a measure of the rows of a window, not \`order.so_far\`, which is cumulative.`)
  })

  test.each(['difference', 'growth'])('%s of dates', async (type) => {
    expect(await refusalOf(`name: x, type: ${type}, of: last_day, ${by}`)).toMatch(
      `TYPE_MISMATCH\n  \`order.x\` (${type}) takes a number, not \`order.last_day\`, of type date.`,
    )
  })

  test('hours of dates', async () => {
    expect(await refusalOf('name: x, type: offset, of: day_sheet.sheets, by: { n: 6, unit: hour }')).toBe(`\`hour\`: TYPE_MISMATCH
  \`order.x\` takes \`day\` or a coarser unit, as \`day_sheet.day\` is a date, not \`hour\`.`)
    expect(await refusalOf('name: x, type: cumulative, of: day_sheet.sheets, window: { n: 6, unit: hour }')).toMatch(/TYPE_MISMATCH/)
    expect(await refusalOf('name: x, type: cumulative, of: day_sheet.sheets, window: { to_date: minute }')).toMatch(/TYPE_MISMATCH/)
    expect(await refusalOf('name: x, type: cumulative, of: day_sheet.sheets, window: { to_date: day }')).toBe('')
  })

  test('another type of answer than the measure it is made of has', async () => {
    expect(await refusalOf('name: so_far, type: cumulative, of: revenue, returns: float')).toBe(`\`float\`: TYPE_MISMATCH
  \`returns\` of \`order.so_far\` takes decimal, not float.`)
    expect(await refusalOf('name: so_far, type: cumulative, of: orders, returns: decimal')).toBe(`\`decimal\`: TYPE_MISMATCH
  \`returns\` of \`order.so_far\` takes integer or bigint, not decimal.`)
  })
})

describe('refused: shares and ranks', () => {
  test('a share of what is no number', async () => {
    expect(await refusalOf('name: part, type: share, of: last_day')).toBe(`\`last_day\`: TYPE_MISMATCH
  \`order.part\` (share) takes a number, not \`order.last_day\`, of type date.`)
  })

  test.each(['share', 'rank'])('a share of a %s', async (type) => {
    expect(await refusalOf(`name: x, type: ${type}, of: revenue`, 'name: part, type: share, of: x')).toBe(`\`x\`: TYPE_MISMATCH
  \`order.part\` (share) takes a measure that has a value for the whole, not \`order.x\`, a ${type} among the groups of an answer.`)
  })

  const within = (level: string) => refusalOf(`name: part, type: rank, of: revenue, within: ${level}`)

  test('within a misspelt dimension', async () => {
    expect(await within('[status, statsu]')).toBe(`\`statsu\`: UNKNOWN_MEMBER
  Entity \`order\` has no dimension \`statsu\`.
  Closest: \`status\`.`)
  })

  test('within a misspelt dimension of another entity, a misspelt entity', async () => {
    expect(await within('customer.regoin')).toBe(`\`customer.regoin\`: UNKNOWN_MEMBER
  Entity \`customer\` has no dimension \`regoin\`.
  Closest: \`region\`.`)
    expect(await within('custmer.region')).toBe(`\`custmer.region\`: UNKNOWN_MEMBER
  The model has no entity \`custmer\`.
  Closest: \`customer\`.`)
  })

  test('within a bucket that a date does not have', async () => {
    expect(await within('due_on_hour')).toBe(`\`due_on_hour\`: UNKNOWN_MEMBER
  Entity \`order\` has no dimension \`due_on_hour\`.
  Closest: \`due_on_year\`.`)
  })

  test('within a measure', async () => {
    expect(await within('orders')).toBe(`\`orders\`: TYPE_MISMATCH
  \`within\` of \`order.part\` takes a dimension, not the measure \`order.orders\`.`)
  })

  test('within the clock without a bucket, or of one that there is not', async () => {
    expect(await within('time')).toBe(`\`time\`: UNKNOWN_VALUE
  \`within\` of \`order.part\` cannot be \`time\`. Allowed: time.second, time.minute, time.hour, time.day, time.week, time.month, time.quarter, time.year.`)
    expect(await within('time.mnth')).toBe(`\`time.mnth\`: UNKNOWN_VALUE
  \`within\` of \`order.part\` cannot be \`time.mnth\`.
  Closest: \`time.month\`.`)
  })

  test('within the clock, of rows without a time', async () => {
    expect(await refusalOf('name: part, type: share, of: customer.customers, within: time.month')).toBe(`\`time.month\`: NO_TIME
  Entity \`customer\` has no \`time\`, which \`time\` in \`within\` needs. It could be \`since\`.`)
  })

  test('within hours of a clock of days', async () => {
    expect(await refusalOf('name: part, type: share, of: day_sheet.sheets, within: time.hour')).toBe(`\`time.hour\`: TYPE_MISMATCH
  \`order.part\` takes \`day\` or a coarser unit, as \`day_sheet.day\` is a date, not \`hour\`.`)
  })

  test('within a hidden dimension, by which no question can group', async () => {
    expect(await within('customer.secret')).toBe(`\`customer.secret\`: BAD_VALUE
  \`within\` of \`order.part\` is \`customer.secret\`, which is hidden: no question can group by it.`)
  })

  test('within a dimension that its rows have no way to', async () => {
    expect(await within('store.city')).toBe(`\`store.city\`: NO_PATH
  Measure \`order.part\` cannot be sliced by \`store.city\`: no relationship leads there from \`order\`.`)
  })
})

describe('refused: semi-additive measures', () => {
  test('of an entity without a time', async () => {
    const model = shop([], { customer: '      - { name: known, type: count, semi_additive: { keep: last } }' })
    expect(await refusalsOf(model)).toBe(`\`keep\`: NO_TIME
  Entity \`customer\` has no \`time\`, which \`semi_additive\` needs. It could be \`since\`.`)
  })

  test('per a misspelt dimension, or one that has many values', async () => {
    expect(await refusalOf('name: open, type: count, semi_additive: { keep: last, per: custmer_id }')).toBe(`\`custmer_id\`: UNKNOWN_MEMBER
  Entity \`order\` has no member \`custmer_id\`.
  Closest: \`customer_id\`.`)
    const model = shop([], { customer: '      - { name: known, type: count, semi_additive: { keep: last, per: order.status } }' })
    expect(await refusalsOf(model)).toContain('`order.status` has many values for a row of `customer`: `orders` reaches many rows.')
  })
})
