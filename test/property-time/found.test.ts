/** Disagreements that random questions over time came upon, each made small: what was wrong stays right. */
import { describe, expect, test } from 'vitest'
import { ledger } from '../over-time/ledger.ts'
import { onBothEngines } from '../support/story.ts'

describe('a total that has no value', () => {
  onBothEngines(ledger, (ask) => {
    test('alone among the totals is one row all the same: groups are not repeated for every sale', async () => {
      const slice = `{ slice(by: { sale: [CHANNEL] }) { rows { sale { channel revenueRank } } totals { sale { revenueRank } } } }`
      expect(await ask(slice)).toEqual({
        rows: [{ sale: { channel: 'shop', revenueRank: 2 } }, { sale: { channel: 'web', revenueRank: 1 } }],
        totals: { sale: { revenueRank: null } },
      })
    })

    test('alone without a grain is one row, of no sales too', async () => {
      const none = 'where: { sale: { channel: { eq: "fax" } } }'
      for (const where of ['', `, ${none}`]) {
        expect(await ask(`{ slice(by: {}${where}) { rows { sale { revenueRank } } } }`)).toEqual({
          rows: [{ sale: { revenueRank: null } }],
        })
      }
      expect(
        await ask(`{ slice(by: { sale: [CHANNEL] }, ${none}) { rows { sale { channel } } totals { sale { revenueRank } } } }`),
      ).toEqual({
        rows: [],
        totals: { sale: { revenueRank: null } },
      })
    })
  })
})

describe('fill by weeks and months together', () => {
  onBothEngines(ledger, (ask) => {
    test('begins and ends with the week and the month there is a sale in, for every channel', async () => {
      const where = 'where: { sale: { amount: { in: ["7.00", "5.00"] } } }'
      const { rows } = (await ask(
        `{ slice(by: { sale: [CHANNEL], time: [WEEK, MONTH] }, ${where}, fill: true) { rows { sale { channel sales } time { week month } } } }`,
      )) as { readonly rows: readonly { readonly sale: unknown; readonly time: { readonly week: string; readonly month: string } }[] }
      // The 29th of February and the 1st of March are days of one week, of which a shop sold on the one and the web on the other.
      const weeks = (channel: string, ...sales: readonly [number, number]) => [
        { sale: { channel, sales: sales[0] }, time: { week: '2024-02-26', month: '2024-02-01' } },
        { sale: { channel, sales: sales[1] }, time: { week: '2024-02-26', month: '2024-03-01' } },
      ]
      expect(rows).toEqual([...weeks('shop', 1, 0), ...weeks('web', 0, 1)])
    })

    test('begins with the month of the first sale, not with that of the first day of its week', async () => {
      const where = 'where: { sale: { amount: { eq: "7.00" } } }'
      expect(
        await ask(`{ slice(by: { time: [WEEK, MONTH] }, ${where}, fill: true) { rows { time { week month } sale { sales } } } }`),
      ).toEqual({
        rows: [{ time: { week: '2024-02-26', month: '2024-03-01' }, sale: { sales: 1 } }],
      })
    })
  })
})
