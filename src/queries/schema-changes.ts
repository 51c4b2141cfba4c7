/**
 * What a change of the model does to the clients of its schema: the schema as a file has it, against the schema as it is now.
 *
 *   schema.graphql: type Customer { state: String }      now: type Customer { region: String }      -> BREAKING_CHANGE  Customer.state
 */
import {
  type BreakingChange,
  buildASTSchema,
  buildSchema,
  type DangerousChange,
  DangerousChangeType,
  type DocumentNode,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  visit,
} from 'graphql'
import { failure, type Issue, issue, type Result, type Span, success } from '../semantic/issues/issue.ts'
import type { Finding } from '../semantic/run/check-data.ts'
import { changedElement, placeOfElement } from './changed-element.ts'
import { type GraphqlFile, parseDocument } from './check-document.ts'

/** `now`: the schema as it is printed. Breaking changes are errors, dangerous ones warnings; others make the file old, which is a hint. */
export function findSchemaChanges(file: GraphqlFile, now: string): Result<readonly Finding[]> {
  if (file.text.trim() === now.trim()) return success([])
  const written = readSchema(file)
  if (!written.ok) return written
  const before = written.value
  const after = buildSchema(now)
  const breaking = findBreakingChanges(before, after).map((change) => toFinding('error', change, { file, before }))
  const dangerous = findDangerousChanges(before, after)
    .filter((change) => isSeenByClients(change, after))
    .map((change) => toFinding('warning', change, { file, before }))
  const found = [...breaking, ...dangerous]
  if (found.length > 0 || sorted(before) === sorted(after)) return success(found)
  return success([{ severity: 'hint', issue: issue('SCHEMA_FILE_OUTDATED', { file: file.name }) }])
}

function sorted(schema: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(schema))
}

function readSchema(file: GraphqlFile): Result<GraphQLSchema> {
  const parsed = parseDocument(file)
  if (!parsed.ok) return parsed
  try {
    const schema = buildASTSchema(parsed.value)
    return schema.getQueryType() === undefined ? failure(invalid('it has no type `Query`.', parsed.value, file)) : success(schema)
  } catch (error) {
    const problems = error instanceof Error ? error.message.split('\n\n') : []
    return failure(...problems.map((problem) => invalid(problem, parsed.value, file)))
  }
}

function invalid(problem: string, document: DocumentNode, file: GraphqlFile): Issue {
  return issue('SCHEMA_FILE_INVALID', { problem }, placeOf(problem, document, file))
}

/** graphql-js says what is wrong with a schema without its place: that of the last name which the message names. */
function placeOf(problem: string, document: DocumentNode, { name: file }: GraphqlFile): Span {
  const wrong = /"@?(?:\w+\.)?(\w+)/.exec(problem)?.[1]
  let place: Span = { file, line: 1, column: 1 }
  visit(document, {
    Name({ value, loc }) {
      if (value === wrong && loc !== undefined)
        place = { file, line: loc.startToken.line, column: loc.startToken.column, length: value.length }
    },
  })
  return place
}

/**
 * What a client may only send, optional arguments and inputs and values of enums that no answer has, surprises none:
 * every new member of a model comes with some of these.
 */
function isSeenByClients({ type, description }: DangerousChange, schema: GraphQLSchema): boolean {
  if (type === DangerousChangeType.OPTIONAL_ARG_ADDED || type === DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED) return false
  if (type !== DangerousChangeType.VALUE_ADDED_TO_ENUM) return true
  const [name = ''] = changedElement({ type, description }).split('.')
  return answeredEnums(schema).has(name)
}

function answeredEnums(schema: GraphQLSchema): ReadonlySet<string> {
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
    .flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []))
  return new Set(
    fields
      .map(({ type }) => getNamedType(type))
      .filter(isEnumType)
      .map(({ name }) => name),
  )
}

interface Compared {
  readonly file: GraphqlFile
  readonly before: GraphQLSchema
}

function toFinding(severity: 'error' | 'warning', change: BreakingChange | DangerousChange, { file, before }: Compared): Finding {
  const coordinate = changedElement(change)
  const facts = { coordinate, change: change.description, file: file.name }
  return {
    severity,
    issue: issue(severity === 'error' ? 'BREAKING_CHANGE' : 'DANGEROUS_CHANGE', facts, placeOfElement(before, coordinate, file)),
  }
}
