/**
 * A time some units earlier or later, for plans: its name is no word, so that no expression of a model can call it (there: `x + interval '1 month'`).
 */
import { sql } from 'kysely'
import { InternalError } from '../../issues/issue.ts'
import { periodUnits } from '../../time/period.ts'
import type { Expression } from '../expression.ts'
import { type FunctionDefinition, level, piece, term } from './function.ts'

const name = 'move time'

export const moved: FunctionDefinition = {
  name,
  takes: 'a date or a timestamp, a number of units and the unit',
  check: () => undefined,
  toSql: ({ dialect, timeZone, arguments: [x, count, word] }) => {
    const n = Number(count?.literal)
    const unit = periodUnits.find((known) => known === word?.literal)
    if (x === undefined || unit === undefined || !Number.isInteger(n)) throw new InternalError('A time is moved by a whole number of units')
    if (n === 0) return term(sql`${x.sql}`)
    return piece(x.type === 'date' ? dialect.moveDate(x.sql, n, unit) : dialect.moveInstant(x.sql, n, unit, timeZone), level.add)
  },
}

/** `x` moved by n units, later where n is above 0. */
export function move<R>(x: Expression<R>, n: number, unit: string): Expression<R> {
  const literal = (type: 'integer' | 'string', value: string): Expression<R> => ({ kind: 'literal', type, value })
  return { kind: 'call', name, type: x.type, arguments: [x, literal('integer', String(n)), literal('string', unit)] }
}
