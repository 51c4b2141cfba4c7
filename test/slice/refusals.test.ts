/** What cannot be answered is refused with its code, the members involved and the nearest question that can. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
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
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: sold_on, type: date }
      - { name: channel, type: string }
    measures: [{ name: sales, type: count }]
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: visit
    table: visit
    dimensions:
      - { name: customer_id, type: integer }
      - { name: page, type: string }
    measures: [{ name: visits, type: count }]
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: weather
    table: weather
    primary_key: day
    dimensions:
      - { name: day, type: date }
      - { name: sky, type: string }
    measures: [{ name: days, type: count }]
`

describe('refusals', () => {
  onBothEngines(
    {
      model,
      tables: {
        customer: { columns: { customer_id: 'integer', state: 'string' }, rows: [] },
        sale: { columns: { sale_id: 'integer', customer_id: 'integer', sold_on: 'date', channel: 'string' }, rows: [] },
        visit: { columns: { customer_id: 'integer', page: 'string' }, rows: [] },
        weather: { columns: { day: 'date', sky: 'string' }, rows: [] },
      },
    },
    (ask) => {
      // GraphQL's own refusals get their code from the server, which is not here.
      test.each([
        [
          'a character that no text has',
          '{ slice(by: {}, where: { customer: { state: { contains: ["a\\u0000"] } } }) { rows { customer { customers } } } }',
          'BAD_USER_INPUT: `a\\u0000` is no value of `customer.state`, which is of type string.',
        ],
        [
          'a dimension nothing leads to',
          '{ slice(by: { weather: [SKY] }) { rows { weather { sky } sale { sales } } } }',
          'NO_PATH: Measure `sale.sales` cannot be sliced by `weather.sky`: no relationship leads there from `sale`.',
        ],
        [
          'a filter on an entity nothing leads to',
          '{ slice(by: {}, where: { weather: { sky: { eq: "blue" } } }) { rows { sale { sales } } } }',
          'FILTER_UNREACHABLE: The filter on `weather` cannot restrict `sale`: no relationship leads there. From there lead relationships to customer.',
        ],
        [
          'the shared clock for an entity without a time',
          '{ slice(by: { time: [MONTH] }) { rows { time { month } customer { customers } } } }',
          'NO_PATH: `time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: sale.sold_on.',
        ],
        [
          'a measure without a key across a join',
          '{ slice(by: { customer: [STATE] }) { rows { customer { state } visit { visits } } } }',
          'NO_PRIMARY_KEY: Entity `visit` has no `primary_key`, which a measure sliced by another entity needs.',
        ],
        [
          'a list of dimensions no entity reaches',
          '{ slice(by: { customer: [STATE], weather: [SKY] }) { rows { customer { state } weather { sky } } } }',
          'NO_PATH: `customer, weather` cannot be reached: no relationship leads there from `a slice without measures`. No entity reaches all of them over to-one paths. Select a measure, or name the entity in `of`.',
        ],
        [
          'a list of the shared clock',
          '{ slice(by: { time: [DAY] }) { rows { time { day } } } }',
          'NO_PATH: `time` cannot be reached: no relationship leads there from `a slice without measures`. It is the time of the entity whose rows are listed: add a dimension of it, select a measure, or name the entity in `of`.',
        ],
        [
          'a list by the shared clock of an entity without a time',
          '{ slice(by: { customer: [STATE], time: [DAY] }) { rows { customer { state } time { day } } } }',
          'NO_PATH: `time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: sale.sold_on.',
        ],
        [
          'a list filtered by the shared clock of an entity without a time',
          '{ slice(by: { customer: [STATE] }, where: { time: { gte: "2024-01-01" } }) { rows { customer { state } } } }',
          'NO_PATH: `time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: sale.sold_on.',
        ],
        [
          'a dimension outside the grain',
          '{ slice(by: { customer: [STATE] }) { rows { sale { channel sales } } } }',
          'NOT_IN_GRAIN: `sale.channel` is selected, but the grain is `customer.state`. Add it with `by: { customer: [STATE], sale: [CHANNEL] }`, or take it out of `rows`.',
        ],
        [
          'a day that does not exist',
          '{ slice(by: {}, asOf: "2024-02-30") { rows { sale { sales } } } }',
          'undefined: TimePoint cannot be "2024-02-30". Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".',
        ],
        [
          'a zone that does not exist',
          '{ slice(by: {}, timeZone: "Europe/Berln") { rows { sale { sales } } } }',
          'BAD_USER_INPUT: `Europe/Berln` is not a time zone. Closest: `Europe/Berlin`.',
        ],
      ])('%s', async (_title, query, text) => {
        expect(await ask.errors(query)).toEqual([text])
      })

      test('a filter on an entity nothing leads to, which restricts nothing, is not refused', async () => {
        expect(await ask('{ slice(by: {}, where: { weather: { and: [] } }) { rows { sale { sales } } } }')).toEqual({
          rows: [{ sale: { sales: 0 } }],
        })
      })

      test('several mistakes are said together', async () => {
        const [text] = await ask.errors(
          '{ slice(by: { weather: [SKY], time: [MONTH] }) { rows { customer { customers } sale { sales } } } }',
        )
        expect(text?.split('\n')).toEqual([
          'NO_PATH: Measure `customer.customers` cannot be sliced by `weather.sky`: no relationship leads there from `customer`.',
          '`time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: sale.sold_on.',
          'Measure `sale.sales` cannot be sliced by `weather.sky`: no relationship leads there from `sale`.',
        ])
      })

      test('the visits of an entity without a key can be sliced by its own dimensions', async () => {
        expect(await ask('{ slice(by: { visit: [PAGE] }) { rows { visit { page visits } } } }')).toEqual({ rows: [] })
      })
    },
  )
})
