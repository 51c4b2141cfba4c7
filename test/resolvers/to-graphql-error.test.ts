import { expect, test } from 'vitest'
import { toGraphqlError } from '../../src/resolvers/to-graphql-error.ts'
import { issue } from '../../src/semantic/issues/issue.ts'

const limit = issue('LIMIT_EXCEEDED', { limit: 60_000, maximum: 50_000 })
const offset = issue('BAD_USER_INPUT', { problem: '`offset` is -1; it counts rows, 0 or more.' })

test('one mistake is one error with its code and facts', () => {
  expect(toGraphqlError([limit]).toJSON()).toEqual({
    message: '`limit` is 60000; one answer has 50000 rows at most. The rest is read with `offset`.',
    extensions: { code: 'LIMIT_EXCEEDED', limit: 60_000, maximum: 50_000 },
  })
})

test('one mistake met twice is said once', () => {
  expect(toGraphqlError([offset, offset])).toEqual(toGraphqlError([offset]))
  expect(toGraphqlError([limit, offset, limit])).toEqual(toGraphqlError([limit, offset]))
})

test('several mistakes of one field are all in its error', () => {
  const messages = [
    '`limit` is 60000; one answer has 50000 rows at most. The rest is read with `offset`.',
    '`offset` is -1; it counts rows, 0 or more.',
  ]
  expect(toGraphqlError([limit, offset]).toJSON()).toEqual({
    message: messages.join('\n'),
    extensions: {
      code: 'LIMIT_EXCEEDED',
      limit: 60_000,
      maximum: 50_000,
      issues: [
        { code: 'LIMIT_EXCEEDED', message: messages[0], limit: 60_000, maximum: 50_000 },
        { code: 'BAD_USER_INPUT', message: messages[1], problem: messages[1] },
      ],
    },
  })
})
