/** `tessera check --data` tells how segmentations cover the rows: six customers worth 10 to 60, as of a date. */
import { expect, test } from 'vitest'
import { folderWith, tessera } from './command.ts'

const model = `version: 1
model: shop
entities:
  - name: customer
    file: customers.csv
    primary_key: customer_id
    time: since
    dimensions:
      - { name: customer_id, type: string }
      - { name: since, type: date }
      - { name: worth, type: decimal }
    scores:
      - { name: worth_score, of: worth, buckets: 5, best: highest, best_score: 5 }
    segmentations:
      - name: value
        groups:
          - { name: top, when: "\${worth} >= 50" }
          - { name: high, when: "\${worth} >= 30" }
          - { name: huge, when: "\${worth} > 1000" }
        otherwise: others
`

const environment = { DATABASE_URL: 'duckdb::memory:' }

const customers = `customer_id,since,worth
a,2024-01-01,10
b,2024-01-01,20
c,2024-01-01,30
d,2024-01-01,40
e,2024-01-01,50
f,2025-01-01,60
`

async function check(...options: readonly string[]) {
  const cwd = folderWith({ 'shop/model.yml': model, 'shop/customers.csv': customers })
  const { code, stdout, stderr } = await tessera(['check', '--data', '--model', 'shop', ...options], { cwd, environment })
  return { code, stdout, stderr: stderr.replaceAll(`${cwd}/`, '') }
}

test('as a table, with what no row has', async () => {
  const { code, stderr } = await check('--as-of', '2024-06-30')
  expect(code).toBe(0)
  expect(stderr).toContain(`customer.value | alone | won | overlap
---------------+-------+-----+--------
TOP            |     1 |   1 |       0
HIGH           |     3 |   2 |       1
HUGE           |     0 |   0 |       0
---------------+-------+-----+--------
OTHERS         |       |   2 |`)
  expect(stderr).toContain('Nothing fits group `HUGE` of `customer.value`.')
  // Five values, five scores.
  expect(stderr).not.toContain('SCORES_WITHOUT_ROWS')
})

test('as JSON, at another date', async () => {
  const { code, stdout } = await check('--json')
  expect([code, JSON.parse(stdout).coverage]).toEqual([
    0,
    [
      {
        entity: 'customer',
        segmentation: 'value',
        groups: [
          { name: 'TOP', alone: 2, won: 2, overlap: 0 },
          { name: 'HIGH', alone: 4, won: 2, overlap: 2 },
          { name: 'HUGE', alone: 0, won: 0, overlap: 0 },
        ],
        rest: 2,
        never: ['HUGE'],
      },
    ],
  ])
})

test('scores that go to nobody', async () => {
  // As of 2023 nobody is there: no score at all is nothing to tell.
  expect((await check('--as-of', '2023-12-31')).stderr).not.toContain('SCORES_WITHOUT_ROWS')
  // No segmentation has to read the score.
  const scored = model.slice(0, model.indexOf('    segmentations:'))
  const cwd = folderWith({ 'shop/model.yml': scored, 'shop/customers.csv': customers.replace(/,[2-6]0\n/g, ',10\n') })
  const { stderr } = await tessera(['check', '--data', '--model', 'shop'], { cwd, environment })
  expect(stderr).toContain(
    '`customer.worth_score` has 5 scores, and `2`, `3`, `4` and `5` go to no row: values are few, or many are equal.',
  )
})

test('a date that is none', async () => {
  const { code, stderr } = await check('--as-of', 'yesterday')
  expect([code, stderr]).toEqual([1, expect.stringContaining('`yesterday` is not a point of time')])
})
