/**
 * SemanticQuery -> ResolvedQuery: names to objects of the catalog, paths chosen, every refusal collected.
 */
import { catalogFor } from '../catalog/activity-streams.ts'
import type { Catalog, Dimension, Entity, Level, Measure } from '../catalog/catalog.ts'
import { isToOne } from '../catalog/join-graph.ts'
import { failure, InternalError, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { asOfPoint } from '../time/as-of.ts'
import { calendarOf } from '../time/granularity.ts'
import { checkTimeZone } from '../time/time-point.ts'
import { apartColumns, markApart, refusedAlong, withinParts } from './apart.ts'
import { AskedTests } from './asked-tests.ts'
import { firstMoment, lastMoment, refusedHours, refusedWindow } from './clock.ts'
import { noTime, resolveWhere } from './conditions.ts'
import { grainKey, isSameMember, listedEntity, printMember, refusedGranularity } from './grain.ts'
import { isLogic, resolveLogic } from './logic.ts'
import { type MeasureBranch, MeasureColumns } from './measures.ts'
import { ColumnNames } from './names.ts'
import { namedPaths, type Paths } from './paths.ts'
import { allOf, type Predicate } from './predicate.ts'
import {
  asTheyAre,
  type Branch,
  type BranchKey,
  type GrainKey,
  type Placement,
  type ResolvedQuery,
  type RowPredicate,
} from './resolved-query.ts'
import type { HavingCondition, MeasureName, SemanticQuery } from './semantic-query.ts'
import { shapeOf } from './shape.ts'
import { type ShownTime, shownTime, withoutTime } from './shown-time.ts'
import type { QuestionTime } from './tests.ts'

/** `tests`: those of its conditions. */
export function resolveQuery(query: SemanticQuery, model: Catalog, tests = new AskedTests(shapeOf(query).tests)): Result<ResolvedQuery> {
  const catalog = catalogFor(query.of, model)
  const time = resolveTime(query, catalog, tests)
  if (!time.ok) return time
  const paths = namedPaths(query.paths ?? [], catalog)
  if (!paths.ok) return paths
  return new Resolver(query, catalog, { time: time.value, paths: paths.value, tests }).resolve()
}

/** The question's date on the calendar of the model. */
export function resolveTime(query: Pick<SemanticQuery, 'asOf' | 'timeZone'>, catalog: Catalog, tests: AskedTests): Result<QuestionTime> {
  const zone = checkTimeZone(query.timeZone)
  if (!zone.ok) return zone
  const asOf = asOfPoint(query.asOf, zone.value)
  if (!asOf.ok) return asOf
  const late = tests.late(asOf.value, (values) => values.asOf)
  return success({ asOf: asOf.value, late, timeZone: zone.value, ...calendarOf(catalog) })
}

/** One resolution: allocates the statement's column names as it goes, and collects issues. */
class Resolver {
  readonly #query: SemanticQuery
  readonly #catalog: Catalog
  readonly #time: QuestionTime
  readonly #names = new ColumnNames()
  readonly #measures: MeasureColumns
  readonly #paths: Paths
  readonly #tests: AskedTests
  readonly #issues: Issue[] = []
  /** What levels of shares and ranks are looked up in. */
  #keys: readonly GrainKey[] | undefined

  constructor(query: SemanticQuery, catalog: Catalog, { time, paths, tests }: { time: QuestionTime; paths: Paths; tests: AskedTests }) {
    this.#query = query
    this.#catalog = catalog
    this.#time = time
    this.#paths = paths
    this.#tests = tests
    this.#measures = new MeasureColumns(catalog, this.#names, (level) => this.#levelKey(level))
  }

  resolve(): Result<ResolvedQuery> {
    const query = this.#query
    if (query.lookedUp === true && query.each !== true) throw new InternalError('Only rows that stand for themselves are looked up')
    const finer = (query.within?.by ?? []).filter((member) => !query.by.some((other) => isSameMember(other, member)))
    const members = [...query.by, ...finer].map((member) => this.#keep(grainKey(member, this.#catalog, this.#names)))
    const keys = markApart(
      members.filter((key) => key !== undefined),
      query,
    )
    this.#keys = keys
    const grain = keys.slice(0, query.by.length)
    const measures = query.measures.map((name) => this.#measures.add(this.#measure(name)))
    const having = query.having === undefined ? undefined : this.#keep(this.#having(query.having, false))
    const order = this.#order(grain)
    // Last: a total has no levels, so that a share or a rank may stand there without them.
    this.#keys = undefined
    const totals = query.totals.map((name) => this.#measures.add(this.#measure(name)))
    const makers = this.#makers()
    const read = new Set(this.#measures.entities)
    const unread = [...makers].filter((entity) => !read.has(entity)).map((entity) => ({ entity, placement: asTheyAre, measures: [] }))
    const branches = [...this.#measures.branches, ...unread].map((branch) => this.#branch(branch, makers, keys))
    const fill = query.fill === true ? this.#keep(this.#shown('`fill`')) : undefined
    const sizes = keys.flatMap(({ member }) => (member.kind === 'time' ? [member.granularity] : []))
    const refused = fill === undefined ? undefined : refusedHours('`fill`', sizes, fill, this.#time)
    if (refused !== undefined) this.#issues.push(refused)
    if (this.#issues.length > 0) return failure(...this.#issues)
    const apart = apartColumns(keys, query)
    const withOverlaps = (key: GrainKey) => ({ ...key, overlapping: branches.some((branch) => reachesMany(branch, key)) })
    return success({
      catalog: this.#catalog,
      time: this.#time,
      tests: this.#tests,
      names: this.#names,
      grain: grain.map(withOverlaps),
      ...(query.within !== undefined && { within: keys.map(withOverlaps) }),
      branches,
      derived: withinParts(this.#measures.derived, apart),
      measures,
      totals,
      ...(having !== undefined && { having }),
      order,
      ...(query.each === true && { each: true as const }),
      ...(apart !== undefined && { apart }),
      limit: query.limit,
      offset: query.offset,
      rowCount: query.rowCount,
      ...(fill !== undefined && { fill }),
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

  #branch({ entity: name, placement, measures }: MeasureBranch, makers: ReadonlySet<string>, grain: readonly GrainKey[]): Branch {
    const entity = this.#entity(name)
    const keys = grain.flatMap((key) => this.#branchKey(key, entity, placement))
    if (entity.key.length === 0 && measures.length > 0 && keys.some((key) => key.path.length > 0)) {
      this.#issues.push(issue('NO_PRIMARY_KEY', { entity: name, because: 'a measure sliced by another entity' }))
    }
    const context = {
      catalog: this.#catalog,
      paths: this.#paths,
      entity,
      bound: new Set(grain.flatMap(({ member }) => (member.kind === 'dimension' ? [member.entity] : []))),
      shift: placement.shift,
      time: this.#time,
      tests: this.#tests,
    }
    const { where } = this.#query
    const about = this.#clockRules({ entity, placement, keys })
    const restricting = where === undefined || about.shown === undefined ? where : withoutTime(where)
    const asked = restricting === undefined ? undefined : this.#keep(resolveWhere(restricting, context))
    const whole = allOf([...(asked === undefined ? [] : [asked]), ...about.where])
    return {
      entity,
      placement,
      makesGroups: makers.has(name),
      keys,
      measures,
      ...(whole !== undefined && { where: whole }),
      ...(about.shown !== undefined && { shown: about.shown }),
      ...(this.#query.lookedUp === true && { lookedUp: true as const }),
    }
  }

  /** What a placement in time adds: the span a window is shown for, and where rows that were moved forward end. */
  #clockRules(branch: Pick<Branch, 'entity' | 'placement' | 'keys'>): Pick<Branch, 'shown'> & { readonly where: readonly RowPredicate[] } {
    const { entity, placement } = branch
    if (entity.time === undefined || (placement.window === undefined && placement.shift.length === 0)) return { where: [] }
    const shown = placement.window === undefined ? undefined : this.#keep(this.#shown('A cumulative measure'))
    const refused = refusedWindow(branch, shown, this.#time)
    if (refused !== undefined) this.#issues.push(refused)
    // Windows read back: what is shown does not say where their rows begin.
    const span = placement.window === undefined ? this.#shown('') : undefined
    const first = span?.ok ? firstMoment(branch, span.value, this.#time) : undefined
    const where = [first, lastMoment(branch, shown, this.#time)].filter((part) => part !== undefined)
    return { where, ...(shown !== undefined && { shown }) }
  }

  #shown(what: string): Result<ShownTime> {
    return shownTime(this.#query.where, { time: this.#time, tests: this.#tests, for: what })
  }

  #levelKey(level: Level): string | undefined {
    if (this.#keys === undefined) return undefined
    const key = this.#keys.find(({ member }) => isSameMember(member, level))
    if (key === undefined) {
      this.#issues.push(
        issue('NOT_IN_GRAIN', {
          dimension: printMember(level),
          grain: this.#query.by.map(printMember),
          usedIn: 'within',
          fix: 'Add it to `by`: a selected measure is counted within it.',
        }),
      )
    }
    return key?.name
  }

  #branchKey(key: GrainKey, entity: Entity, { shift, window }: Placement): BranchKey[] {
    const { member } = key
    const clock = key.isApart ? {} : { isClock: true, ...(shift.length > 0 && { shift }) }
    if (member.kind === 'time') {
      const { time } = entity
      const refused = time === undefined ? noTime({ catalog: this.#catalog, entity }) : refusedGranularity(member, time, this.#catalog)
      if (refused !== undefined) this.#issues.push(refused)
      return time === undefined ? [] : [{ name: key.name, path: [], dimension: time, granularity: member.granularity, ...clock }]
    }
    const isMeasured = this.#measures.entities.includes(entity.name)
    const asked = {
      dimension: `${member.entity}.${member.dimension}`,
      ...(isMeasured && { measure: this.#measureNameIn(entity) }),
    }
    const path = this.#keep(this.#paths.find(entity.name, member.entity, asked))
    if (path === undefined) return []
    const dimension = this.#dimension(member.entity, member.dimension)
    const isOwnTime = path.length === 0 && dimension === entity.time
    if (key.isApart && isOwnTime && (window !== undefined || shift.length > 0)) this.#issues.push(refusedAlong(dimension))
    return [
      {
        name: key.name,
        path,
        dimension,
        ...(member.granularity !== undefined && { granularity: member.granularity }),
        ...(isOwnTime && clock),
        ...(key.isApart && { isApart: true as const }),
      },
    ]
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
    return this.#tests.predicate(
      condition.test,
      { operand: column.name, type: column.type, name: `${measure.entity}.${measure.name}` },
      negated,
      this.#time,
    )
  }

  /** As asked, then the rest of the grain ascending, so that the order is total. */
  #order(grain: readonly GrainKey[]): ResolvedQuery['order'] {
    const asked = this.#query.orderBy.flatMap((order) => {
      const how = { direction: order.direction, ...(order.nulls !== undefined && { nulls: order.nulls }) }
      if (order.kind === 'measure') return [{ column: this.#measures.add(this.#measure(order.measure)).name, ...how }]
      const key = grain.find(({ member }) => isSameMember(member, order.member))
      if (key !== undefined) return [{ column: key.name, ...how }]
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
    const identity = this.#identity(grain)
    const rest = grain.filter((key) => !asked.some(({ column }) => column === key.name) && (identity?.includes(key) ?? true))
    return [...asked, ...rest.map(({ name }) => ({ column: name, direction: 'asc' as const }))]
  }

  /** Rows that stand for themselves are told apart by their key, groups by all they are grouped by: undefined. */
  #identity(grain: readonly GrainKey[]): readonly GrainKey[] | undefined {
    const [of] = this.#query.each === true ? (this.#query.of ?? []) : []
    const key = of === undefined ? [] : this.#entity(of).key
    const keys = grain.filter(
      ({ member }) => member.kind === 'dimension' && member.entity === of && key.some(({ name }) => name === member.dimension),
    )
    return key.length > 0 && keys.length === key.length ? keys : undefined
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
    const { measures, figures } = this.#entity(entity)
    const found = measures.get(measure) ?? figures.get(measure)
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
