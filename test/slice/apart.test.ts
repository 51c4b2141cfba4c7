/** Questions answered in parts: many slices in one statement, each with its own page. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { createEngine } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import type { AnswerPart, SliceAnswer } from '../../src/semantic/query/answer.ts'
import type { GrainMember, SemanticQuery, SliceOrder } from '../../src/semantic/query/semantic-query.ts'
import { createAnswerCache } from '../../src/semantic/run/answer-cache.ts'
import { RowVersions } from '../../src/semantic/run/row-versions.ts'
import { ledger } from '../over-time/ledger.ts'
import { counting } from '../support/counting.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, catalogOf, onBothEngines, storyNow } from '../support/story.ts'
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
  return inOrder(await ask.engine().run({ ...whole, ...query }))
}

function inOrder(answer: Result<SliceAnswer>): readonly AnswerPart[] {
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

describe('what is counted over many groups is counted in each part', () => {
  onBothEngines(ledger, (ask) => {
    const state = dimension('customer', 'state')
    const channel = dimension('sale', 'channel')
    const month: GrainMember = { kind: 'time', granularity: 'month' }
    const rowsOf = async (query: Partial<SemanticQuery>) =>
      (await partsOf(ask, { apart: [state], ...query })).map(({ key, rows }) => [key[0], ...rows.map((row) => row.slice(1))])

    test('shares and ranks', async () => {
      const measures = [measure('sale', 'revenue_share'), measure('sale', 'revenue_rank')]
      // 5 and 40; 3 and 10 + 20 + 7; 1 + 2, of states that nobody knows.
      expect(await rowsOf({ by: [state, channel], measures })).toEqual([
        ['CA', ['shop', 5 / 45, 2], ['web', 40 / 45, 1]],
        ['NY', ['shop', 3 / 40, 2], ['web', 37 / 40, 1]],
        [null, ['web', 1, 1]],
      ])
    })

    test('buckets from the first of the part to its last', async () => {
      const measures = [measure('sale', 'revenue')]
      expect(await rowsOf({ by: [state, month], fill: true, measures })).toEqual([
        ['CA', ['2024-02-01', '5'], ['2024-03-01', '0'], ['2024-04-01', '0'], ['2024-05-01', '40']],
        ['NY', ['2024-01-01', '30'], ['2024-02-01', '0'], ['2024-03-01', '10']],
        [null, ['2024-05-01', '3']],
      ])
      // For each of its channels, from the first of any of them.
      expect((await rowsOf({ by: [state, channel, month], fill: true, measures }))[0]).toEqual([
        'CA',
        ['shop', '2024-02-01', '5'],
        ['shop', '2024-03-01', '0'],
        ['shop', '2024-04-01', '0'],
        ['shop', '2024-05-01', '0'],
        ['web', '2024-02-01', '0'],
        ['web', '2024-03-01', '0'],
        ['web', '2024-04-01', '0'],
        ['web', '2024-05-01', '40'],
      ])
    })

    test('windows from the first bucket of the part on; the newest two of each', async () => {
      const newest = { orderBy: [{ kind: 'grain', member: month, direction: 'desc' }], limit: 2 } as const
      const measures = [measure('sale', 'revenue_so_far'), measure('sale', 'middle_of_2_months')]
      expect(await rowsOf({ by: [state, month], measures, ...newest })).toEqual([
        ['CA', ['2024-06-01', '45.00', 40], ['2024-05-01', '45.00', 40]],
        ['NY', ['2024-06-01', '40.00', null], ['2024-05-01', '40.00', null]],
        [null, ['2024-06-01', '3.00', 1.5], ['2024-05-01', '3.00', 1.5]],
      ])
      const counted = await partsOf(ask, { by: [state, month], apart: [state], measures, limit: 0, rowCount: true })
      // From February, January and May to June.
      expect(counted.map(({ key, rowCount }) => [key[0], rowCount])).toEqual([
        ['CA', 5],
        ['NY', 6],
        [null, 2],
      ])
    })

    test('only groups that pass `having`; the totals of each part are those of such groups', async () => {
      const above5 = { kind: 'measure', measure: measure('sale', 'revenue'), test: { operator: 'gt', value: '5' } } as const
      const by = [state, channel]
      const measures = [measure('sale', 'revenue')]
      expect(await rowsOf({ by, measures, having: above5 })).toEqual([
        ['CA', ['web', '40.00']],
        ['NY', ['web', '37.00']],
      ])
      const totals = await ask.engine().run({
        ...whole,
        by: [state],
        within: { by, measures },
        measures: [measure('sale', 'sales'), measure('sale', 'middle')],
        having: above5,
      })
      expect(totals.ok && totals.value.rows).toEqual([
        ['CA', 1, 40],
        ['NY', 3, 10],
      ])
    })

    test('parts of nothing, of what is not asked for, of buckets: our own mistakes', () => {
      const wrong = (query: Partial<SemanticQuery>) => () =>
        ask.engine().prepare({ ...whole, by: [state, month], measures: [measure('sale', 'revenue')], ...query })
      expect(wrong({ apart: [] })).toThrow('Parts of nothing')
      expect(wrong({ apart: [channel] })).toThrow('Parts by sale.channel, which is not asked for')
      expect(wrong({ apart: [month] })).toThrow('Parts by time.month, a bucket of time')
    })

    test('within one moment there are no measures over time', async () => {
      const day = dimension('balance', 'day')
      const query = { ...whole, by: [day, dimension('balance', 'account')], apart: [day] }
      const answer = await ask.engine().run({ ...query, measures: [measure('balance', 'balance_month_before')] })
      expect(answer.ok ? [] : answer.issues.map(({ facts }) => facts)).toEqual([
        { problem: '`balance.day` is the time of `balance`: within one value of it there are no measures over time.' },
      ])
      const plain = await partsOf(ask, { ...query, measures: [measure('balance', 'last_balance')], limit: 1 })
      expect(plain.map(({ key, rows, hasMore }) => [...key, rows[0]?.[1], hasMore])).toEqual([
        ['2024-01-15', 'B', false],
        ['2024-01-31', 'A', false],
        ['2024-02-10', 'C', false],
        ['2024-02-29', 'A', true],
      ])
    })
  })
})

describe.each(engines)('parts on their way, on %s', (name) => {
  const best: SemanticQuery = {
    ...whole,
    by: [customerId, category],
    apart: [customerId],
    measures: [measure('purchase', 'revenue')],
    limit: 1,
  }

  async function opened() {
    const database = counting(await openTestDatabase(name, shop.tables))
    onTestFinished(() => database.close())
    const catalog = await catalogOf(shop.model.replaceAll('    table: ', '    freshness: { version: [count(*)] }\n    table: '))
    const { kysely, engine: dialect } = database
    const now = () => 0
    const cache = createAnswerCache({ maxBytes: 100_000, now, versions: new RowVersions({ catalog, kysely, dialect, now }) })
    const plain = createEngine({ catalog, kysely, dialect })
    return { database, cache, plain, keeping: createEngine({ catalog, kysely, dialect, cache }) }
  }

  test('an answer in parts is kept, and cannot be changed', async () => {
    const { database, cache, plain, keeping } = await opened()
    const expected = inOrder(await plain.run(best))
    const first = await keeping.run(best)
    const asked = database.count('row_number')
    const again = await keeping.run(best)
    expect(database.count('row_number')).toBe(asked)
    expect([inOrder(first), inOrder(again)]).toEqual([expected, expected])
    expect(cache.bytes).toBeGreaterThan(5 * 100)
    const [part] = again.ok ? (again.value.parts ?? []) : []
    for (const frozen of [part, part?.key, part?.rows, part?.rows[0]]) expect(Object.isFrozen(frozen)).toBe(true)
  })

  test('whoever takes rows as they come gets parts all the same', async () => {
    const { plain, keeping } = await opened()
    const expected = inOrder(await plain.run(best))
    for (const engine of [plain, keeping, keeping]) {
      const taken: unknown[] = []
      const onRows = (rows: readonly unknown[]) => void taken.push(...rows)
      expect(inOrder(await engine.run(best, { onRows }))).toEqual(expected)
      expect(taken).toEqual([])
    }
  })

  test('beside other parts in one statement', async () => {
    const { plain } = await opened()
    const questions = [best, { ...best, limit: 7 }]
    const reading = plain.together(questions)
    if (!reading.ok) throw new Error(JSON.stringify(reading.issues))
    const answers = await plain.read(reading.value)
    if (!answers.ok) throw new Error(JSON.stringify(answers.issues))
    const alone = await Promise.all(questions.map((question) => plain.run(question)))
    expect(answers.value.map((value) => inOrder({ ok: true, value }))).toEqual(alone.map(inOrder))
    expect(answers.value.map(({ parts }) => parts?.flatMap(({ rows }) => rows).length)).toEqual([5, 6])
  })
})
