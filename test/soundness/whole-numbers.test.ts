/** Invariant: whole numbers keep every digit, past 2^53 where JavaScript loses them and past 2^63 where 64 bits end; else the answer is refused. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: whole
entities:
  - name: meter
    table: meter
    primary_key: meter_id
    dimensions:
      - { name: meter_id, type: bigint }
      - { name: pulses, type: bigint }
      - { name: ticks, type: integer }
      - { name: small_pulses, column: pulses, type: integer }
    measures:
      - { name: all_pulses, type: sum, sql: "\${pulses}" }
      - { name: all_ticks, type: sum, sql: "\${ticks}" }
      - { name: few_ticks, type: sum, sql: "\${ticks}", returns: integer }
      - { name: least_pulses, type: min, sql: "\${pulses}" }
      - { name: most_pulses, type: max, sql: "\${pulses}" }
      - { name: different, type: count_distinct, sql: "\${pulses}" }
`

/** 2^53 + 1 is the first whole number that a double cannot hold; 2^63 - 1 the last of 64 bits. */
const beyondDouble = '9007199254740993'
const last64 = '9223372036854775807'

describe('whole numbers', () => {
  onBothEngines(
    {
      model,
      tables: {
        meter: {
          columns: { meter_id: 'bigint', pulses: 'bigint', ticks: 'integer' },
          rows: [
            ['9007199254740991', '9007199254740992', 2147483647],
            [beyondDouble, beyondDouble, 2147483647],
            [last64, last64, -2147483648],
            ['-9223372036854775808', last64, 2147483647],
          ],
        },
      },
    },
    (ask) => {
      const ids = async (where: string) => {
        const { rows } = (await ask(`{ slice(by: { meter: [METER_ID] }, where: { meter: ${where} }) { rows { meter { meterId } } } }`)) as {
          rows: { meter: { meterId: number | string } }[]
        }
        return rows.map(({ meter }) => meter.meterId)
      }

      test('whole numbers past 2^53 are read, ordered and grouped with every digit', async () => {
        expect(await ask('{ slice(by: { meter: [METER_ID, PULSES] }) { rows { meter { meterId pulses } } } }')).toEqual({
          rows: [
            { meter: { meterId: '-9223372036854775808', pulses: last64 } },
            { meter: { meterId: 9007199254740991, pulses: '9007199254740992' } },
            { meter: { meterId: beyondDouble, pulses: beyondDouble } },
            { meter: { meterId: last64, pulses: last64 } },
          ],
        })
        expect(await ask('{ slice(by: {}) { rows { meter { leastPulses mostPulses different } } } }')).toEqual({
          rows: [{ meter: { leastPulses: '9007199254740992', mostPulses: last64, different: 3 } }],
        })
      })

      test('conditions compare every digit, of numbers and of text, and of numbers no column could hold', async () => {
        expect(await ids(`{ pulses: { eq: ${beyondDouble} } }`)).toEqual([beyondDouble])
        expect(await ids(`{ pulses: { eq: "${beyondDouble}" } }`)).toEqual([beyondDouble])
        expect(await ids(`{ pulses: { gt: "${beyondDouble}" } }`)).toEqual(['-9223372036854775808', last64])
        expect(await ids('{ pulses: { lt: "9223372036854775808" } }')).toHaveLength(4)
        expect(await ids('{ pulses: { gte: "99999999999999999999999999" } }')).toEqual([])
      })

      test('a sum past 2^63 has every digit', async () => {
        // 2^53 + (2^53 + 1) + 2 * (2^63 - 1)
        expect(await ask('{ slice(by: {}) { rows { meter { allPulses } } totals { meter { allPulses } } } }')).toEqual({
          rows: [{ meter: { allPulses: '18464758472219033599' } }],
          totals: { meter: { allPulses: '18464758472219033599' } },
        })
      })

      test('a sum of integers past 32 bits is a number; declared as integer it is refused, never cut', async () => {
        expect(await ask('{ slice(by: {}) { rows { meter { allTicks } } } }')).toEqual({ rows: [{ meter: { allTicks: 4294967293 } }] })
        expect(await ask.errors('{ slice(by: {}) { rows { meter { fewTicks } } } }')).toHaveLength(1)
        expect(await ask.errors('{ slice(by: { meter: [SMALL_PULSES] }, limit: 1) { rows { meter { smallPulses } } } }')).toEqual([
          'NUMBER_TOO_LARGE: `meter.small_pulses` is 9007199254740992, more than Int holds (2147483647). The model can declare it as bigint (`returns: bigint` on a measure).',
        ])
      })
    },
  )
})
