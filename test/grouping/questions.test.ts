/** The root fields about segments and segmentations; the customers are those of segments.test.ts. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

describe('questions about segments and segmentations', () => {
  onBothEngines(rfm, (ask) => {
    test('groups with sizes and averages; empty ones too, percentages of all', async () => {
      const data = await ask(
        '{ customerSegmentation(name: VALUE_SEGMENT) { name title groups { name title description action count percentage averages { orders revenue recencyDays } } } }',
      )
      // Champion 1; spender 3; recent 2 and 4; others 5 and 6.
      expect(data).toEqual({
        name: 'VALUE_SEGMENT',
        title: 'Value segment',
        groups: [
          {
            name: 'CHAMPIONS',
            title: 'Champions',
            description: null,
            action: null,
            count: 1,
            percentage: 100 / 6,
            averages: { orders: 3, revenue: 300, recencyDays: 10 },
          },
          {
            name: 'SPENDERS',
            title: 'Spenders',
            description: 'Worth much',
            action: 'Thank them',
            count: 1,
            percentage: 100 / 6,
            averages: { orders: 2, revenue: 1000, recencyDays: 150 },
          },
          {
            name: 'RECENT',
            title: 'Recent',
            description: null,
            action: null,
            count: 2,
            percentage: 200 / 6,
            averages: { orders: 1.5, revenue: 25, recencyDays: 25 },
          },
          {
            name: 'OTHERS',
            title: 'All others',
            description: null,
            action: null,
            count: 2,
            percentage: 200 / 6,
            averages: { orders: 0.5, revenue: 30, recencyDays: 366 },
          },
        ],
      })
    })

    test('of some rows, the groups being those among all', async () => {
      const data = await ask(
        '{ customerSegmentation(name: VALUE_SEGMENT, where: { state: { eq: "CA" } }) { groups { name count percentage averages { revenue } } } }',
      )
      expect(data).toEqual({
        groups: [
          { name: 'CHAMPIONS', count: 0, percentage: 0, averages: { revenue: null } },
          { name: 'SPENDERS', count: 1, percentage: 100 / 3, averages: { revenue: 1000 } },
          { name: 'RECENT', count: 1, percentage: 100 / 3, averages: { revenue: 40 } },
          { name: 'OTHERS', count: 1, percentage: 100 / 3, averages: { revenue: 30 } },
        ],
      })
    })

    test('segments, in which rows may be several times', async () => {
      const data = await ask('{ customerSegments { name title action count percentage averages { revenue } } }')
      expect(data).toEqual([
        { name: 'VIP', title: 'VIPs', action: 'Invite them', count: 1, percentage: 100 / 6, averages: { revenue: 300 } },
        { name: 'LAPSED', title: 'Lapsed', action: null, count: 2, percentage: 200 / 6, averages: { revenue: 515 } },
        { name: 'BUSY', title: 'Busy', action: null, count: 2, percentage: 200 / 6, averages: { revenue: 170 } },
        { name: 'LETTERED_BEST', title: 'Lettered best', action: null, count: 1, percentage: 100 / 6, averages: { revenue: 300 } },
        { name: 'LETTERED_FM_BEST', title: 'Lettered fm best', action: null, count: 2, percentage: 200 / 6, averages: { revenue: 650 } },
        { name: 'LETTERED_NEVER', title: 'Lettered never', action: null, count: 1, percentage: 100 / 6, averages: { revenue: null } },
      ])
      expect(await ask('{ customerSegment(name: LAPSED, where: { orders: { gt: 1 } }) { name count percentage } }')).toEqual({
        name: 'LAPSED',
        count: 1,
        percentage: 100 / 3,
      })
    })

    test('names and titles need no database', async () => {
      expect(await ask('{ customerSegmentations { name groups { name } } }')).toEqual([
        { name: 'VALUE_SEGMENT', groups: ['CHAMPIONS', 'SPENDERS', 'RECENT', 'OTHERS'].map((name) => ({ name })) },
        { name: 'LETTERED', groups: ['BEST', 'FM_BEST', 'NEVER', 'REST'].map((name) => ({ name })) },
      ])
    })

    test('what its rules cover', async () => {
      const data = await ask('{ customerSegmentation(name: VALUE_SEGMENT) { coverage { rest never groups { name alone won overlap } } } }')
      expect(data).toEqual({
        coverage: {
          rest: 2,
          never: [],
          groups: [
            { name: 'CHAMPIONS', alone: 1, won: 1, overlap: 0 },
            { name: 'SPENDERS', alone: 2, won: 1, overlap: 1 },
            { name: 'RECENT', alone: 3, won: 2, overlap: 1 },
          ],
        },
      })
    })

    test('cut points and sizes of its scores', async () => {
      const data = await ask('{ customerSegmentation(name: VALUE_SEGMENT) { scores { name cutPoints sizes { score count } } } }')
      expect(data).toEqual({
        scores: [
          {
            name: 'R',
            cutPoints: [30],
            sizes: [
              { score: 1, count: 2 },
              { score: 2, count: 3 },
            ],
          },
          {
            name: 'F',
            cutPoints: [2],
            sizes: [
              { score: 1, count: 4 },
              { score: 2, count: 1 },
            ],
          },
          {
            name: 'M',
            cutPoints: [40],
            sizes: [
              { score: 1, count: 3 },
              { score: 2, count: 2 },
            ],
          },
        ],
      })
    })

    test('at any date', async () => {
      // As of 2023-12-31 only customers 3 (one order of 500, 333 days ago) and 5 (30, 184 days ago) had ordered: cut points 258.5, 1, 265.
      const data = await ask('{ customerSegmentation(name: VALUE_SEGMENT, asOf: "2023-12-31") { asOf groups { name count } } }')
      expect(data).toEqual({
        asOf: '2023-12-31T23:59:59.999999Z',
        groups: [
          { name: 'CHAMPIONS', count: 0 },
          { name: 'SPENDERS', count: 1 },
          { name: 'RECENT', count: 1 },
          { name: 'OTHERS', count: 4 },
        ],
      })
    })

    test('over time, each date as it was', async () => {
      const data = await ask(
        '{ customerSegmentation(name: VALUE_SEGMENT, asOf: "2024-06-30") { history(from: "2023-12-31", every: QUARTER) { asOf groups { name count percentage } } } }',
      )
      const { history } = data as { history: { asOf: string; groups: { count: number }[] }[] }
      expect(history.map(({ asOf }) => asOf.slice(0, 10))).toEqual(['2023-12-31', '2024-03-31', '2024-06-30'])
      expect(history.map(({ groups }) => groups.map(({ count }) => count))).toEqual([
        [0, 1, 1, 4],
        // Orders of 1 (100, 71 days ago), 3 (1000 in two, 59), 5 (30, 275): cut points 71, 1, 100.
        [1, 0, 1, 4],
        [1, 1, 2, 2],
      ])
    })

    test('who went where', async () => {
      const data = await ask('{ customerMigration(name: VALUE_SEGMENT, from: "2023-12-31", to: "2024-06-30") { cells { from to count } } }')
      expect(data).toEqual({
        cells: [
          { from: 'SPENDERS', to: 'SPENDERS', count: 1 },
          { from: 'RECENT', to: 'OTHERS', count: 1 },
          { from: 'OTHERS', to: 'CHAMPIONS', count: 1 },
          { from: 'OTHERS', to: 'RECENT', count: 2 },
          { from: 'OTHERS', to: 'OTHERS', count: 1 },
        ],
      })
      const some = await ask(
        '{ customerMigration(name: VALUE_SEGMENT, from: "2023-12-31", to: "2024-06-30", where: { state: { eq: "CA" } }) { cells { from to count } } }',
      )
      expect(some).toEqual({
        cells: [
          { from: 'SPENDERS', to: 'SPENDERS', count: 1 },
          { from: 'RECENT', to: 'OTHERS', count: 1 },
          { from: 'OTHERS', to: 'RECENT', count: 1 },
        ],
      })
    })

    test('the size of a predicate nobody saved', async () => {
      expect(await ask('{ customerCount }')).toBe(6)
      expect(await ask('{ customerCount(where: { valueSegment: { in: [RECENT, OTHERS] }, state: { eq: "NY" } }) }')).toBe(2)
      expect(await ask('{ customerCount(where: { inSegment: [VIP, LAPSED] }) }')).toBe(3)
      expect(await ask('{ customerCount(where: { orders: { gte: 1 } }, asOf: "2023-12-31") }')).toBe(2)
    })
  })
})
