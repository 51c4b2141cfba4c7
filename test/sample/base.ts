/** A generated base as objects, for tests that look into it. */
import { generateSample } from '../../src/sample/generate.ts'
import type { SampleOptions } from '../../src/sample/options.ts'
import { type SampleTableName, sampleTables } from '../../src/sample/tables.ts'

export type Row = Readonly<Record<string, string | number | null>>

export function rowsOf(options: SampleOptions, table: SampleTableName): Row[] {
  const names = sampleTables[table].columns.map((column) => column.name)
  return [...generateSample(options)]
    .filter((batch) => batch.table === table)
    .flatMap((batch) => batch.rows)
    .map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])))
}

/** An order line as rows of all three activities name it. */
export function lineOf(row: Row): string {
  return `${row.entity_id} ${row.feature1}`
}

export function cents(row: Row): number {
  return Number(String(row.feature9).replace('.', ''))
}

export function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
