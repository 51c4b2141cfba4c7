/** A row that others point to is there at their date even if its own time is later, and its id opens there too. */
import { expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'

const story: Story = {
  model: `
version: 1
model: shop
time_zone: Europe/Berlin
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    time: registered_at
    dimensions:
      - { name: customer_id, type: integer }
      - { name: name, type: string }
      - { name: registered_at, type: timestamp }
      - { name: orders, type: integer, measure: purchase.purchases }
    measures: [{ name: customers, type: count }]
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed_at
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: placed_at, type: timestamp }
    measures: [{ name: purchases, type: count }]
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  tables: {
    customer: {
      columns: { customer_id: 'integer', name: 'string', registered_at: 'timestamp' },
      rows: [[1, 'Ann', '2024-03-01T00:00:00Z']],
    },
    purchase: {
      columns: { purchase_id: 'integer', customer_id: 'integer', placed_at: 'timestamp' },
      rows: [
        [1, 1, '2024-01-01T00:00:00Z'],
        [2, 1, '2024-03-03T00:00:00Z'],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('from a purchase of January to its customer registered in March, as of February, and again by the id', async () => {
    const fields = 'id name orders purchases { nodes { purchaseId } } slice(by: {}) { rows { purchase { purchases } } }'
    const answer = (await ask(`{ purchases(asOf: "2024-02-01") { nodes { customer { ${fields} } } } }`)) as {
      nodes: { customer: { id: string } }[]
    }
    const customer = answer.nodes[0]?.customer
    expect(customer).toMatchObject({
      name: 'Ann',
      orders: 1,
      purchases: { nodes: [{ purchaseId: 1 }] },
      slice: { rows: [{ purchase: { purchases: 1 } }] },
    })
    expect(await ask(`query Q($id: ID!) { node(id: $id) { ... on Customer { ${fields} } } }`, { id: customer?.id })).toEqual(customer)
    // Nobody points to it from there.
    expect(await ask('{ customer(customerId: 1, asOf: "2024-02-01") { name } }')).toBeNull()
  })
})
