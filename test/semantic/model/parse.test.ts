import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { printIssues } from '../../../src/semantic/issues/print.ts'
import { modelMappings } from '../../../src/semantic/model/json-schema.ts'
import type { Model } from '../../../src/semantic/model/model.ts'
import { parseModel, sourcesOf } from '../../../src/semantic/model/parse.ts'
import { readModel } from '../../../src/semantic/model/read.ts'
import { sampleModel } from './sample.ts'

function modelOf(...texts: readonly string[]): Model {
  const result = parseModel(texts.map((text, index) => ({ name: `${index}.yml`, text })))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

function entityOf(rest: string) {
  return modelOf(`version: 1\nmodel: shop\nentities:\n  - name: order\n    table: orders\n${rest}`).entities[0]
}

describe('the smallest model', () => {
  const model = modelOf('version: 1\nmodel: shop\nentities:\n  - name: order\n    table: orders\n')

  test('has every default', () => {
    expect(model.header).toEqual({
      name: {
        value: 'shop',
        span: { file: '0.yml', line: 2, column: 8, length: 4 },
        lines: [{ file: '0.yml', line: 2, column: 8, length: 4 }],
      },
      timeZone: 'UTC',
      weekStart: 'monday',
      tags: [],
      verified: false,
    })
    expect(model.streams).toEqual([])
    expect(model.entities).toMatchObject([
      {
        name: { value: 'order' },
        primaryKey: [],
        future: false,
        dimensions: [],
        measures: [],
        relationships: [],
        tags: [],
        verified: false,
      },
    ])
  })

  test('keeps the text of its files for messages', () => {
    expect([...model.sources.keys()]).toEqual(['0.yml'])
  })
})

describe('a model that uses every key', () => {
  const restNoun = '`otherwise` of a segmentation'
  const model = modelOf(sampleModel)
  const [customer, order, placed, visit] = model.entities

  test('header', () => {
    expect(model.header).toMatchObject({
      name: { value: 'shop' },
      description: 'A shop and its customers',
      contract: 'shop_v1',
      owner: 'sales-analytics',
      tags: ['retail', 'demo'],
      timeZone: 'Europe/Berlin',
      weekStart: 'sunday',
      verified: true,
      deprecated: 'shop_2 replaces it',
    })
  })

  test('streams', () => {
    expect(model.streams).toMatchObject([
      {
        name: { value: 'activity_stream' },
        source: { kind: 'table', table: { value: 'analytics.activity_stream' } },
        customer: { value: 'customer' },
        columns: { id: { value: 'activity_id' }, timestamp: { value: 'ts' }, occurrence: { value: 'n' }, repeatedAt: { value: 'next_ts' } },
      },
      { source: { kind: 'sql', sql: { value: 'select * from web' }, trusted: true } },
    ])
  })

  test('sources', () => {
    expect([customer?.source, order?.source, placed?.source, visit?.source]).toMatchObject([
      { kind: 'file', file: { value: 'customers.csv' } },
      { kind: 'table', table: { value: 'orders' } },
      { kind: 'activity', stream: { value: 'activity_stream' }, activity: { value: 'order_placed' } },
      { kind: 'sql', sql: { value: 'select * from visits' }, trusted: true },
    ])
  })

  test('dimensions', () => {
    expect(customer?.dimensions.slice(0, 7)).toMatchObject([
      {
        name: { value: 'customer_id' },
        type: { value: 'string' },
        from: { kind: 'column', column: { value: 'CUSTOMER_NO' } },
        title: 'Number',
        pii: true,
      },
      { name: { value: 'created_at' }, from: { kind: 'column', column: { value: 'created_at' } }, hidden: true, pii: false },
      {
        from: { kind: 'sql', sql: { value: "case\n  when state is null then 'unknown'\n  else state\nend" } },
        description: 'State of the billing address',
      },
      { from: { kind: 'measure', measure: { value: 'order.revenue' }, where: { value: "${order.status} = 'paid'" } } },
      { from: { kind: 'measure', window: { operator: 'inTheLast', n: 90, unit: 'day' } } },
      { from: { kind: 'measure', window: { operator: 'inThePrevious', n: 1, unit: 'month' } } },
      { from: { kind: 'measure', window: { operator: 'toDate', unit: 'year' } } },
    ])
  })

  test('scores', () => {
    const annotated = { title: 'Revenue score', description: 'One to five', owner: 'marketing', tags: ['rfm'], verified: true }
    const highest = { best: 'highest' }
    expect(customer?.dimensions.slice(7, 12)).toMatchObject([
      {
        ...annotated,
        name: { value: 'revenue_score' },
        type: { value: 'integer' },
        deprecated: 'use revenue_decile',
        hidden: true,
        from: {
          kind: 'score',
          of: { value: 'paid_revenue' },
          rule: { method: 'quantile', buckets: 5, cut: 'plus_one', ...highest, bestScore: 5 },
          where: { value: '${state} is not null' },
        },
      },
      {
        from: {
          rule: { method: 'quantile', buckets: 5, cut: 'right', ...highest, bestScore: 1 },
          window: { value: { operator: 'inTheLast', n: 12, unit: 'month' } },
        },
      },
      { from: { rule: { method: 'ntile', buckets: 10, ...highest, bestScore: 10 } } },
      { from: { rule: { method: 'cumulative_share', shares: ['0.8', '0.95'], ...highest, bestScore: 3 } } },
      {
        from: {
          rule: {
            method: 'bands',
            bands: [
              { score: 1, below: '100' },
              { score: 2, from: '100', below: '1000.50' },
              { score: 3, from: '1000.5' },
            ],
          },
        },
      },
    ])
  })

  test('segments, and groups that are segments, too', () => {
    const [vip, value, high, middle, codes, letters] = customer?.dimensions.slice(12) ?? []
    const annotated = { owner: 'marketing', tags: ['rfm'], verified: true }
    expect(vip).toMatchObject({ ...annotated, name: { value: 'vip' }, title: 'VIPs', deprecated: 'use value', type: { value: 'boolean' } })
    expect(vip?.from).toMatchObject({ kind: 'segment', when: { value: '${revenue_score} = 5' }, action: 'Invite them' })
    expect(value).toMatchObject({
      ...annotated,
      name: { value: 'value' },
      type: { value: 'string' },
      from: {
        kind: 'segmentation',
        scores: [],
        groups: [
          {
            name: { value: 'high' },
            title: 'High',
            description: 'Above all',
            action: 'Thank them',
            condition: { kind: 'when', when: { value: '${vip}' } },
          },
          { name: { value: 'middle' } },
        ],
        otherwise: { name: { value: 'rest' }, title: 'Rest', description: 'All others', action: 'Nothing' },
      },
    })
    expect([high, middle]).toMatchObject([
      { name: { value: 'value_high' }, title: 'High', type: { value: 'boolean' }, from: { kind: 'label', action: 'Thank them' } },
      { name: { value: 'value_middle' }, from: { kind: 'label', group: { segmentation: 'value', name: 'middle' } } },
    ])
    const pattern = { kind: 'pattern', pattern: { value: '55|X5' } }
    expect(codes?.from).toMatchObject({ scores: [{ member: { value: 'revenue_score' } }, {}], groups: [{ condition: pattern }] })
    expect(letters?.from).toMatchObject({
      scores: [{ letters: { value: 'R' }, member: { value: 'revenue_score' } }, { letters: { value: 'D' } }],
      otherwise: { name: { value: 'rest' } },
    })
  })

  test('each key of scores, segments and segmentations', () => {
    const { scores, segments, segmentations } = parseYaml(sampleModel).entities[0]
    const [{ otherwise }] = segmentations
    const groups = segmentations.flatMap((each: { groups: object[] }) => each.groups)
    const bands = scores.flatMap((each: { bands?: object[] }) => each.bands ?? [])
    const written = { score: scores, segment: segments, segmentation: segmentations, group: groups, band: bands, [restNoun]: [otherwise] }
    const keys = Object.entries(written).map(([noun, list]) => [noun, [...new Set(list.flatMap(Object.keys))].sort()])
    const known = modelMappings().map(({ noun, keys: all }) => [noun, all.map(({ name }) => name).sort()] as const)
    expect(keys).toEqual(keys.map(([noun]) => known.find((each) => each[0] === noun)))
  })

  test('measures', () => {
    expect(order?.measures).toMatchObject([
      {
        type: { value: 'sum' },
        sql: { value: '${amount}' },
        where: { value: "${status} = 'paid'" },
        unit: 'EUR',
        format: 'currency',
        returns: { value: 'decimal' },
      },
      { type: { value: 'percentile' }, percentile: { value: 0.9 }, hidden: true, owner: 'finance' },
      { type: { value: 'sum' }, semiAdditive: { keep: 'last', per: [{ value: 'customer_id' }, { value: 'line' }] } },
      { from: { kind: 'cumulative', of: { value: 'revenue' }, window: { kind: 'all' } } },
      { from: { kind: 'cumulative', window: { kind: 'last', n: 7, unit: { value: 'day' } } } },
      { from: { kind: 'cumulative', window: { kind: 'to_date', unit: { value: 'month' } } } },
      { from: { kind: 'offset', of: { value: 'revenue' }, by: { n: 1, unit: { value: 'month' } } } },
      { from: { kind: 'difference', of: { value: 'revenue' }, by: { n: 1, unit: { value: 'month' } } } },
      { from: { kind: 'growth', of: { value: 'order.revenue' }, by: { n: 1, unit: { value: 'year' } } } },
      { from: { kind: 'share', of: { value: 'revenue' }, within: [{ value: 'status' }, { value: 'time.month' }] } },
      { from: { kind: 'rank', of: { value: 'revenue' }, within: [{ value: 'status' }], direction: 'asc' } },
      {
        from: {
          kind: 'conversion',
          from: { value: 'order' },
          to: { value: 'visit' },
          within: { n: 14, unit: { value: 'day' } },
          by: { value: 'customer' },
        },
      },
      { type: { value: 'number' }, sql: { value: '${revenue} / count(*)' } },
    ])
  })

  test('relationships, with one field or several', () => {
    expect(order?.relationships).toMatchObject([
      {
        type: { value: 'N:1' },
        field: [{ value: 'customer_id' }],
        target: { entity: { value: 'customer' } },
        name: { value: 'buyer' },
        inverse: { value: 'orders' },
        verified: true,
      },
      { type: { value: '1:1' }, field: [{ value: 'order_id' }, { value: 'line' }], target: { field: [{ value: 'a' }, { value: 'b' }] } },
    ])
    expect(order?.primaryKey.map((key) => key.value)).toEqual(['order_id', 'line'])
  })
})

describe('text is taken as it is written', () => {
  test.each([
    ['007', '007'],
    ['1e3', '1e3'],
    ['yes', 'yes'],
    ['True', 'True'],
    ['0x1F', '0x1F'],
    ['12345678901234567890', '12345678901234567890'],
    ['2024-01-31', '2024-01-31'],
    ['1:1', '1:1'],
    ['"007"', '007'],
    ['"null"', 'null'],
  ])('description: %s', (written, value) => {
    expect(entityOf(`    description: ${written}\n`)?.description).toBe(value)
  })

  test.each(['1:N', '"1:N"', "'1:N'"])('type: %s is a relationship, in block and flow style', (type) => {
    const flow = entityOf(`    relationships: [{ type: ${type}, field: a, target: { entity: b, field: c } }]\n`)
    const block = entityOf(`    relationships:\n      - type: ${type}\n        field: a\n        target: { entity: b, field: c }\n`)
    expect([flow?.relationships[0]?.type.value, block?.relationships[0]?.type.value]).toEqual(['1:N', '1:N'])
  })
})

test('places: every name, type and expression knows its own, in flow and block style', () => {
  const entity = entityOf("    dimensions:\n      - { name: state, type: string, sql: 'a + b' }\n    primary_key: state\n")
  const dimension = entity?.dimensions[0]
  const places = [entity?.name.span, dimension?.span, dimension?.name.span, dimension?.type.span, entity?.primaryKey[0]?.span]
  expect(places.map((span) => `${span?.line}:${span?.column}+${span?.length}`)).toEqual(['4:11+5', '7:11+4', '7:17+5', '7:30+6', '8:18+5'])
})

describe('several files', () => {
  test('are one model: the header of one, streams and entities of all, in the order of the files', () => {
    const model = modelOf('entities: [{ name: a, table: t }]', 'version: 1\nmodel: shop', 'entities: [{ name: b, table: t }]')
    expect([model.header.name.value, model.entities.map((entity) => entity.name.value)]).toEqual(['shop', ['a', 'b']])
  })
})

test('the shipped model is read and parsed without an issue', async () => {
  const files = await readModel('semantic-models/customer-360')
  const read = files.ok ? files.value : []
  const result = parseModel(read)
  expect(result.ok ? '' : printIssues(result.issues, sourcesOf(read))).toBe('')
})
