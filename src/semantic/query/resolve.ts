/**
 * SemanticQuery -> ResolvedQuery: names to objects of the catalog, paths chosen, every refusal collected.
 */
import type { Catalog, Dimension, Entity, Measure } from '../catalog/catalog.ts'
import { isToOne } from '../catalog/join-graph.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { asOfPoint } from '../time/as-of.ts'
import { calendarOf } from '../time/granularity.ts'
import { checkTimeZone } from '../time/time-point.ts'
import { noTime, resolveWhere } from './conditions.ts'
import { grainKey, isSameMember, listedEntity, printMember, refusedGranularity } from './grain.ts'
import { isLogic, resolveLogic } from './logic.ts'
import { MeasureColumns } from './measures.ts'
import { ColumnNames } from './names.ts'
import { namedPaths, type Paths } from './paths.ts'
import type { Predicate } from './predicate.ts'
import type { Branch, BranchKey, GrainKey, ResolvedQuery } from './resolved-query.ts'
import type { HavingCondition, MeasureName, SemanticQuery } from './semantic-query.ts'
import { type QuestionTime, testPredicate } from './tests.ts'

export function resolveQuery(query: SemanticQuery, catalog: Catalog): Result<ResolvedQuery> {
  const time = resolveTime(query, catalog)
  if (!time.ok) return time
  const paths = namedPaths(query.paths ?? [], catalog)
  if (!paths.ok) return paths
  return new Resolver(query, catalog, time.value, paths.value).resolve()
}

function resolveTime(query: SemanticQuery, catalog: Catalog): Result<QuestionTime> {
  const zone = checkTimeZone(query.timeZone)
  if (!zone.ok) return zone
  const asOf = asOfPoint(query.asOf, zone.value)
  if (!asOf.ok) return asOf
  return success({ asOf: asOf.value, timeZone: zone.value, ...calendarOf(catalog) })
}

/** One resolution: allocates the statement's column names as it goes, and collects issues. */
class Resolver {
  readonly #query: SemanticQuery
  readonly #catalog: Catalog
  readonly #time: QuestionTime
  readonly #names = new ColumnNames()
  readonly #measures: MeasureColumns
  readonly #paths: Paths
  readonly #issues: Issue[] = []

  constructor(query: SemanticQuery, catalog: Catalog, time: QuestionTime, paths: Paths) {
    this.#query = query
    this.#catalog = catalog
    this.#time = time
    this.#paths = paths
    this.#measures = new MeasureColumns(catalog, this.#names)
  }

  resolve(): Result<ResolvedQuery> {
    const query = this.#query
    const finer = (query.within?.by ?? []).filter((member) => !query.by.some((other) => isSameMember(other, member)))
    const keys = [...query.by, ...finer]
      .map((member) => this.#keep(grainKey(member, this.#catalog, this.#names)))
      .filter((key) => key !== undefined)
    const grain = keys.slice(0, query.by.length)
    const measures = query.measures.map((name) => this.#measures.add(this.#measure(name)))
    const totals = query.totals.map((name) => this.#measures.add(this.#measure(name)))
    const having = query.having === undefined ? undefined : this.#keep(this.#having(query.having, false))
    const order = this.#order(grain)
    const makers = this.#makers()
    const branches = [...new Set([...makers, ...this.#measures.entities])].map((entity) => this.#branch(entity, makers, keys))
    if (this.#issues.length > 0) return failure(...this.#issues)
    const withOverlaps = (key: GrainKey) => ({ ...key, overlapping: branches.some((branch) => reachesMany(branch, key)) })
    return success({
      catalog: this.#catalog,
      time: this.#time,
      names: this.#names,
      grain: grain.map(withOverlaps),
      ...(query.within !== undefined && { within: keys.map(withOverlaps) }),
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

  /** Entities whose rows make the groups. */
  #makers(): ReadonlySet<string> {
    const { of, within, totals } = this.#query
    const { by, measures } = within ?? this.#query
    if (of !== undefined && of.length > 0) return new Set(of)
    const selected = [...measures, ...totals].flatMap((name) => this.#measures.entitiesOf(this.#measure(name)))
    if (selected.length > 0) return new Set(selected)
    // Without a grain there is one group, whoever makes it.
    if (by.length === 0) return new Set(this.#measures.entities)
    const listed = this.#keep(listedEntity(by, this.#catalog, this.#paths))
    return new Set(listed === undefined ? [] : [listed])
  }

  #branch(name: string, makers: ReadonlySet<string>, grain: readonly GrainKey[]): Branch {
    const entity = this.#entity(name)
    const keys = grain.flatMap((key) => this.#branchKey(key, entity))
    if (entity.key.length === 0 && this.#measures.baseOf(name).length > 0 && keys.some((key) => key.path.length > 0)) {
      this.#issues.push(issue('NO_PRIMARY_KEY', { entity: name, because: 'a measure sliced by another entity' }))
    }
    const context = {
      catalog: this.#catalog,
      paths: this.#paths,
      entity,
      bound: new Set(grain.flatMap(({ member }) => (member.kind === 'dimension' ? [member.entity] : []))),
      time: this.#time,
    }
    const where = this.#query.where === undefined ? undefined : this.#keep(resolveWhere(this.#query.where, context))
    return { entity, makesGroups: makers.has(name), keys, measures: this.#measures.baseOf(name), ...(where !== undefined && { where }) }
  }

  #branchKey(key: GrainKey, entity: Entity): BranchKey[] {
    const { member } = key
    if (member.kind === 'time') {
      const { time } = entity
      const refused = time === undefined ? noTime({ catalog: this.#catalog, entity }) : refusedGranularity(member, time, this.#catalog)
      if (refused !== undefined) this.#issues.push(refused)
      return time === undefined ? [] : [{ name: key.name, path: [], dimension: time, granularity: member.granularity }]
    }
    const [first] = this.#measures.baseOf(entity.name)
    const asked = {
      dimension: `${member.entity}.${member.dimension}`,
      ...(first !== undefined && { measure: this.#measureNameIn(entity) }),
    }
    const path = this.#keep(this.#paths.find(entity.name, member.entity, asked))
    if (path === undefined) return []
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

function reachesMany(branch: Branch, key: GrainKey): boolean {
  return branch.keys.some(({ name, path }) => name === key.name && !isToOne(path))
}
