/**
 * SemanticQuery -> ResolvedQuery: names to objects of the catalog, paths chosen, every refusal collected.
 */
import type { Catalog, Dimension, Entity, Measure } from '../catalog/catalog.ts'
import { findPath, isToOne, printPath } from '../catalog/join-graph.ts'
import { granularitiesOf, granularityName } from '../catalog/names.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { asOfPoint } from '../time/as-of.ts'
import { isDateGranularity } from '../time/granularity.ts'
import { checkTimeZone } from '../time/time-point.ts'
import { isLogic, noTime, resolveLogic, resolveWhere } from './conditions.ts'
import { MeasureColumns } from './measures.ts'
import { ColumnNames } from './names.ts'
import type { Predicate } from './predicate.ts'
import type { Branch, BranchKey, GrainKey, ResolvedQuery } from './resolved-query.ts'
import type { GrainMember, HavingCondition, MeasureName, SemanticQuery } from './semantic-query.ts'
import { type QuestionTime, testPredicate } from './tests.ts'

export function resolveQuery(query: SemanticQuery, catalog: Catalog): Result<ResolvedQuery> {
  const time = resolveTime(query, catalog)
  if (!time.ok) return time
  return new Resolver(query, catalog, time.value).resolve()
}

function resolveTime(query: SemanticQuery, catalog: Catalog): Result<QuestionTime> {
  const zone = checkTimeZone(query.timeZone)
  if (!zone.ok) return zone
  const asOf = asOfPoint(query.asOf, zone.value)
  if (!asOf.ok) return asOf
  return success({ asOf: asOf.value, timeZone: zone.value, weekStart: catalog.weekStart })
}

/** One resolution: allocates the statement's column names as it goes, and collects issues. */
class Resolver {
  readonly #query: SemanticQuery
  readonly #catalog: Catalog
  readonly #time: QuestionTime
  readonly #names = new ColumnNames()
  readonly #measures: MeasureColumns
  readonly #issues: Issue[] = []

  constructor(query: SemanticQuery, catalog: Catalog, time: QuestionTime) {
    this.#query = query
    this.#catalog = catalog
    this.#time = time
    this.#measures = new MeasureColumns(catalog, this.#names)
  }

  resolve(): Result<ResolvedQuery> {
    const query = this.#query
    const grain = query.by.map((member) => this.#grainKey(member))
    const measures = query.measures.map((name) => this.#measures.add(this.#measure(name)))
    const totals = query.totals.map((name) => this.#measures.add(this.#measure(name)))
    const selected = [...query.measures, ...query.totals].flatMap((name) => this.#measures.entitiesOf(this.#measure(name)))
    const having = query.having === undefined ? undefined : this.#keep(this.#having(query.having, false))
    const order = this.#order(grain)
    const makers = new Set(selected.length > 0 ? selected : this.#listedEntity())
    const branches = [...new Set([...makers, ...this.#measures.entities])].map((entity) => this.#branch(entity, makers, grain))
    if (this.#issues.length > 0) return failure(...this.#issues)
    return success({
      catalog: this.#catalog,
      time: this.#time,
      names: this.#names,
      grain,
      branches,
      derived: this.#measures.derived,
      measures,
      totals,
      ...(having !== undefined && { having }),
      order,
      limit: query.limit,
      offset: query.offset,
      rowCount: query.rowCount,
    })
  }

  #grainKey(member: GrainMember): GrainKey {
    if (member.kind === 'time') {
      return {
        name: this.#names.allocate('time', member.granularity),
        type: isDateGranularity(member.granularity) ? 'date' : 'timestamp',
        member,
      }
    }
    const dimension = this.#dimension(member.entity, member.dimension)
    const { granularity } = member
    if (granularity === undefined) return { name: this.#names.allocate(member.entity, member.dimension), type: dimension.type, member }
    if (!granularitiesOf(dimension.type).includes(granularity)) {
      this.#issues.push(
        issue('BAD_USER_INPUT', {
          problem: `\`${member.entity}.${member.dimension}\` is of type ${dimension.type}; it has no granularity ${granularity}.`,
        }),
      )
    }
    const type = isDateGranularity(granularity) ? 'date' : 'timestamp'
    return { name: this.#names.allocate(member.entity, granularityName(member.dimension, granularity)), type, member }
  }

  /** The entity whose combinations a slice without measures lists (semantics.md 21): it reaches all dimensions over to-one paths. */
  #listedEntity(): string[] {
    const members = this.#query.by
    if (members.length === 0) return []
    const wanted = members.flatMap((member) => (member.kind === 'dimension' ? [member.entity] : []))
    if (wanted.length < members.length) {
      this.#issues.push(
        issue('NO_PATH', {
          dimension: 'time',
          from: 'a slice without measures',
          hint: 'Select a measure: `time` is the time of its entity.',
        }),
      )
      return []
    }
    const candidates = [...this.#catalog.entities.keys()].flatMap((name) => {
      const paths = wanted.map((to) => findPath(this.#catalog.entities, name, to))
      const isReached = paths.every((path) => path.ok && isToOne(path.value))
      return isReached ? [{ name, hops: paths.reduce((sum, path) => sum + (path.ok ? path.value.length : 0), 0) }] : []
    })
    const least = Math.min(...candidates.map(({ hops }) => hops))
    const nearest = candidates.filter(({ hops }) => hops === least).map(({ name }) => name)
    if (nearest.length === 1) return nearest
    const dimension = wanted.join(', ')
    this.#issues.push(
      nearest.length === 0
        ? issue('NO_PATH', {
            dimension,
            from: 'a slice without measures',
            hint: 'No entity reaches all of them over to-one paths. Select a measure.',
          })
        : issue('AMBIGUOUS_PATH', { from: 'a slice without measures', to: dimension, candidates: nearest }),
    )
    return []
  }

  #branch(name: string, makers: ReadonlySet<string>, grain: readonly GrainKey[]): Branch {
    const entity = this.#entity(name)
    const keys = grain.flatMap((key) => this.#branchKey(key, entity))
    if (entity.key.length === 0 && this.#measures.baseOf(name).length > 0 && keys.some((key) => key.path.length > 0)) {
      this.#issues.push(issue('NO_PRIMARY_KEY', { entity: name, because: 'its measures cannot be computed across a join' }))
    }
    const context = { catalog: this.#catalog, entity, time: this.#time }
    const where = this.#query.where === undefined ? undefined : this.#keep(resolveWhere(this.#query.where, context))
    return { entity, makesGroups: makers.has(name), keys, measures: this.#measures.baseOf(name), ...(where !== undefined && { where }) }
  }

  #branchKey(key: GrainKey, entity: Entity): BranchKey[] {
    const { member } = key
    if (member.kind === 'time') {
      if (entity.time !== undefined) return [{ name: key.name, path: [], dimension: entity.time, granularity: member.granularity }]
      this.#issues.push(noTime({ catalog: this.#catalog, entity }))
      return []
    }
    const [first] = this.#measures.baseOf(entity.name)
    const asked = {
      dimension: `${member.entity}.${member.dimension}`,
      ...(first !== undefined && { measure: this.#measureNameIn(entity) }),
    }
    const path = this.#keep(findPath(this.#catalog.entities, entity.name, member.entity, asked))
    if (path === undefined) return []
    if (!isToOne(path)) {
      this.#issues.push(
        issue('NOT_YET', { what: `rows of \`${entity.name}\` by \`${asked.dimension}\` over the to-many path \`${printPath(path)}\`` }),
      )
      return []
    }
    const dimension = this.#dimension(member.entity, member.dimension)
    return [{ name: key.name, path, dimension, ...(member.granularity !== undefined && { granularity: member.granularity }) }]
  }

  #measureNameIn(entity: Entity): string {
    const name = [...this.#query.measures, ...this.#query.totals].find((measure) =>
      this.#measures.entitiesOf(this.#measure(measure)).includes(entity.name),
    )
    return name === undefined ? entity.name : `${name.entity}.${name.measure}`
  }

  #having(condition: HavingCondition, negated: boolean): Result<Predicate<string>> {
    if (isLogic(condition)) return resolveLogic(condition, negated, (part, isNegated) => this.#having(part, isNegated))
    const measure = this.#measure(condition.measure)
    const column = this.#measures.add(measure)
    return testPredicate(
      condition.test,
      { operand: column.name, type: column.type, name: `${measure.entity}.${measure.name}` },
      negated,
      this.#time,
    )
  }

  /** As asked, then the rest of the grain ascending, so that the order is total. */
  #order(grain: readonly GrainKey[]): ResolvedQuery['order'] {
    const asked = this.#query.orderBy.flatMap((order) => {
      if (order.kind === 'measure') return [{ column: this.#measures.add(this.#measure(order.measure)).name, direction: order.direction }]
      const key = grain.find(({ member }) => isSameMember(member, order.member))
      if (key !== undefined) return [{ column: key.name, direction: order.direction }]
      this.#issues.push(
        issue('NOT_IN_GRAIN', {
          dimension: printMember(order.member),
          grain: this.#query.by.map(printMember),
          usedIn: 'orderBy',
          fix: 'Add it to `by`, or order by something in the grain.',
        }),
      )
      return []
    })
    const rest = grain.filter(({ name }) => !asked.some(({ column }) => column === name))
    return [...asked, ...rest.map(({ name }) => ({ column: name, direction: 'asc' as const }))]
  }

  #entity(name: string): Entity {
    const entity = this.#catalog.entities.get(name)
    if (entity === undefined) throw new InternalError(`No entity ${name}`)
    return entity
  }

  #dimension(entity: string, name: string): Dimension {
    const dimension = this.#entity(entity).dimensions.get(name)
    if (dimension === undefined) throw new InternalError(`No dimension ${entity}.${name}`)
    return dimension
  }

  #measure({ entity, measure }: MeasureName): Measure {
    const found = this.#entity(entity).measures.get(measure)
    if (found === undefined) throw new InternalError(`No measure ${entity}.${measure}`)
    return found
  }

  #keep<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value
    this.#issues.push(...result.issues)
    return undefined
  }
}

export function isSameMember(a: GrainMember, b: GrainMember): boolean {
  return printMember(a) === printMember(b)
}

export function printMember(member: GrainMember): string {
  if (member.kind === 'time') return `time.${member.granularity}`
  const name = member.granularity === undefined ? member.dimension : granularityName(member.dimension, member.granularity)
  return `${member.entity}.${name}`
}
