/** Functions of text. Positions count characters (code points) from 1. */
import { sql } from 'kysely'
import type { Sql } from '../../dialect/dialect.ts'
import type { Expression } from '../expression.ts'
import { asKind, isOpen } from '../types.ts'
import { type FunctionDefinition, level, list, literalText, type PrintedArgument, plainFunction, term, within } from './function.ts'

const lower = plainFunction({
  name: 'lower',
  takes: 'a string',
  kinds: ['string'],
  type: 'string',
  toSql: ({ dialect }, x = sql`null`) => dialect.lower(x),
})

const upper = plainFunction({
  name: 'upper',
  takes: 'a string',
  kinds: ['string'],
  type: 'string',
  toSql: ({ dialect }, x = sql`null`) => dialect.upper(x),
})

const length = plainFunction({
  name: 'length',
  takes: 'a string',
  kinds: ['string'],
  type: 'integer',
  toSql: (_, x) => sql`length(${x})`,
})

/** The characters are written even for spaces: without them DuckDB removes every Unicode space. */
function trimFunction(name: string, side: 'both' | 'leading' | 'trailing'): FunctionDefinition {
  return plainFunction({
    name,
    takes: 'a string and, if not spaces, the characters to remove',
    kinds: ['string', 'string'],
    least: 1,
    type: 'string',
    toSql: (_, x, characters = sql`' '`) => sql`trim(${sql.raw(side)} ${characters} from ${x})`,
  })
}

function sideFunction(name: 'left' | 'right'): FunctionDefinition {
  return plainFunction({
    name,
    takes: 'a string and a number of characters',
    kinds: ['string', 'whole'],
    type: 'string',
    toSql: (_, x, count) => sql`${sql.raw(name)}(${x}, ${count})`,
  })
}

const substring = plainFunction({
  name: 'substring',
  takes: 'a string, a start position and, if not to the end, a length',
  kinds: ['string', 'whole', 'whole'],
  least: 2,
  type: 'string',
  accepts: ([, , count]) => !literalText(count)?.startsWith('-'),
  toSql: ({ dialect, arguments: [, from, count] }, x = sql`null`, start = sql`null`, size) => {
    const isPlain = isPositive(from) && (count === undefined || typeof count.literal === 'string')
    if (!isPlain) return dialect.substring(x, start, size)
    return size === undefined ? sql`substring(${x} from ${start})` : sql`substring(${x} from ${start} for ${size})`
  },
})

function isPositive(argument: PrintedArgument | undefined): boolean {
  return typeof argument?.literal === 'string' && /^[1-9]\d*$/.test(argument.literal)
}

const splitPart = plainFunction({
  name: 'split_part',
  takes: 'a string, a quoted delimiter that is not empty and a position written as a number other than 0',
  kinds: ['string', 'string', 'whole'],
  type: 'string',
  accepts: ([, delimiter, position]) => (literalText(delimiter) ?? '') !== '' && /[1-9]/.test(literalText(position) ?? ''),
  toSql: (_, x, delimiter, position) => sql`split_part(${x}, ${delimiter}, ${position})`,
})

const replace = plainFunction({
  name: 'replace',
  takes: 'a string, the text to find and the text to put there',
  kinds: ['string', 'string', 'string'],
  type: 'string',
  toSql: (_, x, from, to) => sql`replace(${x}, ${from}, ${to})`,
})

const strpos = plainFunction({
  name: 'strpos',
  takes: 'a string and the text to find in it',
  kinds: ['string', 'string'],
  type: 'integer',
  toSql: (_, x, wanted) => sql`strpos(${x}, ${wanted})`,
})

/** Values whose text is the same on both engines: decimals with a fixed number of places, no floats, no timestamps. */
function hasText(node: Expression<unknown>): boolean {
  if (node.type === 'decimal')
    return node.kind === 'reference' || node.kind === 'literal' || (node.kind === 'cast' && node.decimal !== undefined)
  return isOpen(node.type) || ['string', 'integer', 'bigint', 'boolean', 'date'].includes(node.type)
}

function asText({ sql: value, type, literal }: PrintedArgument): Sql {
  return type === 'string' || isOpen(type) || (literal === null && type !== 'unknown') ? value : sql`cast(${value} as text)`
}

const textTypes = 'strings, whole numbers, booleans, dates and decimals of a fixed scale (`cast(... as numeric(12, 2))`)'

const concat: FunctionDefinition = {
  name: 'concat',
  takes: textTypes,
  check: (nodes) => (nodes.length > 0 && nodes.every(hasText) ? { type: 'string', arguments: nodes } : undefined),
  toSql: ({ arguments: parts }) => term(sql`concat(${list(parts.map(asText))})`),
}

const join: FunctionDefinition = {
  name: '||',
  takes: `a string and a string; also ${textTypes}`,
  check: (nodes) => {
    const isText = nodes.every(hasText) && nodes.some((node) => node.type === 'string' || node.type === 'unknown')
    const typed = nodes.map((node) => (node.type === 'null' ? asKind(node, 'string') : node))
    return isText && typed.every((node) => node !== undefined) ? { type: 'string', arguments: typed } : undefined
  },
  toSql: ({ arguments: [left, right] }) => ({
    sql: sql`${left && textOperand(left, level.operator)} || ${right && textOperand(right, level.add)}`,
    level: level.operator,
  }),
}

function textOperand(argument: PrintedArgument, least: typeof level.operator | typeof level.add): Sql {
  return argument.type === 'string' || isOpen(argument.type) ? within(argument, least) : asText(argument)
}

export const textFunctions: readonly FunctionDefinition[] = [
  lower,
  upper,
  length,
  trimFunction('trim', 'both'),
  trimFunction('ltrim', 'leading'),
  trimFunction('rtrim', 'trailing'),
  sideFunction('left'),
  sideFunction('right'),
  substring,
  splitPart,
  replace,
  strpos,
  concat,
  join,
]
