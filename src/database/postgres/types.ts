/** What the PostgreSQL driver returns: booleans, small numbers and floats as such, everything else as the server's own text. */
import type { CustomTypesConfig } from 'pg'

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'],
  // int2, int4, oid, float4, float8; int8 and numeric stay text, exact.
  ...[21, 23, 26, 700, 701].map((oid): [number, (text: string) => unknown] => [oid, Number]),
])

const identity = (text: string): unknown => text

/** No Date is ever built: the driver would read timestamps in the zone of the process. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid: number) => parsers.get(oid) ?? identity,
}
