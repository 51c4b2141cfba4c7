/** `catalog { dimensionValues }`: one field, one statement. */
import { failure, InternalError, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import type { ValuesAnswer } from '../semantic/query/values.ts'
import type { ValuesQuery } from '../semantic/query/values-query.ts'
import { checkTimeZone } from '../semantic/time/time-point.ts'
import type { CatalogView } from './catalog-view.ts'
import { type Context, runOptionsOf } from './context.ts'
import type { InputObject } from './read-logic.ts'
import { readDimensionRef } from './read-ref.ts'
import { orThrow } from './slice.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Arguments after coercion; a null is as good as absent. */
interface ValuesArguments {
  readonly of: InputObject
  readonly search?: string | null
  readonly first?: number | null
  readonly asOf?: string | null
  readonly timeZone?: string | null
}

/** How many values one answer has. */
export interface ValuesLimits {
  readonly defaultFirst: number
  readonly maxFirst: number
}

export function dimensionValuesResolver(vocabulary: Vocabulary, limits: ValuesLimits) {
  return async (_catalog: CatalogView, args: ValuesArguments, context: Context): Promise<ValuesAnswer> => {
    const query = orThrow(toValuesQuery(args, context.now, vocabulary, limits))
    return orThrow(await context.engine.values(query, runOptionsOf(context)))
  }
}

function toValuesQuery(
  args: ValuesArguments,
  now: string,
  vocabulary: Vocabulary,
  { defaultFirst, maxFirst }: ValuesLimits,
): Result<ValuesQuery> {
  const { member: dimension } = readDimensionRef(args.of, vocabulary)
  if (dimension.kind !== 'dimension') throw new InternalError('The shared clock has no values of its own.')
  const issues: Issue[] = []
  const first = args.first ?? defaultFirst
  if (first < 1 || first > maxFirst) {
    issues.push(
      issue('BAD_USER_INPUT', { problem: `\`first\` is ${first}; it counts values, from 1 to ${maxFirst}. \`search\` finds the others.` }),
    )
  }
  const timeZone = checkTimeZone(args.timeZone ?? vocabulary.catalog.timeZone)
  if (!timeZone.ok) issues.push(...timeZone.issues)
  if (issues.length > 0 || !timeZone.ok) return failure(...issues)
  return success({ dimension, first, asOf: args.asOf ?? now, timeZone: timeZone.value, ...(args.search && { search: args.search }) })
}
