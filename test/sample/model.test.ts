/** The shipped model reads the tables that the sample makes: every column is used, and its saved queries are GraphQL. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { sampleTables } from '../../src/sample/tables.ts'
import type { EntityDeclaration, Model } from '../../src/semantic/model/model.ts'
import { parseModel } from '../../src/semantic/model/parse.ts'
import { readModel } from '../../src/semantic/model/read.ts'

const folder = 'semantic-models/customer-360'

async function shippedModel(): Promise<Model> {
  const files = await readModel(folder)
  const model = files.ok ? parseModel(files.value) : files
  if (!model.ok) throw new Error(JSON.stringify(model.issues))
  return model.value
}

function columnsRead(entities: readonly EntityDeclaration[]): Set<string> {
  const dimensions = entities.flatMap((entity) => entity.dimensions)
  const names = dimensions.flatMap(({ from }) => {
    if (from.kind === 'column') return [from.column.value]
    return from.kind === 'sql' ? (from.sql.value.match(/\bfeature\d+\b/g) ?? []) : []
  })
  return new Set(names)
}

describe('the shipped model', () => {
  test('has the entities of a customer base', async () => {
    const { entities, header } = await shippedModel()
    expect(header.name.value).toBe('customer_360')
    expect(entities.map((entity) => entity.name.value).sort()).toEqual([
      'customer',
      'email_clicked',
      'email_opened',
      'order',
      'order_invoiced',
      'order_placed',
      'order_rejected',
      'product',
      'promotion_redeemed',
      'site_visited',
      'store',
      'survey_answered',
    ])
  })

  test('reads every column of the sample and no other', async () => {
    const { entities } = await shippedModel()
    for (const name of ['customer', 'product', 'store'] as const) {
      const ofTable = entities.filter(({ source }) => source.kind === 'table' && source.table.value === name)
      expect(columnsRead(ofTable)).toEqual(new Set(sampleTables[name].columns.map((column) => column.name)))
    }
    for (const stream of ['activity_stream', 'engagement_stream'] as const) {
      const activities = entities.filter(({ source }) => source.kind === 'activity' && source.stream.value === stream)
      const columns = sampleTables[stream].columns.map((column) => column.name).filter((column) => column !== 'activity')
      expect(columnsRead(activities)).toEqual(new Set(columns))
    }
  })

  test('describes everything it names', async () => {
    const { entities } = await shippedModel()
    const silent = entities.flatMap((entity) =>
      [entity, ...entity.dimensions, ...entity.measures].filter((part) => part.description === undefined).map((part) => part.name.value),
    )
    expect(silent).toEqual([])
    const groups = entities.flatMap((entity) =>
      entity.dimensions.flatMap(({ from }) => (from.kind === 'segmentation' ? [...from.groups, from.otherwise] : [])),
    )
    expect(groups.length).toBeGreaterThan(50)
    expect(groups.filter((group) => group.description === undefined || group.title === undefined).map((group) => group.name.value)).toEqual(
      [],
    )
  })

  test('marks what tells who and where a customer is', async () => {
    const { entities } = await shippedModel()
    const personal = entities
      .flatMap((entity) => entity.dimensions.filter((dimension) => dimension.pii))
      .map((dimension) => dimension.name.value)
    expect(personal).toEqual(['customer_name', 'email', 'phone_number', 'address'])
  })

  test.each(readdirSync(`${folder}/queries`))('saved query %s is one named operation with a sentence of what it answers', (file) => {
    const text = readFileSync(`${folder}/queries/${file}`, 'utf8')
    const names = parse(text).definitions.map(
      (definition) => definition.kind === 'OperationDefinition' && definition.name?.value.toLowerCase(),
    )
    expect(names).toEqual([file.replace('.graphql', '').replaceAll('-', '')])
    expect(text).toMatch(/^# .+\.\n/)
  })
})
