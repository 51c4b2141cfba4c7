/**
 * How large a GraphQL document may be before it is refused unanswered. Fragments count as often as they are spread, so a small text
 * cannot ask for a huge answer; introspection counts for size but not for depth (graphql-js limits its depth itself).
 *
 * The numbers leave room for a dashboard of some dozens of slices with aliases and shared fragments.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import { issueCodes } from '../semantic/issues/codes.ts'

export const documentLimits = { tokens: 5_000, depth: 12, rootFields: 50, selections: 10_000 } as const

interface Size {
  readonly depth: number
  /** Fields of the first level, each alias apart. */
  readonly rootFields: number
  readonly selections: number
}

const empty: Size = { depth: 0, rootFields: 0, selections: 0 }

/** A validation rule: one error per operation and limit it exceeds. */
export const documentSizeRule: ValidationRule = (context: ValidationContext) => ({
  Document(document) {
    const sizeOf = sizesOf(document)
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) reportExcess(context, definition, sizeOf(definition.selectionSet))
    }
  },
})

function reportExcess(context: ValidationContext, operation: OperationDefinitionNode, size: Size): void {
  const measured = [
    { what: 'levels of nested fields', actual: size.depth, limit: documentLimits.depth },
    { what: 'fields at the root, aliases included', actual: size.rootFields, limit: documentLimits.rootFields },
    { what: 'selections with fragments expanded', actual: size.selections, limit: documentLimits.selections },
  ]
  for (const facts of measured.filter(({ actual, limit }) => actual > limit)) {
    context.reportError(tooLarge(facts, operation))
  }
}

export function tooLarge(facts: { what: string; actual?: number; limit: number }, node?: OperationDefinitionNode): GraphQLError {
  return new GraphQLError(issueCodes.QUERY_TOO_LARGE.message(facts), {
    extensions: { code: 'QUERY_TOO_LARGE', limit: facts.limit },
    ...(node === undefined ? {} : { nodes: node }),
  })
}

function sizesOf(document: DocumentNode): (selectionSet: SelectionSetNode) => Size {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
  const known = new Map<string, Size>()

  function sizeOfFragment(name: string): Size {
    const size = known.get(name)
    if (size !== undefined) return size
    // A fragment met inside itself counts nothing: cycles are another rule's error.
    known.set(name, empty)
    const fragment = fragments.get(name)
    const measured = fragment === undefined ? empty : sizeOf(fragment.selectionSet)
    known.set(name, measured)
    return measured
  }

  function sizeOf({ selections }: SelectionSetNode): Size {
    return selections.map(sizeOfSelection).reduce(
      (sum, size) => ({
        depth: Math.max(sum.depth, size.depth),
        rootFields: sum.rootFields + size.rootFields,
        selections: sum.selections + size.selections,
      }),
      empty,
    )
  }

  function sizeOfSelection(selection: SelectionSetNode['selections'][number]): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) return sizeOf(selection.selectionSet)
    const inner = selection.selectionSet === undefined ? empty : sizeOf(selection.selectionSet)
    const isIntrospection = selection.name.value.startsWith('__')
    return { depth: isIntrospection ? 1 : inner.depth + 1, rootFields: 1, selections: inner.selections + 1 }
  }

  return sizeOf
}
