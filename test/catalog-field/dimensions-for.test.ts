/** `dimensionsFor` lists what a slice takes, and nothing else: every dimension of a model is asked for with every measure. */
import { describe, expect, test } from 'vitest'
import { shop } from '../slice/shop.ts'
import { type Ask, onBothEngines, type Story } from '../support/story.ts'

interface Entity {
  readonly field: string
  readonly dimensions: readonly { readonly path: string; readonly field: string; readonly enumValue: string }[]
  readonly measures: readonly { readonly path: string; readonly field: string; readonly enumValue: string }[]
}

interface Listed {
  readonly path: string
  readonly overlapping: boolean
}

interface Answer {
  readonly data: Readonly<Record<string, { readonly columns: readonly Listed[] } | null>>
  readonly errors?: readonly { readonly path: readonly string[]; readonly extensions?: { readonly code?: string } }[]
}

/** A measure as a reference and as a selection. */
interface Asked {
  readonly ref: string
  readonly selection: string
}

/** The mistakes that are about the way to a dimension. */
const refusals = ['NO_PATH', 'AMBIGUOUS_PATH', 'NO_PRIMARY_KEY']

async function entitiesOf(ask: Ask): Promise<readonly Entity[]> {
  const { entities } = (await ask(
    '{ catalog { entities { field dimensions { path field enumValue } measures { path field enumValue } } } }',
  )) as { entities: readonly Entity[] }
  return entities
}

async function listed(ask: Ask, measures: readonly Asked[]): Promise<readonly Listed[]> {
  const refs = measures.map(({ ref }) => ref).join(', ')
  const { dimensionsFor } = (await ask(`{ catalog { dimensionsFor(measures: [${refs}]) { path overlapping } } }`)) as {
    dimensionsFor: readonly Listed[]
  }
  return dimensionsFor
}

/** What slices of these measures take, asked one by one. */
async function taken(ask: Ask, measures: readonly Asked[], entities: readonly Entity[]): Promise<readonly Listed[]> {
  const selection = measures.map((measure) => measure.selection).join(' ')
  const candidates = [
    ...entities.flatMap(({ field, dimensions }) =>
      dimensions.map((dimension) => ({
        path: dimension.path,
        by: `{ ${field}: [${dimension.enumValue}] }`,
        key: `${field} { ${dimension.field} }`,
        column: dimension.path,
      })),
    ),
    { path: 'time', by: '{ time: [YEAR] }', key: 'time { year }', column: 'time.year' },
  ]
  const fields = candidates.map(
    ({ by, key }, index) => `d${index}: slice(by: ${by}, limit: 1) { rows { ${key} ${selection} } columns { path overlapping } }`,
  )
  const { data, errors = [] } = (await ask.raw(`{ ${fields.join('\n')} }`)) as Answer
  expect(errors.map(({ extensions }) => extensions?.code).filter((code) => !refusals.includes(code ?? ''))).toEqual([])
  return candidates.flatMap(({ path, column }, index) => {
    const found = data[`d${index}`]?.columns.find((each) => each.path === column)
    return found === undefined ? [] : [{ path, overlapping: found.overlapping }]
  })
}

function asked(entities: readonly Entity[]): readonly (readonly Asked[])[] {
  const all = entities.map(({ field, measures }) =>
    measures.map((measure) => ({ ref: `{ ${field}: ${measure.enumValue} }`, selection: `${field} { ${measure.field} }` })),
  )
  const firsts = all.flatMap((measures) => measures.slice(0, 1))
  const pairs = firsts.flatMap((one, index) => firsts.slice(index + 1).map((other) => [one, other]))
  return [...all.flat().map((measure) => [measure]), ...pairs]
}

function agrees(story: Story): void {
  onBothEngines(story, (ask) => {
    test('what is listed is what slices take, overlaps included', async () => {
      const entities = await entitiesOf(ask)
      for (const measures of asked(entities)) {
        expect(await listed(ask, measures), measures.map(({ ref }) => ref).join(', ')).toEqual(await taken(ask, measures, entities))
      }
    })
  })
}

const noRows = (...columns: readonly (readonly [string, 'integer' | 'string' | 'date'])[]) => ({
  columns: Object.fromEntries(columns),
  rows: [],
})

/** Two ways from order to customer, nothing leads to weather, visits have no key, stock has no time. */
const islands: Story = {
  model: `
version: 1
model: islands
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
    measures: [{ name: customers, type: count }]
  - name: order
    table: sale
    primary_key: order_id
    time: ordered_on
    dimensions:
      - { name: order_id, type: integer }
      - { name: billed_to, type: integer }
      - { name: shipped_to, type: integer }
      - { name: product_id, type: integer }
      - { name: ordered_on, type: date }
    measures:
      - { name: orders, type: count }
      - { name: orders_so_far, type: cumulative, of: orders }
      - { name: orders_growth, type: growth, of: orders, by: { n: 1, unit: month } }
      - { name: orders_share, type: share, of: orders }
      - { name: orders_per_visit, type: number, sql: "\${orders} / \${visit.visits}" }
    relationships:
      - { name: billed, type: N:1, field: billed_to, target: { entity: customer, field: customer_id }, inverse: billed_orders }
      - { name: shipped, type: N:1, field: shipped_to, target: { entity: customer, field: customer_id }, inverse: shipped_orders }
      - { type: N:1, field: product_id, target: { entity: product, field: product_id } }
  - name: product
    table: product
    primary_key: product_id
    dimensions:
      - { name: product_id, type: integer }
      - { name: category, type: string }
    measures: [{ name: products, type: count }]
  - name: visit
    table: visit
    time: visited_on
    dimensions:
      - { name: customer_id, type: integer }
      - { name: visited_on, type: date }
    measures: [{ name: visits, type: count }]
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: weather
    table: weather
    primary_key: day
    time: day
    dimensions:
      - { name: day, type: date }
      - { name: sky, type: string }
    measures: [{ name: days, type: count }]
`,
  tables: {
    customer: noRows(['customer_id', 'integer'], ['state', 'string']),
    sale: noRows(
      ['order_id', 'integer'],
      ['billed_to', 'integer'],
      ['shipped_to', 'integer'],
      ['product_id', 'integer'],
      ['ordered_on', 'date'],
    ),
    product: noRows(['product_id', 'integer'], ['category', 'string']),
    visit: noRows(['customer_id', 'integer'], ['visited_on', 'date']),
    weather: noRows(['day', 'date'], ['sky', 'string']),
  },
}

describe('a shop where everything leads everywhere', () => agrees(shop))

describe('a model with islands', () => {
  agrees(islands)

  onBothEngines(islands, (ask) => {
    const paths = async (...refs: readonly string[]) =>
      (
        await listed(
          ask,
          refs.map((ref) => ({ ref, selection: '' })),
        )
      ).map(({ path, overlapping }) => (overlapping ? `${path} (overlapping)` : path))

    test('a measure leads to its own dimensions, to those it can reach in one way, and to the clock where it has a time', async () => {
      expect(await paths('{ order: ORDERS }')).toEqual([
        // Not customer: billed or shipped.
        'order.orderId',
        'order.billedTo',
        'order.shippedTo',
        'order.productId',
        'order.orderedOn',
        'product.productId',
        'product.category',
        'time',
      ])
      expect(await paths('{ product: PRODUCTS }')).toEqual([
        'order.orderId (overlapping)',
        'order.billedTo (overlapping)',
        'order.shippedTo (overlapping)',
        'order.productId (overlapping)',
        'order.orderedOn (overlapping)',
        'product.productId',
        'product.category',
      ])
    })

    test('without a key a measure has only its own dimensions', async () => {
      expect(await paths('{ visit: VISITS }')).toEqual(['visit.customerId', 'visit.visitedOn', 'time'])
    })

    test('several measures have what all of them have; a measure made of others has what those have', async () => {
      expect(await paths('{ order: ORDERS }', '{ product: PRODUCTS }')).toEqual([
        'order.orderId (overlapping)',
        'order.billedTo (overlapping)',
        'order.shippedTo (overlapping)',
        'order.productId (overlapping)',
        'order.orderedOn (overlapping)',
        'product.productId',
        'product.category',
      ])
      expect(await paths('{ order: ORDERS }', '{ weather: DAYS }')).toEqual(['time'])
      expect(await paths('{ order: ORDERS_PER_VISIT }')).toEqual(['time'])
      expect(await paths('{ order: ORDERS_GROWTH }')).toEqual(await paths('{ order: ORDERS }'))
    })

    test('the dimension itself is there to read, and null for the clock', async () => {
      expect(
        await ask(
          '{ catalog { dimensionsFor(measures: [{ weather: DAYS }]) { path dimension { name type buckets { field } } overlapping } } }',
        ),
      ).toEqual({
        dimensionsFor: [
          {
            path: 'weather.day',
            dimension: {
              name: 'day',
              type: 'DATE',
              buckets: ['dayDay', 'dayWeek', 'dayMonth', 'dayQuarter', 'dayYear'].map((field) => ({ field })),
            },
            overlapping: false,
          },
          { path: 'weather.sky', dimension: { name: 'sky', type: 'STRING', buckets: [] }, overlapping: false },
          { path: 'time', dimension: null, overlapping: false },
        ],
      })
    })

    test('no measure at all is refused; a measure there is not cannot be written', async () => {
      expect(await ask.errors('{ catalog { dimensionsFor(measures: []) { path } } }')).toEqual([
        'BAD_USER_INPUT: `measures` is empty; it takes one measure or more. Every dimension there is stands under `entities`.',
      ])
      const message = async (refs: string) => {
        const { errors } = await ask.raw(`{ catalog { dimensionsFor(measures: ${refs}) { path } } }`)
        return errors?.map((error) => (error as { message: string }).message)
      }
      expect(await message('[{ order: ORDER }]')).toEqual([
        'Value "ORDER" does not exist in "OrderMeasure" enum. Did you mean the enum value "ORDERS"?',
      ])
      expect(await message('[{ order: ORDERS, visit: VISITS }]')).toEqual(['OneOf Input Object "MeasureRef" must specify exactly one key.'])
      expect(await message('[{}]')).toHaveLength(1)
      expect(await message('null')).toHaveLength(1)
    })
  })
})
