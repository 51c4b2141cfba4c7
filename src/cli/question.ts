/** The arguments of the commands that take a GraphQL file, read into a checked question. */
import type { Command } from 'commander'
import type { GraphQLSchema } from 'graphql'
import { checkDocument } from '../queries/check-document.ts'
import { failure, issue, type Result, success } from '../semantic/issues/issue.ts'
import { operationOf, type Question, readTextFile } from './document.ts'
import { orFail } from './failure.ts'
import type { Terminal } from './terminal.ts'

export interface QuestionOptions {
  readonly variables?: string
  readonly operation?: string
}

export function addQuestionOptions(command: Command): Command {
  return command
    .argument('<file.graphql>', 'the file; - reads standard input')
    .option('--variables <json>', 'values of the variables, as a JSON object')
    .option('--operation <name>', 'which operation, where the file has several')
}

export async function readQuestion(
  file: string,
  options: QuestionOptions,
  { schema, terminal }: { readonly schema: GraphQLSchema; readonly terminal: Terminal },
): Promise<Question> {
  const variables = orFail(readVariables(options.variables))
  const name = file === '-' ? 'standard input' : file
  const text = file === '-' ? await readStandardInput() : orFail(await readTextFile(file, terminal.cwd))
  const sources = new Map([[name, text]])
  const document = orFail(checkDocument({ name, text }, schema), sources)
  return { document, operation: orFail(operationOf(document, options.operation)), variables }
}

function readVariables(text: string | undefined): Result<Question['variables']> {
  if (text === undefined) return success({})
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return success({ ...value })
  } catch {
    // Not JSON at all: the same refusal.
  }
  return failure(issue('BAD_USER_INPUT', { problem: '`--variables` is not a JSON object, such as \'{"state": "MA"}\'.' }))
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
