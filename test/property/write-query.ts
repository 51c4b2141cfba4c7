/** A question as GraphQL, and the answer read back in the order of the question. */
import type {
  Cell,
  EntityFilter,
  GrainMember,
  Having,
  Logic,
  MemberName,
  Operators,
  Question,
  SliceFilter,
  ValueType,
  World,
} from './case.ts'
import { dimensionNamed, entityNamed, measureNamed, measuresOfRows } from './case.ts'

type TypeOf = (entity: string, name: string) => ValueType

export function queryText(world: World, question: Question): string {
  const { by, measures, of, subtotals, where, having, orderBy, limit, offset, asOf } = question
  const dimensionType: TypeOf = (entity, name) => dimensionNamed(entityNamed(world, entity), name).type
  const measureType = (name: MemberName) => measureNamed(world, name).type
  const args = [
    `by: ${grainText(by)}`,
    of && `of: [${of.map((name) => name.toUpperCase()).join(', ')}]`,
    where && `where: ${filterText(world, where, dimensionType)}`,
    having && `having: ${havingText(having, measureType)}`,
    orderBy.length > 0 && `orderBy: [${orderBy.map(orderText).join(', ')}]`,
    limit !== undefined && `limit: ${limit}`,
    offset !== undefined && `offset: ${offset}`,
    asOf !== undefined && `asOf: "${asOf}"`,
  ].filter((part) => typeof part === 'string')
  const fields = (members: readonly GrainMember[], of: readonly MemberName[]) =>
    [
      ...members.map((member) => `${groupOf(member)} { ${fieldOf(member)} }`),
      ...of.map(({ entity, name }) => `${entity} { ${name} }`),
    ].join(' ')
  const totals = measures.length > 0 ? ` totals { ${fields([], measures)} }` : ''
  const kept = subtotals === undefined ? '' : ` subtotals(by: ${grainText(subtotals)}) { ${fields(subtotals, measures)} }`
  const shown = fields(by, measuresOfRows(question)) || '__typename'
  return `{ slice(${args.join(', ')}) { rows { ${shown} }${totals}${kept} rowCount hasMore } }`
}

export function fieldOf(member: GrainMember): string {
  if (member.kind === 'time') return member.granularity
  return member.granularity === undefined
    ? member.name
    : member.name + member.granularity.charAt(0).toUpperCase() + member.granularity.slice(1)
}

export function groupOf(member: GrainMember): string {
  return member.kind === 'time' ? 'time' : member.entity
}

function grainText(by: readonly GrainMember[]): string {
  const groups = new Map<string, string[]>()
  for (const member of by) {
    const value = member.kind === 'time' ? member.granularity : [member.name, ...(member.granularity ? [member.granularity] : [])].join('_')
    groups.set(groupOf(member), [...(groups.get(groupOf(member)) ?? []), value.toUpperCase()])
  }
  return object([...groups].map(([group, values]) => [group, `[${values.join(', ')}]`]))
}

function orderText({ member, direction }: Question['orderBy'][number]): string {
  if (member.kind === 'measure') return `{ ${member.entity}: { ${member.name}: ${direction} } }`
  return `{ ${groupOf(member)}: { ${fieldOf(member)}: ${direction} } }`
}

function logicText<Self>({ and, or, not }: Logic<Self>, write: (part: Self) => string): readonly (readonly [string, string])[] {
  return [
    ...(and ? [['and', `[${and.map(write).join(', ')}]`] as const] : []),
    ...(or ? [['or', `[${or.map(write).join(', ')}]`] as const] : []),
    ...(not ? [['not', write(not)] as const] : []),
  ]
}

function filterText(world: World, filter: SliceFilter, typeOf: TypeOf): string {
  return object([
    ...Object.entries(filter.entities).map(([entity, inner]) => [entity, entityFilterText(world, entity, inner, typeOf)] as const),
    ...(filter.time ? [['time', operatorsText(filter.time, 'date')] as const] : []),
    ...logicText(filter, (part) => filterText(world, part, typeOf)),
  ])
}

function entityFilterText(world: World, entity: string, filter: EntityFilter, typeOf: TypeOf): string {
  const behind = (name: string, inner: EntityFilter) => {
    const relationship = world.relationships.find((candidate) => candidate.name === name || candidate.inverse === name)
    if (relationship === undefined) throw new Error(`No relationship ${name}`)
    return entityFilterText(world, relationship.name === name ? relationship.to : relationship.from, inner, typeOf)
  }
  return object([
    ...Object.entries(filter.dimensions).map(([name, operators]) => [name, operatorsText(operators, typeOf(entity, name))] as const),
    ...Object.entries(filter.one).map(([name, inner]) => [name, behind(name, inner)] as const),
    ...Object.entries(filter.many).map(
      ([name, quantifiers]) => [name, object(Object.entries(quantifiers).map(([word, inner]) => [word, behind(name, inner)]))] as const,
    ),
    ...logicText(filter, (part) => entityFilterText(world, entity, part, typeOf)),
  ])
}

function havingText(having: Having, typeOf: (name: MemberName) => ReturnType<typeof measureNamed>['type']): string {
  return object([
    ...Object.entries(having.entities).map(
      ([entity, measures]) =>
        [
          entity,
          object(Object.entries(measures).map(([name, operators]) => [name, operatorsText(operators, typeOf({ entity, name }))])),
        ] as const,
    ),
    ...logicText(having, (part) => havingText(part, typeOf)),
  ])
}

function operatorsText(operators: Operators, type: ReturnType<typeof measureNamed>['type']): string {
  const cell = (value: Cell) =>
    value === null || typeof value === 'boolean' || type === 'integer' || type === 'bigint' || type === 'float'
      ? String(value)
      : JSON.stringify(value)
  return object(
    Object.entries(operators).map(([operator, operand]) => {
      if (operator === 'between') return [operator, `{ from: ${cell(operand.from)}, to: ${cell(operand.to)} }`]
      if (operator === 'inTheLast' || operator === 'inThePrevious') return [operator, `{ n: ${operand.n}, unit: ${operand.unit} }`]
      if (operator === 'toDate' || operator === 'isNull') return [operator, String(operand)]
      return [operator, Array.isArray(operand) ? `[${operand.map(cell).join(', ')}]` : cell(operand)]
    }),
  )
}

function object(entries: readonly (readonly [string, string])[]): string {
  return entries.length === 0 ? '{}' : `{ ${entries.map(([name, value]) => `${name}: ${value}`).join(', ')} }`
}
