/** Where each entity's rows come from; a `file:` becomes a table of the entity's (or stream's) name with the columns the model types. */
import type { ValueType } from '../dialect/value-type.ts'
import { parseSelect } from '../expression/parse-select.ts'
import type { Issue } from '../issues/issue.ts'
import type { Model, SourceDeclaration } from '../model/model.ts'
import type { FileTable, Source } from './catalog.ts'
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
    const key = draft.key.flatMap((name) => columnOf(draft, name) ?? [])
    return [{ table: draft.name, path: entity.source.file.value, columns: columnsOf(draft), key }]
  })
  const streams = model.streams.flatMap((stream): FileTable[] => {
    if (stream.source.kind !== 'file') return []
    const activities = [...drafts.values()].filter((draft) => draft.stream === stream)
    const columns = new Map<string, ValueType>(activities.flatMap(columnsOf).map((column) => [column.name, column.type]))
    const { id, customer, activity, timestamp, occurrence, repeatedAt } = stream.columns
    for (const column of [id, customer, activity]) if (!columns.has(column.value)) columns.set(column.value, 'string')
    for (const column of [timestamp, repeatedAt])
      if (column !== undefined && !columns.has(column.value)) columns.set(column.value, 'timestamp')
    if (occurrence !== undefined && !columns.has(occurrence.value)) columns.set(occurrence.value, 'integer')
    return [
      {
        table: stream.name.value,
        path: stream.source.file.value,
        columns: [...columns].map(([name, type]) => ({ name, type })),
        key: [id.value],
      },
    ]
  })
  return [...entities, ...streams]
}

function columnsOf(draft: DraftEntity): { readonly name: string; readonly type: ValueType }[] {
  return [...draft.dimensions.values()].flatMap(({ from, type }) => {
    const column = from?.kind === 'column' ? from.column : from?.kind === 'repeated_at' ? from.column : undefined
    return column === undefined ? [] : [{ name: column, type }]
  })
}

function columnOf(draft: DraftEntity, dimension: string): string | undefined {
  const from = draft.dimensions.get(dimension)?.from
  return from?.kind === 'column' ? from.column : undefined
}
