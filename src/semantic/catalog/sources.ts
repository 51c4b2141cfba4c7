/** Where each entity's rows come from; a `file:` becomes a table of the entity's (or stream's) name with the columns the model types. */
import type { ValueType } from '../dialect/value-type.ts'
import { parseSelect } from '../expression/parse-select.ts'
import type { Issue, Spanned } from '../issues/issue.ts'
import type { Model, SourceDeclaration, StreamDeclaration } from '../model/model.ts'
import type { FileColumn, FileTable, RowOrder, Source } from './catalog.ts'
import type { DraftEntity, Drafts } from './declare.ts'

export interface SourceTable {
  readonly source: Source
}

export function sourceTables(model: Model, issues: Issue[]): ReadonlyMap<string, SourceTable> {
  const streams = new Map(model.streams.map((stream) => [stream.name.value, sourceOf(stream.source, stream.name.value, issues)]))
  const sources = new Map<string, SourceTable>()
  for (const entity of model.entities) {
    const source =
      entity.source.kind === 'activity' ? streams.get(entity.source.stream.value) : sourceOf(entity.source, entity.name.value, issues)
    if (source !== undefined) sources.set(entity.name.value, { source })
  }
  return sources
}

function sourceOf(declaration: SourceDeclaration, name: string, issues: Issue[]): Source | undefined {
  switch (declaration.kind) {
    case 'table': {
      const [table, schema] = declaration.table.value.split('.').reverse()
      return { kind: 'table', table: table ?? name, ...(schema !== undefined && { schema }) }
    }
    case 'file':
      return { kind: 'table', table: name }
    case 'sql': {
      const parsed = parseSelect(declaration.sql, { trusted: declaration.trusted })
      if (parsed.ok) return { kind: 'sql', sql: parsed.value.sql }
      issues.push(...parsed.issues)
      return undefined
    }
    case 'activity':
      return undefined
  }
}

export function fileTables(model: Model, drafts: Drafts): FileTable[] {
  const entities = model.entities.flatMap((entity): FileTable[] => {
    const draft = drafts.get(entity.name.value)
    if (entity.source.kind !== 'file' || draft === undefined) return []
    const { file } = entity.source
    const key = draft.key.flatMap((name) => columnOf(draft, name) ?? [])
    const order = orderOf(draft)
    return [
      { table: draft.name, path: file.value, declaredAt: file.span, columns: columnsOf(draft), key, ...(order !== undefined && { order }) },
    ]
  })
  return [...entities, ...model.streams.flatMap((stream) => streamTable(stream, drafts))]
}

function streamTable(stream: StreamDeclaration, drafts: Drafts): FileTable[] {
  if (stream.source.kind !== 'file') return []
  const { file } = stream.source
  const activities = [...drafts.values()].filter((draft) => draft.stream === stream)
  const columns = new Map<string, FileColumn>(activities.flatMap(columnsOf).map((column) => [column.name, column]))
  const add = (type: ValueType, column: Spanned<string> | undefined) => {
    if (column !== undefined && !columns.has(column.value)) columns.set(column.value, { name: column.value, type, declaredAt: column.span })
  }
  const { id, customer, activity, timestamp, occurrence, repeatedAt } = stream.columns
  for (const column of [id, customer, activity]) add('string', column)
  for (const column of [timestamp, repeatedAt]) add('timestamp', column)
  add('integer', occurrence)
  const order = { owner: customer.value, time: timestamp.value }
  return [{ table: stream.name.value, path: file.value, declaredAt: file.span, columns: [...columns.values()], key: [id.value], order }]
}

function columnsOf(draft: DraftEntity): FileColumn[] {
  return [...draft.dimensions.values()].flatMap(({ from, type, declaration, span }): FileColumn[] => {
    const column = from?.kind === 'column' ? from.column : from?.kind === 'repeated_at' ? from.column : undefined
    const declaredAt = declaration?.from.kind === 'column' ? declaration.from.column.span : span
    return column === undefined ? [] : [{ name: column, type, declaredAt }]
  })
}

/** Whoever the first relationship to one row leads to is the owner: the customer of an order, the order of a line. */
function orderOf(draft: DraftEntity): RowOrder | undefined {
  const [field] = [...draft.hops.values()].find(({ cardinality }) => cardinality === 'one')?.fromFields ?? []
  const owner = field === undefined ? undefined : columnOf(draft, field)
  const time = draft.time === undefined ? undefined : columnOf(draft, draft.time)
  return owner === undefined || time === undefined ? undefined : { owner, time }
}

function columnOf(draft: DraftEntity, dimension: string): string | undefined {
  const from = draft.dimensions.get(dimension)?.from
  return from?.kind === 'column' ? from.column : undefined
}
