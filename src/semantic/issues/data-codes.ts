/** What the rows of a database contradict of a model, or leave open: found by `tessera check --data`. */
import { define, listText } from './define-code.ts'

interface Fields {
  readonly entity: string
  readonly fields: readonly string[]
}

/** One direction of a relationship. */
interface Reach {
  readonly from: string
  readonly fromFields: readonly string[]
  readonly to: string
  readonly toFields: readonly string[]
}

interface Examples {
  readonly rows: number
  /** Up to three values; none where they are personal. */
  readonly examples: readonly string[]
}

export const dataCodes = {
  KEY_NOT_UNIQUE: define<Fields & Examples>({
    meaning: 'Several rows have the same primary key; whatever is joined to the entity is then counted once for each of them.',
    message: ({ entity, fields, rows, examples }) =>
      `Primary key ${names(fields)} of \`${entity}\` is not unique: ${rows} rows share it with another row${suchAs(examples)}. Rows that refer to one of them are counted more than once.`,
    example: { entity: 'order', fields: ['order_id'], rows: 4, examples: ['17', '23'] },
  }),
  KEY_IS_NULL: define<Fields & { rows: number }>({
    meaning: 'Rows have no primary key, or only a part of one.',
    message: ({ entity, fields, rows }) =>
      `Primary key ${names(fields)} of \`${entity}\` ${fields.length > 1 ? 'has a null part' : 'is null'} in ${count(rows)}: nothing can refer to ${rows === 1 ? 'it' : 'them'}.`,
    example: { entity: 'order', fields: ['order_id'], rows: 3 },
  }),
  NOT_TO_ONE: define<Reach & Examples>({
    meaning: 'A relationship is verified to reach one row and reaches several in the data, so that answers over it are too large.',
    message: ({ from, to, toFields, rows, examples }) =>
      `\`${from}\` to \`${to}\` is verified to reach one row, but ${rows} rows of \`${to}\` share their ${names(toFields)} with another row${suchAs(examples)}: answers count rows of \`${from}\` more than once. Without \`verified: true\` it is planned as to-many.`,
    example: { from: 'order', fromFields: ['email'], to: 'customer', toFields: ['email'], rows: 2, examples: ['ann@shop.example'] },
  }),
  PLANNED_AS_TO_MANY: define<Reach & Examples>({
    meaning: 'A relationship is declared to reach one row and reaches several in the data; answers are right, because it is not verified.',
    message: ({ from, to, toFields, rows, examples }) =>
      `\`${from}\` to \`${to}\` is declared to reach one row, but ${rows} rows of \`${to}\` share their ${names(toFields)} with another row${suchAs(examples)}. It is planned as to-many.`,
    example: { from: 'order', fromFields: ['order_id'], to: 'refund', toFields: ['order_id'], rows: 2, examples: ['17'] },
  }),
  COULD_BE_VERIFIED: define<Reach & { rows: number }>({
    meaning: 'A relationship is declared to reach one row and does so in the data, but not through a primary key, so it is not relied on.',
    message: ({ from, to, toFields, rows }) =>
      `\`${from}\` to \`${to}\` reaches one row in the data: ${names(toFields)} is unique in the ${count(rows)} of \`${to}\` that ${rows === 1 ? 'has' : 'have'} it. It is planned as to-many; with \`verified: true\` it is planned as to-one.`,
    example: { from: 'order', fromFields: ['order_id'], to: 'invoice', toFields: ['order_id'], rows: 1200 },
  }),
  ORPHAN_ROWS: define<Reach & Examples>({
    meaning: 'Rows refer to rows that do not exist; in answers by the missing ones they stand in the null group.',
    message: ({ from, fromFields, to, rows, examples }) =>
      `\`${from}\` to \`${to}\`: ${count(rows)} ${rows === 1 ? 'refers' : 'refer'} by ${names(fromFields)} to no row of \`${to}\`${suchAs(examples)}. In answers by \`${to}\` ${rows === 1 ? 'it stands' : 'they stand'} in the null group.`,
    example: { from: 'order', fromFields: ['customer_id'], to: 'customer', toFields: ['customer_id'], rows: 12, examples: ['C-881'] },
  }),
  GROUP_WITHOUT_ROWS: define<{ segmentation: string; group: string }>({
    meaning: 'The rule of a group fits no row at the date of the check, whatever groups stand before it.',
    message: ({ segmentation, group }) => `Nothing fits group \`${group}\` of \`${segmentation}\`.`,
    example: { segmentation: 'customer.rfm_segment', group: 'CHAMPIONS' },
  }),
  SCORES_WITHOUT_ROWS: define<{ score: string; possible: number; missing: readonly number[] }>({
    meaning: 'Values are fewer than the buckets of a score, or many are equal: equal values score alike, and some scores go to nobody.',
    message: ({ score, possible, missing }) =>
      `\`${score}\` has ${possible} scores, and ${missing.length > 5 ? `${missing.length} of them go` : `${listText(missing.map(String), 'and')} ${missing.length === 1 ? 'goes' : 'go'}`} to no row: values are few, or many are equal.`,
    example: { score: 'customer.frequency_score', possible: 5, missing: [2] },
  }),
  NULL_REFERENCE: define<Reach & { rows: number }>({
    meaning: 'Rows refer to nothing, because the field of the relationship is null; right where the relationship is optional.',
    message: ({ from, fromFields, to, rows }) =>
      `\`${from}\` to \`${to}\`: ${names(fromFields)} ${fromFields.length > 1 ? 'has a null part' : 'is null'} in ${count(rows)}, which ${rows === 1 ? 'reaches' : 'reach'} no \`${to}\`.`,
    example: { from: 'order', fromFields: ['customer_id'], to: 'customer', toFields: ['customer_id'], rows: 3 },
  }),
}

function names(fields: readonly string[]): string {
  return listText(fields, 'and')
}

function suchAs(examples: readonly string[]): string {
  return examples.length === 0 ? '' : `, such as ${listText(examples, 'and')}`
}

function count(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`
}
