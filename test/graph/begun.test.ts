/** What is selected below rows is asked for beside what else is asked about them, and answered below rows that are there. */
import type { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { counting } from '../support/counting.ts'
import { openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf, onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

const below = `purchases { totalCount nodes { amount } } region { name } timeline { nodes { id } } slice(by: {}) { rows { purchase { revenue } } }`

onBothEngines(crm, (ask) => {
  test('a row that is not there has nothing below it, and what is refused there is refused nobody', async () => {
    expect(await ask.raw(`{ customer(customerId: "nobody") { name ${below} } }`)).toEqual({ data: { customer: null } })
    expect(await ask.raw('{ customer(customerId: "nobody") { name timeline(first: -1) { nodes { id } } } }')).toEqual({
      data: { customer: null },
    })
  })

  test('a row that is not yet there has nothing below it', async () => {
    const later =
      '{ purchase(purchaseId: 7, asOf: "2024-12-31") { amount customer { name } slice(by: {}) { rows { purchase { revenue } } } } }'
    expect(await ask.raw(later)).toEqual({ data: { purchase: null } })
    expect(await ask(later.replace('2024-12-31', '2025-01-01'))).toEqual({
      amount: '1000.00',
      customer: { name: 'Bob' },
      slice: { rows: [{ purchase: { revenue: '1000.00' } }] },
    })
  })

  test('what is refused below a row is refused in its place, once', async () => {
    const { data, errors } = await ask.raw('{ customer(customerId: "ann@x.org") { name timeline(first: -1) { nodes { id } } } }')
    expect(data).toEqual({ customer: { name: 'Ann', timeline: null } })
    expect(errors).toHaveLength(1)
    expect(errors).toMatchObject([{ path: ['customer', 'timeline'], extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('aliases, fragments and both kinds of lists have each their own', async () => {
    const { customers } = (
      await ask.raw(`query ($two: Int = 2) {
      customers(first: 2) {
        nodes { revenue a: purchases(first: 1) { nodes { purchaseId } } ...More }
        edges { node { orders a: purchases(first: $two) { nodes { purchaseId } } } }
      }
    }
    fragment More on Customer { b: purchases(first: $two) { totalCount nodes { purchaseId } } }`)
    ).data as Record<string, unknown>
    const ids = (...all: readonly number[]) => ({ nodes: all.map((purchaseId) => ({ purchaseId })) })
    expect(customers).toEqual({
      nodes: [
        { revenue: '150.00', a: ids(1), b: { totalCount: 3, ...ids(1, 2) } },
        { revenue: '50.00', a: ids(4), b: { totalCount: 1, ...ids(4) } },
      ],
      edges: [{ node: { orders: 3, a: ids(1, 2) } }, { node: { orders: 1, a: ids(4) } }],
    })
  })

  test('a cursor of what has begun holds where nothing has', async () => {
    const page = (fields: string, after: string) => `timeline(first: 2${after}) { nodes { occurredAt } ${fields} }`
    const first = await ask(`{ customer(customerId: "ann@x.org") { ${page('pageInfo { endCursor }', '')} } }`)
    const { timeline } = first as { readonly timeline: { readonly pageInfo: { readonly endCursor: string } } }
    const after = `, after: "${timeline.pageInfo.endCursor}"`
    expect(await ask(`{ customers(first: 1) { nodes { ${page('', after)} } } }`)).toEqual({
      nodes: [{ timeline: { nodes: [{ occurredAt: '2024-02-10T00:00:00+01:00' }, { occurredAt: '2024-01-10T11:00:00+01:00' }] } }],
    })
  })
})

describe('statements', () => {
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase('duckdb', crm.tables)
  })
  afterAll(() => database?.close())

  test('a row and what is selected below it are asked for at the same time', async () => {
    const counted = counting(database)
    const ask: Ask = askOf(await catalogOf(crm.model), counted)
    await ask('{ customer(customerId: "nobody") { name timeline { nodes { id } } } }')
    expect(counted.statements.map((text) => /from\s+"?(\w+)"?/.exec(text)?.[1])).toEqual(['customer', 'purchase', 'ticket'])
  })

  test('timelines of a page do not wait for aggregates of it', async () => {
    const asked = deferred()
    const held = holding(database, async (sql) => {
      if (sql.includes('"ticket"')) asked.resolve()
      if (sql.includes('sum(')) await asked.promise
    })
    const ask: Ask = askOf(await catalogOf(crm.model), held)
    const page = '{ customers(first: 1) { nodes { revenue timeline(activities: [TICKET]) { nodes { ... on Ticket { status } } } } } }'
    expect(await ask(page)).toEqual({ nodes: [{ revenue: '150.00', timeline: { nodes: [{ status: 'open' }] } }] })
  })
})

function deferred() {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** Statements are asked when `before` is done. */
function holding(database: Database, before: (sql: string) => Promise<void>): Database {
  const inner = database.kysely.getExecutor()
  async function* stream(query: CompiledQuery, ...rest: readonly unknown[]) {
    await before(query.sql)
    yield* Reflect.apply(inner.stream, inner, [query, ...rest])
  }
  const executor = withOther(inner, 'stream', stream)
  return { ...database, kysely: withOther(database.kysely, 'getExecutor', () => executor) }
}

function withOther<T extends object>(object: T, method: keyof T, other: unknown): T {
  return new Proxy(object, {
    get: (inner, name) => {
      const value: unknown = name === method ? other : Reflect.get(inner, name, inner)
      return typeof value === 'function' ? value.bind(inner) : value
    },
  })
}
