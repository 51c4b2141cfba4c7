/** The keys of a Lens, and the reading of one: nothing is resolved yet, and every problem stands beside its declaration. */
import { failure, type Issue, type Result, success } from '../../semantic/issues/issue.ts'
import { type Fields, type Key, mapping } from '../../semantic/model/mapping.ts'
import { list, oneOfWords, oneOrMore, plainText, type Shape, text, trueOrFalse } from '../../semantic/model/shape.ts'
import type { Tree } from '../../semantic/model/tree.ts'
import { aboutKeys, readAbout } from './about.ts'
import {
  type Lens,
  type LensDimension,
  type LensEntity,
  type LensField,
  type LensMeasure,
  type LensRelationship,
  type LensWindow,
  lensMeasureTypes,
  lensTypes,
} from './lens.ts'
import { declarations } from './shapes.ts'

function key<T>(name: string, shape: Shape<T>, isRequired = false): Key<T> {
  return { name, shape, description: '', isRequired }
}

/** A mapping of these keys; the words for references and examples are not asked for here. */
function part<T>(noun: string, keys: Record<string, Key<unknown>>, build: (fields: Fields) => T | undefined): Shape<T> {
  return mapping({ noun, description: '', example: '', keys: Object.values(keys), rules: [] }, build)
}

const withAbout = Object.fromEntries(aboutKeys.map((one) => [one.name, one]))

const member = { name: key('name', text(), true), hidden: key('hidden', trueOrFalse()) }

const fieldKeys = {
  ...member,
  type: key('type', oneOfWords(lensTypes), true),
  column: key('column', text()),
  primary: key('primary', trueOrFalse()),
}

const field = part('field', { ...fieldKeys, ...withAbout }, (fields): LensField | undefined => {
  const name = fields.read(fieldKeys.name)
  const type = fields.read(fieldKeys.type)
  const column = fields.read(fieldKeys.column)
  const rest = { hidden: fields.read(fieldKeys.hidden) ?? false, primary: fields.read(fieldKeys.primary) ?? false, ...readAbout(fields) }
  return name && type && { name, type, ...(column && { column }), ...rest }
})

const dimensionKeys = {
  ...member,
  type: key('type', oneOfWords(lensTypes), true),
  sql: key('sql_snippet', text(), true),
  isSubQuery: key('sub_query', trueOrFalse()),
}

const dimension = part('dimension', { ...dimensionKeys, ...withAbout }, (fields): LensDimension | undefined => {
  const name = fields.read(dimensionKeys.name)
  const type = fields.read(dimensionKeys.type)
  const sql = fields.read(dimensionKeys.sql)
  const rest = { hidden: fields.read(dimensionKeys.hidden) ?? false, isSubQuery: fields.read(dimensionKeys.isSubQuery) ?? false }
  const about = readAbout(fields)
  return name && type && sql && { name, type, sql, ...rest, ...about }
})

const windowKeys = { trailing: key('trailing', text()), leading: key('leading', text()), offset: key('offset', text()) }

const rollingWindow = part('`rolling_window`', windowKeys, (fields): LensWindow => {
  const [trailing, leading, offset] = [fields.read(windowKeys.trailing), fields.read(windowKeys.leading), fields.read(windowKeys.offset)]
  return { ...(trailing && { trailing }), ...(leading && { leading }), ...(offset && { offset }), span: fields.span }
})

const filterKeys = { sql: key('sql', text()), snippet: key('sql_snippet', text()) }

const filter = part('filter', filterKeys, (fields) => fields.read(filterKeys.snippet) ?? fields.read(filterKeys.sql))

const measureKeys = {
  ...member,
  type: key('type', oneOfWords(lensMeasureTypes), true),
  sql: key('sql_snippet', text()),
  filters: key('filters', list(filter)),
  rollingWindow: key('rolling_window', rollingWindow),
  format: key('format', plainText()),
}

const measure = part('measure', { ...measureKeys, ...withAbout }, (fields): LensMeasure | undefined => {
  const name = fields.read(measureKeys.name)
  const type = fields.read(measureKeys.type)
  const sql = fields.read(measureKeys.sql)
  const rolling = fields.read(measureKeys.rollingWindow)
  const format = fields.read(measureKeys.format)
  const rest = { hidden: fields.read(measureKeys.hidden) ?? false, filters: fields.read(measureKeys.filters) ?? [], ...readAbout(fields) }
  return name && type && { name, type, ...(sql && { sql }), ...(rolling && { rollingWindow: rolling }), ...(format && { format }), ...rest }
})

const targetKeys = { name: key('name', text(), true), field: key('field', text(), true) }

const target = part('`target` of a relationship', targetKeys, (fields): LensRelationship['target'] | undefined => {
  const entity = fields.read(targetKeys.name)
  const targetField = fields.read(targetKeys.field)
  return entity && targetField && { entity, field: targetField }
})

const relationshipKeys = {
  type: key('type', oneOfWords(['1:1', '1:N', 'N:1']), true),
  field: key('field', text(), true),
  target: key('target', target, true),
  sql: key('sql_snippet', text()),
}

const relationship = part('relationship', { ...relationshipKeys, ...withAbout }, (fields): LensRelationship | undefined => {
  const type = fields.read(relationshipKeys.type)
  const own = fields.read(relationshipKeys.field)
  const far = fields.read(relationshipKeys.target)
  const sql = fields.read(relationshipKeys.sql)
  const about = readAbout(fields)
  return type && own && far && { type, field: own, target: far, span: fields.span, ...(sql && { sql }), ...about }
})

const columnKeys = { name: key('name', text(), true) }

const sourceKeys = {
  query: key('query', text(), true),
  columns: key('columns', list(part('column', columnKeys, (fields) => fields.read(columnKeys.name)?.value))),
  verified: key('verified', trueOrFalse()),
  tables: key('tables', oneOrMore(plainText())),
}

const source = part('`sql` of an entity', sourceKeys, (fields) => {
  const query = fields.read(sourceKeys.query)
  const columns = fields.read(sourceKeys.columns)
  // The tables are read from the query.
  fields.read(sourceKeys.tables)
  const verified = fields.read(sourceKeys.verified) ?? false
  return query && { query, verified, ...(columns && { columns }) }
})

const entityKeys = {
  name: key('name', text(), true),
  sql: key('sql', source, true),
  fields: key('fields', declarations(field, 'field')),
  dimensions: key('dimensions', declarations(dimension, 'dimension')),
  measures: key('measures', declarations(measure, 'measure')),
  relationships: key('relationships', declarations(relationship, 'relationship')),
}

const entity = part('entity', { ...entityKeys, ...withAbout }, (fields): LensEntity | undefined => {
  const name = fields.read(entityKeys.name)
  const sql = fields.read(entityKeys.sql)
  const about = readAbout(fields)
  const parts = {
    fields: fields.read(entityKeys.fields) ?? [],
    dimensions: fields.read(entityKeys.dimensions) ?? [],
    measures: fields.read(entityKeys.measures) ?? [],
    relationships: fields.read(entityKeys.relationships) ?? [],
  }
  if (name === undefined || sql === undefined) return undefined
  const { query, columns, verified } = sql
  return { name, query, ...(columns && { columns }), ...parts, ...about, verified: about.verified || verified }
})

const lensKeys = {
  name: key('name', text()),
  contract: key('contract', plainText()),
  entities: key('entities', declarations(entity, 'entity', 'entities'), true),
}

/** Fails where it is no Lens at all: `entities` missing, or no list. */
export function readLens(tree: Tree): Result<Lens> {
  const issues: Issue[] = []
  const lens = part('the Lens', { ...lensKeys, ...withAbout }, (fields): Omit<Lens, 'issues'> | undefined => {
    const name = fields.read(lensKeys.name)
    const contract = fields.read(lensKeys.contract)
    const about = readAbout(fields)
    const entities = fields.read(lensKeys.entities)
    return entities && { ...about, entities, ...(name && { name }), ...(contract !== undefined && { contract }) }
  }).decode(tree, 'A Lens', (found) => issues.push(found))
  return lens === undefined ? failure(...issues.filter(isFatal)) : success({ ...lens, issues })
}

/** What is wrong with the Lens as a whole; the rest is told with what can be read. */
function isFatal(found: Issue): boolean {
  if (found.code === 'MISSING_KEY') return true
  return (
    found.code === 'WRONG_TYPE' &&
    'what' in found.facts &&
    (found.facts.what === 'A Lens' || String(found.facts.what).startsWith('`entities`'))
  )
}
