/** A world as the product reads it: YAML and tables. */
import type { Cell, Dimension, Entity, Expression, Measure, NumberExpression, Relationship, ValueType, World } from './case.ts'

export function modelText({ entities, relationships }: World, prefix = ''): string {
  const lines = entities.flatMap((entity) => entityLines(entity, relationships, prefix))
  return ['version: 1', 'model: world', 'time_zone: UTC', 'entities:', ...lines, ''].join('\n')
}

/** Table names may have a prefix, so that many worlds share a database. */
export function tableName({ name }: Entity, prefix = ''): string {
  return `${prefix}${name}`
}

export interface Table {
  readonly columns: Readonly<Record<string, ValueType>>
  readonly rows: readonly (readonly Cell[])[]
}

export function tablesOf({ entities }: World, prefix = ''): Readonly<Record<string, Table>> {
  return Object.fromEntries(
    entities.map((entity) => {
      const columns = entity.dimensions.filter(({ kind }) => kind === 'column')
      return [
        tableName(entity, prefix),
        {
          columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
          rows: entity.rows.map((row) => columns.map(({ name }) => row[name] ?? null)),
        },
      ]
    }),
  )
}

function entityLines(entity: Entity, relationships: readonly Relationship[], prefix: string): readonly string[] {
  const declared = relationships.filter(({ from }) => from === entity.name)
  return [
    `  - name: ${entity.name}`,
    `    table: ${tableName(entity, prefix)}`,
    ...(entity.key.length > 0 ? [`    primary_key: [${entity.key.join(', ')}]`] : []),
    ...(entity.time === undefined ? [] : [`    time: ${entity.time}`]),
    ...(entity.future ? ['    future: true'] : []),
    '    dimensions:',
    ...entity.dimensions.map((dimension) => `      - ${dimensionText(dimension)}`),
    ...(entity.measures.length > 0 ? ['    measures:'] : []),
    ...entity.measures.map((measure) => `      - ${measureText(measure)}`),
    ...(declared.length > 0 ? ['    relationships:'] : []),
    ...declared.map((relationship) => `      - ${relationshipText(relationship)}`),
  ]
}

function dimensionText(dimension: Dimension): string {
  const start = `{ name: ${dimension.name}, type: ${dimension.type}`
  if (dimension.kind === 'column') return `${start} }`
  if (dimension.kind === 'sql') return `${start}, sql: ${quoted(dimension.sql)} }`
  const where = dimension.where === undefined ? '' : `, where: ${quoted(dimension.where)}`
  return `${start}, measure: ${dimension.measure.entity}.${dimension.measure.name}${where} }`
}

function measureText(measure: Measure): string {
  const sql =
    measure.sql === undefined ? '' : `, sql: ${measure.kind === 'number' ? JSON.stringify(numberSql(measure.sql)) : quoted(measure.sql)}`
  const where = measure.kind === 'number' || measure.where === undefined ? '' : `, where: ${quoted(measure.where)}`
  return `{ name: ${measure.name}, type: ${measure.kind}${sql}${where} }`
}

function relationshipText({ type, fields, to, targets, name, inverse, verified }: Relationship): string {
  return `{ type: "${type}", field: ${listed(fields)}, target: { entity: ${to}, field: ${listed(targets)} }, name: ${name}, inverse: ${inverse}${verified ? ', verified: true' : ''} }`
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names.join() : `[${names.join(', ')}]`
}

function quoted(expression: Expression): string {
  return JSON.stringify(expressionSql(expression))
}

export function expressionSql(expression: Expression): string {
  switch (expression.kind) {
    case 'dimension':
      return `\${${expression.entity === undefined ? '' : `${expression.entity}.`}${expression.name}}`
    case 'literal':
      return literalSql(expression.value, expression.type)
    case 'isNull':
      return `${expressionSql(expression.argument)} is ${expression.negated ? 'not ' : ''}null`
    case 'coalesce':
      return `coalesce(${expressionSql(expression.first)}, ${expressionSql(expression.second)})`
    default:
      return `(${expressionSql(expression.left)} ${expression.operator} ${expressionSql(expression.right)})`
  }
}

function literalSql(value: Cell, type: Dimension['type']): string {
  if (value === null) return 'null'
  if (type === 'date') return `date '${value}'`
  return type === 'string' ? `'${String(value).replaceAll("'", "''")}'` : String(value)
}

export function numberSql(expression: NumberExpression): string {
  switch (expression.kind) {
    case 'constant':
      return expression.value
    case 'measure':
      return `\${${expression.entity === undefined ? '' : `${expression.entity}.`}${expression.name}}`
    case 'aggregate': {
      const sql = expression.sql === undefined ? '*' : expressionSql(expression.sql)
      const call = expression.type === 'count_distinct' ? `count(distinct ${sql})` : `${expression.type}(${sql})`
      return expression.where === undefined ? call : `${call} filter (where ${expressionSql(expression.where)})`
    }
    case 'coalesce':
      return `coalesce(${numberSql(expression.first)}, ${numberSql(expression.second)})`
    case 'arithmetic':
      return `(${numberSql(expression.left)} ${expression.operator} ${numberSql(expression.right)})`
  }
}
