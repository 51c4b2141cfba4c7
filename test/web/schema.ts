/** The schema of the shipped model, and answers to questions of it as the page is given them. */
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { type Answered, type AnswerTable, listsOfAnswer } from '../../web/answer/table-of-answer.ts'

export const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

export function tableOf(answered: Omit<Answered, 'schema'>): AnswerTable {
  const [list] = listsOfAnswer({ schema, ...answered })
  if (list?.found.ok !== true) throw new Error(list?.found.problem ?? 'No list')
  return list.found.table
}
