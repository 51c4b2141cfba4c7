/** Computed dimensions and measures, drawn once the entities and their paths are known. */
import type { Dimension, Entity, Expression, Measure, MeasureValueType, NumberExpression, ValueType, World } from '../case.ts'
import { measureNamed } from '../case.ts'
import { entitiesRead } from '../naive/measures.ts'
import { toOnePath } from '../naive/paths.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'

/** In three steps, so that nothing reads itself: dimensions of a row, measures over them, aggregates seen from rows and measures over those. */
export function withMembers(choices: Choices, bare: World): World {
  const withRows = mapEntities(bare, (entity) => ({
    ...entity,
    dimensions: [...entity.dimensions, ...rowDimensions(choices, bare, entity)],
  }))
  const withMeasures = mapEntities(withRows, (entity) => ({ ...entity, measures: rowMeasures(choices, withRows, entity) }))
  const withNumbers = mapEntities(withMeasures, (entity) => ({
    ...entity,
    measures: [...entity.measures, ...numbers(choices, withMeasures, entity)],
  }))
  return mapEntities(withNumbers, (entity) => withAggregates(choices, withNumbers, entity))
}

function mapEntities(world: World, change: (entity: Entity) => Entity): World {
  return { ...world, entities: world.entities.map(change) }
}

function rowDimensions(choices: Choices, world: World, entity: Entity): readonly Dimension[] {
  if (!choices.chance(35)) return []
  const reachable = world.entities.filter((other) => other !== entity && toOnePath(world, entity.name, other.name) !== undefined)
  const own = (name: string): Expression => ({ kind: 'dimension', name })
  const number = (value: number): Expression => ({ kind: 'literal', type: 'integer', value })
  const hasNumber = entity.dimensions.some(({ name }) => name === 'n')
  const kinds: readonly Dimension[] = [
    {
      kind: 'sql',
      name: 'x',
      type: 'string',
      sql: { kind: 'coalesce', first: own('s'), second: { kind: 'literal', type: 'string', value: 'none' } },
    },
    {
      kind: 'sql',
      name: 'x',
      type: 'boolean',
      sql: { kind: 'compare', operator: '=', left: own('s'), right: { kind: 'literal', type: 'string', value: 'a' } },
    },
    ...reachable.map(
      ({ name }): Dimension => ({ kind: 'sql', name: 'x', type: 'string', sql: { kind: 'dimension', entity: name, name: 's' } }),
    ),
    ...(hasNumber
      ? [
          {
            kind: 'sql' as const,
            name: 'x',
            type: 'integer' as const,
            sql: { kind: 'arithmetic' as const, operator: '/' as const, left: own('n'), right: number(2) },
          },
          {
            kind: 'sql' as const,
            name: 'x',
            type: 'integer' as const,
            sql: { kind: 'coalesce' as const, first: own('n'), second: number(0) },
          },
        ]
      : []),
  ]
  return [choices.pick(kinds)]
}

interface Operand {
  readonly sql: Expression
  readonly type: ValueType
}

/** Dimensions an expression of the entity may read: its own, and those of a row that it looks up. */
function operands(world: World, entity: Entity): readonly Operand[] {
  return world.entities.flatMap((other) => {
    if (other !== entity && toOnePath(world, entity.name, other.name) === undefined) return []
    const of = other.name === entity.name ? {} : { entity: other.name }
    return other.dimensions
      .filter(({ kind, name }) => kind !== 'aggregate' && !name.startsWith('fk'))
      .map(({ name, type }): Operand => ({ sql: { kind: 'dimension', ...of, name }, type }))
  })
}

export function condition(choices: Choices, from: readonly Operand[]): Expression {
  const { sql, type } = choices.pick(from)
  const literal = (): Expression => ({ kind: 'literal', type, value: choices.pick(domains[type]) })
  const simple = choices.pick<() => Expression>([
    () => ({ kind: 'isNull', argument: sql, negated: choices.chance(50) }),
    () => ({ kind: 'compare', operator: choices.pick(['=', '<>'] as const), left: sql, right: literal() }),
    () => ({ kind: 'compare', operator: type === 'boolean' ? '=' : choices.pick(['<', '>='] as const), left: sql, right: literal() }),
  ])()
  if (choices.chance(80)) return simple
  return { kind: 'logic', operator: choices.pick(['and', 'or'] as const), left: simple, right: condition(choices, from) }
}

function rowMeasures(choices: Choices, world: World, entity: Entity): readonly Measure[] {
  const all = operands(world, entity)
  const drawn = Array.from({ length: choices.whole(1, 4) }, (_, position) => aggregateOver(choices, `m${position + 1}`, all))
  const own = (name: string): Expression => ({ kind: 'dimension', name })
  const number = entity.dimensions.find(({ name }) => name === 'n' || name === 'm')
  return [
    { kind: 'count', name: 'tally', type: 'integer' },
    { kind: 'count_distinct', name: 'variety', type: 'integer', sql: own('s') },
    ...(number === undefined ? [] : [{ kind: 'median', name: 'middle', type: 'float', sql: own(number.name) } as const]),
    ...drawn,
  ]
}

function aggregateOver(choices: Choices, name: string, from: readonly Operand[]): Measure {
  const { sql, type } = choices.pick(from)
  const where = choices.chance(30) ? { where: condition(choices, from) } : {}
  const isNumber = type === 'integer' || type === 'decimal'
  const kinds = [
    'count',
    'count_distinct',
    ...(type === 'boolean' ? [] : (['min', 'max'] as const)),
    ...(isNumber ? (['sum', 'sum', 'avg', 'median'] as const) : []),
  ] as const
  const kind = choices.pick(kinds)
  return { kind, name, type: typeOfAggregate(kind, type), sql, ...where }
}

function typeOfAggregate(kind: Exclude<Measure['kind'], 'number'>, type: ValueType): MeasureValueType {
  if (kind === 'count' || kind === 'count_distinct') return 'integer'
  if (kind === 'avg' || kind === 'median') return 'float'
  return kind === 'sum' && type === 'integer' ? 'bigint' : type
}

/** Expressions over measures, of this entity and of others, and over aggregates. */
function numbers(choices: Choices, world: World, entity: Entity): readonly Measure[] {
  if (!choices.chance(60)) return []
  const all = operands(world, entity)
  const numeric = all.filter(({ type }) => type === 'integer' || type === 'decimal')
  const measureOf = (from: Entity): NumberExpression => {
    const found = choices.pick(from.measures.filter(({ type }) => type !== 'string' && type !== 'date' && type !== 'boolean'))
    return { kind: 'measure', ...(from.name !== entity.name && { entity: from.name }), name: found.name }
  }
  const counted = (): NumberExpression => ({
    kind: 'aggregate',
    type: 'count',
    ...(choices.chance(60) && { where: condition(choices, all) }),
  })
  const aggregated = (): NumberExpression =>
    numeric.length === 0
      ? counted()
      : { kind: 'aggregate', type: choices.pick(['sum', 'min', 'max', 'count_distinct'] as const), sql: choices.pick(numeric).sql }
  const leaf = (): NumberExpression =>
    choices.pick<() => NumberExpression>([() => measureOf(entity), counted, aggregated, () => measureOf(choices.pick(world.entities))])()
  const expression = choices.pick<() => NumberExpression>([
    () => ({ kind: 'arithmetic', operator: '/', left: leaf(), right: leaf() }),
    () => ({ kind: 'arithmetic', operator: choices.pick(['+', '-', '*'] as const), left: leaf(), right: leaf() }),
    () => ({ kind: 'coalesce', first: leaf(), second: { kind: 'constant', value: '0' } }),
    () => ({
      kind: 'arithmetic',
      operator: '/',
      left: { kind: 'arithmetic', operator: '*', left: { kind: 'constant', value: '100.0' }, right: counted() },
      right: counted(),
    }),
  ])
  const sql = expression()
  return [{ kind: 'number', name: 'q', type: numberType(world, entity, sql), sql }]
}

/** Division makes a float; everything else the widest of its parts. */
function numberType(world: World, entity: Entity, expression: NumberExpression): MeasureValueType {
  const of = (part: NumberExpression) => numberType(world, entity, part)
  switch (expression.kind) {
    case 'constant':
      return expression.value.includes('.') ? 'decimal' : 'integer'
    case 'measure':
      return measureNamed(world, { entity: expression.entity ?? entity.name, name: expression.name }).type
    case 'aggregate': {
      const operand = operands(world, entity).find(({ sql }) => JSON.stringify(sql) === JSON.stringify(expression.sql))
      return typeOfAggregate(expression.type, operand?.type ?? 'integer')
    }
    case 'coalesce':
      return widest(of(expression.first), of(expression.second))
    case 'arithmetic':
      return expression.operator === '/' ? 'float' : widest(of(expression.left), of(expression.right))
  }
}

function widest(a: MeasureValueType, b: MeasureValueType): MeasureValueType {
  const widening: readonly MeasureValueType[] = ['integer', 'bigint', 'decimal', 'float']
  return widening.indexOf(a) > widening.indexOf(b) ? a : b
}

/** One aggregate of another entity seen from each row, and perhaps a measure over it. */
function withAggregates(choices: Choices, world: World, entity: Entity): Entity {
  const others = world.entities.filter((other) => other.name !== entity.name && toOnePath(world, other.name, entity.name) !== undefined)
  if (others.length === 0 || entity.key.length === 0 || !choices.chance(45)) return entity
  const other = choices.pick(others)
  const base = { world, asOf: '' }
  const fitting = other.measures.filter(({ name }) => entitiesRead(base, { entity: other.name, name }).join() === other.name)
  const measure = choices.pick(fitting)
  if (measure.type === 'float') return entity
  const where = choices.chance(30) ? { where: condition(choices, operands(world, other)) } : {}
  const dimension: Dimension = {
    kind: 'aggregate',
    name: 'g',
    type: measure.type === 'bigint' ? 'decimal' : measure.type,
    measure: { entity: other.name, name: measure.name },
    ...where,
  }
  const over = choices.chance(40) ? [aggregateOver(choices, 'gm', [{ sql: { kind: 'dimension', name: 'g' }, type: dimension.type }])] : []
  return { ...entity, dimensions: [...entity.dimensions, dimension], measures: [...entity.measures, ...over] }
}
