/** `tessera check` warns of groups that no row can be in: as text and as JSON, exit code 0. */
import { expect, test } from 'vitest'
import { folderWith, tessera } from './command.ts'

const model = (groups: string) => `version: 1
model: shop
entities:
  - name: customer
    table: customers
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: worth, type: decimal }
    scores:
      - { name: worth_score, of: worth, buckets: 5, best: highest, best_score: 5 }
    segmentations:
      - { name: value, groups: [${groups}], otherwise: others }
`

const narrow = '{ name: top, when: "${worth_score} = 5" }'
const wide = '{ name: high, when: "${worth_score} >= 4" }'
const rightModel =
  'Model `shop` is right: 1 entity, 4 dimensions, 0 measures; there is no database yet to look for its columns in (DATABASE_URL names one).\n'

const message =
  'Group `top` of `customer.value` can have no row: what fits it fits `high`, which stands before it. Before that it would have rows.'

async function check(groups: string, ...options: readonly string[]) {
  const cwd = folderWith({ 'shop/model.yml': model(groups) })
  const { code, stdout, stderr } = await tessera(['check', '--model', 'shop', ...options], { cwd })
  return { code, stdout: stdout.replaceAll(`${cwd}/`, ''), stderr: stderr.replaceAll(`${cwd}/`, '') }
}

test('a group that can never win is a warning with its place; the model is right all the same', async () => {
  expect(await check(`${wide}, ${narrow}`)).toEqual({
    code: 0,
    stdout: '',
    stderr: `1 warning

shop/model.yml:13:86  GROUP_NEVER_MATCHES
  ${message}
     13 |       - { name: value, groups: [${wide}, ${narrow}], otherwise: others }
        | ${' '.repeat(85)}^^^

${rightModel}`,
  })
})

test('as JSON', async () => {
  const { code, stdout } = await check(`${wide}, ${narrow}`, '--json')
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    {
      ok: true,
      model: 'shop',
      entities: 1,
      dimensions: 4,
      measures: 0,
      savedQueries: 0,
      issues: [
        {
          severity: 'warning',
          code: 'GROUP_NEVER_MATCHES',
          message,
          file: 'shop/model.yml',
          line: 13,
          column: 86,
          facts: { segmentation: 'customer.value', group: 'top', before: ['high'] },
        },
      ],
    },
  ])
})

test('with the narrower first there is nothing to say', async () => {
  expect(await check(`${narrow}, ${wide}`)).toEqual({ code: 0, stdout: '', stderr: rightModel })
})
