/**
 * Second step of the catalog: each relationship as two hops, one from either end, with the cardinality that can be relied on.
 *
 *   purchase.customer_id N:1 customer.customer_id   ->   purchase.customer (one), customer.purchases (many)
 */
import { type Issue, issue, type Span, type Spanned } from '../issues/issue.ts'
import type { Relationship } from './catalog.ts'
import { type DraftEntity, type Drafts, isList, nameOfColumn, place, unknown } from './declare.ts'

/** A declaration from one of its ends, the stream's inherited one included. */
interface Edge {
  readonly from: DraftEntity
  readonly to: DraftEntity
  readonly fromFields: readonly string[]
  readonly toFields: readonly string[]
  readonly type: '1:1' | '1:N' | 'N:1'
  readonly verified: boolean
  readonly preferred: boolean
  readonly name?: string
  readonly inverse?: string
  /** What the rows of `to` are to one of `from`; the other way around it is another sentence. */
  readonly description?: string
  readonly inverseDescription?: string
  readonly span: Span
}

/** Fills the hops of the drafts; returns the relationships, each once. */
export function connectEntities(drafts: Drafts, issues: Issue[]): readonly Relationship[] {
  const edges: Edge[] = []
  for (const draft of drafts.values()) {
    for (const edge of [...declaredEdges(draft, drafts, issues), ...inheritedEdge(draft, drafts, issues)]) {
      const known = edges.findIndex((other) => isSameRelationship(other, edge))
      const other = edges[known]
      if (other === undefined) edges.push(edge)
      else edges[known] = mergeEdges(other, edge, issues)
    }
  }
  for (const edge of edges) addHops(edge, issues)
  return edges.map(({ from, to, fromFields, toFields, type, verified, span }) => ({
    from: from.name,
    to: to.name,
    fromFields,
    toFields,
    type,
    verified,
    declaredAt: span,
  }))
}

function declaredEdges(from: DraftEntity, drafts: Drafts, issues: Issue[]): Edge[] {
  return from.declaration.relationships.flatMap((declaration): Edge[] => {
    const to = drafts.get(declaration.target.entity.value)
    if (to === undefined) {
      issues.push(unknown('entity', declaration.target.entity, 'The model', drafts.keys()))
      return []
    }
    if (!checkFields(from, declaration.field, issues) || !checkFields(to, declaration.target.field, issues)) return []
    if (!checkTypes(from, declaration.field, to, declaration.target.field, issues)) return []
    return [
      {
        from,
        to,
        fromFields: declaration.field.map((part) => part.value),
        toFields: declaration.target.field.map((part) => part.value),
        type: declaration.type.value,
        verified: declaration.verified,
        preferred: declaration.preferred,
        ...(declaration.name && { name: declaration.name.value }),
        ...(declaration.inverse && { inverse: declaration.inverse.value }),
        ...(declaration.description !== undefined && { description: declaration.description }),
        span: declaration.span,
      },
    ]
  })
}

/** The activity's N:1 to the customer of its stream. */
function inheritedEdge(from: DraftEntity, drafts: Drafts, issues: Issue[]): Edge[] {
  if (from.stream === undefined) return []
  const to = drafts.get(from.stream.customer.value)
  if (to === undefined) {
    issues.push(unknown('entity', from.stream.customer, 'The model', drafts.keys()))
    return []
  }
  const field = nameOfColumn(from.dimensions, from.stream.columns.customer.value)
  if (field === undefined || to.key.length !== 1) {
    issues.push(issue('NO_PRIMARY_KEY', { entity: to.name }, from.stream.customer.span))
    return []
  }
  return [{ from, to, fromFields: [field], toFields: to.key, type: 'N:1', verified: false, preferred: false, span: from.declaration.span }]
}

function checkFields(entity: DraftEntity, fields: readonly Spanned<string>[], issues: Issue[]): boolean {
  const missing = fields.filter((field) => !entity.dimensions.has(field.value))
  for (const field of missing) issues.push(unknown('dimension', field, `Entity \`${entity.name}\``, entity.dimensions.keys()))
  const lists = fields.filter((field) => {
    const dimension = entity.dimensions.get(field.value)
    return dimension !== undefined && isList(dimension)
  })
  for (const { value, span } of lists) {
    const actual = `the list \`${entity.name}.${value}\``
    issues.push(issue('TYPE_MISMATCH', { what: 'A relationship', expected: 'a dimension of one value', actual }, span))
  }
  return missing.length + lists.length === 0
}

function checkTypes(
  from: DraftEntity,
  fields: readonly Spanned<string>[],
  to: DraftEntity,
  targets: readonly Spanned<string>[],
  issues: Issue[],
): boolean {
  const first = fields[0]
  if (first !== undefined && fields.length !== targets.length) {
    issues.push(
      issue(
        'TYPE_MISMATCH',
        { what: 'The relationship', expected: `${targets.length} fields, one for each of the target`, actual: `${fields.length}` },
        first.span,
      ),
    )
    return false
  }
  const before = issues.length
  fields.forEach((field, index) => {
    const target = targets[index]
    const type = from.dimensions.get(field.value)?.type
    const targetType = target && to.dimensions.get(target.value)?.type
    if (target === undefined || type === undefined || targetType === undefined || isComparable(type, targetType)) return
    issues.push(
      issue(
        'TYPE_MISMATCH',
        { what: `\`${from.name}.${field.value}\``, expected: `${targetType}, as \`${to.name}.${target.value}\``, actual: type },
        field.span,
      ),
    )
  })
  return issues.length === before
}

function isComparable(a: string, b: string): boolean {
  const isWhole = (type: string) => type === 'integer' || type === 'bigint'
  return a === b || (isWhole(a) && isWhole(b))
}

function isSameRelationship(a: Edge, b: Edge): boolean {
  const same = (x: Edge, y: Edge) =>
    x.from === y.from && x.to === y.to && pairs(x.fromFields, x.toFields) === pairs(y.fromFields, y.toFields)
  return same(a, b) || same(a, reversed(b))
}

function pairs(fields: readonly string[], targets: readonly string[]): string {
  return fields
    .map((field, index) => `${field}=${targets[index]}`)
    .sort()
    .join(',')
}

function reversed(edge: Edge): Edge {
  const { name, inverse, description, inverseDescription, ...rest } = edge
  const types = { '1:1': '1:1', '1:N': 'N:1', 'N:1': '1:N' } as const
  return {
    ...rest,
    from: edge.to,
    to: edge.from,
    fromFields: edge.toFields,
    toFields: edge.fromFields,
    type: types[edge.type],
    ...(inverse !== undefined && { name: inverse }),
    ...(name !== undefined && { inverse: name }),
    ...(inverseDescription !== undefined && { description: inverseDescription }),
    ...(description !== undefined && { inverseDescription: description }),
  }
}

/** Two declarations of one relationship: names and verification add up; types must agree. */
function mergeEdges(first: Edge, second: Edge, issues: Issue[]): Edge {
  const turned =
    second.from === first.from && second.to === first.to && second.fromFields[0] === first.fromFields[0] ? second : reversed(second)
  if (turned.type !== first.type) {
    issues.push(
      issue(
        'TYPE_MISMATCH',
        {
          what: `The relationship of \`${first.from.name}\` and \`${first.to.name}\``,
          expected: `${first.type}, as declared at ${place(first.span)}`,
          actual: turned.type,
        },
        second.span,
      ),
    )
  }
  return { ...turned, ...first, verified: first.verified || turned.verified, preferred: first.preferred || turned.preferred }
}

function addHops(edge: Edge, issues: Issue[]): void {
  for (const end of edge.from === edge.to && pairs(edge.fromFields, edge.toFields) === pairs(edge.toFields, edge.fromFields)
    ? [edge]
    : [edge, reversed(edge)]) {
    const { from, to, fromFields, toFields } = end
    const cardinality = cardinalityOf(end)
    const name = end.name ?? (cardinality === 'one' ? to.name : (to.declaration.plural?.value ?? `${to.name}s`))
    const clash = from.hops.get(name)
    if (clash !== undefined) {
      issues.push(
        issue(
          'NAME_CLASH',
          {
            name: `relationship \`${from.name}.${name}\``,
            other: `another relationship of \`${from.name}\` and \`${to.name}\``,
            otherPlace: `${clash.fromFields.join(', ')} to ${clash.to}.${clash.toFields.join(', ')}`,
            fix: 'Give each a `name` and an `inverse`.',
          },
          edge.span,
        ),
      )
      continue
    }
    from.hops.set(name, {
      name,
      from: from.name,
      to: to.name,
      fromFields,
      toFields,
      cardinality,
      preferred: edge.preferred,
      ...(end.description !== undefined && { description: end.description }),
    })
  }
}

/** To-one only where the target fields are its key, or someone verified it (semantics.md 2). */
function cardinalityOf(edge: Edge): 'one' | 'many' {
  const isKey = edge.to.key.length > 0 && [...edge.to.key].sort().join() === [...edge.toFields].sort().join()
  const verified = edge.verified && (edge.type === '1:1' || edge.type === 'N:1')
  return isKey || verified ? 'one' : 'many'
}
