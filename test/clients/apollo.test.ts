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
})
