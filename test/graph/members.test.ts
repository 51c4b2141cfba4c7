/** The rows of segments and of groups of a segmentation, page by page. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { crm } from './crm.ts'

interface Group {
  readonly name: string
  readonly members: { readonly totalCount: number; readonly nodes: readonly { readonly customerId: string; readonly id: string }[] }
}

onBothEngines(crm, (ask) => {
  test("of every group, of those rows that pass its filter and the field's", async () => {
    const { groups } = (await ask(
      `{ customerSegmentation(name: SIZE) { groups { name count members(orderBy: [{ revenue: DESC }]) { totalCount nodes { customerId size } } } } }`,
    )) as { groups: Group[] }
    expect(groups).toEqual([
      { name: 'LARGE', count: 1, members: { totalCount: 1, nodes: [{ customerId: 'ann@x.org', size: 'LARGE' }] } },
      {
        name: 'SMALL',
        count: 2,
        members: {
          totalCount: 2,
          nodes: [
            { customerId: 'bob@x.org', size: 'SMALL' },
            { customerId: 'dan@x.org', size: 'SMALL' },
          ],
        },
      },
      {
        name: 'NONE',
        count: 2,
        members: {
          totalCount: 2,
          nodes: [
            { customerId: 'cid@x.org', size: 'NONE' },
            { customerId: 'eve@x.org', size: 'NONE' },
          ],
        },
      },
    ])
    expect(
      await ask(
        `{ customerSegmentation(name: SIZE, where: { name: { eq: "Bob" } }) { groups { members(where: { region: { name: { eq: "North" } } }) { nodes { customerId } } } } }`,
      ),
    ).toEqual({ groups: [{ members: { nodes: [] } }, { members: { nodes: [{ customerId: 'bob@x.org' }] } }, { members: { nodes: [] } }] })
  })

  test('of a segment at a date, whose rows keep the date; page by page', async () => {
    const query =
      'query Q($after: String) { customerSegment(name: BIG, asOf: "2025-06-30") { members(first: 1, after: $after) { nodes { customerId revenue id } pageInfo { endCursor hasNextPage } } } }'
    const first = (await ask(query)) as { members: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }
    expect(first.members).toMatchObject({ nodes: [{ customerId: 'ann@x.org', revenue: '150.00' }], pageInfo: { hasNextPage: true } })
    const second = (await ask(query, { after: first.members.pageInfo.endCursor })) as typeof first
    expect(second.members).toMatchObject({ nodes: [{ customerId: 'bob@x.org', revenue: '1050.00' }], pageInfo: { hasNextPage: false } })
    expect(await ask('query Q($id: ID!) { node(id: $id) { ... on Customer { revenue } } }', { id: second.members.nodes[0]?.id })).toEqual({
      revenue: '1050.00',
    })
    expect(await ask('{ customer(customerId: "bob@x.org") { revenue } }')).toEqual({ revenue: '50.00' })
  })
})

const second = `
      - name: reach
        groups: [{ name: large, title: Once, when: "\${orders} = 1" }, { name: small, title: Often, when: "\${orders} > 1" }]
        otherwise: none
  - name: purchase
`
const several = { ...crm, model: crm.model.replace('\n  - name: purchase\n', second) }

onBothEngines(several, (ask) => {
  test('of several segmentations at once, whose groups have the same names', async () => {
    const groups = '{ groups { members { totalCount nodes { customerId } } } }'
    const together = await ask(`{ customerSegmentations ${groups} }`)
    const alone = [
      await ask(`{ customerSegmentation(name: SIZE) ${groups} }`),
      await ask(`{ customerSegmentation(name: REACH) ${groups} }`),
    ]
    expect(together).toEqual(alone)
    expect(JSON.stringify(alone[0])).not.toBe(JSON.stringify(alone[1]))
  })
})
