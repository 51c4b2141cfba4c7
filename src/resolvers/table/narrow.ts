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

/** What is asked of a connection in place of `first` and `after`; `last` makes no page of a walk. */
export interface PageOf {
  readonly first: number
  /** Absent: the client's own. */
  readonly after?: string
}

/** The key under which a page of a connection says whether there is another one; no client's alias begins like this. */
export const pageInfoKey = '_tableOfPages'

export interface Narrowing {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly rootType: GraphQLCompositeType
  readonly page?: PageOf
}

export function narrowed({ kind, steps }: Table, { document, operation, rootType, page }: Narrowing): DocumentNode {
  const selections = selectionsOf(steps, rootType, kind, page)
  const narrow: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }
  return { ...document, definitions: document.definitions.map((definition) => (definition === operation ? narrow : definition)) }
}

function selectionsOf(
  [step, ...below]: readonly TableStep[],
  parent: GraphQLCompositeType,
  kind: Table['kind'],
  page: PageOf | undefined,
): readonly SelectionNode[] {
  if (step === undefined) throw new InternalError('A table without steps')
  const isHolder = below.length === 1
  return placesByParent(step).map(([type, nodes]) => {
    const [first] = nodes
    if (first === undefined) throw new InternalError('A step that is selected nowhere')
    const [next] = below
    const selections =
      next === undefined
        ? nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? [])
        : selectionsOf(below, typeOf(first, type), kind, page)
    const isPaged = kind === 'connection' && isHolder && page !== undefined
    const field: FieldNode = {
      ...first,
      ...(isPaged && { arguments: pageArguments(first, page) }),
      directives: [],
      selectionSet: { kind: Kind.SELECTION_SET, selections: isPaged ? [...selections, pageInfo] : selections },
    }
    return type === parent ? field : onType(type, field)
  })
}

function placesByParent({ places }: TableStep): readonly (readonly [GraphQLCompositeType, readonly FieldNode[]])[] {
  const parents = [...new Set(places.map(({ parent }) => parent))]
  return parents.map((parent) => [parent, places.flatMap((place) => (place.parent === parent ? [place.node] : []))])
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

function pageArguments({ arguments: given = [] }: FieldNode, { first, after }: PageOf): readonly ArgumentNode[] {
  const replaced = after === undefined ? ['first', 'last'] : ['first', 'last', 'after']
  return [
    ...given.filter(({ name }) => !replaced.includes(name.value)),
    argument('first', { kind: Kind.INT, value: String(first) }),
    ...(after === undefined ? [] : [argument('after', { kind: Kind.STRING, value: after })]),
  ]
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
