/** The schema of the shipped model, and answers to questions of it as the page is given them. */
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { type Answered, type AnswerTable, tableOfAnswer } from '../../web/answer/table-of-answer.ts'

export const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

export function tableOf(answered: Omit<Answered, 'schema'>): AnswerTable {
  const found = tableOfAnswer({ schema, ...answered })
  if (!found.ok) throw new Error(found.problem)
  return found.table
}
