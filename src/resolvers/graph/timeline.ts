/**
 * The timeline of a row: everything that happened to it, newest first. One statement for each stream and each entity that is no part of a stream,
 * with the columns selected, and one for each kind of activity of which more than columns is selected; whatever the number of rows that have a
 * timeline.
 */
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'
import type { EntityWords, Vocabulary } from '../vocabulary.ts'
import { batchAt, placeOf } from './batches.ts'
import { type Connection, type ConnectionEnvironment, type ConnectionRows, cursorsOf } from './connection.ts'
import { cursorAt, type Fingerprint, fingerprintOf, readPlaces } from './cursor.ts'
import { dimensionValues, type EntityRow } from './entity-row.ts'
import { connectionSelection, type RowSelection } from './entity-selection.ts'
import { countsLoad, inOrder, keyOfMoment, type Moment, momentsLoad, namesIn, type Place, placeOfCursor, placeOfMoment } from './moments.ts'
import { type PageArguments, readPage } from './page-arguments.ts'
import type { Scope } from './scope.ts'
import { rowAt } from './single-row.ts'
import { membersRead } from './timeline-members.ts'
import type { TimelineSource } from './timeline-sources.ts'
import { once } from './together.ts'

export interface TimelineArguments extends Pick<PageArguments, 'first' | 'after'> {
  /** Names of entities; absent: all. */
  readonly activities?: readonly string[] | null
}

export function timelineOf(
  row: EntityRow,
  { activities, ...args }: TimelineArguments,
  environment: ConnectionEnvironment,
  context: Context,
  info: GraphQLResolveInfo,
): Connection<EntityRow> {
  const page = readPage(args, row.scope.rows, environment.limits)
  const sources = restricted(row.words.timeline, activities)
  const identity = [
    'timeline',
    row.words.entity.name,
    dimensionValues(row, parentFieldsOf(row.words)),
    sources.map(({ members }) => members),
  ]
  const fingerprint = fingerprintOf(identity, row.scope)
  const places = readPlaces(page, fingerprint, row.scope, context)
  const after = places.after === undefined ? undefined : placeOfCursor(places.after)
  const scope = { ...places.scope, rows: places.scope.rows * Math.max(page.size, 1) }
  const place = placeOf(info)
  const asked: TimelineAsked = { row, scope, fingerprint, ...(after && { after }) }
  const load = () => {
    const { vocabulary } = environment
    return timelinesLoad({ sources, size: page.size, selection: connectionSelection(info), place, vocabulary }, context)
  }
  const count = async () => {
    const counts = await Promise.all(
      sources.map((source, index) => {
        const asked = { key: dimensionValues(row, source.parentFields), scope: places.scope }
        return batchAt(`${place}#${index}#count`, context, () => countsLoad(source, context)).load(asked)
      }),
    )
    return counts.reduce((sum, each) => sum + each, 0)
  }
  return { rows: once(() => batchAt(place, context, load).load(asked)), count: once(count) }
}

interface TimelineAsked {
  readonly row: EntityRow
  readonly scope: Scope
  readonly fingerprint: Fingerprint
  readonly after?: Place
}

/** What all timelines at one place of a document have in common. */
interface Timelines {
  readonly sources: readonly TimelineSource[]
  readonly size: number
  readonly selection: RowSelection
  readonly place: string
  readonly vocabulary: Vocabulary
}

/** All at once, though some have rows of few sources: what is selected below is then asked once for all, not whenever one of them is there. */
function timelinesLoad({ sources, size, vocabulary, ...shown }: Timelines, context: Context) {
  const members = sources.map((source) => membersRead(source, shown.selection, vocabulary))
  return async (asked: readonly TimelineAsked[]): Promise<readonly ConnectionRows<EntityRow>[]> => {
    const ofSources = await Promise.all(
      sources.map((source, index) => {
        const moments = asked.map(({ row, scope, after }) => ({
          key: dimensionValues(row, source.parentFields),
          scope,
          ...(after && { after }),
        }))
        return momentsLoad({ source, index, size, members: members[index] ?? [] }, context)(moments)
      }),
    )
    return Promise.all(
      asked.map(async ({ scope, fingerprint }, position) => {
        const pages = ofSources.flatMap((ofSource) => ofSource[position] ?? [])
        const merged = inOrder(pages.map(({ moments }) => moments))
        const moments = merged.slice(0, size)
        const rows = await rowsOf(moments, { ...shown, scope }, context)
        return {
          rows: rows.flatMap((row) => row ?? []),
          // One that is not there has gone between two statements.
          cursorOf: cursorsOf(
            moments.filter((_, index) => rows[index] != null),
            (moment) => cursorAt(placeOfMoment(moment), { fingerprint, scope, names: namesIn(sources[moment.kind.source.index]) }, context),
          ),
          hasNextPage: merged.length > moments.length || pages.some(({ hasMore }) => hasMore),
          hasPreviousPage: false,
        }
      }),
    )
  }
}

/** What the fields under a timeline are found by. */
export function parentFieldsOf({ timeline }: EntityWords): readonly string[] {
  return [...new Set(timeline.flatMap(({ parentFields }) => parentFields))]
}

function restricted(sources: readonly TimelineSource[], activities: TimelineArguments['activities']): readonly TimelineSource[] {
  if (activities == null) return sources
  return sources.flatMap((source) => {
    const members = source.members.filter(({ entity }) => activities.includes(entity))
    return members.length === 0 ? [] : [{ ...source, members }]
  })
}

interface Shown extends Pick<Timelines, 'selection' | 'place'> {
  readonly scope: Scope
}

/** With the fields selected on the type of each. A page has hundreds: where all of them are here, none is a promise. */
function rowsOf(moments: readonly Moment[], { scope, selection, place }: Shown, context: Context) {
  const here = (moment: Moment) => rowHere(moment, scope)
  if (moments.every(({ kind }) => kind.member.columns !== undefined)) return moments.map(here)
  return Promise.all(
    moments.map((moment) => {
      const { words, columns } = moment.kind.member
      if (columns !== undefined) return here(moment)
      return rowAt({ words, scope, fields: words.entity.key, key: keyOfMoment(moment) }, selection, place, context)
    }),
  )
}

function rowHere({ kind, values }: Moment, scope: Scope): EntityRow {
  return { words: kind.member.words, scope, values, places: kind.places }
}
