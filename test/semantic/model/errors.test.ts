/** What people read when a model is wrong: the whole text, place and source line included. */
import { describe, expect, test } from 'vitest'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { parseModel, sourcesOf } from '../../../src/semantic/model/parse.ts'

function problems(files: Readonly<Record<string, string>>): string {
  const read = Object.entries(files).map(([name, text]) => ({ name, text }))
  const result = parseModel(read)
  return result.ok ? '' : printIssues(result.issues, sourcesOf(read))
}

/** An entity of a sound model, with one line wrong: its issues without the header of the file. */
function inEntity(line: string): string {
  return problems({ 'shop.yml': `version: 1\nmodel: shop\nentities:\n  - name: order\n    table: orders\n    ${line}\n` })
}

const lines = (...all: readonly string[]) => all.join('\n')

describe('one mistake', () => {
  test('unknown key, with the nearest', () => {
    expect(inEntity('primary_keys: order_id')).toBe(
      lines(
        'shop.yml:6:5  UNKNOWN_KEY',
        '  Unknown key `primary_keys` in entity `order`.',
        '      6 |     primary_keys: order_id',
        '        |     ^^^^^^^^^^^^',
        '  Closest: `primary_key`.',
      ),
    )
  })

  test('unknown key far from any, with those there are', () => {
    expect(inEntity('relationships: [{ type: N:1, field: a, target: { entity: b, column: c } }]')).toBe(
      lines(
        'shop.yml:6:54  MISSING_KEY',
        '  `target` of a relationship has no `field`.',
        '      6 |     relationships: [{ type: N:1, field: a, target: { entity: b, column: c } }]',
        '        |                                                      ^^^^^^',
        '',
        'shop.yml:6:65  UNKNOWN_KEY',
        '  Unknown key `column` in `target` of a relationship. Known keys: entity, field.',
        '      6 |     relationships: [{ type: N:1, field: a, target: { entity: b, column: c } }]',
        '        |                                                                 ^^^^^^',
      ),
    )
  })

  test('unknown word, with the nearest', () => {
    expect(inEntity('dimensions: [{ name: state, type: strng }]')).toBe(
      lines(
        'shop.yml:6:39  UNKNOWN_VALUE',
        '  `type` of dimension `state` cannot be `strng`.',
        '      6 |     dimensions: [{ name: state, type: strng }]',
        '        |                                       ^^^^^',
        '  Closest: `string`.',
      ),
    )
  })

  test('unknown symbol: none is near, each means something else', () => {
    expect(inEntity('relationships: [{ type: N:M, field: a, target: { entity: b, field: c } }]')).toBe(
      lines(
        'shop.yml:6:29  UNKNOWN_VALUE',
        '  `type` of a relationship cannot be `N:M`. Allowed: 1:1, 1:N, N:1.',
        '      6 |     relationships: [{ type: N:M, field: a, target: { entity: b, field: c } }]',
        '        |                             ^^^',
      ),
    )
  })

  test('wrong type: a text for a list', () => {
    expect(inEntity('tags: finance')).toBe(
      lines(
        'shop.yml:6:11  WRONG_TYPE',
        '  `tags` of entity `order` takes a list of text, not the text `finance`.',
        '      6 |     tags: finance',
        '        |           ^^^^^^^',
      ),
    )
  })

  test('wrong type: a word for true or false', () => {
    expect(inEntity('future: yes')).toBe(
      lines(
        'shop.yml:6:13  WRONG_TYPE',
        '  `future` of entity `order` takes true or false, not the text `yes`.',
        '      6 |     future: yes',
        '        |             ^^^',
      ),
    )
  })

  test('nothing after a key', () => {
    expect(inEntity('dimensions:')).toBe(
      lines(
        'shop.yml:6:5  WRONG_TYPE',
        '  `dimensions` of entity `order` takes a list of dimensions, not an empty value.',
        '      6 |     dimensions:',
        '        |     ^^^^^^^^^^',
      ),
    )
  })

  test('missing key', () => {
    expect(inEntity('dimensions: [{ name: state }]')).toBe(
      lines(
        'shop.yml:6:26  MISSING_KEY',
        '  Dimension `state` has no `type`.',
        '      6 |     dimensions: [{ name: state }]',
        '        |                          ^^^^^',
      ),
    )
  })

  test('missing name', () => {
    expect(inEntity('measures: [{ type: count }]')).toBe(
      lines(
        'shop.yml:6:18  MISSING_KEY',
        '  A measure has no `name`.',
        '      6 |     measures: [{ type: count }]',
        '        |                  ^^^^',
      ),
    )
  })

  test('key that the type needs', () => {
    expect(inEntity('measures: [{ name: revenue, type: sum }]')).toBe(
      lines(
        'shop.yml:6:24  MISSING_KEY',
        '  Measure `revenue` has no `sql`, which `type: sum` needs.',
        '      6 |     measures: [{ name: revenue, type: sum }]',
        '        |                        ^^^^^^^',
      ),
    )
  })

  test('key without meaning here', () => {
    expect(inEntity('measures: [{ name: m, type: median, sql: a, percentile: 0.5 }]')).toBe(
      lines(
        'shop.yml:6:49  MISPLACED_KEY',
        '  `percentile` has no meaning in measure `m`: it goes only with `type: percentile`.',
        '      6 |     measures: [{ name: m, type: median, sql: a, percentile: 0.5 }]',
        '        |                                                 ^^^^^^^^^^',
      ),
    )
  })

  test('filter on a measure that has no rows of its own', () => {
    expect(inEntity('measures: [{ name: m, type: number, sql: a, where: b }]')).toBe(
      lines(
        'shop.yml:6:49  MISPLACED_KEY',
        '  `where` has no meaning in measure `m`: `type: number` is computed from aggregates, each with its own filter: `sum(x) filter (where ...)`.',
        '      6 |     measures: [{ name: m, type: number, sql: a, where: b }]',
        '        |                                                 ^^^^^',
      ),
    )
  })

  test('number out of range', () => {
    expect(inEntity('measures: [{ name: p90, type: percentile, percentile: 90, sql: a }]')).toBe(
      lines(
        'shop.yml:6:59  BAD_VALUE',
        '  `percentile` of measure `p90` is `90`, which is not between 0 and 1.',
        '      6 |     measures: [{ name: p90, type: percentile, percentile: 90, sql: a }]',
        '        |                                                           ^^',
      ),
    )
  })

  test('two sources', () => {
    expect(inEntity('sql: select 1')).toBe(
      lines(
        'shop.yml:6:5  CONFLICTING_KEYS',
        '  Entity `order` has both `table` and `sql`. Exactly one source is allowed: `table`, `sql`, `file`, `extends` with `activity`.',
        '      6 |     sql: select 1',
        '        |     ^^^',
      ),
    )
  })

  test('duplicate key', () => {
    expect(inEntity('name: purchase')).toBe(
      lines(
        'shop.yml:6:5  DUPLICATE_KEY',
        '  `name` stands twice in entity `order`; the first is at shop.yml:4:5.',
        '      6 |     name: purchase',
        '        |     ^^^^',
      ),
    )
  })

  test.each([
    ['Order Date', 'order_date'],
    ['grossAmount', 'gross_amount'],
    ['2024_sales', 'n_2024_sales'],
    ['a__b', 'a_b'],
    ['"null"', 'null_value'],
    ['Größe', 'grosse'],
    ['"***"', 'n'],
    ['a'.repeat(60), 'a'.repeat(50)],
  ])('name %s has the legal spelling %s', (written, legal) => {
    const name = written.replaceAll('"', '')
    expect(inEntity(`dimensions: [{ name: ${written}, type: string }]`).split('\n').slice(0, 2)).toEqual([
      'shop.yml:6:26  BAD_NAME',
      `  \`name\` of dimension \`${name}\` is \`${name}\`, not a legal name: lower-case letters, digits and single underscores, a letter first, at most 50 characters. Legal: \`${legal}\`.`,
    ])
  })

  test('pairs of fields that do not match', () => {
    expect(inEntity('relationships: [{ type: N:1, field: [a, b], target: { entity: c, field: d } }]')).toBe(
      lines(
        'shop.yml:6:42  BAD_VALUE',
        '  `field` of a relationship is `a, b`, 2 names, and its target has one name; they are matched in pairs.',
        '      6 |     relationships: [{ type: N:1, field: [a, b], target: { entity: c, field: d } }]',
        '        |                                          ^',
      ),
    )
  })
})

describe('measures made of others', () => {
  const inMeasure = (keys: string) => inEntity(`measures: [{ name: m, ${keys} }]`)

  test('what they are made of is missing', () => {
    expect(inMeasure('type: cumulative')).toBe(
      lines(
        'shop.yml:6:24  MISSING_KEY',
        '  Measure `m` has no `of`, which `type: cumulative` needs.',
        '      6 |     measures: [{ name: m, type: cumulative }]',
        '        |                        ^',
      ),
    )
  })

  test('a misspelt kind, with the nearest', () => {
    expect(inMeasure('type: growht, of: a')).toBe(
      lines(
        'shop.yml:6:33  UNKNOWN_VALUE',
        '  `type` of measure `m` cannot be `growht`.',
        '      6 |     measures: [{ name: m, type: growht, of: a }]',
        '        |                                 ^^^^^^',
        '  Closest: `growth`.',
      ),
    )
  })

  test('an expression beside `of`', () => {
    expect(inMeasure('type: rank, of: a, sql: b')).toBe(
      lines(
        'shop.yml:6:46  MISPLACED_KEY',
        '  `sql` has no meaning in measure `m`: it goes only with aggregates of rows and `type: number`.',
        '      6 |     measures: [{ name: m, type: rank, of: a, sql: b }]',
        '        |                                              ^^^',
      ),
    )
  })

  test('a filter beside `of`', () => {
    expect(inMeasure('type: share, of: a, where: b')).toBe(
      lines(
        'shop.yml:6:47  MISPLACED_KEY',
        '  `where` has no meaning in measure `m`: rows are filtered by the measure that `of` names.',
        '      6 |     measures: [{ name: m, type: share, of: a, where: b }]',
        '        |                                               ^^^^^',
      ),
    )
  })

  test('a window with a kind that has none', () => {
    expect(inMeasure('type: growth, of: a, by: { n: 1, unit: month }, window: all')).toBe(
      lines(
        'shop.yml:6:75  MISPLACED_KEY',
        '  `window` has no meaning in measure `m`: it goes only with `type: cumulative`.',
        '      6 |     measures: [{ name: m, type: growth, of: a, by: { n: 1, unit: month }, window: all }]',
        '        |                                                                           ^^^^^^',
      ),
    )
  })

  test('a word that is no window, with all there are', () => {
    expect(inMeasure('type: cumulative, of: a, window: month')).toBe(
      lines(
        'shop.yml:6:60  UNKNOWN_VALUE',
        '  `window` of measure `m` cannot be `month`. Allowed: all, { n: 7, unit: day }, { to_date: month }.',
        '      6 |     measures: [{ name: m, type: cumulative, of: a, window: month }]',
        '        |                                                            ^^^^^',
      ),
    )
  })

  test('a window that holds nothing, or two', () => {
    expect(inMeasure('type: cumulative, of: a, window: { unit: day }')).toBe(
      lines(
        'shop.yml:6:62  MISSING_KEY',
        '  A window has no `n` or `to_date`.',
        '      6 |     measures: [{ name: m, type: cumulative, of: a, window: { unit: day } }]',
        '        |                                                              ^^^^',
      ),
    )
    expect(inMeasure('type: cumulative, of: a, window: { n: 7, to_date: month }')).toBe(
      lines(
        'shop.yml:6:68  CONFLICTING_KEYS',
        '  A window has both `n` and `to_date`. Exactly one of `n` and `to_date` is needed.',
        '      6 |     measures: [{ name: m, type: cumulative, of: a, window: { n: 7, to_date: month } }]',
        '        |                                                                    ^^^^^^^',
      ),
    )
  })

  test('half a window, or a key too much', () => {
    expect(inMeasure('type: cumulative, of: a, window: { n: 7 }')).toBe(
      lines(
        'shop.yml:6:62  MISSING_KEY',
        '  A window has no `unit`, which `n` needs.',
        '      6 |     measures: [{ name: m, type: cumulative, of: a, window: { n: 7 } }]',
        '        |                                                              ^',
      ),
    )
    expect(inMeasure('type: cumulative, of: a, window: { to_date: month, unit: day }')).toBe(
      lines(
        'shop.yml:6:78  MISPLACED_KEY',
        '  `unit` has no meaning in a window: it goes only with `n`.',
        '      6 |     measures: [{ name: m, type: cumulative, of: a, window: { to_date: month, unit: day } }]',
        '        |                                                                              ^^^^',
      ),
    )
  })

  test('a period that is none', () => {
    expect(inMeasure('type: offset, of: a, by: month')).toBe(
      lines(
        'shop.yml:6:52  WRONG_TYPE',
        '  `by` of measure `m` takes a period (`{ n: 1, unit: month }`) with `type: offset`, not the text `month`.',
        '      6 |     measures: [{ name: m, type: offset, of: a, by: month }]',
        '        |                                                    ^^^^^',
      ),
    )
  })

  test.each([
    ['0', 'is `0`, not a whole number from 1 to 10000.'],
    ['10001', 'is `10001`, not a whole number from 1 to 10000.'],
    ['1.5', 'is `1.5`, not a whole number from 1 to 10000.'],
  ])('%s units', (n, problem) => {
    expect(inMeasure(`type: offset, of: a, by: { n: ${n}, unit: month }`)).toBe(
      lines(
        'shop.yml:6:57  BAD_VALUE',
        `  \`n\` of a period ${problem}`,
        `      6 |     measures: [{ name: m, type: offset, of: a, by: { n: ${n}, unit: month } }]`,
        `        |                                                         ${'^'.repeat(n.length)}`,
      ),
    )
  })

  test('more years than a calendar goes back', () => {
    expect(inMeasure('type: offset, of: a, by: { n: 1001, unit: year }')).toBe(
      lines(
        'shop.yml:6:57  BAD_VALUE',
        '  `n` of a period is `1001`, more than 1000, the most with `unit: year`.',
        '      6 |     measures: [{ name: m, type: offset, of: a, by: { n: 1001, unit: year } }]',
        '        |                                                         ^^^^',
      ),
    )
  })

  test('a unit in the plural, with the nearest', () => {
    expect(inMeasure('type: offset, of: a, by: { n: 3, unit: months }')).toBe(
      lines(
        'shop.yml:6:66  UNKNOWN_VALUE',
        '  `unit` of a period cannot be `months`.',
        '      6 |     measures: [{ name: m, type: offset, of: a, by: { n: 3, unit: months } }]',
        '        |                                                                  ^^^^^^',
        '  Closest: `month`.',
      ),
    )
  })

  test('`within` takes dimensions or a period, as the kind says', () => {
    expect(inMeasure('type: share, of: a, within: { n: 1, unit: month }')).toBe(
      lines(
        'shop.yml:6:57  WRONG_TYPE',
        '  `within` of measure `m` takes the names of dimensions with `type: share`, not a mapping.',
        '      6 |     measures: [{ name: m, type: share, of: a, within: { n: 1, unit: month } }]',
        '        |                                                         ^',
      ),
    )
    expect(inMeasure('type: conversion, to: b, within: 14')).toBe(
      lines(
        'shop.yml:6:60  WRONG_TYPE',
        '  `within` of measure `m` takes a period (`{ n: 14, unit: day }`) with `type: conversion`, not the number 14.',
        '      6 |     measures: [{ name: m, type: conversion, to: b, within: 14 }]',
        '        |                                                            ^^',
      ),
    )
  })

  test('`by` of a conversion names an entity', () => {
    expect(inMeasure('type: conversion, to: b, within: { n: 14, unit: day }, by: { n: 1, unit: day }')).toBe(
      lines(
        'shop.yml:6:88  WRONG_TYPE',
        '  `by` of measure `m` takes the name of an entity with `type: conversion`, not a mapping.',
        '      6 |     measures: [{ name: m, type: conversion, to: b, within: { n: 14, unit: day }, by: { n: 1, unit: day } }]',
        '        |                                                                                        ^',
      ),
    )
  })

  test('a conversion into nothing, in no time', () => {
    expect(inMeasure('type: conversion')).toBe(
      lines(
        'shop.yml:6:24  MISSING_KEY',
        '  Measure `m` has no `to`, which `type: conversion` needs.',
        '      6 |     measures: [{ name: m, type: conversion }]',
        '        |                        ^',
        '',
        'shop.yml:6:24  MISSING_KEY',
        '  Measure `m` has no `within`, which `type: conversion` needs.',
        '      6 |     measures: [{ name: m, type: conversion }]',
        '        |                        ^',
      ),
    )
  })
})

describe('semi-additive measures', () => {
  const inMeasure = (keys: string) => inEntity(`measures: [{ name: m, ${keys} }]`)

  test('which rows count is not said', () => {
    expect(inMeasure('type: sum, sql: a, semi_additive: { per: [b] }')).toBe(
      lines(
        'shop.yml:6:63  MISSING_KEY',
        '  `semi_additive` of a measure has no `keep`.',
        '      6 |     measures: [{ name: m, type: sum, sql: a, semi_additive: { per: [b] } }]',
        '        |                                                               ^^^',
      ),
    )
  })

  test('over anything but time', () => {
    expect(inMeasure('type: sum, sql: a, semi_additive: { keep: last, over: state }')).toBe(
      lines(
        'shop.yml:6:81  UNKNOWN_VALUE',
        '  `over` of `semi_additive` of a measure cannot be `state`. Allowed: time.',
        '      6 |     measures: [{ name: m, type: sum, sql: a, semi_additive: { keep: last, over: state } }]',
        '        |                                                                                 ^^^^^',
      ),
    )
  })

  test('of a number, which has no rows', () => {
    expect(inMeasure('type: number, sql: a, semi_additive: { keep: last }')).toBe(
      lines(
        'shop.yml:6:49  MISPLACED_KEY',
        '  `semi_additive` has no meaning in measure `m`: it goes only with aggregates of rows.',
        '      6 |     measures: [{ name: m, type: number, sql: a, semi_additive: { keep: last } }]',
        '        |                                                 ^^^^^^^^^^^^^',
      ),
    )
  })
})

describe('the window of an aggregate seen from an entity', () => {
  const inDimension = (keys: string) => inEntity(`dimensions: [{ name: d, type: integer, ${keys} }]`)

  test('without a measure', () => {
    expect(inDimension('column: c, window: { last: 90, unit: day }')).toBe(
      lines(
        'shop.yml:6:55  MISPLACED_KEY',
        '  `window` has no meaning in dimension `d`: it goes only with `measure`, `first`, `last`, `nth`, `most_frequent` or `list`.',
        '      6 |     dimensions: [{ name: d, type: integer, column: c, window: { last: 90, unit: day } }]',
        '        |                                                       ^^^^^^',
      ),
    )
  })

  test('of several kinds', () => {
    expect(inDimension('measure: a.b, window: { last: 90, previous: 1, unit: day }')).toBe(
      lines(
        'shop.yml:6:78  CONFLICTING_KEYS',
        '  A dimension window has both `last` and `previous`. Exactly one of `last`, `previous` and `to_date` is needed.',
        '      6 |     dimensions: [{ name: d, type: integer, measure: a.b, window: { last: 90, previous: 1, unit: day } }]',
        '        |                                                                              ^^^^^^^^',
      ),
    )
  })

  test('of no kind', () => {
    expect(inDimension('measure: a.b, window: { unit: day }')).toBe(
      lines(
        'shop.yml:6:68  MISSING_KEY',
        '  A dimension window has no `last`, `previous` or `to_date`.',
        '      6 |     dimensions: [{ name: d, type: integer, measure: a.b, window: { unit: day } }]',
        '        |                                                                    ^^^^',
      ),
    )
  })
})

describe('the header', () => {
  const order = 'entities: [{ name: order, table: orders }]'

  test('is missing', () => {
    expect(problems({ 'a.yml': order })).toBe(
      lines(
        'a.yml:1:1  MISSING_KEY',
        '  The model has no `version`.',
        `      1 | ${order}`,
        '        | ^',
        '',
        'a.yml:1:1  MISSING_KEY',
        '  The model has no `model`.',
        `      1 | ${order}`,
        '        | ^',
      ),
    )
  })

  test('stands in two files', () => {
    expect(problems({ 'a.yml': `version: 1\nmodel: shop\n${order}`, 'b.yml': 'owner: me' })).toBe(
      lines(
        'b.yml:1:1  MISPLACED_KEY',
        '  `owner` has no meaning in a second file: the header of the model stands at a.yml:1:1.',
        '      1 | owner: me',
        '        | ^^^^^',
      ),
    )
  })

  test('has another version', () => {
    expect(problems({ 'a.yml': `version: 2\nmodel: shop\n${order}` })).toBe(
      lines(
        'a.yml:1:10  BAD_VALUE',
        '  `version` of the model is `2`, and this program reads version 1.',
        '      1 | version: 2',
        '        |          ^',
      ),
    )
  })

  test('names no time zone', () => {
    expect(problems({ 'a.yml': `version: 1\nmodel: shop\ntime_zone: Europe/Berln\n${order}` })).toBe(
      lines(
        'a.yml:3:12  BAD_VALUE',
        '  `time_zone` of the model is `Europe/Berln`, not a time zone known by that name.',
        '      3 | time_zone: Europe/Berln',
        '        |            ^^^^^^^^^^^^',
        '  Closest: `Europe/Berlin`.',
      ),
    )
  })

  test('is all there is', () => {
    expect(problems({ 'a.yml': 'version: 1\nmodel: shop' })).toBe(
      lines('a.yml:2:8  MISSING_KEY', '  The model has no `entities`.', '      2 | model: shop', '        |        ^^^^'),
    )
  })
})

test('two entities of one name in two files', () => {
  expect(
    problems({
      'a.yml': 'version: 1\nmodel: shop\nentities:\n  - { name: order, table: orders }',
      'b.yml': 'entities:\n  - { name: order, table: purchases }',
    }),
  ).toBe(
    lines(
      'b.yml:2:13  NAME_CLASH',
      '  Entity `order` clashes with the entity of that name at a.yml:4:13. One of them needs another name.',
      '      2 |   - { name: order, table: purchases }',
      '        |             ^^^^^',
    ),
  )
})

test('everything wrong with all files is told at once, in order; a file that is not YAML hides only itself', () => {
  const printed = problems({
    'b.yml': 'entities:\n  - name: line\n    tabel: lines\n    measures:\n      - { name: n, type: cont }\n  - name: order\n    table: t',
    'a.yml': 'version: 1\nmodel: Shop\nentities:\n  - name: order\n    dimensions: {}\n    measures: [{ name: r, type: sum, hidden: 1 }]',
    'c.yml': 'entities: [',
  })
  expect(printed.match(/^\S+:\d+:\d+ {2}[A-Z_]+$/gm)).toEqual([
    'a.yml:2:8  BAD_NAME',
    'a.yml:4:11  MISSING_SOURCE',
    'a.yml:5:17  WRONG_TYPE',
    'a.yml:6:24  MISSING_KEY',
    'a.yml:6:46  WRONG_TYPE',
    'b.yml:2:11  MISSING_SOURCE',
    'b.yml:3:5  UNKNOWN_KEY',
    'b.yml:5:26  UNKNOWN_VALUE',
    'c.yml:1:12  MODEL_SYNTAX',
  ])
})
