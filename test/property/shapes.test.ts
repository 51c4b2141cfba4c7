/** The random slices ask often enough for what is planned in a way of its own: a change of their making must not lose it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaseArbitrary } from './arbitrary.ts'
import { shapes } from './shapes.ts'

const asked = fc
  .sample(new CaseArbitrary(4), { seed: 1, numRuns: 500 })
  .flatMap(({ world, questions }) => questions.map((question) => ({ world, question })))

test.each([
  ['totals', 70],
  ['having', 15],
  ['subtotals', 10],
  ['measures of several entities', 30],
  ['measures under totals alone', 4],
  ['the key of what rows point to', 10],
  ['the key of what rows point to, measures that do not combine', 10],
  ['the key of what rows point to, measures that do not combine, rows that point to nothing', 6],
  ['one object about the group and along its way', 5],
  ['a condition that everything meets', 5],
  ['the clock without a measure', 0.5],
])('random slices use %s in at least %d of a hundred', (name, percent) => {
  const uses = asked.filter((each) => shapes[name]?.(each))
  expect((100 * uses.length) / asked.length).toBeGreaterThanOrEqual(percent)
})
