/**
 * The one table of mistakes users can make: code -> what it means, and the message made from its facts.
 * Codes are public API (docs/errors.md is generated from here): add, never rename. No "you" in messages; state facts, end with the fix if it is known.
 */
import { dataCodes } from './data-codes.ts'
import { databaseCodes } from './database-codes.ts'
import { type CodeDefinition, closestText, define, listText } from './define-code.ts'
import { documentCodes } from './document-codes.ts'
import { importCodes } from './import-codes.ts'
import { initCodes } from './init-codes.ts'
import { modelCodes } from './model-codes.ts'
import { processCodes } from './process-codes.ts'
import { tableCodes } from './table-codes.ts'

export const issueCodes = {
  // Model files
  ...modelCodes,

  // Names
  UNKNOWN_MEMBER: define<{ what: string; name: string; of: string; reader?: string; closest?: string }>({
    meaning: 'A name is used that nothing in the model has.',
    message: ({ what, name, of, reader, closest }) =>
      `${reader === undefined ? `${of} has no ${what} \`${name}\`.` : `${reader} reads \`${name}\`, which ${of} does not have.`}${closestText(closest)}`,
    example: { what: 'measure', name: 'revenu', of: 'Entity `order`', closest: 'revenue' },
  }),
  UNKNOWN_COLUMN: define<{ column: string; of: string; closest?: string }>({
    meaning: 'A column is read that the table or file does not have; in an expression `${name}` is a member and a bare name a column.',
    message: ({ column, of, closest }) => `${of} has no column \`${column}\`.${closestText(closest)}`,
    example: { column: 'amuont', of: 'Table `orders`', closest: 'amount' },
  }),
  NAME_CLASH: define<{ name: string; other: string; otherPlace: string; fix: string }>({
    meaning: 'Two declarations have the same name, as written or once converted to GraphQL.',
    message: ({ name, other, otherPlace, fix }) =>
      `${name.charAt(0).toUpperCase()}${name.slice(1)} clashes with ${other} at ${otherPlace}. ${fix}`,
    example: {
      name: 'Dimension `order_date_month`',
      other: 'the month of time dimension `order_date`',
      otherPlace: 'orders.yml:12:9',
      fix: 'Another name keeps its column: `name: month_of_order, column: order_date_month`.',
    },
  }),
  RESERVED_NAME: define<{ name: string; fix: string }>({
    meaning: 'A member has a name that the GraphQL schema needs for itself.',
    message: ({ name, fix }) => `\`${name}\` is a reserved name. ${fix}`,
    example: { name: 'id', fix: 'Another name keeps its column: `name: customer_id, column: id`.' },
  }),
  CYCLIC_REFERENCE: define<{ path: readonly string[] }>({
    meaning: 'Members are defined by each other in a circle, so none of them has a value.',
    message: ({ path }) => `A circle of references: ${path.map((name) => `\`${name}\``).join(' reads ')}.`,
    example: { path: ['order.net', 'order.gross', 'order.net'] },
  }),
  NO_PRIMARY_KEY: define<{ entity: string; because?: string }>({
    meaning: 'An entity without `primary_key` is asked for something that needs to tell its rows apart, such as measures across a join.',
    message: ({ entity, because }) =>
      `Entity \`${entity}\` has no \`primary_key\`${because === undefined ? '' : `, which ${because} needs`}.`,
    example: { entity: 'visit', because: 'a measure sliced by another entity' },
  }),

  // Expressions
  EXPRESSION_SYNTAX: define<{ problem: string }>({
    meaning: 'An SQL expression of the model cannot be parsed as one PostgreSQL expression.',
    message: ({ problem }) => `Not an SQL expression: ${problem}`,
    example: { problem: 'it ends after `+`.' },
  }),
  SELECT_NOT_ALLOWED: define<{ what: string; fix?: string }>({
    meaning:
      'The `sql` of an entity is not one plain SELECT: it has another statement, a lock, a parameter or a function that is not allowed.',
    message: ({ what, fix }) => `${what} is not allowed in the \`sql\` of an entity.${fix === undefined ? '' : ` ${fix}`}`,
    example: { what: 'A second statement', fix: 'It is one SELECT.' },
  }),
  EXPRESSION_TOO_LARGE: define<{ reason: string }>({
    meaning: 'An SQL expression of the model is longer, or nested deeper, than is read; parts of it can be dimensions of their own.',
    message: ({ reason }) => `The expression is too large: ${reason}. Parts of it can be members of their own, hidden or not.`,
    example: { reason: 'it is nested too deeply' },
  }),
  EXPRESSION_NOT_ALLOWED: define<{ what: string; fix?: string }>({
    meaning:
      'An expression is valid SQL and uses what expressions of a model do not have: a sub-select, a statement, a parameter, an aggregate in a row.',
    message: ({ what, fix }) => `${what} is not allowed in an expression.${fix === undefined ? '' : ` ${fix}`}`,
    example: { what: 'A sub-select' },
  }),
  UNKNOWN_FUNCTION: define<{ name: string; closest?: string }>({
    meaning:
      'An expression calls a function that is not on the list of allowed ones; `trusted: true` on the member lifts the list for that member.',
    message: ({ name, closest }) => `Function \`${name}\` is not on the list of allowed functions.${closestText(closest)}`,
    example: { name: 'lowwer', closest: 'lower' },
  }),
  TYPE_MISMATCH: define<{ what: string; expected: string; actual: string }>({
    meaning: 'An expression, a join or an aggregate is given a value of a type it does not take.',
    message: ({ what, expected, actual }) => `${what} takes ${expected}, not ${actual}.`,
    example: { what: '`sum` of measure `revenue`', expected: 'a number', actual: 'string' },
  }),

  UNKNOWN_TABLE: define<{ table: string; entity: string }>({
    meaning: 'The model names a table that the database does not have.',
    message: ({ table, entity }) => `Entity \`${entity}\` reads ${table}, which the database does not have.`,
    example: { table: 'table `orders`', entity: 'order' },
  }),

  // Queries
  NOT_YET: define<{ what: string; instead?: string }>({
    meaning: 'Part of the language that this version does not answer; it refuses instead of answering wrongly.',
    message: ({ what, instead }) => `Not supported yet: ${what}.${instead === undefined ? '' : ` ${instead}`}`,
    example: { what: '`scores` of entity `customer`' },
  }),

  BAD_USER_INPUT: define<{ problem: string }>({
    meaning: 'An argument has a value it cannot have.',
    message: ({ problem }) => problem,
    example: { problem: '`limit` is -1; it cannot be negative.' },
  }),
  NOT_IN_GRAIN: define<{ dimension: string; grain: readonly string[]; usedIn: 'rows' | 'orderBy' | 'within'; fix: string }>({
    meaning: 'A slice reads or orders by a dimension that its rows are not grouped by.',
    message: ({ dimension, grain, usedIn, fix }) => {
      const rows =
        grain.length === 0 ? 'the slice has no grain, it is one row' : `the grain is ${grain.map((name) => `\`${name}\``).join(', ')}`
      const use = {
        rows: `\`${dimension}\` is selected`,
        orderBy: `\`orderBy\` names \`${dimension}\``,
        within: `A measure is counted within \`${dimension}\``,
      }
      return `${use[usedIn]}, but ${rows}. ${fix}`
    },
    example: { dimension: 'customer.state', grain: ['customer.city'], usedIn: 'rows', fix: 'Add `STATE` to `by.customer`.' },
  }),
  LIMIT_EXCEEDED: define<{ limit: number; maximum: number; step?: string; of?: 'values' | 'first' | 'last' | 'pages' | 'ids' | 'slices' }>({
    meaning:
      'More rows are asked for than one answer may have; read the rest with `offset`. Or more dates of a history: take longer steps. Or more values in conditions: take shorter lists. Or a page, or pages within pages, of too many rows: read the rest with `after`.',
    message: ({ limit, maximum, step, of }) => {
      if (of === 'values')
        return `The question has ${limit} values, those of its conditions once for each of its dates; one question has ${maximum} at most. Shorter lists and fewer dates make fewer.`
      if (of === 'first' || of === 'last')
        return `\`${of}\` is ${limit}; a page has ${maximum} rows at most. The rest is read with \`${of === 'first' ? 'after' : 'before'}\`.`
      if (of === 'pages') return `Pages within pages come to ${limit} rows; one answer has ${maximum} at most. Smaller pages make fewer.`
      if (of === 'slices')
        return `\`limit\` is ${limit}; the slices of all rows here share one limit, and each has ${maximum} rows at most. The rest is read with \`offset\`.`
      if (of === 'ids') return `There are ${limit} \`ids\`; one field answers ${maximum} at most.`
      return step === undefined
        ? `\`limit\` is ${limit}; one answer has ${maximum} rows at most. The rest is read with \`offset\`.`
        : `From \`from\` to \`to\` there are more than ${maximum} dates a ${step} apart; one answer has ${maximum} at most. Longer steps make fewer.`
    },
    example: { limit: 200_000, maximum: 100_000 },
  }),
  STALE_CURSOR: define<{ argument: 'after' | 'before'; because: 'unreadable' | 'foreign' | 'asOf' }>({
    meaning:
      'A cursor of another connection, filter, order or date, or one that this server did not make. The walk begins again, without a cursor.',
    message: ({ argument, because }) =>
      ({
        unreadable: `\`${argument}\` is not a cursor of this server. Cursors are taken from \`cursor\` and \`pageInfo\` as they are.`,
        foreign: `\`${argument}\` is a cursor of other rows: the field and all its arguments but those of the page stay the same from page to page. Begin again without it.`,
        asOf: '`after` and `before` are cursors of walks that began at different times. Begin again without them.',
      })[because],
    example: { argument: 'after', because: 'foreign' },
  }),
  NUMBER_TOO_LARGE: define<{ member?: string; value?: number | string }>({
    meaning:
      'A whole number does not fit the 32 bits of Int; the model can declare it `returns: bigint` (a measure) or `type: bigint` (a dimension).',
    message: ({ member, value }) =>
      member === undefined
        ? 'A number computed for this question is too large for its type in the database.'
        : `\`${member}\` is ${value}, more than Int holds (2147483647). The model can declare it as bigint (\`returns: bigint\` on a measure).`,
    example: { member: 'order.frequency', value: 3_000_000_000 },
  }),

  NO_PATH: define<{ measure?: string; dimension: string; from: string; hint?: string }>({
    meaning: 'No relationships lead from the entity of a measure to the dimension asked for.',
    message: ({ measure, dimension, from, hint }) =>
      `${measure === undefined ? `\`${dimension}\` cannot be reached` : `Measure \`${measure}\` cannot be sliced by \`${dimension}\``}: no relationship leads there from \`${from}\`.${hint === undefined ? '' : ` ${hint}`}`,
    example: { measure: 'order.revenue', dimension: 'store.city', from: 'order' },
  }),
  MANY_VALUES: define<{ member: string; of: string; path: string }>({
    meaning:
      'An expression that has one value per row reads a member that many rows are reached for; an aggregate makes one value of them.',
    message: ({ member, of, path }) =>
      `\`${member}\` has many values for a row of \`${of}\`: \`${path}\` reaches many rows. A dimension with \`measure:\` makes one value of them.`,
    example: { member: 'order.status', of: 'customer', path: 'orders' },
  }),
  AMBIGUOUS_PATH: define<{ from: string; to: string; candidates: readonly string[]; measure?: string; dimension?: string; hint?: string }>({
    meaning:
      'Several paths of relationships lead to the dimension asked for and none is the shortest; the answer would depend on the choice.',
    message: ({ from, to, candidates, measure, dimension, hint }) => {
      const question =
        measure === undefined || dimension === undefined
          ? `\`${to}\` cannot be reached from \`${from}\``
          : `Measure \`${measure}\` cannot be sliced by \`${dimension}\``
      const paths = `${candidates.length === 2 ? 'two' : candidates.length} paths lead there, ${listText(candidates, 'and')}.`
      return `${question}: ${paths}${hint === undefined ? '' : ` ${hint}`}`
    },
    example: { from: 'order', to: 'customer', candidates: ['buyer', 'recipient'], measure: 'order.revenue', dimension: 'customer.state' },
  }),
  FILTER_UNREACHABLE: define<{ filter: string; measure: string; hint?: string }>({
    meaning: 'A filter names an entity that a measure of the same question cannot reach, so it cannot restrict that measure.',
    message: ({ filter, measure, hint }) =>
      `The filter on \`${filter}\` cannot restrict \`${measure}\`: no relationship leads there.${hint === undefined ? '' : ` ${hint}`}`,
    example: { filter: 'store.city', measure: 'order.revenue' },
  }),
  TIMEOUT: define<{ timeoutMs?: number }>({
    meaning: 'The database did not answer in time and the statement was cancelled.',
    message: ({ timeoutMs }) => `No answer from the database within ${timeoutMs === undefined ? 'the time allowed' : `${timeoutMs} ms`}.`,
    example: { timeoutMs: 30_000 },
  }),
  UNAVAILABLE: define<{ what?: string }>({
    meaning: 'The database cannot be reached at the moment; the same question may be answered later.',
    message: ({ what }) => `${what ?? 'The database'} cannot be reached at the moment.`,
    example: {},
  }),

  // Tables
  ...tableCodes,

  // The process: settings, addresses, HTTP, GraphQL documents
  ...processCodes,

  // Documents that are known beforehand, and the schema they are held against
  ...documentCodes,

  // Sample base
  BAD_SAMPLE_OPTION: define<{ option: string; value: string; expected: string }>({
    meaning: 'The generated customer base was asked for with a size, seed or date that it cannot have.',
    message: ({ option, value, expected }) => `Sample option \`${option}\` is \`${value}\`; expected ${expected}.`,
  }),
  SAMPLE_TABLE_EXISTS: define<{ table: string }>({
    meaning: 'A table of the generated customer base is there already; it is never written over.',
    message: ({ table }) => `Table \`${table}\` exists already and is not written over. Drop it, or name another database.`,
  }),

  // Databases and files
  ...databaseCodes,

  // Data that does not keep what the model says
  ...dataCodes,

  // Models of other languages
  ...importCodes,

  // First models
  ...initCodes,
} as const

export type IssueCode = keyof typeof issueCodes
export type IssueFacts<C extends IssueCode> = Parameters<(typeof issueCodes)[C]['message']>[0]

/** The same table, typed so that a code and its facts stay together. */
export const issueDefinitions: { readonly [C in IssueCode]: CodeDefinition<IssueFacts<C>> } = issueCodes
