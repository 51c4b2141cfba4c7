/**
 * One input type per type of value: the operators that type has. Several operators in one object must all hold.
 */
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { Builder, InputFields } from './builder.ts'
import { sharedClock } from './describe.ts'
import type { SharedTypes } from './shared-types.ts'

const wholeDay = 'A bare date is the whole day in the time zone of the question.'

type Operand = 'String' | 'Int' | 'BigInt' | 'Decimal' | 'Float' | 'Boolean' | 'TimePoint'

export type ValueFilters = ReturnType<typeof createValueFilters>

export function createValueFilters(builder: Builder, shared: SharedTypes) {
  const ranges = createRanges(builder)
  const span = createTimeSpan(builder, shared)
  const ordered = (name: string, operand: keyof typeof ranges, what: string) =>
    builder.inputType(name, {
      description: `Operators on ${what}. All given must hold.`,
      fields: (t) => ({
        ...equality(t, operand),
        gt: t.field({ type: operand, description: 'Greater than this.' }),
        gte: t.field({ type: operand, description: 'This or greater.' }),
        lt: t.field({ type: operand, description: 'Less than this.' }),
        lte: t.field({ type: operand, description: 'This or less.' }),
        between: t.field({ type: ranges[operand], description: 'From one value to the other, both included.' }),
      }),
    })
  const time = (name: string, what: string, note: string) =>
    builder.inputType(name, {
      description: `Operators on ${what}. All given must hold. ${note}`,
      fields: (t) => ({
        ...equality(t, 'TimePoint'),
        gt: t.field({ type: 'TimePoint', description: 'Later than this; of a bare date, later than its end.' }),
        gte: t.field({ type: 'TimePoint', description: 'At this or later; of a bare date, from its start.' }),
        lt: t.field({ type: 'TimePoint', description: 'Earlier than this; of a bare date, before its start.' }),
        lte: t.field({ type: 'TimePoint', description: 'At this or earlier; of a bare date, up to its end.' }),
        between: t.field({
          type: ranges.TimePoint,
          description: 'From one point to the other, both included; of bare dates, both whole days.',
        }),
        inTheLast: t.field({ type: span, description: 'The last units up to `asOf`: whole days for day and larger, today included.' }),
        inThePrevious: t.field({ type: span, description: 'The last complete calendar units before the one `asOf` lies in.' }),
        toDate: t.field({
          type: shared.granularity,
          description: 'From the first instant of the calendar unit `asOf` lies in up to `asOf`.',
        }),
      }),
    })
  const date = time('DateFilter', 'calendar days', 'A date-time stands for its day in the time zone of the question.')
  return {
    time: time('TimeFilter', 'the shared clock', `${wholeDay} ${sharedClock}`),
    byType: {
      string: createStringFilter(builder, ranges.String),
      integer: ordered('IntFilter', 'Int', 'whole numbers'),
      bigint: ordered('BigIntFilter', 'BigInt', 'whole numbers of any size'),
      decimal: ordered('DecimalFilter', 'Decimal', 'exact decimal numbers'),
      float: ordered('FloatFilter', 'Float', 'floating-point numbers'),
      boolean: builder.inputType('BooleanFilter', {
        description: 'Operators on true and false. All given must hold.',
        fields: (t) => equality(t, 'Boolean'),
      }),
      date,
      timestamp: time('DateTimeFilter', 'instants', wholeDay),
    } as const satisfies Record<ValueType, unknown>,
  }
}

/** Rows without a value: `ne` and `notIn` keep them, a null in `in` matches them. */
export function equality(t: InputFields, operand: Operand | ReturnType<Builder['enumType']>) {
  return {
    eq: t.field({ type: operand, description: 'Equal to this.' }),
    ne: t.field({ type: operand, description: 'Not equal to this; rows without a value are kept.' }),
    in: t.field({
      type: t.listRef(operand, { required: false }),
      description: 'Equal to one of these; null matches rows without a value. An empty list matches nothing.',
    }),
    notIn: t.field({
      type: t.listRef(operand, { required: false }),
      description: 'Equal to none of these; null excludes rows without a value. An empty list matches everything.',
    }),
    isNull: t.field({ type: 'Boolean', description: 'True: without a value. False: with one.' }),
  }
}

function createStringFilter(builder: Builder, range: ReturnType<typeof createRanges>['String']) {
  return builder.inputType('StringFilter', {
    description: 'Operators on text. All given must hold. Text is compared by code point; contains, startsWith and endsWith ignore case.',
    fields: (t) => ({
      ...equality(t, 'String'),
      gt: t.field({ type: 'String', description: 'After this by code point.' }),
      gte: t.field({ type: 'String', description: 'This or after it by code point.' }),
      lt: t.field({ type: 'String', description: 'Before this by code point.' }),
      lte: t.field({ type: 'String', description: 'This or before it by code point.' }),
      between: t.field({ type: range, description: 'From one text to the other by code point, both included.' }),
      contains: t.field({ type: ['String'], description: 'Has one of these somewhere in it, ignoring case.' }),
      startsWith: t.field({ type: ['String'], description: 'Starts with one of these, ignoring case.' }),
      endsWith: t.field({ type: ['String'], description: 'Ends with one of these, ignoring case.' }),
    }),
  })
}

function createRanges(builder: Builder) {
  const range = (name: string, operand: Operand) =>
    builder.inputType(name, {
      description: 'Two values and everything between them.',
      fields: (t) => ({
        from: t.field({ type: operand, required: true, description: 'The first value included.' }),
        to: t.field({ type: operand, required: true, description: 'The last value included.' }),
      }),
    })
  return {
    String: range('StringRange', 'String'),
    Int: range('IntRange', 'Int'),
    BigInt: range('BigIntRange', 'BigInt'),
    Decimal: range('DecimalRange', 'Decimal'),
    Float: range('FloatRange', 'Float'),
    TimePoint: range('TimePointRange', 'TimePoint'),
  }
}

function createTimeSpan(builder: Builder, shared: SharedTypes) {
  return builder.inputType('TimeSpan', {
    description: 'A number of units of time: `{ n: 30, unit: DAY }`.',
    fields: (t) => ({
      n: t.field({ type: 'Int', required: true, description: 'How many, 1 or more.' }),
      unit: t.field({ type: shared.granularity, required: true, description: 'Of what.' }),
    }),
  })
}
