/** What a client names of date and zone. */

export interface NamedScope {
  readonly asOf?: string
  readonly timeZone?: string
}

/** Arguments after coercion. */
export interface ScopeArguments {
  readonly asOf?: string | null | undefined
  readonly timeZone?: string | null | undefined
}

export function namedOf({ asOf, timeZone }: ScopeArguments): NamedScope {
  return { ...(asOf != null && { asOf }), ...(timeZone != null && { timeZone }) }
}
