/** RFM tables of pymc-marketing: purchases are days, scores are quartiles, segments are lists of codes. Small enough to check by head. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../../support/databases.ts'
import { type LoadedModel, openLoadedModel } from '../../support/loaded-model.ts'
import { readCases, sayCasesAreAbsent } from '../suite.ts'

interface Expected {
  readonly rows: readonly (readonly (string | number)[])[]
  readonly max_f_score?: number
}

type Cases = {
  readonly cases: readonly { readonly id: string; readonly expected: Expected }[]
}

const suite = readCases<Cases>('cdnow')

if (suite === undefined) sayCasesAreAbsent('cdnow')
else describe.each(engines)('segments of pymc-marketing on %s', (engine) => holdOn(engine, suite))

function holdOn(engine: (typeof engines)[number], { cases }: Cases): void {
  let small: LoadedModel
  let repetitive: LoadedModel
  beforeAll(async () => {
    small = await openLoadedModel(engine, 'test/reference/pymc-segments/small')
    repetitive = await openLoadedModel(engine, 'test/reference/pymc-segments/repetitive')
  })
  afterAll(() => Promise.all([small?.close(), repetitive?.close()]))
  const expectedOf = (id: string) => {
    const found = cases.find((each) => each.id === id)
    if (found === undefined) throw new Error(`No case ${id}`)
    return found.expected
  }

  test('days of purchases, days since the last, mean spend', async () => {
    const rows = await customersOf(small, '2015-02-07')
    expect(rows.map(({ customerId, days, recencyDays, meanSpend }) => [customerId, days, recencyDays, meanSpend])).toEqual(
      expectedOf('pymc-small-rfm-segmentation-summary').rows,
    )
  })

  test('scores and segment of every customer', async () => {
    const rows = await customersOf(small, '2015-02-06')
    const titles = await titlesOf(small)
    expect(rows.map(({ customerId, segment }) => [customerId, titles.get(String(segment))])).toEqual(
      expectedOf('pymc-small-rfm-segments-default').rows,
    )
    // Cut points: recency 1.75, 11.5, 28.75; frequency 1.25, 2.5, 3; monetary 2.25, 3.5, 4.75.
    expect(rows.map(codeOf)).toEqual(['421', '111', '132', '434', '233', '314'])
  })

  // Frequencies 2, 1, 2, 2, 3: all three cut points are 2. Theirs drops two of them and calls the highest 2.
  test('decided otherwise: customers above coinciding cut points have the highest score', async () => {
    const rows = await customersOf(repetitive, '2015-02-07')
    expect(rows.map(({ days }) => days)).toEqual([2, 1, 2, 2, 3])
    expect(rows.map(({ frequencyScore }) => frequencyScore)).toEqual([1, 1, 1, 1, 4])
    expect(expectedOf('pymc-repetitive-ties-warning').max_f_score).toBe(2)
    // That only two of four scores occur is seen in their sizes.
    const { scores } = (await repetitive.ask(
      '{ customerSegmentation(name: SEGMENT, asOf: "2015-02-07") { scores { name cutPoints sizes { score count } } } }',
    )) as { readonly scores: readonly unknown[] }
    expect(scores).toContainEqual({
      name: 'FREQUENCY_SCORE',
      cutPoints: [2, 2, 2],
      sizes: [
        { score: 1, count: 4 },
        { score: 4, count: 1 },
      ],
    })
  })
}

type Customer = Readonly<Record<string, string | number>>

async function customersOf({ ask }: LoadedModel, asOf: string): Promise<readonly Customer[]> {
  const { rows } = (await ask(
    `{ slice(by: { customer: [CUSTOMER_ID, DAYS, RECENCY_DAYS, MEAN_SPEND, RECENCY_SCORE, FREQUENCY_SCORE, MONETARY_SCORE, SEGMENT] }, asOf: "${asOf}") {
         rows { customer { customerId days recencyDays meanSpend recencyScore frequencyScore monetaryScore segment } } } }`,
  )) as { readonly rows: readonly { readonly customer: Customer }[] }
  return rows.map(({ customer }) => customer)
}

function codeOf({ recencyScore, frequencyScore, monetaryScore }: Customer): string {
  return `${recencyScore}${frequencyScore}${monetaryScore}`
}

async function titlesOf({ ask }: LoadedModel): Promise<ReadonlyMap<string, string>> {
  const [segmentation] = (await ask('{ customerSegmentations { groups { name title } } }')) as readonly {
    readonly groups: readonly { readonly name: string; readonly title: string }[]
  }[]
  // Titles say "Premium customer", theirs "Premium Customer".
  return new Map(segmentation?.groups.map(({ name, title }) => [name, title.replace(/ ./g, (letters) => letters.toUpperCase())]))
}
