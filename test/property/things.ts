/** Things in houses, made of parts: rows of every type, with ties and unknown values everywhere, and how they compare. */
import type { AnswerValue } from '../../src/semantic/query/answer.ts'
import { catalogOf } from '../support/story.ts'

export const model = `
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
`

export const catalog = await catalogOf(model)

export const columns = {
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

export const rows = Array.from({ length: 40 }, (_, index) => [
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

export const tables = {
  thing: { columns, rows },
  part: { columns: { part_id: 'integer', house: 'string', thing_id: 'integer' }, rows: parts },
} as const

/** As a database does; unknown values last. */
export function compare(a: AnswerValue, b: AnswerValue, type: string): number {
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
