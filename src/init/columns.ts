/** Which columns of a table become dimensions, as what, and why others do not. */
import type { TypedColumn } from '../database/tables/column-type.ts'
import type { NumberSpelling, OtherCells } from '../database/tables/spelling.ts'
import { writtenName } from '../database/tables/table.ts'
import { assertNever } from '../semantic/issues/issue.ts'
import type { Remark } from './draft.ts'
import type { DraftSource, KeptColumn } from './entity-plan.ts'
import { isLabel, isPersonal } from './words.ts'

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
function readingOf({ name, because, number, others }: TypedColumn): Pick<KeptColumn, 'type' | 'sql' | 'comment'> | undefined {
  const cell = `"${name.replaceAll('"', '""')}"`
  const text = (comment: string) => ({ type: 'string' as const, comment: `text, because ${comment}` })
  // What names or places something keeps its spelling.
  const isNumber = !isLabel(name) && !isPersonal(name)
  switch (because) {
    case undefined:
      return undefined
    case 'no value':
      return text('no row has a value')
    case 'leading zeros':
      return text('some numbers begin with 0')
    case 'plus signs':
      return text('some numbers begin with +')
    case 'slashes':
      return text('dates with slashes do not say which number is the month; YYYY-MM-DD is read as a date')
    case 'percent signs':
      return text('its numbers have percent signs')
    case 'several currencies':
      return text('its numbers are not all of one currency')
    case 'thousands or decimals':
      return isNumber ? text('nothing says whether 1.234 or 1,234 is a thousand or a decimal') : undefined
    case 'other cells':
      return isNumber && others !== undefined ? text(otherCells(others)) : undefined
    case 'unread':
      return isNumber ? text('its cells look like numbers or dates, in a spelling that is not read') : undefined
    case 'numbers':
      return isNumber && number !== undefined ? numberReading(cell, number) : undefined
    case 'day first': {
      const part = (index: number) => `cast(split_part(trim(${cell}), '.', ${index}) as integer)`
      const sql = `case when trim(${cell}) <> '' then make_date(${part(3)}, ${part(2)}, ${part(1)}) end`
      return { type: 'date', sql, comment: 'its dates have the day first, DD.MM.YYYY' }
    }
    default:
      return assertNever(because)
  }
}

function otherCells({ are, count, example }: OtherCells): string {
  return `${count} ${count === 1 ? 'cell is' : 'cells are'} none of the ${are} that most are, such as \`${example}\``
}

function numberReading(cell: string, { mark, places, remove }: NumberSpelling): Pick<KeptColumn, 'type' | 'sql' | 'comment'> {
  const bare = remove.reduce((text, one) => `replace(${text}, '${one.replaceAll("'", "''")}', '')`, cell)
  const pointed = mark === ',' && places > 0 ? `replace(${bare}, ',', '.')` : bare
  const without = remove.filter((one) => one.trim() !== '').map((one) => `\`${one}\``)
  const told = [
    ...(mark === ',' && places > 0 ? ['have a decimal comma'] : []),
    ...(without.length > 0 ? [`are read without ${without.join(' and ')}`] : []),
  ]
  return {
    type: 'decimal',
    sql: `cast(nullif(trim(${pointed}), '') as numeric(30, ${places}))`,
    comment: `its numbers ${told.length > 0 ? told.join(' and ') : 'are read without blanks'}; later ones are rounded to ${places} decimal ${places === 1 ? 'place' : 'places'}, as these have`,
  }
}
