/** The slices of an operation as the questions they become, read as an executing server would read them; nothing is run. */
import { type FragmentDefinitionNode, type GraphQLSchema, getArgumentValues, getVariableValues, Kind, parse, validate } from 'graphql'
import { readSelection, type SliceSelection } from '../../src/resolvers/selection.ts'
import { type SliceArguments, type SliceQuestion, toSliceQuestion } from '../../src/resolvers/slice-query.ts'
import { vocabularyOf } from '../../src/resolvers/vocabulary.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import type { Result } from '../../src/semantic/issues/issue.ts'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import type { SemanticQuery } from '../../src/semantic/query/semantic-query.ts'
import { shop } from './catalog.ts'

const schema = buildSchema(shop)
const vocabulary = vocabularyOf(shop)

export const now = '2024-03-31T10:00:00.000Z'

export interface AskedSlice {
  readonly selection: SliceSelection
  readonly question: Result<SliceQuestion>
}

type Variables = Readonly<Record<string, unknown>>

export function readSlices(document: string, variables: Variables = {}): readonly AskedSlice[] {
  const ast = parse(document)
  const errors = validate(schema, ast)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  const operation = ast.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new Error('No operation')
  const { coerced, errors: variableErrors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (coerced === undefined) throw new Error(variableErrors?.map(({ message }) => message).join('\n'))
  const fragments = Object.fromEntries(
    ast.definitions.flatMap((definition): [string, FragmentDefinitionNode][] =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  )
  return operation.selectionSet.selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD) return []
    const kind = node.name.value === 'slice' ? 'slice' : 'explore'
    const selection = readSelection({ fieldNodes: [node], fragments, variableValues: coerced }, vocabulary)
    const args: SliceArguments = getArgumentValues(rootField(schema, kind), node, coerced)
    return [
      {
        selection,
        question: toSliceQuestion({ kind, arguments: args, selection, now }, vocabulary, { defaultLimit: 1000, maxLimit: 50_000 }),
      },
    ]
  })
}

/** The one question of a document that asks one. */
export function questionOf(document: string, variables?: Variables): SemanticQuery {
  const { question } = onlySlice(document, variables)
  if (!question.ok) throw new Error(question.issues.map(issueMessage).join('\n'))
  return question.value.query
}

/** Codes and messages of a document that is refused. */
export function refusalsOf(document: string, variables?: Variables): readonly string[] {
  const { question } = onlySlice(document, variables)
  return question.ok ? [] : question.issues.map((issue) => `${issue.code}: ${issueMessage(issue)}`)
}

export function selectionOf(document: string, variables?: Variables): SliceSelection {
  return onlySlice(document, variables).selection
}

function onlySlice(document: string, variables?: Variables): AskedSlice {
  const [slice, ...more] = readSlices(document, variables)
  if (slice === undefined || more.length > 0) throw new Error('Not one slice')
  return slice
}

function rootField(from: GraphQLSchema, name: string) {
  const field = from.getQueryType()?.getFields()[name]
  if (field === undefined) throw new Error(`No ${name}`)
  return field
}
