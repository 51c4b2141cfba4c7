/** The shipped model on a few rows of one's own. */
import { sampleTableNames, sampleTables } from '../../src/sample/tables.ts'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { loadModel } from '../../src/semantic/engine.ts'
import { printIssues } from '../../src/semantic/issues/print.ts'
import type { TestTable, TestTables } from '../support/databases.ts'
import { modelFolder } from './sample-databases.ts'

export type Row = Readonly<Record<string, unknown>>

/** What stands in each table; one that is left out is empty. */
export type BaseRows = Readonly<Partial<Record<keyof typeof sampleTables, readonly Row[]>>>

export async function shippedCatalog(): Promise<Catalog> {
  const model = await loadModel(modelFolder)
  if (!model.ok) throw new Error(printIssues(model.issues, model.sources))
  return model.value
}

/** Activities are numbered; columns that a row does not name are null. */
export function tablesOf(base: BaseRows): TestTables {
  return Object.fromEntries(sampleTableNames.map((table) => [table, tableOf(table, base[table] ?? [])]))
}

function tableOf(name: keyof typeof sampleTables, rows: readonly Row[]): TestTable {
  const { columns } = sampleTables[name]
  return {
    columns: Object.fromEntries(columns.map((column) => [column.name, column.type])),
    rows: rows.map((row, index) => columns.map((column) => row[column.name] ?? (column.name === 'activity_uuid' ? String(index) : null))),
  }
}
