/**
 * Segments and segmentations of an entity as answers of their own: who is in which group, since when, and from where they came.
 * What is not selected is not asked: names and titles need no database.
 */

import type { GraphQLResolveInfo } from 'graphql'
import type { Dimension, Entity, Group } from '../semantic/catalog/catalog.ts'
import { averagedDimensions, figureNames } from '../semantic/catalog/figures.ts'
import { toFieldName } from '../semantic/catalog/names.ts'
import { scoresReadBy } from '../semantic/catalog/scores-read.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import type { AnswerValue, SliceAnswer } from '../semantic/query/answer.ts'
import { coverageOf, coverageQuestion, figuresQuestion, type GroupCoverage } from '../semantic/query/coverage.ts'
import type { EntityCondition, RowCondition, SemanticQuery } from '../semantic/query/semantic-query.ts'
import { asOfPoint } from '../semantic/time/as-of.ts'
import { type HistoryStep, stepsBetween } from '../semantic/time/steps.ts'
import { type Context, runOptionsOf } from './context.ts'
import { type Connection, type ConnectionArguments, type ConnectionEnvironment, connectionOf } from './graph/connection.ts'
import type { EntityRow } from './graph/entity-row.ts'
import { type Scope, scopeOf } from './graph/scope.ts'
import { readEntityWhere } from './read-conditions.ts'
import type { InputObject } from './read-logic.ts'
import { fieldsBelow, type SelectionSource } from './selection.ts'
import { orThrow } from './slice.ts'
import { toGraphqlError } from './to-graphql-error.ts'
import type { EntityWords, Vocabulary } from './vocabulary.ts'

export interface PopulationArguments {
  readonly where?: InputObject | null
  readonly asOf?: string | null
  readonly timeZone?: string | null
}

/** Which rows of an entity are looked at, and as of when. */
export interface Population {
  readonly words: EntityWords
  readonly scope: Scope
  readonly asOf: string
  readonly timeZone: string
  readonly where?: EntityCondition
}

/** A segment or a group of a segmentation; without figures where none was selected. */
export interface GroupView {
  readonly name: string
  readonly title: string
  readonly description?: string | undefined
  readonly action?: string | undefined
  readonly count?: number
  /** 0 to 100; null of no rows at all. */
  readonly percentage?: number | null
  /** By field name. */
  readonly averages?: Readonly<Record<string, number | null>>
  /** Which rows are in it. */
  readonly members?: MembersView
}

export interface MembersView {
  readonly population: Population
  /** A segment is true, a segmentation has the value of the group. */
  readonly dimension: Dimension
  readonly value: string | true
}

export interface SegmentationView {
  readonly population: Population
  readonly dimension: Dimension
  readonly groups: readonly Group[]
}

export function readPopulation(
  { where, asOf, timeZone }: PopulationArguments,
  words: EntityWords,
  vocabulary: Vocabulary,
  { now }: Context,
): Population {
  const issues: Parameters<typeof toGraphqlError>[0][number][] = []
  const condition = where == null ? undefined : readEntityWhere({ value: where, place: 'where', issues }, words, vocabulary)
  if (issues.length > 0) throw toGraphqlError(issues)
  const scope = scopeOf(
    { ...(asOf != null && { asOf }), ...(timeZone != null && { timeZone }) },
    { now, timeZone: vocabulary.catalog.timeZone },
  )
  return { words, scope, asOf: scope.asOf, timeZone: scope.timeZone, ...(condition !== undefined && { where: condition }) }
}

/** The rows of a group, page by page. */
export function readMembers(
  { members }: GroupView,
  args: ConnectionArguments,
  environment: ConnectionEnvironment,
  context: Context,
  info: GraphQLResolveInfo,
): Connection<EntityRow> {
  if (members === undefined) throw new InternalError('A group without what its members have in common')
  const { population, dimension, value } = members
  const { words, scope, where } = population
  const all = where && { name: JSON.stringify(where.condition), condition: where.condition }
  // A row is in one group of a segmentation, as it is of one owner: the members of all groups are one statement.
  if (value !== true) {
    const owner = { fields: [dimension], key: [value] }
    return connectionOf({ words, scope, owner, ...(all && { fixed: all }) }, args, environment, context, info)
  }
  const isIn: RowCondition = { kind: 'test', dimension: dimension.name, test: { operator: 'eq', value } }
  const condition: RowCondition =
    all === undefined ? isIn : { kind: 'and', conditions: [isIn, { kind: 'and', conditions: [all.condition] }] }
  return connectionOf({ words, scope, fixed: { name: JSON.stringify(condition), condition } }, args, environment, context, info)
}

/** ISO 8601, with the offset of the zone. */
export function readAsOf({ population: { asOf, timeZone } }: SegmentationView): string {
  return orThrow(asOfPoint(asOf, timeZone)).echo
}

export async function countRows(population: Population, context: Context): Promise<number> {
  const answer = orThrow(await context.engine.run(questionOf(population, [], [figureNames.count]), runOptionsOf(context)))
  return Number(answer.rows[0]?.[0] ?? 0)
}

/** All segments in one statement; or one of them. */
export async function readSegments(
  population: Population,
  segments: readonly Dimension[],
  context: Context,
  source: SelectionSource,
): Promise<readonly GroupView[]> {
  const { counted, averaged } = selectedFigures(source, population.words.entity)
  const views = segments.map((segment) => ({
    ...viewOf(segment),
    members: { population, dimension: segment, value: true as const },
    ...(segment.segment?.action !== undefined && { action: segment.segment.action }),
  }))
  if (!counted) return views
  const names = [
    figureNames.count,
    ...segments.flatMap(({ name }) => [
      figureNames.inSegment(name),
      ...averaged.map((dimension) => figureNames.averageIn(name, dimension.name)),
    ]),
  ]
  const answer = orThrow(await context.engine.run(questionOf(population, [], names), runOptionsOf(context)))
  const values = new Map(names.map((name, index) => [name, numberOf(answer.rows[0]?.[index])]))
  const total = values.get(figureNames.count) ?? 0
  return views.map((view, index) => {
    const name = segments[index]?.name ?? ''
    const averages = averaged.map((dimension) => [
      toFieldName(dimension.name),
      values.get(figureNames.averageIn(name, dimension.name)) ?? null,
    ])
    return { ...view, ...sizeOf(values.get(figureNames.inSegment(name)) ?? 0, total), averages: Object.fromEntries(averages) }
  })
}

function viewOf({ name, title, description }: Dimension): GroupView {
  return { name: name.toUpperCase(), title, description }
}

/** Every group in the order of the model, empty ones too. */
export async function readGroups(view: SegmentationView, context: Context, source: SelectionSource): Promise<readonly GroupView[]> {
  const { population, dimension, groups } = view
  const { counted, averaged } = selectedFigures(source, population.words.entity)
  const views = groups.map((group) => ({ ...groupView(group), members: { population, dimension, value: group.value } }))
  if (!counted) return views
  const names = [figureNames.count, ...averaged.map(({ name }) => figureNames.average(name))]
  const answer = orThrow(await context.engine.run(questionOf(population, [dimension], names), runOptionsOf(context)))
  const rows = new Map(answer.rows.map(([value, ...figures]) => [value, figures]))
  const total = totalOf(answer)
  return views.map((group) => {
    const [count, ...means] = rows.get(group.name) ?? []
    const averages = averaged.map(({ name }, index) => [toFieldName(name), numberOf(means[index])])
    return { ...group, ...sizeOf(Number(count ?? 0), total), averages: Object.fromEntries(averages) }
  })
}

function groupView({ value, title, description, action }: Group): GroupView {
  return { name: value, title, description, action }
}

export interface HistoryArguments {
  readonly from: string
  readonly to?: string | null
  readonly every: HistoryStep
}

/** More dates than anyone reads: ten years of months. */
const mostDates = 120

export interface HistoryView {
  readonly asOf: string
  readonly groups: readonly GroupView[]
}

/** The sizes of all groups at each date, in one statement. */
export async function readHistory(
  { population, dimension, groups }: SegmentationView,
  { from, to, every }: HistoryArguments,
  context: Context,
): Promise<readonly HistoryView[]> {
  const { timeZone } = population
  const dates = orThrow(stepsBetween(from, to ?? population.asOf, every, { timeZone, most: mostDates }))
  const questions = dates.map((asOf) => questionOf({ ...population, asOf }, [dimension], [figureNames.count]))
  const reading = orThrow(context.engine.together(questions))
  const answers = orThrow(await context.engine.read(reading, runOptionsOf(context)))
  return answers.map((answer) => {
    const counts = new Map(answer.rows.map(([value, count]) => [value, Number(count)]))
    const total = totalOf(answer)
    return { asOf: answer.asOf, groups: groups.map((group) => ({ ...groupView(group), ...sizeOf(counts.get(group.value) ?? 0, total) })) }
  })
}

export interface CoverageView {
  readonly rest: number
  readonly never: readonly string[]
  readonly groups: readonly (GroupView & Omit<GroupCoverage, 'group'>)[]
}

export async function readCoverage({ population, dimension }: SegmentationView, context: Context): Promise<CoverageView> {
  const answer = orThrow(await context.engine.run(coverageQuestion(dimension, population), runOptionsOf(context)))
  const { groups, rest, never } = coverageOf(dimension, answer)
  return {
    rest,
    never: never.map(({ value }) => value),
    groups: groups.map(({ group, ...counts }) => ({ ...groupView(group), ...counts })),
  }
}

export interface ScoreView {
  readonly dimension: Dimension
  readonly population: Population
}

/** The scores its groups are told apart by. */
export function scoresOf({ population, dimension }: SegmentationView): readonly ScoreView[] {
  return scoresReadBy(dimension, population.words.entity).map((score) => ({ dimension: score, population }))
}

/** Where one score ends and the next begins; null where rows have places and not values (`ntile`) or shares. */
export async function readCutPoints(
  { dimension, population: { words, asOf, timeZone } }: ScoreView,
  context: Context,
): Promise<readonly number[] | null> {
  if (dimension.from.kind !== 'score') throw new InternalError(`${dimension.name} is no score`)
  const { rule } = dimension.from
  if (rule.method === 'bands') return rule.bands.flatMap(({ from }) => (from === undefined ? [] : [Number(from)]))
  if (rule.method !== 'quantile') return null
  const reading = orThrow(context.engine.cutPoints({ entity: words.entity.name, dimension: dimension.name, asOf, timeZone }))
  return orThrow(await context.engine.read(reading, runOptionsOf(context))).cutPoints
}

export interface ScoreSize {
  readonly score: number
  readonly count: number
}

/** Scores that occur, ascending; fewer than there are buckets where values are fewer or alike. Of all that are scored, whatever `where` says. */
export async function readScoreSizes({ dimension, population }: ScoreView, context: Context): Promise<readonly ScoreSize[]> {
  const { where: _, ...everyone } = population
  const answer = orThrow(await context.engine.run(questionOf(everyone, [dimension], [figureNames.count]), runOptionsOf(context)))
  return answer.rows.flatMap(([score, count]) => (score === null ? [] : [{ score: Number(score), count: Number(count) }]))
}

export interface MigrationView {
  readonly cells: readonly { readonly from: string | null; readonly to: string; readonly count: number }[]
}

/** In the order of the groups; who was not there yet comes last. */
export async function readMigration(
  { words, timeZone, where }: Population,
  { dimension, from, to }: { readonly dimension: Dimension; readonly from: string; readonly to: string },
  context: Context,
): Promise<MigrationView> {
  const question = { entity: words.entity.name, dimension: dimension.name, from, to, timeZone, ...(where !== undefined && { where }) }
  const reading = orThrow(context.engine.moves(question))
  const moves = orThrow(await context.engine.read(reading, runOptionsOf(context)))
  const names = (dimension.groups ?? []).map(({ value }) => value)
  const placeOf = (name: string | null) => (name === null ? names.length : names.indexOf(name))
  return { cells: moves.toSorted((a, b) => placeOf(a.from) - placeOf(b.from) || placeOf(a.to) - placeOf(b.to)) }
}

function questionOf(population: Population, by: readonly Dimension[], figures: readonly string[]): SemanticQuery {
  return figuresQuestion(population.words.entity.name, by, figures, population)
}

function selectedFigures(source: SelectionSource, entity: Entity): { readonly counted: boolean; readonly averaged: readonly Dimension[] } {
  const fields = fieldsBelow(source)
  const averages = fields.get('averages') ?? new Set()
  return {
    counted: ['count', 'percentage', 'averages'].some((name) => fields.has(name)),
    averaged: averagedDimensions(entity).filter(({ name }) => averages.has(toFieldName(name))),
  }
}

function totalOf({ rows }: SliceAnswer): number {
  return rows.reduce((sum, [, count]) => sum + Number(count), 0)
}

function sizeOf(count: number, total: number): Required<Pick<GroupView, 'count' | 'percentage'>> {
  return { count, percentage: total === 0 ? null : (100 * count) / total }
}

function numberOf(value: AnswerValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
