/**
 * Answers held against SQL written by hand.
 *
 *   -- variables { "asOf": "2025-10-15" }                of the question; none by default
 *   -- rows                                              the rows of the slice, in its order
 *   select state as "customer.state", ...                columns are named by response path
 *   -- totals                                            where the question asks for totals
 *
 * Of rows of the graph instead: `-- row` for what stands beside the lists, and each list by its path, that of all rows one after another.
 *
 *   -- nodes      -- orders.nodes      -- orders.nodes.lines.nodes
 */
import { expect } from 'vitest'

export interface CheckedSlice {
  readonly rows: readonly CheckedGroup[]
  readonly totals?: CheckedGroup
}
type CheckedGroup = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface CheckSql {
  readonly variables: Readonly<Record<string, unknown>>
  readonly checks: readonly { readonly of: string; readonly sql: string }[]
}

type Row = Readonly<Record<string, unknown>>

export function readCheckSql(text: string): CheckSql {
  const [head = '', ...parts] = text.split(/^(?=-- (?:[A-Za-z.]+\.)?(?:row|rows|nodes|totals)$)/m)
  const variables = /^-- variables (\{.*\})$/m.exec(head)?.[1]
  return {
    variables: variables === undefined ? {} : JSON.parse(variables),
    checks: parts.map((sql) => ({ of: sql.slice('-- '.length, sql.indexOf('\n')), sql })),
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

/** As `expectAsByHand`, for rows of the graph. A row without a field that others of its list have is null there: activities are of several types. */
export async function expectRowsAsByHand(answer: Row, check: CheckSql, run: (sql: string) => Promise<readonly Row[]>): Promise<void> {
  const parts = partsOf(answer)
  expect(check.checks.map(({ of }) => of)).toEqual([...parts.keys()])
  for (const { of, sql } of check.checks) {
    const byHand = (await run(sql)).map(spelled)
    const unknown = Object.fromEntries(Object.keys(byHand[0] ?? {}).map((column) => [column, null]))
    expect(byHand.length).toBeGreaterThan(0)
    expect({ of, rows: (parts.get(of) ?? []).map((row) => ({ ...unknown, ...spelled(row) })) }).toEqual({ of, rows: byHand })
  }
}

/** What no SQL by hand could say. */
const sealed: ReadonlySet<string> = new Set(['id', 'cursor', 'startCursor', 'endCursor'])

/** An answer taken apart: `row`, and its lists of rows by their paths. */
function partsOf(answer: Row): ReadonlyMap<string, readonly Row[]> {
  const parts = new Map<string, Row[]>()
  const add = (part: string, row: Row) => {
    const own: Record<string, unknown> = {}
    parts.set(part, [...(parts.get(part) ?? []), own])
    const collect = (value: Row, prefix: string) => {
      for (const [key, inner] of Object.entries(value)) {
        const path = `${prefix}${key}`
        if (Array.isArray(inner)) for (const each of inner) add(part === 'row' ? path : `${part}.${path}`, each)
        else if (typeof inner === 'object' && inner !== null) collect(inner as Row, `${path}.`)
        else if (!sealed.has(key)) own[path] = inner
      }
    }
    collect(row, '')
  }
  add('row', answer)
  return parts
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
