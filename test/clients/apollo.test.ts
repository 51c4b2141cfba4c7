/** Apollo Client: its cache takes our answers and gives them back. */
import { gql } from '@apollo/client'
import { expect, test } from 'vitest'
import { shop } from '../slice/shop.ts'
import { onBothEngines } from '../support/story.ts'
import { apolloClient } from './apollo-client.ts'

const revenueByState = gql`
  query RevenueByState($category: String) {
    slice(by: { customer: [STATE] }, where: { purchase: { category: { eq: $category } } }) {
      rows { customer { state } purchase { revenue } }
    }
  }
`

onBothEngines(shop, (ask) => {
  test('a slice is fetched once for its arguments, and read from the cache from then on', async () => {
    const { client, requests } = apolloClient(ask)
    const rowsOf = async (category: string) => {
      const { data, error } = await client.query<{ slice: { rows: unknown[] } }>({ query: revenueByState, variables: { category } })
      expect(error).toBeUndefined()
      return data?.slice.rows
    }
    const beer = [
      { customer: { state: 'CA' }, purchase: { revenue: '50.00' } },
      { customer: { state: 'NY' }, purchase: { revenue: '30.50' } },
    ]
    expect(await rowsOf('Beer')).toMatchObject(beer)
    expect(await rowsOf('Wine')).toMatchObject([{ purchase: { revenue: '90.00' } }, { purchase: { revenue: '7.00' } }])
    expect(await rowsOf('Beer')).toMatchObject(beer)
    expect(requests).toEqual([
      { name: 'RevenueByState', variables: { category: 'Beer' } },
      { name: 'RevenueByState', variables: { category: 'Wine' } },
    ])
  })

  test('two slices with the same arguments and other measures: whoever shows one shows rows of one answer, never of both', async () => {
    const measures = (name: string, fields: string) =>
      gql(`query ${name} { slice(by: { customer: [STATE] }) { rows { customer { state } ${fields} } } }`)
    const { client, show } = apolloClient(ask)
    interface Answer {
      readonly slice: { readonly rows: readonly object[] }
    }
    const alone = async (query: ReturnType<typeof gql>) => (await apolloClient(ask).client.query<Answer>({ query })).data?.slice.rows
    // Of other entities, so of other rows: the second answer has fewer states than the first.
    const purchases = measures('Purchases', 'purchase { revenue }')
    const complaints = measures('Complaints', 'complaint { complaints }')
    const shown = await show<Answer>(purchases)
    const before = shown.current().slice.rows
    expect(before).toEqual(await alone(purchases))
    const { data } = await client.query<Answer>({ query: complaints })
    expect(data?.slice.rows).toEqual(await alone(complaints))
    expect(data?.slice.rows).not.toHaveLength(before.length)
    expect((await client.query<Answer>({ query: purchases })).data?.slice.rows).toEqual(before)
    expect((await client.query<Answer>({ query: complaints })).data?.slice.rows).toEqual(data?.slice.rows)
  })
})
