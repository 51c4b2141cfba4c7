/** Relay's own cases of pages: `first`, `after`, `last`, `before` over a list of letters, which are rows here. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Ask, onBothEngines } from '../support/story.ts'
import { readCases, sayCasesAreAbsent } from './suite.ts'

interface Case {
  readonly id: string
  readonly items: readonly string[]
  /** The item whose cursor it is; null for a text that is no cursor, which is `_raw` then. */
  readonly args: {
    readonly first?: number
    readonly last?: number
    readonly after_item?: string | null
    readonly after_raw?: string
    readonly before_item?: string | null
    readonly before_raw?: string
  }
  readonly expected?: {
    readonly nodes: readonly string[]
    readonly startCursor_item: string | null
    readonly endCursor_item: string | null
    readonly hasPreviousPage: boolean
    readonly hasNextPage: boolean
  }
  /** What theirs says where it refuses. */
  readonly throws?: string
}

/** Cases that take a text that is no cursor for no cursor at all. */
const forgiven = [
  'cursor edge cases / returns all elements if cursors are invalid',
  'cursor edge cases / returns all elements if cursors are on the outside',
]

const explainedAt = '| A cursor that cannot be read'

const suite = readCases<{ readonly cases: readonly Case[] }>('relay-pagination')

if (suite === undefined) sayCasesAreAbsent('relay-pagination')
else holdCases(suite.cases)

function holdCases(cases: readonly Case[]): void {
  const letters = [...new Set(cases.flatMap(({ items }) => items))].sort()
  const model = `
version: 1
model: list
entities:
  - { name: item, table: item, primary_key: letter, dimensions: [{ name: letter, type: string }] }
`
  const tables = { item: { columns: { letter: 'string' }, rows: letters.map((letter) => [letter]) } } as const

  onBothEngines({ model, tables }, (ask) => {
    for (const each of cases) {
      const { id, expected, throws } = each
      if (forgiven.includes(id))
        test(`${id}: refused`, async () => {
          const argument = each.args.after_item === null ? 'after' : 'before'
          expect(await ask.errors(await queryOf(each, ask))).toEqual([
            `STALE_CURSOR: \`${argument}\` is not a cursor of this server. Cursors are taken from \`cursor\` and \`pageInfo\` as they are.`,
          ])
        })
      else if (expected === undefined)
        test(id, async () => {
          expect(throws).toContain('must be a non-negative integer')
          const [argument = '', count] = Object.entries(each.args)[0] ?? []
          expect(await ask.errors(await queryOf(each, ask))).toEqual([
            `BAD_USER_INPUT: \`${argument}\` is ${count}; it counts rows, 0 or more.`,
          ])
        })
      else
        test(id, async () => {
          const itemOf = new Map([...(await cursors(each, ask))].map(([item, cursor]) => [cursor, item]))
          const { nodes, pageInfo } = (await ask(await queryOf(each, ask))) as Answer
          const { startCursor, endCursor, ...has } = pageInfo
          const item = (cursor: string | null) => (cursor === null ? null : itemOf.get(cursor))
          expect({
            nodes: nodes.map(({ letter }) => letter),
            startCursor_item: item(startCursor),
            endCursor_item: item(endCursor),
            ...has,
          }).toEqual(expected)
        })
    }
  })

  test('relay-pagination: what is refused is a case, and explained', () => {
    expect(cases.length).toBe(23)
    expect(forgiven.filter((id) => !cases.some((each) => each.id === id))).toEqual([])
    expect(
      readFileSync('docs/compatibility.md', 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(explainedAt)),
    ).toHaveLength(1)
  })
}

interface Answer {
  readonly nodes: readonly { readonly letter: string }[]
  readonly pageInfo: {
    readonly startCursor: string | null
    readonly endCursor: string | null
    readonly hasPreviousPage: boolean
    readonly hasNextPage: boolean
  }
}

async function queryOf({ items, args }: Case, ask: Ask): Promise<string> {
  const cursorOf = await cursors({ items }, ask)
  const place = (item: string | null | undefined, raw: string | undefined) =>
    item === undefined ? undefined : item === null ? raw : cursorOf.get(item)
  const given = {
    first: args.first,
    last: args.last,
    after: place(args.after_item, args.after_raw),
    before: place(args.before_item, args.before_raw),
  }
  const written = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`]))
  return `{ items(${[...written, whereOf(items)].join(', ')}) {
    nodes { letter } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }`
}

/** By item, as the server gives them. */
async function cursors({ items }: Pick<Case, 'items'>, ask: Ask): Promise<ReadonlyMap<string, string>> {
  const { edges } = (await ask(`{ items(first: 100, ${whereOf(items)}) { edges { cursor node { letter } } } }`)) as {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly letter: string } }[]
  }
  return new Map(edges.map(({ cursor, node }) => [node.letter, cursor]))
}

function whereOf(items: readonly string[]): string {
  return `where: { letter: { in: ${JSON.stringify(items)} } }`
}
