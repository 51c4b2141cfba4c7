/**
 * Rows of an answer as the nested objects GraphQL walks, made once, so that no cell needs a resolver.
 *
 *   columns customer.state, orderPlaced.monetary + ["BY", "10.00"]  ->  { customer: { state: "BY" }, orderPlaced: { monetary: "10.00" } }
 *
 * Keyed by field name, not by alias: graphql-js reads the same key for every alias of a field.
 */
import { InternalError } from '../semantic/issues/issue.ts'
import type { AnswerScalar, AnswerValue } from '../semantic/query/answer.ts'
import type { Word } from './vocabulary.ts'

export type ShapedRow = Readonly<Record<string, Readonly<Record<string, AnswerScalar>>>>

/** What the rows hold: a word for each value of a row, and the groups that must be there even if they are empty. */
export interface RowShape {
  readonly words: readonly Word[]
  readonly groups: readonly string[]
}

export function shapeRows(rows: readonly (readonly AnswerValue[])[], shape: RowShape): readonly ShapedRow[] {
  const groups = groupsOf(shape)
  return rows.map((values) => {
    if (values.length !== shape.words.length)
      throw new InternalError(`A row has ${values.length} values for ${shape.words.length} columns.`)
    const row: Record<string, Record<string, AnswerScalar>> = {}
    for (const { name, fields } of groups) {
      const group: Record<string, AnswerScalar> = {}
      for (const { field, index } of fields) group[field] = scalar(values[index] ?? null)
      row[name] = group
    }
    return row
  })
}

/** Nothing is grouped by a list. */
function scalar(value: AnswerValue): AnswerScalar {
  if (typeof value === 'object' && value !== null) throw new InternalError('A list in a slice')
  return value
}

interface Group {
  readonly name: string
  readonly fields: readonly { readonly field: string; readonly index: number }[]
}

function groupsOf({ words, groups }: RowShape): readonly Group[] {
  const names = [...new Set([...words.map(({ group }) => group), ...groups])]
  return names.map((name) => ({
    name,
    fields: words.flatMap(({ group, field }, index) => (group === name ? [{ field, index }] : [])),
  }))
}
