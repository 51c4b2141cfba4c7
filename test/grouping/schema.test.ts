/** Scores, segments and segmentations in the schema and in the catalog. */
import { type GraphQLSchema, graphql, isEnumType, isInputObjectType, isObjectType, validateSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { printSchemaOf } from '../../src/schema/print-schema.ts'
import { catalogOf, issuesOf, onBothEngines } from '../support/story.ts'
import { rfm } from './rfm.ts'

const schema = buildSchema(await catalogOf(rfm.model))

function valuesOf(name: string, of: GraphQLSchema = schema): readonly (readonly [string, string | null | undefined])[] {
  const type = of.getType(name)
  return isEnumType(type) ? type.getValues().map((value) => [value.name, value.description] as const) : []
}

function typesOf(name: string, of: GraphQLSchema = schema): Readonly<Record<string, string>> {
  const type = of.getType(name)
  if (!isObjectType(type) && !isInputObjectType(type)) return {}
  return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)]))
}

describe('the schema', () => {
  test('is valid', () => {
    expect(validateSchema(schema)).toEqual([])
  })

  test('a segmentation is an enum of its groups in their order, each with what the model says of it', () => {
    expect(valuesOf('CustomerValueSegment')).toEqual([
      ['CHAMPIONS', 'Champions.'],
      ['SPENDERS', 'Spenders. Worth much. Action: Thank them.'],
      ['RECENT', 'Recent.'],
      ['OTHERS', 'All others.'],
    ])
    expect(schema.getType('CustomerValueSegment')?.description).toBe(
      'Customer: the groups of Value segment, in their order; a row is in the first that it fits.',
    )
  })

  test('the enum is what rows have and what conditions take', () => {
    expect(typesOf('CustomerSlice')).toMatchObject({
      valueSegment: 'CustomerValueSegment',
      lettered: 'CustomerLettered',
      r: 'Int',
      vip: 'Boolean',
    })
    expect(typesOf('CustomerFilter')).toMatchObject({
      valueSegment: 'CustomerValueSegmentFilter',
      lettered: 'CustomerLetteredFilter',
      r: 'IntFilter',
      vip: 'BooleanFilter',
    })
    expect(typesOf('CustomerValueSegmentFilter')).toEqual({
      eq: 'CustomerValueSegment',
      ne: 'CustomerValueSegment',
      in: '[CustomerValueSegment]',
      notIn: '[CustomerValueSegment]',
      isNull: 'Boolean',
    })
  })

  test('the segments of an entity are an enum; an entity without segments has no conditions on them', () => {
    expect(valuesOf('CustomerSegment')).toEqual([
      ['VIP', 'VIPs, a segment of customer. Action: Invite them.'],
      ['LAPSED', 'Lapsed, a segment of customer.'],
      ['BUSY', 'Busy, a segment of customer.'],
      ['LETTERED_BEST', 'Lettered best, a segment of customer.'],
      ['LETTERED_FM_BEST', 'Lettered fm best, a segment of customer.'],
      ['LETTERED_NEVER', 'Lettered never, a segment of customer.'],
    ])
    expect(typesOf('CustomerFilter')).toMatchObject({ inSegment: '[CustomerSegment!]', notInSegment: '[CustomerSegment!]' })
    expect(Object.keys(typesOf('PurchaseFilter'))).not.toContain('inSegment')
    expect(schema.getType('PurchaseSegment')).toBeUndefined()
  })

  test('a score says how far it goes', () => {
    const dimensions = Object.fromEntries(valuesOf('CustomerDimension'))
    expect(dimensions.R).toBe('R, a score of customer. From 1 to 2; 2 is the best.')
    expect(dimensions.VALUE_SEGMENT).toBe('Value segment, a segmentation of customer.')
  })

  test('what the model says of a segmentation and a segment comes first', async () => {
    const described = rfm.model
      .replace('- name: value_segment', '- name: value_segment\n        description: Who to talk to\n        owner: crm')
      .replace('- { name: lapsed, when', '- { name: lapsed, deprecated: use recency_days, description: Long gone, when')
    const other = buildSchema(await catalogOf(described))
    expect(other.getType('CustomerValueSegment')?.description).toBe(
      'Customer: the groups of Value segment, in their order; a row is in the first that it fits. Who to talk to. Owner: crm.',
    )
    const segment = other.getType('CustomerSegment')
    expect(isEnumType(segment) && segment.getValue('LAPSED')).toMatchObject({
      description: 'Long gone.',
      deprecationReason: 'use recency_days',
    })
  })

  test('hidden segments and segmentations are nowhere, and usable in expressions', async () => {
    const hidden = rfm.model
      .replace('- name: value_segment', '- name: value_segment\n        hidden: true')
      .replace('{ name: vip,', '{ name: vip, hidden: true,')
      .replace('{ name: r, of', '{ name: r, hidden: true, of')
    const catalog = await catalogOf(hidden)
    expect(printSchemaOf(catalog)).not.toMatch(/valueSegment|ValueSegment|VALUE_SEGMENT|\bCHAMPIONS\b|\bvip\b|\bVIP\b|VIPs/)
    expect(valuesOf('CustomerSegment', buildSchema(catalog)).map(([name]) => name)).not.toContain('VIP')
    expect(valuesOf('PurchaseMeasure', buildSchema(catalog)).map(([name]) => name)).toContain('VIP_REVENUE')
  })

  test('where all segments are hidden there is nothing to be in', async () => {
    const entity = `
  - name: thing
    table: thing
    primary_key: thing_id
    dimensions: [{ name: thing_id, type: integer }]
    segments: [{ name: jumbo, hidden: true, when: "\${thing_id} > 5" }]
`
    const sdl = printSchemaOf(await catalogOf(`version: 1\nmodel: m\nentities:${entity}`))
    expect(sdl).toContain('input ThingFilter')
    expect(sdl).not.toMatch(/inSegment|ThingSegment|jumbo/i)
  })
})

describe('names that are taken', () => {
  const entity = (name: string, groupings: string) => `  - name: ${name}
    table: t
    primary_key: k
    dimensions: [{ name: k, type: integer }]
${groupings}`
  const segments = '    segments: [{ name: large, when: "${k} > 5" }]\n'
  const segmentation = (name: string, more = '') => `    segmentations:
      - { name: ${name}, groups: [{ name: large, when: "\${k} > 5" }], otherwise: rest${more} }
`
  const issues = (...entities: readonly string[]) => issuesOf(`version: 1\nmodel: m\nentities:\n${entities.join('')}`)

  test('a segmentation whose type another entity has, with both places', async () => {
    expect(await issues(entity('order', segmentation('line')), entity('order_line', ''))).toBe(`model.yml:9:17  NAME_CLASH
  Type OrderLine of segmentation \`order.line\` clashes with type OrderLine of entity \`order_line\` at model.yml:10:11. Rename the segmentation.
      9 |       - { name: line, groups: [{ name: large, when: "\${k} > 5" }], otherwise: rest }
        |                 ^^^^`)
    expect(await issues(entity('order', segmentation('list')))).toContain('Type OrderListFilter of segmentation `order.list` clashes')
    expect(await issues(entity('order', segmentation('measure')))).toContain('Type OrderMeasure of segmentation `order.measure` clashes')
    expect(await issues(entity('catalog_x', ''), entity('sort', segmentation('direction')))).toContain(
      'Type SortDirection of segmentation `sort.direction` clashes with a name of the schema itself',
    )
  })

  test('a segmentation called segment, where there are segments', async () => {
    expect(await issues(entity('order', segments + segmentation('segment')))).toContain(
      'Type OrderSegment of segmentation `order.segment` clashes with type OrderSegment of the segments of entity `order` at model.yml:4:11.',
    )
    expect(await issues(entity('order', segmentation('segment')))).toBe('')
  })

  test('an entity that is called as the groups of another, only where that one has groups', async () => {
    expect(await issues(entity('product', segments), entity('product_group', ''))).toContain(
      'Type ProductGroup of entity `product`, which has segments or segmentations, clashes with type ProductGroup of entity `product_group` at model.yml:9:11.',
    )
    expect(await issues(entity('product', segmentation('group')))).toContain('Type ProductGroup of segmentation `product.group` clashes')
    expect(await issues(entity('product', ''), entity('product_group', segments))).toBe('')
  })

  test('two segmentations that would have one type', async () => {
    expect(await issues(entity('order', segmentation('line_state')), entity('order_line', segmentation('state')))).toContain(
      'Type OrderLineState of segmentation `order_line.state` clashes with type OrderLineState of segmentation `order.line_state`',
    )
  })

  test('fields of the root that segments and segmentations have', async () => {
    expect(await issues(entity('order', segments), entity('order_segment', ''))).toContain(
      'Field `orderSegment` of the segments of entity `order` clashes with entity `order_segment` at model.yml:9:11. Rename one of them.',
    )
    for (const name of ['order_segments', 'order_count'])
      expect(await issues(entity('order', segments), entity(name, ''))).toContain(
        `the segments of entity \`order\` clashes with entity \`${name}\``,
      )
    for (const name of ['order_segmentation', 'order_segmentations', 'order_migration', 'order_count'])
      expect(await issues(entity('order', segmentation('size')), entity(name, ''))).toContain(
        `the segmentations of entity \`order\` clashes with entity \`${name}\``,
      )
    expect(await issues(entity('order', segments), entity('order_migration', ''))).toBe('')
    expect(await issues(entity('order', ''), entity('order_segment', ''), entity('order_count', ''))).toBe('')
  })

  test('hidden ones take no names', async () => {
    expect(await issues(entity('order', segmentation('line', ', hidden: true')), entity('order_line', ''))).toBe('')
  })
})

describe('the catalog', () => {
  onBothEngines(rfm, (ask) => {
    test('says of a dimension that it is a score, a segment or a segmentation', async () => {
      const { entities } = (await ask(`{ catalog { entities { dimensions {
        field type
        score { of method buckets best bestScore } segment { action } segmentation { groups { name title description action } }
      } } } }`)) as { readonly entities: readonly { readonly dimensions: readonly Readonly<Record<string, unknown>>[] }[] }
      const dimensions = new Map(entities[0]?.dimensions.map(({ field, ...rest }) => [field, rest]))
      const none = { score: null, segment: null, segmentation: null }
      expect(dimensions.get('state')).toEqual({ type: 'STRING', ...none })
      expect(dimensions.get('r')).toEqual({
        type: 'INTEGER',
        ...none,
        score: { of: 'customer.recencyDays', method: 'QUANTILE', buckets: 2, best: 'LOWEST', bestScore: 2 },
      })
      expect(dimensions.get('vip')).toEqual({ type: 'BOOLEAN', ...none, segment: { action: 'Invite them' } })
      expect(dimensions.get('busy')).toEqual({ type: 'BOOLEAN', ...none, segment: { action: null } })
      expect(dimensions.get('letteredBest')).toEqual({ type: 'BOOLEAN', ...none, segment: { action: null } })
      expect(dimensions.get('valueSegment')).toEqual({
        type: 'STRING',
        ...none,
        segmentation: {
          groups: [
            { name: 'CHAMPIONS', title: 'Champions', description: null, action: null },
            { name: 'SPENDERS', title: 'Spenders', description: 'Worth much', action: 'Thank them' },
            { name: 'RECENT', title: 'Recent', description: null, action: null },
            { name: 'OTHERS', title: 'All others', description: null, action: null },
          ],
        },
      })
    })
  })

  test('bands say themselves what each score is, and what is hidden is not named', async () => {
    const bands = 'method: bands, bands: [{ below: 100, score: 3 }, { from: 100, below: 200, score: 2 }, { from: 200, score: 1 }]'
    const model = rfm.model
      .replace('    segments:', `      - { name: band, of: recency_days, ${bands} }\n    segments:`)
      .replace('{ name: recency_days,', '{ name: recency_days, hidden: true,')
    const catalog = await catalogOf(model)
    const source = '{ catalog { entities { dimensions { field description score { of method buckets best bestScore } } } } }'
    const answer = JSON.stringify(await graphql({ schema: buildSchema(catalog), source }))
    const score = '"score":{"of":null,"method":"BANDS","buckets":3,"best":null,"bestScore":null}'
    expect(answer).toContain(`{"field":"band","description":null,${score}}`)
    expect(answer).not.toContain('recencyDays')
  })
})
