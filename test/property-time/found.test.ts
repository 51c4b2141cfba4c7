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
