/** As of when a field is answered and where its days begin; what stands below it inherits both. */
import { asOfPoint } from '../../semantic/time/as-of.ts'
import { checkTimeZone } from '../../semantic/time/time-point.ts'
import { type NamedScope, namedOf, type ScopeArguments } from '../named-scope.ts'
import { orThrow } from '../slice.ts'

export interface Scope {
  readonly asOf: string
  readonly timeZone: string
  /** What the client named of them: global ids carry it, so that two dates are never one row to a client's cache. */
  readonly named: NamedScope
  /** The most rows there may be here: pages within pages multiply. */
  readonly rows: number
}

interface Defaults {
  /** The operation's instant. */
  readonly now: string
  /** The zone of the model. */
  readonly timeZone: string
}

export function scopeOf({ asOf, timeZone }: ScopeArguments, defaults: Defaults): Scope {
  const named = namedOf({ asOf, timeZone })
  const scope = { asOf: asOf ?? defaults.now, timeZone: orThrow(checkTimeZone(timeZone ?? defaults.timeZone)), named, rows: 1 }
  orThrow(asOfPoint(scope.asOf, scope.timeZone))
  return scope
}

/** Equal for scopes whose rows can be asked for together. */
export function scopeKey({ asOf, timeZone, named }: Scope): string {
  return JSON.stringify([asOf, timeZone, named])
}
