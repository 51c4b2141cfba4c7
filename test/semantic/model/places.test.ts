import { describe, expect, test } from 'vitest'
import { spanAt } from '../../../src/semantic/issues/span-at.ts'
import { parseModel } from '../../../src/semantic/model/parse.ts'

function expression(yaml: string) {
  const text = `version: 1\nmodel: shop\nentities:\n  - name: order\n    table: orders\n    dimensions:\n      - name: d\n        type: string\n${yaml}`
  const result = parseModel([{ name: 'shop.yml', text }])
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  const from = result.value.entities[0]?.dimensions[0]?.from
  if (from?.kind !== 'sql') throw new Error('No expression.')
  return { sql: from.sql, source: text.split('\n') }
}

/** Every word of the expression, and what stands in the file at the place spanAt gives for it. */
function wordsInFile(yaml: string): readonly (readonly [string, string])[] {
  const { sql, source } = expression(yaml)
  return Array.from(sql.value.matchAll(/[\w.]+/g), (match) => {
    const span = spanAt(sql, match.index, match[0].length)
    const start = span.column - 1
    return [match[0], source[span.line - 1]?.slice(start, start + (span.length ?? 0)) ?? ''] as const
  })
}

describe('an offset in an expression is found in the file', () => {
  test.each([
    ['plain', '        sql: a + ${b} * c'],
    ['plain over lines', '        sql: a + b\n          * c\n\n          - d'],
    ['single quotes', "        sql: 'a = b'"],
    ['single quotes with quotes inside', "        sql: 'a = ''x'' and b = ''y'' and c'"],
    ['single quotes over lines', "        sql: 'a = ''x''\n\n          and b'"],
    ['double quotes', '        sql: "a = b"'],
    ['double quotes with escapes', '        sql: "a = \\"x\\" and \\u0041 \\x42\\tor c"'],
    ['double quotes over lines', '        sql: "a = 1\n          and b \\\n          or c"'],
    ['literal', '        sql: |\n          case\n            when a then b\n\n            else c\n          end'],
    ['literal after blank lines', '        sql: |-\n\n\n          a\n           + b'],
    ['literal with stated indentation', '        sql: |2\n            a\n          + b\n'],
    ['folded', '        sql: >\n          a +\n          b *\n\n          c'],
    ['folded and stripped', '        sql: >-\n          a and\n            more\n          b'],
    ['with CRLF', '        sql: |\r\n          a +\r\n          b\r\n'],
  ])('%s', (_, yaml) => {
    const words = wordsInFile(yaml)
    expect(words.length).toBeGreaterThan(1)
    const escaped = ['A', 'B']
    expect(words.filter(([word]) => !escaped.includes(word))).toEqual(
      words.filter(([word]) => !escaped.includes(word)).map(([word]) => [word, word]),
    )
  })

  test('lines hold where each line of the value begins', () => {
    const { sql } = expression('        sql: |\n          case\n            when a then b\n\n          end\n')
    expect(sql.value).toBe('case\n  when a then b\n\nend')
    expect(sql.lines?.map((line) => `${line.line}:${line.column}`)).toEqual(['10:11', '11:11', '11:11', '13:11'])
  })

  test('the end of the text is the place after its last character', () => {
    const { sql } = expression('        sql: a +')
    expect(spanAt(sql, 3)).toEqual({ file: 'shop.yml', line: 9, column: 17, length: 1 })
  })

  test('text without lines counts from its own place', () => {
    expect(spanAt({ value: 'a + b', span: { file: 'f', line: 2, column: 5 } }, 4)).toEqual({ file: 'f', line: 2, column: 9, length: 1 })
  })
})
