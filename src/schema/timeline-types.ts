/** `timeline(first, after, activities)` of every row that something happens to: ActivityConnection, and an enum of what can happen. */
import { asBegun } from '../resolvers/graph/begun.ts'
import type { ConnectionEnvironment } from '../resolvers/graph/connection.ts'
import { type TimelineArguments, timelineOf } from '../resolvers/graph/timeline.ts'
import { type EntityWords, readableEntities, wordsNamed } from '../resolvers/vocabulary.ts'
import { toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import { createConnectionType, pageArguments } from './connection-types.ts'
import { deprecationOf, describeEntity, describeEntityType } from './describe.ts'
import type { EntityTypes, RowRef } from './entity-types.ts'
import type { Parts } from './parts.ts'

export function addTimelines(parts: Parts, types: EntityTypes, environment: ConnectionEnvironment): void {
  const { builder, vocabulary } = parts
  const all = readableEntities(vocabulary).filter(({ timeline }) => timeline.length > 0)
  if (all.length === 0) return
  const names = { connection: 'ActivityConnection', edge: 'ActivityEdge', title: 'Activity' }
  // An interface is referred to as an object is.
  const activity = types.interfaces.activity as unknown as RowRef
  const connection = createConnectionType(builder, activity, names, types.pageInfo)
  for (const words of all) {
    const ref = types.rows.get(words.field)
    if (ref === undefined) continue
    const activities = createActivities(parts, words)
    builder.objectFields(ref, (t) => ({
      timeline: t.field({
        type: connection,
        nullable: true,
        description: `What happened to it, newest first: ${members(words)
          .map((name) => vocabularyTitle(parts, name))
          .join(', ')}. At the same instant those of one stream come by key, others in this order. Rows without a time are left out.`,
        args: {
          ...builder.args((arg) => {
            const { first, after } = pageArguments(arg, environment.limits)
            return {
              first,
              after,
              activities: arg.field({
                type: [activities],
                description: 'Only what is one of these; all by default. An empty list matches nothing.',
              }),
            }
          }),
        },
        resolve: (row, args, context, info) =>
          asBegun(row, info, () => timelineOf(row, args as TimelineArguments, environment, context, info)),
      }),
    }))
  }
}

function members({ timeline }: EntityWords): readonly string[] {
  return timeline.flatMap((source) => source.members.map(({ entity }) => entity))
}

function createActivities({ builder, vocabulary }: Parts, words: EntityWords) {
  return builder.enumType(words.typeNames.timelineActivity, {
    description: describeEntityType(words.entity, 'what its timeline has'),
    values: Object.fromEntries(
      members(words).map((name) => {
        const { entity } = wordsNamed(vocabulary, toFieldName(name))
        return [toEnumValue(name), { value: name, description: describeEntity(entity), ...deprecationOf(entity) }]
      }),
    ),
  })
}

function vocabularyTitle({ vocabulary }: Parts, name: string): string {
  return wordsNamed(vocabulary, toFieldName(name)).entity.title
}
