/**
 * Descriptions of what a model declares: its own words first, then unit, owner and what a client should know.
 */

import type { Word } from '../resolvers/vocabulary.ts'
import type { Dimension, Entity, Group, Measure } from '../semantic/catalog/catalog.ts'
import { scoresIn } from '../semantic/catalog/grouping.ts'
import { type Granularity, isDateGranularity } from '../semantic/time/granularity.ts'

export function describeEntity(entity: Entity): string {
  return sentences(entity.description ?? `${entity.title}, an entity of the model`, owner(entity.owner))
}

/** One of the types made for an entity: "Customer: conditions on one row. People who ordered at least once." */
export function describeEntityType(entity: Entity, role: string): string {
  return sentences(`${entity.title}: ${role}`, entity.description, owner(entity.owner))
}

export function describeWord(word: Word): string {
  if (word.kind === 'measure') {
    const { measure } = word
    const unit = measure.unit === undefined ? undefined : `Unit: ${measure.unit}`
    const meaning = measure.description ?? `${measure.title}, a measure of ${inWords(measure.entity)}`
    return sentences(meaning, unit, inTotals(measure), owner(measure.owner))
  }
  const { dimension, granularity } = word
  const bucket = granularity && describeBucket(granularity)
  if (dimension === undefined) return sentences(bucket, sharedClock)
  const personal = dimension.pii ? 'Personal data' : undefined
  return sentences(
    dimension.description ?? `${dimension.title}, a ${nounOf(dimension)} of ${inWords(dimension.entity)}`,
    scale(dimension),
    toDo(dimension.segment),
    bucket,
    personal,
    owner(dimension.owner),
  )
}

function nounOf({ from, segment, groups }: Dimension): string {
  if (from.kind === 'score') return 'score'
  if (segment !== undefined) return 'segment'
  return groups === undefined ? 'dimension' : 'segmentation'
}

function scale({ from }: Dimension): string | undefined {
  if (from.kind !== 'score') return undefined
  const scores = scoresIn(from.rule)
  const best = from.rule.method === 'bands' ? '' : `; ${from.rule.bestScore} is the best`
  return `From ${scores.at(0)} to ${scores.at(-1)}${best}`
}

function toDo({ action }: { readonly action?: string } = {}): string | undefined {
  return action === undefined ? undefined : `Action: ${action}`
}

/** The groups of a segmentation together. */
export function describeGroups(dimension: Dimension, entity: Entity): string {
  const meaning = `${entity.title}: the groups of ${dimension.title}, in their order; a row is in the first that it fits`
  return sentences(meaning, dimension.description, owner(dimension.owner))
}

export function describeGroup({ title, description, action }: Group): string {
  return sentences(title, description, toDo({ ...(action !== undefined && { action }) }))
}

/** What a measure that looks beyond its group is for all groups together, and why it may be null. */
function inTotals({ compute }: Measure): string | undefined {
  switch (compute.kind) {
    case 'cumulative':
      return 'In totals: the last window; null under `having` and where `of` leaves groups out, because a window reads rows outside of its group'
    case 'share':
      return 'In totals: 1; null where groups overlap'
    case 'rank':
      return 'In totals: null, all groups together have no rank'
    case 'aggregate':
      return compute.semiAdditive === undefined
        ? undefined
        : `In totals: the rows of the ${compute.semiAdditive.keep} moment of all groups together, not the sum of the groups`
    default:
      return undefined
  }
}

/** What `time` is wherever it stands. */
export const sharedClock = 'The shared clock is the primary time of the entity of each measure.'

/** Why a member or entity should not be used any more; absent where it may. */
export function deprecationOf(annotated: { readonly deprecated?: string } | undefined): { readonly deprecationReason?: string } {
  return annotated?.deprecated === undefined ? {} : { deprecationReason: annotated.deprecated }
}

export function wordDeprecation(word: Word): { readonly deprecationReason?: string } {
  return deprecationOf(word.kind === 'measure' ? word.measure : word.dimension)
}

function describeBucket(granularity: Granularity): string {
  if (granularity === 'day') return 'By day'
  return `By ${inWords(granularity)}: its first ${isDateGranularity(granularity) ? 'day' : 'instant'}`
}

/** `order_placed` -> `order placed`. */
function inWords(name: string): string {
  return name.replaceAll('_', ' ')
}

function owner(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `Owner: ${name}`
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts
    .flatMap((part) => (part === undefined || part.trim() === '' ? [] : [part.trim()]))
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(' ')
}
