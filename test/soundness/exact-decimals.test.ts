/**
 * Invariant: decimals are exact to the last digit: a million random amounts against BigInt arithmetic.
 * Amounts have up to 11 digits and 2 decimal places; rates up to 18 digits and 10 places, more than a float holds, and more in sum than 64 bits do.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRows } from '../../src/database/bulk.ts'
import type { Database } from '../../src/database/database.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf, onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: ledger
entities:
  - name: entry
    table: entry
    primary_key: entry_id
    dimensions:
      - { name: entry_id, type: integer }
      - { name: account, type: string }
      - { name: amount, type: decimal }
      - { name: rate, type: decimal }
    measures:
      - { name: entries, type: count }
      - { name: amounts, type: count, sql: "\${amount}" }
      - { name: balance, type: sum, sql: "\${amount}" }
      - { name: credits, type: sum, sql: "\${amount}", where: "\${amount} > 0" }
      - { name: mean, type: avg, sql: "\${amount}" }
      - { name: least, type: min, sql: "\${amount}" }
      - { name: most, type: max, sql: "\${amount}" }
      - { name: rates, type: sum, sql: "\${rate}" }
      - { name: mean_rate, type: avg, sql: "\${rate}" }
`

const numberOfEntries = 1_000_000
const accounts = ['a', 'b', 'c', 'd', 'e', 'f', null] as const

interface Entry {
  readonly account: string | null
  /** In cents; null for one in 64. */
  readonly amount: bigint | null
  /** In units of 10^-10. */
  readonly rate: bigint
}

/** Marsaglia's xorshift with 32 bits: the same entries in every run. */
function randomEntries(): readonly Entry[] {
  let state = 20240630
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  return Array.from({ length: numberOfEntries }, () => {
    const amount = BigInt(next()) * 20n + BigInt(next() % 20) - 42_949_672_950n
    const rate = BigInt(next()) * 400_000_000n + BigInt(next() % 400_000_000) - 800_000_000_000_000_000n
    return { account: accounts[next() % accounts.length] ?? null, amount: next() % 64 === 0 ? null : amount, rate }
  })
}

/** Digits with a point before the last `places`. */
function decimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** What BigInt arithmetic says of some entries. */
function expected(entries: readonly Entry[]) {
  let [amounts, balance, credits, rates] = [0, 0n, 0n, 0n]
  let least: bigint | undefined
  let most: bigint | undefined
  for (const { amount, rate } of entries) {
    rates += rate
    if (amount === null) continue
    amounts += 1
    balance += amount
    if (amount > 0n) credits += amount
    if (least === undefined || amount < least) least = amount
    if (most === undefined || amount > most) most = amount
  }
  return {
    entries: entries.length,
    amounts,
    balance: decimal(balance, 2),
    credits: decimal(credits, 2),
    mean: Number(decimal(balance, 2)) / amounts,
    least: decimal(least ?? 0n, 2),
    most: decimal(most ?? 0n, 2),
    rates: decimal(rates, 10),
    meanRate: Number(decimal(rates, 10)) / entries.length,
  }
}

const entries = randomEntries()
const all = { entry: expected(entries) }
const byAccount = accounts.map((account) => ({ entry: { account, ...expected(entries.filter((entry) => entry.account === account)) } }))
const fields = 'entries amounts balance credits mean least most rates meanRate'

describe.each(engines)('a million amounts on %s', (engine) => {
  let database: Database
  let ask: Ask
  beforeAll(async () => {
    database = await openTestDatabase(engine, {})
    await sql`create table entry (entry_id integer, account text, amount numeric(12, 2), rate numeric(18, 10))`.execute(database.kysely)
    const columns = [
      { name: 'entry_id', sqlType: 'integer' },
      { name: 'account', sqlType: 'text' },
      { name: 'amount', sqlType: 'numeric(12, 2)' },
      { name: 'rate', sqlType: 'numeric(18, 10)' },
    ]
    const batch = 100_000
    for (let start = 0; start < entries.length; start += batch) {
      const rows = entries
        .slice(start, start + batch)
        .map(({ account, amount, rate }, index) => [start + index, account, amount === null ? null : decimal(amount, 2), decimal(rate, 10)])
      await insertRows(database, { table: 'entry', columns, rows })
    }
    ask = askOf(await catalogOf(model), database)
  })
  afterAll(() => database.close())

  test('their sum, mean, least and most are exact to the last digit', async () => {
    expect(await ask(`{ slice(by: {}) { rows { entry { ${fields} } } } }`)).toEqual({ rows: [all] })
  })

  test('so they are by group, and the groups add up to the total', async () => {
    expect(
      await ask(`{ slice(by: { entry: [ACCOUNT] }) { rows { entry { account ${fields} } } totals { entry { ${fields} } } } }`),
    ).toEqual({
      rows: byAccount,
      totals: all,
    })
  })
})

describe('amounts past 2^53', () => {
  const columns = { entry_id: 'integer', account: 'string', amount: 'decimal', rate: 'decimal' } as const
  const rows = [
    [1, 'a', '10719509692663217.71', '1'],
    [2, 'a', '0.00', '1'],
    [3, 'a', '0.00', '1'],
  ]
  onBothEngines({ model, tables: { entry: { columns, rows } } }, (ask) => {
    test('the average is the nearest float of the exact sum, divided once', async () => {
      expect(await ask('{ slice(by: {}) { rows { entry { balance mean } } } }')).toEqual({
        rows: [{ entry: { balance: '10719509692663217.71', mean: Number('10719509692663217.71') / 3 } }],
      })
    })
  })
})
