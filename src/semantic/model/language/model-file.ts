/** The top of a file: the header (in one file of the model), streams and entities (in any). */
import type { Span } from '../../issues/issue.ts'
import { type Fields, type Key, mapping } from '../mapping.ts'
import type { EntityDeclaration, ModelHeader, StreamDeclaration } from '../model.ts'
import { constant, list, name, oneOfWords, plainText } from '../shape.ts'
import { annotationKeys, readAnnotations, verifiedKey } from './annotations.ts'
import { entity } from './entity.ts'
import { month } from './month.ts'
import { stream } from './stream.ts'
import { timeZone } from './time-zone.ts'

const headerKeys = {
  version: {
    name: 'version',
    shape: constant(1, 'and this program reads version 1'),
    description: 'The version of the model language.',
    example: 1,
  },
  model: { name: 'model', shape: name(), description: 'The name of the model.', example: 'customer_360' },
  contract: { name: 'contract', shape: plainText(), description: 'The agreement with the providers of its data.', example: 'customer_360' },
  timeZone: {
    name: 'time_zone',
    shape: timeZone(),
    description: "The default of a query's `timeZone`, an IANA name.",
    default: 'UTC',
    example: 'Europe/Berlin',
  },
  weekStart: {
    name: 'week_start',
    shape: oneOfWords(['monday', 'sunday']),
    description: 'The first day of week buckets.',
    default: 'monday',
  },
  fiscalYearStart: {
    name: 'fiscal_year_start',
    shape: month(),
    description:
      'The month that begins the fiscal year. With it, times can be read by fiscal quarter and fiscal year, beside those of the calendar.',
    default: 'no fiscal years',
    example: 'april',
  },
} satisfies Record<string, Key<unknown>>

const header: readonly Key<unknown>[] = [...Object.values(headerKeys), ...annotationKeys, verifiedKey]

const bodyKeys = {
  streams: { name: 'streams', shape: list(stream), description: 'Activity streams.', default: 'none' },
  entities: { name: 'entities', shape: list(entity), description: 'Entities.', default: 'none' },
} satisfies Record<string, Key<unknown>>

export const requiredHeaderKeys: readonly string[] = [headerKeys.version.name, headerKeys.model.name]

/** What one file says. */
export interface ModelPart {
  /** Places of the keys of the header that stand here. */
  readonly headerKeys: readonly { readonly name: string; readonly span: Span }[]
  readonly header?: ModelHeader
  readonly streams: readonly StreamDeclaration[]
  readonly entities: readonly EntityDeclaration[]
}

export const modelFile = mapping(
  {
    noun: 'the model',
    description: 'A model is a folder of YAML files, merged. One of them holds the header; streams and entities stand in any.',
    example: `version: 1
model: shop
time_zone: Europe/Berlin
entities:
  - { name: customer, table: customers, primary_key: customer_id, dimensions: [{ name: customer_id, type: string }] }`,
    keys: [...header, ...Object.values(bodyKeys)],
    rules: [{ kind: 'header', keys: header.map((key) => key.name), required: requiredHeaderKeys }],
  },
  build,
)

function build(fields: Fields): ModelPart {
  return {
    headerKeys: header.flatMap(({ name: key }) => {
      const entry = fields.entry(key)
      return entry === undefined ? [] : [{ name: key, span: entry.key.span }]
    }),
    header: readHeader(fields),
    streams: fields.read(bodyKeys.streams) ?? [],
    entities: fields.read(bodyKeys.entities) ?? [],
  }
}

function readHeader(fields: Fields): ModelHeader | undefined {
  const version = fields.read(headerKeys.version)
  const modelName = fields.read(headerKeys.model)
  const rest = {
    contract: fields.read(headerKeys.contract),
    timeZone: fields.read(headerKeys.timeZone) ?? 'UTC',
    weekStart: fields.read(headerKeys.weekStart)?.value ?? 'monday',
    fiscalYearStart: fields.read(headerKeys.fiscalYearStart),
    ...readAnnotations(fields),
  } as const
  return version === undefined || modelName === undefined ? undefined : { name: modelName, ...rest }
}
