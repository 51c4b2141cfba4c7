/**
 * Holds what a model says of keys and relationships against the rows of a database. [I/O]
 *
 *   primary_key -> unique, never null      N:1 -> every row finds its target      declared to-one -> one row is reached, relied on or not
 */
import type { Catalog, Entity, Relationship } from '../catalog/catalog.ts'
import { InternalError, type Issue, issue } from '../issues/issue.ts'
import { DataQuestions, type DataSource, type Fields, type RepeatedValues } from './data-questions.ts'

/** error: answers are wrong. warning: rows are not where a reader expects them. hint: right as it is. */
export type Severity = 'error' | 'warning' | 'hint'

export interface Finding {
  readonly severity: Severity
  readonly issue: Issue
}

/** One direction of a relationship. */
interface End {
  readonly relationship: Relationship
  readonly from: Fields
  readonly to: Fields
  readonly isDeclaredToOne: boolean
}

/** `onProgress` is told how much is done, 0 to 1. */
export async function checkData(
  catalog: Catalog,
  source: DataSource,
  onProgress: (fraction: number) => void = () => {},
): Promise<readonly Finding[]> {
  const ask = remember(new DataQuestions(catalog, source))
  const steps = [
    ...[...catalog.entities.values()].map((entity) => () => checkKey(entity, ask)),
    ...catalog.relationships.map((relationship) => () => checkRelationship(endsOf(relationship, catalog), ask)),
  ]
  const findings: Finding[] = []
  for (const [index, check] of steps.entries()) {
    onProgress(index / steps.length)
    findings.push(...(await check()))
  }
  return findings
}

async function checkRelationship(ends: readonly [End, End], ask: Ask): Promise<readonly Finding[]> {
  return [...(await checkReferences(referringEnd(ends), ask)), ...(await checkCardinality(ends, ask))]
}

interface Ask {
  readonly repeatedValues: (fields: Fields) => Promise<RepeatedValues>
  readonly missingTargets: DataQuestions['missingTargets']
}

/** Several relationships may lead to one field: it is counted once. */
function remember(questions: DataQuestions): Ask {
  const known = new Map<string, Promise<RepeatedValues>>()
  return {
    repeatedValues: (fields) => {
      const name = JSON.stringify([fields.entity.name, ...namesOf(fields)])
      const answer = known.get(name) ?? questions.repeatedValues(fields)
      known.set(name, answer)
      return answer
    },
    missingTargets: (from, to) => questions.missingTargets(from, to),
  }
}

async function checkKey(entity: Entity, ask: Ask): Promise<readonly Finding[]> {
  if (entity.key.length === 0) return []
  const { nullRows, repeatedRows, examples } = await ask.repeatedValues({ entity, dimensions: entity.key })
  const facts = { entity: entity.name, fields: entity.key.map(({ name }) => name) }
  return [
    ...found('error', repeatedRows, (rows) => issue('KEY_NOT_UNIQUE', { ...facts, rows, examples }, entity.declaredAt)),
    ...found('error', nullRows, (rows) => issue('KEY_IS_NULL', { ...facts, rows }, entity.declaredAt)),
  ]
}

async function checkReferences({ relationship, from, to }: End, ask: Ask): Promise<readonly Finding[]> {
  const { nullRows, orphanRows, examples } = await ask.missingTargets(from, to)
  const facts = factsOf(from, to)
  const { declaredAt } = relationship
  return [
    ...found('warning', orphanRows, (rows) => issue('ORPHAN_ROWS', { ...facts, rows, examples }, declaredAt)),
    ...found('hint', nullRows, (rows) => issue('NULL_REFERENCE', { ...facts, rows }, declaredAt)),
  ]
}

async function checkCardinality(ends: readonly End[], ask: Ask): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const end of ends) findings.push(...(await checkEnd(end, ask)))
  // `verified` speaks for both ends: where one of them is to-many it cannot be advised for the other.
  return findings.some(({ severity }) => severity !== 'hint') ? findings.filter(({ severity }) => severity !== 'hint') : findings
}

async function checkEnd({ relationship, from, to, isDeclaredToOne }: End, ask: Ask): Promise<readonly Finding[]> {
  // Primary keys are held to be unique on their own.
  if (!isDeclaredToOne || isKey(to)) return []
  const { rows, nullRows, repeatedRows, examples } = await ask.repeatedValues(to)
  const { verified, declaredAt } = relationship
  const facts = factsOf(from, to)
  if (repeatedRows > 0) {
    const repeated = { ...facts, rows: repeatedRows, examples }
    return verified
      ? [{ severity: 'error', issue: issue('NOT_TO_ONE', repeated, declaredAt) }]
      : [{ severity: 'warning', issue: issue('PLANNED_AS_TO_MANY', repeated, declaredAt) }]
  }
  return found('hint', verified ? 0 : rows - nullRows, (unique) => issue('COULD_BE_VERIFIED', { ...facts, rows: unique }, declaredAt))
}

function found(severity: Severity, rows: number, toIssue: (rows: number) => Issue): readonly Finding[] {
  return rows === 0 ? [] : [{ severity, issue: toIssue(rows) }]
}

function endsOf(relationship: Relationship, catalog: Catalog): readonly [End, End] {
  const { type } = relationship
  const from = fieldsOf(relationship.from, relationship.fromFields, catalog)
  const to = fieldsOf(relationship.to, relationship.toFields, catalog)
  return [
    { relationship, from, to, isDeclaredToOne: type !== '1:N' },
    { relationship, from: to, to: from, isDeclaredToOne: type !== 'N:1' },
  ]
}

/** The end whose rows hold the reference: the N of N:1; of a 1:1 the one that names the other's key, else the one it is declared on. */
function referringEnd([declared, inverse]: readonly [End, End]): End {
  switch (declared.relationship.type) {
    case 'N:1':
      return declared
    case '1:N':
      return inverse
    case '1:1':
      return isKey(inverse.to) && !isKey(declared.to) ? inverse : declared
  }
}

function fieldsOf(name: string, dimensions: readonly string[], { entities }: Catalog): Fields {
  const entity = entities.get(name)
  if (entity === undefined) throw new InternalError(`No entity ${name}`)
  return {
    entity,
    dimensions: dimensions.map((field) => {
      const dimension = entity.dimensions.get(field)
      if (dimension === undefined) throw new InternalError(`No dimension ${name}.${field}`)
      return dimension
    }),
  }
}

function isKey(fields: Fields): boolean {
  const key = fields.entity.key.map(({ name }) => name)
  return key.length > 0 && key.toSorted().join() === namesOf(fields).toSorted().join()
}

function factsOf(from: Fields, to: Fields) {
  return { from: from.entity.name, fromFields: namesOf(from), to: to.entity.name, toFields: namesOf(to) }
}

function namesOf({ dimensions }: Fields): readonly string[] {
  return dimensions.map(({ name }) => name)
}
