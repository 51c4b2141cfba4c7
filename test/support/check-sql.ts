/**
 * Answers held against SQL written by hand.
 *
 *   -- variables { "asOf": "2025-10-15" }                of the question; none by default
 *   -- rows                                              the rows of the slice, in its order
 *   select state as "customer.state", ...                columns are named by response path
 *   -- totals                                            where the question asks for totals
 */
import { expect } from 'vitest'

export interface CheckedSlice {
  readonly rows: readonly CheckedGroup[]
  readonly totals?: CheckedGroup
}
type CheckedGroup = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface CheckSql {
  readonly variables: Readonly<Record<string, unknown>>
  readonly checks: readonly { readonly of: 'rows' | 'totals'; readonly sql: string }[]
}

type Row = Readonly<Record<string, unknown>>

export function readCheckSql(text: string): CheckSql {
  const [head = '', ...parts] = text.split(/^(?=-- (?:rows|totals)$)/m)
  const variables = /^-- variables (\{.*\})$/m.exec(head)?.[1]
  return {
    variables: variables === undefined ? {} : JSON.parse(variables),
    checks: parts.map((sql) => ({ of: sql.startsWith('-- totals') ? 'totals' : 'rows', sql })),
  }
}

/** `run` answers a statement on the tables of the slice. There are rows, and nothing that was asked for goes unchecked. */
export async function expectAsByHand(slice: CheckedSlice, check: CheckSql, run: (sql: string) => Promise<readonly Row[]>): Promise<void> {
  expect(check.checks.map(({ of }) => of)).toEqual(slice.totals === undefined ? ['rows'] : ['rows', 'totals'])
  expect(slice.rows.length).toBeGreaterThan(0)
  for (const { of, sql } of check.checks) {
    const ours = of === 'rows' ? slice.rows : [slice.totals ?? {}]
    expect(ours.map(byPath)).toEqual((await run(sql)).map(spelled))
  }
}

function byPath(group: CheckedGroup): Row {
  return spelled(
    Object.fromEntries(
      Object.entries(group).flatMap(([name, members]) => Object.entries(members).map(([member, value]) => [`${name}.${member}`, value])),
    ),
  )
}

function spelled(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, spell(value)]))
}

/** Drivers write counts as text or number, and decimals with or without closing zeros. */
function spell(value: unknown): unknown {
  if (value === null) return value
  const text = String(value)
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text
}
