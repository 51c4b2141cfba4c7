/** Which columns of a table become dimensions, as what, and why others do not. */
import type { TypedColumn } from '../database/tables/column-type.ts'
import { writtenName } from '../database/tables/table.ts'
import type { Remark } from './draft.ts'
import type { DraftSource, KeptColumn } from './entity-plan.ts'

/** Every dimension is several fields of the schema; a table that is wider mostly has one column for each answer of a form. */
export const mostColumns = 200
const mostNamed = 6

export interface KeptColumns {
  readonly columns: readonly KeptColumn[]
  readonly remarks: readonly Remark[]
}

export function keptColumns(source: DraftSource): KeptColumns {
  const of = sourceText(source)
  const remarks: Remark[] = []
  const kept: KeptColumn[] = []
  for (const column of source.table.columns) {
    const { type, sqlType } = column
    if (type === 'other') {
      remarks.push({ kind: 'left out', text: `column \`${column.name}\` of ${of}: models have no type for ${sqlType}` })
      continue
    }
    if (column.name !== column.name.trimEnd()) {
      remarks.push({ kind: 'left out', text: `column \`${column.name}\` of ${of}: its name ends with a space, which a model cannot write` })
      continue
    }
    const text = source.file?.textColumns.find(({ name }) => name === column.name)
    const read = text === undefined ? undefined : readingOf(text)
    const isTold = read !== undefined && source.file?.rows !== 0
    if (isTold) remarks.push({ kind: 'noted', text: `column \`${column.name}\` of ${of}: ${read.comment}` })
    kept.push({ ...column, type, ...read })
  }
  // Keys mostly stand first; those that are named as keys are kept wherever they stand.
  const first = new Set(
    kept
      .map((column, position) => ({ column, position, isNeeded: isNeeded(column, source) }))
      .toSorted((a, b) => Number(b.isNeeded) - Number(a.isNeeded) || a.position - b.position)
      .slice(0, mostColumns)
      .map(({ column }) => column),
  )
  const dropped = kept.filter((column) => !first.has(column)).map(({ name }) => `\`${name}\``)
  if (dropped.length > 0) {
    const more = dropped.length > mostNamed ? ` and ${dropped.length - mostNamed} more` : ''
    const text = `${dropped.length} columns of ${of}, which has ${kept.length}, and ${mostColumns} are written at most: ${dropped.slice(0, mostNamed).join(', ')}${more}`
    remarks.push({ kind: 'left out', text })
  }
  return { columns: kept.filter((column) => first.has(column)), remarks }
}

function isNeeded({ name, type }: KeptColumn, { table }: DraftSource): boolean {
  const inKeys = [table.primaryKey, ...table.uniqueKeys, ...table.foreignKeys.map(({ columns }) => columns)].flat()
  const isReferred = /(^|_)id$/i.test(name)
  return inKeys.includes(name) || isReferred || type === 'date' || type === 'timestamp'
}

export function sourceText({ table, file }: DraftSource): string {
  return file === undefined ? `${table.kind} \`${writtenName(table)}\`` : `\`${file.name}\``
}

/** Cells of text that are something else, in a spelling that has to be read. */
function readingOf({ name, because, comma }: TypedColumn): Pick<KeptColumn, 'type' | 'sql' | 'comment'> | undefined {
  const cell = `"${name.replaceAll('"', '""')}"`
  switch (because) {
    case undefined:
      return undefined
    case 'no value':
      return { type: 'string', comment: 'text, because no row has a value' }
    case 'leading zeros':
      return { type: 'string', comment: 'text, because some numbers begin with 0' }
    case 'plus signs':
      return { type: 'string', comment: 'text, because some numbers begin with +' }
    case 'slashes':
      return {
        type: 'string',
        comment: 'text, because dates with slashes do not say which number is the month; YYYY-MM-DD is read as a date',
      }
    case 'decimal comma': {
      const digits = comma?.hasThousands ? `replace(${cell}, '.', '')` : cell
      const sql = `cast(nullif(trim(replace(${digits}, ',', '.')), '') as numeric(30, ${comma?.places ?? 2}))`
      return { type: 'decimal', sql, comment: 'its numbers have a decimal comma' }
    }
    case 'day first': {
      const part = (index: number) => `cast(split_part(trim(${cell}), '.', ${index}) as integer)`
      const sql = `case when trim(${cell}) <> '' then make_date(${part(3)}, ${part(2)}, ${part(1)}) end`
      return { type: 'date', sql, comment: 'its dates have the day first, DD.MM.YYYY' }
    }
  }
}
