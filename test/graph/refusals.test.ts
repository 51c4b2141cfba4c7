/** What rows, ids and cursors refuse, word for word. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { createSeal } from '../../src/resolvers/seal.ts'
import { openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { crm } from './crm.ts'

/** Beside the base of the other tests: a long text, keys that are instants, a key that is half hidden, rows without a key. */
const model = `${crm.model}
  - name: note
    table: note
    primary_key: note_id
    dimensions: [{ name: note_id, type: integer }, { name: body, type: string }]
  - name: tick
    table: tick
    primary_key: at_time
    dimensions: [{ name: at_time, type: timestamp }, { name: n, type: integer }]
  - name: parcel
    table: parcel
    primary_key: [depot, number]
    dimensions: [{ name: depot, type: string, hidden: true }, { name: number, type: integer }]
  - name: visit
    table: visit
    time: seen_on
    dimensions: [{ name: customer_id, type: string }, { name: seen_on, type: date }]
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`
const tables = {
  ...crm.tables,
  note: {
    columns: { note_id: 'integer', body: 'string' },
    rows: [
      [1, 'b'.repeat(13_000)],
      [2, 'a'],
      [3, 'é'.repeat(6_000)],
    ],
  },
  tick: {
    columns: { at_time: 'timestamp', n: 'integer' },
    rows: [
      ['2024-01-01T05:00:00Z', 1],
      ['2024-01-01T06:00:00Z', 2],
    ],
  },
  parcel: {
    columns: { depot: 'string', number: 'integer' },
    rows: [
      ['A', 1],
      ['B', 1],
      ['B', 2],
    ],
  },
  visit: { columns: { customer_id: 'string', seen_on: 'date' }, rows: [['ann@x.org', '2024-01-01']] },
} as const

let database: Database
let ask: Ask
let id = ''
let cursor = ''
beforeAll(async () => {
  database = await openTestDatabase('duckdb', tables)
  ask = askOf(await catalogOf(model), database)
  const { edges } = (await ask('{ customers(first: 2) { edges { cursor node { id } } } }')) as Edges
  id = edges[0]?.node.id ?? ''
  cursor = edges[1]?.cursor ?? ''
})
afterAll(() => database?.close())

interface Edges {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
}

const ann = 'customer(customerId: "ann@x.org")'
const unreadable = '`after` is not a cursor of this server. Cursors are taken from `cursor` and `pageInfo` as they are.'
const foreign =
  '`after` is a cursor of other rows: the field and all its arguments but those of the page stay the same from page to page. Begin again without it.'
const noId = 'BAD_USER_INPUT: `id` is not an id of this server. Ids are taken from the field `id` of a row as they are.'

test('sizes of pages', async () => {
  const errors = (page: string) => ask.errors(`{ customers(${page}) { nodes { name } } }`)
  expect(await errors('first: 1, last: 1')).toEqual([
    'BAD_USER_INPUT: `first` and `last` cannot be given together: a page has one end it begins at.',
  ])
  expect(await errors('last: -1')).toEqual(['BAD_USER_INPUT: `last` is -1; it counts rows, 0 or more.'])
  expect(await errors('first: 1001')).toEqual([
    'LIMIT_EXCEEDED: `first` is 1001; a page has 1000 rows at most. The rest is read with `after`.',
  ])
  expect(await errors('last: 2147483647')).toEqual([
    'LIMIT_EXCEEDED: `last` is 2147483647; a page has 1000 rows at most. The rest is read with `before`.',
  ])
  expect(await ask(`{ customers(first: 0) { totalCount nodes { name } pageInfo { hasNextPage startCursor } } }`)).toEqual({
    totalCount: 5,
    nodes: [],
    pageInfo: { hasNextPage: true, startCursor: null },
  })
})

test('pages within pages are counted together, below a list of ids too', async () => {
  const within = (field: string) => [
    `LIMIT_EXCEEDED: Pages within pages come to ${field} rows; one answer has 50000 at most. Smaller pages make fewer.`,
  ]
  const ofCustomer = async (field: string) => [
    ...new Set(await ask.errors(`{ customers(first: 1000) { nodes { ${field} { nodes { id } } } } }`)),
  ]
  expect(await ofCustomer('purchases(first: 51)')).toEqual(within('51000'))
  expect(await ofCustomer('timeline(first: 51)')).toEqual(within('51000'))
  expect(await ofCustomer('purchases(first: 50)')).toEqual([])
  const ids = JSON.stringify(Array.from({ length: 100 }, () => id))
  const below = `{ nodes(ids: ${ids}) { ... on Customer { purchases(first: 501) { nodes { id } } } } }`
  expect([...new Set(await ask.errors(below))]).toEqual(within('50100'))
})

test('ids that are none', async () => {
  const node = (text: string) => ask.errors(`{ node(id: "${text}") { id } }`)
  const altered = `${id.startsWith('A') ? 'B' : 'A'}${id.slice(1)}`
  const ofOther = createSeal('the secret of another server').seal('id', ['customer', ['ann@x.org']])
  for (const text of ['', 'x', 'ann@x.org', altered, `${id}A`, id.slice(0, -1), ofOther, cursor]) expect(await node(text)).toEqual([noId])
})

test('an id fails its own place in a list, and too many fail the field alone', async () => {
  const { data, errors } = await ask.raw(`{ nodes(ids: ["${id}", "x", "${id}"]) { ... on Customer { name } } }`)
  expect(data).toEqual({ nodes: [{ name: 'Ann' }, null, { name: 'Ann' }] })
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT' } }])
  const many = await ask.raw(`{ nodes(ids: ${JSON.stringify(Array.from({ length: 101 }, () => id))}) { id } ${ann} { name } }`)
  expect(many.data).toEqual({ nodes: null, customer: { name: 'Ann' } })
  expect(many.errors).toMatchObject([
    { message: 'There are 101 `ids`; one field answers 100 at most.', extensions: { code: 'LIMIT_EXCEEDED' } },
  ])
})

test('an id whose row is gone, and one of an entity that the model has no more, are null', async () => {
  const sealed = (...parts: readonly (string | readonly string[])[]) => createSeal('the secret of every test').seal('id', parts)
  // Of nobody, of an entity that was, of a key that had another part, of a key that was a text.
  const gone = [sealed('customer', ['nobody']), sealed('store', ['1']), sealed('ticket', ['A']), sealed('purchase', ['ann@x.org'])]
  for (const each of gone) expect(await ask(`{ node(id: "${each}") { id } }`)).toBeNull()
})

test('cursors of other rows, of another server, and what is none', async () => {
  const after = (field: string) => ask.errors(`{ ${field} { nodes { id } } }`)
  for (const field of [
    `customers(after: "${cursor}", where: { name: { eq: "Bob" } })`,
    `customers(after: "${cursor}", orderBy: [{ name: ASC }])`,
    `customers(after: "${cursor}", orderBy: [{ customerId: DESC }])`,
    `customers(after: "${cursor}", asOf: "2024-01-01")`,
    `customers(after: "${cursor}", timeZone: "UTC")`,
    `purchases(after: "${cursor}")`,
  ])
    expect(await after(field)).toEqual([`STALE_CURSOR: ${foreign}`])
  const ofOther = createSeal('the secret of another server').seal('cursor', ['x'])
  const altered = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`
  for (const text of ['', 'x', altered, id, ofOther])
    expect(await after(`customers(after: "${text}")`)).toEqual([`STALE_CURSOR: ${unreadable}`])
  expect(await after(`customers(last: 1, before: "x")`)).toEqual([`STALE_CURSOR: ${unreadable.replace('after', 'before')}`])
})

test('the same order spelled otherwise is the same walk', async () => {
  const names = async (page: string) => ask(`{ customers(${page}) { nodes { customerId } } }`)
  expect(await names(`first: 1, after: "${cursor}", orderBy: [{ customerId: ASC }]`)).toEqual({ nodes: [{ customerId: 'cid@x.org' }] })
  expect(await names(`first: 1, after: "${cursor}", orderBy: [], where: null`)).toEqual({ nodes: [{ customerId: 'cid@x.org' }] })
})

test('a cursor below one row is not one below another', async () => {
  const purchases = `${ann} { purchases(first: 1) { pageInfo { endCursor } } timeline(first: 1) { pageInfo { endCursor } } }`
  const of = (await ask(`{ ${purchases} }`)) as Record<'purchases' | 'timeline', { pageInfo: { endCursor: string } }>
  const bob = (field: string) => ask.errors(`{ customer(customerId: "bob@x.org") { ${field} { nodes { id } } } }`)
  expect(await bob(`purchases(after: "${of.purchases.pageInfo.endCursor}")`)).toEqual([`STALE_CURSOR: ${foreign}`])
  expect(await bob(`timeline(after: "${of.timeline.pageInfo.endCursor}")`)).toEqual([`STALE_CURSOR: ${foreign}`])
  expect(await bob(`timeline(after: "${of.purchases.pageInfo.endCursor}")`)).toEqual([`STALE_CURSOR: ${foreign}`])
  const restricted = `timeline(after: "${of.timeline.pageInfo.endCursor}", activities: [TICKET])`
  expect(await ask.errors(`{ ${ann} { ${restricted} { nodes { id } } } }`)).toEqual([`STALE_CURSOR: ${foreign}`])
})

test('dates, zones and filters', async () => {
  const messages = async (field: string) =>
    (await ask.errors(`{ ${field} { nodes { id } } }`)).map((text) => text.replace(/^undefined: /, ''))
  expect(await messages('customers(asOf: "yesterday")')).toEqual([
    'TimePoint cannot be "yesterday". Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".',
  ])
  expect(await messages('customers(timeZone: "Europe/Berln")')).toEqual([
    'BAD_USER_INPUT: `Europe/Berln` is not a time zone. Closest: `Europe/Berlin`.',
  ])
  expect(await messages('customers(where: { secret: { eq: "s1" } })')).toEqual(['Field "secret" is not defined by type "CustomerFilter".'])
  expect(await messages('customers(orderBy: [{ secret: ASC }])')).toEqual(['Field "secret" is not defined by type "CustomerRowOrder".'])
  expect(await messages('customers(orderBy: [{ name: ASC, revenue: DESC }])')).toEqual([
    'OneOf Input Object "CustomerRowOrder" must specify exactly one key.',
  ])
  expect(await messages('customers(where: { name: { eq: null } })')).toEqual([
    'BAD_USER_INPUT: `where.name.eq` is null. To find rows without a value, use `isNull: true`; to not restrict, it is left out.',
  ])
})

test('a key that is an instant is no day', async () => {
  expect(await ask('{ tick(atTime: "2024-01-01T06:00:00") { n } }')).toEqual({ n: 1 })
  expect(await ask.errors('{ tick(atTime: "2024-01-01") { n } }')).toEqual([
    'BAD_USER_INPUT: `atTime` is a day; a key is one instant, such as 2024-01-01T10:00:00Z.',
  ])
})

test('a decimal has 38 digits at most, as a key too', async () => {
  const below = (digits: number) => ask.errors(`{ purchases(where: { amount: { lt: "${'9'.repeat(digits)}.00" } }) { nodes { amount } } }`)
  expect(await below(36)).toEqual([])
  expect(await below(37)).toEqual([
    'BAD_USER_INPUT: `9999999999999999999999999999999999999.00` is no value of `purchase.amount`, which is of type decimal.',
  ])
})

test('a value too long for a cursor is refused at the cursor alone', async () => {
  const notes = (fields: string, first = 20) => `{ notes(orderBy: [{ body: ASC }], first: ${first}) { ${fields} } }`
  expect(await ask(notes('nodes { noteId } pageInfo { hasNextPage startCursor }'))).toMatchObject({
    nodes: [{ noteId: 2 }, { noteId: 1 }, { noteId: 3 }],
  })
  expect(await ask.errors(notes('nodes { noteId } pageInfo { endCursor }', 2))).toEqual([
    'BAD_USER_INPUT: The cursor of this row would hold `body`, whose value has 13002 bytes; all of one have 12272 at most. Another `orderBy` makes shorter cursors; `nodes` can be read without any.',
  ])
  const last = (await ask(notes('pageInfo { endCursor }'))) as { pageInfo: { endCursor: string } }
  expect(await ask(`{ notes(orderBy: [{ body: ASC }], last: 1, before: "${last.pageInfo.endCursor}") { nodes { noteId } } }`)).toEqual({
    nodes: [{ noteId: 1 }],
  })
})

test('a half hidden key: no field for one row; ids and cursors as for any other', async () => {
  expect(await ask.errors('{ parcel(number: 1) { number } }')).toHaveLength(1)
  const { edges } = (await ask('{ parcels(first: 2) { edges { cursor node { id } } } }')) as Edges
  expect(new Set(edges.map(({ node }) => node.id)).size).toBe(2)
  expect(await ask(`{ node(id: "${edges[1]?.node.id}") { ... on Parcel { number } } }`)).toEqual({ number: 1 })
  expect(await ask(`{ parcels(after: "${edges[0]?.cursor}") { nodes { number } } }`)).toEqual({ nodes: [{ number: 1 }, { number: 2 }] })
})

test('a composite key is given whole', async () => {
  expect(await ask('{ ticket(house: "A", number: 2) { status } }')).toEqual({ status: 'closed' })
  expect(await ask.errors('{ ticket(house: "A") { status } }')).toEqual([
    'undefined: Field "ticket" argument "number" of type "Int!" is required, but it was not provided.',
  ])
})

test('rows without a key have no type, and no field leads to them', async () => {
  const fields = (await ask('{ __schema { types { name fields { name } } } }')) as {
    readonly types: readonly { readonly name: string; readonly fields: readonly { readonly name: string }[] | null }[]
  }
  const of = (type: string) => fields.types.find(({ name }) => name === type)?.fields?.map(({ name }) => name)
  expect(of('Visit')).toBeUndefined()
  expect(of('Query')).not.toContain('visits')
  expect(of('Customer')).not.toContain('visits')
  expect(of('Customer')).toContain('tickets')
})

test('keys are not readable in ids and cursors', async () => {
  for (const token of [id, cursor]) expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/x\.org|ann|customer/i)
})
