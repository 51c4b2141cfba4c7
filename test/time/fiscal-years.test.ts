/** Fiscal quarters and years stand beside those of the calendar in a model that says when its fiscal year starts, and in no other. */
import { printType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { catalogOf, issuesOf, onBothEngines } from '../support/story.ts'

function modelWith(header: string, dimension = ''): string {
  return `
version: 1
model: shop${header}
entities:
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, type: integer }
      - { name: sold_on, type: date }
      - { name: amount, type: integer }${dimension}
    measures:
      - { name: revenue, type: sum, sql: "\${amount}" }
  - name: visit
    table: visit
    primary_key: visit_id
    time: seen_at
    dimensions:
      - { name: visit_id, type: integer }
      - { name: seen_at, type: timestamp }
    measures:
      - { name: visits, type: count }
`
}

const fiscalDimension = `
      - { name: fiscal_half, type: date, sql: "date_trunc('fiscal_year', \${sold_on} - 183)" }
      - { name: in_this_fiscal_quarter, type: boolean,
          sql: "date_trunc('fiscal_quarter', \${sold_on}) = date_trunc('fiscal_quarter', \${as_of})" }`

/** Each amount is a power of two: a sum says which sales are in it. */
const sales = [
  [1, '2023-03-31', 1],
  [2, '2023-04-01', 2],
  [3, '2024-01-15', 4],
  [4, '2024-03-31', 8],
  [5, '2024-04-01', 16],
  [6, '2024-06-30', 32],
  [7, null, 64],
]
const tables = {
  sale: { columns: { sale_id: 'integer', sold_on: 'date', amount: 'integer' }, rows: sales },
  visit: {
    columns: { visit_id: 'integer', seen_at: 'timestamp' },
    rows: [
      [1, '2024-03-31 21:59:59'],
      [2, '2024-03-31 22:00:00'],
    ],
  },
} as const

/** Rows of `by` with the one measure: `['2023-04-01', 14]`. */
function pairs(slice: unknown): readonly unknown[] {
  const { rows } = slice as { readonly rows: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[] }
  return rows.map((row) => Object.values(row).flatMap((members) => Object.values(members)))
}

const toDate = `
      - { name: fiscal_year_to_date, type: cumulative, of: revenue, window: { to_date: fiscal_year } }`

describe('running totals of a fiscal year from April', () => {
  const model = modelWith('\nfiscal_year_start: april').replace('sql: "${amount}" }', `sql: "\${amount}" }${toDate}`)
  onBothEngines({ model, tables }, (ask) => {
    test('begin anew in April, with every size of bucket', async () => {
      const by = async (granularity: string, field: string) =>
        pairs(
          await ask(
            `{ slice(by: { time: [${granularity}] }, where: { time: { gte: "2024-01-01" } }) { rows { time { ${field} } sale { fiscalYearToDate } } } }`,
          ),
        )
      expect(await by('MONTH', 'month')).toEqual([
        ['2024-01-01', 6],
        ['2024-02-01', 6],
        ['2024-03-01', 14],
        ['2024-04-01', 16],
        ['2024-05-01', 16],
        ['2024-06-01', 48],
      ])
      // A year of the calendar ends within a fiscal year: what counts is its last day.
      expect(await by('YEAR', 'year')).toEqual([['2024-01-01', 48]])
    })
  })

  test('need the start of the year', async () => {
    const issues = await issuesOf(model.replace('\nfiscal_year_start: april', ''))
    expect(issues).toContain('`to_date` a fiscal quarter or year')
  })
})

describe('a fiscal year from April', () => {
  onBothEngines({ model: modelWith('\nfiscal_year_start: april', fiscalDimension), tables }, (ask) => {
    test('a bucket is its first day; calendar quarters and years stay what they are', async () => {
      const by = async (granularity: string, field: string) =>
        pairs(await ask(`{ slice(by: { time: [${granularity}] }) { rows { time { ${field} } sale { revenue } } } }`))
      expect(await by('FISCAL_YEAR', 'fiscalYear')).toEqual([
        ['2022-04-01', 1],
        ['2023-04-01', 14],
        ['2024-04-01', 48],
        [null, 64],
      ])
      expect(await by('YEAR', 'year')).toEqual([
        ['2023-01-01', 3],
        ['2024-01-01', 60],
        [null, 64],
      ])
      const quarters = [
        ['2023-01-01', 1],
        ['2023-04-01', 2],
        ['2024-01-01', 12],
        ['2024-04-01', 48],
        [null, 64],
      ]
      expect(await by('FISCAL_QUARTER', 'fiscalQuarter')).toEqual(quarters)
      expect(await by('QUARTER', 'quarter')).toEqual(quarters)
    })

    test('an entity is read by its own times too, and ordered by them', async () => {
      const descending = '{ slice(by: { sale: [SOLD_ON_FISCAL_YEAR] }, orderBy: [{ sale: { soldOnFiscalYear: DESC } }]'
      expect(pairs(await ask(`${descending}, limit: 2) { rows { sale { soldOnFiscalYear revenue } } } }`))).toEqual([
        ['2024-04-01', 48],
        ['2023-04-01', 14],
      ])
      expect(
        pairs(
          await ask('{ explore(orderBy: [{ time: { fiscalYear: DESC } }], limit: 1) { rows { time { fiscalYear } sale { revenue } } } }'),
        ),
      ).toEqual([['2024-04-01', 48]])
    })

    test('the column of a slice is titled in words', async () => {
      expect(
        await ask(
          '{ slice(by: { time: [FISCAL_YEAR] }, limit: 1) { rows { time { fiscalYear } sale { revenue } } columns { path title type } } }',
        ),
      ).toMatchObject({
        columns: [
          { path: 'time.fiscalYear', title: 'Time (fiscal year)', type: 'DATE' },
          { path: 'sale.revenue', title: 'Revenue', type: 'BIGINT' },
        ],
      })
    })

    test('the year begins at the first local instant of April 1', async () => {
      const visits = async (timeZone: string) =>
        pairs(
          await ask(`{ slice(by: { time: [FISCAL_YEAR] }, timeZone: "${timeZone}") { rows { time { fiscalYear } visit { visits } } } }`),
        )
      expect(await visits('UTC')).toEqual([['2023-04-01', 2]])
      expect(await visits('Europe/Berlin')).toEqual([
        ['2023-04-01', 1],
        ['2024-04-01', 1],
      ])
    })

    test('entities of different times meet in one fiscal year', async () => {
      const slice = await ask(
        '{ slice(by: { time: [FISCAL_YEAR] }, where: { time: { isNull: false } }) { rows { time { fiscalYear } sale { revenue } visit { visits } } } }',
      )
      expect(pairs(slice)).toEqual([
        ['2022-04-01', 1, 0],
        ['2023-04-01', 14, 2],
        ['2024-04-01', 48, 0],
      ])
    })

    // The question's date is 2024-06-30, the last day of the first fiscal quarter of 2024.
    test.each([
      ['{ toDate: FISCAL_YEAR }', 48],
      ['{ toDate: FISCAL_QUARTER }', 48],
      ['{ inThePrevious: { n: 1, unit: FISCAL_YEAR } }', 14],
      ['{ inThePrevious: { n: 2, unit: FISCAL_YEAR } }', 15],
      ['{ inThePrevious: { n: 2, unit: FISCAL_QUARTER } }', 12],
      ['{ inTheLast: { n: 1, unit: FISCAL_YEAR } }', 60],
      ['{ inTheLast: { n: 1, unit: FISCAL_QUARTER } }', 48],
      ['{ not: { toDate: FISCAL_YEAR } }', 79],
    ])('%s', async (test, revenue) => {
      const where = test.startsWith('{ not') ? test.replace('{ not: {', '{ not: { time: {').concat(' }') : `{ time: ${test} }`
      expect(pairs(await ask(`{ slice(by: {}, where: ${where}) { rows { sale { revenue } } } }`))).toEqual([[revenue]])
    })

    test('toDate begins anew with the fiscal year', async () => {
      const toDate = async (asOf: string) =>
        pairs(await ask(`{ slice(by: {}, asOf: "${asOf}", where: { time: { toDate: FISCAL_YEAR } }) { rows { sale { revenue } } } }`))
      expect(await toDate('2024-03-31')).toEqual([[14]])
      expect(await toDate('2024-04-01')).toEqual([[16]])
    })

    test('expressions of the model read fiscal buckets', async () => {
      expect(
        pairs(await ask('{ slice(by: { sale: [IN_THIS_FISCAL_QUARTER] }) { rows { sale { inThisFiscalQuarter revenue } } } }')),
      ).toEqual([
        [false, 15],
        [true, 48],
        [null, 64],
      ])
      // Half a year back: 2024-06-30 falls in 2023-12-30, the year before.
      expect(
        pairs(
          await ask(
            '{ slice(by: { sale: [FISCAL_HALF] }, where: { sale: { saleId: { eq: 6 } } }) { rows { sale { fiscalHalf revenue } } } }',
          ),
        ),
      ).toEqual([['2023-04-01', 32]])
    })
  })
})

describe('a fiscal year from February', () => {
  onBothEngines({ model: modelWith('\nfiscal_year_start: 2'), tables }, (ask) => {
    test('its quarters are not those of the calendar', async () => {
      const where = '{ time: { isNull: false } }'
      expect(
        pairs(await ask(`{ slice(by: { time: [FISCAL_YEAR] }, where: ${where}) { rows { time { fiscalYear } sale { revenue } } } }`)),
      ).toEqual([
        ['2023-02-01', 7],
        ['2024-02-01', 56],
      ])
      expect(
        pairs(await ask(`{ slice(by: { time: [FISCAL_QUARTER] }, where: ${where}) { rows { time { fiscalQuarter } sale { revenue } } } }`)),
      ).toEqual([
        ['2023-02-01', 3],
        ['2023-11-01', 4],
        ['2024-02-01', 24],
        ['2024-05-01', 32],
      ])
    })

    test('the last three complete quarters are months, not calendar quarters', async () => {
      const where = '{ time: { inThePrevious: { n: 3, unit: FISCAL_QUARTER } } }'
      expect(pairs(await ask(`{ slice(by: {}, where: ${where}) { rows { sale { revenue } } } }`))).toEqual([[28]])
    })
  })
})

describe('a fiscal year from January', () => {
  onBothEngines({ model: modelWith('\nfiscal_year_start: january'), tables }, (ask) => {
    test('is the year of the calendar', async () => {
      const rows = pairs(
        await ask(
          '{ slice(by: { time: [YEAR, FISCAL_YEAR, QUARTER, FISCAL_QUARTER] }) { rows { time { year fiscalYear quarter fiscalQuarter } } of: rows { sale { revenue } } } }',
        ),
      )
      expect(rows.length).toBe(5)
      for (const [year, fiscalYear, quarter, fiscalQuarter] of rows as string[][]) {
        expect([fiscalYear, fiscalQuarter]).toEqual([year, quarter])
      }
    })
  })
})

describe('measures over time by fiscal buckets', () => {
  const measures = `
      - { name: running, type: cumulative, of: revenue, window: all }
      - { name: year_before, type: offset, of: revenue, by: { n: 1, unit: year } }
      - { name: share_of_year, type: share, of: revenue, within: [time.fiscal_year] }`
  const withMeasures = modelWith('\nfiscal_year_start: february').replace('sql: "${amount}" }', `sql: "\${amount}" }${measures}`)
  onBothEngines({ model: withMeasures, tables }, (ask) => {
    const known = 'where: { time: { isNull: false } }'

    test('a running total and the year before go by fiscal year', async () => {
      const members = 'rows { time { fiscalYear } sale { revenue running yearBefore } }'
      expect(pairs(await ask(`{ slice(by: { time: [FISCAL_YEAR] }, where: { time: { gte: "2023-02-01" } }) { ${members} } }`))).toEqual([
        ['2023-02-01', 7, 7, null],
        ['2024-02-01', 56, 63, 7],
      ])
    })

    test('a share is of its fiscal year', async () => {
      const members = 'rows { time { fiscalQuarter fiscalYear } sale { shareOfYear } }'
      expect(pairs(await ask(`{ slice(by: { time: [FISCAL_QUARTER, FISCAL_YEAR] }, ${known}) { ${members} } }`))).toEqual([
        ['2023-02-01', '2023-02-01', 3 / 7],
        ['2023-11-01', '2023-02-01', 4 / 7],
        ['2024-02-01', '2024-02-01', 24 / 56],
        ['2024-05-01', '2024-02-01', 32 / 56],
      ])
    })

    test('empty fiscal quarters are filled', async () => {
      const filled = `{ slice(by: { time: [FISCAL_QUARTER] }, fill: true, where: { time: { gte: "2023-02-01" } }) { rows { time { fiscalQuarter } sale { revenue } } } }`
      expect(pairs(await ask(filled))).toEqual([
        ['2023-02-01', 3],
        ['2023-05-01', 0],
        ['2023-08-01', 0],
        ['2023-11-01', 4],
        ['2024-02-01', 24],
        ['2024-05-01', 32],
      ])
    })
  })
})

describe('models', () => {
  const granularityOf = async (model: string) => {
    const type = buildSchema(await catalogOf(model)).getType('TimeGranularity')
    if (type === undefined) throw new Error('The schema has no TimeGranularity')
    return printType(type)
  }

  test('without a fiscal year have no word for it', async () => {
    const printed = await granularityOf(modelWith(''))
    expect(printed).toContain('  QUARTER')
    expect(printed).not.toContain('FISCAL')
  })

  test('with one say in the schema when it starts', async () => {
    const printed = await granularityOf(modelWith('\nfiscal_year_start: october'))
    expect(printed).toContain('"""By fiscal quarter; the fiscal year starts in October."""\n  FISCAL_QUARTER')
    expect(printed).toContain('"""By fiscal year; the fiscal year starts in October."""\n  FISCAL_YEAR')
  })

  test.each([
    ['aprl', 'Closest: `april`.'],
    ['April', '`fiscal_year_start` of the model is `April`, no month; months are january to december, or 1 to 12.'],
    ['13', '`fiscal_year_start` of the model is `13`, no month; months are january to december, or 1 to 12.'],
    ['0', '`fiscal_year_start` of the model is `0`, no month; months are january to december, or 1 to 12.'],
    ['1.5', '`fiscal_year_start` of the model is `1.5`, no month; months are january to december, or 1 to 12.'],
    ['[april]', '`fiscal_year_start` of the model takes the name of a month, or its number, not a list.'],
    ['true', '`fiscal_year_start` of the model takes the name of a month, or its number, not `true`.'],
  ])('cannot start it in %s', async (month, message) => {
    const issues = await issuesOf(modelWith(`\nfiscal_year_start: ${month}`))
    expect(issues).toMatch(/^model\.yml:4:\d+ {2}/)
    expect(issues).toContain(message)
  })

  test('may not read fiscal buckets without saying when the year starts', async () => {
    const issues = await issuesOf(modelWith('', fiscalDimension))
    const message = 'The model has no `fiscal_year_start`, which `date_trunc` by fiscal quarter or year needs.'
    expect(issues.split(message).length - 1).toBe(3)
    expect(issues).toContain(`model.yml:13:48  MISSING_KEY\n  ${message}`)
  })

  test('may name a dimension like a fiscal bucket only where there is none', async () => {
    const own = '\n      - { name: sold_on_fiscal_year, type: integer }'
    expect(await issuesOf(modelWith('', own))).toBe('')
    expect(await issuesOf(modelWith('\nfiscal_year_start: april', own))).toContain(
      'Dimension `sale.sold_on` by fiscal year clashes with dimension `sale.sold_on_fiscal_year` at model.yml:14:17. Rename one of them.',
    )
  })
})
