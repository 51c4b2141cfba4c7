/**
 * The document that operations are executed with: where nothing but values of the rows themselves is selected below `nodes` of a connection, another
 * field stands for it, which is one value, the list as text. Only schemas made by `withRowsAsText` have it.
 *
 *   customers { nodes { state timeline { nodes { occurredAt } } } }  ->  customers { nodes { state timeline { nodes: nodesText { occurredAt } } } }
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { isConnectionType, nodesText } from '../resolvers/graph/entity-selection.ts'

/** Documents are parsed once and kept. */
const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, DocumentNode>>()

/** `schema`: what the document was validated with. */
export function withNodesAsText(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, DocumentNode>()
  known.set(schema, ofSchema)
  const before = ofSchema.get(document)
  if (before !== undefined) return before
  const made = rewritten(document, schema)
  ofSchema.set(document, made)
  return made
}

function rewritten(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const places = placesOfNodes(document, schema)
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  )
  // Selections of one response name at one place are merged, so they are all text or none.
  const texts = [...places.values()].filter((fields) => fields.every(({ selectionSet }) => hasLeavesOnly(selectionSet, fragments)))
  const replaced = new Set(texts.flat())
  if (replaced.size === 0) return document
  return visit(document, { Field: (field) => (replaced.has(field) ? asText(field) : undefined) })
}

/** `nodes` of connections, by what they might be merged with. */
function placesOfNodes(document: DocumentNode, schema: GraphQLSchema): ReadonlyMap<string, readonly FieldNode[]> {
  const places = new Map<string, FieldNode[]>()
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        const parent = types.getParentType()
        if (field.name.value !== 'nodes' || parent == null || !isConnectionType(parent)) return
        const place = `${parent.name}.${field.alias?.value ?? field.name.value}`
        const fields = places.get(place)
        if (fields === undefined) places.set(place, [field])
        else fields.push(field)
      },
    }),
  )
  return places
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** `seen`: fragments that need no second look; two that spread each other twice are many otherwise. */
function hasLeavesOnly(set: SelectionSetNode | undefined, fragments: Fragments, seen = new Set<string>()): boolean {
  if (set === undefined) return false
  return set.selections.every((node) => {
    if (node.kind === Kind.FIELD) return node.selectionSet === undefined
    if (node.kind === Kind.INLINE_FRAGMENT) return hasLeavesOnly(node.selectionSet, fragments, seen)
    const name = node.name.value
    if (seen.has(name)) return true
    seen.add(name)
    return hasLeavesOnly(fragments.get(name)?.selectionSet, fragments, seen)
  })
}

function asText(field: FieldNode): FieldNode {
  return { ...field, alias: field.alias ?? field.name, name: { kind: Kind.NAME, value: nodesText } }
}
