/** Every case that is a little smaller than a failing one, the largest steps first; ones that make no sense fail otherwise and are passed over. */
import type { Case } from './arbitrary.ts'
import type { Entity, EntityFilter, Having, Operators, Question, SliceFilter, World } from './case.ts'

export function* smallerCases({ world, questions }: Case): Generator<Case> {
  if (questions.length > 1) {
    for (const question of questions) yield { world, questions: [question] }
    return
  }
  for (const question of questions.flatMap(smallerQuestions)) yield { world, questions: [question] }
  for (const smaller of smallerWorlds(world)) yield { world: smaller, questions }
}

/** The list without one of its items, for each of them. */
function withoutOne<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.map((_, position) => items.toSpliced(position, 1))
}

function withoutKey<T>(record: Readonly<Record<string, T>>): readonly Readonly<Record<string, T>>[] {
  return Object.keys(record).map((name) => Object.fromEntries(Object.entries(record).filter(([other]) => other !== name)))
}

function smallerQuestions(question: Question): readonly Question[] {
  const { onlyInTotals, of, subtotals, where, having, limit, offset, asOf, ...needed } = question
  const optional = {
    ...(onlyInTotals && { onlyInTotals }),
    ...(of && { of }),
    ...(subtotals && { subtotals }),
    ...(where && { where }),
    ...(having && { having }),
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
    ...(asOf !== undefined && { asOf }),
  }
  return [
    ...withoutKey<unknown>(optional).map((rest): Question => ({ ...needed, ...rest })),
    ...withoutOne(question.orderBy).map((orderBy) => ({ ...question, orderBy })),
    ...withoutOne(question.measures).map((measures) => ({ ...question, measures })),
    ...withoutOne(question.by).map((by) => ({ ...question, by, orderBy: [], ...(subtotals && { subtotals: [] }) })),
    ...(where ? smallerSliceFilters(where).map((smaller) => ({ ...question, where: smaller })) : []),
    ...(having ? smallerHavings(having).map((smaller) => ({ ...question, having: smaller })) : []),
  ]
}

interface Parts<Self> {
  readonly and?: readonly Self[]
  readonly or?: readonly Self[]
  readonly not?: Self
}

/** Without a part, one of the parts instead of it all, or a part made smaller. */
function smallerLogic<Self extends Parts<Self>>(filter: Self, smaller: (part: Self) => readonly Self[]): readonly Self[] {
  const { and, or, not, ...plain } = filter
  const own = plain as Self
  const lists = (['and', 'or'] as const).flatMap((word) => {
    const list = filter[word]
    if (list === undefined) return []
    const changed = list.flatMap((part, position) => smaller(part).map((other) => list.with(position, other)))
    return [...withoutOne(list), ...changed].map((other): Self => ({ ...filter, [word]: other }))
  })
  return [
    ...(and || or || not ? [own] : []),
    ...[...(and ?? []), ...(or ?? []), ...(not ? [not] : [])],
    ...lists,
    ...(not ? smaller(not).map((other): Self => ({ ...filter, not: other })) : []),
  ]
}

function smallerSliceFilters(filter: SliceFilter): readonly SliceFilter[] {
  const { time, ...rest } = filter
  return [
    ...(time ? [rest] : []),
    ...withoutKey(filter.entities).map((entities) => ({ ...filter, entities })),
    ...changedKeys(filter.entities, smallerEntityFilters).map((entities) => ({ ...filter, entities })),
    ...smallerLogic(filter, smallerSliceFilters),
  ]
}

function changedKeys<T>(record: Readonly<Record<string, T>>, smaller: (item: T) => readonly T[]): readonly Readonly<Record<string, T>>[] {
  return Object.entries(record).flatMap(([name, item]) => smaller(item).map((other) => ({ ...record, [name]: other })))
}

function smallerEntityFilters(filter: EntityFilter): readonly EntityFilter[] {
  return [
    ...withoutKey(filter.dimensions).map((dimensions) => ({ ...filter, dimensions })),
    ...changedKeys(filter.dimensions, smallerOperators).map((dimensions) => ({ ...filter, dimensions })),
    ...withoutKey(filter.one).map((one) => ({ ...filter, one })),
    ...changedKeys(filter.one, smallerEntityFilters).map((one) => ({ ...filter, one })),
    ...withoutKey(filter.many).map((many) => ({ ...filter, many })),
    ...changedKeys(filter.many, (words) => {
      const given = words as Readonly<Record<string, EntityFilter>>
      return [...(Object.keys(given).length > 1 ? withoutKey(given) : []), ...changedKeys(given, smallerEntityFilters)]
    }).map((many) => ({ ...filter, many })),
    ...smallerLogic(filter, smallerEntityFilters),
  ]
}

function smallerOperators(operators: Operators): readonly Operators[] {
  const alone = Object.entries(operators)
  return alone.length > 1 ? alone.map(([name, operand]) => ({ [name]: operand })) : []
}

function smallerHavings(having: Having): readonly Having[] {
  return [...withoutKey(having.entities).map((entities) => ({ ...having, entities })), ...smallerLogic(having, smallerHavings)]
}

function smallerWorlds(world: World): readonly World[] {
  const { entities, relationships } = world
  const changed = (change: (entity: Entity) => readonly Entity[]) =>
    entities.flatMap((entity, position) => change(entity).map((smaller) => ({ ...world, entities: entities.with(position, smaller) })))
  return [
    ...entities.map((entity) => ({
      entities: entities.filter((other) => other !== entity),
      relationships: relationships.filter(({ from, to }) => from !== entity.name && to !== entity.name),
    })),
    ...withoutOne(relationships).map((fewer) => ({ ...world, relationships: fewer })),
    ...changed((entity) => (entity.rows.length > 3 ? [{ ...entity, rows: entity.rows.slice(entity.rows.length >> 1) }] : [])),
    ...changed((entity) => withoutOne(entity.rows).map((rows) => ({ ...entity, rows }))),
    ...changed((entity) => withoutOne(entity.measures).map((measures) => ({ ...entity, measures }))),
    ...changed((entity) => (entity.time === undefined ? [] : [withoutTime(entity)])),
    ...changed(smallerDimensions),
    ...changed(simplerRelated),
  ]
}

function withoutTime({ time, ...entity }: Entity): Entity {
  return { ...entity, future: false }
}

function smallerDimensions(entity: Entity): readonly Entity[] {
  return entity.dimensions
    .filter(({ name }) => !entity.key.includes(name) && name !== entity.time)
    .map((dimension) => ({
      ...entity,
      dimensions: entity.dimensions.filter((other) => other !== dimension),
      rows: entity.rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== dimension.name))),
    }))
}

/** Measures and aggregates without their condition; cells that are null. */
function simplerRelated(entity: Entity): readonly Entity[] {
  const measures = entity.measures.flatMap((measure, position) => {
    if (measure.kind === 'number' || measure.where === undefined) return []
    const { where, ...rest } = measure
    return [{ ...entity, measures: entity.measures.with(position, rest) }]
  })
  const cells = entity.rows.flatMap((row, position) =>
    Object.entries(row).flatMap(([name, cell]) =>
      cell === null || entity.key.includes(name) ? [] : [{ ...entity, rows: entity.rows.with(position, { ...row, [name]: null }) }],
    ),
  )
  return [...measures, ...cells]
}
