/**
 * The operation of a table without what stands beside the table, so that nobody computes it; of a connection, one page.
 *
 *   { customers { totalCount nodes { state } } }  ->  { customers(first: 1000, after: "...") { nodes { state } pageInfo { hasNextPage endCursor } } }
 */
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { Table, TableStep } from './find-table.ts'

/** Arguments in place of the client's own, of the field that has the list; undefined: none of that name. */
export type Replacing = Readonly<Record<string, ArgumentNode['value'] | undefined>>

/** A page of a connection in place of the one asked for; without `after` it begins where the client's begins. */
export function pageOf(first: number, after: string | undefined): Replacing {
  return {
    first: { kind: Kind.INT, value: String(first) },
    last: undefined,
    ...(after !== undefined && { after: { kind: Kind.STRING, value: after } }),
  }
}

/** All rows of a slice: an absent `limit` has a default, null has none. */
export const allRows: Replacing = { limit: { kind: Kind.NULL } }

/** The key under which a page of a connection says whether there is another one; no client's alias stands beside it. */
export const pageInfoKey = '_tableOfPages'

export interface Narrowing {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly rootType: GraphQLCompositeType
  readonly replacing?: Replacing
}

export function narrowed(table: Table, { document, operation, rootType, replacing }: Narrowing): DocumentNode {
  const selections = [selectionOf(table.steps, rootType, { kind: table.kind, replacing })]
  const narrow: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }
  return { ...document, definitions: document.definitions.map((definition) => (definition === operation ? narrow : definition)) }
}

function selectionOf(
  [step, ...below]: readonly TableStep[],
  parent: GraphQLCompositeType,
  how: { readonly kind: Table['kind']; readonly replacing: Replacing | undefined },
): SelectionNode {
  const [place] = step?.places ?? []
  if (step === undefined || place === undefined) throw new InternalError('A step that is selected nowhere')
  const { kind, replacing } = below.length === 1 ? how : { kind: how.kind, replacing: undefined }
  const own =
    below.length === 0
      ? step.places.flatMap(({ node }) => node.selectionSet?.selections ?? [])
      : [selectionOf(below, typeOf(place.node, place.parent), how)]
  const isPage = kind === 'connection' && replacing !== undefined
  const field: FieldNode = {
    ...place.node,
    ...(replacing && { arguments: replaced(place.node, replacing) }),
    directives: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections: isPage ? [...own, pageInfo] : own },
  }
  return place.parent === parent ? field : onType(place.parent, field)
}

function typeOf({ name }: FieldNode, parent: GraphQLCompositeType): GraphQLCompositeType {
  const field = isUnionType(parent) ? undefined : parent.getFields()[name.value]
  const type = field && getNamedType(field.type)
  if (!isCompositeType(type)) throw new InternalError(`${parent.name}.${name.value} leads to no rows`)
  return type
}

function onType(type: GraphQLCompositeType, field: FieldNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  }
}

function replaced({ arguments: given = [] }: FieldNode, replacing: Replacing): readonly ArgumentNode[] {
  const kept = given.filter(({ name }) => !(name.value in replacing))
  return [...kept, ...Object.entries(replacing).flatMap(([name, value]) => (value === undefined ? [] : [argument(name, value)]))]
}

function argument(name: string, value: ArgumentNode['value']): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }
}

const pageInfo: FieldNode = {
  ...fieldNamed('pageInfo'),
  alias: { kind: Kind.NAME, value: pageInfoKey },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldNamed('hasNextPage'), fieldNamed('endCursor')] },
}

function fieldNamed(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } }
}
