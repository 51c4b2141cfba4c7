/**
 * Pages by place: whatever rows are ordered by, walking forwards or backwards, page by page, finds every row once and in the order that a plain sort
 * gives. Values are few, so that ties and unknown values are everywhere.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../src/semantic/engine.ts'
import type { AnswerValue } from '../../src/semantic/query/answer.ts'
import { beside, type PageOrder, type Place, sliceOrder, totalOrder } from '../../src/semantic/query/page.ts'
import type { SemanticQuery, SliceCondition } from '../../src/semantic/query/semantic-query.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { reusing } from '../support/reused.ts'
import { catalog, compare, rows, tables } from './things.ts'

const entity = catalog.entities.get('thing')
if (entity === undefined) throw new Error('No thing')
const dimensions = [...entity.dimensions.values()]
const keyOf = (row: readonly AnswerValue[]) => row.slice(0, 2).join('/')

interface Walk {
  readonly order: readonly PageOrder[]
  readonly first: number
  readonly where?: SliceCondition
}

function question({ order, first, where }: Walk, place: Place | undefined, isBackwards: boolean): SemanticQuery {
  const bounds = place === undefined ? undefined : beside(place, order, isBackwards ? 'before' : 'after')
  const conditions: readonly SliceCondition[] = [
    ...(where === undefined ? [] : [where]),
    ...(bounds === undefined ? [] : [{ kind: 'entity' as const, entity: 'thing', condition: bounds }]),
  ]
  return {
    by: dimensions.map(({ name }) => ({ kind: 'dimension', entity: 'thing', dimension: name })),
    of: ['thing'],
    each: true,
    measures: [],
    totals: [],
    ...(conditions.length > 0 && { where: { kind: 'and', conditions } }),
    orderBy: sliceOrder(order, isBackwards),
    limit: first,
    offset: 0,
    rowCount: false,
    asOf: '2024-06-30',
    timeZone: 'Europe/Berlin',
  }
}

async function walk(engine: Engine, way: Walk, isBackwards: boolean): Promise<readonly (readonly AnswerValue[])[]> {
  const found: (readonly AnswerValue[])[] = []
  let place: Place | undefined
  for (let page = 0; page < 100; page += 1) {
    const answer = await engine.run(question(way, place, isBackwards))
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
    found.push(...answer.value.rows)
    const last = answer.value.rows.at(-1)
    if (!answer.value.hasMore || last === undefined) return found
    place = way.order.map(({ dimension }) => last[dimensions.indexOf(dimension)] ?? null)
  }
  throw new Error('A walk without end')
}

function sorted(all: readonly (readonly AnswerValue[])[], order: readonly PageOrder[]) {
  return all.toSorted((a, b) => {
    for (const { dimension, direction } of order) {
      const position = dimensions.indexOf(dimension)
      const [x, y] = [a[position] ?? null, b[position] ?? null]
      const difference = compare(x, y, dimension.type)
      // Unknown values last in both directions.
      if (difference !== 0) return direction === 'asc' || x === null || y === null ? difference : -difference
    }
    return 0
  })
}

const orders = fc
  .uniqueArray(fc.constantFrom(...dimensions), { maxLength: 4 })
  .chain((chosen) =>
    fc.tuple(...chosen.map((dimension) => fc.constantFrom('asc' as const, 'desc' as const).map((direction) => ({ dimension, direction })))),
  )

const filters = fc.constantFrom<SliceCondition | undefined>(
  undefined,
  { kind: 'entity', entity: 'thing', condition: { kind: 'test', dimension: 'size', test: { operator: 'in', values: [3, null] } } },
  { kind: 'entity', entity: 'thing', condition: { kind: 'test', dimension: 'price_score', test: { operator: 'gte', value: 2 } } },
)

describe.each(engines)('pages on %s', (name) => {
  test('every row once, in order, both ways', async () => {
    const database = await openTestDatabase(name, tables)
    try {
      const engine = reusing(createEngine({ catalog, kysely: database.kysely, dialect: database.engine }))
      await fc.assert(
        fc.asyncProperty(orders, fc.integer({ min: 1, max: 11 }), filters, async (chosen, first, where) => {
          const order = totalOrder(chosen, entity.key)
          const way = { order, first, ...(where !== undefined && { where }) }
          const all = await engine.run(question({ ...way, first: 1000 }, undefined, false))
          if (!all.ok) throw new Error(JSON.stringify(all.issues))
          const expected = sorted(all.value.rows, order).map(keyOf)
          expect(new Set(expected).size).toBe(where === undefined ? rows.length : expected.length)
          expect(all.value.rows.map(keyOf)).toEqual(expected)
          expect((await walk(engine, way, false)).map(keyOf)).toEqual(expected)
          expect((await walk(engine, way, true)).map(keyOf)).toEqual(expected.toReversed())
        }),
        { numRuns: 10, seed: 11 },
      )
    } finally {
      await database.close()
    }
  }, 60_000)
})
