/** Conditions with more values than a statement can have. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place + 1)
const tooMany =
  /^LIMIT_EXCEEDED: The question has \d+ values, those of its conditions once for each of its dates; one question has 65535 at most\. Shorter lists and fewer dates make fewer\.$/

onBothEngines(rfm, (ask) => {
  const history = `query ($ids: [Int]) { customerSegmentation(name: VALUE_SEGMENT, where: { customerId: { in: $ids } })
    { history(from: "2024-06-01", to: "2024-06-29", every: DAY) { groups { count } } } }`

  test('a list is bound once for each date of a history: 29 dates of 3000 values are refused, of 6 answered', async () => {
    expect(await ask.errors(history, { ids: numbers(3000) })).toEqual([expect.stringMatching(tooMany)])
    const { history: dates } = (await ask(history, { ids: numbers(6) })) as { history: { groups: { count: number }[] }[] }
    expect(dates.map(({ groups }) => groups.reduce((sum, { count }) => sum + count, 0))).toEqual(Array(29).fill(6))
  })

  test('a list that is too long by itself', async () => {
    const count = 'query ($ids: [Int]) { customerCount(where: { customerId: { in: $ids } }) }'
    expect(await ask.errors(count, { ids: numbers(65_536) })).toEqual([expect.stringMatching(tooMany)])
    expect(await ask(count, { ids: numbers(1000) })).toBe(6)
  })
})
