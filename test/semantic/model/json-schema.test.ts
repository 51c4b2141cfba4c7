/**
 * The JSON Schema and the decoder say the same about a file. The schema is judged by an evaluator of its keywords (test/support/json-schema.ts),
 * the file by parseModel; both verdicts are independent readings of one text.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { modelJsonSchema, modelMappings } from '../../../src/semantic/model/json-schema.ts'
import { definitionName } from '../../../src/semantic/model/mapping.ts'
import { parseModel } from '../../../src/semantic/model/parse.ts'
import { isValid } from '../../support/json-schema.ts'
import { sampleModel } from './sample.ts'

const schema = modelJsonSchema()

/** A file alone may lack what another file has: a header, an entity. */
function decoderAccepts(text: string): boolean {
  const companion = { name: 'z.yml', text: 'entities: [{ name: companion_entity, table: t }]' }
  const header = { name: 'a.yml', text: 'version: 1\nmodel: companion' }
  const file = { name: 'm.yml', text }
  return parseModel([file, companion]).ok || parseModel([header, file, companion]).ok
}

function schemaAccepts(text: string): boolean {
  return isValid(parse(text), schema)
}

describe('one verdict', () => {
  const models = path.resolve(import.meta.dirname, '../../../semantic-models')
  const shipped = readdirSync(models).flatMap((model) => {
    const folder = path.join(models, model)
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : []
    return files.map((name) => path.join(folder, name))
  })

  test('every shipped file is accepted by both', () => {
    const verdicts = shipped.map((file) => {
      const text = readFileSync(file, 'utf8')
      return [file, schemaAccepts(text), decoderAccepts(text)]
    })
    expect(verdicts).toEqual(shipped.map((file) => [file, true, true]))
  })

  test('a model that uses every key is accepted by both', () => {
    expect([schemaAccepts(sampleModel), decoderAccepts(sampleModel)]).toEqual([true, true])
  })

  const entity = (rest: string) => `entities:\n  - { name: a, ${rest} }`
  const dimension = (rest: string) => entity(`table: t, dimensions: [{ name: d, type: string, ${rest} }]`)
  const measure = (rest: string) => entity(`table: t, measures: [{ name: m, ${rest} }]`)
  const relationship = (rest: string) => entity(`table: t, relationships: [{ ${rest} }]`)
  const score = (rest: string) => entity(`table: t, scores: [{ name: s, of: d, ${rest} }]`)
  const segment = (rest: string) => entity(`table: t, segments: [{ name: s, ${rest} }]`)
  const segmentation = (rest: string, otherwise = 'o') => entity(`table: t, segmentations: [{ name: s, otherwise: ${otherwise}, ${rest} }]`)

  test.each([
    ['streams: []', true],
    ['version: 1', false],
    ['model: shop', false],
    ['owner: me', false],
    ['version: 1\nmodel: shop', true],
    ['version: 2\nmodel: shop', false],
    ['version: "1"\nmodel: shop', false],
    ['version: 1\nmodel: Shop', false],
    ['version: 1\nmodel: 360', false],
    ['version: 1\nmodel: true', false],
    ['version: 1\nmodel: "true"', false],
    ['version: 1\nmodel: yes', true],
    ['version: 1\nmodel: shop\nweek_start: tuesday', false],
    ['version: 1\nmodel: shop\ntime_zone: +01:00', false],
    ['version: 1\nmodel: shop\ntags: retail', false],
    ['version: 1\nmodel: shop\ntags: [1, yes, true, 007, 1e3]', true],
    ['version: 1\nmodel: shop\ntags: [[a]]', false],
    ['version: 1\nmodel: shop\ndescription:', false],
    ['version: 1\nmodel: shop\ndescription: ""', false],
    ['version: 1\nmodel: shop\ndescription: 2024-01-01', true],
    ['version: 1\nmodel: shop\n__proto__: {}', false],
    ['entities: {}', false],
    ['entities:', false],
    ['entities: [a]', false],
    [entity('table: t'), true],
    [entity('table: t, scores: []'), true],
    [entity('table: t, segments: []'), true],
    [entity('table: t, segmentations: []'), true],
    [entity('table: t, score: []'), false],
    [entity('table: t, name_of: x'), false],
    [entity('plural: as'), false],
    [entity('table: t, sql: s'), false],
    [entity('table: t, file: f'), false],
    [entity('table: t, extends: s, activity: a'), false],
    [entity('table: t, activity: a'), false],
    [entity('extends: s'), false],
    [entity('activity: s'), false],
    [entity('extends: s, activity: a'), true],
    [entity('sql: s, trusted: true'), true],
    [entity('table: t, trusted: true'), false],
    [entity('table: t, future: yes'), false],
    [entity('table: t, primary_key: []'), false],
    [entity('table: t, primary_key: [a, 1]'), true],
    [entity('table: t, primary_key: [a, [b]]'), false],
    [entity('table: t, primary_key: {}'), false],
    ['entities: [{ table: t }]', false],
    [`entities: [{ name: ${'a'.repeat(50)}, table: t }]`, true],
    [`entities: [{ name: ${'a'.repeat(51)}, table: t }]`, false],
    ['entities: [{ name: a__b, table: t }]', false],
    [dimension('column: c'), true],
    [dimension('column: c, sql: s'), false],
    [dimension('sql: s, measure: b.m'), false],
    [dimension('measure: b.m, where: w'), true],
    [dimension('sql: s, where: w'), false],
    [dimension('measure: b.m, window: { last: 90, unit: day }'), true],
    [dimension('measure: b.m, window: { previous: 1, unit: month }'), true],
    [dimension('measure: b.m, window: { to_date: year }'), true],
    [dimension('measure: b.m, window: { last: 1001, unit: year }'), false],
    [dimension('measure: b.m, window: { previous: 1001, unit: quarter }'), false],
    [dimension('measure: b.m, window: { last: 90 }'), false],
    [dimension('measure: b.m, window: { last: 90, previous: 1, unit: day }'), false],
    [dimension('measure: b.m, window: { to_date: year, unit: day }'), false],
    [dimension('measure: b.m, window: all'), false],
    [dimension('column: c, window: { last: 90, unit: day }'), false],
    [dimension('column: 007, title: 1e3'), true],
    [dimension('column: ~'), false],
    [measure('type: count'), true],
    [measure('type: count, sql: s, where: w'), true],
    [measure('type: sum'), false],
    [measure('type: sum, sql: s'), true],
    [measure('type: totals, sql: s'), false],
    [measure('type: sum, sql: s, semi_additive: { keep: last }'), true],
    [measure('type: count, semi_additive: { keep: first, over: time, per: a }'), true],
    [measure('type: count, semi_additive: { over: time }'), false],
    [measure('type: count, semi_additive: { keep: last, over: order_date }'), false],
    [measure('type: count, semi_additive: { keep: last, per: [] }'), false],
    [measure('type: count, semi_additive: last'), false],
    [measure('type: number, sql: s, semi_additive: { keep: last }'), false],
    [measure('type: cumulative, of: m'), true],
    [measure('type: cumulative, of: m, window: all'), true],
    [measure('type: cumulative, of: m, window: none'), false],
    [measure('type: cumulative, of: m, window: { n: 7, unit: day }'), true],
    [measure('type: cumulative, of: m, window: { n: 7 }'), false],
    [measure('type: cumulative, of: m, window: { unit: day }'), false],
    [measure('type: cumulative, of: m, window: {}'), false],
    [measure('type: cumulative, of: m, window: { to_date: month }'), true],
    [measure('type: cumulative, of: m, window: { to_date: month, unit: day }'), false],
    [measure('type: cumulative, of: m, window: { to_date: month, n: 7, unit: day }'), false],
    [measure('type: cumulative, of: m, window: { n: 0, unit: day }'), false],
    [measure('type: cumulative, of: m, window: { n: 10000, unit: day }'), true],
    [measure('type: cumulative, of: m, window: { n: 10001, unit: day }'), false],
    [measure('type: cumulative, of: m, window: { n: 10000, unit: month }'), true],
    [measure('type: cumulative, of: m, window: { n: 1000, unit: year }'), true],
    [measure('type: cumulative, of: m, window: { n: 1001, unit: quarter }'), false],
    [measure('type: cumulative, of: m, window: { n: 1.5, unit: day }'), false],
    [measure('type: cumulative, of: m, window: { n: "7", unit: day }'), false],
    [measure('type: cumulative, of: m, window: { n: 7, unit: days }'), false],
    [measure('type: cumulative'), false],
    [measure('type: cumulative, sql: s'), false],
    [measure('type: cumulative, of: m, where: w'), false],
    [measure('type: offset, of: m, by: { n: 1, unit: month }'), true],
    [measure('type: offset, of: m, by: { n: 1001, unit: year }'), false],
    [measure('type: offset, of: m'), false],
    [measure('type: offset, of: m, by: month'), false],
    [measure('type: offset, of: m, by: { n: 1 }'), false],
    [measure('type: difference, of: m, by: { n: 1, unit: month }'), true],
    [measure('type: growth, of: m, by: { n: 1, unit: month }, window: all'), false],
    [measure('type: share, of: m'), true],
    [measure('type: share, of: m, within: a'), true],
    [measure('type: share, of: m, within: [a, b.c, time.month]'), true],
    [measure('type: share, of: m, within: []'), false],
    [measure('type: share, of: m, within: { n: 1, unit: day }'), false],
    [measure('type: share, of: m, order: asc'), false],
    [measure('type: rank, of: m, order: asc'), true],
    [measure('type: rank, of: m, order: up'), false],
    [measure('type: rank, within: a'), false],
    [measure('type: conversion, to: b, within: { n: 14, unit: day }'), true],
    [measure('type: conversion, from: a, to: b, by: c, where: w, within: { n: 14, unit: day }'), true],
    [measure('type: conversion, to: b'), false],
    [measure('type: conversion, to: b, within: [c]'), false],
    [measure('type: conversion, within: { n: 14, unit: day }'), false],
    [measure('type: conversion, to: b, within: { n: 14, unit: day }, by: { n: 1, unit: day }'), false],
    [measure('type: conversion, to: b, within: { n: 14, unit: day }, of: m'), false],
    [measure('type: sum, sql: s, to: b'), false],
    [measure('type: percentile, sql: s'), false],
    [measure('type: percentile, sql: s, percentile: 1'), true],
    [measure('type: percentile, sql: s, percentile: 90'), false],
    [measure('type: percentile, sql: s, percentile: "0.9"'), false],
    [measure('type: percentile, sql: s, percentile: .nan'), false],
    [measure('type: median, sql: s, percentile: 0.5'), false],
    [measure('type: number, sql: s'), true],
    [measure('type: number, sql: s, where: w'), false],
    [measure('type: sum, sql: s, returns: int'), false],
    [relationship('type: 1:N, field: a, target: { entity: b, field: c }'), true],
    [relationship('type: "1:N", field: [a, b], target: { entity: b, field: [c, d] }'), true],
    [relationship('type: N:M, field: a, target: { entity: b, field: c }'), false],
    [relationship('type: 1:1, field: a, target: { entity: b }'), false],
    [relationship('type: 1:1, field: a, target: b.c'), false],
    [relationship('type: 1:1, field: a, target: { entity: b, field: c }, inverse: As'), false],
    [score('buckets: 5, best: lowest, best_score: 1'), true],
    [score('method: quantile, buckets: 100, best: lowest, best_score: 100, cut: left, where: w'), true],
    [score('buckets: 5, best: lowest, best_score: 5, window: { last: 1, unit: year }'), true],
    [score('buckets: 1, best: lowest, best_score: 1'), false],
    [score('buckets: 101, best: lowest, best_score: 1'), false],
    [score('buckets: "5", best: lowest, best_score: 1'), false],
    [score('buckets: 5, best: lower, best_score: 1'), false],
    [score('buckets: 5, best: lowest'), false],
    [score('buckets: 5, best_score: 5'), false],
    [score('best: lowest, best_score: 1'), false],
    [score('buckets: 5, best: lowest, best_score: 1, shares: [0.5]'), false],
    [score('buckets: 5, best: lowest, best_score: 1, bands: [{ score: 1 }]'), false],
    [score('buckets: 5, best: lowest, best_score: 1, window: 12 months'), false],
    [score('method: ntile, buckets: 5, best: lowest, best_score: 1'), true],
    [score('method: ntile, buckets: 5, best: lowest, best_score: 1, cut: left'), false],
    [score('method: cumulative_share, shares: [0.8, 0.95], best: highest, best_score: 3'), true],
    [score('method: cumulative_share, shares: [], best: highest, best_score: 1'), false],
    [score('method: cumulative_share, shares: 0.8, best: highest, best_score: 1'), false],
    [score('method: cumulative_share, shares: [0.8], buckets: 2, best: highest, best_score: 1'), false],
    [score('method: bands, bands: [{ below: -1.5, score: 0 }, { from: -1.50, score: 1000 }]'), true],
    [score('method: bands, bands: []'), false],
    [score('method: bands, bands: [{ score: 1001 }]'), false],
    [score('method: bands, bands: [{ from: "1", score: 1 }]'), false],
    [score('method: bands, bands: [{ from: 1 }]'), false],
    [score('method: bands, bands: [{ score: 1 }], best: highest'), false],
    [score('method: bands'), false],
    [score('trusted: true, buckets: 5, best: lowest, best_score: 1'), false],
    [segment('when: w, action: a, trusted: true'), true],
    [segment('action: a'), false],
    [segment('when: ""'), false],
    [segment('when: w, type: boolean'), false],
    [segmentation('groups: [{ name: a, when: w }]'), true],
    [segmentation('groups: [{ name: a, pattern: 555 }], scores: [r, f, m], multi_label: true'), true],
    [segmentation('groups: [{ name: a, when: w }], scores: r'), true],
    [segmentation('groups: [{ name: a, when: w }], scores: { R: r, FM: fm }'), true],
    [segmentation('groups: [{ name: a, when: w }]', '{ name: o, title: O, action: a }'), true],
    [segmentation('groups: [{ name: a, when: w }]', '{ title: O }'), false],
    [segmentation('groups: [{ name: a, when: w }]', 'O'), false],
    [segmentation('groups: []'), false],
    [segmentation('scores: r'), false],
    [segmentation('groups: [{ name: a }]'), false],
    [segmentation('groups: [{ name: a, when: w, pattern: 1 }]'), false],
    [segmentation('groups: [{ name: true, when: w }]'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: []'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: {}'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: { X: r }'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: { xx: r }'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: { R1: r }'), false],
    [segmentation('groups: [{ name: a, when: w }], scores: { R: [r] }'), false],
    [segmentation('groups: [{ name: a, when: w }], multi_label: all'), false],
    ['streams: [{ name: s, table: t, customer: c, columns: { id: a, customer: b, activity: c, timestamp: d } }]', true],
    ['streams: [{ name: s, table: t, customer: c, columns: { id: a, customer: b, activity: c } }]', false],
    ['streams: [{ name: s, customer: c, columns: { id: a, customer: b, activity: c, timestamp: d } }]', false],
  ])('%j: accepted is %s', (text, expected) => {
    expect([schemaAccepts(text), decoderAccepts(text)]).toEqual([expected, expected])
  })

  test('the examples of the reference are valid', () => {
    for (const definition of modelMappings()) {
      const written: Record<string, unknown> = parse(definition.example)
      const [first] = Object.values(written)
      const values = definition.noun === 'the model' ? [written] : [first].flat()
      const part = definition.noun === 'the model' ? schema : { $ref: `#/$defs/${definitionName(definition)}` }
      expect([definition.noun, values.map((value) => isValid(value, part, schema))]).toEqual([definition.noun, values.map(() => true)])
    }
  })
})

describe('one verdict on a valid model changed at random', () => {
  type Place = readonly (string | number)[]
  const replacements = [
    'two words',
    7,
    0.5,
    true,
    false,
    null,
    [],
    ['x'],
    {},
    { name: 'x' },
    '',
    'sum',
    'string',
    'N:1',
    'offset',
    'conversion',
    { n: 1, unit: 'day' },
    'ntile',
    'bands',
    { R: 'x' },
    [{ score: 1 }],
  ]
  const addedKeys = [
    'nme',
    'name',
    'type',
    'sql',
    'table',
    'where',
    'percentile',
    'measure',
    'column',
    'extends',
    'activity',
    'trusted',
    'of',
    'by',
    'within',
    'window',
    'semi_additive',
    'unit',
    'n',
    'to_date',
    'scores',
    'segments',
    'buckets',
    'bands',
    'shares',
    'best',
    'cut',
    'when',
    'pattern',
    'X',
    '<<',
  ]

  function placesOf(value: unknown, at: Place = []): readonly Place[] {
    if (typeof value !== 'object' || value === null) return [at]
    return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, Array.isArray(value) ? Number(key) : key]))]
  }

  function valueAt(value: unknown, place: Place): unknown {
    return place.reduce<unknown>((inner, key) => Object(inner)[key], value)
  }

  function changeAt(value: unknown, place: Place, change: (old: unknown) => unknown): unknown {
    const [key, ...rest] = place
    if (key === undefined) return change(value)
    if (Array.isArray(value)) return value.map((item, index) => (index === key ? changeAt(item, rest, change) : item))
    return Object.fromEntries(
      Object.entries(Object(value)).map(([name, item]) => [name, name === key ? changeAt(item, rest, change) : item]),
    )
  }

  const change = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), value: fc.constantFrom(...replacements) }),
    fc.record({ kind: fc.constant('drop' as const), key: fc.nat() }),
    fc.record({ kind: fc.constant('add' as const), key: fc.constantFrom(...addedKeys), value: fc.constantFrom(...replacements) }),
  )
  type Change = typeof change extends fc.Arbitrary<infer C> ? C : never

  function apply(value: unknown, made: Change): unknown {
    if (made.kind === 'replace') return made.value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const entries = Object.entries(value)
    if (made.kind === 'add') return { ...value, [made.key]: made.value }
    return Object.fromEntries(entries.filter((_, index) => index !== made.key % entries.length))
  }

  /**
   * Beyond JSON Schema, and written so in json-schema.ts: names of zones, lists of equal length, one header, names twice, numbers of a score
   * that go together.
   */
  function isBeyondSchema(place: Place, whole: unknown): boolean {
    if (place.includes('time_zone')) return true
    const together = ['best_score', 'buckets', 'shares', 'bands']
    if (together.some((key) => place.includes(key)) && typeof valueAt(whole, place) === 'number') return true
    // A band less, or one without an end.
    if (place.includes('bands') && !place.includes('score')) return true
    const isPair = place.includes('field')
    const names: unknown[] = Array.isArray(Object(whole).entities)
      ? Object(whole).entities.map((entity: unknown) => Object(entity).name)
      : []
    return isPair || new Set(names).size < names.length
  }

  test('drop a key, add a key, change a value', () => {
    const model: unknown = parse(sampleModel)
    const places = placesOf(model).filter((place) => place.length > 0)
    fc.assert(
      fc.property(fc.constantFrom(...places), change, (place, made) => {
        const changed = changeAt(model, place, (old) => apply(old, made))
        fc.pre(!isBeyondSchema(place, changed))
        const text = stringify(changed)
        expect(`${decoderAccepts(text)}\n${text}`).toBe(`${schemaAccepts(text)}\n${text}`)
      }),
      { numRuns: 200, seed: 7 },
    )
  }, 60_000)
})
