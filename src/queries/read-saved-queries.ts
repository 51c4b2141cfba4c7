/**
 * The saved queries of a model, read and checked with it: what cannot be answered is found before anybody asks.
 *
 *   semantic-models/shop/queries/top-customers.graphql -> `top-customers`
 */
import path from 'node:path'
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import { listText } from '../semantic/issues/define-code.ts'
import { failure, issue, type Result, type Span, success } from '../semantic/issues/issue.ts'
import { readFolder } from '../semantic/model/read.ts'
import { checkDocument, type GraphqlFile } from './check-document.ts'
import type { SavedQueries, SavedQuery } from './saved-query.ts'

export async function readSavedQueries(modelFolder: string, schema: GraphQLSchema): Promise<Result<SavedQueries>> {
  const files = await readQueryFiles(modelFolder)
  if (!files.ok) return files
  const read = files.value.map((file) => readSavedQuery(file, schema))
  const issues = read.flatMap((query) => (query.ok ? [] : query.issues))
  if (issues.length > 0) return failure(...issues)
  // By name: the order of files differs, because `-` is before `.` and the end of a name before both.
  const queries = read.flatMap((query) => (query.ok ? [query.value] : [])).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return success(new Map(queries.map((query) => [query.name, query])))
}

/** Also files that are meant to be queries and have a wrong name. */
export function readQueryFiles(modelFolder: string): Promise<Result<readonly GraphqlFile[]>> {
  return readFolder(path.join(modelFolder, 'queries'), (name) => /\.(graphql|gql)$/i.test(name))
}

function readSavedQuery(file: GraphqlFile, schema: GraphQLSchema): Result<SavedQuery> {
  const name = nameOf(file)
  const checked = checkDocument(file, schema)
  const operation = checked.ok ? onlyQuery(checked.value, file) : checked
  if (!name.ok || !checked.ok || !operation.ok) return failure(...[name, operation].flatMap((result) => (result.ok ? [] : result.issues)))
  return success({
    name: name.value,
    description: descriptionOf(file.text),
    text: file.text,
    document: checked.value,
    operation: operation.value,
    file: file.name,
  })
}

function nameOf(file: GraphqlFile): Result<string> {
  const base = path.posix.basename(file.name)
  const name = /^([a-z0-9][a-z0-9-]*)\.graphql$/.exec(base)?.[1]
  if (name !== undefined) return success(name)
  const words = base
    .replace(/\.[^.]*$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
  const fitting = words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '')
  const closest = fitting === '' ? {} : { closest: `${fitting}.graphql` }
  return failure(issue('SAVED_QUERY_NAME', { name: base, ...closest }, { file: file.name, line: 1, column: 1 }))
}

function onlyQuery(document: DocumentNode, file: GraphqlFile): Result<OperationDefinitionNode> {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const [operation, second] = operations
  const refuse = (problem: string, place?: OperationDefinitionNode): Result<OperationDefinitionNode> =>
    failure(issue('SAVED_QUERY_OPERATION', { problem }, placeOf(file, place)))
  if (operation === undefined) return refuse('this file has only fragments')
  if (second !== undefined) {
    const names = listText(
      operations.map(({ name }) => name?.value ?? 'without a name'),
      'and',
    )
    return refuse(`this file has ${operations.length} operations, ${names}`, second)
  }
  return operation.operation === OperationTypeNode.QUERY ? success(operation) : refuse(`this one is a ${operation.operation}`, operation)
}

function placeOf(file: GraphqlFile, node: OperationDefinitionNode | undefined): Span {
  const start = node?.loc?.startToken
  return { file: file.name, line: start?.line ?? 1, column: start?.column ?? 1 }
}

/** The comment lines that the file begins with, as one line. */
function descriptionOf(text: string): string {
  const lines = text.trimStart().split('\n')
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^#+/, '').trim())
    .filter((line) => line !== '')
    .join(' ')
}
