/** The examples of the pages are answered, on the shipped model with a sample base. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connected } from './looker-studio/script.ts'
import { load, stored } from './power-query/ask.ts'
import { openSample, type Sample } from './sample.ts'
import { token } from './shop.ts'

let sample: Sample<{ readonly states: number; readonly some: number }>
beforeAll(async () => {
  sample = await openSample(async (run) => {
    const of = `from customer left join activity_stream on entity_id = customer_id and activity = 'order_placed'`
    const count = async (where: string) => Number((await run(`select count(distinct state) as n ${of} where ${where}`))[0]?.n)
    return { states: await count('true'), some: await count(`channel_name in ('Hotel', 'Grocery')`) }
  })
})
afterAll(() => sample.close())

/** Blocks of indented lines, without the indentation. */
function blocksOf(tool: string): readonly string[] {
  const page = readFileSync(`connectors/${tool}/README.md`, 'utf8')
  return page.split(/\n(?! {4})/).flatMap((part) => {
    const lines = part.split('\n').filter((line) => line.startsWith('    '))
    return lines.length === 0 ? [] : [lines.map((line) => line.trim()).join('\n')]
  })
}

test('Power Query: saved queries, and a query of one’s own', async () => {
  const [first = '', second = '', own = ''] = blocksOf('power-query').filter((block) => block.startsWith('= Tessera'))
  const table = (formula: string, credentials = stored) =>
    load(formula.slice(2).replace('"..."', `"${token}"`), { url: sample.url, credentials })
  expect((await table(first)).rows).toHaveLength(sample.found.states)
  expect((await table(second)).rows).toHaveLength(sample.found.some)
  const { columns, rows } = await table(own, 'anonymous')
  expect(columns).toEqual(['customer.state: text', 'orderPlaced.monetary: number', 'orderPlaced.frequency: Int64.Type'])
  expect(rows).toHaveLength(sample.found.states)
})

test('Looker Studio: a query of one’s own, with a date range', async () => {
  const text = blocksOf('looker-studio').find((block) => block.startsWith('query'))
  blocksOf('looker-studio')
    .join('\n---\n')
    .match(/(query \(\$from[\s\S]*?\n\})/) ?? []
  const script = await connected(sample)
  onTestFinished(script.close)
  const asked = await script.call('getData', {
    configParams: { query: '(own query)', text },
    dateRange: { startDate: '2025-01-01', endDate: '2025-12-31' },
    fields: [{ name: 'customer_state' }, { name: 'orderPlaced_monetary' }],
  })
  expect(asked.problem).toBeUndefined()
  expect((asked.value as { readonly rows: readonly unknown[] }).rows).toHaveLength(sample.found.states)
})
