/**
 * Connections: whatever their rows are ordered by, pages read forwards and backwards are the one whole page, at the root and below several parents at
 * once; every cursor divides the rows in those before and those after it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toFieldName } from '../../src/semantic/catalog/names.ts'
import type { AnswerValue } from '../../src/semantic/query/answer.ts'
import { engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { columns, compare, model } from './things.ts'

const catalog = await catalogOf(`${model.replace(
  '  - name: part\n',
  `    segments: [{ name: rich, when: "\${price} > 0" }]
    segmentations:
      - { name: worth, groups: [{ name: zinc, when: "\${price} < 0" }, { name: gold, when: "\${rich}" }], otherwise: some_other }
  - name: part
`,
)}
  - name: home
    table: home
    primary_key: home_name
    dimensions: [{ name: home_name, type: string }]
    relationships: [{ type: 1:N, field: home_name, target: { entity: thing, field: house }, name: things, inverse: home }]
`)
const dimensions = [...(catalog.entities.get('thing')?.dimensions.values() ?? [])]
const fieldOf = ({ name }: { readonly name: string }) => toFieldName(name)

const homes = ['north', 'South', 'empty']
const unknown = <T>(each: fc.Arbitrary<T>) => fc.option(each, { freq: 4 })
const thing = fc.tuple(
  fc.constantFrom('north', 'South', 'nowhere'),
  unknown(fc.constantFrom('B', 'a', 'a b', 'é', '', '\u{1F600}', '\uFFFD', "'", '%')),
  unknown(fc.constantFrom(3, 0, -1, 2147483647)),
  unknown(fc.constantFrom('1.50', '1.25', '-3', '0', '-0.01')),
  // Neither NaN nor what is infinite has a place among the others: both are unknown.
  unknown(fc.constantFrom(0.1, 0.30000000000000004, -2.5, 1e300, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)),
  unknown(fc.boolean()),
  unknown(fc.constantFrom('2024-02-29', '2023-12-31', '0099-01-01', '9999-12-31')),
  unknown(fc.constantFrom('2024-03-31T00:59:59.123456Z', '2024-03-31T00:59:59.123457Z', '2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z')),
)
const bases = fc.record({
  things: fc.array(thing, { minLength: 25, maxLength: 35 }),
  parts: fc.array(fc.tuple(fc.constantFrom('north', 'South', 'nowhere'), fc.nat({ max: 30 })), { maxLength: 40 }),
})

function tablesOf({ things, parts }: typeof bases extends fc.Arbitrary<infer T> ? T : never): TestTables {
  return {
    home: { columns: { home_name: 'string' }, rows: homes.map((name) => [name]) },
    thing: { columns, rows: things.map(([house, ...rest], id) => [house, id, ...rest]) },
    part: {
      columns: { part_id: 'integer', house: 'string', thing_id: 'integer' },
      rows: parts.map(([house, thing], id) => [id, house, thing]),
    },
  }
}

interface Order {
  readonly dimension: (typeof dimensions)[number]
  readonly direction: 'ASC' | 'DESC'
}

const orders: fc.Arbitrary<readonly Order[]> = fc
  .uniqueArray(fc.constantFrom(...dimensions), { minLength: 1, maxLength: 3 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((dimension) => fc.record({ dimension: fc.constant(dimension), direction: fc.constantFrom('ASC' as const, 'DESC') })),
    ),
  )

type Row = Readonly<Record<string, AnswerValue>>

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

const keyOf = ({ node }: Connection['edges'][number]) => `${node.house}/${node.thingId}`

function sorted(edges: Connection['edges'], order: readonly Order[]) {
  const whole = [
    ...order,
    ...['house', 'thing_id']
      .flatMap((name) => dimensions.filter((each) => each.name === name))
      .map((dimension) => ({ dimension, direction: 'ASC' })),
  ]
  return edges.toSorted(({ node: a }, { node: b }) => {
    for (const { dimension, direction } of whole) {
      const [x = null, y = null] = [a[fieldOf(dimension)], b[fieldOf(dimension)]]
      const difference = compare(x, y, dimension.type)
      if (difference !== 0) return direction === 'ASC' || x === null || y === null ? difference : -difference
    }
    return 0
  })
}

/** Of the things at the root, or of those of a home. */
function asking(ask: Ask, order: readonly Order[], fields: string, home?: string) {
  const orderBy = order.map(({ dimension, direction }) => `{ ${fieldOf(dimension)}: ${direction} }`).join(', ')
  return async (page: string): Promise<Connection> => {
    const things = `things(${page}, orderBy: [${orderBy}]) { edges { cursor node { ${fields} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
    if (home === undefined) return (await ask(`{ ${things} }`)) as Connection
    return ((await ask(`{ home(homeName: "${home}") { ${things} } }`)) as { readonly things: Connection }).things
  }
}

async function walk(pages: (page: string) => Promise<Connection>, size: number): Promise<readonly (readonly string[])[]> {
  const both: string[][] = []
  for (const way of ['first', 'last'] as const) {
    const found: string[] = []
    for (let place = ''; found.length < 100; ) {
      const { edges, pageInfo } = await pages(`${way}: ${size}${place}`)
      const keys = edges.map(keyOf)
      if (way === 'first') found.push(...keys)
      else found.unshift(...keys)
      if (!(way === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break
      place = way === 'first' ? `, after: "${pageInfo.endCursor}"` : `, before: "${pageInfo.startCursor}"`
    }
    both.push(found)
  }
  return both
}

describe.each(engines)('connections on %s', (engine) => {
  test.each([1, 2, 3])(
    'pages are the whole, both ways, and cursors divide it: base %i',
    async (seed) => {
      const [base = { things: [], parts: [] }] = fc.sample(bases, { seed, numRuns: 1 })
      const database = await openTestDatabase(engine, tablesOf(base))
      try {
        const ask = askOf(catalog, database)
        const all = dimensions.map(fieldOf).join(' ')
        await fc.assert(
          fc.asyncProperty(orders, fc.integer({ min: 2, max: 9 }), fc.nat(), async (order, size, chosen) => {
            const whole = await asking(ask, order, all)('first: 1000')
            const expected = sorted(whole.edges, order).map(keyOf)
            expect(whole.edges.map(keyOf)).toEqual(expected)
            expect(new Set(expected).size).toBe(base.things.length)
            const pages = asking(ask, order, 'house thingId')
            expect(await walk(pages, size)).toEqual([expected, expected])

            const at = chosen % expected.length
            const cursor = whole.edges[at]?.cursor
            expect((await pages(`first: 1000, after: "${cursor}"`)).edges.map(keyOf)).toEqual(expected.slice(at + 1))
            expect((await pages(`last: 1000, before: "${cursor}"`)).edges.map(keyOf)).toEqual(expected.slice(0, at))

            // Below several parents at once their first pages, and each of them walked alone.
            const ofHome = (home: string) => expected.filter((key) => key.startsWith(`${home}/`))
            const orderBy = order.map(({ dimension, direction }) => `{ ${fieldOf(dimension)}: ${direction} }`).join(', ')
            for (const way of ['first', 'last'] as const) {
              const { nodes } = (await ask(
                `{ homes { nodes { homeName things(${way}: ${size}, orderBy: [${orderBy}]) { totalCount nodes { house thingId } pageInfo { hasNextPage hasPreviousPage } } } } }`,
              )) as { readonly nodes: readonly { readonly homeName: string; readonly things: { readonly nodes: readonly Row[] } }[] }
              expect(nodes).toEqual(
                ['South', 'empty', 'north'].map((homeName) => {
                  const keys = ofHome(homeName)
                  const shown = way === 'first' ? keys.slice(0, size) : keys.slice(-size)
                  const hasMore = keys.length > size
                  return {
                    homeName,
                    things: {
                      totalCount: keys.length,
                      nodes: shown.map((key) => ({ house: key.split('/')[0], thingId: Number(key.split('/')[1]) })),
                      pageInfo: { hasNextPage: way === 'first' && hasMore, hasPreviousPage: way === 'last' && hasMore },
                    },
                  }
                }),
              )
            }
            const home = chosen % 2 === 0 ? 'north' : 'South'
            expect(await walk(asking(ask, order, 'house thingId', home), size)).toEqual([ofHome(home), ofHome(home)])
          }),
          { numRuns: Number(process.env.TESSERA_PAGES ?? 6), seed, endOnFailure: true },
        )
      } finally {
        await database.close()
      }
    },
    60_000,
  )
})
