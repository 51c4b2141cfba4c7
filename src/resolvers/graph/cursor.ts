/**
 * Cursors: the place of a row in the order of a connection, sealed. A cursor holds for the connection it came from: the same rows, filter, order, zone
 * and date. Where the client named no date, the cursor carries the instant its walk began at, so that all pages are as of one instant.
 */
import { createHash } from 'node:crypto'
import { InternalError, issue } from '../../semantic/issues/issue.ts'
import type { AnswerValue } from '../../semantic/query/answer.ts'
import type { Context } from '../context.ts'
import { toGraphqlError } from '../to-graphql-error.ts'
import type { Page } from './page-arguments.ts'
import type { Scope } from './scope.ts'
import { sealed } from './sealed.ts'

export type CursorPlace = readonly AnswerValue[]

/** What a connection is known by: equal for two pages of one walk. Worked out for cursors alone: a page of pages has many connections. */
export type Fingerprint = () => string

export function fingerprintOf(identity: unknown, { named, timeZone }: Scope): Fingerprint {
  let known: string | undefined
  return () => {
    known ??= createHash('sha256')
      .update(JSON.stringify([identity, named.asOf ?? null, timeZone]))
      .digest('base64url')
      .slice(0, 16)
    return known
  }
}

export interface CursorOf {
  readonly fingerprint: Fingerprint
  readonly scope: Scope
  /** What the values of the place are, as a refusal names them. */
  readonly names: readonly string[]
}

/** Throws where the values of the place are too long. */
export function cursorAt(place: CursorPlace, { fingerprint, scope, names }: CursorOf, context: Pick<Context, 'seal'>): string {
  const parts = [fingerprint(), scope.named.asOf === undefined ? scope.asOf : 0, ...place]
  return sealed('cursor', { parts, values: place.map((value, index) => [names[index] ?? '', value] as const) }, context)
}

export interface Places {
  readonly after?: CursorPlace
  readonly before?: CursorPlace
  /** Of the walk the cursors belong to. */
  readonly scope: Scope
}

/** Throws STALE_CURSOR for cursors of anything else. */
export function readPlaces({ after, before }: Page, fingerprint: Fingerprint, scope: Scope, context: Pick<Context, 'seal'>): Places {
  const places = Object.entries({ after, before }).flatMap(([argument, cursor]) =>
    cursor === undefined ? [] : [{ argument, ...open(cursor, argument as 'after' | 'before', fingerprint, context) }],
  )
  const instants = new Set(places.map(({ asOf }) => asOf))
  if (instants.size > 1) throw toGraphqlError([issue('STALE_CURSOR', { argument: 'after', because: 'asOf' })])
  const [instant] = instants
  return {
    ...Object.fromEntries(places.map(({ argument, place }) => [argument, place])),
    scope: typeof instant === 'string' ? { ...scope, asOf: instant } : scope,
  }
}

function open(cursor: string, argument: 'after' | 'before', fingerprint: Fingerprint, { seal }: Pick<Context, 'seal'>) {
  const parts = seal.open('cursor', cursor)
  if (parts === undefined) throw toGraphqlError([issue('STALE_CURSOR', { argument, because: 'unreadable' })])
  if (!Array.isArray(parts)) throw new InternalError('A sealed cursor is no list.')
  const [ofWhat, asOf, ...place] = parts as [string, string | 0, ...CursorPlace]
  if (ofWhat !== fingerprint()) throw toGraphqlError([issue('STALE_CURSOR', { argument, because: 'foreign' })])
  return { asOf, place }
}
