/** The questions of docs/catalog.md have the answers printed there. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'
import type { TestTable } from '../support/databases.ts'
import { onBothEngines } from '../support/story.ts'

const document = readFileSync('docs/catalog.md', 'utf8')

function blocks(language: string): readonly string[] {
  return [...document.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '')
}

const cells = [...document.matchAll(/^\|(.*)\|$/gm)].map((match) => (match[1] ?? '').split('|').map((cell) => cell.trim()))
const header = cells.findIndex(([first]) => first === 'customer_id')

/** Both tables stand in one of the document, side by side: one of them begins at this column. */
function tableAt(from: number, columns: Readonly<Record<string, ValueType>>): TestTable {
  const names = Object.keys(columns)
  const [titles, ...rows] = cells.slice(header, header + 5).map((row) => row.slice(from, from + names.length))
  expect(titles).toEqual(names)
  return { columns, rows: rows.filter(([first]) => first !== '').map((row) => row.map((cell) => (cell === '' ? null : cell))) }
}

const tables = {
  customer: tableAt(0, { customer_id: 'integer', state: 'string', email: 'string' }),
  purchase: tableAt(3, { purchase_id: 'integer', customer_id: 'integer', bought_on: 'date', category: 'string', amount: 'decimal' }),
}
const questions = blocks('graphql')
const answers = blocks('json')

describe('the document of the catalog', () => {
  test('has its rows and an answer to every question', () => {
    expect(tables.customer.rows).toHaveLength(4)
    expect(tables.purchase.rows).toHaveLength(3)
    expect(questions).toHaveLength(3)
    expect(answers).toHaveLength(3)
  })

  onBothEngines({ model: blocks('yaml')[0] ?? '', tables }, (ask) => {
    test.each(questions.map((question, index) => [question, answers[index] ?? '']))('%s', async (question, answer) => {
      expect(await ask.raw(question)).toEqual(JSON.parse(answer))
    })
  })
})
