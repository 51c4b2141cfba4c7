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
import { catalogOf } from '../support/story.ts'

const catalog = await catalogOf(`
version: 1
model: things
time_zone: Europe/Berlin
entities:
  - name: thing
    table: thing
    primary_key: [house, thing_id]
    dimensions:
      - { name: house, type: string }
      - { name: thing_id, type: integer }
      - { name: label, type: string }
      - { name: size, type: integer }
      - { name: price, type: decimal }
      - { name: weight, type: float }
      - { name: is_new, type: boolean }
      - { name: made_on, type: date }
      - { name: seen_at, type: timestamp }
      - { name: part_count, type: integer, measure: part.parts }
    scores:
      - { name: price_score, of: price, buckets: 3, best: highest, best_score: 3 }
  - name: part
    table: part
    primary_key: part_id
    dimensions:
      - { name: part_id, type: integer }
      - { name: house, type: string }
      - { name: thing_id, type: integer }
    measures: [{ name: parts, type: count }]
    relationships:
      - { type: N:1, field: [house, thing_id], target: { entity: thing, field: [house, thing_id] } }
`)

const columns = {
  house: 'string',
  thing_id: 'integer',
  label: 'string',
  size: 'integer',
  price: 'decimal',
  weight: 'float',
  is_new: 'boolean',
  made_on: 'date',
  seen_at: 'timestamp',
} as const

/** By code point: upper case first, letters with accents last. */
const labels = [null, 'B', 'a', 'a b', 'é', '']
const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T

const rows = Array.from({ length: 40 }, (_, index) => [
  index % 2 === 0 ? 'north' : 'South',
  Math.floor(index / 2),
  pick(labels, index * 7 + 1),
  pick([null, 3, 3, -1, 1000000], index * 5),
  pick([null, '1.50', '1.25', '-3', '0'], index * 3 + 2),
  pick([null, 0.1, 0.30000000000000004, -2.5], index * 11),
  pick([null, true, false, true], index * 3),
  pick([null, '2024-02-29', '2023-12-31', '0099-01-01'], index * 7),
  pick([null, '2024-03-31T00:59:59.123456Z', '2024-03-31T00:59:59.123457Z', '1999-12-31T23:59:59Z'], index * 5 + 3),
])
const parts = Array.from({ length: 30 }, (_, index) => [index, pick(['north', 'South'], index), (index * index) % 9])

const tables = {
  thing: { columns, rows },
  part: { columns: { part_id: 'integer', house: 'string', thing_id: 'integer' }, rows: parts },
} as const

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

function compare(a: AnswerValue, b: AnswerValue, type: string): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  if (type === 'decimal') return Number(a) - Number(b)
  if (type === 'timestamp')
    return compareText(new Date(String(a)).toISOString() + micros(String(a)), new Date(String(b)).toISOString() + micros(String(b)))
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b))
}

function micros(text: string): string {
  return (/\.(\d+)/.exec(text)?.[1] ?? '').padEnd(6, '0')
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
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
        { numRuns: 25, seed: 11 },
      )
    } finally {
      await database.close()
    }
  }, 60_000)
})
