/** The model in which an AQL question is one list of rows: each column it appends is a dimension of the activity it is about. */
import type { Block, Column } from './aql.ts'

const features: Readonly<Record<string, { readonly type: string; readonly sql: string }>> = {
  activity_id: { type: 'integer', sql: 'activity_id' },
  ts: { type: 'timestamp', sql: 'ts' },
  referrer_url: { type: 'string', sql: featureAfter('"referrer_url": "', '"') },
  total_sales: { type: 'integer', sql: `cast(${featureAfter('"total_sales": ', ',')} as integer)` },
  total_items_purchased: { type: 'integer', sql: `cast(${featureAfter('"total_items_purchased": ', '}')} as integer)` },
}

/** Text of the JSON between two others; null where the first is not in it. */
function featureAfter(before: string, after: string): string {
  return `nullif(split_part(split_part(feature_json, '${before}', 2), '${after}', 1), '')`
}

/** The dimension that holds a column of the answer: columns may be called like features. */
export function answered(name: string): string {
  return `answered_${name}`
}

/** The dimension that says whether a row is `first`, `nth(1)` and so on. */
export function asked(occurrence: string): string {
  return `is_${occurrence.replaceAll(/\W+/g, '_').replace(/_$/, '')}`
}

export function modelOf([select, ...others]: readonly Block[], occurrences: readonly string[]): string {
  if (select === undefined) throw new Error('A question about nothing')
  const activities = new Set([select, ...others].map(({ activity }) => activity))
  const entities = [...activities].map((activity) => {
    const own = activity === select.activity ? [...primaryColumns(select, occurrences), ...others.flatMap(appended)] : []
    return `  - name: ${activity}
    extends: customer_stream
    activity: ${activity}
    dimensions:
${[...Object.entries(features).map(([name, { type, sql }]) => line({ name, type, ...(name === sql ? {} : { sql }) })), ...own].join('\n')}
    measures:
      - { name: count_activities, type: count }
${['total_sales', 'total_items_purchased'].map((name) => line({ name: `sum_${name}`, type: 'sum', sql: `\${${name}}` })).join('\n')}`
  })
  return `version: 1
model: customer_stream
streams:
  - name: customer_stream
    table: stream
    customer: customer
    columns: { id: activity_id, customer: entity_uuid, activity: activity, timestamp: ts }
entities:
  - name: customer
    sql: select distinct entity_uuid as customer_id from stream
    primary_key: customer_id
    dimensions: [{ name: customer_id, type: integer }]
${entities.join('\n')}
`
}

/** Its columns, and whether a row is asked about: it is the one that is picked among those of its customer, for each occurrence asked of. */
function primaryColumns({ activity, columns, conditions }: Block, occurrences: readonly string[]): readonly string[] {
  return [
    ...columns.map(({ source, name }) => line({ name: answered(name), type: typeOf(source), column: source })),
    ...occurrences.flatMap((occurrence) => {
      const [isAsked, picked] = [asked(occurrence), `${asked(occurrence)}_id`]
      if (occurrence === 'all') return [line({ name: isAsked, type: 'boolean', sql: conditions.join(' and ') || 'true' })]
      return [
        line({ name: picked, type: 'integer', ...pickOf(occurrence, `${activity}.activity_id`), when: 'ever', ...whereOf(conditions) }),
        line({ name: isAsked, type: 'boolean', sql: `\${activity_id} = \${${picked}}` }),
      ]
    }),
  ]
}

function appended({ verb, occurrence = '', relation = '', activity, columns, conditions }: Block): readonly string[] {
  const rows = { when: relation === 'all' ? 'ever' : relation, ...whereOf(conditions) }
  return columns.flatMap(({ source, name }) => {
    if (verb === 'append')
      return [line({ name: answered(name), type: typeOf(source), ...pickOf(occurrence, `${activity}.${source}`), ...rows })]
    const of = aggregate(source)
    if (of === undefined) return [line({ name: answered(name), type: 'integer', measure: `${activity}.count_activities`, ...rows })]
    // A sum of nothing is 0 there and null here: what they mean is said.
    return [
      line({ name: `${name}_or_null`, type: 'bigint', measure: `${activity}.sum_${of}`, ...rows, hidden: true }),
      line({ name: answered(name), type: 'bigint', sql: `coalesce(\${${name}_or_null}, 0)` }),
    ]
  })
}

function pickOf(occurrence: string, of: string): Readonly<Record<string, unknown>> {
  const nth = /^nth\((\d+)\)$/.exec(occurrence)?.[1]
  return nth === undefined ? { [occurrence]: of } : { nth: Number(nth), of }
}

/** The feature that is summed up; undefined where rows are counted. */
function aggregate(source: string): string | undefined {
  return /^sum\((\w+)\)$/.exec(source)?.[1]
}

function whereOf(conditions: readonly string[]): Readonly<Record<string, unknown>> {
  return conditions.length === 0 ? {} : { where: conditions.join(' and ') }
}

function typeOf(source: Column['source']): string {
  return source === 'entity_uuid' ? 'integer' : (features[source]?.type ?? 'string')
}

/** JSON is YAML. */
function line(declaration: Readonly<Record<string, unknown>>): string {
  return `      - ${JSON.stringify(declaration)}`
}
