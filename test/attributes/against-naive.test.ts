/** Every pick in every relation, for some hundred rows with equal times, unknown times, unknown customers and nulls, held against a few lines of naive code. */
import { describe, expect, test } from 'vitest'
import { Random } from '../../src/sample/random.ts'
import { moments } from '../../src/semantic/model/pick.ts'
import { onBothEngines, storyNow } from '../support/story.ts'
import { rowsOneByOne } from './values.ts'

interface Row {
  readonly id: string
  readonly customer: number | null
  readonly at: string | null
  readonly page: string | null
}

/** Few customers and few instants, so that much is equal; the last day lies after the question. */
function rowsOf(seed: number, count: number): readonly Row[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, index) => ({
    id: `${random.pick(['a', 'B', 'c', 'ä'])}${index}`,
    customer: random.happens(60) ? null : random.below(7),
    at: random.happens(80) ? null : `2024-0${random.between(1, 7)}-0${random.between(1, 3)} 0${random.below(2)}:00:00`,
    page: random.happens(150) ? null : random.pick(['home', 'Home', 'basket', 'zoo', 'ähnlich']),
  }))
}

const visits = rowsOf(1, 160)
const mails = rowsOf(2, 200)

const picks = {
  first: (source: string) => `first: ${source}.page`,
  last: (source: string) => `last: ${source}.page`,
  second: (source: string) => `nth: 2, of: ${source}.page`,
  favourite: (source: string) => `most_frequent: ${source}.page`,
  pages: (source: string) => `list: ${source}.page`,
  found: (source: string) => `measure: ${source}.rows`,
} as const
type Pick = keyof typeof picks
const sources = { mail: mails, visit: visits } as const

const asked = Object.keys(sources).flatMap((source) =>
  moments.flatMap((when) => (Object.keys(picks) as Pick[]).map((pick) => ({ source: source as keyof typeof sources, when, pick }))),
)
const nameOf = ({ source, when, pick }: (typeof asked)[number]) => `${pick}_${source}_${when}`

const entity = (name: string, dimensions: readonly string[]) => `
  - name: ${name}
    table: ${name}
    primary_key: ${name}_id
    time: at
    dimensions:
      - { name: ${name}_id, type: string, column: row_id }
      - { name: customer, type: integer, column: customer }
      - { name: at, type: timestamp }
      - { name: page, type: string }
${dimensions.map((dimension) => `      - ${dimension}`).join('\n')}
    measures: [{ name: rows, type: count }]
    relationships: [{ type: N:1, field: customer, target: { entity: person, field: person_id }, inverse: ${name}s_of }]`

const columns = { row_id: 'string', customer: 'integer', at: 'timestamp', page: 'string' } as const
const tableOf = (rows: readonly Row[]) => ({ columns, rows: rows.map(({ id, customer, at, page }) => [id, customer, at, page]) })

const story = {
  model: `
version: 1
model: naive
entities:
  - { name: person, table: person, primary_key: person_id, dimensions: [{ name: person_id, type: integer }] }
${entity('mail', [])}
${entity(
  'visit',
  asked.map((each) => {
    const type = each.pick === 'found' ? 'integer' : 'string'
    return `{ name: ${nameOf(each)}, type: ${type}, ${picks[each.pick](each.source)}, when: ${each.when} }`
  }),
)}
`,
  tables: { person: { columns: { person_id: 'integer' as const }, rows: [[1]] }, mail: tableOf(mails), visit: tableOf(visits) },
}

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const inOrder = (a: Row, b: Row) => byCodePoint(a.at ?? '9', b.at ?? '9') || byCodePoint(a.id, b.id)
const now = storyNow.slice(0, 19).replace('T', ' ')
const isThere = ({ at }: Row) => at === null || at <= now

function naive({ source, when, pick }: (typeof asked)[number], row: Row): unknown {
  const same = (rows: readonly Row[]) => rows.filter(({ customer }) => row.customer !== null && customer === row.customer).toSorted(inOrder)
  const others = same(sources[source]).filter(isThere)
  const siblings = same(visits)
  const next = siblings[siblings.indexOf(row) + 1]?.at ?? null
  const liesSo = ({ at }: Row): boolean => {
    if (when === 'ever') return true
    if (at === null || row.at === null) return false
    if (when === 'before') return at < row.at
    return at > row.at && (when === 'after' || next === null || at < next)
  }
  const rows = others.filter(liesSo)
  const timed = rows.filter(({ at }) => at !== null)
  const pages = rows.flatMap(({ page }) => page ?? [])
  const count = (page: string) => pages.filter((other) => other === page).length
  const second = others.filter(({ at }) => at !== null)[1]
  switch (pick) {
    case 'first':
      return timed[0]?.page ?? null
    case 'last':
      return timed.at(-1)?.page ?? null
    case 'second':
      return second !== undefined && liesSo(second) ? second.page : null
    case 'favourite':
      return [...new Set(pages)].toSorted((a, b) => count(b) - count(a) || byCodePoint(a, b))[0] ?? null
    case 'pages':
      return [...new Set(pages)].toSorted(byCodePoint)
    case 'found':
      return rows.length
  }
}

describe('picks in relations', () => {
  onBothEngines(story, (ask) => {
    test('are what naive code finds', async () => {
      const ours = await rowsOneByOne(ask, 'visit', asked.map(nameOf))
      const there = visits.filter(isThere).toSorted((a, b) => byCodePoint(a.id, b.id))
      expect(there.length).toBeGreaterThan(100)
      const found = there.flatMap((row, place) =>
        asked.map((each, index) => ({ row: row.id, of: nameOf(each), ours: ours[place]?.[index], naive: naive(each, row) })),
      )
      expect(found.filter((each) => JSON.stringify(each.ours) !== JSON.stringify(each.naive))).toEqual([])
      // Not of nothing alone; between a visit and the next there is no visit.
      for (const each of asked.filter(({ source, when }) => source === 'mail' || when !== 'between'))
        expect(found.filter(({ of, naive }) => of === nameOf(each) && naive !== null && naive !== 0).length, nameOf(each)).toBeGreaterThan(
          2,
        )
    })
  })
})
