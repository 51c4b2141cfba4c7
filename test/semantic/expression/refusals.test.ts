/** Everything an expression may not be: place, code and full text. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { ValueType } from '../../../src/semantic/dialect/value-type.ts'
import { loadExpressionParser, parseExpression } from '../../../src/semantic/expression/parse.ts'
import { compile, messages } from './evaluate.ts'

const columns = {
  s: 'string',
  i: 'integer',
  n: 'decimal',
  f: 'float',
  t: 'boolean',
  d: 'date',
  ts: 'timestamp',
  raw: 'unknown',
} as const satisfies Record<string, ValueType | 'unknown'>

beforeAll(loadExpressionParser)

const statement = 'An expression is one value; its rows are those of the entity.'
const notAllowed = (place: number, what: string, fix?: string) =>
  `${place} EXPRESSION_NOT_ALLOWED ${what} is not allowed in an expression.${fix === undefined ? '' : ` ${fix}`}`

describe('one expression', () => {
  test.each([
    ['', '1 EXPRESSION_SYNTAX Not an SQL expression: it is empty.'],
    ['-- nothing', '1 EXPRESSION_SYNTAX Not an SQL expression: it is empty.'],
    ['i +', '3 EXPRESSION_SYNTAX Not an SQL expression: it ends after `+`.'],
    ['i j', '3 EXPRESSION_SYNTAX Not an SQL expression: `j` is not expected at this place.'],
    ["'é😀' j", '7 EXPRESSION_SYNTAX Not an SQL expression: `j` is not expected at this place.'],
    ['(i', '1 EXPRESSION_SYNTAX Not an SQL expression: `(` is not closed.'],
    ['i) from t where (i', '2 EXPRESSION_SYNTAX Not an SQL expression: `)` closes nothing.'],
    ["lower('x", '7 EXPRESSION_SYNTAX Not an SQL expression: a quoted text is not closed.'],
    ["'a' || 'b' || $q$c", '15 EXPRESSION_SYNTAX Not an SQL expression: a quoted text is not closed.'],
    ['"i', '1 EXPRESSION_SYNTAX Not an SQL expression: a quoted name is not closed.'],
    ['i /* and', '3 EXPRESSION_SYNTAX Not an SQL expression: a comment is not closed.'],
    ['i; drop table t', notAllowed(2, 'A `;`', 'An expression is one value, without statements.')],
    ['i;', notAllowed(2, 'A `;`', 'An expression is one value, without statements.')],
    ['i as x', notAllowed(3, 'An alias (`as`)', 'The name of the member is the name of the value.')],
    ['i from t', notAllowed(3, '`from`', statement)],
    ['i union select 1', notAllowed(3, '`union`', statement)],
    ['i where t', notAllowed(3, '`where`', statement)],
    ['*', notAllowed(1, '`*` without two factors')],
    ['t.*', notAllowed(1, '`*`')],
    ['i, j', notAllowed(3, 'A list of values')],
    ['(select 1)', notAllowed(9, 'A sub-select', 'Values of other entities are read as `${entity.member}`.')],
    ['exists (select 1)', notAllowed(1, 'A sub-select', 'Values of other entities are read as `${entity.member}`.')],
    ['i in (select 1)', notAllowed(3, 'A sub-select', 'Values of other entities are read as `${entity.member}`.')],
    ['$1', notAllowed(1, 'A parameter such as `$1`', 'Members are read as `${member}`, the date of the question as `${as_of}`.')],
    [
      'order.amount',
      '1 EXPRESSION_NOT_ALLOWED `order` is not allowed in an expression. An expression is one value; its rows are those of the entity.',
    ],
    ['o.amount', notAllowed(1, 'Column `o.amount` with a table in front', 'A member of another entity is `${o.amount}`.')],
    ['array[1]', notAllowed(1, 'An array')],
    ['row(1, 2)', notAllowed(1, 'A list of values')],
    ['s collate "C"', notAllowed(3, '`collate`', 'Text is always compared by code point.')],
    ['i = any(array[1])', notAllowed(3, '`= any` and `= all`', 'Several values are `x in (1, 2)`.')],
    ["s similar to 'a'", notAllowed(3, '`similar to`', "A regular expression is `x ~ 'pattern'`.")],
    ['i between symmetric 2 and 1', notAllowed(3, '`between symmetric`', '`between least(a, b) and greatest(a, b)`.')],
    ['i operator(pg_catalog.+) 1', notAllowed(3, 'A schema in front of an operator')],
    ['i & 1', notAllowed(3, 'Operator `&`')],
    ['@ i', notAllowed(1, 'Operator `@`')],
    ["b'01'", notAllowed(1, 'A text of bits')],
    [
      '123456789012345678901234567890123456789',
      notAllowed(1, 'The number `123456789012345678901234567890123456789`', 'Numbers are decimal, with at most 38 digits.'),
    ],
  ])('%s', (text, message) => {
    expect(messages(compile(text, columns))).toEqual([message])
  })
})

describe('references', () => {
  test.each([
    ['${s', '1 EXPRESSION_SYNTAX Not an SQL expression: `${` is not closed.'],
    ['${}', '1 EXPRESSION_SYNTAX Not an SQL expression: `${}` names no member; a reference is `${member}` or `${entity.member}`.'],
    ['${a b}', '1 EXPRESSION_SYNTAX Not an SQL expression: `${a b}` names no member; a reference is `${member}` or `${entity.member}`.'],
    [
      '${a.b.c}',
      '1 EXPRESSION_SYNTAX Not an SQL expression: `${a.b.c}` names no member; a reference is `${member}` or `${entity.member}`.',
    ],
    [
      '${a) from t}',
      '1 EXPRESSION_SYNTAX Not an SQL expression: `${a) from t}` names no member; a reference is `${member}` or `${entity.member}`.',
    ],
    ["'about ${s}'", notAllowed(8, '`${s}` inside quotes', "Texts are joined by `||`: `'...' || ${s}`.")],
    ["E'\\'${s}'", notAllowed(5, '`${s}` inside quotes', "Texts are joined by `||`: `'...' || ${s}`.")],
    ['"${s}"', notAllowed(2, '`${s}` inside quotes', "Texts are joined by `||`: `'...' || ${s}`.")],
    ['$q$ ${s} $q$', notAllowed(5, '`${s}` inside quotes', "Texts are joined by `||`: `'...' || ${s}`.")],
    ['${s}${i}', '5 EXPRESSION_SYNTAX Not an SQL expression: `${i}` is not expected at this place.'],
    ['"s"${i}', '4 EXPRESSION_SYNTAX Not an SQL expression: `${i}` is not expected at this place.'],
    ['i ${s}', '3 EXPRESSION_SYNTAX Not an SQL expression: `${s}` is not expected at this place.'],
    [
      '${s}.${i}',
      '1 EXPRESSION_NOT_ALLOWED Column `{s.{i` with a table in front is not allowed in an expression. A member of another entity is `${{s.{i}`.',
    ],
    [
      '${wrong} + ${also_wrong}',
      ['1 UNKNOWN_MEMBER The test row has no member `wrong`.', '12 UNKNOWN_MEMBER The test row has no member `also_wrong`.'],
    ],
  ])('%s', (text, message) => {
    expect(messages(compile(text, columns))).toEqual([message].flat())
  })

  test('in a comment they are words', () => {
    expect(messages(compile('${i} -- not ${wrong}\n + 1 /* ${as_of} */', columns))).toEqual([])
  })

  test('a place is a line and a column of the file, in lines of the text too', () => {
    const text = {
      value: '${i}\n  + lowwer(s)',
      span: { file: 'm.yml', line: 7, column: 10 },
      lines: [
        { file: 'm.yml', line: 8, column: 9 },
        { file: 'm.yml', line: 9, column: 9 },
      ],
    }
    const parsed = parseExpression(text, { trusted: false, aggregates: 'refused' })
    expect(parsed.ok ? [] : parsed.issues.map(({ span }) => span)).toEqual([{ file: 'm.yml', line: 9, column: 13, length: 6 }])
  })
})

describe('functions', () => {
  const asOf = 'The date of the question is `${as_of}`.'
  test.each([
    ['lowwer(s)', '1 UNKNOWN_FUNCTION Function `lowwer` is not on the list of allowed functions. Closest: `lower`.'],
    ['i + pg_sleep(10)', '5 UNKNOWN_FUNCTION Function `pg_sleep` is not on the list of allowed functions.'],
    ['"and"(t, t)', '1 UNKNOWN_FUNCTION Function `and` is not on the list of allowed functions.'],
    ['now()', notAllowed(1, '`now`', asOf)],
    ['current_date - d', notAllowed(1, '`current_date`', asOf)],
    ['current_timestamp(3)', notAllowed(1, '`current_timestamp`', asOf)],
    ['localtime', notAllowed(1, '`localtime`', asOf)],
    ['current_user', notAllowed(1, '`current_user`')],
    ['session_user', notAllowed(1, '`session_user`')],
    [
      "to_char(d, 'YYYY')",
      notAllowed(
        1,
        '`to_char`',
        "Parts of a date are `extract(year from x)`, buckets are `date_trunc('month', x)`; how values look is for the reader of the answer.",
      ),
    ],
    ['age(d)', notAllowed(1, '`age`', 'Days between two dates are `cast(a as date) - cast(b as date)`.')],
    [
      "ts at time zone 'UTC'",
      notAllowed(4, '`timezone`', 'Timestamps are read in the zone of the question: `cast(x as date)`, `extract`, `date_trunc`.'),
    ],
    [
      'pg_catalog.lower(s)',
      notAllowed(1, 'Function `pg_catalog.lower` with a schema in front', 'Functions are called by their name alone: `lower`.'),
    ],
    ['row_number() over ()', notAllowed(1, 'Window function `row_number`')],
    ['sum(i) over ()', notAllowed(1, 'Window function `sum`')],
    ['generate_series(1, 3)', notAllowed(1, '`generate_series`, which gives several rows,')],
    ['lower(distinct s)', notAllowed(1, '`distinct` in the call of `lower`')],
    ['lower(variadic s)', notAllowed(1, '`variadic` in the call of `lower`')],
    ['round(x => i)', notAllowed(7, 'An argument by name')],
    ['sum(i)', notAllowed(1, 'Aggregate `sum`', 'A value per row has none; measures aggregate, and dimensions with `measure:` read them.')],
    [
      'count(*)',
      notAllowed(1, 'Aggregate `count`', 'A value per row has none; measures aggregate, and dimensions with `measure:` read them.'),
    ],
  ])('%s', (text, message) => {
    expect(messages(compile(text, columns))).toEqual([message])
  })

  test('`trusted` lifts the list of functions and nothing else', () => {
    const trusted = (text: string) => messages(compile(text, columns, { trusted: true }))
    expect(trusted("my_function(${s}, 1) = 'x'")).toEqual([])
    expect(trusted('(select 1)')).toEqual([notAllowed(9, 'A sub-select', 'Values of other entities are read as `${entity.member}`.')])
    expect(trusted('current_date')).toEqual([notAllowed(1, '`current_date`', asOf)])
    expect(trusted('unnest(raw)')).toEqual([notAllowed(1, '`unnest`, which gives several rows,')])
    expect(trusted('my.function(i)')).toEqual([
      notAllowed(1, 'Function `my.function` with a schema in front', 'Functions are called by their name alone: `function`.'),
    ])
    expect(trusted('sum(i)')).toHaveLength(1)
  })
})

describe('aggregates of a `number` measure', () => {
  test.each([
    ['sum(sum(i))', notAllowed(5, 'Aggregate `sum` inside an aggregate')],
    ['sum(distinct i)', notAllowed(1, '`distinct` in `sum`', 'Only `count` has it.')],
    ['sum(i order by i)', notAllowed(1, '`order by` in `sum`')],
    ['sum(*)', '1 TYPE_MISMATCH `sum` takes one value, not `*`.'],
    ['sum(s)', '1 TYPE_MISMATCH `sum` takes a number, not string.'],
    ['min(t)', '1 TYPE_MISMATCH `min` takes a value that has an order, not boolean.'],
    ['count(*) filter (where i)', '1 TYPE_MISMATCH `filter` takes a condition, not integer.'],
    [
      'percentile_cont(2) within group (order by i)',
      notAllowed(1, 'This percentile', 'It is `percentile_cont(0.9) within group (order by x)`, with a number from 0 to 1.'),
    ],
    [
      'percentile_cont(0.9) within group (order by i desc)',
      notAllowed(1, 'This percentile', 'It is `percentile_cont(0.9) within group (order by x)`, with a number from 0 to 1.'),
    ],
    ['string_agg(s)', '1 UNKNOWN_FUNCTION Function `string_agg` is not on the list of allowed functions.'],
  ])('%s', (text, message) => {
    const [found] = messages(compile(text, columns, { aggregates: 'allowed' }))
    expect(found?.replace(/^\d+ TYPE_MISMATCH `filter`/, '1 TYPE_MISMATCH `filter`')).toBe(message)
  })
})

describe('types', () => {
  const minus = '`-` takes two numbers, two dates, two timestamps, a date and a number of days, or a date or timestamp and an interval'
  test.each([
    ['s - d', `3 TYPE_MISMATCH ${minus}, not string and date.`],
    ['d - ts', `3 TYPE_MISMATCH ${minus} (the day of a timestamp is \`cast(x as date)\`), not date and timestamp.`],
    ["d - interval '3 hours'", `3 TYPE_MISMATCH ${minus}, not date and interval.`],
    [
      's + 1',
      '3 TYPE_MISMATCH `+` takes two numbers, a date and a number of days, or a date or timestamp and an interval, not string and integer.',
    ],
    ['d * 2', '3 TYPE_MISMATCH `*` takes two numbers, or an interval and a whole number, not date and integer.'],
    ['f % 2', '3 TYPE_MISMATCH `%` takes two whole numbers or decimals, not float and integer.'],
    ['s = 1', '3 TYPE_MISMATCH `=` takes two values of one type, not string and integer.'],
    ["i = 'seven'", '3 TYPE_MISMATCH `=` takes two values of one type, not integer and string.'],
    ["d > '2024-02-30'", '3 TYPE_MISMATCH `>` takes two values of one type, not date and string.'],
    [
      "ts >= '2024-01-01'",
      '4 TYPE_MISMATCH `>=` takes two values of one type (the day of a timestamp is `cast(x as date)`), not timestamp and string.',
    ],
    ['ts = d', '4 TYPE_MISMATCH `=` takes two values of one type (the day of a timestamp is `cast(x as date)`), not timestamp and date.'],
    ['i in (1, s)', '3 TYPE_MISMATCH `in` takes a value and a list of values of its type, not integer, integer, string.'],
    ['i is distinct from s', '3 TYPE_MISMATCH `is distinct from` takes two values of one type, not integer and string.'],
    ['i and t', '3 TYPE_MISMATCH `and` takes conditions, not integer and boolean.'],
    ['not s', '1 TYPE_MISMATCH `not` takes a condition, not string.'],
    ['case when i then 1 end', '11 TYPE_MISMATCH `when` takes a condition, not integer.'],
    ['case when t then 1 else s end', '1 TYPE_MISMATCH `case` takes branches of one type, not integer and string.'],
    ['coalesce(i, s, d)', '1 TYPE_MISMATCH `coalesce` takes values of one type, not integer, string, date.'],
    ['lower(i)', '1 TYPE_MISMATCH `lower` takes a string, not integer.'],
    ['lower()', '1 TYPE_MISMATCH `lower` takes a string, not nothing.'],
    ['left(s, n)', '1 TYPE_MISMATCH `left` takes a string and a number of characters, not string and decimal.'],
    [
      "split_part(s, ',', 0)",
      '1 TYPE_MISMATCH `split_part` takes a string, a quoted delimiter that is not empty and a position written as a number other than 0, not string, string, integer.',
    ],
    [
      'round(n, i)',
      '1 TYPE_MISMATCH `round` takes a number and, if not 0, the number of decimal places written as a number from -15 to 15, not decimal and integer.',
    ],
    [
      's || f',
      '3 TYPE_MISMATCH `||` takes a string and a string; also strings, whole numbers, booleans, dates and decimals of a fixed scale (`cast(... as numeric(12, 2))`), not string and float.',
    ],
    [
      'extract(hour from d)',
      '1 TYPE_MISMATCH `extract` takes a field (year, quarter, month, week, day, dow, isodow, doy, hour, minute, second, epoch) and a date or a timestamp; hour, minute and second a timestamp; epoch also an interval, not string and date.',
    ],
    [
      "date_trunc('hour', d)",
      '1 TYPE_MISMATCH `date_trunc` takes a quoted unit (second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year) and a date or a timestamp; units below day a timestamp, not string and date.',
    ],
    [
      "date_trunc('month', raw)",
      '1 TYPE_MISMATCH `date_trunc` takes a quoted unit (second, minute, hour, day, week, month, quarter, fiscal_quarter, year, fiscal_year) and a date or a timestamp; units below day a timestamp, not string and unknown.',
    ],
    [
      "s like 'a\\'",
      '3 TYPE_MISMATCH `like` takes a string and a pattern; a pattern with ESCAPE is quoted text and does not end in the escape character, not string and string.',
    ],
    [
      "s ~ '(?=a)'",
      '3 TYPE_MISMATCH `~` takes a string and a quoted pattern of what both databases read alike: no look-around, back-references, `(?` options or escapes other than \\d \\w \\s \\t \\n \\r and of signs, not string and string.',
    ],
    [
      'ts - ts',
      notAllowed(
        4,
        'An interval as the value',
        'Seconds between two timestamps are `extract(epoch from (a - b))`, days between two dates `cast(a as date) - cast(b as date)`.',
      ),
    ],
    ['coalesce(ts - ts, null)', '1 TYPE_MISMATCH `coalesce` takes values of one type, not interval and null.'],
  ])('%s', (text, message) => {
    expect(messages(compile(text, columns))).toEqual([message])
  })

  test('every problem is reported, and none twice', () => {
    expect(messages(compile('lower(i) || lowwer(s) || (s - d)', columns))).toEqual([
      '13 UNKNOWN_FUNCTION Function `lowwer` is not on the list of allowed functions. Closest: `lower`.',
    ])
    expect(messages(compile('lower(i) || upper(d) || (s - d)', columns))).toEqual([
      '1 TYPE_MISMATCH `lower` takes a string, not integer.',
      '13 TYPE_MISMATCH `upper` takes a string, not date.',
      `28 TYPE_MISMATCH ${minus}, not string and date.`,
    ])
  })
})

describe('casts', () => {
  test.each([
    [
      'cast(f as text)',
      notAllowed(
        6,
        'A cast of float to string',
        'The text of a float differs between databases; `cast(x as numeric(18, 2))` first fixes its decimal places.',
      ),
    ],
    [
      'ts::text',
      notAllowed(
        1,
        'A cast of timestamp to string',
        'A timestamp has no text without a zone; `cast(x as date)` and `extract(hour from x)` have.',
      ),
    ],
    [
      'cast(n * n as text)',
      notAllowed(
        8,
        'A cast to text of a decimal without a fixed scale',
        '`cast(cast(x as numeric(18, 2)) as text)` fixes its decimal places.',
      ),
    ],
    ['s::boolean', notAllowed(1, 'A cast of string to boolean', "A comparison says which texts are true: `x in ('true', 'yes')`.")],
    ['d::integer', notAllowed(1, 'A cast of date to integer')],
    [
      'cast(s as numeric)',
      notAllowed(6, 'A cast to numeric without precision and scale', '`numeric(18, 2)` says how many digits are kept.'),
    ],
    [
      'cast(raw as date)',
      notAllowed(
        6,
        'A cast to date of a column whose type the model does not know',
        'A dimension of type date or timestamp over the column, hidden or not, says it.',
      ),
    ],
    ["cast('today' as date)", notAllowed(6, "The cast of `'today'` to date", "A date is written as `'2024-01-31'`.")],
    [
      "interval '1 fortnight'",
      notAllowed(10, "The cast of `'1 fortnight'` to interval", "An interval is written as `'30 days'`, `'1 month'` or `'90 minutes'`."),
    ],
    ["interval '1' day", notAllowed(1, 'An interval with a unit behind it', "It is written as `interval '1 day'`.")],
    ['cast(s as varchar(10))', notAllowed(11, '`varchar(n)`', 'The first n characters are `left(x, n)`.')],
    [
      's::regclass',
      notAllowed(4, 'Type `regclass`', 'Types are integer, bigint, numeric(p, s), double precision, text, boolean, date, timestamp.'),
    ],
    [
      's::int[]',
      notAllowed(4, 'Type `int4[]`', 'Types are integer, bigint, numeric(p, s), double precision, text, boolean, date, timestamp.'),
    ],
    ['n::numeric(40, 2)', notAllowed(4, '`numeric(40, 2)`', 'It has 1 to 38 digits, and no more of them after the point than in all.')],
  ])('%s', (text, message) => {
    expect(messages(compile(text, columns))).toEqual([message])
  })
})

describe('size', () => {
  const nested =
    '1 EXPRESSION_TOO_LARGE The expression is too large: it is nested too deeply. Parts of it can be members of their own, hidden or not.'
  test.each([
    ['calls', `${'lower('.repeat(300)}s${')'.repeat(300)}`],
    ['signs', `${'- '.repeat(9_000)}i`],
    ['sums', `${'i+'.repeat(9_000)}i`],
    ['casts', `i${'::int'.repeat(3_000)}`],
    ['conditions', `${'case when t then '.repeat(500)}1${' end'.repeat(500)}`],
  ])('%s nested too deeply', (_, text) => {
    expect(messages(compile(text, columns))).toEqual([nested])
  })

  test('parentheses alone do not nest', () => {
    expect(messages(compile(`${'('.repeat(4_000)}i${')'.repeat(4_000)}`, columns))).toEqual([])
    expect(messages(compile(`${'('.repeat(9_900)}i${')'.repeat(9_900)}`, columns))).toEqual([])
  })

  test('more than 20,000 characters', () => {
    expect(messages(compile(`i in (${'1, '.repeat(33_000)}1)`, columns))).toEqual([
      '1 EXPRESSION_TOO_LARGE The expression is too large: 99008 characters, at most 20000 are read. Parts of it can be members of their own, hidden or not.',
    ])
    expect(messages(compile('('.repeat(10_000) + ')'.repeat(10_001), columns))).toHaveLength(1)
  })

  test('the parser works on after any of them', () => {
    compile(`${'i+'.repeat(9_900)}i`, columns)
    expect(messages(compile('i + 1', columns))).toEqual([])
  })

  test('a long list and 150 joined texts are read', () => {
    expect(messages(compile(`i in (${'1, '.repeat(5_000)}1)`, columns))).toEqual([])
    expect(messages(compile(`s${' || s'.repeat(150)}`, columns))).toEqual([])
  })
})
