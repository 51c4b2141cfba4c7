/** Invariant: what is not there is null or 0 by one rule, whether rows, values or denominators are missing. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: nothing
entities:
  - name: site
    table: site
    primary_key: site_id
    dimensions: [{ name: site_id, type: string }]
  - name: reading
    table: reading
    primary_key: reading_id
    dimensions:
      - { name: reading_id, type: integer }
      - { name: site_id, type: string }
      - { name: value, type: decimal }
      - { name: parts, type: integer }
      - { name: value_per_part, type: float, sql: "\${value} / \${parts}" }
      - { name: share_of_parts, type: integer, sql: "10 / \${parts}" }
      - { name: weight, type: float }
    measures:
      - { name: readings, type: count }
      - { name: known, type: count, sql: "\${value}" }
      - { name: different, type: count_distinct, sql: "\${value}" }
      - { name: total, type: sum, sql: "\${value}" }
      - { name: mean, type: avg, sql: "\${value}" }
      - { name: smallest, type: min, sql: "\${value}" }
      - { name: largest, type: max, sql: "\${value}" }
      - { name: middle, type: median, sql: "\${value}" }
      - { name: p90, type: percentile, percentile: 0.9, sql: "\${value}" }
      - { name: all_parts, type: sum, sql: "\${parts}" }
      - { name: all_weight, type: sum, sql: "\${weight}" }
      - { name: heaviest, type: max, sql: "\${weight}" }
      - { name: value_per_reading, type: number, sql: "\${total} / \${readings}" }
      - { name: value_of_parts, type: number, sql: "\${total} / \${all_parts}" }
      - { name: readings_per_alarm, type: number, sql: "\${readings} / \${alarm.alarms}" }
      - { name: total_or_zero, type: number, sql: "coalesce(\${total}, 0)", returns: float }
      - { name: total_and_one, type: number, sql: "\${total} + 1" }
      - { name: readings_and_one, type: number, sql: "\${readings} + 1" }
    relationships: [{ type: N:1, field: site_id, target: { entity: site, field: site_id } }]
  - name: alarm
    table: alarm
    primary_key: alarm_id
    dimensions: [{ name: alarm_id, type: integer }, { name: site_id, type: string }]
    measures: [{ name: alarms, type: count }]
    relationships: [{ type: N:1, field: site_id, target: { entity: site, field: site_id } }]
`

const every = 'readings known different total mean smallest largest middle p90'
const ofNothing = { total: null, mean: null, smallest: null, largest: null, middle: null, p90: null }

describe('nothing', () => {
  onBothEngines(
    {
      model,
      tables: {
        site: { columns: { site_id: 'string' }, rows: [['a'], ['b'], ['c'], ['d']] },
        reading: {
          columns: { reading_id: 'integer', site_id: 'string', value: 'decimal', parts: 'integer', weight: 'float' },
          rows: [
            [1, 'a', '10.00', 0, 1.5],
            [2, 'a', null, 4, -0],
            [3, 'a', '10.00', null, null],
            [4, 'b', null, 0, 'NaN'],
            [5, 'b', null, 0, 1],
            [6, 'd', '0.00', 0, 'Infinity'],
          ],
        },
        alarm: {
          columns: { alarm_id: 'integer', site_id: 'string' },
          rows: [
            [1, 'a'],
            [2, 'c'],
          ],
        },
      },
    },
    (ask) => {
      const bySite = (measures: string) => ask(`{ slice(by: { site: [SITE_ID] }) { rows { site { siteId } reading { ${measures} } } } }`)
      const grouped = (...groups: readonly (readonly [string, unknown])[]) => ({
        rows: groups.map(([siteId, reading]) => ({ site: { siteId }, reading })),
      })

      test('count counts rows, count of a value the values there are, count_distinct the different ones', async () => {
        expect(await bySite('readings known different')).toEqual(
          grouped(
            ['a', { readings: 3, known: 2, different: 1 }],
            ['b', { readings: 2, known: 0, different: 0 }],
            ['d', { readings: 1, known: 1, different: 1 }],
          ),
        )
      })

      test('aggregates pass over nulls', async () => {
        expect(await ask(`{ slice(by: {}, where: { reading: { siteId: { eq: "a" } } }) { rows { reading { ${every} } } } }`)).toEqual({
          rows: [
            {
              reading: {
                readings: 3,
                known: 2,
                different: 1,
                total: '20.00',
                mean: 10,
                smallest: '10.00',
                largest: '10.00',
                middle: 10,
                p90: 10,
              },
            },
          ],
        })
      })

      test('of nulls alone counts of values are 0 and everything else is null', async () => {
        expect(await ask(`{ slice(by: {}, where: { reading: { siteId: { eq: "b" } } }) { rows { reading { ${every} } } } }`)).toEqual({
          rows: [{ reading: { readings: 2, known: 0, different: 0, ...ofNothing } }],
        })
      })

      test('of no rows: one row without a grain, none with one; counts are 0 and everything else is null', async () => {
        const none = 'where: { reading: { siteId: { eq: "nowhere" } } }'
        const nothing = { reading: { readings: 0, known: 0, different: 0, ...ofNothing } }
        expect(await ask(`{ slice(by: {}, ${none}) { rows { reading { ${every} } } rowCount } }`)).toEqual({ rows: [nothing], rowCount: 1 })
        expect(
          await ask(
            `{ slice(by: { site: [SITE_ID] }, ${none}) { rows { reading { readings } } totals { reading { ${every} } } rowCount hasMore } }`,
          ),
        ).toEqual({ rows: [], totals: nothing, rowCount: 0, hasMore: false })
      })

      test('a group that only another entity has: counts are 0, sums null', async () => {
        const groups = await ask(
          '{ slice(by: { site: [SITE_ID] }, orderBy: [{ site: { siteId: DESC } }], limit: 2) { rows { site { siteId } reading { readings total } alarm { alarms } } } }',
        )
        expect(groups).toEqual({
          rows: [
            { site: { siteId: 'd' }, reading: { readings: 1, total: '0.00' }, alarm: { alarms: 0 } },
            { site: { siteId: 'c' }, reading: { readings: 0, total: null }, alarm: { alarms: 1 } },
          ],
        })
      })

      test('an expression over nothing: a count is 0 in it, a sum null, and coalesce makes a null what it says', async () => {
        const query = (site: string) =>
          `{ slice(by: {}, where: { reading: { siteId: { eq: "${site}" } } }) { rows { reading { totalOrZero totalAndOne readingsAndOne valuePerReading } } } }`
        const empty = { totalOrZero: 0, totalAndOne: null, valuePerReading: null }
        expect(await ask(query('nowhere'))).toEqual({ rows: [{ reading: { ...empty, readingsAndOne: 1 } }] })
        expect(await ask(query('b'))).toEqual({ rows: [{ reading: { ...empty, readingsAndOne: 3 } }] })
      })

      test('a division by 0 is null, 0 / 0 too, in measures and in values of a row', async () => {
        expect(await bySite('valueOfParts readingsPerAlarm')).toEqual(
          grouped(
            ['a', { valueOfParts: 5, readingsPerAlarm: 3 }],
            ['b', { valueOfParts: null, readingsPerAlarm: null }],
            ['c', { valueOfParts: null, readingsPerAlarm: 0 }],
            ['d', { valueOfParts: null, readingsPerAlarm: null }],
          ),
        )
        expect(
          await ask(
            '{ slice(by: { reading: [READING_ID, VALUE_PER_PART, SHARE_OF_PARTS] }) { rows { reading { readingId valuePerPart shareOfParts } } } }',
          ),
        ).toEqual({
          rows: [0, 2, 0, 0, 0, 0].map((shareOfParts, index) => ({
            reading: { readingId: index + 1, valuePerPart: null, shareOfParts: shareOfParts === 0 ? null : shareOfParts },
          })),
        })
      })

      test('NaN and infinities are null in answers, minus zero is 0', async () => {
        expect(await bySite('allWeight heaviest')).toEqual(
          grouped(
            ['a', { allWeight: 1.5, heaviest: 1.5 }],
            ['b', { allWeight: null, heaviest: null }],
            ['d', { allWeight: null, heaviest: null }],
          ),
        )
        expect(
          await ask('{ slice(by: { reading: [WEIGHT] }, where: { reading: { readingId: { eq: 2 } } }) { rows { reading { weight } } } }'),
        ).toEqual({ rows: [{ reading: { weight: 0 } }] })
      })
    },
  )
})
