/**
 * The question again, asking each slice for its statement and for what its columns mean. The analyst's text stays as it is: what is added has
 * names of its own and goes into a copy.
 */
import { type GraphQLSchema, getNamedType, Kind, parse, print, type SelectionNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { isRecord } from '../../src/cli/answer-table.ts'

export interface SliceStatement {
  /** Where the slice stands in the answer: `slice`. */
  readonly path: string
  /** Null where the server shows no SQL. */
  readonly sql: string | null
  readonly columns: readonly StatementColumn[]
}

export interface StatementColumn {
  readonly path: string
  readonly title: string
  readonly kind: string
  readonly type: string
  readonly unit: string | null
  readonly additive: boolean | null
  readonly overlapping: boolean
  readonly description: string | null
}

const sqlName = 'tesseraSql'
const columnsName = 'tesseraColumns'
const columnFields = ['path', 'title', 'kind', 'type', 'unit', 'additive', 'overlapping', 'description']

/** Undefined where the query has no slice. */
export function questionWithSql(query: string, schema: GraphQLSchema): string | undefined {
  const types = new TypeInfo(schema)
  let isAsked = false
  const asked = visit(
    parse(query),
    visitWithTypeInfo(types, {
      Field: {
        // When it is left: what is added is then not visited itself.
        leave(node) {
          const type = types.getType()
          if (type == null || getNamedType(type).name !== 'Slice' || node.selectionSet === undefined) return undefined
          isAsked = true
          const added = [named(sqlName, 'sql'), named(columnsName, 'columns', columnFields)]
          return { ...node, selectionSet: { ...node.selectionSet, selections: [...node.selectionSet.selections, ...added] } }
        },
      },
    }),
  )
  return isAsked ? print(asked) : undefined
}

function named(alias: string, name: string, fields: readonly string[] = []): SelectionNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: name },
    ...(fields.length > 0 && {
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: fields.map((value) => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value } })),
      },
    }),
  }
}

/** In the order of the answer; slices of the rows of one list are one. */
export function statementsIn(data: unknown): readonly SliceStatement[] {
  const found = new Map<string, SliceStatement>()
  const look = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value) look(item, path)
    if (!isRecord(value)) return
    const { [sqlName]: sql, [columnsName]: columns, ...rest } = value
    const name = path.join('.')
    if (Array.isArray(columns) && found.get(name)?.sql == null) {
      found.set(name, { path: name, sql: typeof sql === 'string' ? sql : null, columns })
    }
    for (const [key, inner] of Object.entries(rest)) look(inner, [...path, key])
  }
  look(data, [])
  return [...found.values()]
}
