/** Answers of the story as plain lists. */
import { toEnumValue } from '../../src/semantic/catalog/names.ts'
import type { AnswerValue } from '../../src/semantic/query/answer.ts'
import { type Ask, storyNow } from '../support/story.ts'

/** For each row of the entity, in the order of its key, the values of these fields. */
export async function valuesOf(ask: Ask, entity: string, fields: readonly string[], args = ''): Promise<readonly unknown[]> {
  const by = [`${entity}Id`, ...fields].map(toEnumValue).join(', ')
  const { rows } = (await ask(`{ slice(by: { ${entity}: [${by}] } ${args}) { rows { ${entity} { ${fields.join(' ')} } } } }`)) as {
    readonly rows: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
  }
  return rows.map((row) => fields.map((field) => row[entity]?.[field]))
}

/** The same of rows one by one, by the names of the model: lists too. */
export async function rowsOneByOne(ask: Ask, entity: string, dimensions: readonly string[], asOf = storyNow) {
  const by = [`${entity}_id`, ...dimensions].map((dimension) => ({ kind: 'dimension' as const, entity, dimension }))
  const [key] = by
  if (key === undefined) throw new Error('Rows without a key')
  const answer = await ask.engine().run({
    of: [entity],
    each: true,
    by,
    measures: [],
    totals: [],
    orderBy: [{ kind: 'grain', member: key, direction: 'asc' }],
    limit: 1000,
    offset: 0,
    rowCount: false,
    asOf,
    timeZone: 'UTC',
  })
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues))
  return answer.value.rows.map(([, ...values]): readonly AnswerValue[] => values)
}
