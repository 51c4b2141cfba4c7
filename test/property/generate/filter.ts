/** Random conditions on rows. */
import type { Cell, Entity, EntityFilter, Logic, MeasureValueType, Operators, Quantifiers, SliceFilter, World } from '../case.ts'
import { entityNamed } from '../case.ts'
import { hopsOf } from '../naive/paths.ts'
import type { Choices } from './choices.ts'
import { domains } from './domains.ts'

interface Sources {
  readonly from: readonly Entity[]
  /** Those in the grain: conditions on them are about the row of the group. */
  readonly grain: readonly Entity[]
  readonly hasTime: boolean
}

export function generateFilter(choices: Choices, world: World, sources: Sources, depth = 0): SliceFilter {
  const named = choices.some(sources.from, choices.pick([1, 1, 2, 2, 3]))
  const ofGrain = choices.chance(25) ? choices.some(sources.grain, 1) : []
  const entities = Object.fromEntries([...named, ...ofGrain].map(({ name }) => [name, entityFilter(choices, world, name)]))
  const time = choices.chance(sources.hasTime ? 12 : 1) ? { time: operatorsFor(choices, 'date') } : {}
  if (depth > 1 || choices.chance(68)) return { entities, ...time }
  const logic = logicOf(choices, () => generateFilter(choices, world, sources, depth + 1))
  return { entities: choices.chance(40) ? entities : {}, ...time, ...logic }
}

/** Most conditions are met by few rows or groups, so that many questions would be about nothing; their opposite is met by the rest. */
export function perhapsNot<Filter>(
  choices: Choices,
  filter: Filter,
): Filter | { readonly entities: Record<string, never>; readonly not: Filter } {
  return choices.chance(30) ? { entities: {}, not: filter } : filter
}

export function logicOf<Self>(choices: Choices, part: () => Self): Logic<Self> {
  const list = () => Array.from({ length: choices.pick([0, 1, 2, 2, 2]) }, part)
  return choices.pick<() => Logic<Self>>([
    () => ({ and: list() }),
    () => ({ or: list() }),
    () => ({ or: list() }),
    () => ({ not: part() }),
    () => ({ not: part() }),
  ])()
}

function entityFilter(choices: Choices, world: World, name: string, depth = 0): EntityFilter {
  const entity = entityNamed(world, name)
  const hops = hopsOf(world, name)
  const dice = depth > 2 ? 0 : choices.whole(1, 100)
  const leaf = () => leafFilter(choices, entity)
  if (dice > 95) return everything(choices, entity)
  if (dice > 82)
    return { ...(choices.chance(40) ? leaf() : nothing), ...logicOf(choices, () => entityFilter(choices, world, name, depth + 1)) }
  if (dice <= 60 || hops.length === 0) return leaf()
  const hop = choices.pick(hops)
  const inner = () => (choices.chance(10) ? nothing : entityFilter(choices, world, hop.to, depth + 1))
  const rest = choices.chance(25) ? leaf() : nothing
  return hop.isToOne ? { ...rest, one: { [hop.name]: inner() } } : { ...rest, many: { [hop.name]: quantifiers(choices, inner) } }
}

export function leafFilter(choices: Choices, entity: Entity): EntityFilter {
  const dimensions = choices.some(entity.dimensions, choices.pick([1, 1, 1, 2]))
  return {
    ...nothing,
    dimensions: Object.fromEntries(dimensions.map(({ name, type }) => [name, operatorsFor(choices, type, valuesOf(entity, name))])),
  }
}

/** What every row meets. */
function everything(choices: Choices, entity: Entity): EntityFilter {
  return choices.pick<() => EntityFilter>([
    () => ({ ...nothing, and: [] }),
    () => ({ ...nothing, not: { ...nothing, or: [] } }),
    () => ({ ...nothing, or: [leafFilter(choices, entity), nothing] }),
    () => ({ ...nothing, dimensions: { [choices.pick(entity.dimensions).name]: { notIn: [] } } }),
  ])()
}

const nothing: EntityFilter = { dimensions: {}, one: {}, many: {} }

function quantifiers(choices: Choices, inner: () => EntityFilter): Quantifiers {
  const words = choices.some(['some', 'none', 'every'] as const, choices.pick([1, 1, 1, 2]))
  return Object.fromEntries(words.map((word) => [word, inner()]))
}

/** What stands in the rows, each once. */
function valuesOf({ rows }: Entity, column: string): readonly Exclude<Cell, null>[] {
  return [...new Set(rows.map((row) => row[column] ?? null))].filter((cell) => cell !== null)
}

/** One operator, or two; mostly on values that occur. */
export function operatorsFor(choices: Choices, type: MeasureValueType, known: readonly Exclude<Cell, null>[] = []): Operators {
  const domain: readonly Exclude<Cell, null>[] = type === 'float' || type === 'bigint' ? domains.integer : domains[type]
  const values = known.length > 0 && choices.chance(75) ? known : domain
  const first = operatorFor(choices, type, values)
  return choices.chance(90) ? first : { ...first, ...operatorFor(choices, type, values) }
}

function operatorFor(choices: Choices, type: MeasureValueType, values: readonly Exclude<Cell, null>[]): Operators {
  const cell = () => choices.pick(values)
  const cells = () => [...choices.some(values, choices.pick([0, 1, 2, 2])), ...(choices.chance(30) ? [null] : [])]
  const texts = () =>
    choices.some([...values.map((value) => [...String(value)].slice(0, 1).join('')), ...domains.string.map(String)], choices.whole(0, 3))
  const equality: readonly (() => Operators)[] = [
    () => ({ eq: cell() }),
    () => ({ ne: cell() }),
    () => ({ in: cells() }),
    () => ({ notIn: cells() }),
    () => ({ ne: cell() }),
    () => ({ notIn: cells() }),
    () => ({ isNull: choices.chance(50) }),
  ]
  // Of times the earlier is written first: the other way round is refused.
  const range = (from: Exclude<Cell, null>, to: Exclude<Cell, null>) =>
    type === 'date' && from > to ? { from: to, to: from } : { from, to }
  const order: readonly (() => Operators)[] = [
    () => ({ gt: cell() }),
    () => ({ gte: cell() }),
    () => ({ lt: cell() }),
    () => ({ lte: cell() }),
    () => ({ between: range(cell(), cell()) }),
  ]
  const text: readonly (() => Operators)[] = [() => ({ contains: texts() }), () => ({ startsWith: texts() }), () => ({ endsWith: texts() })]
  const time: readonly (() => Operators)[] = [
    () => ({ inTheLast: { n: choices.whole(1, 40), unit: choices.pick(['DAY', 'WEEK'] as const) } }),
    () => ({ inThePrevious: { n: choices.whole(1, 3), unit: choices.pick(['DAY', 'MONTH', 'QUARTER', 'YEAR'] as const) } }),
    () => ({ toDate: choices.pick(['MONTH', 'QUARTER', 'YEAR'] as const) }),
  ]
  const more = {
    string: [...order, ...text],
    date: [...order, ...time],
    boolean: [],
    integer: order,
    decimal: order,
    bigint: order,
    float: order,
  }
  return choices.pick([...equality, ...more[type]])()
}
