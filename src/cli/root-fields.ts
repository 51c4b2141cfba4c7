/**
 * An operation taken apart into one operation per root field, in the order of the answer: so that what belongs to which field is known.
 *
 *   { a: slice ... ...F }   fragment F on Query { b: explore ... }   ->   [['a', { a: slice ... }], ['b', { ... on Query { b: explore ... } }]]
 */
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type SelectionNode } from 'graphql'

export interface RootField {
  /** The key in the answer: the alias, or the field's name. */
  readonly key: string
  readonly operation: OperationDefinitionNode
}

export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): readonly RootField[] {
  const selections = inlined(operation.selectionSet.selections, document)
  const keys = [...new Set(fieldsOf(selections).map(keyOf))]
  return keys.map((key) => ({
    key,
    operation: { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: keepOnly(key, selections) } },
  }))
}

function keyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value
}

/** Fragments at the root replaced by what they hold, with their directives and conditions. */
function inlined(selections: readonly SelectionNode[], document: DocumentNode): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return [selection]
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find((each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value)
    if (fragment === undefined || !('selectionSet' in fragment)) return []
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(selection.directives === undefined ? {} : { directives: selection.directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections: inlined(fragment.selectionSet?.selections ?? [], document) },
      },
    ]
  })
}

function fieldsOf(selections: readonly SelectionNode[]): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection]
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet.selections) : []
  })
}

function keepOnly(key: string, selections: readonly SelectionNode[]): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keyOf(selection) === key ? [selection] : []
    if (selection.kind !== Kind.INLINE_FRAGMENT) return []
    const kept = keepOnly(key, selection.selectionSet.selections)
    return kept.length === 0 ? [] : [{ ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: kept } }]
  })
}
