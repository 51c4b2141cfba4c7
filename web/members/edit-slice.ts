/**
 * The first slice of a query with a dimension or a measure more, or one less. Only what must change of the text is changed: comments and layout
 * stay, but for those inside the value of `by`.
 */
import {
  type ArgumentNode,
  type ConstListValueNode,
  type FieldNode,
  Kind,
  type ObjectFieldNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { plain } from './slice-members.ts'

/** `value` is that of a dimension in `by`; a measure has none. */
export interface SliceMember {
  readonly entity: string
  readonly name: string
  readonly value?: string
}

export type Edited = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

/** `customer.state` of each member that the first slice selects under its rows. */
export function selectedMembers(text: string): ReadonlySet<string> {
  const rows = rowsOf(findSlice(text))
  return new Set(
    fieldsIn(rows?.selectionSet).flatMap((entity) =>
      fieldsIn(entity.selectionSet).map((member) => `${entity.name.value}.${member.name.value}`),
    ),
  )
}

/** Nothing but comments is no mistake. */
export function hasMistake(text: string): boolean {
  if (/^(\s|#.*)*$/.test(text)) return false
  try {
    parse(text)
    return false
  } catch {
    return true
  }
}

/** For a query that has no slice. */
export function newSlice({ entity, name, value }: SliceMember): string {
  const by = value === undefined ? '{}' : `{ ${entity}: [${value}] }`
  return `query Slice {\n  slice(by: ${by}) {\n    rows {\n      ${entity} { ${name} }\n    }\n  }\n}\n`
}

export function withMember(text: string, member: SliceMember): Edited {
  const slice = findSlice(text)
  const rows = rowsOf(slice)
  if (slice === undefined || rows === undefined) return { ok: false, problem: 'The query has no slice with rows.' }
  const entity = fieldsIn(rows.selectionSet).find(({ name }) => name.value === member.entity)
  const column = entity === undefined ? added(text, rows, `${member.entity} { ${member.name} }`) : added(text, entity, member.name)
  return applied(text, [column, ...grainWith(slice, member)])
}

export function withoutMember(text: string, member: SliceMember): Edited {
  const slice = findSlice(text)
  const rows = rowsOf(slice)
  const entity = fieldsIn(rows?.selectionSet).find(({ name }) => name.value === member.entity)
  const column = fieldsIn(entity?.selectionSet).find(({ name }) => name.value === member.name)
  if (slice === undefined || rows === undefined || entity === undefined || column === undefined) return { ok: true, text }
  const isLast = entity.selectionSet?.selections.length === 1
  if (isLast && rows.selectionSet?.selections.length === 1) return { ok: false, problem: 'A slice has one column at least.' }
  const removed = isLast ? without(rows, entity) : without(entity, column)
  return applied(text, [removed, ...grainWithout(slice, member)])
}

interface Change {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What cannot be written is a change of its own: undefined. */
type Changes = readonly (Change | undefined)[]

function applied(text: string, changes: Changes): Edited {
  const known = changes.flatMap((change) => (change === undefined ? [] : [change]))
  if (known.length < changes.length) return { ok: false, problem: '`by` is a variable: its value is in the variables.' }
  const fromTheEnd = known.sort((a, b) => b.from - a.from)
  return { ok: true, text: fromTheEnd.reduce((rest, { from, to, text }) => rest.slice(0, from) + text + rest.slice(to), text) }
}

function findSlice(text: string): FieldNode | undefined {
  try {
    return parse(text)
      .definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? fieldsIn(definition.selectionSet) : []))
      .find(({ name }) => name.value === 'slice' || name.value === 'explore')
  } catch {
    return undefined
  }
}

function rowsOf(slice: FieldNode | undefined): FieldNode | undefined {
  return fieldsIn(slice?.selectionSet).find(({ name }) => name.value === 'rows')
}

function fieldsIn(set: SelectionSetNode | undefined): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((node) => (node.kind === Kind.FIELD ? [node] : []))
}

/** After the last selection: on the same line where the closing brace is, otherwise on one of its own. */
function added(text: string, { selectionSet }: FieldNode, field: string): Change | undefined {
  const last = selectionSet?.selections.at(-1)
  if (selectionSet?.loc === undefined || last?.loc === undefined) return undefined
  const isOneLine = !text.slice(last.loc.end, selectionSet.loc.end).includes('\n')
  const [indent = ''] = /[ \t]*$/.exec(text.slice(0, last.loc.start).split('\n').at(-1) ?? '') ?? []
  return { from: last.loc.end, to: last.loc.end, text: isOneLine ? ` ${field}` : `\n${indent}${field}` }
}

/** With the space before it. */
function without({ selectionSet }: FieldNode, node: SelectionNode): Change | undefined {
  const before = selectionSet?.selections.findLast(({ loc }) => loc !== undefined && node.loc !== undefined && loc.end <= node.loc.start)
  if (selectionSet?.loc === undefined || node.loc === undefined) return undefined
  return { from: before?.loc?.end ?? selectionSet.loc.start + 1, to: node.loc.end, text: '' }
}

function grainWith(slice: FieldNode, { entity, value }: SliceMember): Changes {
  if (value === undefined || slice.name.value === 'explore') return []
  return changedGrain(slice, (fields) => {
    const rest = fields.filter(({ name }) => name.value !== entity)
    const values = valuesOf(fields.find(({ name }) => name.value === entity)?.value)
    if (values === undefined) return undefined
    const isThere = values.some((each) => each.kind === Kind.ENUM && each.value === value)
    const list = grainField(entity, isThere ? values : [...values, { kind: Kind.ENUM, value }])
    return values.length === 0 ? [...rest, list] : fields.map((field) => (field.name.value === entity ? list : field))
  })
}

function grainWithout(slice: FieldNode, { entity, value }: SliceMember): Changes {
  if (value === undefined || slice.name.value === 'explore') return []
  return changedGrain(slice, (fields) => {
    const values = valuesOf(fields.find(({ name }) => name.value === entity)?.value)
    const left = values?.filter((each) => each.kind !== Kind.ENUM || plain(each.value) !== plain(value))
    if (left === undefined) return undefined
    return fields.flatMap((field) => {
      if (field.name.value !== entity) return [field]
      return left.length === 0 ? [] : [grainField(entity, left)]
    })
  })
}

type GrainFields = readonly ObjectFieldNode[]

function changedGrain(slice: FieldNode, change: (fields: GrainFields) => GrainFields | undefined): Changes {
  const by = slice.arguments?.find(({ name }) => name.value === 'by')
  const grain: ArgumentNode['value'] = by?.value ?? { kind: Kind.OBJECT, fields: [] }
  const fields = grain.kind === Kind.OBJECT ? change(grain.fields) : undefined
  if (fields === undefined) return [undefined]
  const changed = fields.length === 0 ? '{}' : `{ ${fields.map(print).join(', ')} }`
  if (grain.loc !== undefined) return [{ from: grain.loc.start, to: grain.loc.end, text: changed }]
  const [first] = slice.arguments ?? []
  const at = first?.loc?.start ?? slice.name.loc?.end
  if (at === undefined) return [undefined]
  return [{ from: at, to: at, text: first === undefined ? `(by: ${changed})` : `by: ${changed}, ` }]
}

function grainField(entity: string, values: readonly ValueNode[]): ObjectFieldNode {
  return { kind: Kind.OBJECT_FIELD, name: { kind: Kind.NAME, value: entity }, value: { kind: Kind.LIST, values: [...values] } }
}

/** A list of one may be written without brackets. */
function valuesOf(value: ValueNode | undefined): ConstListValueNode['values'] | readonly ValueNode[] | undefined {
  if (value === undefined) return []
  if (value.kind === Kind.LIST) return value.values
  return value.kind === Kind.VARIABLE ? undefined : [value]
}
