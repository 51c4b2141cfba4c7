/** Single rows at the root: by key, by global id. */
import type { GraphQLResolveInfo } from 'graphql'
import { issue } from '../../semantic/issues/issue.ts'
import type { AnswerValue } from '../../semantic/query/answer.ts'
import { parseTimePoint } from '../../semantic/time/time-point.ts'
import type { Context } from '../context.ts'
import type { ScopeArguments } from '../named-scope.ts'
import { toGraphqlError } from '../to-graphql-error.ts'
import { type EntityWords, plainDimensions, readableEntities, type Vocabulary } from '../vocabulary.ts'
import type { EntityRow } from './entity-row.ts'
import { readId } from './global-id.ts'
import { lookUpQuery } from './rows-query.ts'
import { scopeOf } from './scope.ts'
import { rowOfField } from './single-row.ts'

export type KeyArguments = NonNullable<ReturnType<typeof keyArguments>>

/** Arguments for each part of a key, in its order; undefined where a part is hidden. */
export function keyArguments(words: EntityWords) {
  const shown = plainDimensions(words)
  const parts = words.entity.key.flatMap((part) => shown.filter(({ dimension }) => dimension === part))
  if (parts.length < words.entity.key.length) return undefined
  // The date and the zone of the question have their names first.
  return parts.map((word) => ({ name: ['asOf', 'timeZone'].includes(word.field) ? `${word.field}Key` : word.field, word }))
}

interface Asked {
  readonly words: EntityWords
  readonly key: KeyArguments
}

export function readRow(
  args: ScopeArguments & Readonly<Record<string, AnswerValue>>,
  { words, key }: Asked,
  timeZone: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<EntityRow | null> {
  const scope = scopeOf(args, { now: context.now, timeZone })
  checkInstants(args, key, scope.timeZone)
  const asked = { words, scope, fields: words.entity.key, key: key.map(({ name }) => args[name] ?? null) }
  return rowOfField(asked, context, info)
}

/** A day has many instants, and a key is one. */
function checkInstants(args: Readonly<Record<string, AnswerValue>>, key: KeyArguments, timeZone: string): void {
  const issues = key.flatMap(({ name, word }) => {
    const point = word.type === 'timestamp' ? parseTimePoint(String(args[name]), timeZone) : undefined
    if (point?.ok !== true || point.value.kind !== 'day') return []
    return [issue('BAD_USER_INPUT', { problem: `\`${name}\` is a day; a key is one instant, such as ${args[name]}T10:00:00Z.` })]
  })
  if (issues.length > 0) throw toGraphqlError(issues)
}

/** An id is of a row that was shown, so the row is there, even where its time is later (semantics.md 13). */
export async function readNode(
  id: string,
  vocabulary: Vocabulary,
  context: Context,
  info: GraphQLResolveInfo,
  together = 1,
): Promise<EntityRow | null> {
  const { entity, key, named } = readId(id, context)
  const words = readableEntities(vocabulary).find((each) => each.entity.name === entity)
  // The model has changed since: what the id means is not there any more.
  if (words === undefined || words.entity.key.length !== key.length) return null
  const scope = { ...scopeOf(named, { now: context.now, timeZone: vocabulary.catalog.timeZone }), rows: together }
  const fields = words.entity.key
  // So has the type of its key. A refusal would tell what the id hides, and fail whatever is asked for with it.
  const question = lookUpQuery({ entity: words.entity, scope, dimensions: [], owners: { fields, path: [], keys: [key] } })
  if (!context.engine.prepare(question).ok) return null
  return rowOfField({ words, scope, fields, key, lookedUp: true }, context, info)
}

const mostIds = 100

/** An id that is none fails its own place in the list. */
export function readNodes(ids: readonly string[], vocabulary: Vocabulary, context: Context, info: GraphQLResolveInfo) {
  if (ids.length > mostIds) throw toGraphqlError([issue('LIMIT_EXCEEDED', { limit: ids.length, maximum: mostIds, of: 'ids' })])
  return ids.map((id) => readNode(id, vocabulary, context, info, ids.length))
}
