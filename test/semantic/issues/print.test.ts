import { describe, expect, test } from 'vitest'
import { type Issue, issue } from '../../../src/semantic/issues/issue.ts'
import { issueMessage, printIssue, printIssues } from '../../../src/semantic/issues/print.ts'

const sources = new Map([['shop/order.yml', 'entities:\n  - name: order\n    sql: ${amuont}\n']])
const misspelt = issue(
  'UNKNOWN_MEMBER',
  { what: 'dimension', name: 'amuont', of: 'entity `order`', reader: 'Measure `monetary`', closest: 'amount' },
  { file: 'shop/order.yml', line: 3, column: 12, length: 6 },
)

describe('printIssue', () => {
  test('shows place, code, statement, source line with caret, and the nearest spelling on its own line', () => {
    expect(printIssue(misspelt, sources)).toBe(
      [
        'shop/order.yml:3:12  UNKNOWN_MEMBER',
        '  Measure `monetary` reads `amuont`, which entity `order` does not have.',
        '      3 |     sql: ${amuont}',
        '        |            ^^^^^^',
        '  Closest: `amount`.',
      ].join('\n'),
    )
  })

  test('leaves out the source line of a text that is not at hand, and the place of a mistake in a query', () => {
    expect(printIssue(misspelt, new Map())).toBe(
      'shop/order.yml:3:12  UNKNOWN_MEMBER\n  Measure `monetary` reads `amuont`, which entity `order` does not have.\n  Closest: `amount`.',
    )
    expect(printIssue(issue('UNAVAILABLE', {}), sources)).toBe('UNAVAILABLE\n  The database cannot be reached at the moment.')
  })

  test('keeps the caret under its character after tabs, in long lines and at the end of a line', () => {
    const print = (line: string, column: number, length: number) =>
      printIssue(issue('EXPRESSION_SYNTAX', { problem: 'x.' }, { file: 'f', line: 1, column, length }), new Map([['f', line]]))
        .split('\n')
        .slice(2)
    expect(print('a:\tbc', 4, 2)).toEqual(['      1 | a:\tbc', '        |   \t^^'])
    expect(print('ab', 3, 9)).toEqual(['      1 | ab', '        |   ^'])
    const [line, caret] = print(`${'x'.repeat(500)}!${'y'.repeat(500)}`, 501, 1)
    expect([line?.length, line?.indexOf('!')]).toEqual([170, caret?.indexOf('^')])
  })

  test('control characters of a file never reach the terminal', () => {
    const esc = String.fromCharCode(27)
    const found = issue('UNKNOWN_KEY', { key: `${esc}[2J`, of: 'the model', allowed: ['a'] }, { file: 'f', line: 1, column: 1 })
    expect(printIssue(found, new Map([['f', `${esc}[2J: 1`]]))).toBe(
      'f:1:1  UNKNOWN_KEY\n  Unknown key `\uFFFD[2J` in the model. Known keys: a.\n      1 | \uFFFD[2J: 1\n        | ^',
    )
  })
})

describe('printIssues', () => {
  test('orders by file, line and column; issues without a place come last', () => {
    const at = (file: string, line: number, column: number): Issue => issue('TIMEOUT', {}, { file, line, column })
    const printed = printIssues([issue('TIMEOUT', {}), at('b', 1, 1), at('a', 10, 1), at('a', 2, 9), at('a', 2, 3)], new Map())
    expect(printed.split('\n\n').map((text) => text.split('\n')[0])).toEqual([
      'a:2:3  TIMEOUT',
      'a:2:9  TIMEOUT',
      'a:10:1  TIMEOUT',
      'b:1:1  TIMEOUT',
      'TIMEOUT',
    ])
  })

  test('prints nothing for no issues', () => {
    expect(printIssues([], new Map())).toBe('')
  })
})

test('issueMessage is one statement, nearest spelling included', () => {
  expect(issueMessage(misspelt)).toBe('Measure `monetary` reads `amuont`, which entity `order` does not have. Closest: `amount`.')
})
