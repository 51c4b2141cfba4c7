/**
 * What a slice can be made of, read from the schema: the dimensions and measures of each entity, and the granularities of times.
 *
 *   orderPlaced   productCategory, activityTs (activityTsDay, activityTsMonth ...)    monetary, frequency
 */
import { type GraphQLSchema, getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql'

export interface MemberEntity {
  /** As a field of a row: `orderPlaced`. */
  readonly name: string
  readonly description: string
  readonly dimensions: readonly Dimension[]
  readonly measures: readonly Member[]
}

export interface Member {
  /** As a field: `activityTs`. */
  readonly name: string
  readonly description: string
  /** As `by` has it: `ACTIVITY_TS`; a measure has none. */
  readonly value?: string
}

export interface Dimension extends Member {
  /** Of a time: itself by day, by month and so on, the finest first. */
  readonly granularities: readonly Granularity[]
}

export interface Granularity extends Member {
  /** `month`. */
  readonly title: string
}

const finestFirst = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']

/** Empty for a schema without slices. */
export function sliceMembers(schema: GraphQLSchema): readonly MemberEntity[] {
  const row = schema.getType('SliceRow')
  const grain = schema.getType('SliceGrain')
  if (!isObjectType(row) || !isInputObjectType(grain)) return []
  return Object.values(row.getFields()).flatMap(({ name, type, description }) => {
    const object = getNamedType(type)
    const values = getNamedType(grain.getFields()[name]?.type)
    if (!isObjectType(object)) return []
    const valueByName = new Map(isEnumType(values) ? values.getValues().map((value) => [plain(value.name), value.name]) : [])
    const members = Object.values(object.getFields()).map((field): Member => {
      const value = valueByName.get(plain(field.name))
      return { name: field.name, description: field.description ?? '', ...(value !== undefined && { value }) }
    })
    const dimensions = withGranularities(members.filter(({ value }) => value !== undefined))
    return [{ name, description: description ?? '', dimensions, measures: members.filter(({ value }) => value === undefined) }]
  })
}

/** ORDERS_LAST_90_DAYS and ordersLast90Days are the same name. */
export function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase()
}

function withGranularities(members: readonly Member[]): readonly Dimension[] {
  const known = new Set(members.map(({ value }) => value))
  const baseOf = ({ value = '' }: Member) => {
    const [, base = '', granularity = ''] = /^(.+)_([A-Z]+)$/.exec(value) ?? []
    return finestFirst.includes(granularity) && known.has(base) ? { base, granularity } : undefined
  }
  return members.flatMap((member) => {
    if (baseOf(member) !== undefined) return []
    const granularities = members.flatMap((other) => {
      const found = baseOf(other)
      return found !== undefined && found.base === member.value ? [{ ...other, title: found.granularity.toLowerCase() }] : []
    })
    return [{ ...member, granularities: granularities.sort((a, b) => rank(a) - rank(b)) }]
  })
}

function rank({ title }: Granularity): number {
  return finestFirst.indexOf(title.toUpperCase())
}
