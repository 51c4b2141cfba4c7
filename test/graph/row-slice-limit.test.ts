/** How many rows a slice of a row may have: the rows that a page may have share what one answer has. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

onBothEngines(crm, (ask) => {
  test('a slice that names no limit has the part of its row, however large the page', async () => {
    // 50,000 / 1,000 is less than the 1,000 of a slice at the root.
    expect(
      await ask('{ customers(first: 1000) { nodes { slice(by: { purchase: [CATEGORY] }) { rows { purchase { category } } } } } }'),
    ).toEqual({
      nodes: [
        { slice: { rows: [{ purchase: { category: 'Beer' } }, { purchase: { category: 'Wine' } }] } },
        { slice: { rows: [{ purchase: { category: 'Beer' } }] } },
        { slice: { rows: [] } },
        { slice: { rows: [{ purchase: { category: null } }] } },
        { slice: { rows: [] } },
      ],
    })
  })

  test('a limit beyond that part is refused', async () => {
    const asked = (limit: number) =>
      ask.errors(`{ customers(first: 1000) { nodes { slice(by: { purchase: [CATEGORY] }, limit: ${limit}) { rowCount } } } }`)
    expect(await asked(50)).toEqual([])
    expect(new Set(await asked(51))).toEqual(
      new Set([
        'LIMIT_EXCEEDED: `limit` is 51; the slices of all rows here share one limit, and each has 50 rows at most. The rest is read with `offset`.',
      ]),
    )
  })
})
