/**
 * Tables as a first model: names, keys, times, measures, relationships. What the tables do not say is found in their rows or guessed from names, and a
 * comment says which.
 *
 *   [customers.csv, orders.csv] -> entities customer and order, order.customer and customer.orders, recency, frequency, monetary
 */
import type { Probe } from '../database/tables/probe.ts'
import { writtenName } from '../database/tables/table.ts'
import type { Catalog } from '../semantic/catalog/catalog.ts'
import { compileModel } from '../semantic/engine.ts'
import { InternalError } from '../semantic/issues/issue.ts'
import { printIssues } from '../semantic/issues/print.ts'
import type { ModelFile } from '../semantic/model/parse.ts'
import type { EntityDraft, Entry, Line, Remark } from './draft.ts'
import { type DraftSource, describedAs, dimensionOf, type EntityPlan } from './entity-plan.ts'
import { firstLook } from './first-look.ts'
import { keyRemarks, momentRemarks } from './guess-remarks.ts'
import { findKey, type Key } from './keys.ts'
import { amountOf, dimensionLines, measureLines, rfmOf } from './members.ts'
import { type Moment, momentOf } from './moment.ts'
import { planEntities } from './plan-entities.ts'
import { relationshipLines } from './relationship-lines.ts'
import { type FoundRelationship, findRelationships } from './relationships.ts'
import { isCustomerLike } from './words.ts'
import { writeYaml } from './write-yaml.ts'

export interface DraftRequest {
  readonly name: string
  /** Said at the head of the model. */
  readonly from: string
  readonly sources: readonly DraftSource[]
  readonly probe: Probe
  /** YYYY-MM-DD. */
  readonly today: string
  readonly onProgress?: (done: number, of: number) => void
}

export interface DraftedModel {
  readonly catalog: Catalog
  readonly files: readonly ModelFile[]
  /** `queries/first-look.graphql`. */
  readonly firstLook?: string
  readonly remarks: readonly Remark[]
}

/** Undefined where no source makes an entity. */
export async function draftModel(request: DraftRequest): Promise<DraftedModel | undefined> {
  const { name, from, sources, probe, today, onProgress = () => {} } = request
  const remarks: Remark[] = []
  const entities = await planEntities(sources, probe, remarks)
  if (entities.length === 0) return undefined
  const keys = new Map<EntityPlan, Key>()
  const others = entities.map((entity) => entity.name)
  for (const [index, entity] of entities.entries()) {
    onProgress(index, entities.length)
    const key = await findKey(entity, others, probe)
    if (key !== undefined) keys.set(entity, key)
    remarks.push(...keyRemarks(entity, key))
  }
  const found = await findRelationships(entities, keys, probe)
  remarks.push(...found.remarks)
  const moments = new Map(entities.map((entity) => [entity, momentOf(entity)]))
  for (const [entity, moment] of moments) remarks.push(...(await momentRemarks(entity, moment, { probe, today })))
  const written = writeEntities(entities, { keys, moments, relationships: found.relationships }, remarks)
  const files = writeYaml({ name, comments: headerComments(from), entities: written.map(({ draft }) => draft) })
  const compiled = await compileModel(files)
  if (!compiled.ok) throw new InternalError(`The first model does not load:\n${printIssues(compiled.issues, compiled.sources)}`)
  const query = firstLook(written.map(({ shown }) => shown))
  return { catalog: compiled.value, files, ...(query !== undefined && { firstLook: query }), remarks }
}

function headerComments(from: string): readonly string[] {
  return [
    `A first model, written by \`tessera init\` from ${from}.`,
    'Comments say what was guessed and from what; once somebody has looked at it, the comment can go.',
    'docs/model.md has every key of these files. Days begin at midnight in UTC until `time_zone` (an IANA name) says otherwise.',
  ]
}

interface Found {
  readonly keys: ReadonlyMap<EntityPlan, Key>
  readonly moments: ReadonlyMap<EntityPlan, Moment | undefined>
  readonly relationships: readonly FoundRelationship[]
}

function writeEntities(entities: readonly EntityPlan[], { keys, moments, relationships }: Found, remarks: Remark[]) {
  // Names are given in this order: relationships before measures, because people write them in every question.
  const lines = relationshipLines(relationships)
  remarks.push(...lines.remarks)
  const joined = new Map(entities.map((entity) => [entity, columnsInKeys(entity, keys, relationships)]))
  const figures = new Map(entities.map((entity) => [entity, { dimensions: [] as Line[], measures: [] as Line[] }]))
  for (const entity of entities) {
    const moment = moments.get(entity)
    const own = figures.get(entity)
    const used = joined.get(entity) ?? new Set()
    const to = lines.relied.find(
      (relationship) => relationship.from === entity && relationship.to !== entity && isCustomerLike(relationship.to.name),
    )?.to
    const amount = amountOf(entity, used)
    if (moment !== undefined && to !== undefined && keys.has(entity) && keys.has(to)) {
      const rfm = rfmOf(entity, to, moment, amount)
      own?.measures.push(...rfm.measures)
      figures.get(to)?.dimensions.push(...rfm.dimensions)
      const text = `recency, frequency${amount === undefined ? '' : ` and monetary (of \`${amount.name}\`)`} of \`${to.name}\`, from \`${entity.name}\``
      remarks.push({ kind: 'guessed', text })
    }
  }
  return entities.map((entity) => {
    const used = joined.get(entity) ?? new Set()
    const moment = moments.get(entity)
    const { dimensions = [], measures: own = [] } = figures.get(entity) ?? {}
    const plain = measureLines(entity, used)
    const measures = [...plain, ...own]
    const draft: EntityDraft = {
      name: entity.name,
      comments: [
        originText(entity),
        ...(keys.has(entity) ? [] : ['No primary_key: no column and no pair of columns tells its rows apart.']),
      ],
      entries: entriesOf(entity, keys.get(entity), moment),
      dimensions: [...dimensionLines(entity), ...dimensions],
      measures,
      relationships: lines.of(entity),
    }
    const amount = amountOf(entity, used)
    const ofAmount = amount && `\${${dimensionOf(entity, amount.name)}}`
    const shown = {
      entity,
      hasTime: moment !== undefined,
      hasAmount: amount !== undefined,
      belongsTo: relationships.filter(({ from }) => from === entity).length,
      measures: [...plain.toSorted((a, b) => Number(isOther(a, ofAmount)) - Number(isOther(b, ofAmount))), ...own],
    }
    return { draft, shown }
  })
}

/** Neither the count nor of the amount. */
function isOther({ keys }: Line, amount: string | undefined): boolean {
  return amount !== undefined && keys.sql !== undefined && keys.sql !== amount
}

function columnsInKeys(
  entity: EntityPlan,
  keys: ReadonlyMap<EntityPlan, Key>,
  relationships: readonly FoundRelationship[],
): ReadonlySet<string> {
  return new Set([
    ...(keys.get(entity)?.columns ?? []),
    ...relationships.flatMap(({ from, columns, to, targets }) => [...(from === entity ? columns : []), ...(to === entity ? targets : [])]),
  ])
}

function originText({ source, sample }: EntityPlan): string {
  const { table, file } = source
  if (file !== undefined) return `From ${file.name}: ${file.rows} ${file.rows === 1 ? 'row' : 'rows'}.`
  const rows = sample?.isComplete ? `: ${sample.rows} ${sample.rows === 1 ? 'row' : 'rows'}` : ''
  return `From the ${table.kind} ${writtenName(table)}${rows}.`
}

function entriesOf(entity: EntityPlan, key: Key | undefined, moment: Moment | undefined): readonly Entry[] {
  const { name, plural, source } = entity
  const { description } = describedAs(source.table)
  const columns = (key?.columns ?? []).map((column) => dimensionOf(entity, column))
  return [
    { key: 'name', value: name },
    ...(plural === `${name}s` ? [] : [{ key: 'plural', value: plural }]),
    ...(description === undefined ? [] : [{ key: 'description', value: description }]),
    sourceEntry(source),
    ...(key === undefined
      ? []
      : [
          {
            key: 'primary_key',
            value: columns.length === 1 ? (columns[0] ?? '') : columns,
            ...(key.guess !== undefined && { comment: `guessed: ${key.guess}` }),
          },
        ]),
    ...(moment === undefined
      ? []
      : [
          {
            key: 'time',
            value: dimensionOf(entity, moment.column.name),
            comment: `guessed: ${moment.guess}; rows of a later time than a question's date are not there for it`,
          },
        ]),
  ]
}

/** What `table` cannot say needs a SELECT. */
function sourceEntry({ table, file }: DraftSource): Entry {
  if (file !== undefined) return { key: 'file', value: file.path }
  if (isWritable(table)) return { key: 'table', value: writtenName(table) }
  const quoted = [table.schema, table.name].flatMap((part) => (part === undefined ? [] : [`"${part.replaceAll('"', '""')}"`])).join('.')
  return { key: 'sql', value: `select * from ${quoted}` }
}

/** `table: a.b` is table b of schema a, and spaces at its end do not count. */
function isWritable({ schema = '', name }: DraftSource['table']): boolean {
  return !`${schema}${name}`.includes('.') && name === name.trimEnd()
}
