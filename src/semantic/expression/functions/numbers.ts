/** Functions of numbers. Where mathematics has no real answer (ln of 0, the root of -1) the answer is null, as for a division by 0. */
import { sql } from 'kysely'
import type { Sql } from '../../dialect/dialect.ts'
import { plainNumber } from '../literals.ts'
import { isWhole } from '../types.ts'
import { type FunctionDefinition, fitAll, level, literalText, type PrintedArgument, type PrintedCall, piece, term } from './function.ts'

/** One number in, the same type out. */
function sameType(name: string, toSql: (argument: PrintedArgument) => Sql): FunctionDefinition {
  return {
    name,
    takes: 'a number',
    check: (nodes) => {
      const fitted = fitAll(nodes, ['number'])
      return fitted && { type: fitted[0]?.type ?? 'unknown', arguments: fitted }
    },
    toSql: ({ arguments: [x] }) => piece(x === undefined ? sql`null` : toSql(x), level.or),
  }
}

const abs = sameType('abs', (x) => sql`abs(${x.sql})`)
/** Of a whole number PostgreSQL gives a float. */
const ceil = sameType('ceil', (x) => (isWhole(x.type) ? x.sql : sql`ceil(${x.sql})`))
const floor = sameType('floor', (x) => (isWhole(x.type) ? x.sql : sql`floor(${x.sql})`))

const sign: FunctionDefinition = {
  name: 'sign',
  takes: 'a number',
  check: (nodes) => {
    const fitted = fitAll(nodes, ['number'])
    return fitted && { type: 'integer', arguments: fitted }
  },
  // Of 8 bits on DuckDB, where products of it would overflow.
  toSql: ({ arguments: [x] }) => term(sql`cast(sign(${x?.sql}) as integer)`),
}

const round: FunctionDefinition = {
  name: 'round',
  takes: 'a number and, if not 0, the number of decimal places written as a number from -15 to 15',
  check: (nodes) => {
    const fitted = fitAll(nodes, ['number', 'whole'], 1)
    const [x, places] = fitted ?? []
    const digits = Number(literalText(places) ?? Number.NaN)
    if (fitted === undefined || x === undefined || (places !== undefined && !(Math.abs(digits) <= 15))) return undefined
    return { type: x.type, arguments: fitted }
  },
  toSql: ({ dialect, type, arguments: [x, places] }) => {
    if (x === undefined) return term(sql`null`)
    if (!isWhole(type)) return piece(dialect.round(x.sql, places?.sql, type === 'float' ? 'float' : 'decimal'), level.or)
    if (!String(places?.literal ?? '').startsWith('-')) return x
    return term(
      sql`cast(${dialect.round(x.sql, places?.sql, 'decimal')} as ${sql.raw(dialect.typeName(type === 'bigint' ? 'bigint' : 'integer'))})`,
    )
  },
}

/** PostgreSQL's versions for decimals have digits of their own: always the float ones. */
function float(x: PrintedArgument): Sql {
  return x.type === 'float' ? x.sql : sql`cast(${x.sql} as double precision)`
}

function floatFunction(name: string, domain: (x: PrintedArgument) => Sql): FunctionDefinition {
  return {
    name,
    takes: 'a number',
    check: (nodes) => {
      const fitted = fitAll(nodes, ['number'])
      return fitted && { type: 'float', arguments: fitted }
    },
    toSql: ({ arguments: [x] }) => term(sql`${sql.raw(name)}(${x && domain(x)})`),
  }
}

const sqrt = floatFunction('sqrt', (x) => (isAbove(x, 0) ? float(x) : sql`case when ${x.sql} >= 0 then ${float(x)} end`))
const ln = floatFunction('ln', (x) => (isAbove(x, 0) ? float(x) : sql`case when ${x.sql} > 0 then ${float(x)} end`))
/** Beyond these bounds PostgreSQL fails where DuckDB gives infinity or 0; e^-700 is as good as 0. */
const exp = floatFunction('exp', (x) => sql`case when ${x.sql} <= 709 then greatest(${float(x)}, -700) end`)

const power: FunctionDefinition = {
  name: 'power',
  takes: 'a number and an exponent',
  check: (nodes) => {
    const fitted = fitAll(nodes, ['number', 'number'])
    return fitted && { type: 'float', arguments: fitted }
  },
  toSql: (call) => term(sql`power(${powerBase(call)}, ${call.arguments[1] && float(call.arguments[1])})`),
}

/** The base where the power is a real number. */
function powerBase({ arguments: [x, exponent] }: PrintedCall): Sql {
  if (x === undefined || exponent === undefined) return sql`null`
  const isCount = typeof exponent.literal === 'string' && /^\d+$/.test(exponent.literal)
  if (isAbove(x, 0) || isCount) return float(x)
  const y = exponent.sql
  const isWholeExponent = isWhole(exponent.type) ? sql`` : sql` and (${y}) = trunc(${y})`
  return sql`case when (${x.sql}) > 0 or ((${x.sql}) = 0 and (${y}) >= 0) or ((${x.sql}) < 0${isWholeExponent}) then ${float(x)} end`
}

function isAbove(x: PrintedArgument, bound: number): boolean {
  return typeof x.literal === 'string' && Number(plainNumber(x.literal)) > bound
}

export const numberFunctions: readonly FunctionDefinition[] = [abs, ceil, floor, sign, round, sqrt, ln, exp, power]
