/**
 * What the page shows, as its address says it, so that reload, back and a sent link work:
 *
 *   #/2025-12-31                               all groups
 *   #/2025-12-31/groups/VIPS?after=<cursor>    customers of a group, from a place on
 *   #/2025-12-31/customers/C000080             a customer
 */
import { CustomerMosaique } from './generated/graphql.ts'

export interface Address {
  /** The day on which everything is looked at. */
  readonly asOf: string
  readonly place: Place
}

export type Place =
  | { readonly kind: 'groups' }
  | { readonly kind: 'group'; readonly group: CustomerMosaique; readonly from: From }
  | { readonly kind: 'customer'; readonly customerId: string }

/** Where a page of a list begins or ends. */
export type From =
  | { readonly kind: 'start' }
  | { readonly kind: 'after'; readonly cursor: string }
  | { readonly kind: 'before'; readonly cursor: string }

export const start: From = { kind: 'start' }

/** The last day of the sample; an application with living data takes today. */
export const home: Address = { asOf: '2025-12-31', place: { kind: 'groups' } }

export function readAddress(hash: string): Address | undefined {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?')
  if (path === '') return home
  const [asOf = '', kind, name, ...more] = path.split('/').map(decode)
  if (!isDay(asOf) || more.length > 0) return undefined
  if (kind === undefined) return { asOf, place: { kind: 'groups' } }
  if (name === undefined || name === '') return undefined
  if (kind === 'customers') return { asOf, place: { kind: 'customer', customerId: name } }
  const group = kind === 'groups' ? readGroup(name) : undefined
  return group && { asOf, place: { kind: 'group', group, from: readFrom(search) } }
}

export function hrefOf({ asOf, place }: Address): string {
  switch (place.kind) {
    case 'groups':
      return `#/${asOf}`
    case 'group':
      return `#/${asOf}/groups/${place.group}${searchOf(place.from)}`
    case 'customer':
      return `#/${asOf}/customers/${encodeURIComponent(place.customerId)}`
  }
}

/** The same place on another day. A cursor is of one day, so a list begins again. */
export function onDay({ place }: Address, asOf: string): Address {
  return { asOf, place: place.kind === 'group' ? { ...place, from: start } : place }
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  // 2025-02-30 would be read as 2025-03-02.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function readFrom(search: string): From {
  const parameters = new URLSearchParams(search)
  const after = parameters.get('after')
  if (after !== null) return { kind: 'after', cursor: after }
  const before = parameters.get('before')
  return before === null ? start : { kind: 'before', cursor: before }
}

function searchOf(from: From): string {
  return from.kind === 'start' ? '' : `?${from.kind}=${encodeURIComponent(from.cursor)}`
}

/** A group by its name; the enum of the schema knows all of them. */
export function readGroup(name: string): CustomerMosaique | undefined {
  return Object.values(CustomerMosaique).find((group) => group === name)
}

/** Whoever writes an address by hand may write a lone %. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
