/** Pages where values are odd: each of these once lost rows, or read them without end. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const odd = {
  model: `
version: 1
model: odd
entities:
  - name: thing
    table: thing
    primary_key: code
    dimensions: [{ name: code, type: string }, { name: weight, type: float }]
`,
  tables: {
    thing: {
      columns: { code: 'string', weight: 'float' },
      rows: [
        ['a', Number.NaN],
        ['b', Number.POSITIVE_INFINITY],
        ['c', 0.1],
        ['d', null],
        ['e', Number.NEGATIVE_INFINITY],
        ['f', -2],
      ],
    },
  },
} as const

interface Page {
  readonly things: {
    readonly nodes: readonly { readonly code: string }[]
    readonly pageInfo: Readonly<Record<'startCursor' | 'endCursor', string>> & Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>>
  }
}

onBothEngines(odd, (ask) => {
  test.each([
    ['ASC', 'fcabde'],
    ['DESC', 'cfabde'],
  ])('what is no number, or infinite, is unknown: after all that are known, by key (%s)', async (direction, expected) => {
    const page = async (way: 'first' | 'last', place: string) =>
      (
        (
          await ask.raw(
            `{ things(${way}: 2${place}, orderBy: [{ weight: ${direction} }]) { nodes { code } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
          )
        ).data as Page
      ).things
    let [forwards, backwards] = ['', '']
    for (let place = ''; forwards.length < 10; ) {
      const { nodes, pageInfo } = await page('first', place)
      forwards += nodes.map(({ code }) => code).join('')
      if (!pageInfo.hasNextPage) break
      place = `, after: "${pageInfo.endCursor}"`
    }
    for (let place = ''; backwards.length < 10; ) {
      const { nodes, pageInfo } = await page('last', place)
      backwards = nodes.map(({ code }) => code).join('') + backwards
      if (!pageInfo.hasPreviousPage) break
      place = `, before: "${pageInfo.startCursor}"`
    }
    expect([forwards, backwards]).toEqual([expected, expected])
  })
})
