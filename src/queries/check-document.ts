/**
 * The text of a GraphQL document, held against the schema and the limits of every document: mistakes with their place in the file.
 */
import { type DocumentNode, GraphQLError, type GraphQLSchema, type ParseOptions, parse, Source, specifiedRules, validate } from 'graphql'
import { failure, type Issue, issue, type Result, success } from '../semantic/issues/issue.ts'
import { documentLimits, documentSizeRule } from './limits.ts'

export interface GraphqlFile {
  /** How messages call it. */
  readonly name: string
  readonly text: string
}

/** The document, or every mistake in it. */
export function checkDocument({ name, text }: GraphqlFile, schema: GraphQLSchema): Result<DocumentNode> {
  const parsed = parseDocument({ name, text }, limited)
  if (!parsed.ok) return parsed
  const errors = validate(schema, parsed.value, [...specifiedRules, documentSizeRule])
  return errors.length === 0 ? parsed : failure(...errors.map((error) => toIssue(error, name)))
}

/** Of documents that are asked; the text of a schema is as long as its model makes it. */
const limited: ParseOptions = { maxTokens: documentLimits.tokens }

export function parseDocument({ name, text }: GraphqlFile, options: ParseOptions = {}): Result<DocumentNode> {
  try {
    return success(parse(new Source(text, name), options))
  } catch (error) {
    if (error instanceof GraphQLError) return failure(toIssue(error, name))
    throw error
  }
}

function toIssue(error: GraphQLError, file: string): Issue {
  const [place] = error.locations ?? []
  const problem = error.message.replace(/^Syntax Error: /, '')
  return issue(codeOf(error, problem), { problem }, place === undefined ? undefined : { file, ...place })
}

function codeOf(error: GraphQLError, problem: string): 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' {
  return error.message === problem ? 'GRAPHQL_VALIDATION_FAILED' : 'GRAPHQL_PARSE_FAILED'
}
