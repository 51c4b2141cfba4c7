/** Questions answered in parts: many slices in one statement, each with its own page. */
import { describe, expect, test } from 'vitest'
import type { AnswerPart } from '../../src/semantic/query/answer.ts'
import type { GrainMember, SemanticQuery, SliceOrder } from '../../src/semantic/query/semantic-query.ts'
import { type Ask, onBothEngines, storyNow } from '../support/story.ts'
import { shop } from './shop.ts'

const dimension = (entity: string, name: string): GrainMember => ({ kind: 'dimension', entity, dimension: name })
const measure = (entity: string, name: string) => ({ entity, measure: name })
const customerId = dimension('purchase', 'customer_id')
const category = dimension('purchase', 'category')
const by = (member: GrainMember, direction: 'asc' | 'desc' = 'asc', nulls?: 'first'): SliceOrder => ({
  kind: 'grain',
  member,
  direction,
  ...(nulls && { nulls }),
})

const whole: SemanticQuery = {
  by: [],
  measures: [],
  totals: [],
  orderBy: [],
  limit: 1000,
  offset: 0,
  rowCount: false,
  asOf: storyNow,
  timeZone: 'UTC',
}

/** By key, as parts come in no order. */
async function partsOf(ask: Ask, query: Partial<SemanticQuery>): Promise<readonly AnswerPart[]> {
  const answer = await ask.engine().run({ ...whole, ...query })
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
  const { parts = [], rows, totals, hasMore } = answer.value
  expect({ rows, totals, hasMore }).toEqual({ rows: [], totals: [], hasMore: false })
  return parts.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1))
}

describe('rows of each part', () => {
  onBothEngines(shop, (ask) => {
    const purchases: Partial<SemanticQuery> = {
      by: [dimension('purchase', 'purchase_id'), customerId, dimension('purchase', 'bought_on')],
      of: ['purchase'],
      each: true,
      apart: [customerId],
      where: {
        kind: 'entity',
        entity: 'purchase',
        condition: { kind: 'test', dimension: 'customer_id', test: { operator: 'in', values: ['ann', 'bob', 'zed', 'none'] } },
      },
      orderBy: [by(dimension('purchase', 'bought_on'), 'desc')],
    }

    test('the newest purchase of each customer, and whether there are more', async () => {
      expect(await partsOf(ask, { ...purchases, limit: 1 })).toEqual([
        { key: ['ann'], rows: [[2, 'ann', '2024-01-31']], hasMore: true },
        { key: ['bob'], rows: [[3, 'bob', '2024-02-01']], hasMore: false },
        { key: ['zed'], rows: [[6, 'zed', '2024-03-06']], hasMore: false },
      ])
    })

    test('the page after it; how many there are, only where asked', async () => {
      expect(await partsOf(ask, { ...purchases, limit: 1, offset: 1 })).toEqual([
        { key: ['ann'], rows: [[1, 'ann', '2024-01-10']], hasMore: false },
      ])
      expect(await partsOf(ask, { ...purchases, limit: 1, offset: 1, rowCount: true })).toEqual([
        { key: ['ann'], rows: [[1, 'ann', '2024-01-10']], hasMore: false, rowCount: 2 },
        { key: ['bob'], rows: [], hasMore: false, rowCount: 1 },
        { key: ['zed'], rows: [], hasMore: false, rowCount: 1 },
      ])
      expect(await partsOf(ask, { ...purchases, limit: 0, rowCount: true })).toEqual([
        { key: ['ann'], rows: [], hasMore: true, rowCount: 2 },
        { key: ['bob'], rows: [], hasMore: true, rowCount: 1 },
        { key: ['zed'], rows: [], hasMore: true, rowCount: 1 },
      ])
    })

    test('all of them, without a limit', async () => {
      const parts = await partsOf(ask, { ...purchases, limit: Number.POSITIVE_INFINITY, rowCount: true })
      expect(parts.map(({ key, rows, hasMore, rowCount }) => [key, rows.length, hasMore, rowCount])).toEqual([
        [['ann'], 2, false, 2],
        [['bob'], 1, false, 1],
        [['zed'], 1, false, 1],
      ])
    })

    test('the order of a page read backwards: nulls first, text by code point', async () => {
      const customers: Partial<SemanticQuery> = {
        by: [dimension('customer', 'customer_id'), dimension('customer', 'state'), dimension('customer', 'is_member')],
        of: ['customer'],
        each: true,
        apart: [dimension('customer', 'is_member')],
        limit: 2,
      }
      const ids = async (orderBy: readonly SliceOrder[]) =>
        (await partsOf(ask, { ...customers, orderBy })).map(({ key, rows }) => [key[0], rows.map(([id]) => id)])
      expect(await ids([by(dimension('customer', 'state'), 'desc', 'first')])).toEqual([
        [false, ['bob']],
        [null, ['dot']],
        [true, ['ann', 'cem']],
      ])
      expect(await ids([by(dimension('customer', 'state'))])).toEqual([
        [false, ['bob']],
        [null, ['dot']],
        [true, ['cem', 'ann']],
      ])
    })
  })
})

describe('groups of each part', () => {
  onBothEngines(shop, (ask) => {
    const categories: Partial<SemanticQuery> = {
      by: [customerId, category],
      apart: [customerId],
      measures: [measure('purchase', 'revenue')],
      orderBy: [{ kind: 'measure', measure: measure('purchase', 'revenue'), direction: 'desc' }],
    }

    test('the best category of each customer; a part may be that of nobody', async () => {
      expect(await partsOf(ask, { ...categories, limit: 1, rowCount: true })).toEqual([
        { key: ['ann'], rows: [['ann', 'Wine', '90.00']], hasMore: true, rowCount: 2 },
        { key: ['bob'], rows: [['bob', 'Beer', '20.50']], hasMore: false, rowCount: 1 },
        { key: ['cem'], rows: [['cem', 'Beer', '50.00']], hasMore: false, rowCount: 1 },
        { key: ['dot'], rows: [['dot', null, '5.00']], hasMore: false, rowCount: 1 },
        { key: ['zed'], rows: [['zed', 'Wine', '7.00']], hasMore: false, rowCount: 1 },
      ])
      const member = dimension('customer', 'is_member')
      const byMember = await partsOf(ask, { ...categories, by: [member, category], apart: [member], limit: 1 })
      expect(byMember).toEqual([
        { key: [false], rows: [[false, 'Beer', '20.50']], hasMore: false },
        // Of dot it is not known, zed is unknown himself.
        { key: [null], rows: [[null, 'Wine', '7.00']], hasMore: true },
        { key: [true], rows: [[true, 'Wine', '90.00']], hasMore: true },
      ])
    })
  })
})
