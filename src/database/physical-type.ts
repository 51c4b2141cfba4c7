/** The model's word for a type of the database; both engines answer to the names of PostgreSQL here. */
import type { ValueType } from '../semantic/dialect/value-type.ts'

const words: Readonly<Record<string, ValueType>> = {
  text: 'string',
  varchar: 'string',
  'character varying': 'string',
  character: 'string',
  name: 'string',
  citext: 'string',
  uuid: 'string',
  enum: 'string',
  smallint: 'integer',
  integer: 'integer',
  tinyint: 'integer',
  utinyint: 'integer',
  usmallint: 'integer',
  bigint: 'bigint',
  uinteger: 'bigint',
  ubigint: 'bigint',
  hugeint: 'bigint',
  uhugeint: 'bigint',
  numeric: 'decimal',
  decimal: 'decimal',
  real: 'float',
  float: 'float',
  double: 'float',
  'double precision': 'float',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamp_s: 'timestamp',
  timestamp_ms: 'timestamp',
  timestamp_ns: 'timestamp',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamp',
}

/** `numeric(12,2)` -> decimal; `json`, `integer[]` -> other. */
export function valueTypeOf(sqlType: string): ValueType | 'other' {
  if (sqlType.endsWith(']')) return 'other'
  const withoutParameters = sqlType.toLowerCase().replace(/\(.*\)/s, '')
  return words[withoutParameters] ?? 'other'
}
