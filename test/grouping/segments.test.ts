/** Segments and segmentations as dimensions of any question. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

/*
 * customer  recency  orders  revenue   r  f  m  fm
 * 1         10       3       300       2  2  2  2
 * 2         20       1       10        2  1  1  1
 * 3         150      2       1000      1  1  2  1.5    orders 1 1 2 2 3: cut point 2; revenue 10 30 40 300 1000: cut point 40
 * 4         30       2       40        1  1  1  1      recency 10 20 30 150 366: cut point 30, lowest best: 30 has not passed it
 * 5         366      1       30        1  1  1  1
 * 6         -        0       -         -  -  -  -
 */
describe('segments and segmentations', () => {
  onBothEngines(rfm, (ask) => {
    test('each customer', async () => {
      const data = await ask(
        `{ slice(by: { customer: [CUSTOMER_ID, R, F, M, F_90, VIP, LAPSED, BUSY, VALUE_SEGMENT, LETTERED, LETTERED_BEST, LETTERED_FM_BEST] })
           { rows { customer { customerId r f m f90 vip lapsed busy valueSegment lettered letteredBest letteredFmBest } } } }`,
      )
      const rows = (data as { rows: { customer: Record<string, unknown> }[] }).rows.map(({ customer }) => Object.values(customer))
      expect(rows).toEqual([
        [1, 2, 2, 2, 2, true, false, true, 'CHAMPIONS', 'BEST', true, true],
        [2, 2, 1, 1, 1, false, false, false, 'RECENT', 'REST', false, false],
        [3, 1, 1, 2, null, false, true, false, 'SPENDERS', 'FM_BEST', false, true],
        [4, 2, 1, 1, 2, false, false, true, 'RECENT', 'REST', false, false],
        [5, 1, 1, 1, null, false, true, false, 'OTHERS', 'REST', false, false],
        [6, null, null, null, null, false, false, false, 'OTHERS', 'NEVER', false, false],
      ])
    })
  })
})
