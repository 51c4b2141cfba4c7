/**
 * A GraphQL file, read and answered in this process: the same schema and the same limits as over HTTP.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql'
import type { Context } from '../resolvers/context.ts'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'

export async function readTextFile(name: string, cwd: string): Promise<Result<string>> {
  try {
    return success(await readFile(resolve(cwd, name), 'utf8'))
  } catch (error) {
    return failure(issue('FILE_UNREADABLE', { file: name, problem: problemOf(error) }))
  }
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return code === 'EACCES' ? 'it may not be read' : 'reading failed'
}

/** The operation of that name, or the only one. */
export function operationOf(document: DocumentNode, name: string | undefined): Result<OperationDefinitionNode> {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const names = operations.map((operation) => operation.name?.value ?? '(without a name)')
  const found = name === undefined ? operations : operations.filter((operation) => operation.name?.value === name)
  const [operation, ...others] = found
  if (operation !== undefined && others.length === 0) return success(operation)
  if (operations.length === 0) return failure(issue('BAD_USER_INPUT', { problem: 'The file has no operation, only fragments.' }))
  const problem = name === undefined ? '`--operation` chooses one' : `none is named \`${name}\``
  return failure(issue('BAD_USER_INPUT', { problem: `The file has the operations ${names.join(', ')}: ${problem}.` }))
}

export interface Question {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

export async function answerQuestion(question: Question, schema: GraphQLSchema, context: Context): Promise<ExecutionResult> {
  return execute({
    schema,
    document: question.document,
    contextValue: context,
    variableValues: question.variables,
    ...(question.operation.name === undefined ? {} : { operationName: question.operation.name.value }),
  })
}
