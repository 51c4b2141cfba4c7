/** Which list of an operation is its table, and what columns it has: read from the text, over the schemas of the shop and of customer-360. */
import { type GraphQLSchema, getVariableValues, Kind, parse, buildSchema as parseSdl, print, validate } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { findTable, type Table } from '../../src/resolvers/table/find-table.ts'
import { fragmentsOf } from '../../src/resolvers/table/fragments.ts'
import { allRows, narrowed, pageOf, type Replacing } from '../../src/resolvers/table/narrow.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { shop as shopCatalog } from '../support/catalog.ts'

const shop = parseSdl(printSchemaOf(shopCatalog))
let customer360: GraphQLSchema

beforeAll(async () => {
  const model = await loadModel('semantic-models/customer-360')
  if (!model.ok) throw new Error(model.issues.map(issueMessage).join('\n'))
  customer360 = buildSchema(model.value)
})

type Variables = Readonly<Record<string, unknown>>

function read(schema: GraphQLSchema, text: string, variables?: Variables) {
  const document = parse(text)
  expect(validate(schema, document)).toEqual([])
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new Error('No operation')
  const coerced = variables && getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced
  const table = findTable({ schema, operation, fragments: fragmentsOf(document), ...(coerced && { variables: coerced }) })
  return { document, operation, table }
}

function tableOf(schema: GraphQLSchema, text: string, variables?: Variables): Table {
  const { table } = read(schema, text, variables)
  if (!table.ok) throw new Error(table.issues.map(issueMessage).join('\n'))
  return table.value
}

/** `slice a.b: customer.state string, ...` */
function described({ kind, steps, columns }: Table): string {
  return `${kind} ${steps.map(({ name }) => name).join('.')}: ${columns.map(({ path, type }) => `${path} ${type}`).join(', ')}`
}

function found(text: string, variables?: Variables): string {
  return described(tableOf(shop, text, variables))
}

function refused(schema: GraphQLSchema, text: string, variables?: Variables): string {
  const { table }: { readonly table: Result<Table> } = read(schema, text, variables)
  if (table.ok) throw new Error(`It is a table: ${described(table.value)}`)
  return table.issues.map((issue) => `${issue.code}: ${issueMessage(issue)}`).join('\n')
}

function narrow(
  schema: GraphQLSchema,
  text: string,
  { variables, replacing }: { variables?: Variables; replacing?: Replacing } = {},
): string {
  const { document, operation, table } = read(schema, text, variables)
  const rootType = schema.getQueryType()
  if (!table.ok || rootType == null) throw new Error('No table')
  const narrow = narrowed(table.value, { document, operation, rootType, ...(replacing && { replacing }) })
  expect(validate(schema, narrow).filter(({ message }) => !message.includes('is never used'))).toEqual([])
  return print(narrow).replace(/\s+/g, ' ')
}

const by = 'by: { customer: [STATE] }'

describe('a slice', () => {
  test('is its rows, with columns in the order of the document', () => {
    expect(found(`{ slice(${by}) { rows { orderPlaced { monetary } customer { state } } } }`)).toBe(
      'slice slice.rows: orderPlaced.monetary decimal, customer.state string',
    )
  })
  test('stays one table whatever stands beside its rows', () => {
    expect(
      found(`{ slice(${by}) { rows { customer { state } } totals { orderPlaced { monetary } } rowCount hasMore columns { path } } }`),
    ).toBe('slice slice.rows: customer.state string')
  })
  test('has the aliases of the document as names, everywhere', () => {
    expect(found(`{ s: slice(${by}) { r: rows { c: customer { where: state } customer { state } __typename t: __typename } } }`)).toBe(
      'slice s.r: c.where string, customer.state string, __typename string, t string',
    )
  })
  test('with rows twice by one name is one table, by two names two', () => {
    expect(found(`{ slice(${by}) { rows { customer { state } } rows { orderPlaced { monetary } customer { __typename } } } }`)).toBe(
      'slice slice.rows: customer.state string, customer.__typename string, orderPlaced.monetary decimal',
    )
    expect(refused(shop, `{ slice(${by}) { rows { customer { state } } again: rows { customer { state } } } }`)).toBe(
      'NOT_A_TABLE: The query has 2 lists of rows: `slice.rows`, `slice.again`. A table is one of them.',
    )
  })
  test('of an explore is no different', () => {
    expect(found('{ explore { rows { time { month } orderPlaced { monetary } } } }')).toBe(
      'slice explore.rows: time.month date, orderPlaced.monetary decimal',
    )
  })
})

describe('fragments', () => {
  test('named, inline and nested count as if their text stood there, in its place', () => {
    const text = `
      query { ...Root }
      fragment Root on Query { slice(${by}) { ... on Slice { ...Rows } } }
      fragment Rows on Slice { rows { ...Row orderPlaced { monetary } } }
      fragment Row on SliceRow { customer { ...Customer } ... { orderPlaced { orders: frequency } } }
      fragment Customer on CustomerSlice { state }`
    expect(found(text)).toBe('slice slice.rows: customer.state string, orderPlaced.orders integer, orderPlaced.monetary decimal')
  })
  test('on interfaces and on the types that implement them make one column each', () => {
    const text = `{
      customer(customerId: "C1") { timeline { nodes { id ... on Node { again: id } ... on Activity { occurredAt } ... on OrderPlaced { customer { state } } } } }
    }`
    expect(found(text)).toBe('connection customer.timeline.nodes: id string, again string, occurredAt timestamp, customer.state string')
  })
})

describe('@skip and @include', () => {
  const text = `query ($yes: Boolean!) {
    slice(${by}) { rows { customer @include(if: $yes) { state } ... @skip(if: $yes) { orderPlaced { monetary } } orderPlaced { frequency } } }
    more: slice(${by}) @skip(if: $yes) { rows { customer { state } } }
  }`
  test('decide by variables', () => {
    expect(found(text, { yes: true })).toBe('slice slice.rows: customer.state string, orderPlaced.frequency integer')
  })
  test('make other tables with other variables', () => {
    expect(refused(shop, text, { yes: false })).toContain('`slice.rows`, `more.rows`')
  })
  test('leave nothing out while nobody has asked', () => {
    expect(found(`query ($yes: Boolean!) { slice(${by}) { rows { customer @include(if: $yes) { state } } } }`)).toBe(
      'slice slice.rows: customer.state string',
    )
  })
  test('that leave a row without columns leave no table', () => {
    expect(refused(shop, `query ($yes: Boolean!) { slice(${by}) { rows { customer @skip(if: $yes) { state } } } }`, { yes: true })).toBe(
      'NOT_A_TABLE: Nothing is selected of the rows of `slice.rows`. A table has a column at least.',
    )
  })
})

describe('a connection', () => {
  test('is its nodes', () => {
    expect(found('{ customers { totalCount pageInfo { endCursor } nodes { customerId state } } }')).toBe(
      'connection customers.nodes: customerId string, state string',
    )
  })
  test('is its edges, without `node.` where there is nothing but the node', () => {
    expect(found('{ customers { edges { node { customerId state } node { id } } } }')).toBe(
      'connection customers.edges: customerId string, state string, id string',
    )
    expect(found('{ customers { e: edges { n: node { customerId } } } }')).toBe('connection customers.e: customerId string')
    expect(found('{ customers { edges { cursor node { customerId } } } }')).toBe(
      'connection customers.edges: cursor string, node.customerId string',
    )
  })
  test('with both is two tables', () => {
    expect(refused(shop, '{ customers { nodes { state } edges { node { state } } } }')).toBe(
      'NOT_A_TABLE: The query has 2 lists of rows: `customers.nodes`, `customers.edges`. A table is one of them.',
    )
  })
  test('below one customer, or below a node by its id, is a table like any other', () => {
    expect(found('{ customer(customerId: "C1") { state orderPlaceds { nodes { amount customer { state } } } } }')).toBe(
      'connection customer.orderPlaceds.nodes: amount decimal, customer.state string',
    )
    expect(found('{ node(id: "x") { __typename ... on Customer { orderPlaceds { nodes { amount } } } } }')).toBe(
      'connection node.orderPlaceds.nodes: amount decimal',
    )
  })
  test('may have what is one value of a row: also a count of another connection', () => {
    expect(found('{ customers { nodes { state orderPlaceds { totalCount pageInfo { hasNextPage } } } } }')).toBe(
      'connection customers.nodes: state string, orderPlaceds.totalCount integer, orderPlaceds.pageInfo.hasNextPage boolean',
    )
  })
  test('whose rows have a list of objects is refused, by name', () => {
    expect(refused(shop, '{ customers { nodes { state o: orderPlaceds { nodes { amount } } timeline { edges { cursor } } } } }')).toBe(
      'NOT_A_TABLE: A row of `customers.nodes` has lists of its own: `o.nodes`, `timeline.edges`. A cell holds one value.',
    )
  })
  test('of two types at once is refused: which one it is, only the answer says', () => {
    const text = `{ node(id: "x") {
      ... on OrderPlaced { who: customer { timeline(first: 5) { nodes { id } } } }
      ... on Delivery { who: buyer { timeline { nodes { id } } } }
    } }`
    expect(refused(shop, text)).toBe('NOT_A_TABLE: `who` is selected of `OrderPlaced`, `Delivery`. A table has the rows of one of them.')
    const other =
      '{ node(id: "x") { ... on Customer { t: timeline { nodes { id } } } ... on Delivery { t: buyer { timeline { nodes { id } } } } } }'
    expect(refused(shop, other)).toBe('NOT_A_TABLE: `t` is selected of `Customer`, `Delivery`. A table has the rows of one of them.')
  })
})

describe('other lists', () => {
  test('of objects are tables: nodes by ids, groups of a segmentation, what the catalog has', () => {
    expect(found('{ nodes(ids: ["a", "b"]) { id ... on Customer { state } } }')).toBe('list nodes: id string, state string')
    expect(found('{ catalog { description entities { name plural key } } }')).toBe(
      'list catalog.entities: name string, plural string, key string',
    )
    const groups = '{ customerSegmentation(name: MOSAIQUE) { asOf groups { name count percentage averages { lifetimeValue } } } }'
    expect(described(tableOf(customer360, groups))).toBe(
      'list customerSegmentation.groups: name string, count integer, percentage float, averages.lifetimeValue float',
    )
  })
  test('within lists are none', () => {
    expect(refused(shop, '{ catalog { entities { name dimensions { name } } } }')).toContain('has lists of its own: `dimensions`')
    const members = '{ customerSegmentation(name: MOSAIQUE) { groups { name members { nodes { customerId } } } } }'
    expect(refused(customer360, members)).toContain('has lists of its own: `members.nodes`')
  })
  test('of scalars are no tables, and text in a cell', () => {
    expect(refused(shop, '{ catalog { tags } }')).toBe(
      'NOT_A_TABLE: The query has no list of rows: a table has a slice, an explore or a connection.',
    )
    expect(found('{ catalog { entities { tags } } }')).toBe('list catalog.entities: tags string')
  })
})

test('a query of values alone, or of the schema, is no table', () => {
  const none = 'NOT_A_TABLE: The query has no list of rows: a table has a slice, an explore or a connection.'
  expect(refused(shop, '{ customer(customerId: "C1") { state } }')).toBe(none)
  expect(refused(shop, '{ __typename customers { totalCount } }')).toBe(none)
  expect(refused(shop, '{ __schema { types { name } } }')).toBe(none)
  expect(found('{ __schema { types { name } } customers { nodes { state } } }')).toBe('connection customers.nodes: state string')
})

test('two root fields with a list each are refused, with values beside one list they are not', () => {
  expect(refused(shop, `{ slice(${by}) { rows { customer { state } } } customers { nodes { state } } }`)).toBe(
    'NOT_A_TABLE: The query has 2 lists of rows: `slice.rows`, `customers.nodes`. A table is one of them.',
  )
  expect(found('{ customer(customerId: "C1") { state } customers { nodes { state } } }')).toBe('connection customers.nodes: state string')
})

describe('the operation without what stands beside the table', () => {
  test('has the list alone', () => {
    expect(
      narrow(
        shop,
        `{ a: slice(${by}, limit: 5) { rowCount rows { customer { state } } totals { orderPlaced { monetary } } } b: customer(customerId: "1") { state } }`,
      ),
    ).toBe('{ a: slice(by: {customer: [STATE]}, limit: 5) { rows { customer { state } } } }')
  })
  test('keeps what fragments say of the list, and nothing else of them', () => {
    const text = `query { ...Root } fragment Root on Query { slice(${by}) { ...Rows hasMore rows { orderPlaced { monetary } } } }
      fragment Rows on Slice { rows { customer { state } } rowCount }`
    expect(narrow(shop, text)).toMatch(
      /^\{ slice\(by: \{customer: \[STATE\]\}\) \{ rows \{ customer \{ state \} orderPlaced \{ monetary \} \} \} \}/,
    )
  })
  test('asks a slice for all its rows where its limit is nobody’s', () => {
    expect(narrow(shop, `{ slice(${by}) { rows { customer { state } } } }`, { replacing: allRows })).toBe(
      '{ slice(by: {customer: [STATE]}, limit: null) { rows { customer { state } } } }',
    )
  })
  test('asks a connection for a page, and where the next one begins', () => {
    const text = 'query ($n: Int) { customers(last: $n, after: "b", where: { state: { eq: "TX" } }) { totalCount nodes { state } } }'
    const rest = '{ nodes { state } _tableOfPages: pageInfo { hasNextPage endCursor } } }'
    expect(narrow(shop, text, { replacing: pageOf(10, undefined) })).toBe(
      `query ($n: Int) { customers(after: "b", where: {state: {eq: "TX"}}, first: 10) ${rest}`,
    )
    expect(narrow(shop, text, { replacing: pageOf(10, 'c') })).toBe(
      `query ($n: Int) { customers(where: {state: {eq: "TX"}}, first: 10, after: "c") ${rest}`,
    )
  })
  test('leads there by the type that the way was selected of', () => {
    const text = '{ node(id: "x") { id ... on Customer { state orderPlaceds { nodes { amount } totalCount } } } }'
    expect(narrow(shop, text, { replacing: pageOf(2, undefined) })).toBe(
      '{ node(id: "x") { ... on Customer { orderPlaceds(first: 2) { nodes { amount } _tableOfPages: pageInfo { hasNextPage endCursor } } } } }',
    )
  })
})
