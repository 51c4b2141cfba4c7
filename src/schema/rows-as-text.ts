/**
 * The schema that operations are executed with: where the public one has a list of rows, it has one value, the list as it was written while the
 * rows came; connections have one beside their nodes, for documents that `nodes-as-text.ts` has rewritten. graphql-js walks no rows then. Validation and
 * introspection keep to the public schema.
 */
import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  type GraphQLType,
} from 'graphql'
import type { Context } from '../resolvers/context.ts'
import type { Connection } from '../resolvers/graph/connection.ts'
import type { EntityRow } from '../resolvers/graph/entity-row.ts'
import { isConnectionType, nodesText } from '../resolvers/graph/entity-selection.ts'
import { rowsJson } from '../resolvers/graph/rows-json.ts'
import type { SliceResult } from '../resolvers/slice.ts'
import { InternalError } from '../semantic/issues/issue.ts'

const rowsText = new GraphQLScalarType<string, string>({ name: 'RowsText', serialize: String })

export function withRowsAsText(schema: GraphQLSchema): GraphQLSchema {
  const slice = schema.getType('Slice')
  const query = schema.getQueryType()
  // Any other schema has no rows.
  if (!(slice instanceof GraphQLObjectType) || !(query instanceof GraphQLObjectType)) return schema
  const copies = new TypeCopies(slice)
  const copied = Object.values(schema.getTypeMap()).flatMap((type) => (type instanceof GraphQLObjectType ? [copies.object(type)] : []))
  // A rearrangement of a schema that is checked already.
  return new GraphQLSchema({ query: copies.object(query), types: copied, assumeValid: true })
}

/** Types that lead to slices are copied, since they lead to others; of a row, say. */
class TypeCopies {
  readonly #slice: GraphQLObjectType
  readonly #objects = new Map<GraphQLObjectType, GraphQLObjectType>()
  readonly #interfaces = new Map<GraphQLInterfaceType, GraphQLInterfaceType>()

  constructor(slice: GraphQLObjectType) {
    this.#slice = slice
  }

  object(type: GraphQLObjectType): GraphQLObjectType {
    // Introspection has types of its own.
    if (type.name.startsWith('__')) return type
    const known = this.#objects.get(type)
    if (known !== undefined) return known
    const { fields, interfaces, ...config } = type.toConfig()
    const copy = new GraphQLObjectType({
      ...config,
      interfaces: () => interfaces.map((each) => this.#interface(each)),
      fields: () => this.#fields(type === this.#slice ? withTextRows(fields) : isConnectionType(type) ? withTextNodes(fields) : fields),
    })
    this.#objects.set(type, copy)
    return copy
  }

  #interface(type: GraphQLInterfaceType): GraphQLInterfaceType {
    const known = this.#interfaces.get(type)
    if (known !== undefined) return known
    const { fields, interfaces, ...config } = type.toConfig()
    const copy = new GraphQLInterfaceType({
      ...config,
      interfaces: () => interfaces.map((each) => this.#interface(each)),
      fields: () => this.#fields(fields),
    })
    this.#interfaces.set(type, copy)
    return copy
  }

  #fields(fields: Fields): Fields {
    return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, type: this.#type(field.type) }]))
  }

  #type(type: GraphQLOutputType): GraphQLOutputType {
    if (type instanceof GraphQLNonNull) return new GraphQLNonNull(this.#type(type.ofType) as GraphQLType) as GraphQLOutputType
    if (type instanceof GraphQLList) return new GraphQLList(this.#type(type.ofType))
    if (type instanceof GraphQLObjectType) return this.object(type)
    return type instanceof GraphQLInterfaceType ? this.#interface(type) : type
  }
}

type Fields = GraphQLFieldConfigMap<unknown, unknown>

function withTextRows(fields: Fields): Fields {
  if (fields.rows === undefined) throw new InternalError('A slice without rows')
  return { ...fields, rows: { ...fields.rows, type: new GraphQLNonNull(rowsText), resolve: rowsAsText as Fields[string]['resolve'] } }
}

const rowsAsText: GraphQLFieldConfig<SliceResult, Context>['resolve'] = ({ written }, _args, { rows }, { path }) => {
  const writer = written?.get(String(path.key))
  if (writer === undefined || rows === undefined) throw new InternalError('Rows were selected and not written.')
  return rows.place(writer)
}

/** Beside the nodes: which of them a document has, it says. */
function withTextNodes(fields: Fields): Fields {
  return { ...fields, [nodesText]: { type: new GraphQLNonNull(rowsText), resolve: nodesAsText as Fields[string]['resolve'] } }
}

const nodesAsText: GraphQLFieldConfig<Connection<EntityRow>, Context>['resolve'] = async (connection, _args, context, info) => {
  if (context.rows?.placeJson === undefined) throw new InternalError('Rows were to be written as JSON.')
  const { rows } = await connection.rows()
  return context.rows.placeJson(rowsJson(rows, info, context))
}
