/** Relay: its compiler takes our schema and usual documents, its store takes our answers. */
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { shop } from '../slice/shop.ts'
import { folderWith } from '../support/folders.ts'
import { catalogOf, onBothEngines } from '../support/story.ts'
import { type RelayArtifacts, relayArtifacts } from './relay-artifacts.ts'
import { relayClient } from './relay-client.ts'

let schema: string
let artifact: RelayArtifacts
beforeAll(async () => {
  schema = printSchemaOf(await catalogOf(shop.model))
  artifact = await relayArtifacts(schema, path.join(import.meta.dirname, 'documents'))
})

test('the compiler looks into the schema', async () => {
  const documents = folderWith({ 'wrong.graphql': 'query wrongQuery { slic { hasMore } }' })
  await expect(relayArtifacts(schema, documents)).rejects.toThrow('The type `Query` has no field `slic`.')
})

onBothEngines(shop, (ask) => {
  test('a slice is fetched once, and its rows are read from the store through a fragment', async () => {
    const { fetch, stored, read, requests } = relayClient(ask)
    const query = artifact('revenueByStateQuery')
    const rowsOf = (answer: unknown) =>
      (answer as { slice: { rows: unknown[] } }).slice.rows.map((row) => read(artifact('revenueRow'), row))
    const beer = [
      { customer: { state: 'CA' }, purchase: { revenue: '50.00' } },
      { customer: { state: 'NY' }, purchase: { revenue: '30.50' } },
    ]
    expect(stored(query, { category: 'Beer' })).toBeUndefined()
    expect(rowsOf(await fetch(query, { category: 'Beer' }))).toEqual(beer)
    expect(rowsOf(stored(query, { category: 'Beer' }))).toEqual(beer)
    expect(stored(query, { category: 'Wine' })).toBeUndefined()
    expect(requests).toEqual([{ name: 'revenueByStateQuery', variables: { category: 'Beer' } }])
  })

  test('slices that differ in measures only share their rows in the store, where `of` says whose rows they are', async () => {
    const { fetch, stored, ids } = relayClient(ask)
    await fetch(artifact('customersRevenueQuery'), {})
    await fetch(artifact('customersComplaintsQuery'), {})
    expect(stored(artifact('customersRevenueQuery'), {})).toEqual({
      slice: {
        rows: [
          { customer: { customerId: 'ann' }, purchase: { revenue: '100.00' } },
          { customer: { customerId: 'bob' }, purchase: { revenue: '20.50' } },
          { customer: { customerId: 'cem' }, purchase: { revenue: '50.00' } },
          { customer: { customerId: 'dot' }, purchase: { revenue: '5.00' } },
        ],
      },
    })
    expect(ids('SliceRow')).toHaveLength(4)
  })

  test('without `of`, slices of one entity share their rows, those of another are never taken for them', async () => {
    const { fetch, stored } = relayClient(ask)
    const revenue = await fetch(artifact('groupsRevenueQuery'), {})
    expect(revenue).toEqual({
      slice: {
        rows: [
          { customer: { customerId: 'ann' }, purchase: { revenue: '100.00' } },
          { customer: { customerId: 'bob' }, purchase: { revenue: '20.50' } },
          { customer: { customerId: 'cem' }, purchase: { revenue: '50.00' } },
          { customer: { customerId: 'dot' }, purchase: { revenue: '5.00' } },
          // Bought by nobody known.
          { customer: { customerId: null }, purchase: { revenue: '7.00' } },
        ],
      },
    })
    await fetch(artifact('groupsPurchasesQuery'), {})
    expect(stored(artifact('groupsRevenueQuery'), {})).toEqual(revenue)

    const complaints = {
      slice: {
        rows: [
          { customer: { customerId: 'ann' }, complaint: { complaints: 1 } },
          { customer: { customerId: 'cem' }, complaint: { complaints: 2 } },
        ],
        rowCount: 2,
      },
    }
    expect(await fetch(artifact('groupsComplaintsQuery'), {})).toEqual(complaints)
    // Not there any more, and so asked for again: no row of theirs stands in its place.
    expect(stored(artifact('groupsRevenueQuery'), {})).toBeUndefined()
    expect(await fetch(artifact('groupsRevenueQuery'), {})).toEqual(revenue)
  })

  test('an answer without data is an error', async () => {
    const { fetch } = relayClient(ask)
    await expect(fetch(artifact('revenueByStateQuery'), { category: 7 })).rejects.toThrow('String cannot represent a non string value: 7')
  })
})
