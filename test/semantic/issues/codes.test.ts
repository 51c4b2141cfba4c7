import { describe, expect, test } from 'vitest'
import { type IssueCode, issueDefinitions } from '../../../src/semantic/issues/codes.ts'

function exampleOf<C extends IssueCode>(code: C): string | undefined {
  const definition = issueDefinitions[code]
  return definition.example === undefined ? undefined : definition.message(definition.example)
}

const codes = Object.keys(issueDefinitions).filter((code): code is IssueCode => code in issueDefinitions)

describe.each(codes)('%s', (code) => {
  test('means one thing, said in sentences that blame nobody', () => {
    // Messages of the GraphQL library are passed on as they are.
    for (const text of [issueDefinitions[code].meaning, code.startsWith('GRAPHQL_') ? undefined : exampleOf(code)]) {
      if (text === undefined) continue
      expect(text).toMatch(/^[A-Z`].*[.)]$/)
      expect(text).not.toMatch(/\b(you|your|please|invalid|illegal|oops|sorry)\b/i)
      expect(text).not.toMatch(/undefined|\[object/)
    }
  })
})

describe('messages of the catalog and of queries', () => {
  test.each([
    ['AMBIGUOUS_PATH', 'Measure `order.revenue` cannot be sliced by `customer.state`: two paths lead there, `buyer` and `recipient`.'],
    ['CYCLIC_REFERENCE', 'A circle of references: `order.net` reads `order.gross` reads `order.net`.'],
    [
      'NAME_CLASH',
      'Dimension `order_date_month` clashes with the month of time dimension `order_date` at orders.yml:12:9. Another name keeps its column: `name: month_of_order, column: order_date_month`.',
    ],
    ['NO_PATH', 'Measure `order.revenue` cannot be sliced by `store.city`: no relationship leads there from `order`.'],
    ['TIMEOUT', 'No answer from the database within 30000 ms.'],
    ['TYPE_MISMATCH', '`sum` of measure `revenue` takes a number, not string.'],
    ['UNKNOWN_COLUMN', 'Table `orders` has no column `amuont`. Closest: `amount`.'],
    ['UNKNOWN_FUNCTION', 'Function `lowwer` is not on the list of allowed functions. Closest: `lower`.'],
  ] as const)('%s', (code, message) => {
    expect(exampleOf(code)).toBe(message)
  })
})
