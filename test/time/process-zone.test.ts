/** The same answers whatever the zone of the process: each zone is asked in a process of its own, on both engines. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { emptyDatabaseUrl, engines } from '../support/databases.ts'
import { makeTable } from './zone-answers.ts'

const program = path.join(import.meta.dirname, 'in-zone.mjs')

interface Said {
  readonly minutesWest: number
  readonly answered: readonly unknown[]
}

async function askIn(zone: string, urls: readonly string[]): Promise<Said> {
  const environment = { PATH: process.env.PATH, TZ: zone }
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...urls], { env: environment })
  return JSON.parse(stdout)
}

/** In Berlin clocks went from 2:00 to 3:00 on March 31. */
const expected = {
  raw: {
    rows: [
      [1, '2024-03-30T23:30:00+01:00', '2024-03-31', '2024-03-30', '2024-03-31T00:00:00+01:00', 23, 2],
      [2, '2024-03-31T00:30:00+01:00', '2024-03-31', '2024-03-31', '2024-03-31T00:00:00+01:00', 0, 1],
      [3, '2024-03-31T03:30:00+02:00', '2024-04-01', '2024-03-31', '2024-04-01T00:00:00+02:00', 3, 1],
      [4, '2024-04-01T00:15:00+02:00', '2024-04-01', '2024-04-01', '2024-04-01T00:00:00+02:00', 0, 0],
    ].map(([saleId, soldAt, dueOn, soldOn, dueAt, hourOfSale, daysAgo]) => ({
      sale: { saleId, soldAt, dueOn, soldOn, dueAt, hourOfSale, daysAgo },
    })),
  },
  days: {
    rows: [
      { time: { day: '2024-03-30' }, sale: { sales: 1, lastSale: '2024-03-30T23:30:00+01:00' } },
      { time: { day: '2024-03-31' }, sale: { sales: 2, lastSale: '2024-03-31T03:30:00+02:00' } },
      { time: { day: '2024-04-01' }, sale: { sales: 1, lastSale: '2024-04-01T00:15:00+02:00' } },
    ],
    asOf: '2024-04-01T23:59:59.999999+02:00',
    timeZone: 'Europe/Berlin',
  },
  hours: {
    rows: [
      { time: { hour: '2024-03-30T23:00:00+01:00' }, sale: { sales: 1 } },
      { time: { hour: '2024-03-31T00:00:00+01:00' }, sale: { sales: 1 } },
      { time: { hour: '2024-03-31T03:00:00+02:00' }, sale: { sales: 1 } },
      { time: { hour: '2024-04-01T00:00:00+02:00' }, sale: { sales: 1 } },
    ],
  },
  elsewhere: {
    rows: [
      { time: { day: '2024-03-31', fiscalYear: '2023-04-01' }, sale: { sales: 3 } },
      { time: { day: '2024-04-01', fiscalYear: '2024-04-01' }, sale: { sales: 1 } },
    ],
  },
  chosen: { rows: [{ sale: { sales: 2 } }] },
  moment: { rows: [{ sale: { sales: 2 } }] },
  due: { rows: [{ sale: { dueOnMonth: '2024-04-01', sales: 2 } }] },
  asOf: { rows: [{ sale: { sales: 1 } }], asOf: '2024-03-30T23:59:59.999999+01:00' },
  lately: { rows: [{ sale: { sales: 3 } }] },
  now: { rows: [{ sale: { sales: 4 } }], asOf: '2024-04-01T00:15:00+02:00' },
}

test('answers do not depend on the zone of the process', async () => {
  const urls = await Promise.all(engines.map((engine) => emptyDatabaseUrl(engine)))
  for (const url of urls) await makeTable(url)
  const zones = [
    ['Pacific/Auckland', -780],
    ['America/St_Johns', 210],
  ] as const
  for (const [zone, minutesWest] of zones) {
    const said = await askIn(zone, urls)
    expect(said.minutesWest).toBe(minutesWest)
    for (const answered of said.answered) expect(answered).toEqual(expected)
    expect(said.answered.length).toBe(engines.length)
  }
}, 120_000)
