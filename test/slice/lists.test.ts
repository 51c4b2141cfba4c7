/** A slice without measures under `rows`: whose rows are listed, and whose time `time` is then. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { shop } from './shop.ts'

describe('the shared clock without a measure under rows', () => {
  onBothEngines(shop, (ask) => {
    const list = (by: string, where = '{}', more = '') =>
      ask(`{ slice(by: ${by}, where: ${where} ${more}) { rows { purchase { category } time { quarter } } rowCount } }`)
    const row = (category: string | null, quarter: string) => ({ purchase: { category }, time: { quarter } })

    test('a list by the clock is by the time of the entity listed', async () => {
      expect(await list('{ purchase: [CATEGORY], time: [QUARTER] }')).toEqual({
        rows: [row('Beer', '2024-01-01'), row('Wine', '2024-01-01'), row(null, '2024-01-01')],
        rowCount: 3,
      })
      expect(await list('{ purchase: [CATEGORY], time: [QUARTER] }', '{}', 'asOf: "2024-12-31"')).toEqual({
        rows: [row('Beer', '2024-01-01'), row('Wine', '2024-01-01'), row('Wine', '2024-10-01'), row(null, '2024-01-01')],
        rowCount: 4,
      })
    })

    test('a list filtered by the clock is of rows in that time', async () => {
      const categories = (where: string) =>
        ask(
          `{ slice(by: { purchase: [CATEGORY], customer: [STATE] }, where: ${where}) { rows { purchase { category } customer { state } } } }`,
        )
      // Purchases 4, 5 and 6.
      expect(await categories('{ time: { gte: "2024-02-15" } }')).toEqual({
        rows: [
          { purchase: { category: 'Beer' }, customer: { state: 'CA' } },
          { purchase: { category: 'Wine' }, customer: { state: null } },
          { purchase: { category: null }, customer: { state: null } },
        ],
      })
      expect(await categories('{ time: { gt: "2024-06-30" } }')).toEqual({ rows: [] })
    })

    test('the entity listed is the one that reaches all dimensions: of customers and purchases the purchase', async () => {
      expect(
        await ask(
          '{ slice(by: { customer: [STATE, IS_MEMBER], purchase: [CATEGORY], time: [MONTH] }, where: { time: { lt: "2024-02-01" } }) { rows { customer { state } purchase { category } time { month } } } }',
        ),
      ).toEqual({
        rows: [
          { customer: { state: 'NY' }, purchase: { category: 'Beer' }, time: { month: '2024-01-01' } },
          { customer: { state: 'NY' }, purchase: { category: 'Wine' }, time: { month: '2024-01-01' } },
        ],
      })
    })

    test('with `of` it is the time of the entities named there', async () => {
      const months = (of: string) => ask(`{ slice(by: { time: [MONTH] }, of: [${of}]) { rows { time { month } } } }`)
      const rows = (...found: readonly string[]) => ({ rows: found.map((month) => ({ time: { month } })) })
      expect(await months('PURCHASE')).toEqual(rows('2024-01-01', '2024-02-01', '2024-03-01'))
      expect(await months('COMPLAINT')).toEqual(rows('2024-01-01', '2024-03-01'))
      expect(await months('COMPLAINT, PURCHASE')).toEqual(rows('2024-01-01', '2024-02-01', '2024-03-01'))
      expect(await ask.errors('{ slice(by: { time: [MONTH] }, of: [CUSTOMER]) { rows { time { month } } } }')).toEqual([
        'NO_PATH: `time` cannot be reached: no relationship leads there from `customer`. Entity `customer` has no `time`. Times of entities related to it: purchase.bought_on, complaint.raised_at.',
      ])
    })

    test('with measures under totals alone it is the time of their entities', async () => {
      expect(await ask('{ slice(by: { time: [MONTH] }) { rows { time { month } } totals { complaint { complaints } } } }')).toEqual({
        rows: [{ time: { month: '2024-01-01' } }, { time: { month: '2024-03-01' } }],
        totals: { complaint: { complaints: 3 } },
      })
      expect(
        await ask(
          '{ slice(by: { purchase: [CATEGORY] }, where: { time: { lt: "2024-02-01" } }) { rows { purchase { category } } totals { purchase { revenue } } } }',
        ),
      ).toEqual({
        rows: [{ purchase: { category: 'Beer' } }, { purchase: { category: 'Wine' } }],
        totals: { purchase: { revenue: '100.00' } },
      })
    })
  })
})

describe('of two entities that reach each other one row at a time', () => {
  onBothEngines(
    {
      model: `
version: 1
model: border
time_zone: UTC
entities:
  - name: person
    table: person
    primary_key: person_id
    dimensions: [{ name: person_id, type: integer }, { name: first_name, type: string }]
  - name: passport
    table: passport
    dimensions: [{ name: holder, type: integer }, { name: country, type: string }]
    relationships: [{ type: 1:1, field: holder, target: { entity: person, field: person_id }, verified: true }]
`,
      tables: {
        person: {
          columns: { person_id: 'integer', first_name: 'string' },
          rows: [
            [1, 'ann'],
            [2, 'bob'],
          ],
        },
        passport: {
          columns: { holder: 'integer', country: 'string' },
          rows: [
            [1, 'FR'],
            // Nobody knows the holder.
            [3, 'IT'],
          ],
        },
      },
    },
    (ask) => {
      const list = (by: string, of = '') => `{ slice(by: ${by} ${of}) { rows { person { firstName } passport { country } } } }`

      test('none is chosen, however many dimensions of each are asked for: `of` names one', async () => {
        const refused = [
          'AMBIGUOUS_PATH: `person, passport` cannot be reached from `a slice without measures`: two paths lead there, `person` and `passport`. The rows of each could be listed: name one in `of`.',
        ]
        expect(await ask.errors(list('{ person: [FIRST_NAME], passport: [COUNTRY] }'))).toEqual(refused)
        expect(await ask.errors(list('{ person: [FIRST_NAME, PERSON_ID], passport: [COUNTRY] }'))).toEqual(refused)
        expect(await ask(list('{ person: [FIRST_NAME], passport: [COUNTRY] }', 'of: [PERSON]'))).toEqual({
          rows: [
            { person: { firstName: 'ann' }, passport: { country: 'FR' } },
            { person: { firstName: 'bob' }, passport: { country: null } },
          ],
        })
      })

      test('rows can be listed without a key', async () => {
        expect(await ask(list('{ person: [FIRST_NAME], passport: [COUNTRY] }', 'of: [PASSPORT]'))).toEqual({
          rows: [
            { person: { firstName: 'ann' }, passport: { country: 'FR' } },
            { person: { firstName: null }, passport: { country: 'IT' } },
          ],
        })
      })
    },
  )
})
