/** Connections as Relay defines them: Connection { nodes edges pageInfo totalCount }, Edge { node cursor }, PageInfo. */
import type { Connection, ConnectionRows } from '../resolvers/graph/connection.ts'
import type { EntityRow } from '../resolvers/graph/entity-row.ts'
import { defaultPage, type PageLimits } from '../resolvers/graph/page-arguments.ts'
import type { Builder } from './builder.ts'
import type { RowRef } from './entity-types.ts'
import type { FilterTypes } from './filter-types.ts'
import type { createRowOrderTypes } from './row-order-types.ts'

export type PageInfoRef = ReturnType<typeof createPageInfo>

export function createPageInfo(builder: Builder) {
  return builder.objectRef<ConnectionRows<EntityRow>>('PageInfo').implement({
    description: 'Where a page lies among all rows.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', {
        nullable: false,
        description: 'Whether rows follow, of a page read with `first`; false with `last`.',
      }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
        nullable: false,
        description: 'Whether rows come before, of a page read with `last`; false with `first`.',
      }),
      startCursor: t.string({
        nullable: true,
        description: 'For `before`: the cursor of the first row; null where the page has none.',
        resolve: ({ rows, cursorOf }) => (rows.length === 0 ? null : cursorOf(0)),
      }),
      endCursor: t.string({
        nullable: true,
        description: 'For `after`: the cursor of the last row; null where the page has none.',
        resolve: ({ rows, cursorOf }) => (rows.length === 0 ? null : cursorOf(rows.length - 1)),
      }),
    }),
  })
}

interface Edge {
  readonly node: EntityRow
  readonly cursor: () => string
}

interface ConnectionNames {
  readonly connection: string
  readonly edge: string
  /** What the rows are: "Customer". */
  readonly title: string
}

export function createConnectionType(builder: Builder, row: RowRef, { connection, edge, title }: ConnectionNames, pageInfo: PageInfoRef) {
  const edgeRef = builder.objectRef<Edge>(edge).implement({
    description: `${title}: a row of a page and its cursor.`,
    fields: (t) => ({
      node: t.field({ type: row, nullable: false, description: 'The row.', resolve: ({ node }) => node }),
      cursor: t.string({
        nullable: false,
        description:
          'The place of the row, for `after` and `before`. It holds for this field alone, asked for the same rows in the same order as of the same date.',
        resolve: ({ cursor }) => cursor(),
      }),
    }),
  })
  return builder.objectRef<Connection<EntityRow>>(connection).implement({
    description: `${title}: a page of rows, as Relay's connections.`,
    fields: (t) => ({
      nodes: t.field({
        type: [row],
        nullable: false,
        description: 'The rows of the page.',
        resolve: async (connection) => (await connection.rows()).rows,
      }),
      edges: t.field({
        type: [edgeRef],
        nullable: false,
        description: 'The rows of the page, each with its cursor.',
        resolve: async (connection) => {
          const { rows, cursorOf } = await connection.rows()
          return rows.map((node, index) => ({ node, cursor: () => cursorOf(index) }))
        },
      }),
      pageInfo: t.field({
        type: pageInfo,
        nullable: false,
        description: 'Where the page lies among all rows.',
        resolve: ({ rows }) => rows(),
      }),
      totalCount: t.int({
        nullable: false,
        description: 'How many rows there are on all pages together. Counted only when selected.',
        resolve: ({ count }) => count(),
      }),
    }),
  })
}

/** What every connection is asked with. */
export const pageArguments = (t: ArgumentBuilder, { maxPage }: PageLimits) => ({
  first: t.int({
    description: `The first rows, so many; ${maxPage} at most. Without \`first\` and \`last\`: ${Math.min(defaultPage, maxPage)}.`,
  }),
  after: t.string({ description: 'Only rows after the one with this cursor.' }),
  last: t.int({ description: `The last rows, so many; ${maxPage} at most. Not together with \`first\`.` }),
  before: t.string({ description: 'Only rows before the one with this cursor.' }),
})

/** Beside them: which rows, in which order. */
export function rowArguments(t: ArgumentBuilder, where: FilterRef | undefined, order: OrderRef | undefined) {
  return {
    ...(where && { where: t.field({ type: where, description: 'Only rows that pass.' }) }),
    ...(order && {
      orderBy: t.field({ type: [order], description: 'The order of the rows. Without it, and where it leaves ties: by key, ascending.' }),
    }),
  }
}

export type ArgumentBuilder = Parameters<Parameters<Builder['args']>[0]>[0]
type FilterRef = FilterTypes['entities'] extends ReadonlyMap<string, infer Ref> ? Ref : never
type OrderRef = ReturnType<typeof createRowOrderTypes> extends ReadonlyMap<string, infer Ref> ? Ref : never
