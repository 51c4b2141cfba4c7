/** Stretches of time in a model: a period, and the windows that end with a bucket or with the question's date. */
import { granularities } from '../../time/granularity.ts'
import { periodUnits } from '../../time/period.ts'
import type { RelativeTest } from '../../time/range.ts'
import { type Fields, type Key, mapping, mappingOr } from '../mapping.ts'
import type { PeriodDeclaration, WindowDeclaration } from '../model.ts'
import type { Rule } from '../rules.ts'
import { oneOfWords, type Shape, wholeNumberWithin } from '../shape.ts'

/** Far more than anyone compares with: 27 years of days. */
const mostUnits = 10_000
/** A thousand years back is still a year of the calendar of every database. */
const mostYears = 1000

function withinCalendar(key: string): Rule {
  return { kind: 'at-most', key, most: mostYears, word: 'unit', values: ['quarter', 'year'] }
}

function count(name: string, description: string, example: number): Key<number> {
  return { name, shape: wholeNumberWithin(1, mostUnits), description, example }
}

const unit = { name: 'unit', shape: oneOfWords(periodUnits), description: 'What is counted.', example: 'month' } satisfies Key<unknown>
const toDate = {
  name: 'to_date',
  shape: oneOfWords(granularities),
  description: 'From the first instant of this unit of the calendar; the fiscal ones need `fiscal_year_start`.',
  example: 'month',
} satisfies Key<unknown>

const n = { ...count('n', 'How many.', 1), isRequired: true }
const requiredUnit = { ...unit, isRequired: true }

export const period = mapping(
  {
    noun: 'period',
    description: 'A number of units of the calendar; a month keeps its day where the other month has it, else takes the last.',
    example: 'by: { n: 1, unit: month }',
    keys: [n, requiredUnit],
    rules: [withinCalendar('n')],
  },
  (fields): PeriodDeclaration | undefined => {
    const given = fields.read(n)
    const of = fields.read(requiredUnit)
    return given === undefined || of === undefined ? undefined : { n: given, unit: of }
  },
)

const lastUnits = count('n', 'How many units, the one that ends the bucket included.', 7)

const measureWindow = mapping(
  {
    noun: 'window',
    description: 'What a cumulative measure reads back from the end of each bucket.',
    example: 'window: { n: 7, unit: day } # or { to_date: month }, or the word all',
    keys: [lastUnits, unit, toDate],
    rules: [{ kind: 'one-of', alternatives: [['n', 'unit'], ['to_date']] }, withinCalendar('n')],
  },
  (fields): WindowDeclaration | undefined => {
    const given = fields.read(lastUnits)
    const of = fields.read(unit)
    const start = fields.read(toDate)
    if (start !== undefined) return { kind: 'to_date', unit: start }
    return given === undefined || of === undefined ? undefined : { kind: 'last', n: given, unit: of }
  },
)

/** `all` or a window. */
export function windowShape(): Shape<WindowDeclaration> {
  const formed = mappingOr(measureWindow, oneOfWords(['all'], ['{ n: 7, unit: day }', '{ to_date: month }']))
  return {
    ...formed,
    decode: (tree, what, report) => {
      const decoded = formed.decode(tree, what, report)
      return decoded?.form === 'plain' ? { kind: 'all' } : decoded?.value
    },
  }
}

const last = count('last', 'The last so many units, the day of the question included.', 90)
const previous = count('previous', 'The last so many complete units of the calendar.', 1)

export const dimensionWindow = mapping(
  {
    noun: 'dimension window',
    description: "Which rows an aggregate seen from an entity reads: those whose time lies there, seen from the question's date.",
    example: 'window: { last: 90, unit: day } # or { previous: 1, unit: month }, or { to_date: month }',
    keys: [last, previous, unit, toDate],
    rules: [
      { kind: 'one-of', alternatives: [['last', 'unit'], ['previous', 'unit'], ['to_date']] },
      withinCalendar('last'),
      withinCalendar('previous'),
    ],
  },
  readDimensionWindow,
)

function readDimensionWindow(fields: Fields): RelativeTest | undefined {
  const lastN = fields.read(last)
  const previousN = fields.read(previous)
  const of = fields.read(unit)?.value
  const start = fields.read(toDate)
  if (start !== undefined) return { operator: 'toDate', unit: start.value }
  if (of === undefined) return undefined
  if (lastN !== undefined) return { operator: 'inTheLast', n: lastN, unit: of }
  return previousN === undefined ? undefined : { operator: 'inThePrevious', n: previousN, unit: of }
}
