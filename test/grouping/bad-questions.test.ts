/** Questions about segments and segmentations that are mistaken, and what they are told; those that only look mistaken are answered. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

/** The six customers, with a segment and a segmentation that nobody outside sees. */
const story = {
  ...rfm,
  model: rfm.model
    .replace('      - { name: busy,', '      - { name: hush, hidden: true, when: "${r} = 2" }\n      - { name: busy,')
    .replace(
      '      - name: lettered\n',
      '      - { name: secret_segment, hidden: true, groups: [{ name: x, when: "${hush}" }], otherwise: y }\n      - name: lettered\n',
    ),
}

describe('mistaken questions about groupings', () => {
  const history = (more: string) => `{ customerSegmentation(name: VALUE_SEGMENT) { history(${more}) { asOf groups { count } } } }`
  const groups = (more: string) => `{ customerSegmentation(name: VALUE_SEGMENT, ${more}) { groups { count } } }`
  const migration = (more: string) => `{ customerMigration(name: VALUE_SEGMENT, ${more}) { cells { from to count } } }`
  const timePoint = 'Expected: an ISO date such as "2024-03-31", or a date-time such as "2024-03-31T10:00:00Z".'

  const refused: readonly (readonly [title: string, query: string, ...errors: string[]])[] = [
    [
      'a segmentation that is not there, with the nearest',
      '{ customerSegmentation(name: VALUE_SEGMNT) { name } }',
      'undefined: Value "VALUE_SEGMNT" does not exist in "CustomerSegmentation" enum. Did you mean the enum value "VALUE_SEGMENT"?',
    ],
    [
      'a segment that is not there, with the nearest',
      '{ customerSegment(name: VIPP) { name } }',
      'undefined: Value "VIPP" does not exist in "CustomerSegment" enum. Did you mean the enum value "VIP"?',
    ],
    [
      'a segmentation that is hidden, which is never named',
      '{ customerSegmentation(name: SECRET_SEGMNT) { name } }',
      'undefined: Value "SECRET_SEGMNT" does not exist in "CustomerSegmentation" enum. Did you mean the enum value "VALUE_SEGMENT"?',
    ],
    [
      'a segment that is hidden',
      '{ customerCount(where: { inSegment: [HUSH] }) }',
      'undefined: Value "HUSH" does not exist in "CustomerSegment" enum. Did you mean the enum value "BUSY"?',
    ],
    [
      'a group that is not there',
      '{ customerCount(where: { valueSegment: { eq: CHAMPION } }) }',
      'undefined: Value "CHAMPION" does not exist in "CustomerValueSegment" enum. Did you mean the enum value "CHAMPIONS"?',
    ],
    [
      'a history that ends before it begins',
      history('from: "2024-06-30", to: "2024-01-01", every: MONTH'),
      'BAD_USER_INPUT: `from`, 2024-06-30, is later than `to`, 2024-01-01.',
    ],
    [
      'a history that begins after the date of the question',
      history('from: "2025-06-30", every: MONTH'),
      'BAD_USER_INPUT: `from`, 2025-06-30, is later than `to`, 2024-06-30T12:00:00Z.',
    ],
    [
      'a history of more than 120 dates',
      history('from: "2014-06-30", to: "2024-06-30", every: MONTH'),
      'LIMIT_EXCEEDED: From `from` to `to` there are more than 120 dates a month apart; one answer has 120 at most. Longer steps make fewer.',
    ],
    [
      'steps that are too small to be steps',
      history('from: "2024-06-30", every: HOUR'),
      'undefined: Value "HOUR" does not exist in "HistoryStep" enum.',
    ],
    [
      'days that are none',
      history('from: "2024-02-30", to: "soon", every: DAY'),
      `undefined: TimePoint cannot be "2024-02-30". ${timePoint}`,
      `undefined: TimePoint cannot be "soon". ${timePoint}`,
    ],
    ['a date of the question that is none', groups('asOf: "yesterday"'), `undefined: TimePoint cannot be "yesterday". ${timePoint}`],
    [
      'a zone that is none, with the nearest',
      groups('timeZone: "Europe/Berln"'),
      'BAD_USER_INPUT: `Europe/Berln` is not a time zone. Closest: `Europe/Berlin`.',
    ],
    [
      'a zone that is none, of a migration',
      migration('from: "2024-01-01", to: "2024-06-30", timeZone: "Mars/Base"'),
      'BAD_USER_INPUT: `Mars/Base` is not a time zone. Write an IANA name such as Europe/Berlin.',
    ],
    [
      'a condition that is null, named by where it stands',
      groups('where: { state: null }'),
      'BAD_USER_INPUT: `where.state` is null. Rows without a value are found with `isNull`; to not restrict, it is left out.',
    ],
    [
      'segments that are null',
      '{ customerCount(where: { not: { inSegment: null } }) }',
      'BAD_USER_INPUT: `where.not.inSegment` is null; it takes a list of segments. To not restrict, it is left out.',
    ],
    [
      'a dimension that is not there, with the nearest',
      groups('where: { statte: { eq: "NY" } }'),
      'undefined: Field "statte" is not defined by type "CustomerFilter". Did you mean "state"?',
    ],
  ]

  onBothEngines(story, (ask) => {
    test.each(refused)('%s', async (_, query, ...errors) => {
      expect(await ask.errors(query)).toEqual(errors)
    })

    test('one of several questions that fails leaves the others answered', async () => {
      const { data, errors } = await ask.raw(`{ customerCount wrong: customerCount(timeZone: "Mars") }`)
      expect({ data, errors: errors?.length }).toEqual({ data: { customerCount: 6, wrong: null }, errors: 1 })
    })

    test('what is null is left out: where, asOf, timeZone, to', async () => {
      expect(await ask(groups('where: null, asOf: null, timeZone: null'))).toEqual(await ask(groups('where: {}')))
      expect(await ask(history('from: "2024-03-31", to: null, every: QUARTER'))).toEqual(
        await ask(history('from: "2024-03-31", every: QUARTER')),
      )
    })

    test('exactly 120 dates are answered, before there was anybody and after', async () => {
      const { history: found } = (await ask(history('from: "2014-07-31", to: "2024-06-30", every: MONTH'))) as {
        history: { groups: { count: number }[] }[]
      }
      expect(found.length).toBe(120)
      // Before the first order everybody is of the others.
      expect(found[0]?.groups.map(({ count }) => count)).toEqual([0, 0, 0, 6])
      expect(found.at(-1)?.groups.map(({ count }) => count)).toEqual([1, 1, 2, 2])
    })

    test('a history on the last day there is', async () => {
      expect(await ask(history('from: "9999-12-31", to: "9999-12-31", every: YEAR'))).toMatchObject({
        history: [{ asOf: '9999-12-31T23:59:59.999999Z' }],
      })
    })

    test('a migration may look backwards, or stay where it is', async () => {
      const back = (await ask(migration('from: "2024-06-30", to: "2023-12-31"'))) as {
        cells: { from: string; to: string; count: number }[]
      }
      const there = (await ask(migration('from: "2023-12-31", to: "2024-06-30"'))) as typeof back
      const turned = there.cells.map(({ from, to, count }) => ({ from: to, to: from, count }))
      expect(new Set(back.cells.map((cell) => JSON.stringify(cell)))).toEqual(new Set(turned.map((cell) => JSON.stringify(cell))))
      const still = (await ask(migration('from: "2024-06-30", to: "2024-06-30"'))) as typeof back
      expect(still.cells).toEqual([
        { from: 'CHAMPIONS', to: 'CHAMPIONS', count: 1 },
        { from: 'SPENDERS', to: 'SPENDERS', count: 1 },
        { from: 'RECENT', to: 'RECENT', count: 2 },
        { from: 'OTHERS', to: 'OTHERS', count: 2 },
      ])
    })

    test('nobody at all: counts of 0, percentages and averages null', async () => {
      const data = (await ask(
        '{ customerSegmentation(name: VALUE_SEGMENT, where: { inSegment: [] }) { groups { count percentage averages { revenue } } } }',
      )) as { groups: unknown[] }
      expect(data.groups).toEqual(Array.from({ length: 4 }, () => ({ count: 0, percentage: null, averages: { revenue: null } })))
      expect(await ask('{ customerCount(where: { inSegment: [] }) }')).toBe(0)
      expect(await ask('{ customerCount(where: { notInSegment: [] }) }')).toBe(6)
    })

    test('what is hidden is not listed', async () => {
      expect(await ask('{ customerSegmentations { name } }')).toEqual([{ name: 'VALUE_SEGMENT' }, { name: 'LETTERED' }])
      const names = ((await ask('{ customerSegments { name } }')) as { name: string }[]).map(({ name }) => name)
      expect(names).toEqual(['VIP', 'LAPSED', 'BUSY', 'LETTERED_BEST', 'LETTERED_FM_BEST', 'LETTERED_NEVER'])
    })
  })
})
