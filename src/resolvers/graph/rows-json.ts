/**
 * Rows of entities as JSON text, where nothing but values of their own is selected: a page with timelines has thousands.
 *
 *   nodes { c: customerId state }  +  [["C1", "BY"]]  ->  [{"c":"C1","state":"BY"}]
 */
import { type FieldNode, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql'
import { occurredAt } from '../../semantic/catalog/names.ts'
import { InternalError } from '../../semantic/issues/issue.ts'
import type { Context } from '../context.ts'
import { fieldName, subFields } from '../selection.ts'
import { valueJson } from '../value-json.ts'
import { dimensionValue, type EntityRow } from './entity-row.ts'
import { typesOf } from './entity-selection.ts'
import { idOf } from './global-id.ts'
import { readOccurredAt } from './occurred-at.ts'

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues' | 'path'>
type Print = (row: EntityRow, context: Context) => string

/** A field of a row: the text from the value before it to its own. */
interface Piece {
  readonly name: string
  readonly nodes: readonly FieldNode[]
  readonly text: string
  readonly print: Print
}

type Pieces = readonly Piece[]

/** Of the fields selected at one place of one operation, by the layout of the rows. */
const known = new WeakMap<Info['fieldNodes'], Map<EntityRow['places'], Pieces>>()

/** Throws what a field throws, at its place. */
export function rowsJson(rows: readonly EntityRow[], info: Info, context: Context): string {
  const ofPlace = known.get(info.fieldNodes) ?? new Map<EntityRow['places'], Pieces>()
  known.set(info.fieldNodes, ofPlace)
  let json = '['
  for (const [index, row] of rows.entries()) {
    const pieces = ofPlace.get(row.places) ?? piecesOf(row, info)
    ofPlace.set(row.places, pieces)
    json += index > 0 ? ',{' : '{'
    for (const piece of pieces) {
      json += piece.text
      try {
        json += piece.print(row, context)
      } catch (error) {
        throw locatedError(error, piece.nodes, [...responsePathAsArray(info.path), index, piece.name])
      }
    }
    json += '}'
  }
  return `${json}]`
}

function piecesOf({ words, places }: EntityRow, info: Info): Pieces {
  return [...subFields(info.fieldNodes, info, typesOf(words))].map(([name, nodes], index) => ({
    name,
    nodes,
    text: `${index > 0 ? ',' : ''}${JSON.stringify(name)}:`,
    print: printerOf(fieldName(nodes), words, places),
  }))
}

function printerOf(field: string, words: EntityRow['words'], places: EntityRow['places']): Print {
  if (field === '__typename') {
    const name = JSON.stringify(words.typeNames.entity)
    return () => name
  }
  if (field === 'id') return (row, context) => JSON.stringify(idOf(row, context))
  if (field === occurredAt && words.entity.time !== undefined) return (row) => JSON.stringify(readOccurredAt(row))
  const list = words.lists.get(field)
  const word = list ?? words.grains.get(field)
  const dimension = word?.dimension
  if (word === undefined || dimension === undefined) throw new InternalError(`${words.entity.name} has no value for the field ${field}.`)
  const print = valueJson[word.type]
  const place = places.get(dimension.name)
  if (list !== undefined) {
    return (row) => {
      const values = dimensionValue(row, dimension.name)
      return Array.isArray(values) ? `[${values.map(print).join()}]` : 'null'
    }
  }
  return (row) => {
    const value = place === undefined ? undefined : row.values[place]
    return value == null ? textOfNone(value) : print(value)
  }

  function textOfNone(value: null | undefined): string {
    if (value === undefined) throw new InternalError(`${words.entity.name}.${field} was selected and not computed.`)
    return 'null'
  }
}
