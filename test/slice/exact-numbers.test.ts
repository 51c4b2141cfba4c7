/** `number` measures keep what they are computed from: sums of decimals and whole numbers exact, only divisions are floats. */
import { expect, test } from 'vitest'
import { onBothEngines, type Story } from '../support/story.ts'

const total = '90071992547409931.05'
const net = '90071992547409931.02'

const story: Story = {
  model: `
version: 1
model: ledger
entities:
  - name: entry
    table: entry
    primary_key: entry_id
    dimensions:
      - { name: entry_id, type: integer }
      - { name: gross, type: decimal }
      - { name: refund, type: decimal }
      - { name: units, type: bigint }
    measures:
      - { name: entries, type: count }
      - { name: total, type: sum, sql: "\${gross}" }
      - { name: refunds, type: sum, sql: "\${refund}" }
      - { name: net, type: number, sql: "\${total} - \${refunds}" }
      - { name: twice, type: number, sql: "2 * sum(\${units})" }
      - { name: both, type: number, sql: "\${entries} + count(\${refund})" }
      - { name: share, type: number, sql: "\${refunds} / \${total}" }
      - { name: cents, type: number, sql: "cast(\${refunds} / \${entries} as numeric(18, 4))" }
      - { name: rounded, type: number, sql: "\${net}", returns: float }
`,
  tables: {
    entry: {
      columns: { entry_id: 'integer', gross: 'decimal', refund: 'decimal', units: 'bigint' },
      rows: [
        [1, total, '0.02', '9007199254740993'],
        [2, '0.00', '0.01', '1'],
      ],
    },
  },
}

onBothEngines(story, (ask) => {
  test('a difference of sums has every digit; a ratio is a float', async () => {
    expect(
      await ask('{ slice(by: {}) { rows { entry { net twice both share cents rounded } } totals { entry { net twice both } } } }'),
    ).toEqual({
      rows: [
        {
          entry: {
            net,
            twice: '18014398509481988',
            both: 4,
            share: 0.03 / Number(total),
            cents: '0.0150',
            rounded: Number(net),
          },
        },
      ],
      totals: { entry: { net, twice: '18014398509481988', both: 4 } },
    })
  })
})
