/**
 * What one slice or explore field asks for, read from the operation's text as graphql-js would run it:
 * fragments spread, @skip / @include decided, equal response names merged.
 *
 *   rows { customer { state } m: orderPlaced { total: monetary } }  ->  customer.state at "customer.state", orderPlaced.monetary at "m.total"
 *
 * Every type of a slice is an object type, so validation has already made sure that each fragment applies; where a type is open, it is said.
 */
import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { InternalError } from '../semantic/issues/issue.ts'
import { findWord, type MeasureWord, type Vocabulary, type Word } from './vocabulary.ts'

/** The part of GraphQLResolveInfo that is read. */
export interface SelectionSource {
  readonly fieldNodes: readonly FieldNode[]
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly variableValues: Readonly<Record<string, unknown>>
}

/** A member under one response name. */
export interface SelectedWord {
  /** Dotted response path from the row, aliases included. */
  readonly path: string
  readonly word: Word
}

/** A group of a row under one response name. */
export interface SelectedGroup {
  readonly name: string
  /** Undefined for `__typename` of the row itself. */
  readonly group?: string
  /** Without a word: `__typename` of the group. */
  readonly members: readonly { readonly name: string; readonly word?: Word }[]
}

export interface SelectedRows {
  /** The response name: `rows` or its alias. */
  readonly name: string
  readonly words: readonly SelectedWord[]
  /** Every group of the row that is selected, also where only `__typename` is: `customer`, `time`. */
  readonly groups: readonly string[]
  /** What a row of the response looks like, in its order. */
  readonly layout: readonly SelectedGroup[]
}

export interface SliceSelection {
  /** One for each response name of `rows`. */
  readonly rows: readonly SelectedRows[]
  /** Under all `totals`, each once. */
  readonly totals: readonly MeasureWord[]
  readonly totalGroups: readonly string[]
  readonly rowCount: boolean
}

/** Of documents that are parsed once and kept: a field reads the same at every execution unless a directive decides by variables. */
const known = new WeakMap<Vocabulary, WeakMap<FieldNode, SliceSelection>>()

export function readSelection(source: SelectionSource, vocabulary: Vocabulary): SliceSelection {
  const [field, ...others] = source.fieldNodes
  if (field === undefined || others.length > 0) return readFields(source, vocabulary)
  const ofVocabulary = known.get(vocabulary) ?? new WeakMap<FieldNode, SliceSelection>()
  known.set(vocabulary, ofVocabulary)
  const before = ofVocabulary.get(field)
  if (before !== undefined) return before
  const selection = readFields(source, vocabulary)
  if (!hasDirectives(field, source)) ofVocabulary.set(field, selection)
  return selection
}

/** `@skip` and `@include` may read variables. */
function hasDirectives(node: SelectionNode, source: SelectionSource): boolean {
  if (node.directives !== undefined && node.directives.length > 0) return true
  const within = node.kind === 'FragmentSpread' ? source.fragments[node.name.value]?.selectionSet : node.selectionSet
  return within?.selections.some((part) => hasDirectives(part, source)) ?? false
}

function readFields(source: SelectionSource, vocabulary: Vocabulary): SliceSelection {
  const fields = [...subFields(source.fieldNodes, source)]
  const named = (field: string) => fields.filter(([, nodes]) => nodes[0]?.name.value === field)
  const rows = named('rows').map(([name, nodes]) => readRow(name, nodes, source, vocabulary))
  const totals = named('totals').map(([name, nodes]) => readRow(name, nodes, source, vocabulary))
  return {
    rows,
    totals: distinctWords(totals).filter((word) => word.kind === 'measure'),
    totalGroups: [...new Set(totals.flatMap(({ groups }) => groups))],
    rowCount: named('rowCount').length > 0,
  }
}

/** The selection of a field that is a list of rows itself. */
export function readRows(source: SelectionSource, vocabulary: Vocabulary): SelectedRows {
  return readRow(source.fieldNodes[0]?.name.value ?? 'rows', source.fieldNodes, source, vocabulary)
}

/** Names of the fields below a field, each with the names of those below it. */
export function fieldsBelow(source: SelectionSource): ReadonlyMap<string, ReadonlySet<string>> {
  const below = new Map<string, Set<string>>()
  for (const nodes of subFields(source.fieldNodes, source).values()) {
    const names = below.get(fieldName(nodes)) ?? new Set()
    for (const inner of subFields(nodes, source).values()) names.add(fieldName(inner))
    below.set(fieldName(nodes), names)
  }
  return below
}

/** The members under several `rows`, each once, in the order they first appear. */
export function distinctWords(rows: readonly SelectedRows[]): readonly Word[] {
  return [...new Set(rows.flatMap(({ words }) => words.map(({ word }) => word)))]
}

function readRow(name: string, nodes: readonly FieldNode[], source: SelectionSource, vocabulary: Vocabulary): SelectedRows {
  const layout = [...subFields(nodes, source)].map(([groupName, groupNodes]): SelectedGroup => {
    const group = fieldName(groupNodes)
    if (group === '__typename') return { name: groupName, members: [] }
    const members = [...subFields(groupNodes, source)].map(([memberName, memberNodes]) => {
      const word = wordOf(group, fieldName(memberNodes), vocabulary)
      return { name: memberName, ...(word && { word }) }
    })
    return { name: groupName, group, members }
  })
  return {
    name,
    words: layout.flatMap((group) => group.members.flatMap(({ name, word }) => (word ? [{ path: `${group.name}.${name}`, word }] : []))),
    groups: [...new Set(layout.flatMap(({ group }) => (group === undefined ? [] : [group])))],
    layout,
  }
}

function wordOf(group: string, field: string, vocabulary: Vocabulary): Word | undefined {
  if (field === '__typename') return undefined
  const word = findWord(vocabulary, group, field)
  if (word === undefined) throw new InternalError(`The schema has ${group}.${field}, the vocabulary does not.`)
  return word
}

/** What an object is called in type conditions: its type, and the interfaces it implements. */
export type TypeNames = readonly string[]

/**
 * Fields below these nodes by response name, in the order of the response. `types`: of an object whose type the schema leaves open; fragments on
 * other types do not apply.
 */
export function subFields(
  nodes: readonly FieldNode[],
  source: SelectionSource,
  types?: TypeNames,
): ReadonlyMap<string, readonly FieldNode[]> {
  const collected = { fields: new Map<string, FieldNode[]>(), spread: new Set<string>(), ...(types && { types }) }
  for (const node of nodes) if (node.selectionSet !== undefined) collect(node.selectionSet, source, collected)
  return collected.fields
}

interface Collected {
  readonly fields: Map<string, FieldNode[]>
  readonly spread: Set<string>
  readonly types?: TypeNames
}

function collect(set: SelectionSetNode, source: SelectionSource, collected: Collected): void {
  const { fields, spread, types } = collected
  const applies = (condition: string | undefined) => types === undefined || condition === undefined || types.includes(condition)
  for (const node of set.selections) {
    if (!isIncluded(node, source.variableValues)) continue
    if (node.kind === 'Field') {
      const name = node.alias?.value ?? node.name.value
      const nodes = fields.get(name)
      if (nodes === undefined) fields.set(name, [node])
      else nodes.push(node)
    } else if (node.kind === 'InlineFragment') {
      if (applies(node.typeCondition?.name.value)) collect(node.selectionSet, source, collected)
    } else if (!spread.has(node.name.value)) {
      spread.add(node.name.value)
      const fragment = source.fragments[node.name.value]
      if (fragment !== undefined && applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet, source, collected)
    }
  }
}

function isIncluded(node: { readonly directives?: readonly DirectiveNode[] }, variables: Readonly<Record<string, unknown>>): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
}

export function fieldName(nodes: readonly FieldNode[]): string {
  return nodes[0]?.name.value ?? ''
}
