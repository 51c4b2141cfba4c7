/** `tessera check --data`: what it prints, as text and as JSON, and when it ends with exit code 1. */
import { expect, test } from 'vitest'
import { folderWith, type Said, shop, shopEnvironment, tessera } from './command.ts'

const inShop = (files: Record<string, string> = {}) => ({ cwd: folderWith({ ...shop, ...files }), environment: shopEnvironment })

/** `check --data` and the folder of the test left out of what it says. */
async function checkData(place: ReturnType<typeof inShop>, ...options: readonly string[]): Promise<Said> {
  const { code, stdout, stderr } = await tessera(['check', '--data', ...options], place)
  return { code, stdout: stdout.replaceAll(`${place.cwd}/`, ''), stderr: stderr.replaceAll(`${place.cwd}/`, '') }
}

test('an order of an unknown customer is a warning: printed with its place, exit code 0', async () => {
  expect(await checkData(inShop())).toEqual({
    code: 0,
    stdout: '',
    stderr: `1 warning

shop/shop.yml:25:11  ORPHAN_ROWS
  \`purchase\` to \`customer\`: 1 row refers by \`customer_id\` to no row of \`customer\`, such as \`zoe\`. In answers by \`customer\` it stands in the null group.
     25 |       - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
        |           ^^^^

Data of model \`shop\`: 2 primary keys and 1 relationship checked, 1 warning.
`,
  })
})

test('a key that is not unique is an error: it stands first, exit code 1', async () => {
  const place = inShop({ 'shop/customers.csv': 'customer_id,state\nann,MA\nann,NY\nbob,NY\ncid,MA\n' })
  expect(await checkData(place)).toEqual({
    code: 1,
    stdout: '',
    stderr: `1 error

shop/shop.yml:5:11  KEY_NOT_UNIQUE
  Primary key \`customer_id\` of \`customer\` is not unique: 2 rows share it with another row, such as \`ann\`. Rows that refer to one of them are counted more than once.
      5 |   - name: customer
        |           ^^^^^^^^

1 warning

shop/shop.yml:25:11  ORPHAN_ROWS
  \`purchase\` to \`customer\`: 1 row refers by \`customer_id\` to no row of \`customer\`, such as \`zoe\`. In answers by \`customer\` it stands in the null group.
     25 |       - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
        |           ^^^^

Data of model \`shop\`: 2 primary keys and 1 relationship checked, 1 error, 1 warning.
`,
  })
})

test('nothing found', async () => {
  const place = inShop({ 'shop/purchases.csv': 'purchase_id,customer_id,bought_on,amount\n1,ann,2026-01-05,10.00\n' })
  expect(await checkData(place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Data of model `shop`: 2 primary keys and 1 relationship checked, nothing found.\n',
  })
})

test('as JSON: severity, place and the facts of each finding', async () => {
  const { code, stdout, stderr } = await checkData(inShop(), '--json')
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toEqual({
    ok: true,
    model: 'shop',
    entities: 2,
    dimensions: 6,
    measures: 2,
    savedQueries: 0,
    issues: [
      {
        severity: 'warning',
        code: 'ORPHAN_ROWS',
        message:
          '`purchase` to `customer`: 1 row refers by `customer_id` to no row of `customer`, such as `zoe`. In answers by `customer` it stands in the null group.',
        file: 'shop/shop.yml',
        line: 25,
        column: 11,
        facts: { from: 'purchase', fromFields: ['customer_id'], to: 'customer', toFields: ['customer_id'], rows: 1, examples: ['zoe'] },
      },
    ],
  })
})

test('a model with a mistake is printed as without --data', async () => {
  const place = inShop({ 'shop/shop.yml': (shop['shop/shop.yml'] ?? '').replace('time: bought_on', 'tiem: bought_on') })
  const { code, stderr } = await checkData(place)
  expect([code, stderr.split('\n')[0]]).toEqual([1, 'shop/shop.yml:16:5  UNKNOWN_KEY'])
})
