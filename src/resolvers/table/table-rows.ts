/** Rows on their way into a table: one value for each of its columns. */
import { InternalError } from '../../semantic/issues/issue.ts'
import type { AnswerScalar, AnswerValue } from '../../semantic/query/answer.ts'
import type { RowWriter, RowWriting } from '../row-writing.ts'
import type { SelectedRows } from '../selection.ts'
import type { Vocabulary, Word } from '../vocabulary.ts'
import type { TableColumn } from './find-table.ts'

/** As in an answer; lists and objects are JSON text. */
export type TableRow = readonly AnswerScalar[]

/** Where a table goes. What it throws ends the question. */
export interface TableSink {
  /** Once, before the first rows. */
  begin(columns: readonly TableColumn[]): void
  /** Whoever is slow is waited for. */
  take(rows: readonly TableRow[]): void | Promise<void>
  /** After the last one. */
  end(): void | Promise<void>
}

/** Rows of a slice, while they come. */
export class SliceTableRows implements RowWriting {
  readonly mostRows: number
  readonly mayPause = true
  readonly #sink: TableSink

  constructor(sink: TableSink, mostRows: number) {
    this.#sink = sink
    this.mostRows = mostRows
  }

  open({ layout }: SelectedRows, words: readonly Word[], vocabulary: Vocabulary): RowWriter {
    const cells = layout.flatMap(({ group, members }): readonly CellSource[] => {
      if (group === undefined) return [() => 'SliceRow']
      const typeName = vocabulary.entities.get(group)?.typeNames.slice ?? 'SliceTime'
      return members.map(({ word }) => (word === undefined ? () => typeName : (row) => cellOf(row[words.indexOf(word)])))
    })
    return { add: (rows) => (rows.length === 0 ? undefined : this.#sink.take(rows.map((row) => cells.map((cell) => cell(row))))) }
  }

  /** The response is nobody's: its rows have gone. */
  place(): string {
    return ''
  }
}

type CellSource = (row: readonly AnswerValue[]) => AnswerScalar

/** Objects of a response as rows. */
export function rowsOf(records: readonly unknown[], columns: readonly TableColumn[]): readonly TableRow[] {
  return records.map((record) => columns.map(({ keys }) => cellOf(keys.reduce<unknown>(valueAt, record))))
}

/** An object that is not there has none of its values. */
export function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function cellOf(value: unknown): AnswerScalar {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : JSON.stringify(value)
    default:
      throw new InternalError(`A cell that is a ${typeof value}`)
  }
}
