/** Dimensions and measures of an entity: every kept column, how many rows there are, sums and averages of numbers that are amounts of something. */
import type { ValueType } from '../semantic/dialect/value-type.ts'
import type { Line } from './draft.ts'
import { describedAs, dimensionOf, type EntityPlan, type KeptColumn } from './entity-plan.ts'
import type { Moment } from './moment.ts'
import { amountRank, isCode, isOffer, isPersonal, isPrice, isQuantity, isRate } from './words.ts'

export function dimensionLines(entity: EntityPlan): readonly Line[] {
  return entity.columns.map((column) => {
    const name = dimensionOf(entity, column.name)
    const isGuessed = isPersonal(column.name)
    const comments = [...(column.comment === undefined ? [] : [column.comment]), ...(isGuessed ? ['pii: guessed from the name'] : [])]
    return {
      keys: {
        name,
        type: column.type,
        ...(column.sql === undefined ? name !== column.name && { column: column.name } : { sql: column.sql }),
        ...describedAs(column),
        ...(isGuessed && { pii: true }),
      },
      ...(comments.length > 0 && { comment: comments.join('; ') }),
    }
  })
}

/** `keys` are the columns of its key and of its relationships: they are counted, never summed. */
export function measureLines(entity: EntityPlan, keys: ReadonlySet<string>): readonly Line[] {
  const count = entity.names.member(`${entity.name}_count`, `number_of_${entity.plural}`)
  const counted: Line = { keys: { name: count, type: 'count' } }
  const numbers = entity.columns.filter((column) => isNumber(column.type) && !keys.has(column.name) && !isCode(column.name))
  return [counted, ...numbers.flatMap((column) => aggregatesOf(entity, column))]
}

function aggregatesOf(entity: EntityPlan, column: KeptColumn): readonly Line[] {
  const dimension = dimensionOf(entity, column.name)
  const sql = `\${${dimension}}`
  const average: Line = { keys: { name: entity.names.member(`average_${dimension}`), type: 'avg', sql } }
  if (isRate(column.name) || (isPrice(column.name) && isOffer(entity.name)))
    return [{ ...average, comment: 'no sum: by its name the numbers do not add up' }]
  const quantity = isPrice(column.name) ? quantityOf(entity) : undefined
  if (quantity !== undefined)
    return [
      { ...average, comment: `no sum: guessed to be of one piece; of all it is \`\${${dimensionOf(entity, quantity.name)}} * ${sql}\`` },
    ]
  const total = entity.names.member(...(/(^|_)total(_|$)/.test(dimension) ? [] : [`total_${dimension}`]), `sum_of_${dimension}`)
  return [{ keys: { name: total, type: 'sum', sql } }, average]
}

function quantityOf(entity: EntityPlan): KeptColumn | undefined {
  return entity.columns.find(({ name, type }) => isNumber(type) && isQuantity(name))
}

function isNumber(type: ValueType): boolean {
  return type === 'integer' || type === 'bigint' || type === 'decimal' || type === 'float'
}

/** The column that says how much a row is worth, by its name. */
export function amountOf(entity: EntityPlan, keys: ReadonlySet<string>): KeptColumn | undefined {
  return entity.columns
    .flatMap((column) => {
      const isOfPiece = isPrice(column.name) && quantityOf(entity) !== undefined
      const rank = isNumber(column.type) && !keys.has(column.name) && !isOfPiece ? amountRank(column.name) : undefined
      return rank === undefined ? [] : [{ column, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)[0]?.column
}

export interface Rfm {
  /** Of the entity whose rows are counted. */
  readonly measures: readonly Line[]
  /** Of the customer: the same, for each. */
  readonly dimensions: readonly Line[]
}

/** Recency, frequency and monetary value, as measures of what happened and as dimensions of whom it happened to. */
export function rfmOf(entity: EntityPlan, customer: EntityPlan, moment: Moment, amount: KeptColumn | undefined): Rfm {
  const time = dimensionOf(entity, moment.column.name)
  const day = moment.column.type === 'date' ? `\${${time}}` : `cast(\${${time}} as date)`
  const figures: readonly Figure[] = [
    {
      word: 'recency',
      keys: { type: 'min', sql: `cast(\${as_of} as date) - ${day}`, unit: 'days' },
      type: 'integer',
      of: `days since the latest of ${time}`,
    },
    { word: 'frequency', keys: { type: 'count' }, type: 'integer', of: `number of ${entity.plural}` },
    ...(amount === undefined
      ? []
      : [
          {
            word: 'monetary',
            keys: { type: 'sum', sql: `\${${dimensionOf(entity, amount.name)}}` },
            type: sumTypes[amount.type] ?? 'decimal',
            of: `guessed: \`${amount.name}\` is what a row is worth`,
          },
        ]),
  ]
  const named = figures.map((figure) => ({ ...figure, name: entity.names.member(figure.word, `${entity.name}_${figure.word}`) }))
  return {
    measures: named.map(({ name, keys, of }) => ({ keys: { name, ...keys }, comment: of })),
    dimensions: named.map(({ name, word, type }) => ({
      keys: { name: customer.names.member(`${entity.name}_${word}`), type, measure: `${entity.name}.${name}` },
    })),
  }
}

interface Figure {
  readonly word: string
  readonly keys: Readonly<Record<string, string>>
  readonly type: ValueType
  readonly of: string
}

/** Of the sum of a column of a type. */
const sumTypes: Readonly<Partial<Record<ValueType, ValueType>>> = {
  integer: 'bigint',
  bigint: 'bigint',
  decimal: 'decimal',
  float: 'float',
}
