/**
 * Which element of a schema a change is about, and where it stands.
 *
 *   { type: 'FIELD_REMOVED', description: 'Customer.state was removed.' } -> Customer.state -> schema.graphql:12:3
 */
import { type BreakingChange, type DangerousChange, type GraphQLSchema, resolveSchemaCoordinate } from 'graphql'
import type { Span } from '../semantic/issues/issue.ts'
import type { GraphqlFile } from './check-document.ts'

/** Where the element stands in the file that a schema was read from; of one that is not there yet, what it will be a part of. */
export function placeOfElement(schema: GraphQLSchema, coordinate: string, file: GraphqlFile): Span | undefined {
  const parents = [coordinate, coordinate.replace(/\(.*/, ''), coordinate.replace(/\..*/, '')]
  const name = parents.map((each) => nodeOf(schema, each)?.name).find((found) => found?.loc !== undefined)
  const token = name?.loc?.startToken
  return token === undefined ? undefined : { file: file.name, line: token.line, column: token.column, length: name?.value.length }
}

function nodeOf(schema: GraphQLSchema, coordinate: string) {
  const element = resolveSchemaCoordinate(schema, coordinate)
  switch (element?.kind) {
    case undefined:
      return undefined
    case 'NamedType':
      return element.type.astNode
    case 'Field':
      return element.field.astNode
    case 'InputField':
      return element.inputField.astNode
    case 'EnumValue':
      return element.enumValue.astNode
    case 'FieldArgument':
      return element.fieldArgument.astNode
    case 'Directive':
      return element.directive.astNode
    case 'DirectiveArgument':
      return element.directiveArgument.astNode
  }
}

type Change = BreakingChange | DangerousChange

/** graphql-js names the element in a sentence of each kind of change; here it is called as the GraphQL specification calls elements. */
const coordinates: Readonly<Record<Change['type'], readonly [sentence: RegExp, coordinate: string]>> = {
  TYPE_REMOVED: [/^(?:Standard scalar )?(\w+) .*/, '$1'],
  TYPE_CHANGED_KIND: [/^(\w+) .*/, '$1'],
  TYPE_REMOVED_FROM_UNION: [/^\w+ was removed from union type (\w+)\./, '$1'],
  TYPE_ADDED_TO_UNION: [/^\w+ was added to union type (\w+)\./, '$1'],
  VALUE_REMOVED_FROM_ENUM: [/^(\w+) was removed from enum type (\w+)\./, '$2.$1'],
  VALUE_ADDED_TO_ENUM: [/^(\w+) was added to enum type (\w+)\./, '$2.$1'],
  REQUIRED_INPUT_FIELD_ADDED: [/^A required field (\w+) on input type (\w+) was added\./, '$2.$1'],
  OPTIONAL_INPUT_FIELD_ADDED: [/^An optional field (\w+) on input type (\w+) was added\./, '$2.$1'],
  IMPLEMENTED_INTERFACE_REMOVED: [/^(\w+) .*/, '$1'],
  IMPLEMENTED_INTERFACE_ADDED: [/^\w+ added to interfaces implemented by (\w+)\./, '$1'],
  FIELD_REMOVED: [/^(\w+\.\w+) .*/, '$1'],
  FIELD_CHANGED_KIND: [/^(\w+\.\w+) .*/, '$1'],
  REQUIRED_ARG_ADDED: [/^A required arg (\w+) on (\w+\.\w+) was added\./, '$2($1:)'],
  OPTIONAL_ARG_ADDED: [/^An optional arg (\w+) on (\w+\.\w+) was added\./, '$2($1:)'],
  ARG_REMOVED: [/^(\w+\.\w+) arg (\w+) .*/, '$1($2:)'],
  ARG_CHANGED_KIND: [/^(\w+\.\w+) arg (\w+) .*/, '$1($2:)'],
  ARG_DEFAULT_VALUE_CHANGE: [/^(\w+\.\w+) arg (\w+) .*/s, '$1($2:)'],
  DIRECTIVE_REMOVED: [/^(\w+) .*/, '@$1'],
  DIRECTIVE_ARG_REMOVED: [/^(\w+) was removed from (\w+)\./, '@$2($1:)'],
  REQUIRED_DIRECTIVE_ARG_ADDED: [/^A required arg (\w+) on directive (\w+) was added\./, '@$2($1:)'],
  DIRECTIVE_REPEATABLE_REMOVED: [/^.* from (\w+)\./, '@$1'],
  DIRECTIVE_LOCATION_REMOVED: [/^.* from (\w+)\./, '@$1'],
}

export function changedElement({ type, description }: Change): string {
  return description.replace(...coordinates[type])
}
