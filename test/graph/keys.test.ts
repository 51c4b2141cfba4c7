/** Rows are looked up by many keys at once, whatever texts and numbers those are. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: keys
time_zone: UTC
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: revenue, type: bigint, measure: purchase.revenue }
  - name: account
    table: account
    primary_key: account_id
    dimensions:
      - { name: account_id, type: bigint }
      - { name: revenue, type: bigint, measure: purchase.revenue }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: placed_at
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: account_id, type: bigint }
      - { name: placed_at, type: timestamp }
      - { name: amount, type: integer }
    measures: [{ name: revenue, type: sum, sql: "\${amount}" }]
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
      - { type: N:1, field: account_id, target: { entity: account, field: account_id } }
`

/** In the order of code points; UTF-16 would put the emoji before the tilde, and what is read as a list has words of its own. */
const texts = ['', ' ', '"', "'", ',', 'A', 'B', 'NULL', '\\', 'a', 'null', '{a,b}', 'ä', '～', '😀']
const numbers = ['-9223372036854775808', '-10', '-9', '0', '9', '10', '9007199254740993', '9223372036854775807']

/** The customer at place n has one purchase of 10 ** (n % 9) + n. */
const amountOf = (index: number) => 10 ** (index % 9) + index

onBothEngines(
  {
    model,
    tables: {
      customer: { columns: { customer_id: 'string' }, rows: texts.map((text) => [text]) },
      account: { columns: { account_id: 'bigint' }, rows: numbers.map((number) => [number]) },
      purchase: {
        columns: { purchase_id: 'integer', customer_id: 'string', account_id: 'bigint', placed_at: 'timestamp', amount: 'integer' },
        rows: texts.map((text, index) => [index, text, numbers[index] ?? null, '2024-01-01T00:00:00Z', amountOf(index)]),
      },
    },
  },
  (ask) => {
    const below = 'revenue purchases { nodes { amount } } timeline { nodes { ... on Purchase { amount } } }'
    const answered = (index: number) => ({
      revenue: amountOf(index),
      purchases: { nodes: [{ amount: amountOf(index) }] },
      timeline: { nodes: [{ amount: amountOf(index) }] },
    })

    test.each([2, 5, 15])('texts: %i at once', async (first) => {
      const nodes = texts.slice(0, first).map((customerId, index) => ({ customerId, ...answered(index) }))
      expect(await ask(`{ customers(first: ${first}) { nodes { customerId ${below} } } }`)).toEqual({ nodes })
      const last = texts.map((customerId, index) => ({ customerId, ...answered(index) })).slice(-first)
      expect(await ask(`{ customers(last: ${first}) { nodes { customerId ${below} } } }`)).toEqual({ nodes: last })
    })

    test.each([2, 5, 8])('whole numbers: %i at once', async (first) => {
      const nodes = numbers.slice(0, first).map((_, index) => answered(index))
      expect(await ask(`{ accounts(first: ${first}) { nodes { ${below} } } }`)).toEqual({ nodes })
      const last = numbers.map((_, index) => answered(index)).slice(-first)
      expect(await ask(`{ accounts(last: ${first}) { nodes { ${below} } } }`)).toEqual({ nodes: last })
    })
  },
)
