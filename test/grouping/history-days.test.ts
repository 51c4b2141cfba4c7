/** Dates of a history in zones whose days are not all there. */
import { expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

onBothEngines(rfm, (ask) => {
  const days = async (from: string, to: string) => {
    const data = await ask(
      `{ customerSegmentation(name: VALUE_SEGMENT, timeZone: "Pacific/Apia") { history(from: "${from}", to: "${to}", every: DAY) { asOf } } }`,
    )
    return (data as { history: { asOf: string }[] }).history.map(({ asOf }) => asOf)
  }

  // Samoa went from December 29, 2011 to December 31.
  test('a day that there was not is no date of a history', async () => {
    expect(await days('2011-12-29', '2012-01-01')).toEqual([
      '2011-12-29T23:59:59.999999-10:00',
      '2011-12-31T23:59:59.999999+14:00',
      '2012-01-01T23:59:59.999999+14:00',
    ])
    expect(await days('2011-12-29T12:00:00-10:00', '2012-01-01')).toEqual([
      '2011-12-29T12:00:00-10:00',
      '2011-12-31T12:00:00+14:00',
      '2012-01-01T12:00:00+14:00',
    ])
  })
})
