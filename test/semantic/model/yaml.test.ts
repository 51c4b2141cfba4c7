import { describe, expect, test } from 'vitest'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { parseModel, sourcesOf } from '../../../src/semantic/model/parse.ts'

/** The issues of one file as people read them. */
function problems(text: string): string {
  const files = [{ name: 'shop.yml', text }]
  const result = parseModel(files)
  return result.ok ? '' : printIssues(result.issues, sourcesOf(files))
}

const lines = (...all: readonly string[]) => all.join('\n')

describe('text that is not YAML', () => {
  test.each([
    [
      'a tab as indentation',
      'entities:\n\t- name: order',
      lines(
        'shop.yml:2:1  MODEL_SYNTAX',
        '  Not valid YAML: a tab indents this line; YAML is indented with spaces.',
        '      2 | \t- name: order',
        '        | ^',
      ),
    ],
    [
      'a tab in the middle: what follows from it is not said as well',
      'entities:\n  - name: order\n    table: orders\n\t- name: visit\n    table: visits\n    time: day\n',
      lines(
        'shop.yml:4:1  MODEL_SYNTAX',
        '  Not valid YAML: a tab indents this line; YAML is indented with spaces.',
        '      4 | \t- name: visit',
        '        | ^',
      ),
    ],
    [
      'a colon inside a plain value',
      'description: shop: the model',
      lines(
        'shop.yml:1:14  MODEL_SYNTAX',
        '  Not valid YAML: a mapping or list cannot begin here; a value with `: ` in it needs quotes.',
        '      1 | description: shop: the model',
        '        |              ^',
      ),
    ],
    [
      'a line indented deeper than its neighbour',
      'entities:\n  - name: order\n     table: orders',
      lines(
        'shop.yml:2:11  MODEL_SYNTAX',
        '  Not valid YAML: the line after this value is indented deeper than its key, and begins a key itself.',
        '      2 |   - name: order',
        '        |           ^',
      ),
    ],
    [
      'a line indented less than its neighbour',
      'entities:\n   - name: order\n  - name: line',
      lines(
        'shop.yml:3:1  MODEL_SYNTAX',
        '  Not valid YAML: this line is not indented like the list or mapping it continues.',
        '      3 |   - name: line',
        '        | ^',
      ),
    ],
    [
      'an expression without quotes in a flow mapping',
      'entities: [{ name: order, sql: ${amount} }]',
      lines(
        'shop.yml:1:33  MODEL_SYNTAX',
        '  Not valid YAML: a second `{` in one value; `${...}` inside `{ }` or `[ ]` needs quotes.',
        '      1 | entities: [{ name: order, sql: ${amount} }]',
        '        |                                 ^',
      ),
    ],
    [
      'a quote left open',
      'model: "shop',
      lines(
        'shop.yml:1:13  MODEL_SYNTAX',
        '  Not valid YAML: a quote is opened and not closed.',
        '      1 | model: "shop',
        '        |             ^',
      ),
    ],
    [
      'a line without a colon',
      'version: 1\nmodel\nowner: me',
      lines(
        'shop.yml:2:1  MODEL_SYNTAX',
        '  Not valid YAML: a key has no `: ` after it on its line.',
        '      2 | model',
        '        | ^^^^^',
      ),
    ],
    [
      'a value that begins with a reserved character',
      'owner: @sales',
      lines(
        'shop.yml:1:8  MODEL_SYNTAX',
        '  Not valid YAML: a plain value cannot begin with `@`; in quotes it can.',
        '      1 | owner: @sales',
        '        |        ^',
      ),
    ],
    [
      'a second document',
      'version: 1\n---\nmodel: shop',
      lines(
        'shop.yml:2:1  MODEL_SYNTAX',
        '  Not valid YAML: a second document begins here; a file of a model holds one.',
        '      2 | ---',
        '        | ^^^',
      ),
    ],
    [
      'a tag',
      'model: !!js/function "function () {}"',
      lines(
        'shop.yml:1:22  MODEL_SYNTAX',
        '  Not valid YAML: the tag `!!js/function`; values of a model have no tags.',
        '      1 | model: !!js/function "function () {}"',
        '        |                      ^^^^^^^^^^^^^^^^',
      ),
    ],
    [
      'YAML 1.1, where 1:1 is a number',
      '%YAML 1.1\n---\nmodel: shop',
      lines(
        'shop.yml:1:1  MODEL_SYNTAX',
        '  Not valid YAML: a model is YAML 1.2; `%YAML 1.1` reads `1:1` as a number.',
        '      1 | %YAML 1.1',
        '        | ^^^^^^^^^',
      ),
    ],
    [
      'an alias of nothing',
      'model: *shop',
      lines(
        'shop.yml:1:8  MODEL_SYNTAX',
        '  Not valid YAML: no anchor `&shop` ends before the alias `*shop`.',
        '      1 | model: *shop',
        '        |        ^^^^^',
      ),
    ],
    [
      'an alias inside its own anchor',
      'entities: &all [*all]',
      lines(
        'shop.yml:1:17  MODEL_SYNTAX',
        '  Not valid YAML: no anchor `&all` ends before the alias `*all`.',
        '      1 | entities: &all [*all]',
        '        |                 ^^^^',
      ),
    ],
    [
      'text that is no mapping',
      'just text',
      lines(
        'shop.yml:1:1  WRONG_TYPE',
        '  A file of a model takes a mapping (`key: value`), not the text `just text`.',
        '      1 | just text',
        '        | ^^^^^^^^^',
      ),
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toBe(expected)
  })

  test('two slips on two lines are both reported', () => {
    expect(problems('owner: @me\ncontract: `x`').match(/^shop.yml:\S+/gm)).toEqual(['shop.yml:1:8', 'shop.yml:2:11'])
  })
})

describe('hostile YAML ends in an issue, soon', () => {
  test.each([
    ['lists', '['.repeat(50_000)],
    ['mappings', '{a: '.repeat(5_000)],
    ['dashes', `${'- '.repeat(20_000)}a`],
    ['explicit keys', `${'? '.repeat(20_000)}a`],
  ])('deep %s', (_, text) => {
    expect(problems(text)).toContain('Not valid YAML: values are nested more than 100 levels deep.')
  })

  test('an alias bomb', () => {
    const bomb = Array.from({ length: 9 }, (_, level) => {
      const item = level === 0 ? 'lol' : `*a${level - 1}`
      return `k${level}: &a${level} [${Array(10).fill(item).join(', ')}]`
    })
    expect(problems(bomb.join('\n'))).toContain('Not valid YAML: aliases repeat more than 10000 values.')
  })

  test('ten thousand keys, one of them twice', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `k${index % 9_999}: 1`).join('\n')
    const result = parseModel([{ name: 'shop.yml', text }])
    expect(result.ok ? [] : result.issues.filter((found) => found.code === 'DUPLICATE_KEY')).toHaveLength(1)
  })

  test('keys that mean something to JavaScript', () => {
    expect(problems('version: 1\nmodel: shop\n__proto__: { version: 2 }\nconstructor: {}').match(/Unknown key `\w+`/g)).toEqual([
      'Unknown key `__proto__`',
      'Unknown key `constructor`',
    ])
  })
})

describe('harmless YAML', () => {
  const entities = 'entities: [{ name: order, table: t }]\n'

  test('a file of comments, an empty file and a byte order of CRLF say nothing wrong', () => {
    const files = [
      { name: 'a.yml', text: '# later\n' },
      { name: 'b.yml', text: '' },
      { name: 'c.yml', text: `version: 1\r\nmodel: shop\r\n${entities}` },
    ]
    expect(parseModel(files).ok).toBe(true)
  })

  test('anchors repeat values within bounds', () => {
    const result = parseModel([{ name: 'a.yml', text: `version: 1\nmodel: &name shop\nowner: *name\ntags: &t [a, b]\n${entities}` }])
    expect(result.ok && result.value.header.owner).toBe('shop')
  })
})
