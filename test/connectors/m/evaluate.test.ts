/** The evaluator of M: the examples of the language specification that our query relies on, and that it knows nothing else. */
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { library, toJson } from './library.ts'
import { Raised } from './values.ts'

const noWeb = library(() => {
  throw new Error('Nothing is asked')
})
const value = async (expression: string) => toJson(await evaluate(expression, noWeb))

test.each([
  ['let x = 1 + y, y = 2 in x', 3],
  ['let y = error "never asked for", x = 1 in x', 1],
  ['[a = 1, b = a + 1]', { a: 1, b: 2 }],
  // The name of a variable means the one around it, inside of its own definition.
  ['let a = 1 in [a = a + 1]', { a: 2 }],
  ['let count = (n) => if n >= 3 then n else @count(n + 1) in count(0)', 3],
  ['(each [a])([a = 2])', 2],
  ['[a = 1] & [a = 2, b = 3]', { a: 2, b: 3 }],
  ['{1} & {2, 3}', [1, 2, 3]],
  ['"a ""b""" & "c"', 'a "b"c'],
  ['"a" & null', null],
  ['[a = 1][b]?', null],
  ['[a = null][a]? ?? 2', 2],
  ['try error "no" otherwise 1', 1],
  ['try [a = 1][b] otherwise 2', 2],
  ['try {1}{5} otherwise 3', 3],
  ['null = false', false],
  ['null is text', false],
  ['not true or true', true],
  ['true or true and false', true],
  ['false and true or true', true],
  ['((x, optional y as nullable number) => y)(1)', null],
  ['[#"a b" = 1][#"a b"]', 1],
  ['List.Generate(() => 1, each _ <> 4, each _ + 1, each _ + 10)', [11, 12, 13]],
])('%s', async (expression, expected) => {
  expect(await value(expression)).toEqual(expected)
})

test.each([
  ['1 & "a"', 'Expression.Error'],
  ['"a" & 1', 'Expression.Error'],
  ['((x as text) => x)(1)', 'Expression.Error'],
  ['((x) => x)(1, 2)', 'Expression.Error'],
  ['(null)[a]', 'Expression.Error'],
  ['if null then 1 else 2', 'Expression.Error'],
  ['Number.From("12,5", "en-US")', 'DataFormat.Error'],
  ['error Error.Record("CODE", "What is wrong", "What to do")', 'CODE'],
])('%s raises %s', async (expression, reason) => {
  const error = await value(expression).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Raised)
  expect(error).toMatchObject({ reason })
})

test.each(['Table.FromRows({})', '1 * 2', '1 < 2', '[a = 1] = [a = 1]', 'Number.From("1")', '"a#(lf)b"', '{1..3}'])(
  '%s is beyond it',
  async (expression) => {
    await expect(value(expression)).rejects.not.toBeInstanceOf(Raised)
  },
)
