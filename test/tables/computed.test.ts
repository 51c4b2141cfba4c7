/** What stands beside a table is asked of nobody: the statements that reach the database. */
import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { operatorAccess } from '../../src/resolvers/access.ts'
import type { TableRow } from '../../src/resolvers/table/table-rows.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { withRowsAsText } from '../../src/schema/rows-as-text.ts'
import { createEngine } from '../../src/semantic/engine.ts'
import { runTable } from '../../src/server/tables/run-table.ts'
import { shop } from '../slice/shop.ts'
import { counting } from '../support/counting.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

interface Ran {
  readonly names: readonly string[]
  readonly rows: readonly TableRow[]
  readonly statements: readonly string[]
}

describe.each(engines)('%s', (engine) => {
  async function run(query: string): Promise<Ran> {
    const catalog = await catalogOf(shop.model)
    const database = counting(await openTestDatabase(engine, shop.tables))
    const before = database.statements.length
    const schema = buildSchema(catalog)
    const document = parse(query)
    expect(validate(schema, document)).toEqual([])
    const asked = {
      schema,
      textSchema: withRowsAsText(schema),
      document,
      operationName: undefined,
      variables: {},
      context: {
        engine: createEngine({ catalog, kysely: database.kysely, dialect: engine }),
        now: storyNow,
        requestId: 'table',
        access: operatorAccess,
        seal: testSeal,
      },
    }
    const rows: TableRow[] = []
    let names: readonly string[] = []
    const sink = {
      begin: (columns: readonly { readonly path: string }[]) => {
        names = columns.map(({ path }) => path)
      },
      take: (taken: readonly TableRow[]) => void rows.push(...taken),
      end: () => {},
    }
    const { errors } = await runTable(asked, { sink, mostRows: 1000 })
    await database.close()
    expect(errors).toBeUndefined()
    return { names, rows, statements: database.statements.slice(before) }
  }

  test('a slice without its totals, its count and other fields is one statement about its rows', async () => {
    const bare = await run('{ slice(by: { customer: [STATE] }) { rows { customer { state } purchase { revenue } } } }')
    const beside = await run(`{
      slice(by: { customer: [STATE] }) {
        rowCount totals { purchase { averageAmount } complaint { complaints } } subtotals(by: {}) { purchase { items } } hasMore sql
        rows { customer { state } purchase { revenue } }
      }
      customer(customerId: "ann") { score }
    }`)
    expect(beside).toEqual(bare)
    expect(bare.statements).toHaveLength(1)
    expect(bare.names).toEqual(['customer.state', 'purchase.revenue'])
    // 10 + 90 + 20.50 in NY, 50 in CA, 5 of a customer in no state and 7 of none.
    expect(bare.rows).toEqual([
      ['CA', '50.00'],
      ['NY', '120.50'],
      [null, '12.00'],
    ])
  })

  test('a connection is not counted, and what nobody selects of its rows is not read', async () => {
    const { names, rows, statements } = await run('{ customers { totalCount pageInfo { startCursor } nodes { customerId state } } }')
    expect(names).toEqual(['customerId', 'state'])
    expect(rows).toEqual([
      ['ann', 'NY'],
      ['bob', 'NY'],
      ['cem', 'CA'],
      ['dot', null],
    ])
    expect(statements).toHaveLength(1)
    expect(statements[0]).not.toMatch(/count\(/i)
    expect(statements[0]).not.toContain('since')
  })

  test('of one customer above the list nothing is read but its key', async () => {
    const { rows, statements } = await run('{ customer(customerId: "ann") { score since purchases { nodes { purchaseId amount } } } }')
    expect(rows).toEqual([
      [1, '10.00'],
      [2, '90.00'],
    ])
    expect(statements.join()).not.toMatch(/since|score/)
  })

  test('what @skip leaves out is not computed', async () => {
    const { names, statements } = await run(
      '{ slice(by: { customer: [STATE] }) { rows { customer { state } purchase { revenue medianAmount @skip(if: true) } } } }',
    )
    expect(names).toEqual(['customer.state', 'purchase.revenue'])
    expect(statements.join()).not.toMatch(/median|percentile|quantile/i)
  })
})
